import { message, sentences } from '../../../base/message.ts';
import type { Direction } from '../../../engine/policies/policy.ts';
import { standingOf } from '../../../engine/policies/tiers.ts';
import { resourcesOf } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../../manifests/place.ts';
import type { CalicoNetworkPolicyResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges } from '../unseen.ts';

/** A policy whose rules in a direction only log, where nothing else of its tier decides: the end of the tier denies what was to be watched. */
export function onlyLogged(resource: CalicoNetworkPolicyResource, { cluster, assembly }: CheckContext): readonly Problem[] {
  const standing = standingOf(cluster, resource);
  if (standing === undefined) return [];
  const { tier, policy } = standing;
  if (policy.unknown !== undefined || !tier.declared || tier.atEnd === 'pass') return [];
  const written = resourcesOf(cluster, 'Tier').find(({ metadata }) => metadata.name === tier.name);
  const isAlone = (direction: Direction) => tier.policies.every((one) => (one[direction] ?? []).length === 0);
  return (['ingress', 'egress'] as const)
    .filter((direction) => resource[direction].length > 0 && resource[direction].every(({ action }) => action === 'Log'))
    .filter((direction) => policy[direction] !== undefined && isAlone(direction))
    .map((direction) => ({
      place: keyPlaceOf(resource, 'spec', direction),
      message: sentences(
        direction === 'ingress'
          ? message(
              'The rules of {0} only log, and what no rule decides about is denied at the end of tier {1}: nobody reaches these pods.',
              nameOf(resource),
              tier.name,
            )
          : message(
              'The rules of {0} only log, and what no rule decides about is denied at the end of tier {1}: these pods reach nobody.',
              nameOf(resource),
              tier.name,
            ),
        message('Where they are to watch alone, let a rule with action Pass follow.'),
      ),
      doubt: assembly.doubt(placeOf(resource), written === undefined ? undefined : placeOf(written)) ?? unappliedChanges(cluster, resource),
    }));
}
