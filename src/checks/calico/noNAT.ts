import { parseCIDR } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { isOn, poolResourceFaults } from '../../engine/calico/poolValidity.ts';
import { resourcesOf, resourcesWhere } from '../../manifests/cluster.ts';
import { groupOf, nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { IPPoolResource } from '../../manifests/resources/calico.ts';
import type { Check, Problem } from '../findings/check.ts';
import { inserting, replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { unappliedChanges } from '../shared/unseen.ts';

/** Pods that only the tunnels know, and whose address nobody replaces on the way out. */
export const poolWithoutNAT: Check = {
  code: 'calico/no-nat',
  scope: 'cluster',
  severity: 'warning',
  *run({ cluster }: CheckContext): Generator<Problem> {
    // Who speaks BGP with routers may have made the addresses known outside.
    if (speakingBGP(cluster).length > 0) return;
    for (const pool of resourcesOf(cluster, 'IPPool')) {
      if (!isTunnelled(pool) || pool.natOutgoing === true || pool.metadata.name === '' || poolResourceFaults(pool).length > 0) continue;
      const place = placeOf(pool, 'spec', 'natOutgoing');
      yield {
        place: pool.natOutgoing === false ? place : placeOf(pool, 'spec', isOn(pool.vxlanMode) ? 'vxlanMode' : 'ipipMode'),
        severity: pool.natOutgoing === false ? 'information' : undefined,
        message: message(
          '{0} is reached through tunnels between the nodes alone, and without natOutgoing its pods keep their addresses on the way out: what they send to the LAN or the internet gets no answer. Write natOutgoing: true, unless routers outside know the pods.',
          nameOf(pool),
        ),
        fixes:
          pool.natOutgoing === false
            ? [replacing(message('Write {0}', 'true'), false, { place, replaces: 'false', text: 'true' })]
            : [inserting(message('Write natOutgoing: true'), true, { place, value: true, after: 'cidr' })],
        doubt: unappliedChanges(cluster, pool),
      };
    }
  },
};

function isTunnelled({ cidr, ipipMode, vxlanMode, disabled, allowedUses }: IPPoolResource): boolean {
  return (
    (isOn(ipipMode) || isOn(vxlanMode)) &&
    !disabled &&
    (allowedUses === undefined || allowedUses.includes('Workload')) &&
    parseCIDR(cidr ?? '')?.family === 4
  );
}

const speakingBGP = resourcesWhere(
  ({ apiVersion, kind }) => (kind === 'BGPPeer' || kind === 'BGPConfiguration') && /projectcalico\.org$/.test(groupOf(apiVersion)),
);
