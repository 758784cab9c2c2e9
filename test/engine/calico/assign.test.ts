import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contains, formatAddress, rangeOfCIDR, type IPAddress } from '../../../src/base/ip.ts';
import { english } from '../../../src/base/message.ts';
import {
  nodeLines,
  nodeYaml,
  podAddresses,
  podLines,
  podYaml,
  poolYaml,
  workloadYaml,
  type PodAddresses,
} from '../../support/podAddresses.ts';

const pods = (count: number, prefix = 'p') => Array.from({ length: count }, (_, index) => podYaml(`${prefix}${index}`)).join('');
const settings = (spec: string) =>
  `---\napiVersion: projectcalico.org/v3\nkind: IPAMConfiguration\nmetadata: { name: default }\nspec: { ${spec} }\n`;
const reserved = (...entries: readonly string[]) =>
  `---\napiVersion: projectcalico.org/v3\nkind: IPReservation\nmetadata: { name: r }\nspec: { reservedCIDRs: ${JSON.stringify(entries)} }\n`;
const annotated = (key: string, value: unknown) => ({
  annotations: { [`cni.projectcalico.org/${key}`]: typeof value === 'string' ? value : JSON.stringify(value) },
});
const worker = nodeYaml('worker-1');
const plain = poolYaml('plain', 'cidr: 10.244.0.0/16');

interface Case {
  readonly title: string;
  readonly yaml: readonly string[];
  readonly pods?: readonly string[];
  readonly nodes?: readonly string[];
}

function check(cases: readonly Case[]): void {
  for (const { title, yaml, pods: expectedPods, nodes: expectedNodes } of cases) {
    it(title, () => {
      const result = podAddresses(...yaml);
      if (expectedPods !== undefined) assert.deepEqual(podLines(result), expectedPods);
      if (expectedNodes !== undefined) assert.deepEqual(nodeLines(result), expectedNodes);
    });
  }
}

/** Written past Calico's own API, which creates no pool over another. */
const stored = (yaml: string) => yaml.replace('projectcalico.org/v3', 'crd.projectcalico.org/v1');

