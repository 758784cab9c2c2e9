import { placeOf } from '../../manifests/place.ts';
import type { RouteBackend, RouteParent, RouteResource } from '../../manifests/resources/gateway.ts';
import { from, type Collector } from './collector.ts';
import { nameKey, portOfKey } from './keys.ts';
import type { Mention, ObjectTarget, ServicePortTarget, ServiceTarget } from './reference.ts';
import { servicePortTargets, serviceTarget } from './surroundings.ts';

/** A backend of a route of the Gateway API that is a Service. */
export interface RouteService extends Mention<'route-service', RouteResource> {
  readonly backend: RouteBackend;
  readonly namespace: string | undefined;
}

export const routeService: Collector<RouteService, ServiceTarget> = {
  target: 'service',
  sources: [
    from('Route', function* (route) {
      for (const backend of servicesOf(route)) {
        const namespace = backend.namespace ?? route.metadata.namespace;
        yield {
          kind: 'route-service',
          resource: route,
          place: placeOf(route, ...backend.path, 'name'),
          text: backend.name,
          backend,
          namespace,
        };
      }
    }),
  ],
  targets: ({ text, namespace }, { services }) => services.named(text, namespace).map(serviceTarget),
  elsewhere: ({ text, namespace }, { services }) => (namespace === undefined ? [] : services.elsewhere(text, namespace).map(serviceTarget)),
  keys: ({ text }) => [nameKey('service', text.toLowerCase())],
};

/** The port of such a backend, a number of the Service's ports. */
export interface RoutePort extends Mention<'route-port', RouteResource> {
  readonly backend: RouteBackend;
  readonly port: number;
  readonly namespace: string | undefined;
}

export const routePort: Collector<RoutePort, ServicePortTarget> = {
  target: 'service-port',
  sources: [
    from('Route', function* (route) {
      for (const backend of servicesOf(route)) {
        const { port } = backend;
        if (port === undefined || port === 0) continue;
        const namespace = backend.namespace ?? route.metadata.namespace;
        yield {
          kind: 'route-port',
          resource: route,
          place: placeOf(route, ...backend.path, 'port'),
          text: String(port),
          backend,
          port,
          namespace,
        };
      }
    }),
  ],
  targets: ({ backend, port, namespace }, { services }) =>
    services.named(backend.name, namespace).flatMap((service) => servicePortTargets(service, (own) => own.port === port)),
  keys: ({ backend }) => [portOfKey(backend.name.toLowerCase())],
};

function servicesOf({ backends }: RouteResource): readonly RouteBackend[] {
  return backends.filter(({ group, kind, name }) => group === '' && kind === 'Service' && name !== '');
}

/** The Gateway that a route asks to be attached to. */
export interface RouteParentName extends Mention<'route-parent', RouteResource> {
  readonly parent: RouteParent;
  readonly index: number;
  readonly namespace: string | undefined;
}

export const routeParent: Collector<RouteParentName, ObjectTarget> = {
  target: 'object',
  sources: [
    from('Route', function* (route) {
      for (const [index, parent] of route.parents.entries()) {
        if (parent.kind !== 'Gateway' || parent.name === '') continue;
        const place = placeOf(route, 'spec', 'parentRefs', index, 'name');
        const namespace = parent.namespace ?? route.metadata.namespace;
        yield { kind: 'route-parent', resource: route, place, text: parent.name, parent, index, namespace };
      }
    }),
  ],
  targets: ({ text, namespace }, around) => gateways(text, namespace, around),
  elsewhere: ({ text, namespace }, around) =>
    gateways(text, undefined, around).filter(
      ({ resource: { metadata } }) => metadata.namespace !== undefined && metadata.namespace !== namespace,
    ),
  keys: ({ text }) => [nameKey('object', text)],
};

function gateways(name: string, namespace: string | undefined, around: Parameters<typeof routeParent.targets>[1]): readonly ObjectTarget[] {
  return around.objects('Gateway', name, namespace).filter(({ resource }) => resource.type === 'Gateway');
}
