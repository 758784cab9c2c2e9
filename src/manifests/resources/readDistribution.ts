import { parseAddress } from '../../base/ip.ts';
import { list, message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import { parseYaml } from '../parseYaml.ts';
import type { FieldPath } from '../place.ts';
import type { Distribution, DistributionConfigurationResource, WrittenText } from './distribution.ts';
import { configurationKeyOf } from './distributionFiles.ts';

/** kubernetes cmd/kubeadm/app/apis/kubeadm: `networking`. */
export function readClusterConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  const networking = fields.map('networking');
  reportEndpoint(fields);
  return configuration(base, 'kubeadm', {
    podSubnets: texts(networking, base, 'podSubnet'),
    serviceSubnets: texts(networking, base, 'serviceSubnet'),
    dnsDomain: texts(networking, base, 'dnsDomain')[0],
    nodeMasks: nodeMasks((name) => extraArgument(fields.map('controllerManager'), 'extraArgs', base, name)),
    controlPlaneEndpoints: texts(fields, base, 'controlPlaneEndpoint'),
  });
}

/** kubernetes cmd/kubeadm/app/util/endpoint.go ParseHostPort */
function reportEndpoint(fields: Fields): void {
  const { node, place } = fields.at('controlPlaneEndpoint');
  const [, address] = node?.type === 'scalar' ? (/^https?:\/\/([^/]+)\/?$/.exec(node.text) ?? []) : [];
  if (address === undefined || node?.type !== 'scalar' || holdsPlaceholder(node.text)) return;
  fields.context.report({
    code: 'resource/wrong-type',
    message: message('The {0} of kubeadm is a host and a port, and no URL: {1}.', 'controlPlaneEndpoint', address),
    place,
    corrections: [{ title: message('Write {0}', address), place, replaces: node.text, text: address }],
  });
}

/** kubeadm's InitConfiguration and JoinConfiguration, of one node. */
export function readNodeConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  const registration = fields.map('nodeRegistration');
  const endpoint = fields.at('controlPlane').exists ? fields.map('controlPlane').map('localAPIEndpoint') : fields.map('localAPIEndpoint');
  const advertised = texts(endpoint, base, 'advertiseAddress').filter(({ text }) => text !== '0.0.0.0' && text !== '::');
  const own = extraArgument(registration, 'kubeletExtraArgs', base, 'node-ip').filter(
    ({ text }) => !advertised.some((other) => other.text === text),
  );
  return configuration(base, 'kubeadm', { nodeIPs: [...advertised, ...own] });
}

/** A map until v1beta3, since then a list of `name` and `value`. */
function extraArgument(fields: Fields, key: string, base: ResourceBase, name: string): readonly WrittenText[] {
  const args = fields.at(key);
  if (args.node?.type === 'map') return texts(args, base, name);
  if (args.node?.type !== 'sequence') return [];
  return fields
    .maps(key)
    .filter((argument) => argument.string('name') === name)
    .flatMap((argument) => texts(argument, base, 'value'));
}

function nodeMasks(argument: (name: string) => readonly WrittenText[]): DistributionConfigurationResource['nodeMasks'] {
  return ([undefined, 4, 6] as const).flatMap((family) =>
    argument(`node-cidr-mask-size${family === undefined ? '' : `-ipv${family}`}`).map((written) => ({ ...written, family })),
  );
}

export function readKubeletConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  return configuration(base, 'kubelet', {
    clusterDNS: texts(fields, base, 'clusterDNS'),
    dnsDomain: texts(fields, base, 'clusterDomain')[0],
  });
}

export function readKubeProxyConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  reportProxyMode(fields);
  reportSingleAddresses(fields);
  return configuration(base, 'kube-proxy', {
    podSubnets: texts(fields, base, 'clusterCIDR'),
    proxyMode: texts(fields, base, 'mode')[0],
    strictARP: strictARPOf(fields.map('ipvs')),
  });
}

/** A slip of its name is told of by itself: what it says is what was meant. */
function strictARPOf(ipvs: Fields): boolean | undefined {
  const written = ipvs.node?.type === 'map' ? ipvs.node.entries.find(({ key }) => nearestOf(key, ['strictARP']) !== undefined) : undefined;
  return ipvs.boolean(ipvs.at('strictARP').exists || written === undefined ? 'strictARP' : written.key);
}

/** Of Linux, of Windows, and of releases before 1.26. kubernetes pkg/proxy/apis/config/validation validateProxyMode */
const proxyModes = ['iptables', 'ipvs', 'nftables', 'kernelspace', 'userspace'];

