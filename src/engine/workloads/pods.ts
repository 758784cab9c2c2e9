import { sameItems } from '../../base/derived.ts';
import { changeOf } from '../../base/listChange.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import { couldChange } from '../../manifests/unknown.ts';
import type { ClusterNode, PlannedPod } from '../allocation.ts';
import { ownershipOf, type Ownership } from './ownership.ts';
import { workloadRefusal, type RefusedWorkload } from './refusedWorkload.ts';
import { wantedPods } from './wantedPods.ts';

/** Pods of one workload beyond this are counted, not expanded: more than an edge cluster runs (110 on a node), and each costs work in every later step. */
export const maxPodsOfWorkload = 5_000;
/** The same for all pods of a cluster. */
export const maxPodsOfCluster = 20_000;

/**
 * The pods that the controllers would create, with those that are among the manifests, in the order in which they ask for addresses: namespace, owner's kind
 * and name, ordinal, name. A workload whose pods are (partly) among the manifests only gets what it lacks. A CronJob has none: when its jobs run no manifest says.
 * `omitted` counts the pods beyond the bounds; `refused` are the workloads that the API server would not create.
 */
export function plannedPods(cluster: Cluster, nodes: readonly ClusterNode[], known: KnownPods = new KnownPods()): PlannedPods {
  const ownership = ownershipOf(cluster);
  // What could not be rendered may yet change labels on one side.
  const changing = cluster.unknowns.filter(({ reach }) => reach.changes !== 'nothing');
  return ownership.isEmpty && changing.length === 0
    ? known.planned(ownership, nodes)
    : planned(known.rowsOf(ownership.roots), ownership, nodes, (workload) => changing.some((unknown) => couldChange(unknown, workload)));
}

function planned(
  rows: readonly Row[],
  ownership: Ownership,
  nodes: readonly ClusterNode[],
  mayChange: (workload: WorkloadResource) => boolean,
): PlannedPods {
  const pods: PlannedPod[] = ownership.pods.slice(0, maxPodsOfCluster).map(writtenPod);
  const refused: RefusedWorkload[] = [];
  let omitted = ownership.pods.length - pods.length;
  // Sorted before the bound counts, so that the order of unrelated documents does not decide who is left out.
  for (const row of rows) {
    const { workload, refusal } = row;
    if (refusal !== undefined && !mayChange(workload)) {
      refused.push({ workload, refusal });
      continue;
    }
    const room = Math.min(maxPodsOfWorkload, maxPodsOfCluster - pods.length);
    const wanted = podsOfRow(row, ownership, nodes, room);
    for (const pod of wanted.pods) pods.push(pod);
    omitted += Math.max(0, wanted.count - room);
  }
  // Workload by workload they are in order already.
  return { pods: ownership.pods.length === 0 ? pods : pods.sort(comparePods), omitted, refused };
}

/** Beyond it all are sorted anew. */
const mostSortedIn = 64;

/** A workload with what was planned for it last. */
interface Row {
  readonly workload: WorkloadResource;
  /** Why the API server would refuse it, where nothing changes what is written. */
  readonly refusal: ReturnType<typeof workloadRefusal>;
  known: KnownWorkload | undefined;
}

/** The pods of workloads as they were planned last: of one that is as it was, the same objects. */
export class KnownPods {
  #workloads: readonly WorkloadResource[] = [];
  #rows: readonly Row[] = [];
  /** Of all rows, where each made its pods by itself and none was left out. */
  #last: { readonly rows: readonly Row[]; readonly nodes: readonly ClusterNode[]; readonly planned: PlannedPods } | undefined;

  /** By namespace, kind and name. */
  rowsOf(workloads: readonly WorkloadResource[]): readonly Row[] {
    this.#last = undefined;
    return this.#follow(workloads);
  }

  /** The pods of workloads none of which has any among the manifests: what stands before and behind a change is taken over. */
  planned(ownership: Ownership, nodes: readonly ClusterNode[]): PlannedPods {
    const last = this.#last?.nodes === nodes ? this.#last : undefined;
    const rows = this.#follow(ownership.roots);
    const result = (last === undefined ? undefined : changed(last, rows, ownership)) ?? planned(rows, ownership, nodes, () => false);
    this.#last = result.omitted === 0 ? { rows, nodes, planned: result } : undefined;
    return result;
  }

