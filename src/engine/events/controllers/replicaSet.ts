import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import { templatePod } from '../../workloads/wantedPods.ts';
import { isActive } from '../begin.ts';
import { mark } from '../endings.ts';
import type { WorkingPod, World } from '../world.ts';
import { create, freshName } from './newPod.ts';
import { rankForRemoval } from './removal.ts';

/** Makes what a ReplicaSet lacks, or takes away what it has too many of. A replacement is made as soon as a pod is marked for deletion. kubernetes pkg/controller/replicaset/replica_set.go manageReplicas */
export function controlReplicas(
  world: World,
  workload: WorkloadResource,
  set: {
    /** Its pods. */
    readonly own: readonly WorkingPod[];
    /** Those of all ReplicaSets of its owner. */
    readonly related: readonly WorkingPod[];
    readonly wanted: number;
    readonly revision: string;
    /** In front of the random part of a name, and the labels; absent: the workload's own. */
    readonly base?: string;
    readonly labels?: Readonly<Record<string, string>>;
  },
): boolean {
  const active = set.own.filter(({ pod }) => isActive(pod));
  const lacking = set.wanted - active.length;
  if (lacking > 0) {
    const shared = templatePod(workload);
    for (let count = 0; count < lacking; count++) {
      create(world, workload, set.revision, {
        ...shared,
        name: freshName(world, workload, set.base ?? `${workload.metadata.name}-`),
        labels: set.labels ?? shared.labels,
        ordinal: world.made,
        nameCertain: false,
      });
    }
    return true;
  }
  if (lacking === 0) return false;
  const chosen = rankForRemoval(
    active,
    set.related.filter(({ pod }) => isActive(pod)),
    world.clock,
  ).slice(0, -lacking);
  const going = new Set(chosen.map(({ pod }) => pod));
  for (const { pod, among } of chosen) {
    const name = ({ pod: { namespace, name: own } }: WorkingPod) => `${namespace}/${own}`;
    // Where all of them go, nobody chose.
    world.removed.push({ pod: name(pod), among: among.some((each) => !going.has(each)) ? among.map(name) : [] });
  }
  mark(
    world,
    chosen.map(({ pod }) => pod),
  );
  return true;
}
