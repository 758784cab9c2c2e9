import { formatAddress, type IPAddress } from '../../base/ip.ts';
import type { TextRange } from '../../base/text.ts';
import { externalAddressesOf } from '../../engine/addresses/external.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import { podsMadeBy } from '../../engine/allocationIndex.ts';
import { ownerOf } from '../../engine/references/podOwners.ts';
import type { ManifestDocument } from '../../manifests/document.ts';
import { locate } from '../../manifests/locate.ts';
import { placeOf, type FieldPath } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Container } from '../../manifests/resources/workloads.ts';
import { linesOf, type FileRange } from '../resolve.ts';
import { clustersOf, type Snapshot } from '../snapshot.ts';
import { resourcesFrom } from './resourcesFrom.ts';

export type ThingSort = 'service' | 'workload' | 'node' | 'range' | 'policy' | 'route' | 'namespace' | 'data' | 'other' | 'part' | 'port';

/** A manifest of a file, or a part of one. */
export interface Outlined {
  readonly name: string;
  readonly detail: string;
  readonly sort: ThingSort;
  readonly range: FileRange;
  /** Of its name; inside of `range`. */
  readonly selection: FileRange;
  readonly children: readonly Outlined[];
}

/** Further manifests of a file are left out. */
const mostOutlined = 2_000;

/** What the manifests of a file describe, in their order. */
export function outlineOf(snapshot: Snapshot, path: string): readonly Outlined[] {
  const analysed = snapshot.files.get(path);
  if (analysed === undefined) return [];
  const { file, documents } = analysed;
  const lines = linesOf(file);
  const clusters = clustersOf(snapshot, path);
  const found: Outlined[] = [];
  documents.forEach(({ document, resources }, index) => {
    const start = file.offsets[index] ?? 0;
    const rangeOf = (range: TextRange): FileRange => ({
      path,
      start: lines.positionAt(start + range.start),
      end: lines.positionAt(start + range.end),
    });
    for (const resource of resources) {
      if (found.length >= mostOutlined) return;
      const lives = clusters.flatMap((each) => resourcesFrom(each, resource).map((one) => addressesOf(each.allocation, one)));
      found.push(outlined(resource, document, lives[0] ?? [], rangeOf));
    }
  });
  return found;
}

function outlined(
  resource: Resource,
  document: ManifestDocument,
  addresses: readonly string[],
  rangeOf: (range: TextRange) => FileRange,
): Outlined {
  const { metadata, kind, root } = resource;
  const whole = root.length === 0 ? trimmed(document.text) : locate(placeOf(resource));
  const within = (range: TextRange): TextRange =>
    whole.start <= range.start && range.end <= whole.end ? range : { start: whole.start, end: whole.start };
  const entry = (name: string, detail: string, sort: ThingSort, at: FieldPath, named: FieldPath, children: readonly Outlined[] = []) => {
    const range = within(locate(placeOf(resource, ...at)));
    const own = locate(placeOf(resource, ...named));
    const selection = range.start <= own.start && own.end <= range.end ? own : range;
    return { name, detail, sort, range: rangeOf(range), selection: rangeOf(selection), children };
  };
  return {
    name: metadata.name === '' ? kind : metadata.name,
    detail: [kind, metadata.namespace, ...addresses].filter((text) => text !== undefined).join(' · '),
    sort: sortOf(resource),
    range: rangeOf(whole),
    selection: rangeOf(within(locate(placeOf(resource, 'metadata', 'name')))),
    children: partsOf(resource, entry),
  };
}

type MakeEntry = (
  name: string,
  detail: string,
  sort: ThingSort,
  at: FieldPath,
  named: FieldPath,
  children?: readonly Outlined[],
) => Outlined;

function partsOf(resource: Resource, entry: MakeEntry): readonly Outlined[] {
  switch (resource.type) {
    case 'Service':
      return resource.ports.map(({ name, port, targetPort, protocol }, index) =>
        entry(
          name ?? String(port),
          `${port} → ${targetPort ?? port}${protocol === 'TCP' ? '' : ` ${protocol}`}`,
          'port',
          ['spec', 'ports', index],
          ['spec', 'ports', index, name === undefined ? 'port' : 'name'],
        ),
      );
    case 'Workload':
    case 'Pod': {
      const { spec, specPath } = ownerOf(resource);
      const listed = (list: readonly Container[], key: string) =>
        list.map(({ name, ports }, index) => {
          const path = [...specPath, key, index];
          return entry(
            name,
            key,
            'part',
            path,
            [...path, 'name'],
            ports.map((port, position) =>
              entry(
                port.name ?? String(port.containerPort),
                `${port.containerPort}${port.protocol === 'TCP' ? '' : ` ${port.protocol}`}`,
                'port',
                [...path, 'ports', position],
                [...path, 'ports', position, port.name === undefined ? 'containerPort' : 'name'],
              ),
            ),
          );
        });
      return [...listed(spec.initContainers, 'initContainers'), ...listed(spec.containers, 'containers')];
    }
    case 'IPAddressPool':
      return resource.addresses.map((text, index) =>
        entry(text, 'addresses', 'range', ['spec', 'addresses', index], ['spec', 'addresses', index]),
      );
    default:
      return [];
  }
}

export function sortOf({ type, kind }: Resource): ThingSort {
  switch (type) {
    case 'Service':
    case 'Workload':
    case 'Node':
    case 'Namespace':
      return type.toLowerCase() as ThingSort;
    case 'Pod':
      return 'workload';
    case 'IPAddressPool':
    case 'IPPool':
    case 'IPReservation':
    case 'EdgeNetwork':
    case 'DeviceConfiguration':
      return 'range';
    case 'NetworkPolicy':
    case 'CalicoNetworkPolicy':
      return 'policy';
    case 'ConfigMap':
    case 'MetalLBConfig':
      return 'data';
    default:
      return kind === 'Ingress' || kind === 'Gateway' || kind.endsWith('Route') ? 'route' : kind === 'Secret' ? 'data' : 'other';
  }
}

/** The addresses that what a resource describes has, from the outside inwards: of a service with the external one first, of several pods none. */
export function addressesOf(allocation: Allocation, resource: Resource): readonly string[] {
  switch (resource.type) {
    case 'Service': {
      const service = serviceOf(allocation, resource);
      return service === undefined
        ? []
        : [...externalAddressesOf(service).map(({ address }) => address), ...service.clusterIPs].map(formatAddress);
    }
    case 'Workload':
    case 'Pod': {
      const [pod, another] = podsMadeBy(allocation, resource);
      return pod === undefined || another !== undefined ? [] : pod.ips.map(formatAddress);
    }
    case 'Node':
      return texts(allocation.nodes.find((node) => node.resource === resource)?.ips);
    default:
      return [];
  }
}

function texts(addresses: readonly IPAddress[] | undefined): readonly string[] {
  return addresses?.map(formatAddress) ?? [];
}

/** What the engine made of a Service. Nobody asks for many of one allocation, so that there is no index. */
export function serviceOf({ services }: Allocation, resource: Resource): AllocatedService | undefined {
  return services.find((service) => service.resource === resource);
}

/** From the first word of a document to its last. */
function trimmed(text: string): TextRange {
  const mark = /^\uFEFF?(?:---[^\n]*\n)?/.exec(text)?.[0].length ?? 0;
  const start = mark + text.slice(mark).length - text.slice(mark).trimStart().length;
  return { start: Math.min(start, text.length), end: Math.max(Math.min(start, text.length), text.trimEnd().length) };
}
