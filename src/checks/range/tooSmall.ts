import { contains, sizeOf } from '../../base/ip.ts';
import { list, message, plural, term } from '../../base/message.ts';
import type { AllocatedNode } from '../../engine/allocation.ts';
import { rangesOf, type NetworkRange } from '../../engine/network.ts';
import { resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import { describe } from '../../engine/addresses/claims.ts';
import type { CheckContext } from '../shared/context.ts';
import { unseenPools } from '../shared/metallb/unseenPools.ts';
import type { RelatedPlace } from '../findings/finding.ts';
import { nodeBlocks } from '../shared/range/nodeBlocks.ts';
import { shortagesOf } from '../shared/range/shortages.ts';
import { subnetShortages } from '../shared/range/subnetShortages.ts';

export const tooSmall: Check = {
  code: 'range/too-small',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    yield* nodeRange(context);
    if (mayLackBlocks(context)) yield* nodeBlocks(context);
    yield* subnetShortages(context);
    yield* edgeHub(context);
    for (const { pools, place, services, capacity } of shortagesOf(context.allocation)) {
      yield {
        place,
        message:
          services.length === 1
            ? message(
                'All addresses of {0} ({1}) are given away, so {2} gets none. Widen the range, or let services share an address.',
                pools,
                Number(capacity),
                services[0]?.name ?? '',
              )
            : plural(
                services.length,
                'All addresses of {1} ({2}) are given away, so {0} service gets none: {3}. Widen the range, or let services share addresses.',
                'All addresses of {1} ({2}) are given away, so {0} services get none: {3}. Widen the range, or let services share addresses.',
                pools,
                Number(capacity),
                namesOf(services),
              ),
        related: services.map(({ name, place: servicePlace }): RelatedPlace => ({
          message: message('{0} gets no address', name),
          place: servicePlace,
        })),
        doubt: unseenPools(
          context,
          services.map(({ service }) => service.resource),
        ),
      };
    }
  },
};

/** Whether the blocks that nodes get of the pod subnets are worth a closer look. */
function mayLackBlocks({ allocation: { nodes }, cluster, network }: CheckContext): boolean {
  if (!network.profile.nodeIPAM || resourcesOf(cluster, 'Node').some(({ podCIDRs }) => podCIDRs.length > 0)) return false;
  return (
    resourcesOf(cluster, 'DistributionConfiguration').some(({ nodeMasks }) => nodeMasks.length > 0) ||
    rangesOf(network, 'pod-subnet').some(
      ({ cidr, place }) =>
        place !== undefined &&
        cidr !== undefined &&
        (cidr.prefix + Math.log2(nodes.length) > (cidr.family === 4 ? 24 : 64) || (cidr.family === 6 && cidr.prefix < 48)),
    )
  );
}

/** The nodes that take their address from the range: those whose manifest gives another one do not. */
function* nodeRange({ allocation: { nodes, network }, cluster }: CheckContext): Generator<Problem> {
  const ranges = rangesOf(network, 'node-ips');
  const [first] = ranges;
  if (first?.place === undefined) return;
  const takers = nodes.filter(
    (node) => node.name !== '' && (node.ips.length === 0 || node.ips.some((ip) => ranges.some(({ range }) => contains(range, ip)))),
  );
  const least = network.profile.nodeRangeRule === 'device' ? 2 : 0;
  const needed = Math.max(takers.length, least);
  const size = ranges.filter(({ range }) => range.family === first.range.family).reduce((total, { range }) => total + sizeOf(range), 0n);
  if (size >= BigInt(needed)) {
    yield* workloadProfile(first, size, takers.length, cluster);
    return;
  }
  yield {
    place: first.place,
    message:
      network.profile.nodeRangeRule === 'device'
        ? message(
            'Too few addresses in {0}: {1} of the {2} that are needed, one for the master and one for each worker.',
            describe({ ...first, kind: first.role }),
            Number(size),
            needed,
          )
        : plural(
            needed,
            'Too few addresses in {1}: {2} for {0} node.',
            'Too few addresses in {1}: {2} for {0} nodes.',
            describe({ ...first, kind: first.role }),
            Number(size),
          ),
    related: declared(takers),
  };
}

