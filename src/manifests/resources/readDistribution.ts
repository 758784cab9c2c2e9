import { baseName } from '../../base/path.ts';
import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import type { FieldPath } from '../place.ts';
import type { Distribution, DistributionConfigurationResource, WrittenText } from './distribution.ts';

/** kubernetes cmd/kubeadm/app/apis/kubeadm: `networking`. */
export function readClusterConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  const networking = fields.map('networking');
  return configuration(base, 'kubeadm', {
    podSubnets: texts(networking, base, 'podSubnet'),
    serviceSubnets: texts(networking, base, 'serviceSubnet'),
    dnsDomain: texts(networking, base, 'dnsDomain')[0],
  });
}

export function readKubeletConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  return configuration(base, 'kubelet', {
    clusterDNS: texts(fields, base, 'clusterDNS'),
    dnsDomain: texts(fields, base, 'clusterDomain')[0],
  });
}

export function readKubeProxyConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  return configuration(base, 'kube-proxy', { podSubnets: texts(fields, base, 'clusterCIDR'), proxyMode: fields.string('mode') });
}

/** Talos' document of its own for the network. siderolabs/talos pkg/machinery/config/types/k8s/network.go */
export function readKubeNetworkConfig(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  return configuration(base, 'talos', {
    podSubnets: texts(fields, base, 'podSubnets'),
    serviceSubnets: texts(fields, base, 'serviceSubnets'),
    dnsDomain: texts(fields, base, 'dnsDomain')[0],
  });
}

/** Whether a document without `kind` is a machine configuration of Talos. */
export function isTalosConfiguration(fields: Fields): boolean {
  return fields.at('machine').node?.type === 'map' && fields.at('cluster').node?.type === 'map';
}

/** A cheap look, before the file is parsed. */
export function mayBeTalosFile(_path: string, text: string): boolean {
  return text.includes('machine:') && /^machine:/m.test(text);
}

export function readTalosConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  const cluster = fields.map('cluster');
  const kubelet = fields.map('machine').map('kubelet');
  return { ...readKubeNetworkConfig(cluster.map('network'), base), clusterDNS: texts(kubelet, base, 'clusterDNS') };
}

const serverKeys = ['cluster-cidr', 'service-cidr', 'cluster-dns', 'cluster-domain', 'service-node-port-range'];

const serverKey = /^(cluster-cidr|service-cidr|cluster-dns|cluster-domain|service-node-port-range):/m;

/** `/etc/rancher/k3s/config.yaml`, or a part of it in `config.yaml.d`. */
const serverPath = /(^|\/)(k3s|rke2)\/config\.ya?ml(\.d\/[^/]+\.ya?ml)?$/;

/** A cheap look, before the file is parsed. */
export function mayBeServerFile(path: string, text: string): boolean {
  return serverPath.test(path) || (/^config\.ya?ml$/.test(baseName(path)) && serverKey.test(text));
}

/** Whether a document without `kind` configures K3s or RKE2: by its path, else by its name and one of the keys of the network. */
export function isServerConfiguration(fields: Fields): boolean {
  const { file } = fields.context.document;
  if (fields.node?.type !== 'map') return false;
  return serverPath.test(file) || (/^config\.ya?ml$/.test(baseName(file)) && serverKeys.some((key) => fields.at(key).exists));
}

/** k3s-io/docs docs/cli/server.md, rancher/rke2-docs docs/reference/server_config.md. A value is a text or a list; `key+` adds to other files' lists. */
export function readServerConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  const isRKE2 = /(^|\/)rke2\//.test(base.document.file) || fields.at('cni').exists || fields.at('enable-servicelb').exists;
  const withoutProxy = fields.at('disable-kube-proxy').node;
  return configuration(base, isRKE2 ? 'rke2' : 'k3s', {
    podSubnets: texts(fields, base, 'cluster-cidr'),
    serviceSubnets: texts(fields, base, 'service-cidr'),
    clusterDNS: texts(fields, base, 'cluster-dns'),
    dnsDomain: texts(fields, base, 'cluster-domain')[0],
    serviceNodePortRange: texts(fields, base, 'service-node-port-range')[0],
    nodeIPs: texts(fields, base, 'node-ip'),
    disabled: [
      ...['disable', 'disable+']
        .flatMap((key) => texts(fields, base, key))
        .flatMap(({ text }) => text.split(','))
        .map((name) => name.trim())
        .filter((name) => name !== ''),
      ...(withoutProxy?.type === 'scalar' && withoutProxy.value === true ? ['kube-proxy'] : []),
    ],
  });
}

const nothing = {
  podSubnets: [],
  serviceSubnets: [],
  clusterDNS: [],
  dnsDomain: undefined,
  serviceNodePortRange: undefined,
  nodeIPs: [],
  disabled: [],
  proxyMode: undefined,
} satisfies Partial<DistributionConfigurationResource>;

function configuration(
  base: ResourceBase,
  distribution: Distribution,
  values: Partial<DistributionConfigurationResource>,
): DistributionConfigurationResource {
  return { ...base, type: 'DistributionConfiguration', distribution, ...nothing, ...values };
}

/** The texts at a key, where a single one or a list may stand. An empty one says nothing. */
function texts(fields: Fields, { root }: ResourceBase, key: string): readonly WrittenText[] {
  const path: FieldPath = [...fields.path.slice(root.length), key];
  const written =
    fields.at(key).node?.type === 'sequence'
      ? fields.texts(key).map((text, index) => ({ text, path: [...path, index] }))
      : [{ text: fields.text(key) ?? '', path }];
  return written.filter(({ text }) => text.trim() !== '');
}
