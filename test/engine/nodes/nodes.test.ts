import assert from 'node:assert/strict';
import { formatAddress, formatCIDR } from '../../../src/base/ip.ts';
import { networkOf } from '../../../src/engine/network.ts';
import { maxCountedNodes, nodesOf } from '../../../src/engine/nodes/nodes.ts';
import type { ClusterNode } from '../../../src/engine/allocation.ts';
import { clusterOf } from '../../support/cluster.ts';
import { nodeYaml, podYaml, workloadYaml } from '../../support/podAddresses.ts';

function nodes(...texts: readonly string[]): readonly ClusterNode[] {
  const cluster = clusterOf(...texts);
  return nodesOf(cluster, networkOf(cluster, 'custom'));
}

/** `name role ips` of each node, a `!` behind the role when it is tainted. */
function lines(...texts: readonly string[]): readonly string[] {
  return nodes(...texts).map(({ name, role, ips, taints }) =>
    `${name} ${role}${taints.length > 0 ? '!' : ''} ${ips.map(formatAddress).join()}`.trimEnd(),
  );
}

const edge = (spec: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { ${spec} }\n`;
const internal = (...ips: readonly string[]) =>
  `status: { addresses: [${ips.map((ip) => `{ type: InternalIP, address: "${ip}" }`).join()}] }`;
const controlPlane = { 'node-role.kubernetes.io/control-plane': '' };

describe('the nodes of a cluster', () => {
  const cases: readonly [title: string, yaml: readonly string[], expected: readonly string[]][] = [
    ['are one unnamed node when nothing is known', [], [' worker']],
    ['are those of the profile', [edge('profile: azure-stack-edge')], ['master control-plane!', 'worker worker']],
    [
      'get the node range in order, control plane first',
      [edge('profile: azure-stack-edge, kubernetesNodeIPs: 10.0.0.8-10.0.0.9')],
      ['master control-plane! 10.0.0.8', 'worker worker 10.0.0.9'],
    ],
    [
      'get the node range control plane first even when it is written last',
      [edge('kubernetesNodeIPs: 10.0.0.8-10.0.0.9, nodes: [{ name: b }, { name: a }, { name: m, role: control-plane }]')],
      ['b worker 10.0.0.9', 'a worker', 'm control-plane 10.0.0.8'],
    ],
    [
      'keep addresses given by hand, and nobody else gets them',
      [edge('kubernetesNodeIPs: 10.0.0.8-10.0.0.10, nodes: [{ name: a }, { name: b, ips: [10.0.0.8] }, { name: c }]')],
      ['a worker 10.0.0.9', 'b worker 10.0.0.8', 'c worker 10.0.0.10'],
    ],
    [
      "are as many as counted, the device's control plane called master",
      [edge('profile: azure-stack-edge, nodes: 3')],
      ['master control-plane!', 'worker-1 worker', 'worker-2 worker'],
    ],
    ['are as many as counted, without roles where no profile says', [edge('nodes: 2')], ['node-1 worker', 'node-2 worker']],
    [
      'are as many as counted on K3s, where the server runs pods too',
      [edge('profile: k3s, nodes: 2')],
      ['server control-plane', 'agent-1 worker'],
    ],
    [
      'are as many as counted on kubeadm, with its taint',
      [edge('profile: kubeadm, nodes: 2')],
      ['control-plane control-plane!', 'worker-1 worker'],
    ],
    ['are not tainted when there is only a control plane', [edge('profile: kubeadm, nodes: 1')], ['control-plane control-plane']],
    [
      'are the declared ones, whatever the EdgeNetwork lists',
      [nodeYaml('n', controlPlane, internal('10.0.0.5', 'fd00::5')), edge('profile: azure-stack-edge, nodes: [{ name: other }]')],
      ['n control-plane 10.0.0.5,fd00::5'],
    ],
    [
      'take from the EdgeNetwork what their manifest leaves open',
      [nodeYaml('n'), edge('nodes: [{ name: "n", role: control-plane, ips: [10.0.0.7], labels: { zone: a } }]')],
      ['n control-plane 10.0.0.7'],
    ],
    [
      'have the taints of their manifest alone',
      [nodeYaml('m', controlPlane), nodeYaml('w'), edge('profile: kubeadm')],
      ['m control-plane', 'w worker'],
    ],
    [
      'are counted once when two manifests have one name, the last applied',
      [nodeYaml('n', {}, internal('10.0.0.5')), nodeYaml('n', {}, internal('10.0.0.6'))],
      ['n worker 10.0.0.6'],
    ],
    ['include one that only a pod names', [nodeYaml('n'), podYaml('p', { spec: 'nodeName: ghost' })], ['n worker', 'ghost worker']],
    [
      'are those that pods name, and an unnamed one for the rest',
      [podYaml('p', { spec: 'nodeName: a' }), podYaml('q')],
      ['a worker', ' worker'],
    ],
    [
      'are those that pods name alone when all pods name one',
      [podYaml('p', { spec: 'nodeName: a' }), workloadYaml('Deployment', 'd', { pod: 'nodeName: b' })],
      ['a worker', 'b worker'],
    ],
    [
      'of a device are one master and a worker for each of its nodes',
      [
        JSON.stringify({
          device: {
            deviceInfo: { nodes: ['n1', 'n2'] },
            network: {
              interfaces: [],
              vSwitches: [
                {
                  name: 'v',
                  enabledForCompute: true,
                  ipAddressPools: [{ name: 'KubernetesNodeIPs', ipAddressRange: '10.0.0.8-10.0.0.10' }],
                },
              ],
            },
          },
        }),
      ],
      ['master control-plane! 10.0.0.8', 'worker-1 worker 10.0.0.9', 'worker-2 worker 10.0.0.10'],
    ],
  ];
  for (const [title, yaml, expected] of cases) it(title, () => assert.deepEqual(lines(...yaml), expected));

  it('carry the labels that every kubelet sets, unless they are written', () => {
    const [written, listed] = [
      nodes(nodeYaml('n', { 'kubernetes.io/hostname': 'other' })),
      nodes(edge('profile: kubeadm, nodes: [{ name: m, role: control-plane, labels: { zone: a } }, { name: w }]')),
    ];
    assert.equal(written[0]?.labels['kubernetes.io/hostname'], 'other');
    assert.equal(written[0].labels['kubernetes.io/os'], 'linux');
    assert.deepEqual(listed[0]?.labels, {
      'kubernetes.io/hostname': 'm',
      'kubernetes.io/os': 'linux',
      'beta.kubernetes.io/os': 'linux',
      'node-role.kubernetes.io/control-plane': '',
      'node.kubernetes.io/exclude-from-external-load-balancers': '',
      zone: 'a',
    });
  });

  it('say where they come from and how certain their addresses are', () => {
    const [named, unknown] = nodes(podYaml('p', { spec: 'nodeName: a' }), podYaml('q'));
    assert.deepEqual([named?.explanation.certainty, unknown?.explanation.certainty], ['possible', 'possible']);
    const [given] = nodes(edge('kubernetesNodeIPs: 10.0.0.8-10.0.0.9, nodes: [{ name: a }]'));
    assert.equal(given?.explanation.certainty, 'predicted');
    assert.deepEqual(
      given.explanation.because.map((place) => place.path),
      [['spec', 'kubernetesNodeIPs']],
    );
  });

  it('are not expanded beyond the bound, nor do large ranges cost anything', () => {
    assert.equal(nodes(edge('nodes: 1000000000, kubernetesNodeIPs: 10.0.0.0/8')).length, maxCountedNodes);
  });

  describe('with pod blocks of the node IPAM controller', () => {
    const blocks = (...texts: readonly string[]) =>
      nodes(...texts).map(({ name, podCIDRs }) => `${name} ${podCIDRs.map(formatCIDR).join()}`.trimEnd());
    const recorded = (name: string, ...cidrs: readonly string[]) => nodeYaml(name, {}, `spec: { podCIDRs: ${JSON.stringify(cidrs)} }`);
    it('come by themselves where the distribution runs the controller', () => {
      const site = (profile: string, subnet: string) =>
        `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: ${profile}, nodes: 2${subnet} }\n`;
      assert.deepEqual(
        blocks(site('k3s', ''))
          .map((text) => text.split(' ')[1])
          .sort(),
        ['10.42.0.0/24', '10.42.1.0/24'],
      );
      assert.deepEqual(
        blocks(site('kubeadm', ', podSubnet: 10.9.0.0/23')).map((text) => text.split(' ')[1]),
        ['10.9.0.0/24', '10.9.1.0/24'],
      );
      assert.deepEqual(
        blocks(site('kubeadm', ', podSubnet: 10.9.0.0/24')).map((text) => text.split(' ')[1] ?? ''),
        ['10.9.0.0/24', ''],
      );
      assert.deepEqual(
        [...blocks(site('kubeadm', '')), ...blocks(site('azure-stack-edge', ''))].map((text) => text.split(' ')[1] ?? ''),
        ['', '', '', ''],
      );
    });

    const table: readonly [title: string, yaml: readonly string[], expected: readonly string[]][] = [
      ['have none when no node records one', [edge('podSubnet: 10.244.0.0/16'), nodeYaml('a')], ['a']],
      [
        'fill in the others in name order, recorded ones left out',
        [edge('podSubnet: 10.244.0.0/16'), nodeYaml('c'), nodeYaml('b'), recorded('a', '10.244.1.0/24')],
        ['c 10.244.2.0/24', 'b 10.244.0.0/24', 'a 10.244.1.0/24'],
      ],
      [
        'have the size of the recorded ones',
        [edge('podSubnet: 10.244.0.0/16'), nodeYaml('b'), recorded('a', '10.244.0.0/20')],
        ['b 10.244.16.0/20', 'a 10.244.0.0/20'],
      ],
      [
        'keep clear of a service subnet inside the pod subnet',
        [edge('podSubnet: 10.0.0.0/8, serviceSubnet: 10.0.0.0/16'), nodeYaml('b'), recorded('a', '10.1.0.0/24')],
        ['b 10.1.1.0/24', 'a 10.1.0.0/24'],
      ],
      [
        'come from each subnet of a dual-stack cluster',
        [edge('podSubnet: "10.244.0.0/16,fd00::/48"'), nodeYaml('b'), recorded('a', '10.244.0.0/24', 'fd00::/64')],
        ['b 10.244.1.0/24,fd00:0:0:1::/64', 'a 10.244.0.0/24,fd00::/64'],
      ],
      [
        'have none when the subnet is full',
        [edge('podSubnet: 10.244.0.0/24'), nodeYaml('b'), recorded('a', '10.244.0.0/24')],
        ['b', 'a 10.244.0.0/24'],
      ],
      [
        'have none when a recorded block lies outside the subnet',
        [edge('podSubnet: 10.244.0.0/16'), nodeYaml('b'), recorded('a', '10.9.0.0/24')],
        ['b', 'a 10.9.0.0/24'],
      ],
      [
        'have none when an IPv6 subnet has more blocks than the controller takes',
        [edge('podSubnet: fd00::/40'), nodeYaml('b'), recorded('a', 'fd00::/64')],
        ['b', 'a fd00::/64'],
      ],
      [
        'begin at the network address, whatever host bits the subnet has',
        [edge('podSubnet: 192.168.5.219/28'), nodeYaml('b'), recorded('a', '192.168.5.208/32')],
        ['b 192.168.5.209/32', 'a 192.168.5.208/32'],
      ],
      [
        'pass every block that a wider recorded one touches',
        [edge('podSubnet: 10.42.0.0/16'), recorded('a', '10.42.0.0/24'), recorded('b', '10.42.0.0/22'), nodeYaml('c')],
        ['a 10.42.0.0/24', 'b 10.42.0.0/22', 'c 10.42.4.0/24'],
      ],
      [
        'begin again at the lowest free block behind the recorded ones',
        [edge('podSubnet: 10.42.0.0/22'), recorded('a', '10.42.2.0/24'), nodeYaml('b'), nodeYaml('c'), nodeYaml('d'), nodeYaml('e')],
        ['a 10.42.2.0/24', 'b 10.42.0.0/24', 'c 10.42.1.0/24', 'd 10.42.3.0/24', 'e'],
      ],
      [
        'have none when the service subnet covers the whole',
        [edge('podSubnet: 10.42.0.0/16, serviceSubnet: 10.0.0.0/8'), nodeYaml('b'), recorded('a', '10.42.0.0/24')],
        ['b', 'a 10.42.0.0/24'],
      ],
      [
        'have none when a node records more blocks than there are subnets',
        [edge('podSubnet: 10.42.0.0/16'), nodeYaml('b'), recorded('a', '10.42.0.0/24', 'fd00::/64')],
        ['b', 'a 10.42.0.0/24,fd00::/64'],
      ],
      [
        'have neither of two when one subnet is full',
        [edge('podSubnet: "10.42.0.0/24,fd00::/48"'), nodeYaml('b'), recorded('a', '10.42.0.0/24', 'fd00::/64')],
        ['b', 'a 10.42.0.0/24,fd00::/64'],
      ],
    ];
    for (const [title, yaml, expected] of table) it(title, () => assert.deepEqual(blocks(...yaml), expected));
  });
});