  #follow(workloads: readonly WorkloadResource[]): readonly Row[] {
    const { removed, added } = changeOf(this.#workloads, workloads);
    this.#workloads = workloads;
    return (this.#rows =
      (removed.length + added.length > mostSortedIn ? undefined : withChanges(this.#rows, removed, added)) ??
      sortedAnew(this.#rows, workloads));
  }
}

/** Absent where there is no room for all. */
function changed(
  last: { readonly rows: readonly Row[]; readonly nodes: readonly ClusterNode[]; readonly planned: PlannedPods },
  rows: readonly Row[],
  ownership: Ownership,
): PlannedPods | undefined {
  const { head, removed, added } = changeOf(last.rows, rows);
  let start = 0;
  for (let index = 0; index < head; index++) start += podsIn(last.rows[index] as Row);
  const gone = removed.reduce((sum, row) => sum + podsIn(row), 0);
  const fresh: PlannedPod[] = [];
  for (const row of added) {
    if (row.refusal !== undefined) continue;
    const { count, pods } = podsOfRow(row, ownership, last.nodes, maxPodsOfWorkload);
    if (count > maxPodsOfWorkload) return undefined;
    for (const pod of pods) fresh.push(pod);
  }
  const before = last.planned.pods;
  const pods = [...before.slice(0, start), ...fresh, ...before.slice(start + gone)];
  if (pods.length > maxPodsOfCluster) return undefined;
  const sameRefused = removed.every(isAccepted) && added.every(isAccepted);
  return {
    pods,
    omitted: 0,
    refused: sameRefused
      ? last.planned.refused
      : rows.flatMap(({ workload, refusal }) => (refusal === undefined ? [] : [{ workload, refusal }])),
  };
}

/** How many pods it has in the list. */
function podsIn({ refusal, known }: Row): number {
  return refusal === undefined ? (known?.pods.length ?? 0) : 0;
}

function isAccepted({ refusal }: Row): boolean {
  return refusal === undefined;
}

function sortedAnew(before: readonly Row[], workloads: readonly WorkloadResource[]): readonly Row[] {
  const known = new Map(before.map((row) => [row.workload, row]));
  return workloads.toSorted(compareWorkloads).map((workload) => known.get(workload) ?? rowOf(workload));
}

/** Absent where two have one name, so that their written order counts. */
function withChanges(
  before: readonly Row[],
  removed: readonly WorkloadResource[],
  added: readonly WorkloadResource[],
): readonly Row[] | undefined {
  const rows = [...before];
  for (const workload of removed) {
    let place = placeIn(rows, workload);
    // Of one name there may be several.
    while (place < rows.length && rows[place]?.workload !== workload) place++;
    rows.splice(place, 1);
  }
  for (const workload of added) {
    const place = placeIn(rows, workload);
    const next = rows[place];
    if (next !== undefined && compareWorkloads(next.workload, workload) === 0) return undefined;
    rows.splice(place, 0, rowOf(workload));
  }
  return rows;
}

function rowOf(workload: WorkloadResource): Row {
  return { workload, refusal: workloadRefusal(workload), known: undefined };
}

/** Where in sorted rows one goes. */
function placeIn(rows: readonly Row[], workload: WorkloadResource): number {
  let low = 0;
  for (let high = rows.length; low < high;) {
    const middle = (low + high) >> 1;
    if (compareWorkloads((rows[middle] as Row).workload, workload) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** At most so many pods as there is room for, and how many there are. */
function podsOfRow(row: Row, ownership: Ownership, nodes: readonly ClusterNode[], room: number): KnownWorkload {
  const { workload, known } = row;
  const own = ownership.podsOf(workload);
  const child = ownership.childOf(workload);
  if (
    known !== undefined &&
    known.child === child &&
    sameItems(known.own, own) &&
    (workload.controller !== 'StatefulSet' || sameItems(known.present, ownership.pods)) &&
    (workload.controller !== 'DaemonSet' || known.nodes === nodes) &&
    known.pods.length === Math.min(room, known.count)
  )
    return known;
  const wanted = wantedPods(workload, ownership, nodes);
  return (row.known = {
    own,
    present: workload.controller === 'StatefulSet' ? ownership.pods : [],
    child,
    nodes: workload.controller === 'DaemonSet' ? nodes : undefined,
    count: wanted.count,
    pods: [...wanted.create(Math.min(room, wanted.count))],
  });
}

interface KnownWorkload {
  /** Its Pod manifests, and of a StatefulSet all of the cluster: any may have a name that it wants. */
  readonly own: readonly PodResource[];
  readonly present: readonly PodResource[];
  readonly child: WorkloadResource | undefined;
  readonly nodes: readonly ClusterNode[] | undefined;
  readonly count: number;
  readonly pods: readonly PlannedPod[];
}

export interface PlannedPods {
  readonly pods: readonly PlannedPod[];
  readonly omitted: number;
  readonly refused: readonly RefusedWorkload[];
}

function compareWorkloads(one: WorkloadResource, other: WorkloadResource): number {
  return compare(namespaceOf(one), namespaceOf(other)) || compare(one.kind, other.kind) || compare(one.metadata.name, other.metadata.name);
}

function comparePods(one: PlannedPod, other: PlannedPod): number {
  return (
    compare(one.namespace, other.namespace) ||
    compare(one.owner.kind, other.owner.kind) ||
    compare(one.owner.name, other.owner.name) ||
    one.ordinal - other.ordinal ||
    compare(one.name, other.name)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A Pod manifest: written by hand, or taken from a cluster with its status. */
export function writtenPod(resource: PodResource): PlannedPod {
  const { name, labels, annotations, deleting } = resource.metadata;
  const phase = resource.phase ?? 'Running';
  return {
    namespace: namespaceOf(resource),
    name,
    labels,
    annotations,
    spec: resource.spec,
    origin: resource,
    owner: resource.owner ?? { kind: 'Pod', name },
    ordinal: ordinalOf(resource),
    hostname: resource.spec.hostname,
    ready: resource.ready ?? phase === 'Running',
    terminating: deleting,
    phase,
    nameCertain: true,
  };
}

function ordinalOf({ metadata: { name }, owner }: PodResource): number {
  const match = owner?.kind === 'StatefulSet' ? /-([0-9]{1,9})$/.exec(name) : undefined;
  return Number(match?.[1] ?? 0);
}
