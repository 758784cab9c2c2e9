import type { PodSpec, WorkloadResource } from '../../../manifests/resources/workloads.ts';
import type { ClusterNode } from '../../allocation.ts';
import { nodeMatches, onlyNode } from '../../scheduler/nodeAffinity.ts';
import { tolerates } from '../../scheduler/taints.ts';
import { boundTo, daemonSpec, shouldRun } from '../../workloads/daemonPods.ts';
import { templatePod } from '../../workloads/wantedPods.ts';
import { mark } from '../endings.ts';
import type { WorkingPod, World } from '../world.ts';
import { currentRevision } from './wanted.ts';
import { create, freshName } from './newPod.ts';

/** One look of the DaemonSet controller. A node gets its pod anew when the old one has gone. kubernetes pkg/controller/daemon/daemon_controller.go, update.go */
export function controlDaemonSet(world: World, workload: WorkloadResource, own: readonly WorkingPod[]): boolean {
  const spec = daemonSpec(workload);
  const revision = currentRevision(world, workload);
  const byNode = new Map<string, WorkingPod[]>();
  for (const each of own) {
    const name = each.pod.node?.name ?? onlyNode(each.pod.spec) ?? '';
    const list = byNode.get(name);
    if (list === undefined) byNode.set(name, [each]);
    else list.push(each);
  }
  let changed = false;
  const wanting: ClusterNode[] = [];
  for (const node of world.nodes) {
    const pods = byNode.get(node.name) ?? [];
    const wanted = shouldRun(spec, node);
    if (wanted) wanting.push(node);
    if (wanted && pods.length === 0) {
      createDaemon(world, workload, node, spec, revision);
      changed = true;
    }
    const leaving = pods.filter(
      ({ pod }) => !pod.terminating && (pod.phase === 'Failed' || pod.phase === 'Succeeded' || !mayStay(spec, node)),
    );
    if (leaving.length === 0) continue;
    mark(world, leaving);
    changed = true;
  }
  if (changed || workload.rollout.strategy === 'OnDelete') return changed;
  return update(world, workload, { spec, revision, wanting, byNode });
}

/** shouldContinueRunning: only taints that drive pods away count. */
function mayStay(spec: PodSpec, node: ClusterNode): boolean {
  if (node.name === '') return true;
  return (
    nodeMatches(spec, node) &&
    node.taints.every((taint) => taint.effect !== 'NoExecute' || spec.tolerations.some((toleration) => tolerates(toleration, taint)))
  );
}

function update(
  world: World,
  workload: WorkloadResource,
  {
    spec,
    revision,
    wanting,
    byNode,
  }: {
    readonly spec: PodSpec;
    readonly revision: string;
    readonly wanting: readonly ClusterNode[];
    readonly byNode: ReadonlyMap<string, readonly WorkingPod[]>;
  },
): boolean {
  const { surge, unavailable } = daemonUpdateOf(workload, wanting.length);
  const nodes = wanting.map((node) => {
    const pods = (byNode.get(node.name) ?? []).filter(({ pod }) => !pod.terminating);
    return {
      node,
      old: pods.find((each) => each.revision !== revision),
      fresh: pods.find((each) => each.revision === revision),
      ending: (byNode.get(node.name) ?? []).some(({ pod }) => pod.terminating),
    };
  });
  const begin = (old: WorkingPod) => {
    world.replaced.push(`${old.pod.namespace}/${old.pod.name}`);
    return old;
  };
  if (surge === 0) {
    const missing = nodes.filter(({ old, fresh }) => (fresh ?? old)?.pod.ready !== true).length;
    const unready = nodes.flatMap(({ old }) => (old !== undefined && !old.pod.ready ? [old] : []));
    const ready = nodes.flatMap(({ old }) => (old?.pod.ready === true ? [old] : []));
    const leaving = [...unready, ...ready.slice(0, Math.max(0, unavailable - missing))];
    mark(world, leaving.map(begin));
    return leaving.length > 0;
  }
  const replaced = nodes.flatMap(({ old, fresh }) => (old !== undefined && (fresh?.pod.ready === true || !old.pod.ready) ? [old] : []));
  mark(world, replaced.map(begin));
  const surging = nodes.filter(({ old, fresh }) => old !== undefined && fresh !== undefined && !replaced.includes(old)).length;
  const next = nodes
    .filter(({ old, fresh }) => old !== undefined && fresh === undefined && !replaced.includes(old))
    .slice(0, Math.max(0, surge - surging));
  for (const { node } of next) createDaemon(world, workload, node, spec, revision);
  return replaced.length + next.length > 0;
}

/** How many pods may be missing or doubled at a time; shares of the number of nodes are rounded up. Absent strategy: one may be missing. */
export function daemonUpdateOf(
  { rollout: { maxSurge = '0', maxUnavailable = '1' } }: WorkloadResource,
  nodes: number,
): { readonly surge: number; readonly unavailable: number } {
  const surge = countOf(maxSurge, nodes);
  const unavailable = countOf(maxUnavailable, nodes);
  return { surge, unavailable: surge === 0 ? Math.max(1, unavailable) : unavailable };
}

function countOf(text: string, nodes: number): number {
  const match = /^([0-9]{1,6})(%?)$/.exec(text.trim());
  if (match === null) return 0;
  return match[2] === '%' ? Math.ceil((Number(match[1]) * nodes) / 100) : Number(match[1]);
}

function createDaemon(world: World, workload: WorkloadResource, node: ClusterNode, spec: PodSpec, revision: string): void {
  create(world, workload, revision, {
    ...templatePod(workload),
    name: freshName(world, workload, `${workload.metadata.name}-`),
    spec: boundTo(node, spec),
    ordinal: world.nodes.indexOf(node),
    nameCertain: false,
  });
}