describe('pod addresses', () => {
  describe('without encapsulation', () =>
    check([
      {
        title: "begin at the first address of the node's start block",
        yaml: [
          worker,
          nodeYaml('node1'),
          plain,
          podYaml('a', { spec: 'nodeName: worker-1' }),
          podYaml('b', { spec: 'nodeName: worker-1' }),
          podYaml('c', { spec: 'nodeName: node1' }),
        ],
        pods: ['a@worker-1=10.244.226.64', 'b@worker-1=10.244.226.65', 'c@node1=10.244.166.128'],
        nodes: ['worker-1: 10.244.226.64/26 | ', 'node1: 10.244.166.128/26 | '],
      },
      {
        title: "take the next block in order, wrapping at the pool's end, and step over other nodes' blocks",
        // Of four blocks of a /24 in /26: worker-1 begins at 1, node1 at 2, host-a at 0.
        yaml: [
          worker,
          nodeYaml('node1'),
          poolYaml('p', 'cidr: 10.0.0.0/28, blockSize: 30'),
          ...['a', 'b', 'c', 'd', 'e'].map((name) => podYaml(name, { spec: 'nodeName: worker-1' })),
          podYaml('f', { spec: 'nodeName: node1' }),
        ],
        pods: [
          'a@worker-1=10.0.0.4',
          'b@worker-1=10.0.0.5',
          'c@worker-1=10.0.0.6',
          'd@worker-1=10.0.0.7',
          'e@worker-1=10.0.0.8',
          'f@node1=10.0.0.12',
        ],
        nodes: ['worker-1: 10.0.0.4/30,10.0.0.8/30 | ', 'node1: 10.0.0.12/30 | '],
      },
      {
        title: 'serve a request from the owned block whose text comes first',
        // Blocks 10.0.0.8 and 10.0.0.12 of node1, then 10.0.0.0: by text 10-0-0-0, 10-0-0-12, 10-0-0-8; here the later ones matter once an explicit request claims one.
        yaml: [
          nodeYaml('node1'),
          poolYaml('p', 'cidr: 10.0.0.0/28, blockSize: 30'),
          podYaml('a', annotated('ipAddrs', ['10.0.0.9'])),
          podYaml('b', annotated('ipAddrs', ['10.0.0.13'])),
          podYaml('c'),
        ],
        pods: ['a@node1=10.0.0.9', 'b@node1=10.0.0.13', 'c@node1=10.0.0.12'],
      },
    ]));

  describe('with encapsulation', () =>
    check([
      {
        title: "begin behind the address of the node's IPIP tunnel",
        yaml: [worker, poolYaml('p', 'cidr: 10.244.0.0/16, ipipMode: Always'), pods(1)],
        pods: ['p0@worker-1=10.244.226.65'],
        nodes: ['worker-1: 10.244.226.64/26 | 10.244.226.64'],
      },
      {
        title: 'begin behind the address of the VXLAN tunnel, in CrossSubnet mode too',
        yaml: [worker, poolYaml('p', 'cidr: 10.244.0.0/16, vxlanMode: CrossSubnet'), pods(1)],
        pods: ['p0@worker-1=10.244.226.65'],
      },
      {
        title: 'leave room for one tunnel of each kind of pool',
        yaml: [
          worker,
          poolYaml('a', 'cidr: 10.244.0.0/16, ipipMode: Always'),
          poolYaml('b', 'cidr: 10.0.0.0/24, vxlanMode: Always'),
          pods(1),
        ],
        pods: ['p0@worker-1=10.0.0.65'],
        nodes: ['worker-1: 10.244.226.64/26,10.0.0.64/26 | 10.244.226.64,10.0.0.64'],
      },
      {
        title: 'need no tunnel address when the pool is not for tunnels, or does not select the node',
        yaml: [
          worker,
          poolYaml('a', 'cidr: 10.244.0.0/16, ipipMode: Always, allowedUses: [Workload]'),
          poolYaml('b', 'cidr: 10.0.0.0/24, vxlanMode: Always, nodeSelector: has(gpu)'),
          pods(1),
        ],
        nodes: ['worker-1: 10.244.226.64/26 | '],
      },
      {
        title: 'take a tunnel address from a manual pool too',
        yaml: [worker, poolYaml('a', 'cidr: 10.244.0.0/16, ipipMode: Always, assignmentMode: Manual'), pods(1)],
        pods: ['p0@worker-1: no-pool'],
        nodes: ['worker-1: 10.244.226.64/26 | 10.244.226.64'],
      },
      {
        title: 'keep the tunnel address that a Node of a snapshot shows',
        yaml: [
          '---\napiVersion: v1\nkind: Node\nmetadata: { name: worker-1, annotations: { projectcalico.org/IPv4IPIPTunnelAddr: 10.244.1.70 } }\n',
          poolYaml('p', 'cidr: 10.244.0.0/16, ipipMode: Always'),
          pods(2),
        ],
        pods: ['p0@worker-1=10.244.1.64', 'p1@worker-1=10.244.1.65'],
        nodes: ['worker-1: 10.244.1.64/26 | 10.244.1.70'],
      },
      {
        title: 'take none when one kind of tunnel gets none, and give back what another got',
        yaml: [
          worker,
          poolYaml('a', 'cidr: 10.244.0.0/16, ipipMode: Always'),
          poolYaml('b', 'cidr: 10.0.0.0/24, vxlanMode: Always'),
          poolYaml('c', 'cidr: 10.0.0.0/16, vxlanMode: Always'),
          pods(2),
        ],
        // Pool c overlaps b, so the request for the VXLAN tunnel fails as a whole.
        pods: ['p0@worker-1=10.244.226.65', 'p1@worker-1=10.244.226.66'],
        nodes: ['worker-1: 10.244.226.64/26 | '],
      },
      {
        title: 'give a WireGuard device its address first, where the node has a key',
        yaml: [
          '---\napiVersion: v1\nkind: Node\nmetadata: { name: worker-1, annotations: { projectcalico.org/WireguardPublicKey: jlkVyQYooZYzI2wFfNhSZez5eWh44yfq1wKVjLvSXgY= } }\n',
          plain,
          pods(1),
        ],
        pods: ['p0@worker-1=10.244.226.65'],
        nodes: ['worker-1: 10.244.226.64/26 | 10.244.226.64'],
      },
    ]));

  describe('of which pool', () =>
    check([
      {
        title: 'are decided by name, bytewise',
        yaml: [worker, poolYaml('b', 'cidr: 10.1.0.0/24'), poolYaml('a', 'cidr: 10.2.0.0/24'), pods(1)],
        pods: ['p0@worker-1=10.2.0.64'],
      },
      {
        title: 'leave out disabled pools',
        yaml: [worker, poolYaml('b', 'cidr: 10.1.0.0/24'), poolYaml('a', 'cidr: 10.2.0.0/24, disabled: true'), pods(1)],
        pods: ['p0@worker-1=10.1.0.64'],
      },
      {
        title: 'leave out manual pools',
        yaml: [worker, poolYaml('b', 'cidr: 10.1.0.0/24'), poolYaml('a', 'cidr: 10.2.0.0/24, assignmentMode: Manual'), pods(1)],
        pods: ['p0@worker-1=10.1.0.64'],
      },
      {
        title: 'follow the node selector, the hostname label included',
        yaml: [
          worker,
          nodeYaml('node1'),
          poolYaml('a', 'cidr: 10.2.0.0/24, nodeSelector: kubernetes.io/hostname == "node1"'),
          poolYaml('b', 'cidr: 10.1.0.0/24'),
          podYaml('x', { spec: 'nodeName: worker-1' }),
          podYaml('y', { spec: 'nodeName: node1' }),
        ],
        pods: ['x@worker-1=10.1.0.64', 'y@node1=10.2.0.128'],
      },
      {
        title: 'follow the namespace selector',
        yaml: [
          worker,
          poolYaml('a', 'cidr: 10.2.0.0/24, namespaceSelector: team == "red"'),
          poolYaml('b', 'cidr: 10.1.0.0/24, namespaceSelector: "!has(team)"'),
          '---\napiVersion: v1\nkind: Namespace\nmetadata: { name: red, labels: { team: red } }\n',
          podYaml('x', { namespace: 'red' }),
          podYaml('y'),
        ],
        pods: ['y@worker-1=10.1.0.64', 'red/x@worker-1=10.2.0.64'],
      },
      {
        title: 'come from a block that the node has already, before the first pool by name',
        yaml: [
          worker,
          poolYaml('a', 'cidr: 10.2.0.0/24, namespaceSelector: kubernetes.io/metadata.name == "red"'),
          poolYaml('b', 'cidr: 10.1.0.0/24'),
          podYaml('x', { namespace: 'red' }),
          podYaml('y'),
        ],
        pods: ['y@worker-1=10.1.0.64', 'red/x@worker-1=10.1.0.65'],
      },
      {
        title: 'are none where no pool selects the node',
        yaml: [worker, poolYaml('a', 'cidr: 10.2.0.0/24, nodeSelector: has(gpu)'), pods(1)],
        pods: ['p0@worker-1: no-pool'],
      },
      {
        title: 'are none where pools are for load balancers alone',
        yaml: [worker, poolYaml('a', 'cidr: 10.2.0.0/24, allowedUses: [LoadBalancer]'), pods(1)],
        pods: ['p0@worker-1: no-pool'],
      },
      {
        title: 'are none where the only pool is refused',
        yaml: [worker, poolYaml('a', 'cidr: 10.2.0.0/27'), pods(1)],
        pods: ['p0@worker-1: no-pool'],
      },
      {
        title: 'are unknown, and not pending, where no manifest names a pool or a subnet',
        yaml: [worker, pods(1)],
        pods: ['p0@worker-1='],
      },
      {
        title: 'come from a pool over the written pod subnet where no manifest names a pool, behind an IPIP tunnel',
        yaml: [
          worker,
          'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: net }\nspec: { podSubnet: 10.244.0.0/16 }\n',
          pods(1),
        ],
        pods: ['p0@worker-1=10.244.226.65'],
      },
      {
        title: "come from the profile's pod subnet otherwise, behind the tunnel of its encapsulation",
        yaml: [
          worker,
          'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: net }\nspec: { profile: microk8s, podSubnet: 10.244.0.0/16 }\n',
          pods(1),
        ],
        pods: ['p0@worker-1=10.244.226.65'],
      },
      {
        title: 'are of both families over a dual-stack pod subnet, IPv4 first, IPv6 without a tunnel',
        yaml: [
          worker,
          'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: net }\nspec: { podSubnet: "10.244.0.0/16,fd00:10:244::/64" }\n',
          pods(1),
        ],
        pods: ['p0@worker-1=10.244.226.65,fd00:10:244:0:9905:f003:c7bd:fb00'],
      },
      {
        title: 'are IPv4 alone where IPv6 pools exist but nothing says that the CNI plugin assigns them',
        yaml: [worker, plain, poolYaml('six', 'cidr: "fd00:10:244::/64"'), pods(1)],
        pods: ['p0@worker-1=10.244.226.64'],
      },
      {
        title: "are of the families that the CNI configuration of Calico's manifest assigns",
        yaml: [
          worker,
          plain,
          poolYaml('six', 'cidr: "fd00:10:244::/64"'),
          pods(1),
          `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: calico-config, namespace: kube-system }\ndata:\n  cni_network_config: '{"plugins":[{"type":"calico","mtu": __CNI_MTU__,"ipam":{"type":"calico-ipam","assign_ipv4":"false","assign_ipv6":"true"}}]}'\n`,
        ],
        pods: ['p0@worker-1=fd00:10:244:0:9905:f003:c7bd:fb00'],
      },
    ]));

  describe('of pools that overlap', () => {
    it('come from the first by name, and the loser says why', () => {
      const result = podAddresses(
        worker,
        poolYaml('b', 'cidr: 10.0.0.0/16'),
        poolYaml('a', 'cidr: 10.0.0.0/24'),
        poolYaml('c', 'cidr: 10.0.128.0/24'),
        pods(1),
      );
      assert.deepEqual(podLines(result), ['p0@worker-1=10.0.0.64']);
      assert.deepEqual(
        result.ipPools.map(({ name, refused }) => [name, refused === undefined ? undefined : english.say(refused)]),
        [
          ['a', undefined],
          ['b', 'It overlaps pool a, which comes first.'],
          ['c', undefined],
        ],
      );
    });

    check([
      {
        title: 'come from the one that a snapshot shows as allocatable',
        yaml: [
          worker,
          `${poolYaml('b', 'cidr: 10.0.0.0/16')}status: { conditions: [{ type: Allocatable, status: "True" }] }\n`,
          poolYaml('a', 'cidr: 10.0.0.0/24'),
          pods(1),
        ],
        pods: ['p0@worker-1=10.0.226.64'],
      },
      {
        title: 'are not masked by a disabled pool',
        yaml: [worker, ...[poolYaml('a', 'cidr: 10.0.0.0/24, disabled: true'), poolYaml('b', 'cidr: 10.0.0.0/24')].map(stored), pods(1)],
        pods: ['p0@worker-1=10.0.0.64'],
      },
      {
        title: 'are masked by a pool that is being deleted',
        yaml: [
          worker,
          poolYaml('a', 'cidr: 10.0.0.0/24', ', deletionTimestamp: "2024-01-01T00:00:00Z"'),
          poolYaml('b', 'cidr: 10.0.0.0/24'),
          pods(1),
        ],
        pods: ['p0@worker-1: no-pool'],
      },
    ]);
  });

  describe('asked for by annotation', () =>
    check([
      {
        title: 'come from the named pools in the order asked, selectors and assignment mode set aside',
        yaml: [
          worker,
          plain,
          poolYaml('m', 'cidr: 10.0.0.0/24, assignmentMode: Manual, nodeSelector: has(gpu)'),
          podYaml('a', annotated('ipv4pools', ['m', 'plain'])),
        ],
        pods: ['a@worker-1=10.0.0.64'],
      },
      {
        title: 'come from pools named by CIDR, host bits cleared',
        yaml: [worker, plain, poolYaml('m', 'cidr: 10.0.0.0/24'), podYaml('a', annotated('ipv4pools', ['10.0.0.9/24']))],
        pods: ['a@worker-1=10.0.0.64'],
      },
      {
        title: 'are inherited from the namespace, key by key',
        yaml: [
          worker,
          plain,
          poolYaml('m', 'cidr: 10.0.0.0/24, assignmentMode: Manual'),
          poolYaml('n', 'cidr: 10.1.0.0/24, assignmentMode: Manual'),
          '---\napiVersion: v1\nkind: Namespace\nmetadata: { name: default, annotations: { cni.projectcalico.org/ipv4pools: \'["m"]\' } }\n',
          podYaml('a'),
          podYaml('b', annotated('ipv4pools', ['n'])),
          podYaml('c', annotated('ipv4pools', '')),
        ],
        pods: ['a@worker-1=10.0.0.64', 'b@worker-1=10.1.0.64', 'c@worker-1=10.0.0.65'],
      },
      ...([['nowhere'], ['10.244.0.0/17'], ['idle'], ['six'], 'm', '{"a": 1}', [1]] as const).map((value) => ({
        title: `fail for ipv4pools ${JSON.stringify(value)}`,
        yaml: [
          worker,
          plain,
          poolYaml('idle', 'cidr: 10.0.0.0/24, disabled: true'),
          poolYaml('six', 'cidr: "fd00::/64"'),
          podYaml('a', annotated('ipv4pools', value)),
        ],
        pods: ['a@worker-1: invalid-request'],
      })),
      {
        title: 'are of the families asked for',
        yaml: [
          worker,
          plain,
          poolYaml('six', 'cidr: "fd00:10:244::/64"'),
          podYaml('a', annotated('ipFamilies', ['IPv6', 'IPv4'])),
          podYaml('b', annotated('ipFamilies', ['IPv6'])),
          podYaml('c', annotated('ipFamilies', ['ipv4'])),
        ],
        pods: [
          'a@worker-1=10.244.226.64,fd00:10:244:0:9905:f003:c7bd:fb00',
          'b@worker-1=fd00:10:244:0:9905:f003:c7bd:fb01',
          'c@worker-1: invalid-request',
        ],
      },
      {
        title: 'are given as asked, whatever selectors, reservations and assignment mode say, and their block serves others of the node',
        yaml: [
          worker,
          poolYaml('m', 'cidr: 10.0.0.0/24, assignmentMode: Manual, nodeSelector: has(gpu)'),
          poolYaml('z', 'cidr: 10.9.0.0/24'),
          reserved('10.0.0.130'),
          podYaml('a', annotated('ipAddrs', ['10.0.0.130'])),
        ],
        pods: ['a@worker-1=10.0.0.130'],
        nodes: ['worker-1: 10.0.0.128/26 | '],
      },
      {
        title: 'fail outside every enabled pool',
        yaml: [
          worker,
          plain,
          poolYaml('idle', 'cidr: 10.0.0.0/24, disabled: true'),
          podYaml('a', annotated('ipAddrs', ['10.0.0.1'])),
          podYaml('b', annotated('ipAddrs', ['11.0.0.1'])),
        ],
        pods: ['a@worker-1: invalid-request', 'b@worker-1: invalid-request'],
      },
      {
        title: 'fail when another pod has the address, in order of arrival',
        yaml: [
          worker,
          plain,
          podYaml('a'),
          podYaml('b', annotated('ipAddrs', ['10.244.226.64'])),
          podYaml('c', annotated('ipAddrs', ['10.244.226.70'])),
          podYaml('d', annotated('ipAddrs', ['10.244.226.70'])),
        ],
        pods: ['a@worker-1=10.244.226.64', 'b@worker-1: in-use', 'c@worker-1=10.244.226.70', 'd@worker-1: in-use'],
      },
      {
        title: "may lie in another node's block, unless affinity is strict",
        yaml: [
          worker,
          nodeYaml('node1'),
          plain,
          podYaml('a', { spec: 'nodeName: worker-1' }),
          podYaml('b', { ...annotated('ipAddrs', ['10.244.226.65']), spec: 'nodeName: node1' }),
        ],
        pods: ['a@worker-1=10.244.226.64', 'b@node1=10.244.226.65'],
      },
      {
        title: "may not lie in another node's block when affinity is strict",
        yaml: [
          worker,
          nodeYaml('node1'),
          plain,
          settings('strictAffinity: true'),
          podYaml('a', { spec: 'nodeName: worker-1' }),
          podYaml('b', { ...annotated('ipAddrs', ['10.244.226.65']), spec: 'nodeName: node1' }),
        ],
        pods: ['a@worker-1=10.244.226.64', 'b@node1: in-use'],
      },
      {
        title: 'may lie in a block of nobody even when affinity is strict',
        yaml: [
          worker,
          plain,
          settings('strictAffinity: true'),
          '---\napiVersion: crd.projectcalico.org/v1\nkind: IPAMBlock\nmetadata: { name: b }\nspec: { cidr: 10.244.9.0/26, allocations: [0, null], unallocated: [1] }\n',
          podYaml('a', annotated('ipAddrs', ['10.244.9.1'])),
        ],
        pods: ['a@worker-1=10.244.9.1'],
        nodes: ['worker-1:  | '],
      },
      {
        title: 'are both given or none',
        yaml: [
          worker,
          plain,
          podYaml('a', annotated('ipAddrs', ['10.244.226.64', 'fd00::1'])),
          podYaml('b', annotated('ipAddrs', ['10.244.226.64'])),
        ],
        pods: ['a@worker-1: invalid-request', 'b@worker-1=10.244.226.64'],
      },
      ...[['10.244.0.1', '10.244.0.2'], [], ['10.244.0'], '10.244.0.1'].map((value) => ({
        title: `fail for ipAddrs ${JSON.stringify(value)}`,
        yaml: [worker, plain, podYaml('a', annotated('ipAddrs', value))],
        pods: ['a@worker-1: invalid-request'],
      })),
      {
        title: 'fail when the feature that they need is off',
        yaml: [
          worker,
          plain,
          podYaml('a', annotated('ipAddrsNoIpam', ['10.244.0.1'])),
          podYaml('b', annotated('floatingIPs', ['9.9.9.9'])),
        ],
        pods: ['a@worker-1: invalid-request', 'b@worker-1: invalid-request'],
      },
      {
        title: 'are of no family, and fail, for an empty list of families',
        yaml: [worker, plain, podYaml('a', annotated('ipFamilies', [])), podYaml('b', annotated('ipFamilies', 'null'))],
        pods: ['a@worker-1: invalid-request', 'b@worker-1: invalid-request'],
      },
      {
        title: 'give up a block whose pool does not select the node, when what was given goes back',
        yaml: [
          worker,
          nodeYaml('node1'),
          poolYaml('m', 'cidr: 10.0.0.0/30, blockSize: 30, nodeSelector: has(gpu)'),
          poolYaml('z', 'cidr: 10.9.0.0/24'),
          settings('strictAffinity: true'),
          podYaml('a', { ...annotated('ipAddrs', ['10.0.0.1', 'fd00::1']), spec: 'nodeName: worker-1' }),
          podYaml('b', { ...annotated('ipAddrs', ['10.0.0.1']), spec: 'nodeName: node1' }),
        ],
        pods: ['a@worker-1: invalid-request', 'b@node1=10.0.0.1'],
        nodes: ['worker-1:  | ', 'node1: 10.0.0.0/30 | '],
      },
      {
        title: 'fail when both ways of asking are used',
        yaml: [
          worker,
          plain,
          podYaml('a', {
            annotations: { 'cni.projectcalico.org/ipAddrs': '["10.244.0.1"]', 'cni.projectcalico.org/ipAddrsNoIpam': '["10.244.0.1"]' },
          }),
        ],
        pods: ['a@worker-1: invalid-request'],
      },
    ]));

  describe('kept back by reservations', () =>
    check([
      {
        title: 'are stepped over one by one',
        yaml: [worker, plain, reserved('10.244.226.64', ' 10.244.226.66/32 ', 'nonsense'), pods(2)],
        pods: ['p0@worker-1=10.244.226.65', 'p1@worker-1=10.244.226.67'],
      },
      {
        title: 'make a block that they cover wholly be passed over',
        yaml: [worker, plain, reserved('10.244.226.64/27', '10.244.226.96/27', '10.244.226.64/28'), pods(1)],
        pods: ['p0@worker-1=10.244.226.128'],
      },
      {
        title: 'may cover more blocks than anyone could walk',
        yaml: [worker, poolYaml('p', 'cidr: "fd00:10:244::/64"'), reserved('fd00:10:244:0:8000::/65'), pods(1)],
        pods: ['p0@worker-1=fd00:10:244::'],
      },
      {
        title: 'end in exhaustion when they cover the pool',
        yaml: [worker, plain, reserved('10.0.0.0/8'), pods(1)],
        pods: ['p0@worker-1: exhausted'],
      },
    ]));

  describe('when space runs short', () =>
    check([
      {
        title: "are borrowed from other nodes' blocks, from the node's own start on",
        yaml: [
          worker,
          nodeYaml('node1'),
          poolYaml('p', 'cidr: 10.0.0.0/30, blockSize: 30'),
          podYaml('a', { spec: 'nodeName: worker-1' }),
          podYaml('b', { spec: 'nodeName: node1' }),
        ],
        pods: ['a@worker-1=10.0.0.0', 'b@node1=10.0.0.1'],
        nodes: ['worker-1: 10.0.0.0/30 | ', 'node1:  | '],
      },
      {
        title: 'are not borrowed under strict affinity',
        yaml: [
          worker,
          nodeYaml('node1'),
          settings('strictAffinity: true'),
          poolYaml('p', 'cidr: 10.0.0.0/30, blockSize: 30'),
          podYaml('a', { spec: 'nodeName: worker-1' }),
          podYaml('b', { spec: 'nodeName: node1' }),
        ],
        pods: ['a@worker-1=10.0.0.0', 'b@node1: exhausted'],
      },
      {
        title: 'end at the limit of blocks of a node, without borrowing',
        yaml: [worker, settings('strictAffinity: true, maxBlocksPerHost: 1'), poolYaml('p', 'cidr: 10.0.0.0/24, blockSize: 32'), pods(2)],
        pods: [
          podLines(podAddresses(worker, poolYaml('p', 'cidr: 10.0.0.0/24, blockSize: 32'), pods(1)))[0] ?? '',
          'p1@worker-1: exhausted',
        ],
      },
      {
        title: 'end where blocks are not allocated automatically',
        yaml: [
          worker,
          settings('strictAffinity: true, autoAllocateBlocks: false'),
          plain,
          podYaml('a', annotated('ipAddrs', ['10.244.0.1'])),
          podYaml('b'),
          podYaml('c'),
        ],
        pods: ['a@worker-1=10.244.0.1', 'b@worker-1=10.244.0.0', 'c@worker-1=10.244.0.2'],
      },
      {
        title: 'end at once where blocks are not allocated automatically and the node has none',
        yaml: [worker, settings('strictAffinity: true, autoAllocateBlocks: false'), plain, pods(1)],
        pods: ['p0@worker-1: exhausted'],
      },
      {
        title: 'ignore an IPAMConfiguration of another name',
        yaml: [worker, settings('strictAffinity: true, autoAllocateBlocks: false').replace('default', 'other'), plain, pods(1)],
        pods: ['p0@worker-1=10.244.226.64'],
      },
      {
        title: 'come from the next pool when the first is full',
        yaml: [worker, poolYaml('a', 'cidr: 10.0.0.0/31, blockSize: 31'), plain, pods(3)],
        pods: ['p0@worker-1=10.0.0.0', 'p1@worker-1=10.0.0.1', 'p2@worker-1=10.244.226.64'],
      },
      {
        title: 'go back to the tail of the free list when the second family has none',
        yaml: [
          worker,
          poolYaml('a', 'cidr: 10.0.0.0/30, blockSize: 30'),
          poolYaml('six', 'cidr: "fd00::/128", blockSize: 128'),
          ...['w', 'x'].map((name) => podYaml(name, annotated('ipFamilies', ['IPv4', 'IPv6']))),
          ...['y', 'z'].map((name) => podYaml(name)),
          podYaml('zz'),
        ],
        pods: ['w@worker-1=10.0.0.0,fd00::', 'x@worker-1: exhausted', 'y@worker-1=10.0.0.2', 'z@worker-1=10.0.0.3', 'zz@worker-1=10.0.0.1'],
      },
      {
        title: 'stay out of reach while they cool down',
        yaml: [
          worker,
          settings('ipCooldownSeconds: 60'),
          poolYaml('a', 'cidr: 10.0.0.0/31, blockSize: 31'),
          poolYaml('six', 'cidr: "fd00::/128", blockSize: 128'),
          ...['w', 'x'].map((name) => podYaml(name, annotated('ipFamilies', ['IPv4', 'IPv6']))),
          podYaml('y'),
        ],
        pods: ['w@worker-1=10.0.0.0,fd00::', 'x@worker-1: exhausted', 'y@worker-1: exhausted'],
      },
    ]));

  it('stop after twenty blocks of a node when nothing else limits them', () => {
    const lines = podLines(
      podAddresses(worker, poolYaml('p', 'cidr: 10.0.0.0/24, blockSize: 32'), workloadYaml('StatefulSet', 's', { spec: 'replicas: 22' })),
    );
    assert.deepEqual(
      lines.map((line) => line.endsWith(': exhausted')),
      [...Array<boolean>(20).fill(false), true, true],
    );
  });

  describe('of Windows nodes', () =>
    check([
      {
        title: 'need strict affinity',
        yaml: [nodeYaml('worker-1', { 'kubernetes.io/os': 'windows' }), plain, pods(1)],
        pods: ['p0@worker-1: exhausted'],
      },
      {
        title: 'begin at the fourth address of a block, and end before the last',
        yaml: [
          nodeYaml('worker-1', { 'kubernetes.io/os': 'windows' }),
          settings('strictAffinity: true'),
          poolYaml('p', 'cidr: 10.0.0.0/29, blockSize: 29, ipipMode: Always'),
          pods(5),
        ],
        pods: ['p0@worker-1=10.0.0.3', 'p1@worker-1=10.0.0.4', 'p2@worker-1=10.0.0.5', 'p3@worker-1=10.0.0.6', 'p4@worker-1: exhausted'],
      },
      {
        title: 'fail without strict affinity even when asked for',
        yaml: [nodeYaml('worker-1', { 'kubernetes.io/os': 'windows' }), plain, podYaml('a', annotated('ipAddrs', ['10.244.0.1']))],
        pods: ['a@worker-1: exhausted'],
      },
      {
        title: 'come from whole IPv6 blocks, of any size',
        yaml: [
          nodeYaml('worker-1', { 'kubernetes.io/os': 'windows' }),
          settings('strictAffinity: true'),
          poolYaml('six', 'cidr: "fd00::/127", blockSize: 127'),
          podYaml('a', annotated('ipFamilies', ['IPv6'])),
        ],
        pods: ['a@worker-1=fd00::'],
      },
      {
        title: "fail when reservations leave nothing of a new block, which stays the node's",
        yaml: [
          nodeYaml('worker-1', { 'kubernetes.io/os': 'windows' }),
          settings('strictAffinity: true'),
          poolYaml('p', 'cidr: 10.0.0.0/28, blockSize: 29'),
          reserved('10.0.0.8/30', '10.0.0.12/31', '10.0.0.14', '10.0.0.0/30', '10.0.0.4/31', '10.0.0.6'),
          pods(1),
        ],
        pods: ['p0@worker-1: exhausted'],
      },
      {
        title: 'cannot come from blocks smaller than /29',
        yaml: [
          nodeYaml('worker-1', { 'kubernetes.io/os': 'windows' }),
          settings('strictAffinity: true'),
          poolYaml('p', 'cidr: 10.0.0.0/24, blockSize: 30'),
          pods(1),
        ],
        pods: ['p0@worker-1: no-pool'],
      },
    ]));

  describe('of a snapshot', () => {
    const running = (ip: string, node = 'worker-1') => ({
      spec: `nodeName: ${node}`,
      status: `phase: Running, podIP: ${ip}, podIPs: [{ ip: ${ip} }]`,
    });
    check([
      {
        title: 'stay as they are, and nobody else gets them',
        yaml: [worker, plain, podYaml('z', running('10.244.226.64')), podYaml('a')],
        pods: ['a@worker-1=10.244.226.65', 'z@worker-1=10.244.226.64'],
      },
      {
        title: 'decide which blocks the nodes own',
        yaml: [
          worker,
          nodeYaml('node1'),
          plain,
          podYaml('x', running('10.244.9.1')),
          podYaml('y', running('10.244.9.2')),
          podYaml('z', running('10.244.9.3', 'node1')),
          podYaml('a', { spec: 'nodeName: worker-1' }),
          podYaml('b', { spec: 'nodeName: node1' }),
        ],
        pods: ['a@worker-1=10.244.9.0', 'b@node1=10.244.166.128', 'x@worker-1=10.244.9.1', 'y@worker-1=10.244.9.2', 'z@node1=10.244.9.3'],
        nodes: ['worker-1: 10.244.9.0/26 | ', 'node1: 10.244.166.128/26 | '],
      },
      {
        title: 'stay as they are outside every pool',
        yaml: [worker, plain, podYaml('z', running('192.0.2.7'))],
        pods: ['z@worker-1=192.0.2.7'],
      },
      {
        title: 'are given back by finished pods',
        yaml: [
          worker,
          plain,
          podYaml('z', { spec: 'nodeName: worker-1', status: 'phase: Succeeded, podIP: 10.244.226.64, podIPs: [{ ip: 10.244.226.64 }]' }),
          podYaml('a'),
        ],
        pods: ['a@worker-1=10.244.226.64', 'z@worker-1='],
      },
      {
        title: 'belong to one pod, even if two manifests show them',
        yaml: [worker, plain, podYaml('y', running('10.244.226.64')), podYaml('z', running('10.244.226.64'))],
        pods: ['y@worker-1=10.244.226.64', 'z@worker-1: in-use'],
      },
      {
        title: 'are found in pools that are disabled now',
        yaml: [worker, poolYaml('p', 'cidr: 10.0.0.0/24, disabled: true'), podYaml('z', running('10.0.0.7'))],
        pods: ['z@worker-1=10.0.0.7'],
        nodes: ['worker-1: 10.0.0.0/26 | '],
      },
    ]);
  });

  describe('of a snapshot with blocks', () => {
    const block = (cidr: string, spec: string) =>
      `---\napiVersion: crd.projectcalico.org/v1\nkind: IPAMBlock\nmetadata: { name: ${cidr.replace(/[./]/g, '-')} }\nspec: { cidr: ${cidr}, ${spec} }\n`;
    check([
      {
        title: "go on where the free list of the node's block stands",
        yaml: [
          worker,
          poolYaml('p', 'cidr: 10.0.0.0/24, blockSize: 30'),
          block('10.0.0.8/30', 'affinity: "host:worker-1", allocations: [0, null, null, null], unallocated: [3, 1, 2]'),
          pods(4),
        ],
        pods: ['p0@worker-1=10.0.0.11', 'p1@worker-1=10.0.0.9', 'p2@worker-1=10.0.0.10', 'p3@worker-1=10.0.0.36'],
        nodes: ['worker-1: 10.0.0.8/30,10.0.0.36/30 | '],
      },
      {
        title: "leave other nodes' blocks alone, and those of nobody",
        yaml: [
          worker,
          poolYaml('p', 'cidr: 10.0.0.0/29, blockSize: 31'),
          block('10.0.0.2/31', 'affinity: "host:gone", allocations: [null, null], unallocated: [0, 1]'),
          block('10.0.0.4/31', 'allocations: [1, null], unallocated: [1]'),
          pods(1),
        ],
        nodes: ['worker-1: 10.0.0.6/31 | '],
      },
      {
        title: 'do not hand out what is neither in use nor free: it cools down',
        yaml: [
          worker,
          poolYaml('p', 'cidr: 10.0.0.0/31, blockSize: 31'),
          block('10.0.0.0/31', 'affinity: "host:worker-1", allocations: [null, null], unallocated: [1]'),
          pods(2),
        ],
        pods: ['p0@worker-1=10.0.0.1', 'p1@worker-1: exhausted'],
      },
    ]);
  });

  describe('with host-local addresses', () => {
    const hostLocal = (ipam: string) =>
      `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: calico-config, namespace: kube-system }\ndata:\n  cni_network_config: '{"plugins":[{"type":"calico","ipam":{"type":"host-local",${ipam}}}]}'\n`;
    const withCIDRs = (cidrs: string) => nodeYaml('worker-1', {}, `spec: { podCIDRs: [${cidrs}] }`);
    check([
      {
        title: "come in order from the node's pod CIDR, behind the gateway",
        yaml: [withCIDRs('10.1.2.0/24'), hostLocal('"subnet":"usePodCidr"'), plain, pods(2)],
        pods: ['p0@worker-1=10.1.2.2', 'p1@worker-1=10.1.2.3'],
        nodes: ['worker-1:  | '],
      },
      {
        title: 'are of both families where both ranges are configured',
        yaml: [
          withCIDRs('10.1.2.0/24, "fd00:1::/64"'),
          hostLocal('"ranges":[[{"subnet":"usePodCidr"}],[{"subnet":"usePodCidrIPv6"}]]'),
          pods(1),
        ],
        pods: ['p0@worker-1=10.1.2.2,fd00:1::2'],
      },
      {
        title: 'leave the first address to the IPIP tunnel',
        yaml: [withCIDRs('10.1.2.0/24'), hostLocal('"subnet":"usePodCidr"'), poolYaml('p', 'cidr: 10.1.0.0/16, ipipMode: Always'), pods(1)],
        nodes: ['worker-1:  | 10.1.2.1'],
      },
      {
        title: 'end before the broadcast address',
        yaml: [withCIDRs('10.1.2.0/30'), hostLocal('"subnet":"usePodCidr"'), pods(2)],
        pods: ['p0@worker-1=10.1.2.2', 'p1@worker-1: exhausted'],
      },
      {
        title: 'are none in a network of two',
        yaml: [withCIDRs('10.1.2.0/31'), hostLocal('"subnet":"usePodCidr"'), pods(1)],
        pods: ['p0@worker-1: exhausted'],
      },
      {
        title: 'are none on a node without a pod CIDR of the family',
        yaml: [withCIDRs('10.1.2.0/24'), hostLocal('"subnet":"usePodCidrIPv6"'), pods(1)],
        pods: ['p0@worker-1: no-pool'],
      },
      {
        title: 'cannot be asked for',
        yaml: [withCIDRs('10.1.2.0/24'), hostLocal('"subnet":"usePodCidr"'), podYaml('a', annotated('ipAddrs', ['10.1.2.9']))],
        pods: ['a@worker-1: invalid-request'],
      },
      {
        title: 'step over what a snapshot shows',
        yaml: [
          withCIDRs('10.1.2.0/24'),
          hostLocal('"subnet":"usePodCidr"'),
          podYaml('z', { spec: 'nodeName: worker-1', status: 'phase: Running, podIP: 10.1.2.3' }),
          pods(2),
        ],
        pods: ['p0@worker-1=10.1.2.2', 'p1@worker-1=10.1.2.4', 'z@worker-1=10.1.2.3'],
      },
      {
        title: "are the operator's choice too",
        yaml: [
          withCIDRs('10.1.2.0/24'),
          '---\napiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: { name: default }\nspec: { cni: { type: Calico, ipam: { type: HostLocal } } }\n',
          pods(1),
        ],
        pods: ['p0@worker-1=10.1.2.2'],
      },
      {
        title: 'are unknown under another CNI plugin',
        yaml: [
          worker,
          plain,
          '---\napiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: { name: default }\nspec: { cni: { type: AmazonVPC } }\n',
          pods(1),
        ],
        pods: ['p0@worker-1='],
      },
    ]);
  });

  describe('under an Installation', () =>
    check([
      {
        title: 'are of every family of which there is a pool',
        yaml: [
          worker,
          plain,
          poolYaml('six', 'cidr: "fd00:10:244::/64"'),
          '---\napiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: { name: default }\nspec: {}\n',
          pods(1),
        ],
        pods: ['p0@worker-1=10.244.226.64,fd00:10:244:0:9905:f003:c7bd:fb00'],
      },
    ]));

  describe('of host-network pods', () =>
    check([
      {
        title: "are the node's: the primary, and the first of the other family",
        yaml: [
          nodeYaml(
            'worker-1',
            {},
            'status: { addresses: [{ type: InternalIP, address: 192.168.1.4 }, { type: InternalIP, address: 192.168.1.5 }, { type: InternalIP, address: "fd00::4" }] }',
          ),
          plain,
          podYaml('a', { spec: 'hostNetwork: true' }),
        ],
        pods: ['a@worker-1=192.168.1.4,fd00::4'],
      },
      { title: "are unknown with the node's", yaml: [worker, plain, podYaml('a', { spec: 'hostNetwork: true' })], pods: ['a@worker-1='] },
    ]));

  it('of a pod without a node are none, for the reason that the scheduler gives', () => {
    const {
      pods: [pod],
    } = podAddresses(worker, plain, podYaml('a', { spec: 'nodeSelector: { gpu: "true" }' }));
    assert.equal(pod?.pending?.reason, 'unschedulable');
    assert.deepEqual(pod.ips, []);
  });

  it('stand on an unnamed node when no nodes are known, from the start of the pool', () => {
    const result = podAddresses(plain, pods(2), poolYaml('a', 'cidr: 10.0.0.0/24, nodeSelector: has(gpu)'));
    assert.deepEqual(podLines(result), ['p0@=10.244.0.0', 'p1@=10.244.0.1']);
    assert.equal(result.pods[0]?.explanation.certainty, 'possible');
  });

  it('say how certain they are, and why', () => {
    const said = ({ pods: all }: PodAddresses) =>
      all.map(({ name, explanation: { certainty, reason } }) => `${name} ${certainty}: ${english.say(reason)}`);
    assert.deepEqual(said(podAddresses(worker, plain, podYaml('a'))), [
      'a predicted: It is the first free address of block 10.244.226.64/26, which node worker-1 takes from pool plain.',
    ]);
    assert.deepEqual(said(podAddresses(worker, plain, podYaml('a', annotated('ipAddrs', ['10.244.0.1'])))), [
      'a fixed: The annotation cni.projectcalico.org/ipAddrs asks for this address.',
    ]);
    assert.equal(
      podAddresses(worker, plain, pods(2)).pods.every(
        ({ explanation: { certainty, because } }) => certainty === 'possible' && because.length === 2,
      ),
      true,
    );
  });

  describe('as a whole', () => {
    const names = ['node1', 'host-a', 'worker-1', 'kind-worker'];
    const scenario = fc
      .record({
        prefix: fc.integer({ min: 24, max: 30 }),
        blockSize: fc.integer({ min: 27, max: 32 }),
        nodes: fc.integer({ min: 1, max: 4 }),
        replicas: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 4 }),
        encapsulated: fc.boolean(),
        reserve: fc.boolean(),
        strict: fc.boolean(),
      })
      .filter(({ prefix, blockSize }) => prefix <= blockSize);
    const yamlOf = ({
      prefix,
      blockSize,
      nodes,
      replicas,
      encapsulated,
      reserve,
      strict,
    }: typeof scenario extends fc.Arbitrary<infer T> ? T : never) => [
      ...names.slice(0, nodes).map((name) => nodeYaml(name)),
      poolYaml('p', `cidr: 10.7.0.0/${prefix}, blockSize: ${blockSize}${encapsulated ? ', ipipMode: Always' : ''}`),
      ...(reserve ? [reserved('10.7.0.1', '10.7.0.4/30')] : []),
      ...(strict ? [settings('strictAffinity: true')] : []),
      ...replicas.map((count, index) =>
        workloadYaml(index % 2 === 0 ? 'StatefulSet' : 'Deployment', `w${index}`, { spec: `replicas: ${count}` }),
      ),
    ];
    const allIPs = ({ pods: all, nodes }: PodAddresses): readonly IPAddress[] => [
      ...all.flatMap(({ ips }) => ips),
      ...nodes.flatMap(({ tunnelIPs }) => tunnelIPs),
    ];

    it('never are twice, never outside the pool, never reserved, and counted exactly', () => {
      fc.assert(
        fc.property(scenario, (given) => {
          const result = podAddresses(...yamlOf(given));
          const [pool] = result.ipPools;
          assert(pool !== undefined);
          const texts = allIPs(result).map(formatAddress);
          assert.equal(new Set(texts).size, texts.length);
          assert(allIPs(result).every((address) => contains(rangeOfCIDR(pool.cidr), address)));
          if (given.reserve)
            assert.equal(
              texts.some((text) => /^10\.7\.0\.[14567]$/.test(text)),
              false,
            );
          assert.equal(pool.used, texts.length);
          assert(result.pods.every(({ ips, pending }) => (ips.length === 1) !== (pending?.reason === 'exhausted')));
          const blocks = result.nodes.flatMap(({ podBlocks }) => podBlocks.map(({ network }) => network));
          assert.equal(new Set(blocks).size, blocks.length);
        }),
        { seed: 1, numRuns: 25 },
      );
    });

    it('do not move when a workload comes last, nor when documents change places', () => {
      fc.assert(
        fc.property(scenario, fc.infiniteStream(fc.nat()), (given, randoms) => {
          const yaml = yamlOf(given);
          const before = podLines(podAddresses(...yaml));
          assert.deepEqual(
            podLines(podAddresses(...yaml, workloadYaml('StatefulSet', 'zz', { spec: 'replicas: 3', namespace: 'zz' }))).slice(
              0,
              before.length,
            ),
            before,
          );
          const shuffled = yaml
            .map((text) => ({ text, key: randoms.next().value as number }))
            .sort((one, other) => one.key - other.key)
            .map(({ text }) => text);
          assert.deepEqual(podLines(podAddresses(...shuffled)), before);
        }),
        { seed: 2, numRuns: 12 },
      );
    });

    it("and blocks are the same when what was given is read back from the pods' status", () => {
      fc.assert(
        fc.property(scenario, (given) => {
          const result = podAddresses(...yamlOf(given));
          const shown = [
            ...result.nodes.map(
              ({ name, tunnelIPs }) =>
                `---\napiVersion: v1\nkind: Node\nmetadata: { name: ${name}, annotations: ${JSON.stringify(Object.fromEntries(tunnelIPs.map((address) => ['projectcalico.org/IPv4IPIPTunnelAddr', formatAddress(address)])))} }\n`,
            ),
            ...yamlOf(given).filter((text) => !/kind: (Node|StatefulSet|Deployment)/.test(text)),
            ...result.pods
              .filter(({ ips }) => ips.length > 0)
              .map(({ name, namespace, node, ips }) =>
                podYaml(name, {
                  namespace,
                  spec: `nodeName: ${node?.name ?? ''}`,
                  status: `phase: Running, podIP: ${ips.map(formatAddress).join()}`,
                }),
              ),
          ];
          const again = podAddresses(...shown);
          assert.deepEqual(
            podLines(again).toSorted(),
            podLines(result)
              .filter((line) => line.includes('='))
              .toSorted(),
          );
          assert.deepEqual(
            again.ipPools.map(({ used, available }) => [used, available]),
            result.ipPools.map(({ used, available }) => [used, available]),
          );
          assert.deepEqual(nodeLines(again), nodeLines(result));
        }),
        { seed: 6, numRuns: 20 },
      );
    });

    it('fill a pool to the last one when nodes may borrow', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 24, max: 30 }),
          fc.integer({ min: 26, max: 30 }),
          fc.integer({ min: 1, max: 4 }),
          (prefix, blockSize, count) => {
            fc.pre(prefix <= blockSize && 2 ** (blockSize - prefix) <= 20);
            const result = podAddresses(
              ...names.slice(0, count).map((name) => nodeYaml(name)),
              poolYaml('p', `cidr: 10.7.0.0/${prefix}, blockSize: ${blockSize}`),
              workloadYaml('StatefulSet', 's', { spec: 'replicas: 300' }),
            );
            assert.equal(BigInt(result.pods.filter(({ ips }) => ips.length === 1).length), result.ipPools[0]?.capacity);
          },
        ),
        { seed: 3, numRuns: 12 },
      );
    });
  });
});

