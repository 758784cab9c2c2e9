import { formatCIDR, contains, rangeOfCIDR } from '../../base/ip.ts';
import { namespaceOf, type ResourceBase } from '../../manifests/metadata.ts';
import type { ProfileName } from '../../manifests/resources/edgeNetwork.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { AllocatedPod, Allocation } from '../allocation.ts';
import { addressSpaceOf, podAddresses } from '../calico/assign.ts';
import type { LastGiven } from '../calico/hostLocal.ts';
import { labelOf } from '../labels.ts';
import { ownershipOf } from '../workloads/ownership.ts';
import type { ClusterState, StandingPod } from './state.ts';

/** A cluster as its manifests allocate it, before anything happens. `profile`: the one that the allocation was made with. */
export function beginningOf(allocation: Allocation, profile: ProfileName): ClusterState {
  const { cluster, network, nodes, pods } = allocation;
  const space = addressSpaceOf(cluster, network, nodes);
  podAddresses({ cluster, network, nodes, pods }, space);
  const began = latestDate(pods);
  const workloadOf = workloadsOf(allocation);
  const standing = pods.map((pod, number): StandingPod => {
    const written = pod.origin.type === 'Pod' ? pod.origin : undefined;
    const workload = workloadOf(pod);
    return {
      pod,
      workload: workload === undefined ? undefined : keyOf(workload),
      revision: revisionOf(pod, workload),
      number,
      born: written === undefined ? (began ?? 0) : dateOf(written.created),
      readySince: written === undefined ? (began ?? 0) : dateOf(written.readyChanged),
      restarts: written?.restarts ?? 0,
      healthy: pod.ready || pod.pending !== undefined,
      lingersSince: pod.terminating ? 0 : undefined,
    };
  });
  return {
    allocation,
    profile,
    time: 0,
    began,
    standing,
    nodes: new Map(),
    blocks: space.ipam.blocks,
    held: [],
    lastGiven: space.configuration.ipam === 'host-local' ? lastGiven(pods) : new Map(),
    emptySince: new Map(),
    revisions: new Map(),
    replicaSets: replicaSetsOf(standing),
    failing: new Set(),
    accepted: cluster,
    made: 0,
  };
}

/** `Kind/namespace/name` */
export function keyOf(resource: ResourceBase): string {
  return `${resource.kind}/${namespaceOf(resource)}/${resource.metadata.name}`;
}

function workloadsOf({ cluster, refusedWorkloads }: Allocation): (pod: AllocatedPod) => WorkloadResource | undefined {
  const ownership = ownershipOf(cluster);
  const refused = new Set(refusedWorkloads.map(({ workload }) => workload));
  const owners = new Map<PodResource, WorkloadResource>();
  for (const root of ownership.roots) for (const pod of ownership.podsOf(root)) owners.set(pod, root);
  return ({ origin }) => {
    const workload = origin.type === 'Pod' ? owners.get(origin) : origin;
    return workload === undefined || refused.has(workload) ? undefined : workload;
  };
}

/** Of a Deployment's pods the hash of their template, of all others nothing before an event changes their template. */
export function revisionOf({ labels }: Pick<AllocatedPod, 'labels'>, workload: WorkloadResource | undefined): string {
  return workload?.controller === 'Deployment' ? (labelOf(labels, 'pod-template-hash') ?? '') : '';
}

function replicaSetsOf(standing: readonly StandingPod[]): ClusterState['replicaSets'] {
  const sets = new Map<string, Map<string, number>>();
  for (const { pod, workload, revision } of standing) {
    if (workload?.startsWith('Deployment/') !== true || !isActive(pod)) continue;
    const counts = sets.get(workload) ?? new Map<string, number>();
    sets.set(workload, counts);
    counts.set(revision, (counts.get(revision) ?? 0) + 1);
  }
  return sets;
}

/** Neither finished nor on its way out. kubernetes pkg/controller/controller_utils.go IsPodActive */
export function isActive({ phase, terminating }: Pick<AllocatedPod, 'phase' | 'terminating'>): boolean {
  return phase !== 'Succeeded' && phase !== 'Failed' && !terminating;
}

export function dateOf(text: string | undefined): number | undefined {
  const date = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : date;
}

/** A snapshot was taken when the last thing that it dates had happened. */
function latestDate(pods: readonly AllocatedPod[]): number | undefined {
  let latest: number | undefined;
  for (const { origin } of pods) {
    if (origin.type !== 'Pod') continue;
    for (const date of [dateOf(origin.created), dateOf(origin.readyChanged)])
      if (date !== undefined && (latest === undefined || date > latest)) latest = date;
  }
  return latest;
}

function lastGiven(pods: readonly AllocatedPod[]): LastGiven {
  const last = new Map<string, bigint>();
  for (const { node, ips, spec } of pods) {
    if (spec.hostNetwork) continue;
    for (const ip of ips) {
      const cidr = node?.podCIDRs.find((each) => contains(rangeOfCIDR(each), ip));
      if (cidr === undefined) continue;
      const key = formatCIDR(cidr);
      const before = last.get(key);
      if (before === undefined || ip.value > before) last.set(key, ip.value);
    }
  }
  return last;
}
