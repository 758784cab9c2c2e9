import assert from 'node:assert/strict';
import { formatRange, parseAddress, parseCIDR, rangeOfCIDR, type IPAddress } from '../../../src/base/ip.ts';
import { english } from '../../../src/base/message.ts';
import { holdersAt, inventoryOf, useOf } from '../../../src/engine/addresses/inventory.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import type { Allocation } from '../../../src/engine/allocation.ts';
import { clusterOf, factsOf } from '../../support/cluster.ts';

const allocationOf = (...texts: readonly string[]): Allocation => allocate(clusterOf(...texts));

const network = (spec: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { ${spec} }\n`;
const service = (name: string, spec: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { ports: [{ port: 80 }], ${spec} }\n`;

/** Of the only claim of a kind: `used, held, free`. */
function counts(allocation: Allocation, kind: Parameters<typeof useOf>[1]): readonly string[] {
  const ranges = inventoryOf(allocation).claims.filter((claim) => claim.kind === kind);
  assert.equal(ranges.length, 1);
  const { used, held, free } = useOf(
    allocation,
    kind,
    ranges.map(({ range }) => range),
  );
  return [used, held, free].map(String);
}

function address(text: string): IPAddress {
  const parsed = parseAddress(text);
  assert.ok(parsed);
  return parsed;
}

const holdersOf = (allocation: Allocation, text: string): readonly string[] => {
  const { holders, setAside } = holdersAt(allocation, address(text));
  return [...holders.map(({ holder }) => english.say(holder)), ...setAside.map(({ label }) => english.say(label))];
};

describe('The inventory of addresses', () => {
  it('calls an external IP of a service used and a reserved address held', () => {
    const allocation = allocationOf(
      network('computeNetwork: { subnet: 10.9.0.0/24, reservedIPs: [10.9.0.52] }, kubernetesServiceIPs: 10.9.0.50-10.9.0.59'),
      service('web', 'externalIPs: [10.9.0.55]'),
    );
    assert.deepEqual(counts(allocation, 'service-ips'), ['1', '1', '8']);
    const [claim] = inventoryOf(allocation).claims.filter(({ kind }) => kind === 'service-ips');
    assert.ok(claim);
    assert.deepEqual(useOf(allocation, 'service-ips', [claim.range]).freeRanges.map(formatRange), [
      '10.9.0.50-10.9.0.51',
      '10.9.0.53-10.9.0.54',
      '10.9.0.56-10.9.0.59',
    ]);
    assert.deepEqual(holdersOf(allocation, '10.9.0.55'), ['Service shop/web, external IP']);
    assert.deepEqual(holdersOf(allocation, '10.9.0.52'), ['reserved address']);
  });

  it('gives nothing to a service that the API server refuses', () => {
    const refused = allocationOf(
      network('kubernetesServiceIPs: 10.9.0.50-10.9.0.59'),
      service('web', 'externalIPs: [10.9.0.55], type: Balancer'),
    );
    assert.notEqual(refused.services.find(({ name }) => name === 'web')?.rejected, undefined);
    assert.deepEqual(holdersOf(refused, '10.9.0.55'), []);
  });

  it('keeps of a LAN what narrower ranges are for, and both ends', () => {
    const allocation = allocationOf(
      network(
        'computeNetwork: { subnet: 10.9.0.0/24, gateway: 10.9.0.1, dhcpRanges: [10.9.0.100-10.9.0.119] }, kubernetesNodeIPs: 10.9.0.10-10.9.0.13, kubernetesServiceIPs: 10.9.0.50-10.9.0.59, nodes: 1',
      ),
    );
    assert.deepEqual(counts(allocation, 'node-ips'), ['1', '0', '3']);
    assert.deepEqual(counts(allocation, 'lan-subnet'), ['1', String(2 + 1 + 20 + 3 + 10), String(256 - 37)]);
  });

  it('holds what Calico may not assign and what MetalLB leaves out', () => {
    const allocation = allocationOf(
      'apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: pods }\nspec: { cidr: 10.244.0.0/24 }\n',
      'apiVersion: projectcalico.org/v3\nkind: IPReservation\nmetadata: { name: kept }\nspec: { reservedCIDRs: [10.244.0.0/28, 10.244.0.8/29, 10.1.1.1] }\n',
      'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec: { addresses: [10.9.0.0/23], avoidBuggyIPs: true }\n',
    );
    assert.deepEqual(counts(allocation, 'ip-pool'), ['0', '16', '240']);
    assert.deepEqual(counts(allocation, 'load-balancer-pool'), ['0', '4', '508']);
  });

  it('counts a shared address once, and names all that share it', () => {
    const shared = (name: string, port: number) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop, annotations: { metallb.io/allow-shared-ip: one } }\nspec: { type: LoadBalancer, loadBalancerIP: 10.9.0.51, ports: [{ port: ${port} }] }\n`;
    const allocation = allocationOf(
      'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec: { addresses: [10.9.0.50-10.9.0.59] }\n',
      shared('one', 80),
      shared('two', 81),
    );
    assert.deepEqual(counts(allocation, 'load-balancer-pool'), ['1', '0', '9']);
    assert.deepEqual(holdersOf(allocation, '10.9.0.51'), ['Service shop/one, external address', 'Service shop/two, external address']);
  });

  it('leaves the address of a node to the node, whatever pods run on its network', () => {
    const allocation = allocationOf(
      network('kubernetesNodeIPs: 10.9.0.10-10.9.0.13, nodes: [{ name: one }]'),
      'apiVersion: v1\nkind: Pod\nmetadata: { name: agent }\nspec: { hostNetwork: true, containers: [{ name: main, image: main }] }\n',
    );
    assert.deepEqual(holdersOf(allocation, '10.9.0.10'), ['Node one']);
    assert.deepEqual(counts(allocation, 'node-ips'), ['1', '0', '3']);
  });

  it('knows the address of a node that only a configuration of the distribution names', () => {
    const site = clusterOf(network('kubernetesNodeIPs: 10.9.0.10-10.9.0.13, profile: k3s, nodes: 0'));
    const configuration = factsOf('node-ip: 10.9.0.12\ncluster-cidr: 10.42.0.0/16\n', 'k3s/config.yaml').flatMap(
      ({ resources }) => resources,
    );
    const allocation = allocate({ ...site, resources: [...site.resources, ...configuration] });
    assert.deepEqual(holdersOf(allocation, '10.9.0.12'), ['a node (node-ip)']);
    assert.deepEqual(counts(allocation, 'node-ips'), ['1', '0', '3']);
  });

  it('counts what a snapshot of the blocks shows in use, by whomever', () => {
    const allocation = allocationOf(
      'apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: pods }\nspec: { cidr: 10.244.0.0/24 }\n',
      `apiVersion: crd.projectcalico.org/v1\nkind: IPAMBlock\nmetadata: { name: 10-244-0-64-26 }\nspec: { cidr: 10.244.0.64/26, affinity: 'host:one', allocations: [0, null, 0${', null'.repeat(61)}], unallocated: [1], attributes: [] }\n`,
    );
    assert.deepEqual(counts(allocation, 'ip-pool'), ['2', '0', '254']);
    assert.deepEqual(holdersOf(allocation, '10.244.0.66'), ['in use in block 10.244.0.64/26']);
  });

  it('counts ranges of IPv6 exactly without walking them', () => {
    const allocation = allocationOf(
      network("computeNetwork: { subnet: 'fd00:9::/48', gateway: 'fd00:9::1' }, kubernetesNodeIPs: 'fd00:9::10-fd00:9::1f', nodes: 2"),
    );
    const { size, used, held, free } = useOf(allocation, 'lan-subnet', [rangeOfCIDR(parseCIDR('fd00:9::/48')!)]);
    assert.equal(size, 2n ** 80n);
    assert.deepEqual([used, held, free], [2n, 1n + 1n + 14n, 2n ** 80n - 18n]);
  });
});
