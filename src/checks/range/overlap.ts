import { formatRange } from '../../base/ip.ts';
import { message, sentences, type Message } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { Check, Problem } from '../findings/check.ts';
import { describe, type Claim } from '../../engine/addresses/claims.ts';
import type { CheckContext } from '../shared/context.ts';
import type { RelatedPlace } from '../findings/finding.ts';
import type { Overlap } from '../shared/range/overlaps.ts';
import type { Harm } from '../shared/pairs.ts';
import { resourceAt } from '../findings/resourceAt.ts';
import { overlapFixes } from '../shared/range/overlapFixes.ts';
import { isSpecialAddress } from './specialAddress.ts';

export const rangeOverlap: Check = {
  code: 'range/overlap',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    const { overlaps, assembly } = context;
    for (const overlap of overlaps) {
      const { claim, other, common, conflict } = overlap;
      if (claim.place === undefined || isSpecialAddress(overlap) || isRepeated(overlap, context)) continue;
      yield {
        place: claim.place,
        severity: conflict.severity,
        message: sentences(
          message('{0} is in both {1} and {2}.', formatRange(common), describe(claim), describe(other)),
          harms[conflict.harm],
        ),
        related: partyOf(other),
        fixes: overlapFixes(overlap, context),
        data: { type: 'overlap', claims: [claim, other], common },
        doubt: assembly.doubt(claim.place, other.place),
      };
    }
  },
};

/** Two manifests of one object never exist both: `resource/duplicate`. */
function isRepeated({ claim, other }: Overlap, { cluster }: CheckContext): boolean {
  const one = claim.place === undefined ? undefined : resourceAt(cluster, claim.place);
  const another = other.place === undefined ? undefined : resourceAt(cluster, other.place);
  return one !== undefined && another !== undefined && one !== another && one.metadata.name !== '' && nameOf(one) === nameOf(another);
}

function partyOf(other: Claim): readonly RelatedPlace[] {
  return other.place === undefined ? [] : [{ message: describe(other), place: other.place }];
}

const harms: Readonly<Record<Harm, Message>> = {
  'node-and-service': message('A service would get the address of a node, and both would answer for it. Keep the two apart.'),
  'pool-and-pool': message('MetalLB refuses its whole configuration when pools overlap. Keep the pools apart.'),
  'node-cidrs': message(
    'The controller that gives the nodes their pod ranges refuses to start, and pods of both nodes may get one address. Keep the two apart.',
  ),
  'secondary-network': message('The network hands out addresses without asking who has them. Keep the two apart.'),
  'idle-pool': message('Calico creates no pool that overlaps another, not even one that is disabled. Keep the pools apart.'),
  'ip-pools': message('Calico uses only one of two pools that overlap. Keep the pools apart.'),
  taken: message('The address is in use already. Leave it out of the range.'),
  dhcp: message('The DHCP server may give it to another machine. Leave it out of one of the two.'),
  gateway: message('It is the gateway, which then cannot be reached. Leave it out of the range.'),
  beyond: message('The pool reaches beyond the addresses that are set aside for services. Keep it inside them.'),
  'pods-hide-network': message('Pods cannot reach machines of the network that have these addresses. Move one of the two.'),
  'services-hide-network': message(
    'Nothing in the cluster can reach machines of the network that have these addresses. Move one of the two.',
  ),
  'pods-and-services': message('A pod and a service may get the same address. Keep the two apart.'),
  'lan-and-elsewhere': message('The part inside the LAN cannot be reached elsewhere. Correct one of the two.'),
};
