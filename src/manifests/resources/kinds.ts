import { isKustomizationFile } from '../fileNames.ts';
import { groupOf } from '../metadata.ts';
import { kind, type Kind, type TypedResource } from './kind.ts';
import { isPlainConfigMap, namedKinds } from './namedKinds.ts';
import type { OtherResource } from './other.ts';
import { readCiliumL2Policy, readCiliumPool } from './readCilium.ts';
import { readNetworkAttachmentDefinition } from './readAttachment.ts';
import { isAksEdgeConfiguration, readAksEdgeConfiguration } from './readAksEdge.ts';
import {
  readInstallation,
  readIPAMBlock,
  readBGPConfiguration,
  readIPAMConfiguration,
  readIPPool,
  readIPReservation,
  readOpenShiftNetwork,
} from './readCalico.ts';
import { readConfigMap, readEndpoints, readEndpointSlice, readNamespace, readNode, readService } from './readCore.ts';
import {
  isConfigurationMap,
  isLaunchConfiguration,
  isServerConfiguration,
  isTalosConfiguration,
  mayBeLaunchFile,
  mayBeServerFile,
  mayBeTalosFile,
} from './distributionFiles.ts';
import {
  readClusterConfiguration,
  readConfigurationMap,
  readKubeletConfiguration,
  readKubeNetworkConfig,
  readKubeProxyConfiguration,
  readLaunchConfiguration,
  readNodeConfiguration,
  readServerConfiguration,
  readTalosConfiguration,
} from './readDistribution.ts';
import { isDeviceConfiguration, readDeviceConfiguration, readEdgeNetwork } from './readEdgeNetwork.ts';
import { isIoTEdgeDeployment, mayBeIoTEdgeFile, readIoTEdgeDeployment } from './readIoTEdge.ts';
import { readClusterPolicy, readForeignPolicy } from './readClusterPolicy.ts';
import { readGateway, readListenerSet, readReferenceGrant, readRoute, readTraefikRoute } from './readGateway.ts';
import { readKustomization } from './readKustomization.ts';
import { readBFDProfile, readBGPAdvertisement, readBGPPeer, readCommunity, readIPAddressPool, readL2Advertisement } from './readMetallb.ts';
import { isMetalLBConfig, readMetalLBConfig } from './readMetalLBConfig.ts';
import { readServiceImport } from './readMulticluster.ts';
import { readCalicoNetworkPolicy, readIngress, readIngressClass, readNetworkPolicy, readNetworkSet, readTier } from './readNetworking.ts';
import { readAutoscaler, readDisruptionBudget, readMonitor } from './readSelecting.ts';
import { readServiceCIDR } from './readServiceCIDR.ts';
import { hasPodTemplate, readPod, readWorkload } from './readWorkloads.ts';
import type { WorkloadKind, WorkloadResource } from './workloads.ts';

const calico = ['projectcalico.org/v3', 'crd.projectcalico.org/v1'];
const clusterPolicy = ['policy.networking.k8s.io/v1alpha2', 'policy.networking.k8s.io/v1alpha1'];
const gateway = ['gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1beta1', 'gateway.networking.k8s.io/v1alpha2'];
const kubeadm = ['kubeadm.k8s.io/v1beta4', 'kubeadm.k8s.io/v1beta3', 'kubeadm.k8s.io/v1beta2', 'kubeadm.k8s.io/v1beta1'];
const kustomize = ['kustomize.config.k8s.io/v1beta1', 'kustomize.config.k8s.io/v1alpha1'];
const metallb = ['metallb.io/v1beta1'];

