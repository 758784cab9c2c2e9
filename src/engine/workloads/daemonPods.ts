import { namespaceOf } from '../../manifests/metadata.ts';
import type { PodResource, PodSpec, Toleration, WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { ClusterNode, PlannedPod } from '../allocation.ts';
import { nodeMatches } from '../scheduler/nodeAffinity.ts';
import { untoleratedTaint } from '../scheduler/taints.ts';
import { generatedName, standInSuffix } from './names.ts';

/**
 * One pod for each eligible node that has none of the DaemonSet yet, in node order; as in the cluster each is bound to its node by affinity, and the scheduler
 * has the last word (host ports). kubernetes pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod, pkg/controller/daemon/util/daemonset_util.go.
 */
export function daemonPods(
  workload: WorkloadResource,
  nodes: readonly ClusterNode[],
  active: readonly PodResource[],
): { readonly count: number; create(count: number): readonly PlannedPod[] } {
  const { template } = workload;
  const spec = daemonSpec(workload);
  const served = new Set(active.map((pod) => pod.spec.nodeName ?? onlyNodeOf(pod)));
  const eligible = nodes.filter((node) => !served.has(node.name) && shouldRun(spec, node));
  const owner = `${namespaceOf(workload)}/${workload.kind}/${workload.metadata.name}`;
  return {
    count: eligible.length,
    create(count) {
      const taken = new Set(active.map(({ metadata }) => metadata.name));
      return eligible.slice(0, count).map((node, ordinal) => {
        // By the node's name, so that a pod keeps its name when nodes come and go.
        let attempt = 0;
        let name = generatedName(`${workload.metadata.name}-`, standInSuffix(`${owner}/${node.name}`, attempt));
        while (taken.has(name)) name = generatedName(`${workload.metadata.name}-`, standInSuffix(`${owner}/${node.name}`, ++attempt));
        taken.add(name);
        return {
          namespace: namespaceOf(workload),
          name,
          labels: template.labels,
          annotations: template.annotations,
          spec: boundTo(node, spec),
          origin: workload,
          owner: { kind: workload.kind, name: workload.metadata.name },
          ordinal,
          hostname: template.spec.hostname,
          ready: true,
          terminating: false,
          phase: 'Running',
          nameCertain: false,
        };
      });
    },
  };
}

/** The template as the controller takes it: its pods stay on nodes that are in trouble. */
export function daemonSpec({ template: { spec } }: WorkloadResource): PodSpec {
  return { ...spec, tolerations: [...spec.tolerations, ...automaticTolerations(spec)] };
}

/** Whether a pod of this specification belongs on the node. */
export function shouldRun(spec: PodSpec, node: ClusterNode): boolean {
  if (spec.nodeName !== undefined && spec.nodeName !== '') return spec.nodeName === node.name;
  // An unnamed node stands for all, whatever their labels. A node that pods name and nothing declares may not exist at all.
  if (node.name === '') return true;
  if (node.unschedulable && node.resource === undefined) return false;
  return nodeMatches(spec, node) && untoleratedTaint(node, spec.tolerations) === undefined;
}

function automaticTolerations({ hostNetwork }: PodSpec): readonly Toleration[] {
  const exists = (name: string, effect: string): Toleration => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    value: '',
    effect,
    seconds: undefined,
  });
  return [
    exists('not-ready', 'NoExecute'),
    exists('unreachable', 'NoExecute'),
    exists('disk-pressure', 'NoSchedule'),
    exists('memory-pressure', 'NoSchedule'),
    exists('pid-pressure', 'NoSchedule'),
    exists('unschedulable', 'NoSchedule'),
    ...(hostNetwork ? [exists('network-unavailable', 'NoSchedule')] : []),
  ];
}

/** ReplaceDaemonSetPodNodeNameNodeAffinity: the node's name takes the place of every term's matchFields. */
export function boundTo(node: ClusterNode, spec: PodSpec): PodSpec {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [node.name] }];
  const terms = spec.requiredNodeAffinity ?? [];
  return {
    ...spec,
    requiredNodeAffinity:
      terms.length === 0
        ? [{ matchExpressions: [], matchFields }]
        : terms.map(({ matchExpressions }) => ({ matchExpressions, matchFields })),
  };
}

function onlyNodeOf({ spec }: PodResource): string | undefined {
  return spec.requiredNodeAffinity?.[0]?.matchFields[0]?.values[0];
}
