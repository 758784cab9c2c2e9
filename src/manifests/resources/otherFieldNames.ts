import type { Fields } from '../fields.ts';
import { selector, words, type Names } from './fieldNames.ts';
import type { Resource } from './kinds.ts';
import type { Level } from './misplacedFields.ts';
import type { Reporting } from './rarerFieldNames.ts';

/** The fields of a kind's `spec`, and of maps below it by the path to them, over lists. */
interface Named {
  readonly group: RegExp;
  readonly spec: Names;
  readonly level?: Level;
  readonly below?: readonly (readonly [path: string, fields: Names])[];
}

const calico = /^(crd\.)?projectcalico\.org\//;
const cidr = ['cidr'];

/**
 * Kinds that are known by a few fields, or by name alone.
 * projectcalico/calico api/pkg/apis/projectcalico/v3, charts/…/operator.tigera.io_installations.yaml; cilium pkg/k8s/apis/cilium.io; cert-manager pkg/apis/certmanager/v1
 */
const kinds: Readonly<Record<string, Named>> = {
  BGPPeer: {
    group: calico,
    level: 'calicoBGPPeer',
    spec: words(
      'node nodeSelector peerIP asNumber localASNumber peerSelector keepOriginalNextHop nextHopMode password sourceAddress maxRestartTime keepaliveTime numAllowedLocalASNumbers ttlSecurity reachableBy filters localWorkloadSelector reversePeering extensions failureDetectionMode restartMode',
    ),
  },
  BGPConfiguration: {
    group: calico,
    level: 'calicoBGPConfiguration',
    spec: words(
      'logSeverityScreen nodeToNodeMeshEnabled asNumber serviceLoadBalancerIPs serviceExternalIPs serviceClusterIPs serviceLoadBalancerAggregation communities prefixAdvertisements listenPort nodeMeshPassword nodeMeshMaxRestartTime bindMode ignoredInterfaces localWorkloadPeeringIPV4 localWorkloadPeeringIPV6 programClusterRoutes ipv4NormalRoutePriority ipv6NormalRoutePriority extensions',
    ),
    below: [
      ['serviceLoadBalancerIPs', cidr],
      ['serviceExternalIPs', cidr],
      ['serviceClusterIPs', cidr],
      ['prefixAdvertisements', words('cidr communities')],
      ['communities', words('name value')],
    ],
  },
  Installation: {
    group: /^operator\.tigera\.io\//,
    spec: words(
      'azure calicoKubeControllersDeployment calicoLibHostPath calicoNetwork calicoNodeDaemonSet calicoNodeWindowsDaemonSet calicoRunHostPath calicoWindowsUpgradeDaemonSet certificateManagement cni componentResources controlPlaneNodeSelector controlPlaneReplicas controlPlaneTolerations csiNodeDriverDaemonSet fipsMode flexVolumePath imagePath imagePrefix imagePullPolicy imagePullSecrets kubeletVolumePluginPath kubernetesProvider logging networkPolicy nodeMetricsPort nodeUpdateStrategy nonPrivileged proxy registry serviceCIDRs tlsCipherSuites typhaAffinity typhaDeployment typhaMetricsPort typhaPodDisruptionBudget variant windowsNodes',
    ),
    below: [
      [
        'calicoNetwork',
        words(
          'bgp bpfNetworkBootstrap clusterRoutingMode containerIPForwarding hostPorts ipPools kubeProxyManagement linuxDataplane linuxPodInterfaceType linuxPolicySetupTimeoutSeconds mtu multiInterfaceMode nodeAddressAutodetectionV4 nodeAddressAutodetectionV6 sysctl windowsDataplane',
        ),
      ],
      [
        'calicoNetwork.ipPools',
        words(
          'name cidr encapsulation natOutgoing nodeSelector blockSize disableBGPExport disableNewAllocations allowedUses assignmentMode namespaceSelector',
        ),
      ],
      ['cni', words('type ipam binDir confDir installMode specVersion')],
    ],
  },
  CiliumL2AnnouncementPolicy: {
    group: /^cilium\.io\//,
    level: 'ciliumL2Policy',
    spec: words('nodeSelector serviceSelector loadBalancerIPs externalIPs interfaces'),
    below: [
      ['nodeSelector', selector],
      ['serviceSelector', selector],
    ],
  },
  CiliumLoadBalancerIPPool: {
    group: /^cilium\.io\//,
    level: 'ciliumPool',
    spec: words('serviceSelector blocks cidrs disabled allowFirstLastIPs'),
    below: [
      ['blocks', words('cidr start stop')],
      ['serviceSelector', selector],
    ],
  },
  Certificate: {
    group: /^cert-manager\.io\//,
    spec: words(
      'subject literalSubject commonName duration renewBefore renewBeforePercentage dnsNames ipAddresses uris otherNames emailAddresses secretName secretTemplate keystores issuerRef isCA usages privateKey signatureAlgorithm encodeUsagesInRequest revisionHistoryLimit additionalOutputFormats nameConstraints',
    ),
    below: [['issuerRef', words('name kind group')]],
  },
};

/** `reportUnknownFields` of them. */
export function reportOtherFields(fields: Fields, { kind, apiVersion }: Resource, { near, listed }: Reporting): void {
  const named = kinds[kind];
  if (named?.group.test(apiVersion) !== true) return;
  const spec = fields.at('spec');
  near(spec, named.spec, named.level);
  for (const [path, known] of named.below ?? []) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    const holder = spec.at(...steps);
    const below = holder.at(last);
    for (const each of below.node?.type === 'sequence' ? listed(holder, last) : [below]) near(each, known);
  }
}
