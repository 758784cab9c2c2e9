import { term, type Term } from '../base/message.ts';
import { contains, parseAddress, parseCIDR, rangeOfCIDR, type CIDR, type IPAddress } from '../base/ip.ts';
import { resourcesOf, type Cluster } from '../manifests/cluster.ts';
import { placeOf, type FieldPath, type Place } from '../manifests/place.ts';
import type { DeclaredNode, DeviceConfigurationResource, EdgeNetworkResource, ProfileName } from '../manifests/resources/edgeNetwork.ts';
import { aksEdgeNodes, readAksEdge } from './aksEdgeNetwork.ts';
import { distributionsOf } from './distributions.ts';
import type { NetworkRange, RangeRole, RangeTextFault } from './networkRange.ts';
import { flagOf, programsNamed } from './programs.ts';
import { profiles, type Profile } from './profiles.ts';
import { RangeCollector } from './rangeCollector.ts';

export type { NetworkRange, RangeRole, RangeTextFault } from './networkRange.ts';

/** What the cluster's network page, device file and profile say together. */
export interface Network {
  readonly profile: Profile;
  /** The manifest that names the profile or implies it; absent: it is the default. */
  readonly profilePlace: Place | undefined;
  readonly ranges: readonly NetworkRange[];
  /** Ranges that a distribution's configuration declares otherwise than what counts here. */
  readonly overridden: readonly NetworkRange[];
  readonly faults: readonly RangeTextFault[];
  readonly dnsDomain: string;
  /** Where it is written; absent: the profile's. */
  readonly dnsDomainPlace: Place | undefined;
  readonly clusterDNS: IPAddress | undefined;
  readonly nodePortRange: { readonly first: number; readonly last: number };
  readonly loadBalancerClass: string | undefined;
  /** Nodes as declared in an EdgeNetwork or a device file; absent when neither says. */
  readonly declaredNodes: readonly (DeclaredNode & { readonly place: Place })[] | undefined;
  /** The number of nodes when only a count is written. */
  readonly declaredNodeCount: { readonly count: number; readonly place: Place } | undefined;
  readonly edgeNetwork: EdgeNetworkResource | undefined;
}

/** The ranges of one role, in written order. */
export function rangesOf(network: Network, role: RangeRole): readonly NetworkRange[] {
  return network.ranges.filter((range) => range.role === role);
}

/**
 * Reads the first EdgeNetwork of the cluster, every device configuration, then what the distribution's own files say; the profile fills what they leave open.
 * Of each range the first source counts that says something of it.
 */
export function networkOf(cluster: Cluster, defaultProfile: ProfileName): Network {
  const edgeNetwork = resourcesOf(cluster, 'EdgeNetwork')[0];
  const devices = resourcesOf(cluster, 'DeviceConfiguration');
  const [aksEdge] = resourcesOf(cluster, 'AksEdgeConfiguration');
  const distributions = distributionsOf(cluster);
  const { name: profileName, place: profilePlace } =
    edgeNetwork?.profile !== undefined
      ? { name: edgeNetwork.profile, place: placeOf(edgeNetwork, 'spec', 'profile') }
      : devices[0] !== undefined
        ? { name: 'azure-stack-edge' as const, place: placeOf(devices[0], 'device') }
        : aksEdge !== undefined
          ? { name: 'aks-edge-essentials' as const, place: placeOf(aksEdge, 'DeploymentType') }
          : (distributions.profile ?? { name: defaultProfile, place: undefined });
  const profile = profiles[profileName];
  const collector = new RangeCollector();
  if (edgeNetwork !== undefined) readEdgeNetwork(edgeNetwork, collector);
  for (const device of devices) readDevice(device, collector);
  if (aksEdge !== undefined) readAksEdge(aksEdge, collector);
  const overridden = distributions.declare(collector);
  implySubnets(profile, collector);

  const serviceSubnet = collector.ranges.find(({ role }) => role === 'service-subnet');
  const writtenDNS = collector.ranges.find(({ role }) => role === 'cluster-dns')?.range;
  return {
    profile,
    profilePlace,
    ranges: collector.ranges,
    overridden,
    faults: collector.faults,
    dnsDomain: edgeNetwork?.dnsDomain ?? distributions.dnsDomain?.text ?? profile.dnsDomain,
    dnsDomainPlace: edgeNetwork?.dnsDomain !== undefined ? placeOf(edgeNetwork, 'spec', 'dnsDomain') : distributions.dnsDomain?.place,
    clusterDNS: writtenDNS === undefined ? impliedDNS(profile, serviceSubnet) : { family: writtenDNS.family, value: writtenDNS.first },
    nodePortRange: parsePortRange(edgeNetwork?.serviceNodePortRange) ??
      parsePortRange(distributions.serviceNodePortRange) ?? { first: 30000, last: 32767 },
    loadBalancerClass: edgeNetwork?.loadBalancerClass ?? classOfController(cluster),
    declaredNodes:
      declaredNodes(edgeNetwork, devices) ??
      (aksEdge !== undefined && edgeNetwork?.nodes === undefined ? aksEdgeNodes(aksEdge) : undefined),
    declaredNodeCount:
      typeof edgeNetwork?.nodes === 'number' ? { count: edgeNetwork.nodes, place: placeOf(edgeNetwork, 'spec', 'nodes') } : undefined,
    edgeNetwork,
  };
}

