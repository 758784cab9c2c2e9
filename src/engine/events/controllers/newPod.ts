import { namespaceOf } from '../../../manifests/metadata.ts';
import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import { message } from '../../../base/message.ts';
import type { PlannedPod } from '../../allocation.ts';
import { generatedName, standInSuffix } from '../../workloads/names.ts';
import { keyOf } from '../begin.ts';
import type { World } from '../world.ts';

/** Puts a pod into the cluster that its controller has just made. */
export function create(world: World, workload: WorkloadResource, revision: string, planned: PlannedPod): void {
  const key = keyOf(workload);
  world.made++;
  world.add({
    pod: {
      ...planned,
      ready: false,
      phase: 'Pending',
      node: undefined,
      unschedulable: undefined,
      placement: notYet,
      ips: [],
      ipPool: undefined,
      pending: undefined,
      explanation: notYet,
    },
    workload: key,
    revision,
    born: world.clock,
    readySince: undefined,
    restarts: 0,
    healthy: !world.failing.has(`${key} ${revision}`),
    lingersSince: undefined,
  });
}

const notYet = { certainty: 'predicted', reason: message('It has just been made.'), because: [] } as const;

/** A stand-in for the random name of a further pod. */
export function freshName(world: World, workload: WorkloadResource, base: string): string {
  const owner = keyOf(workload);
  const taken = new Set(world.pods.filter(({ pod }) => pod.namespace === namespaceOf(workload)).map(({ pod }) => pod.name));
  for (let index = world.made; ; index++) {
    // Far behind those that the workload's first pods were named by.
    const name = generatedName(base, standInSuffix(`${owner}/later`, index));
    if (!taken.has(name)) return name;
  }
}