/** Kinds with a shape of their own. Of those that stand in several API groups the last one counts while no `apiVersion` is written. */
export const readKinds = [
  kind({
    type: 'EdgeNetwork',
    apiVersions: ['edgenetwork/v1'],
    kind: 'EdgeNetwork',
    scope: 'local',
    read: readEdgeNetwork,
    countsIn: 'own-folder',
    standsForParts: true,
  }),
  kind({
    type: 'AksEdgeConfiguration',
    apiVersions: [],
    kind: 'AksEdgeConfiguration',
    scope: 'local',
    read: readAksEdgeConfiguration,
    unnamed: { isIt: isAksEdgeConfiguration, mayBeIn: (_, text) => text.includes('"DeploymentType"') },
    countsIn: 'own-folder',
    standsForParts: true,
  }),
  ...distributionKinds(),
  kind({
    type: 'DeviceConfiguration',
    apiVersions: [],
    kind: 'DeviceConfiguration',
    scope: 'local',
    read: readDeviceConfiguration,
    unnamed: { isIt: isDeviceConfiguration, mayBeIn: (_, text) => text.includes('"device"') || text.includes('device:') },
    countsIn: 'own-folder',
    standsForParts: true,
  }),
  kind({
    type: 'IoTEdgeDeployment',
    apiVersions: [],
    kind: 'IoTEdgeDeployment',
    scope: 'local',
    read: readIoTEdgeDeployment,
    unnamed: { isIt: isIoTEdgeDeployment, mayBeIn: mayBeIoTEdgeFile },
    standsForParts: true,
  }),
  kind({
    type: 'Kustomization',
    apiVersions: kustomize,
    kind: 'Kustomization',
    scope: 'local',
    read: readKustomization,
    unnamed: { isIt: ({ context }) => isKustomizationFile(context.document.file), mayBeIn: isKustomizationFile },
    countsIn: 'none',
  }),
  kind({
    type: 'Kustomization',
    apiVersions: [...kustomize].reverse(),
    kind: 'Component',
    scope: 'local',
    read: readKustomization,
    countsIn: 'none',
  }),

  kind({ type: 'Node', apiVersions: ['v1'], kind: 'Node', scope: 'cluster', read: readNode }),
  kind({ type: 'Namespace', apiVersions: ['v1'], kind: 'Namespace', scope: 'cluster', read: readNamespace, keepsName: true }),
  kind({
    type: 'MetalLBConfig',
    apiVersions: ['v1'],
    kind: 'ConfigMap',
    scope: 'namespaced',
    read: readMetalLBConfig,
    when: isMetalLBConfig,
    standsForParts: true,
    configures: 'metallb',
  }),
  kind({
    type: 'DistributionConfiguration',
    apiVersions: ['v1'],
    kind: 'ConfigMap',
    scope: 'namespaced',
    read: readConfigurationMap,
    when: isConfigurationMap,
  }),
  kind({
    type: 'ConfigMap',
    apiVersions: ['v1'],
    kind: 'ConfigMap',
    scope: 'namespaced',
    read: readConfigMap,
    onlyHeading: isPlainConfigMap,
  }),
  kind({
    type: 'CiliumLoadBalancerIPPool',
    apiVersions: ['cilium.io/v2', 'cilium.io/v2alpha1'],
    kind: 'CiliumLoadBalancerIPPool',
    scope: 'cluster',
    read: readCiliumPool,
  }),
  kind({
    type: 'CiliumL2AnnouncementPolicy',
    apiVersions: ['cilium.io/v2alpha1'],
    kind: 'CiliumL2AnnouncementPolicy',
    scope: 'cluster',
    read: readCiliumL2Policy,
  }),
  kind({
    type: 'NetworkAttachmentDefinition',
    apiVersions: ['k8s.cni.cncf.io/v1'],
    kind: 'NetworkAttachmentDefinition',
    scope: 'namespaced',
    read: readNetworkAttachmentDefinition,
  }),
  kind({ type: 'Service', apiVersions: ['v1'], kind: 'Service', scope: 'namespaced', read: readService }),
  kind({ type: 'Endpoints', apiVersions: ['v1'], kind: 'Endpoints', scope: 'namespaced', read: readEndpoints }),
  kind({
    type: 'EndpointSlice',
    apiVersions: ['discovery.k8s.io/v1', 'discovery.k8s.io/v1beta1'],
    kind: 'EndpointSlice',
    scope: 'namespaced',
    read: readEndpointSlice,
  }),
  kind({
    type: 'ServiceCIDR',
    apiVersions: ['networking.k8s.io/v1', 'networking.k8s.io/v1beta1'],
    kind: 'ServiceCIDR',
    scope: 'cluster',
    read: readServiceCIDR,
  }),
  kind({
    type: 'ServiceImport',
    apiVersions: ['multicluster.x-k8s.io/v1alpha1'],
    kind: 'ServiceImport',
    scope: 'namespaced',
    read: readServiceImport,
  }),

  ...workloadKinds(),
  kind({ type: 'Pod', apiVersions: ['v1'], kind: 'Pod', scope: 'namespaced', read: readPod }),

  ...foreignPolicyKinds(),
  kind({ type: 'IPPool', apiVersions: calico, kind: 'IPPool', scope: 'cluster', read: readIPPool }),
  kind({ type: 'BGPConfiguration', apiVersions: calico, kind: 'BGPConfiguration', scope: 'cluster', read: readBGPConfiguration }),
  kind({ type: 'IPReservation', apiVersions: calico, kind: 'IPReservation', scope: 'cluster', read: readIPReservation }),
  kind({
    type: 'IPAMConfiguration',
    apiVersions: ['projectcalico.org/v3'],
    kind: 'IPAMConfiguration',
    scope: 'cluster',
    read: readIPAMConfiguration,
  }),
  kind({
    type: 'IPAMConfiguration',
    apiVersions: [...calico].reverse(),
    kind: 'IPAMConfig',
    scope: 'cluster',
    read: readIPAMConfiguration,
  }),
  kind({ type: 'IPAMBlock', apiVersions: [...calico].reverse(), kind: 'IPAMBlock', scope: 'cluster', read: readIPAMBlock }),
  kind({ type: 'CalicoNetworkPolicy', apiVersions: calico, kind: 'NetworkPolicy', scope: 'namespaced', read: readCalicoNetworkPolicy }),
  kind({ type: 'CalicoNetworkPolicy', apiVersions: calico, kind: 'GlobalNetworkPolicy', scope: 'cluster', read: readCalicoNetworkPolicy }),
  kind({ type: 'Tier', apiVersions: calico, kind: 'Tier', scope: 'cluster', read: readTier }),
  kind({ type: 'NetworkSet', apiVersions: calico, kind: 'NetworkSet', scope: 'namespaced', read: readNetworkSet }),
  kind({ type: 'NetworkSet', apiVersions: calico, kind: 'GlobalNetworkSet', scope: 'cluster', read: readNetworkSet }),
  kind({
    type: 'Installation',
    apiVersions: ['operator.tigera.io/v1'],
    kind: 'Installation',
    scope: 'cluster',
    read: readInstallation,
    standsForParts: true,
    mayHidePods: true,
  }),
  kind({
    type: 'OpenShiftNetwork',
    apiVersions: ['config.openshift.io/v1'],
    kind: 'Network',
    scope: 'cluster',
    read: readOpenShiftNetwork,
  }),

  kind({
    type: 'NetworkPolicy',
    apiVersions: ['networking.k8s.io/v1', 'extensions/v1beta1'],
    kind: 'NetworkPolicy',
    scope: 'namespaced',
    read: readNetworkPolicy,
  }),
  ...['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'].map((name) =>
    kind({ type: 'ClusterPolicy', apiVersions: clusterPolicy, kind: name, scope: 'cluster', read: readClusterPolicy }),
  ),
  kind({
    type: 'IngressClass',
    apiVersions: ['networking.k8s.io/v1', 'networking.k8s.io/v1beta1'],
    kind: 'IngressClass',
    scope: 'cluster',
    read: readIngressClass,
  }),
  kind({
    type: 'Ingress',
    apiVersions: ['networking.k8s.io/v1', 'networking.k8s.io/v1beta1', 'extensions/v1beta1'],
    kind: 'Ingress',
    scope: 'namespaced',
    read: readIngress,
  }),

  kind({ type: 'Gateway', apiVersions: gateway, kind: 'Gateway', scope: 'namespaced', read: readGateway, mayHidePods: true }),
  kind({
    type: 'ListenerSet',
    apiVersions: ['gateway.networking.k8s.io/v1'],
    kind: 'ListenerSet',
    scope: 'namespaced',
    read: readListenerSet,
  }),
  kind({
    type: 'ListenerSet',
    apiVersions: ['gateway.networking.x-k8s.io/v1alpha1'],
    kind: 'XListenerSet',
    scope: 'namespaced',
    read: readListenerSet,
  }),
  ...['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].map((name) =>
    kind({ type: 'Route', apiVersions: gateway, kind: name, scope: 'namespaced', read: readRoute }),
  ),
  ...['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'].map((name) =>
    kind({
      type: 'Route',
      apiVersions: ['traefik.io/v1alpha1', 'traefik.containo.us/v1alpha1'],
      kind: name,
      scope: 'namespaced',
      read: readTraefikRoute,
    }),
  ),
  kind({ type: 'ReferenceGrant', apiVersions: gateway, kind: 'ReferenceGrant', scope: 'namespaced', read: readReferenceGrant }),

  kind({ type: 'Monitor', apiVersions: ['monitoring.coreos.com/v1'], kind: 'ServiceMonitor', scope: 'namespaced', read: readMonitor }),
  kind({ type: 'Monitor', apiVersions: ['monitoring.coreos.com/v1'], kind: 'PodMonitor', scope: 'namespaced', read: readMonitor }),
  kind({
    type: 'DisruptionBudget',
    apiVersions: ['policy/v1', 'policy/v1beta1'],
    kind: 'PodDisruptionBudget',
    scope: 'namespaced',
    read: readDisruptionBudget,
  }),
  kind({
    type: 'Autoscaler',
    apiVersions: ['autoscaling/v2', 'autoscaling/v1'],
    kind: 'HorizontalPodAutoscaler',
    scope: 'namespaced',
    read: readAutoscaler,
  }),
  kind({
    type: 'Autoscaler',
    apiVersions: ['autoscaling.k8s.io/v1'],
    kind: 'VerticalPodAutoscaler',
    scope: 'namespaced',
    read: readAutoscaler,
  }),
  kind({ type: 'Autoscaler', apiVersions: ['keda.sh/v1alpha1'], kind: 'ScaledObject', scope: 'namespaced', read: readAutoscaler }),

  kind({
    type: 'IPAddressPool',
    apiVersions: metallb,
    kind: 'IPAddressPool',
    scope: 'namespaced',
    read: readIPAddressPool,
    configures: 'metallb',
  }),
  kind({
    type: 'L2Advertisement',
    apiVersions: metallb,
    kind: 'L2Advertisement',
    scope: 'namespaced',
    read: readL2Advertisement,
    configures: 'metallb',
  }),
  kind({
    type: 'BGPAdvertisement',
    apiVersions: metallb,
    kind: 'BGPAdvertisement',
    scope: 'namespaced',
    read: readBGPAdvertisement,
    configures: 'metallb',
  }),
  kind({ type: 'Community', apiVersions: metallb, kind: 'Community', scope: 'namespaced', read: readCommunity, configures: 'metallb' }),
  kind({
    type: 'BGPPeer',
    apiVersions: ['metallb.io/v1beta2', ...metallb],
    kind: 'BGPPeer',
    scope: 'namespaced',
    read: readBGPPeer,
    configures: 'metallb',
  }),
  kind({ type: 'BFDProfile', apiVersions: metallb, kind: 'BFDProfile', scope: 'namespaced', read: readBFDProfile, configures: 'metallb' }),
];