/** `--lb-class` of MetalLB's own manifests. metallb controller/main.go, speaker/main.go */
function classOfController(cluster: Cluster): string | undefined {
  return [...programsNamed(cluster, 'metallb-controller'), ...programsNamed(cluster, 'metallb-speaker')]
    .map(({ program }) => flagOf(program, 'lb-class'))
    .find((text) => text !== undefined && text !== '');
}

function readEdgeNetwork(resource: EdgeNetworkResource, collector: RangeCollector): void {
  const at = (...path: FieldPath) => placeOf(resource, 'spec', ...path);
  collector.cidr('lan-subnet', term('LAN subnet'), resource.subnet, at('computeNetwork', 'subnet'));
  collector.address('gateway', term('gateway'), resource.gateway, at('computeNetwork', 'gateway'));
  resource.dhcpRanges.forEach((text, index) =>
    collector.range('dhcp', term('DHCP range'), text, at('computeNetwork', 'dhcpRanges', index)),
  );
  resource.reservedIPs.forEach((text, index) => {
    const place = at('computeNetwork', 'reservedIPs', index);
    // A reserved entry is an address; a range of them is accepted, since people write what the network team gave them.
    if (/[-/]/.test(text)) collector.range('reserved', term('reserved address'), text, place);
    else collector.address('reserved', term('reserved address'), text, place);
  });
  collector.range('node-ips', term('Kubernetes node IPs'), resource.kubernetesNodeIPs, at('kubernetesNodeIPs'));
  collector.range('service-ips', term('Kubernetes external service IPs'), resource.kubernetesServiceIPs, at('kubernetesServiceIPs'));
  collector.cidrs('pod-subnet', term('pod subnet'), resource.podSubnet, at('podSubnet'));
  collector.cidrs('service-subnet', term('service subnet'), resource.serviceSubnet, at('serviceSubnet'));
  collector.address('cluster-dns', term('cluster DNS address'), resource.clusterDNS, at('clusterDNS'));
  resource.externalNetworks.forEach(({ name, subnet }, index) =>
    collector.cidr('external-network', term('external network "{0}"', name), subnet, at('externalNetworks', index, 'subnet')),
  );
}

/** Azure Stack Edge device configuration: `device.network`, MicrosoftDocs azure-stack-edge-gpu "Use a config file to deploy". */
function readDevice(device: DeviceConfigurationResource, collector: RangeCollector): void {
  const at = (...path: FieldPath) => placeOf(device, 'device', 'network', ...path);
  device.interfaces.forEach((port, index) => {
    collector.address('device-address', term('address of {0}', port.name), port.address, at('interfaces', index, 'iPv4', 'address'));
    const compute = device.vSwitches.some(({ enabledForCompute, interfaces }) => enabledForCompute && interfaces.includes(port.name));
    if (!compute) return;
    collector.address('gateway', term('gateway of {0}', port.name), port.gateway, at('interfaces', index, 'iPv4', 'gateway'));
    const subnet = subnetOf(port.address, port.subnetMask);
    if (subnet !== undefined) {
      collector.ranges.push({
        role: 'lan-subnet',
        label: term('subnet of {0}', port.name),
        range: rangeOfCIDR(subnet),
        cidr: subnet,
        text: `${port.address ?? ''}/${subnet.prefix}`,
        place: at('interfaces', index, 'iPv4', 'subnetMask'),
        implied: undefined,
      });
    }
  });
  device.vSwitches.forEach(({ ipAddressPools }, index) =>
    ipAddressPools.forEach((pool, poolIndex) => {
      const place = at('vSwitches', index, 'ipAddressPools', poolIndex, 'ipAddressRange');
      if (pool.name === 'KubernetesNodeIPs') collector.range('node-ips', term('Kubernetes node IPs'), pool.ipAddressRange, place);
      if (pool.name === 'KubernetesServiceIPs')
        collector.range('service-ips', term('Kubernetes external service IPs'), pool.ipAddressRange, place);
    }),
  );
  device.virtualNetworks.forEach((virtual, index) => {
    const subnet = subnetOf(virtual.network, virtual.subnetMask);
    if (subnet === undefined) return;
    collector.ranges.push({
      role: 'virtual-network',
      label: term('virtual network {0}', virtual.name),
      range: rangeOfCIDR(subnet),
      cidr: subnet,
      text: `${virtual.network ?? ''}/${subnet.prefix}`,
      place: at('virtualNetworks', index, 'network'),
      implied: undefined,
    });
  });
  device.virtualNetworks.forEach((virtual, index) =>
    virtual.ipAddressPools.forEach((pool, poolIndex) =>
      collector.range(
        'virtual-machine-ips',
        term('addresses of virtual network {0}', virtual.name),
        pool.ipAddressRange,
        at('virtualNetworks', index, 'ipAddressPools', poolIndex, 'ipAddressRange'),
      ),
    ),
  );
  device.vips.forEach((vip, index) =>
    collector.address(
      'device-address',
      term('virtual IP of {0}', vip.type),
      vip.address,
      placeOf(device, 'device', 'vips', index, 'address'),
    ),
  );
}

