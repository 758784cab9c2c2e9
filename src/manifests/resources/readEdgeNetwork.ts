import { list, message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import {
  profileNames,
  type DeclaredNode,
  type DeviceConfigurationResource,
  type DeviceInterface,
  type DevicePool,
  type EdgeNetworkResource,
  type ProfileName,
  type VirtualNetwork,
  type VirtualSwitch,
} from './edgeNetwork.ts';

export function readEdgeNetwork(fields: Fields, base: ResourceBase): EdgeNetworkResource {
  const spec = fields.map('spec');
  const computeNetwork = spec.map('computeNetwork');
  return {
    ...base,
    type: 'EdgeNetwork',
    profile: readProfile(spec),
    subnet: computeNetwork.text('subnet'),
    gateway: computeNetwork.text('gateway'),
    dhcpRanges: computeNetwork.texts('dhcpRanges'),
    reservedIPs: computeNetwork.texts('reservedIPs'),
    kubernetesNodeIPs: spec.text('kubernetesNodeIPs'),
    kubernetesServiceIPs: spec.text('kubernetesServiceIPs'),
    podSubnet: spec.text('podSubnet'),
    serviceSubnet: spec.text('serviceSubnet'),
    dnsDomain: spec.string('dnsDomain'),
    clusterDNS: spec.text('clusterDNS'),
    nodes: readNodes(spec),
    externalNetworks: spec
      .maps('externalNetworks')
      .map((network) => ({ name: network.string('name') ?? '', subnet: network.text('subnet') })),
    manifests: spec.strings('manifests'),
    serviceNodePortRange: spec.string('serviceNodePortRange'),
    loadBalancerClass: spec.string('loadBalancerClass'),
    podNetwork: spec.string('podNetwork'),
  };
}

/** The profile that a field `profile` names; one that there is not is a problem, and counts as absent. */
export function readProfile(spec: Fields): ProfileName | undefined {
  const written = spec.string('profile');
  const profile = profileNames.find((name) => name === written);
  if (written !== undefined && profile === undefined) {
    spec.context.report({
      code: 'resource/wrong-type',
      message: message('There is no profile "{0}"; the profiles are {1}.', written, list(profileNames)),
      place: spec.at('profile').place,
    });
  }
  return profile;
}

function readNodes(spec: Fields): number | readonly DeclaredNode[] | undefined {
  const nodes = spec.at('nodes');
  if (!nodes.exists) return undefined;
  if (nodes.node?.type === 'sequence') return spec.maps('nodes').map(readDeclaredNode);
  const count = nodes.node?.type === 'scalar' ? spec.integer('nodes') : undefined;
  if (nodes.node?.type !== 'scalar' || (count !== undefined && count < 0)) {
    spec.context.report({
      code: 'resource/wrong-type',
      message: message('{0} must be a list of nodes or their number.', 'nodes'),
      place: nodes.place,
    });
    return undefined;
  }
  return count;
}

function readDeclaredNode(node: Fields): DeclaredNode {
  return { name: node.string('name') ?? '', role: node.string('role'), labels: node.stringMap('labels'), ips: node.texts('ips') };
}

/** Whether a document without `kind` is an Azure Stack Edge device configuration. Other software also writes a `device` at the top of a file. */
export function isDeviceConfiguration(fields: Fields): boolean {
  const network = fields.at('device', 'network');
  return ['interfaces', 'vSwitches', 'virtualNetworks', 'dhcpPolicy'].some((key) => network.at(key).exists);
}

/** The device configuration that `Get-DeviceConfiguration` prints and `Set-DeviceConfiguration` applies. */
export function readDeviceConfiguration(fields: Fields, base: ResourceBase): DeviceConfigurationResource {
  const device = fields.map('device');
  const network = device.map('network');
  const deviceInfo = device.at('deviceInfo').exists ? device.map('deviceInfo') : fields.map('deviceInfo');
  return {
    ...base,
    metadata: { ...base.metadata, name: deviceInfo.string('name') ?? '' },
    type: 'DeviceConfiguration',
    interfaces: network.maps('interfaces').map(readInterface),
    vSwitches: network.maps('vSwitches').map(readVirtualSwitch),
    virtualNetworks: network.maps('virtualNetworks').map(readVirtualNetwork),
    nodes: deviceInfo
      .list('nodes')
      .map((node) => (node.node?.type === 'map' ? node.string('name') : node.asString()))
      .filter((name) => name !== undefined),
    vips: device.maps('vips').map((vip) => ({ type: vip.string('type') ?? '', address: vip.text('address') })),
  };
}

function readInterface(port: Fields): DeviceInterface {
  const iPv4 = port.map('iPv4');
  return {
    name: port.string('name') ?? '',
    nodeName: port.string('nodeName'),
    isDhcpEnabled: port.boolean('isDhcpEnabled') ?? false,
    address: iPv4.text('address'),
    subnetMask: iPv4.text('subnetMask'),
    gateway: iPv4.text('gateway'),
  };
}

function readVirtualSwitch(virtualSwitch: Fields): VirtualSwitch {
  const interfaceName = virtualSwitch.string('interfaceName');
  return {
    name: virtualSwitch.string('name') ?? '',
    interfaces: interfaceName === undefined ? virtualSwitch.strings('interfaces') : [interfaceName, ...virtualSwitch.strings('interfaces')],
    enabledForCompute: virtualSwitch.boolean('enabledForCompute') ?? false,
    ipAddressPools: readPools(virtualSwitch),
  };
}

function readVirtualNetwork(network: Fields): VirtualNetwork {
  return {
    name: network.string('name') ?? '',
    network: network.text('network'),
    subnetMask: network.text('subnetMask'),
    gateway: network.text('gateway'),
    enabledForKubernetes: network.boolean('enabledForKubernetes') ?? false,
    ipAddressPools: readPools(network),
  };
}

function readPools(fields: Fields): readonly DevicePool[] {
  return fields.maps('ipAddressPools').map((pool) => ({ name: pool.string('name') ?? '', ipAddressRange: pool.text('ipAddressRange') }));
}
