import { namespaceOf } from '../../../manifests/metadata.ts';
import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import { standInTemplateHash } from '../../workloads/names.ts';
import { rollingUpdateOf } from '../../workloads/rollout.ts';
import { isActive, keyOf } from '../begin.ts';
import type { RolloutCounts } from '../event.ts';
import type { WorkingPod, World } from '../world.ts';
import { replicasOf } from './wanted.ts';
import { controlReplicas } from './replicaSet.ts';

/** One look of the Deployment controller, and of the ReplicaSets that it has. kubernetes pkg/controller/deployment/rolling.go, recreate.go */
export function controlDeployment(world: World, workload: WorkloadResource, own: readonly WorkingPod[]): boolean {
  const key = keyOf(workload);
  const counts = world.replicaSets.get(key) ?? new Map<string, number>();
  world.replicaSets.set(key, counts);
  const revision = templateHashOf(world, workload);
  if (!counts.has(revision)) counts.set(revision, 0);
  // The newest stands last.
  const newest = counts.get(revision) ?? 0;
  counts.delete(revision);
  counts.set(revision, newest);
  let changed = adjust(workload, own, counts, revision);
  for (const [each, wanted] of counts) {
    const pods = own.filter((pod) => pod.revision === each);
    if (wanted === 0 && each !== revision && pods.length === 0) {
      counts.delete(each);
      continue;
    }
    const labels = { ...workload.template.labels, 'pod-template-hash': each };
    const set = { own: pods, related: own, wanted, revision: each, base: `${workload.metadata.name}-${each}-`, labels };
    changed = controlReplicas(world, workload, set) || changed;
  }
  return changed;
}

/** The hash that new pods carry: the one that the present pods have until an event changes the template. */
export function templateHashOf(world: World, workload: WorkloadResource): string {
  const key = keyOf(workload);
  const changes = world.revisions.get(key);
  if (changes !== undefined) return standInTemplateHash(`${namespaceOf(workload)}/${workload.metadata.name}/${changes}`);
  const [newest] = [...(world.replicaSets.get(key)?.keys() ?? [])].slice(-1);
  return newest ?? standInTemplateHash(`${namespaceOf(workload)}/${workload.metadata.name}`);
}

/** Sets how many pods each ReplicaSet is to have. */
function adjust(workload: WorkloadResource, own: readonly WorkingPod[], counts: Map<string, number>, revision: string): boolean {
  const replicas = replicasOf(workload);
  const old = [...counts].filter(([each, count]) => each !== revision && (count > 0 || own.some((pod) => pod.revision === each)));
  const set = (each: string, count: number) => {
    if (counts.get(each) === count) return false;
    counts.set(each, count);
    return true;
  };
  if (old.length === 0) return set(revision, replicas);
  if (workload.paused) {
    const [last] = old.slice(-1);
    return last !== undefined && (counts.get(revision) ?? 0) === 0
      ? set(last[0], replicas - sum(old.slice(0, -1).map(([, count]) => count)))
      : false;
  }
  const update = rollingUpdateOf(workload);
  if (update === undefined) {
    let changed = false;
    for (const [each] of old) changed = set(each, 0) || changed;
    // New pods are made when every old one has gone.
    return own.some((pod) => pod.revision !== revision) ? changed : set(revision, replicas) || changed;
  }
  const availableOf = (each: string) => own.filter(({ pod, revision: made }) => made === each && isActive(pod) && pod.ready).length;
  const step = rollingStep({
    replicas,
    surge: update.surge,
    unavailable: Math.min(update.unavailable, replicas),
    new: { count: counts.get(revision) ?? 0, available: availableOf(revision) },
    old: old.map(([each, count]) => ({ count, available: availableOf(each) })),
  });
  let changed = set(revision, step.new);
  for (const [index, [each]] of old.entries()) changed = set(each, step.old[index] ?? 0) || changed;
  return changed;
}

export interface RollingCounts {
  readonly replicas: number;
  readonly surge: number;
  readonly unavailable: number;
  readonly new: { readonly count: number; readonly available: number };
  /** The oldest first. */
  readonly old: readonly { readonly count: number; readonly available: number }[];
  /** One of the functions alone. */
  readonly only?: RolloutCounts['only'];
}

/** What one look makes of the counts: either the new set grows, or the old ones shrink. rolling.go rolloutRolling, deployment_util.go NewRSNewReplicas */
export function rollingStep({ replicas, surge, unavailable, new: newest, old, only }: RollingCounts): {
  readonly new: number;
  readonly old: readonly number[];
} {
  const oldCounts = old.map(({ count }) => count);
  const all = newest.count + sum(oldCounts);
  const ofNew = only === undefined || only === 'new';
  if (ofNew && newest.count > replicas) return { new: replicas, old: oldCounts };
  const grown = all >= replicas + surge ? newest.count : newest.count + Math.min(replicas + surge - all, replicas - newest.count);
  if (only === 'new' || (ofNew && grown !== newest.count)) return { new: grown, old: oldCounts };
  return { new: newest.count, old: shrunk({ replicas, unavailable, newest, old, all, only }) };
}

/** First unhealthy pods go, then as many as may be missing, the oldest set first. reconcileOldReplicaSets */
function shrunk({
  replicas,
  unavailable,
  newest,
  old,
  all,
  only,
}: {
  readonly replicas: number;
  readonly unavailable: number;
  readonly newest: RollingCounts['new'];
  readonly old: RollingCounts['old'];
  readonly all: number;
  readonly only: RollingCounts['only'];
}): readonly number[] {
  const counts = old.map(({ count }) => count);
  const least = replicas - unavailable;
  let most = all - least - (newest.count - newest.available);
  if (most <= 0 && only !== 'healthy') return counts;
  for (const [index, { count, available }] of only === 'healthy' ? [] : old.entries()) {
    const unhealthy = Math.max(0, Math.min(most, count - available));
    counts[index] = count - unhealthy;
    most -= unhealthy;
  }
  if (only === 'unhealthy') return counts;
  let spare = newest.available + sum(old.map(({ available }) => available)) - least;
  for (const [index, count] of counts.entries()) {
    if (spare <= 0) break;
    const gone = Math.min(count, spare);
    counts[index] = count - gone;
    spare -= gone;
  }
  return counts;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
