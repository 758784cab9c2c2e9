import { message, sentences } from '../../base/message.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import { isFinished } from '../calico/observed.ts';
import { keyOf } from './begin.ts';
import { templateHashOf } from './controllers/deployment.ts';
import { currentRevision, replicasOf } from './controllers/wanted.ts';
import type { WorkingPod, World } from './world.ts';

/** Says what does not go on by itself, workload by workload. */
export function explainWaiting(world: World): void {
  const own = new Map<string, WorkingPod[]>();
  for (const each of world.pods) {
    if (each.workload === undefined) continue;
    const pods = own.get(each.workload);
    if (pods === undefined) own.set(each.workload, [each]);
    else pods.push(each);
  }
  const waited = new Set(world.before.standing.flatMap(({ pod, number }) => (pod.pending === undefined ? [] : [number])));
  for (const workload of world.workloads) {
    const pods = own.get(keyOf(workload)) ?? [];
    if (!explainUpdate(world, workload, pods) && !(workload.controller === 'StatefulSet' && explainOrder(world, workload, pods)))
      explainPending(world, pods, waited);
  }
}

/** An update whose new pods do not become ready. */
function explainUpdate(world: World, workload: WorkloadResource, pods: readonly WorkingPod[]): boolean {
  if (workload.controller !== 'Deployment' && workload.controller !== 'StatefulSet' && workload.controller !== 'DaemonSet') return false;
  const revision = workload.controller === 'Deployment' ? templateHashOf(world, workload) : currentRevision(world, workload);
  const first = pods.find((each) => each.revision === revision && !each.pod.ready && !each.pod.terminating);
  const isUpdating = world.revisions.has(keyOf(workload)) && pods.some((each) => each.revision !== revision && !isFinished(each.pod));
  const failed = world.failing.has(`${keyOf(workload)} ${revision}`);
  if (first === undefined || (!isUpdating && !failed)) return false;
  const name = `${first.pod.namespace}/${first.pod.name}`;
  world.stuck.push(
    first.pod.pending === undefined
      ? message('The update stops: new pod {0} does not become ready.', name)
      : sentences(message('The update stops at new pod {0}.', name), first.pod.pending.message),
  );
  return true;
}

/** A StatefulSet waits for a pod that cannot end, and in order for one that is not ready: nobody but a person ends that wait. */
function explainOrder(world: World, workload: WorkloadResource, pods: readonly WorkingPod[]): boolean {
  const name = keyOf(workload).slice('StatefulSet/'.length);
  const ending = pods.find(({ pod }) => pod.terminating && world.isSilent(pod.node));
  if (ending !== undefined) {
    world.stuck.push(
      message(
        'StatefulSet {0} waits until {1} has gone from {2}: the name must not be there twice. Deleting the pod by force, or the Node, ends the wait.',
        name,
        `${ending.pod.namespace}/${ending.pod.name}`,
        ending.pod.node?.name ?? '',
      ),
    );
    return true;
  }
  if (workload.parallelPods || pods.some(({ pod }) => pod.terminating) || pods.length === replicasOf(workload)) return false;
  const unready = pods.toSorted((one, other) => one.pod.ordinal - other.pod.ordinal).find(({ pod }) => !pod.ready);
  if (unready === undefined) return false;
  world.stuck.push(
    message(
      'StatefulSet {0} waits until {1} is ready, before it makes or removes another pod.',
      name,
      `${unready.pod.namespace}/${unready.pod.name}`,
    ),
  );
  return true;
}

/** Pods that wait since this event, and not for one that still ends. */
function explainPending(world: World, pods: readonly WorkingPod[], waited: ReadonlySet<number>): void {
  if (pods.some(({ lingersSince }) => lingersSince !== undefined)) return;
  const [first] = pods.filter(({ pod, number }) => pod.pending !== undefined && !waited.has(number));
  if (first?.pod.pending === undefined) return;
  world.stuck.push(sentences(message('{0} waits.', `${first.pod.namespace}/${first.pod.name}`), first.pod.pending.message));
}
