import type { IngressBackend, IngressResource } from '../../manifests/resources/networking.ts';
import { from, type Collector } from './collector.ts';
import { nameKey, portOfKey } from './keys.ts';
import { mayShareNamespace } from './podOwners.ts';
import type { Mention, ServicePortTarget, ServiceTarget } from './reference.ts';
import { servicePortTargets, serviceTarget } from './surroundings.ts';

/** A backend of an Ingress that names a Service of its own namespace. */
export interface BackendService extends Mention<'backend-service', IngressResource> {
  readonly backend: IngressBackend;
}

/** In the order of the manifests; those that some controller gives another meaning are left out. */
export const backendService: Collector<BackendService, ServiceTarget> = {
  target: 'service',
  sources: [
    from('Ingress', function* (ingress) {
      for (const { backend, name } of namedBackends(ingress))
        yield { kind: 'backend-service', resource: ingress, place: backend.serviceNamePlace, text: name, backend };
    }),
  ],
  targets: ({ text, resource }, { services }) => services.named(text, resource.metadata.namespace).map(serviceTarget),
  elsewhere: ({ text, resource: { metadata } }, { services }) =>
    metadata.namespace === undefined ? [] : services.elsewhere(text, metadata.namespace).map(serviceTarget),
  keys: ({ text }) => [nameKey('service', text.toLowerCase())],
};

/** The port of such a backend: a number or a name of the Service's ports. */
export interface BackendPort extends Mention<'backend-port', IngressResource> {
  readonly serviceName: string;
  readonly port: number | string;
}

/** While no port is typed yet, there is none. */
export const backendPort: Collector<BackendPort, ServicePortTarget> = {
  target: 'service-port',
  sources: [
    from('Ingress', function* (ingress) {
      for (const {
        backend: { port, portPlace },
        name,
      } of namedBackends(ingress)) {
        if (port === undefined || port === '' || port === 0) continue;
        yield { kind: 'backend-port', resource: ingress, place: portPlace, text: String(port), serviceName: name, port };
      }
    }),
  ],
  targets: ({ serviceName, port, resource }, { services }) =>
    services
      .named(serviceName, resource.metadata.namespace)
      .flatMap((service) => servicePortTargets(service, (own) => own.port === port || own.name === port)),
  keys: ({ serviceName }) => [portOfKey(serviceName.toLowerCase())],
};

function* namedBackends(ingress: IngressResource): Generator<{ readonly backend: IngressBackend; readonly name: string }> {
  for (const backend of [ingress.defaultBackend, ...ingress.rules.flatMap(({ paths }) => paths.map((path) => path.backend))]) {
    const name = backend?.serviceName;
    if (backend === undefined || name === undefined || name === '' || isOfController(backend, ingress.metadata.namespace)) continue;
    yield { backend, name };
  }
}

/** An action of the AWS load balancer controller, a solver of cert-manager, the API server itself. */
function isOfController({ serviceName = '', port }: IngressBackend, namespace: string | undefined): boolean {
  return (
    port === 'use-annotation' ||
    serviceName.startsWith('cm-acme-http-solver') ||
    (serviceName === 'kubernetes' && mayShareNamespace(namespace, 'default'))
  );
}
