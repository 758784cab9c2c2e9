import { groupBy } from '../../base/groupBy.ts';
import { podsWhere } from '../../engine/allocationIndex.ts';
import { ownerOf } from '../../engine/references/podOwners.ts';
import { nodeMatches } from '../../engine/scheduler/nodeAffinity.ts';
import { resourcesWhere } from '../../manifests/cluster.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { boundToNobody, onNoNode, stayPending } from '../shared/workload/pendingPods.ts';

export const unschedulable: Check = {
  code: 'workload/unschedulable',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    const { allocation, cluster } = context;
    const { nodes } = allocation;
    const bound = naming(cluster);
    if (bound.length > 0) yield* boundToNobody(bound, context);
    // Nodes that a profile or a pod only implies say nothing of their labels.
    if (nodes.length === 0 || nodes.some(({ name, place }) => name === '' || place === undefined)) return;
    const waiting = groupBy(podsWithoutNode(allocation), ({ origin }) => origin);
    if (waiting.size > 0) yield* stayPending(waiting, context);
    const idle = daemonSets(cluster).filter(
      (workload) => workload.metadata.name !== '' && !nodes.some((node) => nodeMatches(workload.template.spec, node)),
    );
    if (idle.length > 0) yield* onNoNode(idle, context);
  },
};

const podsWithoutNode = podsWhere(({ unschedulable: refusal }) => refusal !== undefined);
const daemonSets = resourcesWhere(
  (resource): resource is WorkloadResource => resource.type === 'Workload' && resource.controller === 'DaemonSet',
);
const naming = resourcesWhere(
  (resource): resource is WorkloadResource | PodResource =>
    (resource.type === 'Workload' || resource.type === 'Pod') && (ownerOf(resource).spec.nodeName ?? '') !== '',
);