/** Virtual networks for Kubernetes come with the AKS workload profile alone, which runs a management cluster too. MicrosoftDocs azure-docs, Azure Stack Edge "Deploy Azure Kubernetes service" */
function* workloadProfile(range: NetworkRange, size: bigint, machines: number, cluster: Cluster): Generator<Problem> {
  const device = resourcesOf(cluster, 'DeviceConfiguration').find(({ virtualNetworks }) =>
    virtualNetworks.some(({ enabledForKubernetes }) => enabledForKubernetes),
  );
  const needed = machines >= 3 ? 7 : 6;
  if (device === undefined || range.place === undefined || size >= BigInt(needed)) return;
  const index = device.virtualNetworks.findIndex(({ enabledForKubernetes }) => enabledForKubernetes);
  yield {
    place: range.place,
    severity: 'warning',
    message: message(
      'Too few addresses in {0}: {1} of the {2} that the AKS workload profile needs, which a virtual network for Kubernetes belongs to.',
      describe({ ...range, kind: range.role }),
      Number(size),
      needed,
    ),
    related: [
      {
        message: term('virtual network {0}', device.virtualNetworks[index]?.name ?? ''),
        place: placeOf(device, 'device', 'network', 'virtualNetworks', index, 'enabledForKubernetes'),
      },
    ],
  };
}

const edgeModules = resourcesWhere(({ metadata }) => metadata.namespace === 'iotedge');

/** Of a hub that a deployment manifest shows, the manifest says whether it has a Service. */
const writtenHub = resourcesWhere(
  ({ type, metadata }) => type === 'Workload' && metadata.namespace === 'iotedge' && metadata.name === 'edgehub',
);

/** IoT Edge on a device has a LoadBalancer service of its own, which no manifest here shows. MicrosoftDocs azure-docs, Azure Stack Edge troubleshooting */
function* edgeHub({ allocation: { loadBalancerPools, services, network }, cluster }: CheckContext): Generator<Problem> {
  if (!network.profile.deviceOwnsPool || network.profile.nodeRangeRule !== 'device') return;
  const [module] = edgeModules(cluster);
  if (
    module === undefined ||
    writtenHub(cluster).length > 0 ||
    services.some(({ name, namespace }) => namespace === 'iotedge' && name === 'edgehub')
  )
    return;
  const pools = loadBalancerPools.filter(({ autoAssign, valid }) => autoAssign && valid);
  const place = pools.find((pool) => pool.place !== undefined)?.place;
  // With services waiting already, the shortage is said.
  if (
    place === undefined ||
    !pools.every(({ used, capacity }) => capacity > 0n && BigInt(used) >= capacity) ||
    services.some(({ loadBalancer }) => loadBalancer?.pending?.reason === 'exhausted')
  )
    return;
  yield {
    place,
    severity: 'warning',
    message: message(
      'All addresses of {0} are given away, and the edge hub of IoT Edge needs one of its own. Widen the range.',
      list(pools.map(({ name }) => name)),
    ),
    related: [{ message: message('{0} is of IoT Edge', nameOf(module)), place: placeOf(module, 'metadata', 'namespace') }],
  };
}

/** Where the nodes are declared; a list in one manifest is one place. */
function declared(nodes: readonly AllocatedNode[]): readonly RelatedPlace[] {
  return nodes.flatMap(({ name, place, resource }) =>
    place === undefined
      ? []
      : [{ message: term('node {0}', name), place: resource === undefined ? place : placeOf(resource, 'metadata', 'name') }],
  );
}

function namesOf(services: readonly { readonly name: string }[]): string {
  const shown = services
    .slice(0, 5)
    .map(({ name }) => name)
    .join(', ');
  return services.length > 5 ? `${shown}, …` : shown;
}