function reportProxyMode(fields: Fields): void {
  const { node, place } = fields.at('mode');
  if (node?.type !== 'scalar' || node.value === null || node.text === '' || proxyModes.includes(node.text)) return;
  if (holdsPlaceholder(node.text)) return;
  const meant = nearestOf(node.text.toLowerCase(), proxyModes.slice(0, 3));
  fields.context.report({
    code: 'resource/wrong-type',
    message: message(
      'In mode {0} kube-proxy does not start, so that no Service can be reached. Its modes are {1}.',
      node.text,
      list(proxyModes.slice(0, 3)),
    ),
    place,
    corrections: meant === undefined ? [] : [{ title: message('Write {0}', meant), place, replaces: node.text, text: meant }],
  });
}

/** By the key of the ConfigMap that holds it. */
const embedded: Readonly<Record<string, (fields: Fields, base: ResourceBase) => DistributionConfigurationResource>> = {
  'config.conf': readKubeProxyConfiguration,
  kubelet: readKubeletConfiguration,
  'net-conf.json': readFlannelConfiguration,
  ClusterConfiguration: readClusterConfiguration,
};

function readFlannelConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  return configuration(base, 'flannel', { podSubnets: texts(fields, base, 'Network') });
}

/** Paths lead into the text of the ConfigMap. */
export function readConfigurationMap(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  const key = configurationKeyOf(fields, base) ?? '';
  const holder = fields.at('data', key);
  const text = holder.node?.type === 'scalar' ? holder.node.text : '';
  const read = embedded[key];
  return read === undefined
    ? configuration(base, 'kubeadm', {})
    : { ...read(holder.contained(parseYaml(text).root), base), embeddedText: text };
}

/** Talos' document of its own for the network. siderolabs/talos pkg/machinery/config/types/k8s/network.go */
export function readKubeNetworkConfig(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  return configuration(base, 'talos', {
    podSubnets: texts(fields, base, 'podSubnets'),
    serviceSubnets: texts(fields, base, 'serviceSubnets'),
    dnsDomain: texts(fields, base, 'dnsDomain')[0],
  });
}

export function readTalosConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  const cluster = fields.map('cluster');
  const machine = fields.map('machine');
  const proxy = cluster.map('proxy');
  reportProxyMode(proxy);
  return {
    ...readKubeNetworkConfig(cluster.map('network'), base),
    clusterDNS: texts(machine.map('kubelet'), base, 'clusterDNS'),
    controlPlaneEndpoints: [
      ...texts(cluster.map('controlPlane'), base, 'endpoint'),
      ...machine
        .map('network')
        .maps('interfaces')
        .flatMap((each) => texts(each.map('vip'), base, 'ip')),
    ],
    podNetworks: cniOfTalos(cluster.map('network').map('cni')),
    nodeMasks: nodeMasks((name) => texts(cluster.map('controllerManager').map('extraArgs'), base, name)),
    nodeLabels: machine.optionalStringMapOfAny('nodeLabels'),
    proxyMode: texts(proxy, base, 'mode')[0],
    strictARP: isOn(proxy.map('extraArgs').at('ipvs-strict-arp')),
  };
}

