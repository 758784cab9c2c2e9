import { message, term, type Name } from '../../base/message.ts';
import type { AllocatedPod, Allocation } from '../../engine/allocation.ts';
import { policyName } from '../../engine/paths/deliver.ts';
import { podEnd } from '../../engine/policies/ends.ts';
import { PolicyJudge } from '../../engine/policies/judge.ts';
import type { Direction, Policy } from '../../engine/policies/policy.ts';
import { policyWorldOf } from '../../engine/policies/world.ts';
import { placeOf } from '../../manifests/place.ts';
import { fact, type Fact } from './fact.ts';

export type PolicyFactKey = 'policies-ingress' | 'policies-egress';

/** Which policies are about some pods, by direction; nothing where none is in the cluster. */
export function policyFacts(allocation: Allocation, pods: readonly AllocatedPod[]): readonly Fact<PolicyFactKey>[] {
  const world = policyWorldOf(allocation);
  const own = pods.filter(({ spec }) => !spec.hostNetwork);
  if (own.length === 0 || world.tiers.every(({ policies }) => policies.length === 0)) return [];
  const judge = new PolicyJudge(world);
  const ends = own.slice(0, mostPods).map((pod) => podEnd(allocation, pod));
  const about = (direction: Direction): readonly Policy[] => [
    ...new Set(ends.flatMap((end) => judge.governing(end, direction).flatMap(({ policies }) => policies.map(({ policy }) => policy)))),
  ];
  const named = (key: PolicyFactKey, direction: Direction): Fact<PolicyFactKey> => {
    const policies = about(direction);
    const ingress = direction === 'ingress';
    return fact(
      key,
      ingress ? message('Who may connect to it') : message('What it may connect to'),
      policies.length === 0
        ? [ingress ? term('everybody: no policy is about it') : term('everything: no policy is about it')]
        : names(policies),
      policies.length === 0
        ? undefined
        : {
            message: ingress
              ? message('It is isolated: only what one of these policies allows is let in.')
              : message('It is isolated: only what one of these policies allows may leave.'),
            reason: '',
            because: policies.map(({ resource }) => placeOf(resource, 'metadata', 'name')),
          },
    );
  };
  return [named('policies-ingress', 'ingress'), named('policies-egress', 'egress')];
}

/** More of a workload are alike. */
const mostPods = 20;

function names(policies: readonly Policy[]): readonly Name[] {
  return policies.map(({ resource }) => policyName(resource));
}
