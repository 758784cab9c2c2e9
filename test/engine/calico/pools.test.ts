import assert from 'node:assert/strict';
import { formatCIDR } from '../../../src/base/ip.ts';
import { poolsOf } from '../../../src/engine/calico/pools.ts';
import { networkOf } from '../../../src/engine/network.ts';
import { clusterOf } from '../../support/cluster.ts';
import { poolYaml } from '../../support/podAddresses.ts';

/** `name cidr /blockSize encapsulation` of each pool, `!` in front when it is not used. */
function pools(...texts: readonly string[]): readonly string[] {
  const cluster = clusterOf(...texts);
  return poolsOf(cluster, networkOf(cluster, 'custom')).pools.map(
    ({ name, cidr, blockSize, ipip, vxlan, refused, disabled }) =>
      `${refused !== undefined || disabled ? '!' : ''}${name} ${formatCIDR(cidr)} /${blockSize}${ipip ? ' ipip' : ''}${vxlan ? ' vxlan' : ''}`,
  );
}

const edge = (spec: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: net }\nspec: { ${spec} }\n`;
const installation = (network: string, name = 'default') =>
  `apiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: { name: ${name} }\nspec: { ${network} }\n`;

const clusterConfiguration = (line: string) => `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking:\n  ${line}\n`;
const kubeadm = (line: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kubeadm-config, namespace: kube-system }\ndata:\n  ClusterConfiguration: |\n    networking:\n      ${line}\n`;
const openShift = (cidr: string) =>
  `apiVersion: config.openshift.io/v1\nkind: Network\nmetadata: { name: cluster }\nspec: { clusterNetwork: [{ cidr: ${cidr}, hostPrefix: 23 }] }\n`;
const block = (cidr: string) =>
  `apiVersion: crd.projectcalico.org/v1\nkind: IPAMBlock\nmetadata: { name: b }\nspec: { cidr: ${cidr}, affinity: "host:worker-1", allocations: [], unallocated: [] }\n`;
const created = (day: number) => `, creationTimestamp: "2024-01-0${day}T00:00:00Z"`;
const allocatable = (status: string) => `status: { conditions: [{ type: Allocatable, status: "${status}" }] }\n`;
const deleted = ', deletionTimestamp: "2024-02-01T00:00:00Z"';