describe('IP pools', () => {
  it('report capacity and use, tunnels and reservations included', () => {
    const { ipPools } = podAddresses(
      worker,
      poolYaml('p', 'cidr: 10.244.0.0/16, ipipMode: Always'),
      poolYaml('q', 'cidr: "fd00::/32"'),
      reserved('10.244.0.0/30', '10.0.0.0/8'),
      pods(3),
    );
    assert.deepEqual(
      ipPools.map(({ name, capacity, used, reserved: kept, blockSize }) => [name, capacity, used, kept, blockSize]),
      [
        ['p', 65536n, 0, 65536n, 26],
        ['q', 2n ** 63n - 1n, 0, 0n, 122],
      ],
    );
    const used = podAddresses(worker, poolYaml('p', 'cidr: 10.244.0.0/16, ipipMode: Always'), pods(3));
    assert.equal(used.ipPools[0]?.used, 4);
  });

  it('report what is still available, in blocks and beside them', () => {
    const available = (...yaml: readonly string[]) => podAddresses(worker, ...yaml).ipPools.map((pool) => pool.available);
    assert.deepEqual(available(plain, pods(3)), [65533n]);
    assert.deepEqual(available(plain, reserved('10.244.226.64/30', '10.244.0.0/24', '10.0.0.0/16'), pods(3)), [65536n - 260n - 3n]);
    // An address that is reserved and in use all the same counts once.
    assert.deepEqual(available(plain, reserved('10.244.0.0/30'), podYaml('a', annotated('ipAddrs', ['10.244.0.1']))), [65532n]);
    assert.deepEqual(available(poolYaml('p', 'cidr: "fd00::/64"')), [2n ** 63n - 1n]);
    assert.deepEqual(available(poolYaml('p', 'cidr: "fd00::/65"'), podYaml('a', annotated('ipFamilies', ['IPv6']))), [2n ** 63n - 1n]);
    assert.deepEqual(available(poolYaml('p', 'cidr: 10.0.0.0/27')), [0n]);
  });
});
