import type { Fields } from '../fields.ts';
import { isKustomizationFile } from '../fileNames.ts';
import { groupOf, type Metadata, type ResourceBase } from '../metadata.ts';
import type { OtherResource, Resource } from '../resource.ts';
import type { SyntaxNode } from '../syntax.ts';
import { isAksEdgeConfiguration, readAksEdgeConfiguration } from './readAksEdge.ts';
import {
  readInstallation,
  readIPAMBlock,
  readIPAMConfiguration,
  readIPPool,
  readIPReservation,
  readOpenShiftNetwork,
} from './readCalico.ts';
import { readConfigMap, readEndpoints, readEndpointSlice, readNamespace, readNode, readService } from './readCore.ts';
import {
  isServerConfiguration,
  isTalosConfiguration,
  readClusterConfiguration,
  readKubeletConfiguration,
  readKubeNetworkConfig,
  readKubeProxyConfiguration,
  readServerConfiguration,
  readTalosConfiguration,
} from './readDistribution.ts';
import { isDeviceConfiguration, readDeviceConfiguration, readEdgeNetwork } from './readEdgeNetwork.ts';
import { readKustomization } from './readKustomization.ts';
import { readBFDProfile, readBGPAdvertisement, readBGPPeer, readCommunity, readIPAddressPool, readL2Advertisement } from './readMetallb.ts';
import { readCalicoNetworkPolicy, readIngress, readNetworkPolicy } from './readNetworking.ts';
import { readServiceCIDR } from './readServiceCIDR.ts';
import { readServiceImport } from './readMulticluster.ts';
import { readPod, readWorkload } from './readWorkloads.ts';

/** Reader of each kind we understand, by API group and kind. */
const readers: ReadonlyMap<string, (fields: Fields, base: ResourceBase) => Resource> = new Map<
  string,
  (fields: Fields, base: ResourceBase) => Resource
>([
  ['edgenetwork/EdgeNetwork', readEdgeNetwork],
  ['/Node', readNode],
  ['/Namespace', readNamespace],
  ['/ConfigMap', readConfigMap],
  ['/Service', readService],
  ['/Endpoints', readEndpoints],
  ['discovery.k8s.io/EndpointSlice', readEndpointSlice],
  ['networking.k8s.io/ServiceCIDR', readServiceCIDR],
  ['multicluster.x-k8s.io/ServiceImport', readServiceImport],
  ['/Pod', readPod],
  ['projectcalico.org/IPPool', readIPPool],
  ['crd.projectcalico.org/IPPool', readIPPool],
  ['projectcalico.org/IPReservation', readIPReservation],
  ['crd.projectcalico.org/IPReservation', readIPReservation],
  ['projectcalico.org/IPAMConfiguration', readIPAMConfiguration],
  ['projectcalico.org/IPAMConfig', readIPAMConfiguration],
  ['crd.projectcalico.org/IPAMConfig', readIPAMConfiguration],
  ['projectcalico.org/IPAMBlock', readIPAMBlock],
  ['crd.projectcalico.org/IPAMBlock', readIPAMBlock],
  ['projectcalico.org/NetworkPolicy', readCalicoNetworkPolicy],
  ['crd.projectcalico.org/NetworkPolicy', readCalicoNetworkPolicy],
  ['projectcalico.org/GlobalNetworkPolicy', readCalicoNetworkPolicy],
  ['crd.projectcalico.org/GlobalNetworkPolicy', readCalicoNetworkPolicy],
  ['operator.tigera.io/Installation', readInstallation],
  // Of kinds that stand in several groups the last one counts while no apiVersion is written.
  ['extensions/NetworkPolicy', readNetworkPolicy],
  ['networking.k8s.io/NetworkPolicy', readNetworkPolicy],
  ['extensions/Ingress', readIngress],
  ['networking.k8s.io/Ingress', readIngress],
  ['config.openshift.io/Network', readOpenShiftNetwork],
  ['metallb.io/IPAddressPool', readIPAddressPool],
  ['metallb.io/L2Advertisement', readL2Advertisement],
  ['metallb.io/BGPAdvertisement', readBGPAdvertisement],
  ['metallb.io/Community', readCommunity],
  ['metallb.io/BGPPeer', readBGPPeer],
  ['metallb.io/BFDProfile', readBFDProfile],
  ['kubeadm.k8s.io/ClusterConfiguration', readClusterConfiguration],
  ['kubelet.config.k8s.io/KubeletConfiguration', readKubeletConfiguration],
  ['kubeproxy.config.k8s.io/KubeProxyConfiguration', readKubeProxyConfiguration],
  ['/KubeNetworkConfig', readKubeNetworkConfig],
  ['kustomize.config.k8s.io/Kustomization', readKustomization],
  ['kustomize.config.k8s.io/Component', readKustomization],
]);

/** The resource that a document or an item of a `List` says; of a `List`, one for each item; none where nothing says what it is. */
export function readResources(fields: Fields): readonly Resource[] {
  const kind = plain(fields.at('kind').node);
  if (kind === undefined) {
    if (isAksEdgeConfiguration(fields)) return [readAksEdgeConfiguration(fields, baseOf(fields, '', 'AksEdgeConfiguration'))];
    if (isTalosConfiguration(fields)) return [readTalosConfiguration(fields, baseOf(fields, 'v1alpha1', 'MachineConfig'))];
    if (isServerConfiguration(fields)) return [readServerConfiguration(fields, baseOf(fields, '', 'ServerConfiguration'))];
    if (isDeviceConfiguration(fields)) return [readDeviceConfiguration(fields, baseOf(fields, '', 'DeviceConfiguration'))];
    return isKustomizationFile(fields.context.document.file)
      ? [readKustomization(fields, baseOf(fields, 'kustomize.config.k8s.io/v1beta1', 'Kustomization'))]
      : [];
  }
  const apiVersion = plain(fields.at('apiVersion').node) ?? '';
  const items = fields.at('items');
  if (kind.endsWith('List') && items.node?.type === 'sequence') return fields.list('items').flatMap((item) => readResources(item));
  const base = baseOf(fields, apiVersion, kind);
  // A manifest that is being typed may not have its apiVersion yet: then the kind alone decides, where only one group has it.
  const reader = readers.get(`${groupOf(apiVersion)}/${kind}`) ?? (apiVersion === '' ? readersByKind.get(kind) : undefined);
  if (reader !== undefined) return [reader(fields, base)];
  return [readWorkload(fields, base) ?? otherResource(base)];
}

const readersByKind = new Map([...readers].map(([key, reader]) => [key.slice(key.indexOf('/') + 1), reader]));

function plain(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'scalar' && node.value !== null ? node.text : undefined;
}

function baseOf(fields: Fields, apiVersion: string, kind: string): ResourceBase {
  const metadata = fields.at('metadata');
  return { apiVersion, kind, metadata: readMetadata(metadata), document: fields.context.document, root: fields.path };
}

function readMetadata(fields: Fields): Metadata {
  return {
    name: fields.string('name') ?? '',
    namespace: fields.string('namespace'),
    labels: fields.stringMap('labels'),
    annotations: fields.stringMap('annotations'),
    deleting: fields.at('deletionTimestamp').exists,
    controller: controllerOf(fields),
  };
}

function controllerOf(fields: Fields): Metadata['controller'] {
  for (const owner of fields.list('ownerReferences')) {
    if (owner.boolean('controller') === true) return { kind: owner.string('kind') ?? '', name: owner.string('name') ?? '' };
  }
  return undefined;
}

function otherResource(base: ResourceBase): OtherResource {
  return { ...base, type: 'Other' };
}