/** What a distribution's own programs are configured by. */
function distributionKinds() {
  const type = 'DistributionConfiguration';
  const scope = 'local';
  return [
    kind({ type, apiVersions: kubeadm, kind: 'ClusterConfiguration', scope, read: readClusterConfiguration }),
    kind({ type, apiVersions: kubeadm, kind: 'InitConfiguration', scope, read: readNodeConfiguration }),
    kind({ type, apiVersions: kubeadm, kind: 'JoinConfiguration', scope, read: readNodeConfiguration }),
    kind({ type, apiVersions: ['kubelet.config.k8s.io/v1beta1'], kind: 'KubeletConfiguration', scope, read: readKubeletConfiguration }),
    kind({
      type,
      apiVersions: ['kubeproxy.config.k8s.io/v1alpha1'],
      kind: 'KubeProxyConfiguration',
      scope,
      read: readKubeProxyConfiguration,
    }),
    kind({ type, apiVersions: ['v1alpha1'], kind: 'KubeNetworkConfig', scope, read: readKubeNetworkConfig }),
    kind({
      type,
      apiVersions: [],
      kind: 'MachineConfig',
      scope,
      read: readTalosConfiguration,
      unnamed: { isIt: isTalosConfiguration, mayBeIn: mayBeTalosFile },
    }),
    kind({
      type,
      apiVersions: [],
      kind: 'ServerConfiguration',
      scope,
      read: readServerConfiguration,
      unnamed: { isIt: isServerConfiguration, mayBeIn: mayBeServerFile },
    }),
    kind({
      type,
      apiVersions: [],
      kind: 'LaunchConfiguration',
      scope,
      read: readLaunchConfiguration,
      unnamed: { isIt: isLaunchConfiguration, mayBeIn: mayBeLaunchFile },
    }),
  ];
}

