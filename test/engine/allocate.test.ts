import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatAddress } from '../../src/base/ip.ts';
import { allocate } from '../../src/engine/allocate.ts';
import { Workings } from '../../src/engine/workings.ts';
import { route } from '../../src/engine/kubeProxy/route.ts';
import type { Allocation } from '../../src/engine/allocation.ts';
import type { Cluster } from '../../src/manifests/cluster.ts';
import type { Resource } from '../../src/manifests/resource.ts';
import { clusterOf } from '../support/cluster.ts';

const site =
  'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: {name: store}\nspec:\n  profile: azure-stack-edge\n  kubernetesNodeIPs: 10.0.0.10-10.0.0.12\n  kubernetesServiceIPs: 10.0.0.20-10.0.0.23\n';
const deployment = (name: string, replicas: number) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  replicas: ${replicas}\n  selector: {matchLabels: {app: ${name}}}\n  template:\n    metadata: {labels: {app: ${name}}}\n    spec: {containers: [{name: main, ports: [{name: http, containerPort: 8080}]}]}\n`;
const service = (name: string, app: string, type: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  type: ${type}\n  selector: {app: ${app}}\n  ports: [{port: 80, targetPort: http}]\n`;
const metallb =
  'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: lan, namespace: metallb-system}\nspec: {addresses: [10.0.0.40-10.0.0.41]}\n';
const calico = 'apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: {name: pods}\nspec: {cidr: 10.9.0.0/24, blockSize: 28}\n';

const manifest = fc.oneof(
  fc.constant(site),
  fc.constant(metallb),
  fc.constant(calico),
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 4 })).map(([name, replicas]) => deployment(name, replicas)),
  fc
    .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('a', 'b', 'c'), fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'))
    .map(([name, app, type]) => service(name, app, type)),
);

const of = (resources: readonly Resource[]): Cluster => ({ name: 'test', root: '', resources, unknowns: [] });

/** Everything that is handed out, as text. */
function outcome({ nodes, pods, services }: Allocation): readonly string[] {
  return [
    ...nodes.map(({ name, ips }) => `node ${name} ${ips.map(formatAddress).join(' ')}`),
    ...pods.map(({ name, ips, node }) => `pod ${name} ${node?.name ?? ''} ${ips.map(formatAddress).join(' ')}`),
    ...services.map(
      ({ name, clusterIPs, loadBalancer, slices }) =>
        `service ${name} ${clusterIPs.map(formatAddress).join(' ')} ${loadBalancer?.ips.map(formatAddress).join(' ') ?? ''} ${slices.map(({ endpoints }) => endpoints.length).join(' ')}`,
    ),
  ];
}

describe('the allocation of a cluster', () => {
  it('is the same whether or not it builds on an earlier one', () => {
    fc.assert(
      fc.property(
        fc.array(manifest, { minLength: 1, maxLength: 8 }),
        fc.array(manifest, { maxLength: 3 }),
        fc.nat(),
        (kept, added, dropped) => {
          const before = clusterOf(...kept).resources;
          const index = dropped % before.length;
          const after = of([...before.slice(0, index), ...clusterOf(...added).resources, ...before.slice(index + 1)]);
          const fresh = allocate(of([...after.resources]));
          const workings = new Workings();
          allocate(of(before), 'custom', workings);
          const built = allocate(after, 'custom', workings);
          assert.deepEqual({ ...built, cluster: undefined }, { ...fresh, cluster: undefined });
        },
      ),
      { seed: 11, numRuns: 200 },
    );
  });

  it('takes over what an edit cannot have changed, as the same objects', () => {
    const [network, workload, web] = clusterOf(site, deployment('a', 3), service('a', 'a', 'LoadBalancer')).resources;
    const [edited] = clusterOf(service('a', 'a', 'ClusterIP')).resources;
    assert(network !== undefined && workload !== undefined && web !== undefined && edited !== undefined);
    const workings = new Workings();
    const before = allocate(of([network, workload, web]), 'custom', workings);
    const after = allocate(of([network, workload, edited]), 'custom', workings);
    assert.equal(after.pods, before.pods);
    assert.notEqual(after.admitted, before.admitted);
    assert.equal(allocate(of([network, edited]), 'custom', workings).admitted, after.admitted);
  });

  it('gives no address twice', () => {
    fc.assert(
      fc.property(fc.array(manifest, { maxLength: 10 }), (texts) => {
        const { nodes, pods, services } = allocate(clusterOf(...texts));
        const all = [
          ...nodes.flatMap(({ ips, tunnelIPs }) => [...ips, ...tunnelIPs]),
          ...pods.filter(({ spec }) => !spec.hostNetwork).flatMap(({ ips }) => ips),
          ...services.flatMap(({ clusterIPs, loadBalancer }) => [...clusterIPs, ...(loadBalancer?.ips ?? [])]),
        ].map(formatAddress);
        assert.equal(new Set(all).size, all.length);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it('does not depend on the order of manifests that have nothing to do with one another', () => {
    const texts = [site, deployment('a', 2), calico];
    assert.deepEqual(outcome(allocate(clusterOf(...texts))), outcome(allocate(clusterOf(...texts.toReversed()))));
  });

  it('moves nothing that was given before when a service is added last', () => {
    const texts = [site, deployment('a', 2), service('a', 'a', 'LoadBalancer'), service('b', 'a', 'LoadBalancer')];
    const before = outcome(allocate(clusterOf(...texts)));
    const after = outcome(allocate(clusterOf(...texts, service('c', 'a', 'LoadBalancer'))));
    assert.deepEqual(after.slice(0, before.length), before);
  });

  it('knows that pods answer for a service, though nothing tells their addresses', () => {
    const text =
      'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { kubernetesServiceIPs: 10.0.0.20-10.0.0.29, kubernetesNodeIPs: 10.0.0.10-10.0.0.11, nodes: [{ name: only, role: worker }] }\n';
    const allocation = allocate(
      clusterOf(text, deployment('a', 2), service('a', 'a', 'LoadBalancer'), service('b', 'none', 'LoadBalancer')),
      'kubeadm',
    );
    const [a, b] = ['a', 'b'].map((name) => allocation.services.find((each) => each.name === name));
    assert(a !== undefined && b !== undefined);
    assert.deepEqual(
      a.unaddressed.map(({ node }) => node?.name),
      ['only', 'only'],
    );
    assert.deepEqual(
      a.slices.flatMap(({ endpoints }) => endpoints),
      [],
    );
    assert.deepEqual([a.loadBalancer?.announcedBy?.nodes, b.loadBalancer?.announcedBy?.nodes], [['only'], []]);
    const request = { client: { kind: 'outside' }, destination: { kind: 'load-balancer' } } as const;
    assert.deepEqual(
      [a, b].map((each) => route(allocation, { ...request, service: each, port: each.ports[0]! }).outcome),
      ['unknown', 'rejected'],
    );
  });

  it('can say why, for everything it gives', () => {
    const { nodes, pods, services } = allocate(clusterOf(site, deployment('a', 2), service('a', 'a', 'LoadBalancer')));
    for (const { explanation } of [...nodes, ...pods, ...services]) assert(explanation.reason.key !== '');
    const web = services.find(({ name }) => name === 'a');
    assert(web?.loadBalancer !== undefined);
    assert(web.loadBalancer.explanation.because.length > 0);
  });
});
