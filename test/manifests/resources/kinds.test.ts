import assert from 'node:assert/strict';
import { groupOf } from '../../../src/manifests/metadata.ts';
import type { Kind } from '../../../src/manifests/resources/kind.ts';
import { kindOf, kinds, kindsNamed, unnamedKinds, type Resource } from '../../../src/manifests/resources/kinds.ts';
import { factsOf } from '../../support/cluster.ts';

/** What a kind needs beyond its two words to be told from another of the same name. */
const distinctions: Readonly<Partial<Record<Resource['type'], string>>> = {
  MetalLBConfig: 'data:\n  config: "address-pools: []"\n',
  Workload: 'spec: { template: { spec: { containers: [] } } }\n',
};

/** The least of each document that says no `kind`, with a file that may be one. */
const unnamed: Readonly<Record<string, readonly [file: string, text: string]>> = {
  AksEdgeConfiguration: ['aksedge-config.json', '{"DeploymentType": "SingleMachineCluster"}'],
  MachineConfig: ['talos.yaml', 'machine: {}\ncluster: {}\n'],
  ServerConfiguration: ['etc/rancher/k3s/config.yaml', 'disable: traefik\n'],
  DeviceConfiguration: ['device.json', '{"device": {"network": {"interfaces": []}}}'],
  IoTEdgeDeployment: ['deployment.json', '{"modulesContent": {"$edgeAgent": {}}}'],
  LaunchConfiguration: ['.microk8s.yaml', 'version: 0.1.0\nextraCNIEnv: {}\n'],
  Kustomization: ['kustomization.yaml', 'nameSuffix: -a\n'],
};

/** `kubectl api-resources --namespaced=false`, of the groups that are known here: kubernetes v1.34, Calico v3.31, Cilium v1.18, and the others' definitions. */
const withoutNamespace: ReadonlySet<string> = new Set([
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'argoproj.io/ClusterAnalysisTemplate',
  'crd.antrea.io/ClusterNetworkPolicy',
  'cert-manager.io/ClusterIssuer',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'cilium.io/CiliumBGPAdvertisement',
  'cilium.io/CiliumBGPClusterConfig',
  'cilium.io/CiliumBGPPeerConfig',
  'cilium.io/CiliumBGPPeeringPolicy',
  'cilium.io/CiliumCIDRGroup',
  'cilium.io/CiliumClusterwideEnvoyConfig',
  'cilium.io/CiliumClusterwideNetworkPolicy',
  'cilium.io/CiliumL2AnnouncementPolicy',
  'cilium.io/CiliumLoadBalancerIPPool',
  'cilium.io/CiliumNode',
  'cilium.io/CiliumPodIPPool',
  'config.openshift.io/Network',
  'crd.projectcalico.org/IPAMConfig',
  'external-secrets.io/ClusterExternalSecret',
  'external-secrets.io/ClusterSecretStore',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  ...['ClusterFilter', 'ClusterFluentBitConfig', 'ClusterInput', 'ClusterMultilineParser', 'ClusterOutput', 'ClusterParser'].map(
    (kind) => `fluentbit.fluent.io/${kind}`,
  ),
  ...['ClusterFilter', 'ClusterFluentdConfig', 'ClusterInput', 'ClusterOutput'].map((kind) => `fluentd.fluent.io/${kind}`),
  'gateway.networking.k8s.io/GatewayClass',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'operator.tigera.io/Installation',
  'policy.networking.k8s.io/AdminNetworkPolicy',
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
  'policy.networking.k8s.io/ClusterNetworkPolicy',
  'policy/PodSecurityPolicy',
  ...[
    'BGPConfiguration',
    'BGPFilter',
    'BGPPeer',
    'BlockAffinity',
    'CalicoNodeStatus',
    'ClusterInformation',
    'FelixConfiguration',
    'GlobalNetworkPolicy',
    'GlobalNetworkSet',
    'HostEndpoint',
    'IPAMBlock',
    'IPAMConfig',
    'IPAMConfiguration',
    'IPAMHandle',
    'IPPool',
    'IPReservation',
    'KubeControllersConfiguration',
    'Profile',
    'StagedGlobalNetworkPolicy',
    'Tier',
  ].flatMap((kind) => [`projectcalico.org/${kind}`, `crd.projectcalico.org/${kind}`]),
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'resource.k8s.io/ResourceSlice',
  'scheduling.k8s.io/PriorityClass',
  'snapshot.storage.k8s.io/VolumeSnapshotClass',
  'snapshot.storage.k8s.io/VolumeSnapshotContent',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'storage.k8s.io/VolumeAttributesClass',
  'trust.cert-manager.io/Bundle',
]);

