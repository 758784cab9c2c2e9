import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { IngressBackend, IngressResource } from '../../manifests/resources/networking.ts';
import { mayShareNamespace } from './podOwners.ts';

/** A backend of an Ingress that names a Service, and the Services that it may mean. */
export interface NamedBackend {
  readonly ingress: IngressResource;
  readonly backend: IngressBackend;
  readonly serviceName: string;
  /** Of that name, in a namespace that may be the Ingress's own. */
  readonly services: readonly ServiceResource[];
  /** Of that name, surely in other namespaces. */
  readonly elsewhere: readonly ServiceResource[];
}

/** The backends of all Ingresses, in the order of the manifests; those that some controller gives another meaning are left out. */
export function* namedBackends(cluster: Cluster): Generator<NamedBackend> {
  const ingresses = resourcesOf(cluster, 'Ingress');
  if (ingresses.length === 0) return;
  const byName = new Map<string, ServiceResource[]>();
  for (const service of resourcesOf(cluster, 'Service')) {
    const others = byName.get(service.metadata.name);
    if (others === undefined) byName.set(service.metadata.name, [service]);
    else others.push(service);
  }
  for (const ingress of ingresses) {
    const { namespace } = ingress.metadata;
    for (const backend of [ingress.defaultBackend, ...ingress.rules.flatMap(({ paths }) => paths.map((path) => path.backend))]) {
      if (backend?.serviceName === undefined || backend.serviceName === '' || isOfController(backend, namespace)) continue;
      const services: ServiceResource[] = [];
      const elsewhere: ServiceResource[] = [];
      for (const service of byName.get(backend.serviceName) ?? [])
        (mayShareNamespace(service.metadata.namespace, namespace) ? services : elsewhere).push(service);
      yield { ingress, backend, serviceName: backend.serviceName, services, elsewhere };
    }
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
