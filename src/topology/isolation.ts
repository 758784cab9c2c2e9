import type { AllocatedPod, Allocation } from '../engine/allocation.ts';
import { podEnd } from '../engine/policies/ends.ts';
import { PolicyJudge } from '../engine/policies/judge.ts';
import { policyWorldOf } from '../engine/policies/world.ts';
import type { GraphElement } from './protocol.ts';

type Isolation = GraphElement['isolated'];

/** The directions in which policies govern a pod; undefined: in none. */
export type IsolationOf = (pod: AllocatedPod) => Isolation;

/** Pods of the same namespace, labels and account are the same to every policy: each sort is judged once. */
export function isolationIn(allocation: Allocation): IsolationOf {
  const world = policyWorldOf(allocation);
  if (world.tiers.every(({ policies }) => policies.length === 0)) return () => undefined;
  const judge = new PolicyJudge(world);
  const known = new Map<string, Isolation>();
  // Of one template, as a rule, and so of one sort.
  let last: { readonly pod: AllocatedPod; readonly isolation: Isolation } | undefined;
  return (pod) => {
    // Policies do not govern what is on its node's network.
    if (pod.spec.hostNetwork) return undefined;
    if (last?.pod.labels === pod.labels && last.pod.spec === pod.spec && last.pod.namespace === pod.namespace) return last.isolation;
    const key = JSON.stringify([pod.namespace, pod.spec.serviceAccountName, pod.labels]);
    if (!known.has(key)) {
      const end = podEnd(allocation, pod);
      known.set(key, isolationBy(judge.governing(end, 'ingress').length > 0, judge.governing(end, 'egress').length > 0));
    }
    last = { pod, isolation: known.get(key) };
    return last.isolation;
  };
}

function isolationBy(ingress: boolean, egress: boolean): Isolation {
  return ingress && egress ? 'both' : ingress ? 'ingress' : egress ? 'egress' : undefined;
}

/** Of a workload: the directions in which all of its pods are isolated. */
export function ofAll(isolations: readonly Isolation[]): Isolation {
  const every = (direction: 'ingress' | 'egress'): boolean => isolations.every((one) => one === direction || one === 'both');
  return isolations.length === 0 ? undefined : isolationBy(every('ingress'), every('egress'));
}