function subnetOf(address: string | undefined, mask: string | undefined): CIDR | undefined {
  const parsed = mask === undefined ? undefined : parseAddress(mask);
  if (address === undefined || parsed?.family !== 4) return undefined;
  const inverted = 0xffffffffn ^ parsed.value;
  if ((inverted & (inverted + 1n)) !== 0n) return undefined;
  return parseCIDR(`${address}/${32 - (inverted === 0n ? 0 : inverted.toString(2).length)}`);
}

function implySubnets(profile: Profile, collector: RangeCollector): void {
  const imply = (role: RangeRole, label: Term, texts: readonly string[]) => {
    if (collector.has(role)) return;
    for (const text of texts) {
      const cidr = parseCIDR(text);
      if (cidr !== undefined)
        collector.ranges.push({ role, label, range: rangeOfCIDR(cidr), cidr, text, place: undefined, implied: profile.name });
    }
  };
  imply('pod-subnet', term('pod subnet'), profile.podSubnets);
  imply('service-subnet', term('service subnet'), profile.serviceSubnets);
}

function impliedDNS(profile: Profile, serviceSubnet: NetworkRange | undefined): IPAddress | undefined {
  if (profile.clusterDNSIndex === undefined || serviceSubnet === undefined) return undefined;
  const address = { family: serviceSubnet.range.family, value: serviceSubnet.range.first + BigInt(profile.clusterDNSIndex) };
  return contains(serviceSubnet.range, address) ? address : undefined;
}

/** `30000-32767`, both ends included; undefined when absent or not such a text. */
function parsePortRange(text: string | undefined): { first: number; last: number } | undefined {
  const match = /^([0-9]{1,5})-([0-9]{1,5})$/.exec(text ?? '');
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  return match !== null && first >= 1 && first <= last && last <= 65535 ? { first, last } : undefined;
}

function declaredNodes(
  edgeNetwork: EdgeNetworkResource | undefined,
  devices: readonly DeviceConfigurationResource[],
): Network['declaredNodes'] {
  const nodes = edgeNetwork?.nodes;
  if (edgeNetwork !== undefined && typeof nodes === 'object') {
    return nodes.map((node, index) => ({ ...node, place: placeOf(edgeNetwork, 'spec', 'nodes', index) }));
  }
  if (nodes !== undefined) return undefined;
  const device = devices[0];
  return device === undefined ? undefined : deviceNodes(device);
}

/** A device of n nodes runs one master and n workers, each a virtual machine. MicrosoftDocs azure-stack-edge-gpu-kubernetes-overview. */
function deviceNodes(device: DeviceConfigurationResource): Network['declaredNodes'] {
  const names =
    device.nodes.length > 0
      ? device.nodes
      : [...new Set(device.interfaces.map(({ nodeName }) => nodeName).filter((name) => name !== undefined))];
  if (names.length === 0) return undefined;
  const place = placeOf(device, 'device');
  const node = (name: string, role: string) => ({ name, role, labels: {}, ips: [], place });
  return [
    node('master', 'control-plane'),
    ...names.map((_, index) => node(names.length === 1 ? 'worker' : `worker-${index + 1}`, 'worker')),
  ];
}
