import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf, type ResourceBase } from '../../manifests/metadata.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import { lastApplied } from '../lastApplied.ts';
import { labelOf } from '../labels.ts';

/** Who made whom among manifests that were taken from a cluster. */
export interface Ownership {
  /** Workloads that create pods by themselves: not those that another workload of the cluster made (a Deployment's ReplicaSet). */
  readonly roots: readonly WorkloadResource[];
  /** All pods with a manifest, each once. */
  readonly pods: readonly PodResource[];
  /** The pods among the manifests that a workload already has, through ReplicaSets of its own too. */
  podsOf(workload: WorkloadResource): readonly PodResource[];
  /** The newest ReplicaSet that a Deployment has among the manifests, if any. */
  childOf(workload: WorkloadResource): WorkloadResource | undefined;
}

export function ownershipOf(cluster: Cluster): Ownership {
  const workloads = lastApplied(resourcesOf(cluster, 'Workload'));
  const pods = lastApplied(resourcesOf(cluster, 'Pod'));
  const byKey = new Map(workloads.map((workload) => [keyOf(workload, workload.kind, workload.metadata.name), workload]));
  const parentOf = (resource: ResourceBase): WorkloadResource | undefined => {
    const { controller } = resource.metadata;
    return controller === undefined ? undefined : byKey.get(keyOf(resource, controller.kind, controller.name));
  };

  const children = new Map<WorkloadResource, WorkloadResource>();
  const roots: WorkloadResource[] = [];
  for (const workload of workloads) {
    const parent = parentOf(workload);
    // A CronJob makes Jobs at times that no manifest shows; a Job that is there runs by itself.
    if (parent === undefined || parent === workload || parent.controller === 'CronJob') {
      roots.push(workload);
      continue;
    }
    const sibling = children.get(parent);
    if (sibling === undefined || (workload.replicas ?? 1) > (sibling.replicas ?? 1)) children.set(parent, workload);
  }

  const owned = new Map<WorkloadResource, PodResource[]>();
  for (const pod of pods) {
    const creator = parentOf(pod) ?? deploymentBehind(pod, byKey);
    let root = creator;
    // A chain of owners is short; the bound ends a circle that somebody wrote by hand.
    for (let depth = 0; root !== undefined && depth < 4; depth++) {
      const parent = parentOf(root);
      if (parent === undefined || parent.controller === 'CronJob') break;
      root = parent;
    }
    if (root === undefined) continue;
    const list = owned.get(root);
    if (list === undefined) owned.set(root, [pod]);
    else list.push(pod);
  }
  return { roots, pods, podsOf: (workload) => owned.get(workload) ?? [], childOf: (workload) => children.get(workload) };
}

/** A pod whose ReplicaSet is not among the manifests still tells the Deployment: `<deployment>-<pod-template-hash>`. */
function deploymentBehind(pod: PodResource, byKey: ReadonlyMap<string, WorkloadResource>): WorkloadResource | undefined {
  const { controller, labels } = pod.metadata;
  const hash = labelOf(labels, 'pod-template-hash');
  if (controller?.kind !== 'ReplicaSet' || hash === undefined || !controller.name.endsWith(`-${hash}`)) return undefined;
  return byKey.get(keyOf(pod, 'Deployment', controller.name.slice(0, -hash.length - 1)));
}

function keyOf(resource: ResourceBase, kind: string, name: string): string {
  return `${kind}/${namespaceOf(resource)}/${name}`;
}
