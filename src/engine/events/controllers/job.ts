import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import { generatedName, indexedBase } from '../../workloads/names.ts';
import { templatePod } from '../../workloads/wantedPods.ts';
import { isActive } from '../begin.ts';
import { mark } from '../endings.ts';
import type { WorkingPod, World } from '../world.ts';
import { create, freshName } from './newPod.ts';

const indexLabel = 'batch.kubernetes.io/job-completion-index';

/** Keeps as many pods at work as the Job is to have, until enough have succeeded. kubernetes pkg/controller/job/job_controller.go manageJob */
export function controlJob(world: World, workload: WorkloadResource, own: readonly WorkingPod[]): boolean {
  const active = own.filter(({ pod }) => isActive(pod));
  if (workload.suspend) {
    mark(world, active);
    return active.length > 0;
  }
  if (workload.finished) return false;
  const succeeded = own.filter(({ pod }) => pod.phase === 'Succeeded');
  const parallelism = Math.max(0, Math.floor(workload.parallelism ?? 1));
  const completions = workload.completions ?? (workload.parallelism === undefined ? 1 : undefined);
  const done = Math.max(succeeded.length, workload.succeeded);
  const left = completions === undefined ? (done > 0 ? active.length : parallelism) : Math.floor(completions) - done;
  const ending = workload.replacesWhenGone ? own.filter(({ pod }) => pod.terminating).length : 0;
  const wanted = Math.max(0, Math.min(parallelism, left));
  const lacking = wanted - active.length - ending;
  if (active.length > wanted) {
    mark(world, active.slice(wanted));
    return true;
  }
  if (lacking <= 0) return false;
  const { name } = workload.metadata;
  const shared = templatePod(workload);
  const labels = { ...shared.labels, 'batch.kubernetes.io/job-name': name, 'job-name': name };
  const started = new Set([...active, ...succeeded].map(({ pod }) => pod.labels[indexLabel] ?? pod.annotations[indexLabel] ?? ''));
  let index = 0;
  for (let count = 0; count < lacking; count++) {
    if (!workload.indexed) {
      create(world, workload, '', {
        ...shared,
        name: freshName(world, workload, `${name}-`),
        labels,
        ordinal: world.made,
        nameCertain: false,
      });
      continue;
    }
    while (started.has(String(index))) index++;
    started.add(String(index));
    create(world, workload, '', {
      ...shared,
      name: generatedName('', freshName(world, workload, indexedBase(name, index))),
      labels: { ...labels, [indexLabel]: String(index) },
      annotations: { ...shared.annotations, [indexLabel]: String(index) },
      ordinal: index,
      hostname: `${name}-${index}`,
      nameCertain: false,
    });
  }
  return true;
}
