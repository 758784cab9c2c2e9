import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import type { AksEdgeConfigurationResource, AksEdgeNode } from './aksEdge.ts';

/** Whether a document without `kind` is a configuration of AKS Edge Essentials. */
export function isAksEdgeConfiguration(fields: Fields): boolean {
  const { node } = fields.at('DeploymentType');
  return node?.type === 'scalar' && /^(SingleMachine|Scalable)Cluster$/i.test(node.text);
}

/** Azure/AKS-Edge tools/aksedge-config.json; MicrosoftDocs aks-edge-deployment-config-json. */
export function readAksEdgeConfiguration(fields: Fields, base: ResourceBase): AksEdgeConfigurationResource {
  const init = fields.map('Init');
  const network = fields.map('Network');
  const inNetwork = !init.at('ServiceIPRangeStart').exists && network.at('ServiceIPRangeStart').exists;
  const range = inNetwork ? network : init;
  return {
    ...base,
    metadata: { ...base.metadata, name: fields.map('Arc').string('ClusterName') ?? '' },
    type: 'AksEdgeConfiguration',
    deploymentType: fields.string('DeploymentType'),
    serviceIPRangeStart: range.text('ServiceIPRangeStart'),
    serviceIPRangeSize: range.integer('ServiceIPRangeSize'),
    serviceIPRangeEnd: range.text('ServiceIPRangeEnd'),
    serviceIPRangeIn: inNetwork ? 'Network' : 'Init',
    controlPlaneEndpointIp: network.text('ControlPlaneEndpointIp'),
    networkPlugin: network.string('NetworkPlugin'),
    gateway: network.text('Ip4GatewayAddress'),
    prefixLength: network.integer('Ip4PrefixLength'),
    addressPrefix: network.text('Ip4AddressPrefix'),
    dnsServers: network.texts('DnsServers'),
    machines: fields
      .maps('Machines')
      .map((machine) => ({ linuxNode: readNode(machine.map('LinuxNode')), windowsNode: readNode(machine.map('WindowsNode')) })),
  };
}

function readNode(node: Fields): AksEdgeNode | undefined {
  return node.exists ? { address: node.text('Ip4Address'), controlPlane: node.boolean('ControlPlane') ?? false } : undefined;
}
