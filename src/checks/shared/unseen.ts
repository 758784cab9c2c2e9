import { message, type Message } from '../../base/message.ts';
import { resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { groupOf } from '../../manifests/metadata.ts';
import type { Resource } from '../../manifests/resource.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';

/** What could make pods that no manifest here shows, said for people; absent when all that could is understood. */
export function unseenPods(cluster: Cluster): Message | undefined {
  return unreadManifests(cluster, mayBringPods) ?? unappliedChanges(cluster) ?? unknownOwner(cluster);
}

/** What could bring Services that no manifest here shows. */
export function unseenServices(cluster: Cluster): Message | undefined {
  const why = unreadManifests(cluster, mayBringServices) ?? unappliedChanges(cluster);
  if (why !== undefined) return why;
  const owner = podMakers(cluster).find(({ type }) => type === 'Other');
  return owner === undefined ? undefined : message('{0} may have Services of its own.', `${owner.kind} ${owner.metadata.name}`.trim());
}

/** That some manifests could not be read; of those of which it is known what they are, one that concerns the question. */
export function unreadManifests({ unknowns }: Cluster, concerns: (resource: Resource) => boolean): Message | undefined {
  return unknowns.unreadable > 0 || unknowns.indefinite?.some(concerns) === true
    ? message('Some manifests of this cluster could not be read.')
    : undefined;
}

export const mayBringPods = (resource: Resource): boolean =>
  resource.type === 'Pod' || mayOwnPods(resource) || resource.type === 'Workload';

const mayBringServices = (resource: Resource): boolean =>
  resource.type === 'Service' || (resource.type === 'Other' && mayOwnPods(resource));

/** What decides which pools of addresses there are, and for whom. */
export const mayBringAddresses = ({ type }: Resource): boolean => addressing.has(type);

const addressing: ReadonlySet<Resource['type']> = new Set([
  'IPPool',
  'IPReservation',
  'IPAMConfiguration',
  'IPAMBlock',
  'Installation',
  'OpenShiftNetwork',
  'IPAddressPool',
  'L2Advertisement',
  'BGPAdvertisement',
  'MetalLBConfig',
  'BGPPeer',
  'Community',
  'Node',
  'Namespace',
  'EdgeNetwork',
  'AksEdgeConfiguration',
  'DeviceConfiguration',
  'DistributionConfiguration',
  'ServiceCIDR',
  'ConfigMap',
]);

export const mayBringEndpoints = ({ type }: Resource): boolean => type === 'Endpoints' || type === 'EndpointSlice' || type === 'Service';

/** What could not be rendered: it may bring anything, and change labels, names and ports of what is there. */
export function unappliedChanges({ unknowns }: Cluster): Message | undefined {
  const [first] = unknowns.unrendered;
  return first === undefined ? undefined : message('What {0} brings or changes is not known here.', first);
}

function unknownOwner(cluster: Cluster): Message | undefined {
  const [owner] = podMakers(cluster);
  return owner === undefined ? undefined : message('{0} may have pods of its own.', `${owner.kind} ${owner.metadata.name}`.trim());
}

/** Those that may make pods which they do not describe. */
export const podMakers = resourcesWhere(mayOwnPods);

/** Whether a resource may make pods that it does not describe, or put labels on those that it does. */
function mayOwnPods(resource: Resource): boolean {
  const kind = kindOf(resource);
  if (kind !== undefined) return kind.mayHidePods === true;
  return resource.type === 'Workload' || !withoutPods.has(groupOf(resource.apiVersion));
}

/** API groups whose objects have no pods, of kinds that we do not know. */
const withoutPods: ReadonlySet<string> = new Set([
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'extensions',
  'rbac.authorization.k8s.io',
  'networking.k8s.io',
  'storage.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'admissionregistration.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'certificates.k8s.io',
  'node.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'resource.k8s.io',
  'policy.networking.k8s.io',
  'snapshot.storage.k8s.io',
  'k8s.cni.cncf.io',
  'metrics.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'kustomize.config.k8s.io',
  'kubeadm.k8s.io',
  'kubelet.config.k8s.io',
  'kubeproxy.config.k8s.io',
  'apiserver.config.k8s.io',
  'audit.k8s.io',
  'kind.x-k8s.io',
  'metallb.io',
  'projectcalico.org',
  'crd.projectcalico.org',
  'edgenetwork',
  'networking.istio.io',
  'security.istio.io',
  'telemetry.istio.io',
  'cert-manager.io',
  'acme.cert-manager.io',
  'cilium.io',
  'traefik.io',
  'traefik.containo.us',
  'external-secrets.io',
  'secrets-store.csi.x-k8s.io',
  'keda.sh',
  'autoscaling.k8s.io',
  'kyverno.io',
  'constraints.gatekeeper.sh',
  'templates.gatekeeper.sh',
  'cloud.google.com',
  'networking.gke.io',
  'monitoring.googleapis.com',
  'skaffold',
]);
