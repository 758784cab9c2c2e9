import { resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf, type ResourceBase } from '../../manifests/metadata.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import { lastAppliedOf } from '../lastApplied.ts';
import { labelOf } from '../labels.ts';

/** Who made whom among manifests that were taken from a cluster. */
export interface Ownership {
  /** Workloads that create pods by themselves: not those that another workload of the cluster made (a Deployment's ReplicaSet). */
  readonly roots: readonly WorkloadResource[];
  /** Nothing was made by anybody: there are workloads without pods alone. */
  readonly isEmpty: boolean;
  /** All pods with a manifest, each once. */
  readonly pods: readonly PodResource[];
  /** The pods among the manifests that a workload already has, through ReplicaSets of its own too. */
  podsOf(workload: WorkloadResource): readonly PodResource[];
  /** The newest ReplicaSet that a Deployment has among the manifests, if any. */
  childOf(workload: WorkloadResource): WorkloadResource | undefined;
  /** Whether a Pod manifest has this name, whoever made it. */
  hasPod(namespace: string, name: string): boolean;
  /** The numbers behind `<base>-` in names of Pod manifests. */
  ordinals(namespace: string, base: string): readonly number[];
}

export function ownershipOf(cluster: Cluster): Ownership {
  const workloads = lastAppliedOf(cluster, 'Workload');
  const pods = lastAppliedOf(cluster, 'Pod');
  if (pods.length === 0 && made(cluster).length === 0) return { ...nobodyOwned, roots: workloads };
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
    if (sibling === undefined || isNewer(workload, sibling)) children.set(parent, workload);
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
  const names = new Set<string>();
  const ordinals = new Map<string, number[]>();
  for (const pod of pods) {
    const name = `${namespaceOf(pod)}/${pod.metadata.name}`;
    names.add(name);
    const [, base, ordinal] = /^(.*)-(0|[1-9][0-9]{0,8})$/.exec(name) ?? [];
    if (base === undefined || ordinal === undefined) continue;
    const known = ordinals.get(base);
    if (known === undefined) ordinals.set(base, [Number(ordinal)]);
    else known.push(Number(ordinal));
  }
  return {
    roots,
    isEmpty: false,
    pods,
    podsOf: (workload) => owned.get(workload) ?? [],
    childOf: (workload) => children.get(workload),
    hasPod: (namespace, name) => names.has(`${namespace}/${name}`),
    ordinals: (namespace, base) => ordinals.get(`${namespace}/${base}`) ?? [],
  };
}

/** Workloads that were made by another one. */
const made = resourcesWhere(({ type, metadata }) => type === 'Workload' && metadata.controller !== undefined);

const none: readonly never[] = [];
const nobodyOwned: Omit<Ownership, 'roots'> = {
  isEmpty: true,
  pods: none,
  podsOf: () => none,
  childOf: () => undefined,
  hasPod: () => false,
  ordinals: () => none,
};

/** By the revision that the Deployment's controller counts, else by what still runs. kubernetes pkg/controller/deployment/util/deployment_util.go Revision */
function isNewer(one: WorkloadResource, other: WorkloadResource): boolean {
  const revisionOf = ({ metadata: { annotations } }: WorkloadResource) =>
    Number(labelOf(annotations, 'deployment.kubernetes.io/revision') ?? Number.NaN);
  const difference = revisionOf(one) - revisionOf(other);
  return Number.isNaN(difference) || difference === 0 ? (one.replicas ?? 1) > (other.replicas ?? 1) : difference > 0;
}

/** A pod whose ReplicaSet is not among the manifests still tells the Deployment: `<deployment>-<pod-template-hash>`; an Argo Rollout works alike. */
function deploymentBehind(pod: PodResource, byKey: ReadonlyMap<string, WorkloadResource>): WorkloadResource | undefined {
  const { controller, labels } = pod.metadata;
  if (controller?.kind !== 'ReplicaSet') return undefined;
  for (const [kind, label] of [
    ['Deployment', 'pod-template-hash'],
    ['Rollout', 'rollouts-pod-template-hash'],
  ] as const) {
    const hash = labelOf(labels, label);
    if (hash !== undefined && controller.name.endsWith(`-${hash}`))
      return byKey.get(keyOf(pod, kind, controller.name.slice(0, -hash.length - 1)));
  }
  return undefined;
}

function keyOf(resource: ResourceBase, kind: string, name: string): string {
  return `${kind}/${namespaceOf(resource)}/${name}`;
}
