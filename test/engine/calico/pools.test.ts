import assert from 'node:assert/strict';
import { formatCIDR } from '../../../src/base/ip.ts';
import { poolsOf } from '../../../src/engine/calico/pools.ts';
import { networkOf } from '../../../src/engine/network.ts';
import { clusterOf } from '../../support/cluster.ts';
import { poolYaml } from '../../support/podAddresses.ts';

/** `name cidr /blockSize encapsulation` of each pool, `!` in front when it is not used. */
function pools(...texts: readonly string[]): readonly string[] {
  const cluster = clusterOf(...texts);
  return poolsOf(cluster, networkOf(cluster, 'custom')).pools.map(({ name, cidr, blockSize, ipip, vxlan, refused, disabled }) =>
    `${refused !== undefined || disabled ? '!' : ''}${name} ${formatCIDR(cidr)} /${blockSize}${ipip ? ' ipip' : ''}${vxlan ? ' vxlan' : ''}`);
}

const edge = (spec: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: n }\nspec: { ${spec} }\n`;
const installation = (network: string, name = 'default') => `apiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: { name: ${name} }\nspec: { ${network} }\n`;

describe('the pools of a cluster', () => {
  const tables: readonly [title: string, yaml: readonly string[], expected: readonly string[]][] = [
    ['are none when nothing is known', [], []],
    ['are the manifests, by name', [poolYaml('b', 'cidr: 10.1.0.0/16, vxlanMode: Always'), poolYaml('a', 'cidr: 10.2.0.0/16, blockSize: 28')], ['a 10.2.0.0/16 /28', 'b 10.1.0.0/16 /26 vxlan']],
    ['are counted once when two manifests have one name, the last applied', [poolYaml('a', 'cidr: 10.1.0.0/16'), poolYaml('a', 'cidr: 10.2.0.0/16')], ['a 10.2.0.0/16 /26']],
    ['are implied over the pod subnet, with the profile\'s encapsulation', [edge('profile: azure-stack-edge')], ['default-ipv4-ippool 172.27.0.0/16 /26 ipip']],
    ['are implied over a pod subnet with host bits, as its network', [edge('podSubnet: 10.96.0.1/16')], ['default-ipv4-ippool 10.96.0.0/16 /26 ipip']],
    ['are implied for both families', [edge('profile: microk8s, podSubnet: "10.1.0.0/16,fd00::/64"')], ['default-ipv4-ippool 10.1.0.0/16 /26 vxlan', 'default-ipv6-ippool fd00::/64 /122']],
    ['are implied over a subnet smaller than a default block', [edge('podSubnet: 10.1.0.0/28')], ['default-ipv4-ippool 10.1.0.0/28 /28 ipip']],
    ['are not implied beside manifests', [edge('profile: azure-stack-edge'), poolYaml('a', 'cidr: 10.1.0.0/16')], ['a 10.1.0.0/16 /26']],
    ['are the operator\'s own default without a pod subnet', [installation('variant: Calico')], ['default-ipv4-ippool 192.168.0.0/16 /26 ipip']],
    ['are the operator\'s over the pod subnet', [installation('variant: Calico'), edge('podSubnet: "10.1.0.0/16,fd00::/64"')], ['default-ipv4-ippool 10.1.0.0/16 /26 ipip', 'default-ipv6-ippool fd00::/64 /122']],
    ['are left alone by the operator when there are some', [installation('variant: Calico'), poolYaml('a', 'cidr: 10.1.0.0/16')], ['a 10.1.0.0/16 /26']],
    ['are none for an Installation with an empty list', [installation('calicoNetwork: { ipPools: [] }'), edge('podSubnet: 10.1.0.0/16')], []],
    ['are those that the Installation lists', [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16, encapsulation: VXLANCrossSubnet, blockSize: 27 }] }')], ['default-ipv4-ippool 10.1.0.0/16 /27 vxlan']],
    [
      'are named in full when the Installation lists several of a family',
      [installation('calicoNetwork: { ipPools: [{ cidr: 192.168.0.0/16 }, { cidr: 10.1.0.0/16, name: mine, encapsulation: None }, { cidr: "dead:beef::/64" }] }')],
      ['192.168.0.0-16 192.168.0.0/16 /26 ipip', 'dead.beef.0000.0000.0000.0000.0000.0000-64 dead:beef::/64 /122', 'mine 10.1.0.0/16 /26'],
    ],
    ['keep the name of an existing pool with the listed network', [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16 }] }'), poolYaml('a', 'cidr: 10.1.0.0/16')], ['a 10.1.0.0/16 /26']],
    ['are refused with an encapsulation that does not exist', [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16, encapsulation: toString }] }')], ['!default-ipv4-ippool 10.1.0.0/16 /26']],
    ['are refused outside the platform\'s pod subnet', [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16 }] }'), edge('profile: kubeadm, podSubnet: 10.2.0.0/16')], ['!default-ipv4-ippool 10.1.0.0/16 /26 ipip']],
    ['are not used when the Installation disables new allocations', [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16, disableNewAllocations: true }] }')], ['!default-ipv4-ippool 10.1.0.0/16 /26 ipip']],
    ['are not decided by an Installation of another name', [installation('variant: Calico', 'other')], []],
    ['overlap without harm where only losers are met', [poolYaml('a', 'cidr: 10.0.0.0/24'), poolYaml('b', 'cidr: 10.0.0.0/16'), poolYaml('c', 'cidr: 10.0.1.0/24')], ['a 10.0.0.0/24 /26', '!b 10.0.0.0/16 /26', 'c 10.0.1.0/24 /26']],
    ['are left out when their CIDR cannot be read', [poolYaml('a', 'cidr: 10.0')], []],
  ];
  for (const [title, yaml, expected] of tables) it(title, () => assert.deepEqual(pools(...yaml), expected));
});
