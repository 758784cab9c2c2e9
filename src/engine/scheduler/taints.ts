import type { Taint } from '../../manifests/resources/core.ts';
import type { Toleration } from '../../manifests/resources/workloads.ts';
import type { ClusterNode } from '../allocation.ts';

/** `spec.unschedulable` as the scheduler sees it. kubernetes pkg/scheduler/framework/plugins/nodeunschedulable */
const unschedulableTaint: Taint = { key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' };

/** The node's taints, that of `spec.unschedulable` included. */
function taintsOf(node: ClusterNode): readonly Taint[] {
  if (!node.unschedulable || node.taints.some(({ key, effect }) => key === unschedulableTaint.key && effect === 'NoSchedule'))
    return node.taints;
  return [unschedulableTaint, ...node.taints];
}

/** The first taint that keeps the pod off the node. PreferNoSchedule never does. component-helpers scheduling/corev1/helpers.go */
export function untoleratedTaint(node: ClusterNode, tolerations: readonly Toleration[]): Taint | undefined {
  if (node.taints.length === 0 && !node.unschedulable) return undefined;
  return taintsOf(node).find(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

/** How many PreferNoSchedule taints of the node the pod does not tolerate. kubernetes pkg/scheduler/framework/plugins/tainttoleration */
export function intolerablePreferences({ taints }: ClusterNode, tolerations: readonly Toleration[]): number {
  // Only tolerations for this effect, or for all, count here.
  const relevant = tolerations.filter(({ effect }) => effect === undefined || effect === '' || effect === 'PreferNoSchedule');
  return taints.filter((taint) => taint.effect === 'PreferNoSchedule' && !relevant.some((toleration) => tolerates(toleration, taint)))
    .length;
}

/** api core/v1/toleration.go ToleratesTaint; its operators Gt and Lt are behind a gate that is off, and so tolerate nothing. */
export function tolerates({ key = '', operator = '', value, effect = '' }: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  switch (operator) {
    case '':
    case 'Equal':
      return key !== '' && value === taint.value;
    case 'Exists':
      return true;
    default:
      return false;
  }
}
