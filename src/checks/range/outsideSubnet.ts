import { encloses, formatRange, intersection } from '../../base/ip.ts';
import { list, message, sentences, term, type Message, type Term } from '../../base/message.ts';
import { rangesOf, type NetworkRange } from '../../engine/network.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { Check, Problem } from '../findings/check.ts';
import { describe, type Claim, type ClaimKind } from '../../engine/addresses/claims.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Severity } from '../findings/finding.ts';

export const outsideSubnet: Check = {
  code: 'range/outside-subnet',
  scope: 'cluster',
  severity: 'error',
  *run({ claims, network, cluster }: CheckContext): Generator<Problem> {
    const subnets = rangesOf(network, 'lan-subnet');
    const [subnet] = subnets;
    if (subnet === undefined) return;
    for (const claim of claims) {
      const severity = severityOf(claim.kind, cluster);
      const comparable = subnets.filter(({ range }) => range.family === claim.range.family);
      if (
        severity === undefined ||
        claim.place === undefined ||
        comparable.length === 0 ||
        comparable.some(({ range }) => encloses(range, claim.range))
      )
        continue;
      yield {
        place: claim.place,
        severity,
        message: textOf(claim, comparable),
        related: comparable.flatMap(({ label, text, place }) =>
          place === undefined ? [] : [{ message: term('{0} {1}', label, text), place }],
        ),
      };
    }
  },
};

function severityOf(kind: ClaimKind, cluster: Cluster): Severity | undefined {
  switch (kind) {
    case 'node-ips':
    case 'gateway':
      return 'error';
    case 'service-ips':
    case 'dhcp':
      return 'warning';
    case 'load-balancer-pool':
      return isAnnouncedOnLAN(cluster) ? 'warning' : undefined;
    default:
      return undefined;
  }
}

/** Layer 2 on whatever interface there is, and nothing else. */
function isAnnouncedOnLAN(cluster: Cluster): boolean {
  const layer2 = resourcesOf(cluster, 'L2Advertisement');
  return (
    layer2.length > 0 && layer2.every(({ interfaces }) => interfaces.length === 0) && resourcesOf(cluster, 'BGPAdvertisement').length === 0
  );
}

function textOf(claim: Claim, subnets: readonly NetworkRange[]): Message {
  const names = list(subnets.map(({ text }) => text));
  const part = partOutside(claim, subnets);
  return sentences(
    part === undefined
      ? message('The LAN subnet {0} does not contain {1}.', names, describe(claim))
      : message('The LAN subnet {0} does not contain all of {1}: {2} lies outside.', names, describe(claim), part),
    advice(claim.kind),
  );
}

/** What sticks out, where only a part does. */
function partOutside({ range }: Claim, subnets: readonly NetworkRange[]): Term | undefined {
  const inside = subnets.map((subnet) => intersection(subnet.range, range)).find((common) => common !== undefined);
  if (inside === undefined) return undefined;
  const parts: string[] = [];
  if (range.first < inside.first) parts.push(formatRange({ ...range, last: inside.first - 1n }));
  if (range.last > inside.last) parts.push(formatRange({ ...range, first: inside.last + 1n }));
  return list(parts);
}

function advice(kind: ClaimKind): Message {
  return kind === 'gateway'
    ? message("A gateway must be one of the subnet's own addresses.")
    : message('Machines of the LAN will not find what has such an address.');
}