/** k3s-io/docs docs/cli/server.md, rancher/rke2-docs docs/reference/server_config.md. A value is a text or a list; `key+` adds to other files' lists. */
export function readServerConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  const isRKE2 = /(^|\/)rke2\//.test(base.document.file) || fields.at('cni').exists || fields.at('enable-servicelb').exists;
  const withoutProxy = fields.at('disable-kube-proxy').node;
  reportServerWords(fields, isRKE2 ? 'RKE2' : 'K3s');
  return configuration(base, isRKE2 ? 'rke2' : 'k3s', {
    podSubnets: texts(fields, base, 'cluster-cidr'),
    serviceSubnets: texts(fields, base, 'service-cidr'),
    clusterDNS: texts(fields, base, 'cluster-dns'),
    dnsDomain: texts(fields, base, 'cluster-domain')[0],
    serviceNodePortRange: texts(fields, base, 'service-node-port-range')[0],
    nodeIPs: texts(fields, base, 'node-ip'),
    controlPlaneEndpoints: texts(fields, base, 'server'),
    podNetworks: [...texts(fields, base, 'flannel-backend'), ...texts(fields, base, 'cni')]
      .flatMap(({ text }) => text.split(','))
      .map((name) => name.trim()),
    nodeMasks: nodeMasks((name) => programArgument(fields, 'kube-controller-manager-arg', base, name)),
    proxyMode: programArgument(fields, 'kube-proxy-arg', base, 'proxy-mode').at(-1),
    strictARP: programArgument(fields, 'kube-proxy-arg', base, 'ipvs-strict-arp').at(-1)?.text === 'true' ? true : undefined,
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

/** kubernetes pkg/proxy/apis/config/validation/validation.go validateKubeProxyNodePortAddress */
function reportSingleAddresses(fields: Fields): void {
  for (const { node, place } of fields.at('nodePortAddresses').node?.type === 'sequence' ? fields.list('nodePortAddresses') : []) {
    const text = node?.type === 'scalar' ? node.text : '';
    const address = parseAddress(text);
    if (address === undefined && !/^[0-9.]+$/.test(text)) continue;
    const network = address === undefined ? '10.0.0.0/24' : `${text}/${address.family === 4 ? 32 : 128}`;
    fields.context.report({
      code: 'resource/wrong-type',
      message: message('With {0} here kube-proxy does not start: a network such as {1} is meant, or the word primary.', text, network),
      place,
      corrections: address === undefined ? [] : [{ title: message('Write {0}', network), place, replaces: text, text: network }],
    });
  }
}

/** Words that are slips of those that the product knows; add-ons of one's own may be disabled, too. k3s-io/docs docs/cli/server.md, networking/basic-network-options.md; rancher/rke2-docs docs/reference/server_config.md */
function reportServerWords(fields: Fields, product: 'K3s' | 'RKE2'): void {
  for (const [key, known] of serverWords[product]) {
    const { node } = fields.at(key);
    for (const { node: written, place } of node?.type === 'sequence' ? fields.list(key) : [fields.at(key)]) {
      const text = written?.type === 'scalar' ? written.text : '';
      const meant = known.includes(text) ? undefined : nearestOf(text.replaceAll('-', ''), known);
      if (meant !== undefined)
        fields.context.report({
          code: 'resource/wrong-type',
          message: message('{0} has no {1} for {2}. Did you mean {3}?', product, text, key, meant),
          place,
          corrections: [{ title: message('Write {0}', meant), place, replaces: text, text: meant }],
        });
    }
  }
}

const serverWords: Readonly<Record<'K3s' | 'RKE2', readonly (readonly [string, readonly string[]])[]>> = {
  K3s: [
    ['flannel-backend', ['none', 'vxlan', 'ipsec', 'host-gw', 'wireguard-native', 'wireguard', 'tailscale']],
    ['disable', ['coredns', 'servicelb', 'traefik', 'local-storage', 'metrics-server', 'runtimes']],
  ],
  RKE2: [['cni', ['none', 'calico', 'canal', 'cilium', 'flannel', 'multus']]],
};

function cniOfTalos(cni: Fields): readonly string[] {
  const name = cni.string('name');
  return name === undefined ? [] : [name];
}

/** `kube-proxy-arg: [proxy-mode=ipvs]`, with or without hyphens in front. */
function programArgument(fields: Fields, program: string, base: ResourceBase, name: string): readonly WrittenText[] {
  return [program, `${program}+`]
    .flatMap((key) => texts(fields, base, key))
    .flatMap(({ text, path }) => {
      const [, written, value = 'true'] = /^-{0,2}([\w-]+)(?:=(.*))?$/.exec(text.trim()) ?? [];
      return written === name ? [{ text: value, path }] : [];
    });
}

function isOn({ node }: Fields): boolean | undefined {
  return node?.type === 'scalar' ? node.text === 'true' : undefined;
}

export function readLaunchConfiguration(fields: Fields, base: ResourceBase): DistributionConfigurationResource {
  const network = fields.map('extraCNIEnv');
  const kubelet = fields.map('extraKubeletArgs');
  return configuration(base, 'microk8s', {
    podSubnets: ['IPv4_CLUSTER_CIDR', 'IPv6_CLUSTER_CIDR'].flatMap((key) => texts(network, base, key)),
    serviceSubnets: ['IPv4_SERVICE_CIDR', 'IPv6_SERVICE_CIDR'].flatMap((key) => texts(network, base, key)),
    clusterDNS: texts(kubelet, base, '--cluster-dns'),
    dnsDomain: texts(kubelet, base, '--cluster-domain')[0],
    loadBalancerRanges: fields
      .maps('addons')
      .filter((addon) => addon.at('name').node?.type === 'scalar' && addon.string('name') === 'metallb')
      .flatMap((addon) => texts(addon, base, 'args')),
  });
}

const nothing = {
  nodeMasks: [],
  podSubnets: [],
  serviceSubnets: [],
  clusterDNS: [],
  dnsDomain: undefined,
  serviceNodePortRange: undefined,
  nodeIPs: [],
  controlPlaneEndpoints: [],
  disabled: [],
  podNetworks: [],
  proxyMode: undefined,
  strictARP: undefined,
  nodeLabels: undefined,
  loadBalancerRanges: [],
  embeddedText: undefined,
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
