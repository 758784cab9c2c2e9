import { placeOf, type FieldPath } from '../../manifests/place.ts';
import type { ListenerSetResource, RouteBackend, RouteParent, RouteResource } from '../../manifests/resources/gateway.ts';
import { from, type Collector } from './collector.ts';
import { nameKey, portOfKey } from './keys.ts';
import type { Mention, ObjectTarget, ServicePortTarget, ServiceTarget } from './reference.ts';
import { servicePortTargets, serviceTarget, type Surroundings } from './surroundings.ts';

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

/** The Gateway, or the set of listeners, that a route asks to be attached to; the Gateway to which a set adds its listeners. */
export interface RouteParentName extends Mention<'route-parent', RouteResource | ListenerSetResource> {
  readonly parent: RouteParent;
  /** From the resource to the reference. */
  readonly path: FieldPath;
  readonly namespace: string | undefined;
}

export const routeParent: Collector<RouteParentName, ObjectTarget> = {
  target: 'object',
  sources: [
    from('Route', function* (route) {
      for (const [index, parent] of route.parents.entries()) yield* parentName(route, parent, ['spec', 'parentRefs', index]);
    }),
    from('ListenerSet', (set) => parentName(set, set.parent, ['spec', 'parentRef'])),
  ],
  targets: ({ text, parent, namespace }, around) => holders(parent.kind, text, namespace, around),
  elsewhere: ({ text, parent, namespace }, around) =>
    holders(parent.kind, text, undefined, around).filter(
      ({ resource: { metadata } }) => metadata.namespace !== undefined && metadata.namespace !== namespace,
    ),
  keys: ({ text }) => [nameKey('object', text)],
};

function* parentName(resource: RouteParentName['resource'], parent: RouteParent, path: FieldPath): Generator<RouteParentName> {
  if (!/^(Gateway|X?ListenerSet)$/.test(parent.kind) || parent.name === '') return;
  const place = placeOf(resource, ...path, 'name');
  const namespace = parent.namespace ?? resource.metadata.namespace;
  yield { kind: 'route-parent', resource, place, text: parent.name, parent, path, namespace };
}

function holders(kind: string, name: string, namespace: string | undefined, around: Surroundings): readonly ObjectTarget[] {
  return around.objects(kind, name, namespace).filter(({ resource: { type } }) => type === 'Gateway' || type === 'ListenerSet');
}
