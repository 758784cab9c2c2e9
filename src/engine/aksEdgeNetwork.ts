import { formatAddress, formatRange, parseAddress, parseCIDR, rangeOfCIDR, type CIDR, type IPAddress } from '../base/ip.ts';
import { term } from '../base/message.ts';
import { placeOf, type Place } from '../manifests/place.ts';
import type { AksEdgeConfigurationResource } from '../manifests/resources/aksEdge.ts';
import type { DeclaredNode } from '../manifests/resources/edgeNetwork.ts';
import type { RangeCollector } from './rangeCollector.ts';

/** What `aksedge-config.json` says of the network. MicrosoftDocs azure-stack-docs: aks-edge-deployment-config-json, aks-edge-concept-networking. */
export function readAksEdge(config: AksEdgeConfigurationResource, collector: RangeCollector): void {
  const subnet = subnetOf(config);
  const subnetPlace = placeOf(config, 'Network', config.addressPrefix === undefined ? 'Ip4PrefixLength' : 'Ip4AddressPrefix');
  if (config.addressPrefix !== undefined) collector.cidr('lan-subnet', term('subnet of the machine'), config.addressPrefix, subnetPlace);
  else if (subnet !== undefined && config.gateway !== undefined) {
    const label = term('subnet of the machines');
    collector.ranges.push({
      role: 'lan-subnet',
      label,
      range: rangeOfCIDR(subnet),
      cidr: { ...subnet, address: subnet.network },
      text: `${config.gateway}/${subnet.prefix}`,
      place: subnetPlace,
      implied: undefined,
    });
  }
  collector.address('gateway', term('gateway'), config.gateway, placeOf(config, 'Network', 'Ip4GatewayAddress'));
  collector.address(
    'device-address',
    term('control plane endpoint'),
    config.controlPlaneEndpointIp,
    placeOf(config, 'Network', 'ControlPlaneEndpointIp'),
  );
  config.machines.forEach(({ windowsNode }, index) =>
    collector.address(
      'device-address',
      term('Windows node'),
      windowsNode?.address,
      placeOf(config, 'Machines', index, 'WindowsNode', 'Ip4Address'),
    ),
  );
  readServiceIPs(config, subnet, collector);
}

/** Start and size; a size of 0 gives no address. On a single machine the range begins at `.4` of its network. */
function readServiceIPs(config: AksEdgeConfigurationResource, subnet: CIDR | undefined, collector: RangeCollector): void {
  const { serviceIPRangeStart: start, serviceIPRangeEnd: end, serviceIPRangeSize: size = 0, serviceIPRangeIn: section } = config;
  const label = term('service IP range');
  const place = placeOf(config, section, start === undefined ? 'ServiceIPRangeSize' : 'ServiceIPRangeStart');
  if (start !== undefined && end !== undefined) {
    collector.range('service-ips', label, `${start}-${end}`, place);
    return;
  }
  const first = start === undefined ? addressIn(subnet, 4) : parseAddress(start);
  if (first === undefined) collector.address('service-ips', label, start, place);
  else if (size > 0) {
    const range = { family: first.family, first: first.value, last: first.value + BigInt(size - 1) };
    collector.ranges.push({ role: 'service-ips', label, range, cidr: undefined, text: formatRange(range), place, implied: undefined });
  }
}

/** The gateway's prefix of a scalable cluster; of a single machine its own network, which has a default. */
function subnetOf({ deploymentType, addressPrefix, gateway, prefixLength }: AksEdgeConfigurationResource): CIDR | undefined {
  if (gateway !== undefined) return parseCIDR(`${gateway}/${prefixLength ?? 24}`);
  return parseCIDR(addressPrefix ?? (/^single/i.test(deploymentType ?? '') ? '192.168.0.0/24' : ''));
}

function addressIn(subnet: CIDR | undefined, index: number): IPAddress | undefined {
  return subnet === undefined ? undefined : { family: subnet.family, value: subnet.network + BigInt(index) };
}

/** The Linux nodes, named as the profile numbers them: control plane first. Of a single machine the node is the network's second address. */
export function aksEdgeNodes(config: AksEdgeConfigurationResource): readonly (DeclaredNode & { readonly place: Place })[] | undefined {
  const single = /^single/i.test(config.deploymentType ?? '');
  const implied = single ? addressIn(subnetOf(config), 2) : undefined;
  const linux = config.machines.flatMap(({ linuxNode }, index) =>
    linuxNode === undefined ? [] : [{ linuxNode, place: placeOf(config, 'Machines', index, 'LinuxNode') }],
  );
  if (linux.length === 0) return undefined;
  const counts = { 'control-plane': 0, worker: 0 };
  const several = linux.filter(({ linuxNode }) => linuxNode.controlPlane).length > 1;
  return linux.map(({ linuxNode, place }) => {
    const role = linuxNode.controlPlane || (single && linux.length === 1) ? 'control-plane' : 'worker';
    const number = ++counts[role];
    const address = linuxNode.address ?? (implied === undefined ? undefined : formatAddress(implied));
    return {
      name: role === 'worker' || several ? `${role}-${number}` : role,
      role,
      labels: {},
      ips: address === undefined ? [] : [address],
      place,
    };
  });
}
