import { message, sentences } from '../../../base/message.ts';
import { standingOf } from '../../../engine/policies/tiers.ts';
import type { Direction, Policy, Rule, Tier } from '../../../engine/policies/policy.ts';
import { isEmpty, isEveryPort } from '../../../engine/policies/portSet.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../../manifests/place.ts';
import type { CalicoNetworkPolicyResource, NetworkPolicyResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges } from '../unseen.ts';

/** What of a policy no packet ever comes to: rules behind one that is for everything, or the policy as a whole. */
export function neverReached(
  resource: NetworkPolicyResource | CalicoNetworkPolicyResource,
  { cluster, assembly }: CheckContext,
): readonly Problem[] {
  const standing = standingOf(cluster, resource);
  if (standing === undefined) return [];
  const { tier, policy } = standing;
  const before = (['ingress', 'egress'] as const)
    .filter((direction) => policy[direction] !== undefined)
    .map((direction) => finalBefore(tier, policy, direction));
  const [first] = before;
  // One that still counts in a direction is not written in vain.
  if (first === undefined || before.some((one) => one === undefined))
    return resource.type === 'NetworkPolicy' ? [] : (['ingress', 'egress'] as const).flatMap((direction) => rulesBehind(policy, direction));
  return [
    {
      place: keyPlaceOf(resource, 'metadata', 'name'),
      message: sentences(
        message(
          '{0} never counts: before it {1} decides about everything in tier {2}.',
          nameOf(resource),
          nameOf(first.policy.resource),
          tier.name,
        ),
        message('Give it a smaller order, or narrow the rule before it.'),
      ),
      related: [{ message: message('This rule is for everything'), place: first.rule.place }],
      doubt:
        assembly.doubt(placeOf(resource), placeOf(first.policy.resource)) ?? unappliedChanges(cluster, resource, first.policy.resource),
    },
  ];
}

/** The first rule of a policy behind one that is for everything. */
function rulesBehind(policy: Policy, direction: Direction): readonly Problem[] {
  const rules = policy[direction] ?? [];
  const at = rules.findIndex(isForEverything);
  const [final, next] = at < 0 ? [undefined, undefined] : [rules[at], rules[at + 1]];
  if (final === undefined || next === undefined) return [];
  return [
    {
      place: next.place,
      message: sentences(
        message('This rule of {0} is never reached: the one before it is for everything.', nameOf(policy.resource)),
        message('The first rule that fits decides: put what is special first.'),
      ),
      related: [{ message: message('This rule is for everything'), place: final.place }],
    },
  ];
}

/** The first policy before another one of its tier that leaves nothing of a direction to it. */
function finalBefore(
  { policies }: Tier,
  policy: Policy,
  direction: Direction,
): { readonly policy: Policy; readonly rule: Rule } | undefined {
  for (const before of policies) {
    if (before === policy) return undefined;
    const rule = before[direction]?.find(isForEverything);
    if (rule !== undefined && before.unknown === undefined && covers(before, policy)) return { policy: before, rule };
  }
  return undefined;
}

function isForEverything({ source, destination, traffic: { ports, except, exceptNamed }, unknown }: Rule): boolean {
  const isAnybody = source === undefined && destination === undefined && unknown === undefined;
  return isAnybody && isEveryPort(ports) && isEmpty(except) && exceptNamed.length === 0;
}

/** Whether a policy is surely about all pods that another one is about. */
function covers({ subject }: Policy, { subject: other }: Policy): boolean {
  if (subject.selector?.kind !== 'all' || subject.serviceAccounts !== undefined) return false;
  const [own, wanted] = [subject.namespace, other.namespace];
  return (
    own === undefined ||
    (own.kind === 'selected' && own.selector.kind === 'all') ||
    (own.kind === 'named' && wanted?.kind === 'named' && own.name === wanted.name)
  );
}