/** Policies of other components: who they are about is read, what they allow is not. */
function foreignPolicyKinds() {
  const type = 'ForeignPolicy';
  const read = readForeignPolicy;
  const cilium = ['cilium.io/v2'];
  const istio = ['security.istio.io/v1', 'security.istio.io/v1beta1'];
  const antrea = ['crd.antrea.io/v1beta1', 'crd.antrea.io/v1alpha1'];
  return [
    kind({ type, apiVersions: cilium, kind: 'CiliumNetworkPolicy', scope: 'namespaced', read }),
    kind({ type, apiVersions: cilium, kind: 'CiliumClusterwideNetworkPolicy', scope: 'cluster', read }),
    kind({ type, apiVersions: istio, kind: 'AuthorizationPolicy', scope: 'namespaced', read }),
    kind({ type, apiVersions: istio, kind: 'PeerAuthentication', scope: 'namespaced', read }),
    kind({ type, apiVersions: antrea, kind: 'NetworkPolicy', scope: 'namespaced', read }),
    kind({ type, apiVersions: antrea, kind: 'ClusterNetworkPolicy', scope: 'cluster', read }),
    kind({ type, apiVersions: ['policy.linkerd.io/v1alpha1'], kind: 'AuthorizationPolicy', scope: 'namespaced', read }),
    kind({ type, apiVersions: ['network.openshift.io/v1'], kind: 'EgressNetworkPolicy', scope: 'namespaced', read }),
    kind({ type, apiVersions: ['k8s.ovn.org/v1'], kind: 'EgressFirewall', scope: 'namespaced', read }),
  ];
}

