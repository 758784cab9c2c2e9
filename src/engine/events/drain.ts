import { list, message, type Message } from '../../base/message.ts';
import { nameOf, namespaceOf } from '../../manifests/metadata.ts';
import type { DisruptionBudgetResource } from '../../manifests/resources/selecting.ts';
import { lastAppliedOf } from '../lastApplied.ts';
import { labelOf, matches } from '../labels.ts';
import { isFinished } from '../calico/observed.ts';
import type { AllocatedPod, ClusterNode } from '../allocation.ts';
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
    const going = pods.filter((each) => budgetsAgainst(world, each).length === 0);
    if (going.length === 0) {
      for (const each of pods) world.stuck.push(whyItStays(each, budgetsAgainst(world, each)));
      break;
    }
    // One after the other: whoever goes counts no longer when the next one asks.
    for (const each of going) if (budgetsAgainst(world, each).length === 0) mark(world, [each]);
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

function whyItStays(each: WorkingPod, budgets: readonly DisruptionBudgetResource[]): Message {
  const [budget, ...others] = budgets.map(nameOf);
  return others.length === 0
    ? message('{0} lets {1} not go, so the drain does not end.', budget ?? '', nameOfPod(each))
    : message(
        'The eviction of {0} fails, so the drain ends with an error: {1} select it, and the API server takes one budget at most.',
        nameOfPod(each),
        list([budget ?? '', ...others], 5),
      );
}

/** The budget that does not let the pod go, or all that select it where they are several, which no eviction gets past; none: it may go. */
function budgetsAgainst(world: World, { pod }: WorkingPod): readonly DisruptionBudgetResource[] {
  if (isFinished(pod) || pod.phase === 'Pending') return [];
  const budgets = lastAppliedOf(world.cluster, 'DisruptionBudget').filter(
    (budget) => namespaceOf(budget) === pod.namespace && matches(budget.selector, pod.labels),
  );
  return budgets.length > 1 ? budgets : budgets.filter((budget) => !lets(world, budget, pod));
}

function lets(world: World, budget: DisruptionBudgetResource, pod: AllocatedPod): boolean {
  const own = world.pods.filter(
    (other) => other.pod.namespace === pod.namespace && isActive(other.pod) && matches(budget.selector, other.pod.labels),
  );
  const healthy = own.filter((other) => other.pod.ready).length;
  const { expected, wanted } = healthyPodsOf(world, budget, own);
  if (!pod.ready) {
    if (budget.sparesUnready) return true;
    // It counts for nothing, and may go while enough are ready. IfHealthyBudget
    if (wanted > 0 && healthy >= wanted) return true;
  }
  return expected > 0 && healthy > wanted;
}

/** How many pods a budget counts on, and how many of them have to stay ready. kubernetes pkg/controller/disruption/disruption.go getExpectedPodCount */
function healthyPodsOf(
  world: World,
  { minAvailable, maxUnavailable }: DisruptionBudgetResource,
  own: readonly WorkingPod[],
): { readonly expected: number; readonly wanted: number } {
  const isShare = maxUnavailable === undefined && minAvailable?.trim().endsWith('%') === true;
  if (maxUnavailable === undefined && !isShare)
    return minAvailable === undefined ? { expected: 0, wanted: 0 } : { expected: own.length, wanted: amountOf(minAvailable, 0) };
  // Pods that no controller owns are not counted on; how many one that is not known here wants is not known either.
  const others = own.filter(({ workload, pod }) => workload === undefined && pod.owner.kind !== 'Pod').length;
  const scales = new Set(own.flatMap(({ workload }) => (workload === undefined ? [] : [workload])));
  const expected = [...scales].reduce((sum, key) => {
    const workload = world.workload(key);
    return sum + (workload === undefined ? 0 : replicasOf(workload));
  }, others);
  const amount = amountOf(maxUnavailable ?? minAvailable ?? '', expected);
  return { expected, wanted: maxUnavailable === undefined ? amount : Math.max(0, expected - amount) };
}

/** Shares are rounded up. */
function amountOf(text: string, of: number): number {
  const match = /^([0-9]{1,9})(%?)$/.exec(text.trim());
  if (match === null) return 0;
  return match[2] === '%' ? Math.ceil((Number(match[1]) * of) / 100) : Number(match[1]);
}
