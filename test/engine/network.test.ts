import assert from 'node:assert/strict';
import { formatAddress, formatRange } from '../../src/base/ip.ts';
import { networkOf, type Network, type NetworkRange } from '../../src/engine/network.ts';
import type { Cluster } from '../../src/manifests/cluster.ts';
import { locate } from '../../src/manifests/locate.ts';
import { clusterOf } from '../support/cluster.ts';

const edgeNetwork = (spec: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: ${spec}\n`;
const kubeadm = (networking: string) => `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: ${networking}\n`;
const kubelet = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nclusterDNS: [10.71.0.53]\nclusterDomain: lan\n';
const proxy = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nclusterCIDR: 10.80.0.0/16\n';
const talos = (pods: string) => `apiVersion: v1alpha1\nkind: KubeNetworkConfig\npodSubnets: [${pods}]\n`;

function described({ role, range, place, implied }: NetworkRange): string {
  const where = place === undefined ? `implied by ${implied ?? ''}` : textAt(place);
  return `${role} ${formatRange(range)} @ ${where}`;
}

function textAt(place: Parameters<typeof locate>[0]): string {
  const { start, end } = locate(place);
  return place.document.text.slice(start, end);
}

function outline(network: Network): Readonly<Record<string, unknown>> {
  return {
    profile: network.profile.name,
    ranges: network.ranges.map(described),
    domain: network.dnsDomain,
    dns: network.clusterDNS === undefined ? undefined : formatAddress(network.clusterDNS),
  };
}

const of = (texts: readonly string[], rule: Cluster['rule'] = 'root') => networkOf({ ...clusterOf(...texts), rule }, 'custom');

describe("the network of a distribution's own files", () => {
  it('is what they declare; the rest is the profile that they imply', () => {
    assert.deepEqual(outline(of([kubeadm('{ podSubnet: "10.70.0.0/16, fd00::/56", dnsDomain: edge.local }')])), {
      profile: 'kubeadm',
      domain: 'edge.local',
      dns: '10.96.0.10',
      ranges: [
        'pod-subnet 10.70.0.0-10.70.255.255 @ 10.70.0.0/16',
        'pod-subnet fd00::-fd00::ff:ffff:ffff:ffff:ffff @ fd00::/56',
        'service-subnet 10.96.0.0-10.111.255.255 @ implied by kubeadm',
      ],
    });
    assert.deepEqual(
      [outline(of([talos('10.70.0.0/16')]))['profile'], textAt(of([kubeadm('{}')]).profilePlace!).includes('ClusterConfiguration')],
      ['talos', true],
    );
  });

  it('yields to an EdgeNetwork, and to the profile that it names', () => {
    const network = of([
      edgeNetwork('{ profile: k3s, podSubnet: 10.70.0.0/16, dnsDomain: here.local, clusterDNS: 10.43.0.53 }'),
      kubeadm('{ podSubnet: 10.60.0.0/16, serviceSubnet: 10.71.0.0/16, dnsDomain: x }'),
      kubelet,
    ]);
    assert.deepEqual(outline(network), {
      profile: 'k3s',
      domain: 'here.local',
      dns: '10.43.0.53',
      ranges: [
        'pod-subnet 10.70.0.0-10.70.255.255 @ 10.70.0.0/16',
        'cluster-dns 10.43.0.53 @ 10.43.0.53',
        'service-subnet 10.71.0.0-10.71.255.255 @ 10.71.0.0/16',
      ],
    });
    assert.deepEqual(network.overridden.map(described), [
      'pod-subnet 10.60.0.0-10.60.255.255 @ 10.60.0.0/16',
      'cluster-dns 10.71.0.53 @ 10.71.0.53',
    ]);
  });

  it("is the cluster's own configuration before that of its programs, whatever their order", () => {
    const network = of([proxy, kubelet, kubeadm('{ podSubnet: 10.70.0.0/16, serviceSubnet: 10.71.0.0/16, dnsDomain: edge.local }')]);
    assert.deepEqual(outline(network), {
      profile: 'kubeadm',
      domain: 'edge.local',
      dns: '10.71.0.53',
      ranges: [
        'pod-subnet 10.70.0.0-10.70.255.255 @ 10.70.0.0/16',
        'service-subnet 10.71.0.0-10.71.255.255 @ 10.71.0.0/16',
        'cluster-dns 10.71.0.53 @ 10.71.0.53',
      ],
    });
    assert.deepEqual(network.overridden.map(described), ['pod-subnet 10.80.0.0-10.80.255.255 @ 10.80.0.0/16']);
  });

  it('implies no profile by the programs alone', () => {
    assert.deepEqual(outline(of([kubelet, proxy])), {
      profile: 'custom',
      domain: 'lan',
      dns: '10.71.0.53',
      ranges: ['pod-subnet 10.80.0.0-10.80.255.255 @ 10.80.0.0/16', 'cluster-dns 10.71.0.53 @ 10.71.0.53'],
    });
  });

  it('is unknown where files of a mere folder disagree, known where they repeat one another', () => {
    const two = [kubeadm('{ podSubnet: 10.70.0.0/16, dnsDomain: a }'), talos('10.72.0.0/16')];
    assert.deepEqual(outline(of(two, 'together')), { profile: 'custom', domain: 'a', dns: undefined, ranges: [] });
    assert.deepEqual(of(two, 'root').ranges.map(described)[0], 'pod-subnet 10.70.0.0-10.70.255.255 @ 10.70.0.0/16');
    const same = [talos('10.70.0.0/16'), talos('10.70.0.0/16')];
    assert.deepEqual(
      [of(same, 'together').profile.name, of(same, 'together').overridden, of(same, 'together').ranges.map(described)[0]],
      ['talos', [], 'pod-subnet 10.70.0.0-10.70.255.255 @ 10.70.0.0/16'],
    );
  });

  it('says which of its texts are no ranges', () => {
    const { faults, ranges } = of([kubeadm('{ podSubnet: "10.70.0.0", serviceSubnet: 10.71.0.0/16 }')]);
    assert.deepEqual([faults.map(({ role, text }) => [role, text]), ranges.length], [[['pod-subnet', '10.70.0.0']], 1]);
  });
});

describe('the network of AKS Edge Essentials', () => {
  const scalable = JSON.stringify({
    DeploymentType: 'ScalableCluster',
    Init: { ServiceIPRangeStart: '192.168.77.60', ServiceIPRangeSize: 10 },
    Network: { ControlPlaneEndpointIp: '192.168.77.20', Ip4GatewayAddress: '192.168.77.1', Ip4PrefixLength: 24 },
    Machines: [
      { LinuxNode: { ControlPlane: true, Ip4Address: '192.168.77.21' }, WindowsNode: { Ip4Address: '192.168.77.31' } },
      { LinuxNode: { Ip4Address: '192.168.77.22' } },
    ],
  });

  it('is its subnet, gateway, endpoint, nodes and as many service addresses as it says', () => {
    const network = of([scalable]);
    assert.deepEqual(outline(network), {
      profile: 'aks-edge-essentials',
      domain: 'cluster.local',
      dns: '10.96.0.10',
      ranges: [
        'lan-subnet 192.168.77.0-192.168.77.255 @ 24',
        'gateway 192.168.77.1 @ "192.168.77.1"',
        'device-address 192.168.77.20 @ "192.168.77.20"',
        'device-address 192.168.77.31 @ "192.168.77.31"',
        'service-ips 192.168.77.60-192.168.77.69 @ "192.168.77.60"',
        'pod-subnet 10.244.0.0-10.244.255.255 @ implied by aks-edge-essentials',
        'service-subnet 10.96.0.0-10.111.255.255 @ implied by aks-edge-essentials',
      ],
    });
    assert.deepEqual(
      network.declaredNodes?.map(({ name, role, ips }) => [name, role, ips]),
      [
        ['control-plane', 'control-plane', ['192.168.77.21']],
        ['worker-1', 'worker', ['192.168.77.22']],
      ],
    );
  });

  it('of a single machine counts from its own network', () => {
    const single = (rest: object) =>
      of([JSON.stringify({ DeploymentType: 'SingleMachineCluster', Machines: [{ LinuxNode: {} }], ...rest })]);
    const network = single({ Init: { ServiceIPRangeSize: 3 } });
    assert.deepEqual(network.ranges.filter(({ place }) => place !== undefined).map(described), ['service-ips 192.168.0.4-192.168.0.6 @ 3']);
    assert.deepEqual(
      network.declaredNodes?.map(({ name, ips }) => [name, ips]),
      [['control-plane', ['192.168.0.2']]],
    );
    assert.deepEqual(
      single({ Network: { Ip4AddressPrefix: '10.9.0.0/24' }, Init: { ServiceIPRangeSize: 0 } })
        .ranges.filter(({ place }) => place !== undefined)
        .map(described),
      ['lan-subnet 10.9.0.0-10.9.0.255 @ "10.9.0.0/24"'],
    );
  });

  it('has a fault where the start of the range is no address', () => {
    assert.deepEqual(
      of([scalable.replace('192.168.77.60', '192.168.77.600')]).faults.map(({ role, text }) => [role, text]),
      [['service-ips', '192.168.77.600']],
    );
  });

  it('yields its nodes to those of an EdgeNetwork', () => {
    assert.deepEqual(
      of([edgeNetwork('{ nodes: [{ name: a }] }'), scalable]).declaredNodes?.map(({ name }) => name),
      ['a'],
    );
    assert.equal(of([edgeNetwork('{ nodes: 2 }'), scalable]).declaredNodes, undefined);
  });
});
