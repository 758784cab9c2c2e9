import assert from 'node:assert/strict';
import { formatAddress } from '../../../src/base/ip.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import { clusterOf } from '../../support/cluster.ts';

/** Each service as `name=addresses (pool)`, or `name: reason` where it gets none. */
function given(...texts: readonly string[]): readonly string[] {
  return allocate(clusterOf(...texts)).services.flatMap(({ name, resource, loadBalancer }) => {
    if (resource === undefined || loadBalancer === undefined) return [];
    const { ips, pool, pending } = loadBalancer;
    return [
      pending === undefined
        ? `${name}=${ips.map(formatAddress).join()}${pool === undefined ? '' : ` (${pool})`}`
        : `${name}: ${pending.reason}`,
    ];
  });
}

const site = (spec: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { ${spec} }\n`;
const node = (name: string, ip: string) =>
  `apiVersion: v1\nkind: Node\nmetadata: { name: ${name} }\nstatus: { addresses: [{ type: InternalIP, address: ${ip} }] }\n`;
const service = (name: string, { port = 80, spec = '', annotations = '', namespace = 'shop', labels = '' } = {}) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace}, annotations: { ${annotations} }, labels: { ${labels} } }\nspec: { type: LoadBalancer, ports: [{ port: ${port} }]${spec} }\n`;
const cilium = (name: string, spec: string) =>
  `apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: { name: ${name} }\nspec: { ${spec} }\n`;
const kubeVip = (data: string, namespace = 'kube-system') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kubevip, namespace: ${namespace} }\ndata: { ${data} }\n`;
const k3s = [site('profile: k3s, serviceSubnet: 10.43.0.0/16'), node('a', '10.0.0.11'), node('b', '10.0.0.12')];
const plain = site('profile: custom, serviceSubnet: 10.43.0.0/16');

describe('services of other load balancers', () => {
  const tables: readonly [title: string, texts: readonly string[], expected: readonly string[]][] = [
    ["get the nodes' addresses of ServiceLB", [...k3s, service('web')], ['web=10.0.0.11,10.0.0.12']],
    [
      'get each port of ServiceLB once',
      [...k3s, service('a'), service('b'), service('c', { port: 81 })],
      ['a=10.0.0.11,10.0.0.12', 'b: port-conflict', 'c=10.0.0.11,10.0.0.12'],
    ],
    [
      'get nothing of a ServiceLB that another class takes them from',
      [...k3s, service('a', { spec: ', loadBalancerClass: example.com/lb' })],
      ['a: class-not-handled'],
    ],
    ['wait where no node has an address', [k3s[0]!, service('web')], ['web: no-pools']],
    [
      'get the first free address of a pool of Cilium',
      [plain, cilium('lan', 'blocks: [{ start: 10.0.0.100, stop: 10.0.0.101 }]'), service('a'), service('b'), service('c')],
      ['a=10.0.0.100 (lan)', 'b=10.0.0.101 (lan)', 'c: exhausted'],
    ],
    [
      'get the CIDR of Cilium without its ends where these are held back',
      [plain, cilium('lan', 'blocks: [{ cidr: 10.0.0.0/29 }], allowFirstLastIPs: "No"'), service('a')],
      ['a=10.0.0.1 (lan)'],
    ],
    [
      'are chosen by the selector of a pool',
      [
        plain,
        cilium('lan', 'blocks: [{ cidr: 10.0.0.8/29 }], serviceSelector: { matchLabels: { net: lan } }'),
        service('a'),
        service('b', { labels: 'net: lan' }),
      ],
      ['a: pool-not-allowed', 'b=10.0.0.8 (lan)'],
    ],
    [
      'are chosen by their namespace',
      [
        plain,
        cilium('lan', 'blocks: [{ cidr: 10.0.0.8/29 }], serviceSelector: { matchLabels: { io.kubernetes.service.namespace: shop } }'),
        service('a'),
        service('b', { namespace: 'lab' }),
      ],
      ['a=10.0.0.8 (lan)', 'b: pool-not-allowed'],
    ],
    [
      'get an address of Cilium also by the classes of its two ways of announcing, and by no other',
      [
        plain,
        cilium('lan', 'blocks: [{ start: 10.0.0.100, stop: 10.0.0.109 }]'),
        service('a', { spec: ', loadBalancerClass: io.cilium/l2-announcer' }),
        service('b', { spec: ', loadBalancerClass: io.cilium/bgp-control-plane' }),
        service('c', { spec: ', loadBalancerClass: example.com/lb' }),
        service('d', { spec: ', loadBalancerClass: io.cilium/l2-announcer', annotations: 'lbipam.cilium.io/ips: 203.0.113.77' }),
      ],
      ['a=10.0.0.100 (lan)', 'b=10.0.0.101 (lan)', 'c: class-not-handled', 'd: not-in-pool'],
    ],
    [
      'get nothing of a pool that is disabled',
      [plain, cilium('lan', 'blocks: [{ cidr: 10.0.0.8/29 }], disabled: true'), service('a')],
      ['a: pool-not-allowed'],
    ],
    [
      'get the address that they ask Cilium for, before others take it',
      [
        plain,
        cilium('lan', 'blocks: [{ cidr: 10.0.0.8/29 }]'),
        service('a'),
        service('b', { annotations: 'lbipam.cilium.io/ips: 10.0.0.8' }),
      ],
      ['a=10.0.0.9 (lan)', 'b=10.0.0.8 (lan)'],
    ],
    [
      'get none that Cilium has in no pool',
      [plain, cilium('lan', 'blocks: [{ cidr: 10.0.0.8/29 }]'), service('a', { annotations: 'lbipam.cilium.io/ips: 10.9.9.9' })],
      ['a: not-in-pool'],
    ],
    [
      'share an address of Cilium under a key',
      [
        plain,
        cilium('lan', 'blocks: [{ cidr: 10.0.0.8/29 }]'),
        service('a', { annotations: 'lbipam.cilium.io/sharing-key: k' }),
        service('b', { port: 81, annotations: 'lbipam.cilium.io/sharing-key: k' }),
        service('c', { annotations: 'lbipam.cilium.io/sharing-key: k' }),
      ],
      ['a=10.0.0.8 (lan)', 'b=10.0.0.8 (lan)', 'c=10.0.0.9 (lan)'],
    ],
    [
      "get the CIDR of their namespace from kube-vip before everybody's range",
      [plain, kubeVip('range-global: 10.0.0.100-10.0.0.110, cidr-shop: 10.0.0.112/29'), service('a'), service('b', { namespace: 'lab' })],
      ['a=10.0.0.112 (cidr-shop)', 'b=10.0.0.100 (range-global)'],
    ],
    [
      'get nothing of kube-vip where no key is for them',
      [plain, kubeVip('range-lab: 10.0.0.100-10.0.0.110'), service('a')],
      ['a: pool-not-allowed'],
    ],
    [
      'get the address that they ask kube-vip for',
      [plain, kubeVip('range-global: 10.0.0.100-10.0.0.110'), service('a', { annotations: 'kube-vip.io/loadbalancerIPs: 10.0.0.50' })],
      ['a=10.0.0.50'],
    ],
    [
      'get addresses of kube-vip in their order, whatever the order that its ranges are written in',
      [plain, kubeVip('range-global: "10.0.2.10-10.0.2.11,10.0.1.20-10.0.1.20"'), service('a'), service('b'), service('c')],
      ['a=10.0.1.20 (range-global)', 'b=10.0.2.10 (range-global)', 'c=10.0.2.11 (range-global)'],
    ],
    [
      'get addresses of kube-vip from the end, where it searches so',
      [plain, kubeVip('range-global: "10.0.2.10-10.0.2.12,10.0.1.20-10.0.1.20", search-order: desc'), service('a'), service('b')],
      ['a=10.0.2.12 (range-global)', 'b=10.0.2.11 (range-global)'],
    ],
    [
      'get no address of kube-vip that ends in .0 or .255',
      [plain, kubeVip('cidr-global: 10.0.0.0/31'), service('a'), service('b')],
      ['a=10.0.0.1 (cidr-global)', 'b: exhausted'],
    ],
    [
      "get the ends of kube-vip's networks, unless it is to skip them",
      [plain, kubeVip('cidr-global: 10.0.0.8/30'), service('a')],
      ['a=10.0.0.8 (cidr-global)'],
    ],
    [
      "get none of the ends of kube-vip's networks, where it is to skip them",
      [plain, kubeVip('cidr-global: 10.0.0.8/30, skip-end-ips-in-cidr: "true"'), service('a'), service('b'), service('c')],
      ['a=10.0.0.9 (cidr-global)', 'b=10.0.0.10 (cidr-global)', 'c: exhausted'],
    ],
    [
      'are not known where kube-vip asks a DHCP server',
      [plain, kubeVip('range-global: 10.0.0.100-10.0.0.110, cidr-shop: 0.0.0.0/32'), service('a'), service('b', { namespace: 'lab' })],
      ['a: no-pools', 'b=10.0.0.100 (range-global)'],
    ],
    [
      'get what kube-vip has at a key of the other form',
      [plain, kubeVip('cidr-global: 10.0.0.100-10.0.0.110'), service('a')],
      ['a=10.0.0.100 (cidr-global)'],
    ],
    [
      'get nothing where kube-vip cannot read a part of the value',
      [plain, kubeVip('cidr-shop: "10.0.0.8/29, 10.0.0.16/29", range-global: 10.0.0.100-10.0.0.110'), service('a')],
      ['a: exhausted'],
    ],
    [
      'share an address of kube-vip where their ports differ, and it lets them',
      [
        plain,
        kubeVip('range-global: 10.0.0.100-10.0.0.110, allow-share-shop: "true"'),
        service('a'),
        service('b', { port: 81 }),
        service('c'),
        service('d', { port: 81, namespace: 'lab' }),
      ],
      ['a=10.0.0.100 (range-global)', 'b=10.0.0.100 (range-global)', 'c=10.0.0.101 (range-global)', 'd=10.0.0.102 (range-global)'],
    ],
    [
      'leave a ConfigMap of that name elsewhere alone',
      [plain, kubeVip('range-global: 10.0.0.100-10.0.0.110', 'shop'), service('a')],
      ['a: no-pools'],
    ],
    [
      'get nothing of others where MetalLB has pools',
      [
        plain,
        cilium('lan', 'blocks: [{ cidr: 10.0.0.8/29 }]'),
        'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: m, namespace: metallb-system }\nspec: { addresses: [10.7.0.0/30] }\n',
        service('a'),
      ],
      ['a=10.7.0.0 (m)'],
    ],
    [
      'keep what their status shows',
      [
        plain,
        cilium('lan', 'blocks: [{ cidr: 10.0.0.8/29 }]'),
        service('a') + 'status: { loadBalancer: { ingress: [{ ip: 10.0.0.8 }] } }\n',
        service('b'),
      ],
      ['a=10.0.0.8', 'b=10.0.0.9 (lan)'],
    ],
  ];
  for (const [title, texts, expected] of tables) it(title, () => assert.deepEqual(given(...texts), expected));
});
