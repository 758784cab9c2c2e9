import { contains, sizeOf } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { AllocatedNode } from '../../engine/allocation.ts';
import { rangesOf } from '../../engine/network.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../check.ts';
import { describe } from '../claims.ts';
import type { CheckContext } from '../context.ts';
import type { RelatedPlace } from '../finding.ts';
import { shortagesOf } from '../shortages.ts';

export const tooSmall: Check = {
  code: 'range/too-small',
  severity: 'error',
  documentation: {
    title: 'Range with too few addresses',
    what: 'Fewer node IPs than nodes (on Azure Stack Edge a device of n nodes needs n + 1: the master is a machine of its own); fewer external addresses than LoadBalancer services that need one. Services that share an address by a sharing key count once. One finding for a range, however many services it leaves out.',
    why: 'The device refuses the network page, or a node has no address. A service without an external address waits for one for ever.',
    wrong: `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store-42 }
spec:
  profile: azure-stack-edge
  kubernetesNodeIPs: 10.128.44.241-10.128.44.241`,
    right: `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store-42 }
spec:
  profile: azure-stack-edge
  kubernetesNodeIPs: 10.128.44.241-10.128.44.242`,
    fix: 'Widen the range. Services may also share an address, or do without.',
    source: 'MicrosoftDocs azure-docs, Azure Stack Edge network tutorial and deployment checklist; metallb `internal/allocator/allocator.go`; metallb issue 2079',
  },
  *run(context: CheckContext): Generator<Problem> {
    yield* nodeRange(context);
    for (const { pools, place, services, capacity } of shortagesOf(context.allocation)) {
      yield {
        place,
        message: services.length === 1
          ? message('All addresses of {0} ({1}) are given away, so {2} gets none. Widen the range, or let services share an address.', pools, Number(capacity), services[0]?.name ?? '')
          : message('All addresses of {0} ({1}) are given away, so {2} services get none: {3}. Widen the range, or let services share addresses.', pools, Number(capacity), services.length, namesOf(services)),
        related: services.map(({ name, place: servicePlace }): RelatedPlace => ({ message: message('{0} gets no address', name), place: servicePlace })),
      };
    }
  },
};

/** The nodes that take their address from the range: those whose manifest gives another one do not. */
function* nodeRange({ allocation: { nodes, network } }: CheckContext): Generator<Problem> {
  const ranges = rangesOf(network, 'node-ips');
  const [first] = ranges;
  if (first?.place === undefined) return;
  const takers = nodes.filter((node) => node.name !== '' && (node.ips.length === 0 || node.ips.some((ip) => ranges.some(({ range }) => contains(range, ip)))));
  const least = network.profile.nodeRangeRule === 'device' ? 2 : 0;
  const needed = Math.max(takers.length, least);
  const size = ranges.filter(({ range }) => range.family === first.range.family).reduce((total, { range }) => total + sizeOf(range), 0n);
  if (size >= BigInt(needed)) return;
  yield {
    place: first.place,
    message: network.profile.nodeRangeRule === 'device'
      ? message('Too few addresses in {0}: {1} of the {2} that are needed, one for the master and one for each worker.', describe({ ...first, kind: first.role }), Number(size), needed)
      : message('Too few addresses in {0}: {1} for {2} nodes.', describe({ ...first, kind: first.role }), Number(size), needed),
    related: declared(takers),
  };
}

/** Where the nodes are declared; a list in one manifest is one place. */
function declared(nodes: readonly AllocatedNode[]): readonly RelatedPlace[] {
  return nodes.flatMap(({ name, place, resource }) => (place === undefined ? [] : [{ message: message('node {0}', name), place: resource === undefined ? place : placeOf(resource, 'metadata', 'name') }]));
}

function namesOf(services: readonly { readonly name: string }[]): string {
  const shown = services.slice(0, 5).map(({ name }) => name).join(', ');
  return services.length > 5 ? `${shown}, …` : shown;
}