describe('the pools of a cluster', () => {
  const tables: readonly [title: string, yaml: readonly string[], expected: readonly string[]][] = [
    ['are none when nothing is known', [], []],
    [
      'are the manifests, by name',
      [poolYaml('b', 'cidr: 10.1.0.0/16, vxlanMode: Always'), poolYaml('a', 'cidr: 10.2.0.0/16, blockSize: 28')],
      ['a 10.2.0.0/16 /28', 'b 10.1.0.0/16 /26 vxlan'],
    ],
    [
      'are counted once when two manifests have one name, the last applied',
      [poolYaml('a', 'cidr: 10.1.0.0/16'), poolYaml('a', 'cidr: 10.2.0.0/16')],
      ['a 10.2.0.0/16 /26'],
    ],
    [
      "are implied over the pod subnet, with the profile's encapsulation",
      [edge('profile: azure-stack-edge')],
      ['default-ipv4-ippool 172.27.0.0/16 /26 ipip'],
    ],
    [
      'are implied over a pod subnet with host bits, as its network',
      [edge('podSubnet: 10.96.0.1/16')],
      ['default-ipv4-ippool 10.96.0.0/16 /26 ipip'],
    ],
    [
      'are implied for both families',
      [edge('profile: microk8s, podSubnet: "10.1.0.0/16,fd00::/64"')],
      ['default-ipv4-ippool 10.1.0.0/16 /26 vxlan', 'default-ipv6-ippool fd00::/64 /122'],
    ],
    [
      'are implied over a subnet smaller than a default block',
      [edge('podSubnet: 10.1.0.0/28')],
      ['default-ipv4-ippool 10.1.0.0/28 /28 ipip'],
    ],
    ['are not implied beside manifests', [edge('profile: azure-stack-edge'), poolYaml('a', 'cidr: 10.1.0.0/16')], ['a 10.1.0.0/16 /26']],
    [
      "are the operator's own default without a pod subnet",
      [installation('variant: Calico')],
      ['default-ipv4-ippool 192.168.0.0/16 /26 ipip'],
    ],
    [
      "are the operator's over the pod subnet",
      [installation('variant: Calico'), edge('podSubnet: "10.1.0.0/16,fd00::/64"')],
      ['default-ipv4-ippool 10.1.0.0/16 /26 ipip', 'default-ipv6-ippool fd00::/64 /122'],
    ],
    [
      'are left alone by the operator when there are some',
      [installation('variant: Calico'), poolYaml('a', 'cidr: 10.1.0.0/16')],
      ['a 10.1.0.0/16 /26'],
    ],
    [
      'are none for an Installation with an empty list',
      [installation('calicoNetwork: { ipPools: [] }'), edge('podSubnet: 10.1.0.0/16')],
      [],
    ],
    [
      'are those that the Installation lists',
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16, encapsulation: VXLANCrossSubnet, blockSize: 27 }] }')],
      ['default-ipv4-ippool 10.1.0.0/16 /27 vxlan'],
    ],
    [
      'are named in full when the Installation lists several of a family',
      [
        installation(
          'calicoNetwork: { ipPools: [{ cidr: 192.168.0.0/16 }, { cidr: 10.1.0.0/16, name: mine, encapsulation: None }, { cidr: "dead:beef::/64" }] }',
        ),
      ],
      ['192.168.0.0-16 192.168.0.0/16 /26 ipip', 'dead.beef.0000.0000.0000.0000.0000.0000-64 dead:beef::/64 /122', 'mine 10.1.0.0/16 /26'],
    ],
    [
      'keep the name of an existing pool with the listed network',
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16 }] }'), poolYaml('a', 'cidr: 10.1.0.0/16')],
      ['a 10.1.0.0/16 /26'],
    ],
    [
      'are refused with an encapsulation that does not exist',
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16, encapsulation: toString }] }')],
      ['!default-ipv4-ippool 10.1.0.0/16 /26'],
    ],
    [
      "are refused outside the platform's pod subnet",
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16 }] }'), edge('profile: kubeadm, podSubnet: 10.2.0.0/16')],
      ['!default-ipv4-ippool 10.1.0.0/16 /26 ipip'],
    ],
    [
      'are not used when the Installation disables new allocations',
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16, disableNewAllocations: true }] }')],
      ['!default-ipv4-ippool 10.1.0.0/16 /26 ipip'],
    ],
    [
      'are all refused when one of them is outside',
      [
        installation('calicoNetwork: { ipPools: [{ cidr: 10.2.0.0/24 }, { cidr: 10.1.0.0/16 }] }'),
        edge('profile: kubeadm, podSubnet: 10.2.0.0/16'),
      ],
      ['!10.1.0.0-16 10.1.0.0/16 /26 ipip', '!10.2.0.0-24 10.2.0.0/24 /26 ipip'],
    ],
    [
      'are not compared with the platform once there is a pool',
      [
        installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16 }] }'),
        edge('profile: kubeadm, podSubnet: 10.2.0.0/16'),
        poolYaml('a', 'cidr: 10.3.0.0/16'),
      ],
      ['a 10.3.0.0/16 /26', 'default-ipv4-ippool 10.1.0.0/16 /26 ipip'],
    ],
    [
      "are the operator's over kubeadm's pod subnets",
      [installation('variant: Calico'), kubeadm('podSubnet: 10.1.0.0/16,fd00::/64,10.2.0.0/16')],
      ['10.2.0.0-16 10.2.0.0/16 /26 ipip', 'default-ipv4-ippool 10.1.0.0/16 /26 ipip', 'default-ipv6-ippool fd00::/64 /122'],
    ],
    [
      "are refused outside kubeadm's pod subnet",
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.0.0.0/15 }] }'), kubeadm('podSubnet: 10.0.0.0/16')],
      ['!default-ipv4-ippool 10.0.0.0/15 /26 ipip'],
    ],
    [
      "are accepted inside kubeadm's pod subnet",
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.0.0.0/24 }] }'), kubeadm('podSubnet: 10.0.0.0/8')],
      ['default-ipv4-ippool 10.0.0.0/24 /26 ipip'],
    ],
    [
      'are refused when kubeadm names no pod subnet',
      [installation('variant: Calico'), kubeadm('serviceSubnet: 10.96.0.0/12')],
      ['!default-ipv4-ippool 192.168.0.0/16 /26 ipip'],
    ],
    [
      "are refused when a configuration of kubeadm's own names no pod subnet",
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16 }] }'), clusterConfiguration('serviceSubnet: 10.96.0.0/12')],
      ['!default-ipv4-ippool 10.1.0.0/16 /26 ipip'],
    ],
    [
      "are accepted inside the pod subnet of kubeadm's own configuration",
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/24 }] }'), clusterConfiguration('podSubnet: 10.1.0.0/16')],
      ['default-ipv4-ippool 10.1.0.0/24 /26 ipip'],
    ],
    [
      "are refused when kubeadm's pod subnet cannot be read",
      [installation('variant: Calico'), kubeadm('podSubnet: 10.1.0.0/16, fd00::/64')],
      ['!default-ipv4-ippool 192.168.0.0/16 /26 ipip'],
    ],
    [
      "are the operator's over the pod subnet of OpenShift",
      [installation('kubernetesProvider: OpenShift'), openShift('10.128.0.0/14')],
      ['default-ipv4-ippool 10.128.0.0/14 /26 ipip'],
    ],
    [
      'are refused outside the pod subnet of OpenShift',
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.0.0.0/16, encapsulation: VXLAN }] }'), openShift('10.0.0.0/24')],
      ['!default-ipv4-ippool 10.0.0.0/16 /26 vxlan'],
    ],
    [
      "are another network with VXLAN on EKS with Calico's plugin",
      [installation('kubernetesProvider: EKS, cni: { type: Calico, ipam: { type: Calico } }')],
      ['default-ipv4-ippool 172.16.0.0/16 /26 vxlan'],
    ],
    ["are none on EKS with Amazon's plugin", [installation('kubernetesProvider: EKS')], []],
    [
      'are without encapsulation under another plugin',
      [installation('cni: { type: AmazonVPC }, calicoNetwork: { ipPools: [{ cidr: 10.0.0.0/16 }] }')],
      ['default-ipv4-ippool 10.0.0.0/16 /26'],
    ],
    [
      'are none while the Installation is being deleted',
      [
        installation('calicoNetwork: { ipPools: [{ cidr: 10.0.0.0/16 }] }').replace(
          'name: default',
          'name: default, deletionTimestamp: "2025-01-01T00:00:00Z"',
        ),
      ],
      [],
    ],
    [
      'keep the defaults of IPv6',
      [installation('calicoNetwork: { ipPools: [{ cidr: "fd00::0/64" }] }')],
      ['default-ipv6-ippool fd00::/64 /122'],
    ],
    ...(
      [
        ['natOutgoing: "On"', 'a NAT setting that does not exist', ' ipip'],
        ['blockSize: 19', 'blocks that are too large', ' ipip'],
        ['blockSize: 33', 'blocks that are too small', ' ipip'],
        ['cidr: 10.0.0.0/27', 'a network smaller than a block', ' ipip'],
        ['disableNewAllocations: true, cidr: 10.0.0.0/27', 'a network smaller than a block, disabled or not', ' ipip'],
      ] as const
    ).map(([field, what, mode]): [string, readonly string[], readonly string[]] => {
      const cidr = field.includes('cidr') ? '10.0.0.0/27' : '10.0.0.0/16';
      return [
        `are refused with ${what}`,
        [installation(`calicoNetwork: { ipPools: [{ ${field.includes('cidr') ? '' : `cidr: ${cidr}, `}${field} }] }`)],
        [`!default-ipv4-ippool ${cidr} /${/blockSize: (\d+)/.exec(field)?.[1] ?? '26'}${mode}`],
      ];
    }),
    [
      'are refused with IPIP while BGP is off',
      [installation('calicoNetwork: { bgp: Disabled, ipPools: [{ cidr: 10.0.0.0/16 }] }')],
      ['!default-ipv4-ippool 10.0.0.0/16 /26 ipip'],
    ],
    [
      'are accepted with VXLAN while BGP is off',
      [installation('calicoNetwork: { bgp: Disabled, ipPools: [{ cidr: 10.0.0.0/16, encapsulation: VXLAN }] }')],
      ['default-ipv4-ippool 10.0.0.0/16 /26 vxlan'],
    ],
    [
      'are refused with VXLAN and host-local addresses',
      [
        installation(
          'cni: { type: Calico, ipam: { type: HostLocal } }, calicoNetwork: { ipPools: [{ cidr: 10.0.0.0/16, encapsulation: VXLAN }] }',
        ),
      ],
      ['!default-ipv4-ippool 10.0.0.0/16 /26 vxlan'],
    ],
    [
      'are all refused when one is listed twice',
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16 }, { cidr: 10.2.0.0/16, name: x }, { cidr: 10.3.0.0/16, name: x }] }')],
      ['!10.1.0.0-16 10.1.0.0/16 /26 ipip', '!x 10.2.0.0/16 /26 ipip', '!x 10.3.0.0/16 /26 ipip'],
    ],
    [
      'are all refused when the CIDR of one cannot be read',
      [installation('calicoNetwork: { ipPools: [{ cidr: 10.1.0.0/16 }, { cidr: 10.2 }] }')],
      ['!10.1.0.0-16 10.1.0.0/16 /26 ipip'],
    ],
    ['are not decided by an Installation of another name', [installation('variant: Calico', 'other')], []],
    [
      'overlap without harm where only losers are met',
      [poolYaml('a', 'cidr: 10.0.0.0/24'), poolYaml('b', 'cidr: 10.0.0.0/16'), poolYaml('c', 'cidr: 10.0.1.0/24')],
      ['a 10.0.0.0/24 /26', '!b 10.0.0.0/16 /26', 'c 10.0.1.0/24 /26'],
    ],
    [
      'that overlap are decided by age before name',
      [poolYaml('a', 'cidr: 10.0.0.0/24', created(2)), poolYaml('b', 'cidr: 10.0.0.0/16', created(1))],
      ['!a 10.0.0.0/24 /26', 'b 10.0.0.0/16 /26'],
    ],
    [
      'that overlap give way to one that exists already',
      [poolYaml('a', 'cidr: 10.0.0.0/24'), poolYaml('b', 'cidr: 10.0.0.0/16', created(1))],
      ['!a 10.0.0.0/24 /26', 'b 10.0.0.0/16 /26'],
    ],
    [
      'that overlap stay behind an allocatable younger one',
      [poolYaml('a', 'cidr: 10.0.0.0/24', created(1)), poolYaml('b', 'cidr: 10.0.0.0/16', created(2)) + allocatable('True')],
      ['!a 10.0.0.0/24 /26', 'b 10.0.0.0/16 /26'],
    ],
    [
      'that were not allocatable come before new ones',
      [poolYaml('a', 'cidr: 10.0.0.0/24'), poolYaml('b', 'cidr: 10.0.0.0/16') + allocatable('False')],
      ['!a 10.0.0.0/24 /26', 'b 10.0.0.0/16 /26'],
    ],
    [
      'that are being deleted mask others even where they lost',
      [
        poolYaml('a', 'cidr: 10.0.0.0/16') + allocatable('True'),
        poolYaml('b', 'cidr: 10.0.0.0/15', deleted),
        poolYaml('c', 'cidr: 10.1.0.0/16'),
      ],
      ['a 10.0.0.0/16 /26', 'b 10.0.0.0/15 /26', '!c 10.1.0.0/16 /26'],
    ],
    [
      'that are disabled mask nobody, deleted or not',
      [poolYaml('a', 'cidr: 10.0.0.0/16, disabled: true', deleted), poolYaml('b', 'cidr: 10.0.0.0/16')],
      ['!a 10.0.0.0/16 /26', 'b 10.0.0.0/16 /26'],
    ],
    [
      'that are disabled are in the way of those that Calico is to create',
      [poolYaml('a', 'cidr: 10.0.0.0/16, disabled: true'), poolYaml('b', 'cidr: 10.0.4.0/24'), poolYaml('c', 'cidr: 10.1.0.0/16')],
      ['!a 10.0.0.0/16 /26', '!b 10.0.4.0/24 /26', 'c 10.1.0.0/16 /26'],
    ],
    [
      'are not created disabled over others, in the order of the manifests',
      [poolYaml('b', 'cidr: 10.0.4.0/24'), poolYaml('a', 'cidr: 10.0.0.0/16, disabled: true')],
      ['!a 10.0.0.0/16 /26', 'b 10.0.4.0/24 /26'],
    ],
    [
      "that are disabled are in nobody's way where the manifest is stored as it is, or the other exists",
      [
        poolYaml('a', 'cidr: 10.0.0.0/16, disabled: true'),
        poolYaml('b', 'cidr: 10.0.4.0/24').replace('projectcalico.org/v3', 'crd.projectcalico.org/v1'),
        poolYaml('c', 'cidr: 10.0.5.0/24', created(1)),
      ],
      ['!a 10.0.0.0/16 /26', 'b 10.0.4.0/24 /26', 'c 10.0.5.0/24 /26'],
    ],
    ['are refused over blocks of another size', [poolYaml('a', 'cidr: 10.0.0.0/16'), block('10.0.3.0/28')], ['!a 10.0.0.0/16 /26']],
    [
      'are accepted over blocks of their size, and beside others',
      [
        poolYaml('a', 'cidr: 10.0.0.0/16'),
        block('10.0.3.0/26'),
        poolYaml('b', 'cidr: 10.1.0.0/16'),
        block('10.2.0.0/28').replace('name: b', 'name: c'),
      ],
      ['a 10.0.0.0/16 /26', 'b 10.1.0.0/16 /26'],
    ],
    [
      'are left alone over blocks of another size when they exist already',
      [poolYaml('a', 'cidr: 10.0.0.0/16', created(1)), block('10.0.3.0/28')],
      ['a 10.0.0.0/16 /26'],
    ],
    ['are left out when their CIDR cannot be read', [poolYaml('a', 'cidr: 10.0')], []],
  ];
  for (const [title, yaml, expected] of tables) it(title, () => assert.deepEqual(pools(...yaml), expected));
});