function minimal({ kind, type }: Kind<Resource>, apiVersion: string): string {
  if (type === 'DistributionConfiguration' && kind === 'ConfigMap')
    return `apiVersion: ${apiVersion}\nkind: ConfigMap\nmetadata:\n  name: kube-proxy\ndata:\n  config.conf: |\n    kind: KubeProxyConfiguration\n`;
  return `${apiVersion === '' ? '' : `apiVersion: ${apiVersion}\n`}kind: ${kind}\nmetadata:\n  name: config\n${kind === 'CronJob' ? 'spec: { jobTemplate: {} }\n' : (distinctions[type] ?? '')}`;
}

describe('kinds', () => {
  it('are each read from the least that names them, in every version of theirs, and are found again from what was read', () => {
    for (const kind of kinds) {
      for (const apiVersion of kind.apiVersions) {
        const [facts] = factsOf(minimal(kind, apiVersion));
        assert.deepEqual(
          facts?.resources.map(({ type, kind: name }) => [type, name]),
          [[kind.type, kind.kind]],
          `${apiVersion} ${kind.kind}`,
        );
        assert.deepEqual(facts.problems, [], `${apiVersion} ${kind.kind}`);
        assert.equal(kindOf(facts.resources[0]!), kind, `${apiVersion} ${kind.kind}`);
      }
    }
  });

  it('that say no kind are each known by what stands in the document, and are found again', () => {
    assert.deepEqual(unnamedKinds.map(({ kind }) => kind).sort(), Object.keys(unnamed).sort());
    for (const kind of unnamedKinds) {
      const [file, text] = unnamed[kind.kind] ?? ['', ''];
      const [resource] = factsOf(text, file)[0]?.resources ?? [];
      assert.ok(resource !== undefined, kind.kind);
      assert.equal(kindOf(resource), kind);
    }
  });

  it('stand in a manifest by their name, or are known without one', () => {
    for (const { kind, apiVersions, unnamed: recognised } of kinds) assert.ok(apiVersions.length > 0 || recognised !== undefined, kind);
  });

  it('have one descriptor for each group and name; a second one of that name says what tells it apart', () => {
    const seen = new Set<string>();
    for (const each of kinds) {
      if (each.when !== undefined) continue;
      for (const group of new Set(each.apiVersions.map(groupOf))) {
        assert.ok(!seen.has(`${group}/${each.kind}`), `${group}/${each.kind}`);
        seen.add(`${group}/${each.kind}`);
      }
    }
  });

  it('live in a namespace or not as in a real cluster', () => {
    const seen = new Set<string>();
    for (const { apiVersions, kind, scope } of kinds) {
      if (scope === 'local') continue;
      for (const group of new Set(apiVersions.map(groupOf))) {
        seen.add(`${group}/${kind}`);
        assert.equal(scope, withoutNamespace.has(`${group}/${kind}`) ? 'cluster' : 'namespaced', `${group}/${kind}`);
      }
    }
    assert.deepEqual(
      [...withoutNamespace].filter(
        (name) => !seen.has(name) && !/^projectcalico\.org\/IPAM|^crd\.projectcalico\.org\/IPAMConfiguration/.test(name),
      ),
      [],
    );
  });

  it('are read in a version that nobody has heard of, if their group is theirs', () => {
    assert.equal(factsOf('apiVersion: networking.k8s.io/v7\nkind: Ingress\nmetadata: { name: a }\n')[0]?.resources[0]?.type, 'Ingress');
    assert.equal(factsOf('apiVersion: example.com/v1\nkind: Ingress\nmetadata: { name: a }\n')[0]?.resources[0]?.type, 'Other');
  });

  it('are known by name alone while the apiVersion is not yet written: Kubernetes first, then what is read, then the rest', () => {
    for (const [name, type, group] of [
      ['NetworkPolicy', 'NetworkPolicy', 'networking.k8s.io'],
      ['BGPPeer', 'BGPPeer', 'metallb.io'],
      ['StatefulSet', 'Workload', 'apps'],
      ['Service', 'Service', ''],
      ['ClusterRole', 'Other', 'rbac.authorization.k8s.io'],
    ] as const) {
      const [kind] = kindsNamed('', name);
      assert.deepEqual([kind?.type, groupOf(kind?.apiVersions[0] ?? '')], [type, group]);
      assert.equal(factsOf(`kind: ${name}\nmetadata: { name: a }\n`)[0]?.resources[0]?.type, type);
    }
  });

  it('that are files of a program are not read from a manifest that only bears their name', () => {
    for (const { kind } of unnamedKinds.filter(({ apiVersions }) => apiVersions.length === 0)) {
      const [resource] = factsOf(`apiVersion: example.com/v1\nkind: ${kind}\nmetadata: { name: a }\n`)[0]?.resources ?? [];
      assert.equal(resource?.type, 'Other');
      assert.equal(kindOf(resource), undefined);
    }
  });

  it('named like something that every object has are none', () => {
    for (const name of ['constructor', '__proto__', 'toString']) assert.deepEqual(kindsNamed(name, name), []);
  });
});
