import type { AllocatedService, Endpoint } from '../allocation.ts';
import type { ClusterView } from './clusterView.ts';
import { nameIn } from './names.ts';
import type { KubernetesPlugin } from './plugins.ts';

/** The name that an address leads back to. */
export interface ReverseTarget {
  readonly name: string;
  readonly service: AllocatedService;
  /** Absent when it is a cluster IP. */
  readonly endpoint: Endpoint | undefined;
}

/**
 * The service with that cluster IP (in canonical text), else every ready endpoint with that address. Of the options only `namespaces` hides here, `namespace_labels` does not.
 * coredns plugin/kubernetes/reverse.go serviceRecordForIP
 */
export function reverseTargets(
  { namespaces, primaryZone }: KubernetesPlugin,
  view: ClusterView,
  address: string,
): readonly ReverseTarget[] {
  const shown = ({ namespace }: AllocatedService) => namespaces.length === 0 || view.namespaceVisible(namespace);
  const { service: known, endpoints } = view.byAddress(address);
  if (known !== undefined && shown(known.service)) {
    const { service } = known;
    return [{ name: nameIn(primaryZone, service.name, service.namespace, 'svc'), service, endpoint: undefined }];
  }
  return endpoints
    .filter(({ service }) => shown(service))
    .map(({ service, endpoint, label }) => ({
      name: nameIn(primaryZone, label, service.name, service.namespace, 'svc'),
      service,
      endpoint,
    }));
}
