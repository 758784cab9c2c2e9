import { list, message } from '../../base/message.ts';
import { nameOf, namespaceOf } from '../../manifests/metadata.ts';
import type { DisruptionBudgetResource } from '../../manifests/resources/selecting.ts';
import { lastAppliedOf } from '../lastApplied.ts';
import { labelOf, matches } from '../labels.ts';
import { isFinished } from '../calico/observed.ts';
import type { ClusterNode } from '../allocation.ts';
import { isActive } from './begin.ts';
import { replicasOf } from './controllers/wanted.ts';
import { mark } from './endings.ts';
import { cordon } from './nodes.ts';
import { settle } from './settle.ts';
import type { WorkingPod, World } from './world.ts';

/**
 * What `kubectl drain --ignore-daemonsets` does: nothing new comes to the node, and its pods are evicted as fast as disruption budgets allow; each is replaced elsewhere before
 * a budget lets the next one go. A pod that nobody replaces stops it before it begins, unless it is forced. kubectl pkg/drain/filters.go; kubernetes pkg/registry/core/pod/storage/eviction.go
 */
export function drain(world: World, node: ClusterNode, force: boolean): void {
  cordon(world, node, true);
  const leaving = () => world.pods.filter((each) => isDrained(world, each, node.name));
  const alone = leaving().filter(({ workload, pod }) => workload === undefined && pod.owner.kind === 'Pod' && !isFinished(pod));
  if (alone.length > 0 && !force) {
    world.stuck.push(
      message(
        'The command kubectl drain refuses: nobody would replace {0}, so it evicts nothing without --force.',
        list(alone.map(nameOfPod), 5),
      ),
    );
    return;
  }
  for (;;) {
    const pods = leaving().filter(({ pod }) => !pod.terminating);
    if (pods.length === 0) break;
    let evicted = false;
    for (const each of pods) {
      if (budgetAgainst(world, each) !== undefined) continue;
      mark(world, [each]);
      evicted = true;
    }
    if (!evicted) {
      for (const each of pods) {
        const budget = budgetAgainst(world, each);
        if (budget !== undefined)
          world.stuck.push(message('{0} lets {1} not go, so the drain does not end.', nameOf(budget), nameOfPod(each)));
      }
      break;
    }
    settle(world);
  }
  settle(world);
}

function nameOfPod({ pod }: WorkingPod): string {
  return `${pod.namespace}/${pod.name}`;
}

/** Neither a DaemonSet's pod, nor one that the kubelet makes by itself. */
function isDrained(world: World, { pod, workload }: WorkingPod, node: string): boolean {
  if (pod.node?.name !== node || labelOf(pod.annotations, 'kubernetes.io/config.mirror') !== undefined) return false;
  if (pod.owner.kind === 'Node') return false;
  return (workload === undefined ? pod.owner.kind : world.workload(workload)?.controller) !== 'DaemonSet';
}

/** The budget that does not let the pod go, if there is one. */
function budgetAgainst(world: World, { pod }: WorkingPod): DisruptionBudgetResource | undefined {
  if (isFinished(pod) || pod.phase === 'Pending') return undefined;
  return lastAppliedOf(world.cluster, 'DisruptionBudget').find((budget) => {
    if (namespaceOf(budget) !== pod.namespace || !matches(budget.selector, pod.labels)) return false;
    const own = world.pods.filter(
      (other) => other.pod.namespace === pod.namespace && isActive(other.pod) && matches(budget.selector, other.pod.labels),
    );
    const healthy = own.filter((other) => other.pod.ready).length;
    const wanted = wantedHealthy(world, budget, own);
    // A pod that is not ready counts for nothing, and may go while enough are. IfHealthyBudget
    return pod.ready ? healthy <= wanted : healthy < wanted;
  });
}

/** kubernetes pkg/controller/disruption/disruption.go getExpectedPodCount */
function wantedHealthy(world: World, { minAvailable, maxUnavailable }: DisruptionBudgetResource, own: readonly WorkingPod[]): number {
  const scales = new Set(own.flatMap(({ workload }) => (workload === undefined ? [] : [workload])));
  const expected = [...scales].reduce((sum, key) => {
    const workload = world.workload(key);
    return sum + (workload === undefined ? 0 : replicasOf(workload));
  }, 0);
  if (maxUnavailable !== undefined) return expected - amountOf(maxUnavailable, expected);
  return minAvailable === undefined ? 0 : amountOf(minAvailable, expected);
}

/** Shares are rounded up. */
function amountOf(text: string, of: number): number {
  const match = /^([0-9]{1,9})(%?)$/.exec(text.trim());
  if (match === null) return 0;
  return match[2] === '%' ? Math.ceil((Number(match[1]) * of) / 100) : Number(match[1]);
}
