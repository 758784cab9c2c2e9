import type { PodSpec, WorkloadResource } from '../../../manifests/resources/workloads.ts';
import { templatePod } from '../../workloads/wantedPods.ts';
import { keyOf } from '../begin.ts';
import { mark } from '../endings.ts';
import type { WorkingPod, World } from '../world.ts';
import { currentRevision, replicasOf } from './wanted.ts';
import { create } from './newPod.ts';

/**
 * One look of the StatefulSet controller: in order it makes a pod only when all before it are ready, and takes one away only when all others are; a pod that ends blocks everything,
 * since its name cannot be there twice. kubernetes pkg/controller/statefulset/stateful_set_control.go updateStatefulSet
 */
export function controlStatefulSet(world: World, workload: WorkloadResource, own: readonly WorkingPod[]): boolean {
  const start = Math.max(0, workload.ordinalsStart);
  const end = start + replicasOf(workload);
  const inOrder = !workload.parallelPods;
  const byOrdinal = new Map(own.map((each) => [ordinalOf(each), each]));
  const condemned = own
    .filter((each) => ordinalOf(each) < start || ordinalOf(each) >= end)
    .sort((one, other) => ordinalOf(other) - ordinalOf(one));
  const firstUnhealthy = [...own].sort((one, other) => ordinalOf(one) - ordinalOf(other)).find((each) => !isHealthy(each));

  let changed = false;
  for (let ordinal = start; ordinal < end; ordinal++) {
    const each = byOrdinal.get(ordinal);
    if (each !== undefined && isDone(each) && !each.pod.terminating) {
      mark(world, [each]);
      changed = true;
    }
    if (each === undefined) {
      if (!isTaken(world, workload, ordinal)) {
        createStateful(world, workload, ordinal, revisionAt(world, workload, ordinal));
        changed = true;
      }
      if (inOrder) return changed;
      continue;
    }
    if (inOrder && !isHealthy(each)) return changed;
  }
  for (const each of condemned) {
    if (each.pod.terminating) {
      if (inOrder) return changed;
      continue;
    }
    if (inOrder && !isHealthy(each) && each !== firstUnhealthy) return changed;
    world.removed.push({ pod: `${each.pod.namespace}/${each.pod.name}`, among: [] });
    mark(world, [each]);
    changed = true;
    if (inOrder) return true;
  }
  if (changed || workload.rollout.strategy === 'OnDelete') return changed;
  return update(world, workload, byOrdinal, { start, end });
}

/** From the last pod down, each when those behind it are ready. */
function update(
  world: World,
  workload: WorkloadResource,
  byOrdinal: ReadonlyMap<number, WorkingPod>,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  const revision = currentRevision(world, workload);
  for (let ordinal = end - 1; ordinal >= Math.max(start, start + (workload.rollout.partition ?? 0)); ordinal--) {
    const each = byOrdinal.get(ordinal);
    if (each === undefined || each.pod.terminating) return false;
    if (each.revision !== revision) {
      world.replaced.push(`${each.pod.namespace}/${each.pod.name}`);
      mark(world, [each]);
      return true;
    }
    if (!isHealthy(each)) return false;
  }
  return false;
}

function isHealthy({ pod }: WorkingPod): boolean {
  return pod.ready && !pod.terminating;
}

function isDone({ pod: { phase } }: WorkingPod): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

function ordinalOf({ pod }: WorkingPod): number {
  return pod.ordinal;
}

/** Whether a pod of another owner has the name. */
function isTaken(world: World, { metadata }: WorkloadResource, ordinal: number): boolean {
  const name = `${metadata.name}-${ordinal}`;
  return world.pods.some(({ pod }) => pod.name === name && pod.namespace === (metadata.namespace ?? 'default'));
}

/** Below the partition pods are made as they were. */
function revisionAt(world: World, workload: WorkloadResource, ordinal: number): string {
  const current = currentRevision(world, workload);
  if (ordinal >= Math.max(0, workload.ordinalsStart) + (workload.rollout.partition ?? 0)) return current;
  const others = world.pods.filter(({ workload: key, revision }) => key === keyOf(workload) && revision !== current);
  return others[0]?.revision ?? (current === '' ? '' : String(Number(current) - 1 || ''));
}

function createStateful(world: World, workload: WorkloadResource, ordinal: number, revision: string): void {
  const name = `${workload.metadata.name}-${ordinal}`;
  create(world, workload, revision, {
    ...templatePod(workload),
    name,
    labels: { ...workload.template.labels, 'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': String(ordinal) },
    spec: specOf(workload),
    ordinal,
    hostname: name,
  });
}

/** One object for all pods of a set: the scheduler takes it for what they have in common. */
function specOf({ template: { spec }, serviceName }: WorkloadResource): PodSpec {
  let known = specs.get(spec);
  if (known?.subdomain !== serviceName || known === undefined) specs.set(spec, (known = { ...spec, subdomain: serviceName }));
  return known;
}

const specs = new WeakMap<PodSpec, PodSpec>();
