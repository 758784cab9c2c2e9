import { parseAddress, type IPAddress } from '../../base/ip.ts';
import { groupBy } from '../../base/groupBy.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { EndpointSliceResource } from '../../manifests/resources/core.ts';
import type { ServiceImportResource } from '../../manifests/resources/multicluster.ts';
import type { Allocation } from '../allocation.ts';
import { labelOf } from '../labels.ts';
import { meetsRequirements } from '../labelSelectorText.ts';
import { lastApplied } from '../lastApplied.ts';
import { endpointLabel, NO_PORTS, type KnownPort } from './endpointNames.ts';
import type { KubernetesPlugin } from './plugins.ts';

/** A ServiceImport as the `kubernetes` plugin knows it. One without ports has no names at all. coredns plugin/kubernetes/object/serviceimport.go */
export interface KnownImport {
  readonly resource: ServiceImportResource;
  readonly ips: readonly IPAddress[];
  readonly ports: readonly KnownPort[];
  readonly endpoints: readonly ImportedEndpoint[];
}

export interface ImportedEndpoint {
  readonly ip: IPAddress;
  readonly label: string;
  /** Label `multicluster.kubernetes.io/source-cluster` of its slice. */
  readonly cluster: string;
  readonly ports: readonly KnownPort[];
  readonly place: Place;
}

/** By `name.namespace`, in apply order. */
export function knownImports({ cluster }: Allocation, plugin: KubernetesPlugin): ReadonlyMap<string, KnownImport> {
  const shown = ({ metadata: { labels } }: ServiceImportResource | EndpointSliceResource) =>
    plugin.labels === undefined || meetsRequirements(plugin.labels, labels);
  const imports = lastApplied(resourcesOf(cluster, 'ServiceImport')).filter(shown);
  if (imports.length === 0) return new Map();
  const slices = groupBy(
    lastApplied(resourcesOf(cluster, 'EndpointSlice')).filter(shown),
    (slice) => `${labelOf(slice.metadata.labels, 'multicluster.kubernetes.io/service-name') ?? ''}.${namespaceOf(slice)}`,
  );
  return new Map(
    imports.map((resource) => {
      const key = `${resource.metadata.name}.${namespaceOf(resource)}`;
      const own = (slices.get(key) ?? []).toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
      return [
        key,
        {
          resource,
          ips: resource.ips.flatMap((text) => parseAddress(text) ?? []),
          ports: resource.ports.map(({ name, protocol, port }) => ({ name: name ?? '', protocol, port })),
          endpoints: plugin.noEndpoints ? [] : own.flatMap((slice) => endpointsOf(slice, plugin)),
        },
      ];
    }),
  );
}

function endpointsOf(slice: EndpointSliceResource, plugin: KubernetesPlugin): readonly ImportedEndpoint[] {
  const ports =
    slice.ports.length === 0 ? NO_PORTS : slice.ports.map(({ name, protocol, port }) => ({ name: name ?? '', protocol, port: port ?? 0 }));
  const cluster = labelOf(slice.metadata.labels, 'multicluster.kubernetes.io/source-cluster') ?? '';
  return slice.endpoints.flatMap(({ addresses, ready, hostname, targetRef }, index) =>
    ready === false
      ? []
      : addresses.flatMap((text) => {
          const ip = parseAddress(text);
          if (ip === undefined) return [];
          const target = targetRef === undefined ? undefined : `${targetRef.namespace ?? namespaceOf(slice)}/${targetRef.name}`;
          return [
            { ip, label: endpointLabel({ ip, hostname, target }, plugin), cluster, ports, place: placeOf(slice, 'endpoints', index) },
          ];
        }),
  );
}