function workloadKinds(): readonly Kind<WorkloadResource>[] {
  const own = (controller: Exclude<WorkloadKind, 'Other'>, ...apiVersions: readonly string[]) =>
    kind({
      type: 'Workload',
      apiVersions,
      kind: controller,
      scope: 'namespaced',
      read: (fields, base) => readWorkload(fields, base, controller),
    });
  // Controllers outside Kubernetes that are known to give pods the labels of their template, and no others.
  const foreign = (name: string, apiVersion: string) =>
    kind({
      type: 'Workload',
      apiVersions: [apiVersion],
      kind: name,
      scope: 'namespaced',
      read: (fields, base) => readWorkload(fields, base, 'Other'),
      when: hasPodTemplate,
    });
  return [
    foreign('Rollout', 'argoproj.io/v1alpha1'),
    foreign('DeploymentConfig', 'apps.openshift.io/v1'),
    foreign('CloneSet', 'apps.kruise.io/v1alpha1'),
    foreign('StatefulSet', 'apps.kruise.io/v1beta1'),
    foreign('DaemonSet', 'apps.kruise.io/v1alpha1'),
    own('Deployment', 'apps/v1', 'apps/v1beta2', 'apps/v1beta1', 'extensions/v1beta1'),
    own('ReplicaSet', 'apps/v1', 'apps/v1beta2', 'extensions/v1beta1'),
    own('StatefulSet', 'apps/v1', 'apps/v1beta2', 'apps/v1beta1'),
    own('DaemonSet', 'apps/v1', 'apps/v1beta2', 'extensions/v1beta1'),
    own('ReplicationController', 'v1'),
    own('Job', 'batch/v1'),
    own('CronJob', 'batch/v1', 'batch/v1beta1'),
  ];
}

