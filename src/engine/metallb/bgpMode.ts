import { resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';

/** What speaks BGP for MetalLB: its own code, or FRR, which can do more and refuses other things. */
export type BGPMode = 'native' | 'frr';

/** Known where the speaker's manifest is: with FRR beside it (`frr` container) or in pods of its own (`frr-k8s`), or with neither. */
export function bgpModeOf(cluster: Cluster): BGPMode | undefined {
  const workloads = speakers(cluster).filter((resource) => resource.type === 'Workload');
  const speaker = workloads.find((workload) => isPart(workload, 'metallb', 'speaker'));
  if (speaker === undefined) return undefined;
  const containers = [...speaker.template.spec.containers, ...speaker.template.spec.initContainers];
  const beside = containers.some(({ name }) => name === 'frr');
  return beside || workloads.some((workload) => isPart(workload, 'frr-k8s', 'frr-k8s')) ? 'frr' : 'native';
}

const speakers = resourcesWhere(
  (resource) => resource.type === 'Workload' && (isPart(resource, 'metallb', 'speaker') || isPart(resource, 'frr-k8s', 'frr-k8s')),
);

/** As the projects' manifests (`app`, `component`) and Helm charts (`app.kubernetes.io/…`) label their workloads. */
function isPart({ kind, metadata: { labels, name } }: WorkloadResource, app: string, component: string): boolean {
  if (kind !== 'DaemonSet') return false;
  const owner = labels['app.kubernetes.io/name'] ?? labels['app'];
  return owner === app && ((labels['app.kubernetes.io/component'] ?? labels['component']) === component || name.endsWith(component));
}
