import { kind, type Kind, type Scope } from './kind.ts';
import { readOther, type OtherResource } from './other.ts';

/** What a ConfigMap holds that other parts of the cluster are configured by. */
const configuration =
  /[Cc]orefile|coredns|address-pools|cni_network_config|kubeadm-config|kubevip|KubeProxyConfiguration|KubeletConfiguration|net-conf\.json/;

/** Whether the heading of a ConfigMap says all that matters of it. */
export function isPlainConfigMap(text: string): boolean {
  return !configuration.test(text);
}

/** Kinds of which we need the name and no more: they make up much of a workspace (certificates, roles, definitions of thousands of lines), and none of them makes pods. */
export const namedKinds: readonly Kind<OtherResource>[] = [
  ...headings('namespaced', ['v1'], ['LimitRange', 'PersistentVolumeClaim', 'ResourceQuota', 'Secret', 'ServiceAccount']),
  ...headings('namespaced', ['rbac.authorization.k8s.io/v1'], ['Role', 'RoleBinding']),
  ...headings('cluster', ['rbac.authorization.k8s.io/v1'], ['ClusterRole', 'ClusterRoleBinding']),
  ...headings('cluster', ['v1'], ['PersistentVolume']),
  ...headings('cluster', ['admissionregistration.k8s.io/v1'], ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']),
  ...headings('cluster', ['apiextensions.k8s.io/v1', 'apiextensions.k8s.io/v1beta1'], ['CustomResourceDefinition'], { keepsName: true }),
  ...headings('cluster', ['apiregistration.k8s.io/v1'], ['APIService'], { keepsName: true }),
  ...headings('cluster', ['policy/v1beta1'], ['PodSecurityPolicy']),
  ...headings('cluster', ['scheduling.k8s.io/v1'], ['PriorityClass']),
  ...headings('cluster', ['storage.k8s.io/v1'], ['StorageClass']),

  ...named('cluster', ['storage.k8s.io/v1'], ['CSIDriver', 'CSINode', 'VolumeAttachment', 'VolumeAttributesClass']),
  ...named('cluster', ['networking.k8s.io/v1', 'networking.k8s.io/v1beta1'], ['IPAddress']),
  ...named('cluster', ['node.k8s.io/v1'], ['RuntimeClass']),
  ...named('cluster', ['resource.k8s.io/v1', 'resource.k8s.io/v1beta1'], ['DeviceClass', 'ResourceSlice']),
  ...named(
    'cluster',
    ['admissionregistration.k8s.io/v1'],
    ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
  ),
  ...named('cluster', ['certificates.k8s.io/v1'], ['CertificateSigningRequest', 'ClusterTrustBundle']),
  ...named('cluster', ['flowcontrol.apiserver.k8s.io/v1'], ['FlowSchema', 'PriorityLevelConfiguration']),

  ...named('cluster', ['gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1beta1'], ['GatewayClass']),

  ...named('namespaced', ['metallb.io/v1beta1'], ['AddressPool'], { configures: 'metallb' }),
  ...named('namespaced', ['projectcalico.org/v3', 'crd.projectcalico.org/v1'], ['StagedKubernetesNetworkPolicy', 'StagedNetworkPolicy']),
  ...named(
    'cluster',
    ['projectcalico.org/v3', 'crd.projectcalico.org/v1'],
    [
      'BGPFilter',
      'BGPPeer',
      'BlockAffinity',
      'CalicoNodeStatus',
      'ClusterInformation',
      'FelixConfiguration',
      'HostEndpoint',
      'IPAMHandle',
      'KubeControllersConfiguration',
      'Profile',
      'StagedGlobalNetworkPolicy',
    ],
  ),
  ...named(
    'cluster',
    ['cilium.io/v2', 'cilium.io/v2alpha1'],
    [
      'CiliumBGPAdvertisement',
      'CiliumBGPClusterConfig',
      'CiliumBGPPeerConfig',
      'CiliumBGPPeeringPolicy',
      'CiliumCIDRGroup',
      'CiliumClusterwideEnvoyConfig',
      'CiliumNode',
      'CiliumPodIPPool',
    ],
  ),

  ...named('cluster', ['cert-manager.io/v1'], ['ClusterIssuer']),
  ...named('namespaced', ['cert-manager.io/v1'], ['Certificate', 'Issuer']),
  ...named('cluster', ['external-secrets.io/v1', 'external-secrets.io/v1beta1'], ['ClusterSecretStore', 'ClusterExternalSecret']),
  ...named('cluster', ['trust.cert-manager.io/v1alpha1'], ['Bundle']),
  ...named('cluster', ['snapshot.storage.k8s.io/v1'], ['VolumeSnapshotClass', 'VolumeSnapshotContent']),
  ...named(
    'cluster',
    ['fluentbit.fluent.io/v1alpha2'],
    ['ClusterFilter', 'ClusterFluentBitConfig', 'ClusterInput', 'ClusterMultilineParser', 'ClusterOutput', 'ClusterParser'],
  ),
  ...named('cluster', ['fluentd.fluent.io/v1alpha1'], ['ClusterFilter', 'ClusterFluentdConfig', 'ClusterInput', 'ClusterOutput']),
  ...named('namespaced', ['bitnami.com/v1alpha1'], ['SealedSecret']),
  ...named('namespaced', ['argoproj.io/v1alpha1'], ['AppProject', 'AnalysisTemplate']),
  ...named('cluster', ['argoproj.io/v1alpha1'], ['ClusterAnalysisTemplate']),
  ...named('namespaced', ['monitoring.coreos.com/v1', 'monitoring.coreos.com/v1alpha1'], ['PrometheusRule', 'Probe', 'AlertmanagerConfig']),
];

type Extra = Pick<Kind<OtherResource>, 'keepsName' | 'configures' | 'onlyHeading'>;

function named(scope: Scope, apiVersions: readonly string[], kinds: readonly string[], extra: Extra = {}): readonly Kind<OtherResource>[] {
  return kinds.map((name) => kind({ type: 'Other', apiVersions, kind: name, scope, read: readOther, ...extra }));
}

/** Those of which the rest is not even parsed. */
function headings(
  scope: Scope,
  apiVersions: readonly string[],
  kinds: readonly string[],
  extra: Extra = {},
): readonly Kind<OtherResource>[] {
  return named(scope, apiVersions, kinds, { ...extra, onlyHeading: () => true });
}