/** A manifest that we understand. `type` tells which; it is ours, while `kind` is what the manifest says. */
export type Resource = ReturnType<(typeof readKinds)[number]['read']> | OtherResource;

/** Every kind that is known, those by name only first. */
export const kinds: readonly Kind<Resource>[] = [...namedKinds, ...readKinds];

const byGroup = new Map<string, Kind<Resource>[]>();
const byName = new Map<string, Kind<Resource>[]>();
for (const each of kinds) {
  for (const group of new Set(each.apiVersions.map(groupOf))) {
    const key = `${group}/${each.kind}`;
    const known = byGroup.get(key) ?? [];
    known.push(each);
    byGroup.set(key, known);
    byName.set(each.kind, known);
  }
}

const none: readonly Kind<Resource>[] = [];

/** The kinds that a manifest may be by its two words. One that is being typed may not have its `apiVersion` yet: then the kind alone decides. */
export function kindsNamed(apiVersion: string, name: string): readonly Kind<Resource>[] {
  return (apiVersion === '' ? (byGroup.get(`/${name}`) ?? byName.get(name)) : byGroup.get(`${groupOf(apiVersion)}/${name}`)) ?? none;
}

/** Those that a document without a `kind` may be, in the order in which they are tried. */
export const unnamedKinds = kinds.filter((each): each is Kind<Resource> & Required<Pick<Kind, 'unnamed'>> => each.unnamed !== undefined);

/** What is known of a resource's kind; undefined where nothing is but its name. */
export function kindOf({ apiVersion, kind: name, type }: Pick<TypedResource, 'apiVersion' | 'kind' | 'type'>): Kind<Resource> | undefined {
  // Asked of every resource again and again, while a workspace has few kinds.
  const byKind = found.get(apiVersion)?.get(name);
  if (byKind?.has(type) === true) return byKind.get(type);
  const kindFound =
    kindsNamed(apiVersion, name).find((each) => each.type === type) ??
    unnamedKinds.find((each) => each.kind === name && each.type === type);
  // What somebody types a letter at a time is not kept for ever.
  if (found.size > 500) found.clear();
  const kindsOfVersion = found.get(apiVersion) ?? new Map<string, Map<string, Kind<Resource> | undefined>>();
  found.set(apiVersion, kindsOfVersion);
  if (kindsOfVersion.size > 500) kindsOfVersion.clear();
  const kindsOfName = kindsOfVersion.get(name) ?? new Map<string, Kind<Resource> | undefined>();
  kindsOfVersion.set(name, kindsOfName);
  kindsOfName.set(type, kindFound);
  return kindFound;
}

const found = new Map<string, Map<string, Map<string, Kind<Resource> | undefined>>>();
