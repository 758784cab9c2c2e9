import { perObject } from '../../base/derived.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { ClusterNode } from '../allocation.ts';
import { labelOf } from '../labels.ts';
import { EXCLUDED } from '../nodes/implied.ts';
import { hasFlag, programsNamed } from '../programs.ts';
import { nodeMatches } from '../scheduler/nodeAffinity.ts';
import { untoleratedTaint } from '../scheduler/taints.ts';

/**
 * Whether a speaker on the node announces anything. Where the speaker's manifest is not here, one is assumed on every node.
 * metallb speaker/main.go, speaker/layer2_controller.go (ignoreExcludeLB)
 */
export function isAvailable(node: ClusterNode, cluster: Cluster): boolean {
  if (node.silent === true || node.resource?.networkUnavailable === true || !hasSpeaker(node, cluster)) return false;
  return labelOf(node.labels, EXCLUDED) === undefined || ignoresExclusion(cluster);
}

/** Whether the speaker is told to pass over the label that keeps nodes out of load balancers. */
const ignoresExclusion = perObject((cluster: Cluster) =>
  programsNamed(cluster, 'metallb-speaker').some(({ program }) => hasFlag(program, 'ignore-exclude-lb')),
);

/** Whether the speakers of the manifests run on a node: their DaemonSet may leave some out. */
export function hasSpeaker(node: ClusterNode, cluster: Cluster): boolean {
  const daemons = daemonsOfSpeaker(cluster);
  if (daemons.length === 0 || node.name === '') return true;
  return daemons.some(
    ({ template: { spec } }) =>
      nodeMatches(spec, node) && untoleratedTaint({ ...node, unschedulable: false }, [...spec.tolerations, ...ofDaemons]) === undefined,
  );
}

const daemonsOfSpeaker = perObject((cluster: Cluster) =>
  programsNamed(cluster, 'metallb-speaker').flatMap(({ resource }) =>
    resource.type === 'Workload' && resource.controller === 'DaemonSet' ? [resource] : [],
  ),
);

/** kubernetes pkg/controller/daemon/util/daemonset_util.go AddOrUpdateDaemonPodTolerations */
const ofDaemons = [
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
  'node.kubernetes.io/network-unavailable',
  'node.kubernetes.io/disk-pressure',
  'node.kubernetes.io/memory-pressure',
  'node.kubernetes.io/pid-pressure',
  'node.kubernetes.io/unschedulable',
].map((key) => ({ key, operator: 'Exists', value: '', effect: undefined, seconds: undefined }));
