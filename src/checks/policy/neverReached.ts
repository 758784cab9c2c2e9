import { message, sentences } from '../../base/message.ts';
import { tiersOf } from '../../engine/policies/tiers.ts';
import type { Direction, Policy, Rule, Tier } from '../../engine/policies/policy.ts';
import { isEveryPort } from '../../engine/policies/portSet.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { CalicoNetworkPolicyResource } from '../../manifests/resources/networking.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import { unappliedChanges } from '../shared/unseen.ts';

/** In a tier the first rule that a packet meets decides. felix/rules/endpoints.go */
export const policyNeverReached: ResourceCheck = {
  code: 'policy/never-reached',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['CalicoNetworkPolicy'], function* (policy, { cluster }) {
      for (const direction of ['ingress', 'egress'] as const) yield* rulesBehind(policy, direction, tiersOf(cluster));
    }),
    each(['NetworkPolicy', 'CalicoNetworkPolicy'], function* (policy, { cluster, assembly }) {
      const tier = tiersOf(cluster).find(({ policies }) => policies.some(({ resource }) => resource === policy));
      const own = tier?.policies.find(({ resource }) => resource === policy);
      if (tier === undefined || own === undefined) return;
      const before = (['ingress', 'egress'] as const)
        .filter((direction) => own[direction] !== undefined)
        .map((direction) => finalBefore(tier, own, direction));
      const [first] = before;
      // One that still counts in a direction is not written in vain.
      if (first === undefined || before.some((one) => one === undefined)) return;
      yield {
        place: keyPlaceOf(policy, 'metadata', 'name'),
        message: sentences(
          message(
            '{0} never counts: before it {1} decides about everything in tier {2}.',
            nameOf(policy),
            nameOf(first.policy.resource),
            tier.name,
          ),
          message('Give it a smaller order, or narrow the rule before it.'),
        ),
        related: [{ message: message('This rule is for everything'), place: first.rule.place }],
        doubt: assembly.doubt(placeOf(policy), placeOf(first.policy.resource)) ?? unappliedChanges(cluster, policy, first.policy.resource),
      };
    }),
  ],
};

/** Rules of a policy behind one that is for everything. */
function* rulesBehind(resource: CalicoNetworkPolicyResource, direction: Direction, tiers: readonly Tier[]): Generator<Problem> {
  const policy = tiers.flatMap(({ policies }) => policies).find((one) => one.resource === resource);
  const rules = policy?.[direction] ?? [];
  const at = rules.findIndex(isForEverything);
  const [final, next] = at < 0 ? [undefined, undefined] : [rules[at], rules[at + 1]];
  if (final === undefined || next === undefined) return;
  yield {
    place: next.place,
    message: sentences(
      message('This rule of {0} is never reached: the one before it is for everything.', nameOf(resource)),
      message('The first rule that fits decides: put what is special first.'),
    ),
    related: [{ message: message('This rule is for everything'), place: final.place }],
  };
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

function isForEverything({ source, destination, traffic, unknown }: Rule): boolean {
  return (
    source === undefined &&
    destination === undefined &&
    unknown === undefined &&
    isEveryPort(traffic.ports) &&
    traffic.except.TCP.length === 0 &&
    traffic.except.UDP.length === 0 &&
    traffic.except.SCTP.length === 0 &&
    traffic.exceptNamed.length === 0
  );
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
