import assert from 'node:assert/strict';
import { AddressWalk } from '../../../src/engine/calico/addressWalk.ts';
import { addressGroundOf, podAddresses, type AddressGround } from '../../../src/engine/calico/assign.ts';
import { networkOf } from '../../../src/engine/network.ts';
import { nodesOf } from '../../../src/engine/nodes/nodes.ts';
import { schedule } from '../../../src/engine/scheduler/schedule.ts';
import { KnownPods, plannedPods } from '../../../src/engine/workloads/pods.ts';
import type { ClusterNode } from '../../../src/engine/allocation.ts';
import type { Network } from '../../../src/engine/network.ts';
import type { Resource } from '../../../src/manifests/resource.ts';
import { isSame } from '../../../src/manifests/same.ts';
import { clusterOf } from '../../support/cluster.ts';
import { nodeYaml, podYaml, poolYaml, workloadYaml } from '../../support/podAddresses.ts';
import { pick, randomOf, type Random } from '../../support/randomWorkspace.ts';

const grounds: readonly string[] = [
  // Few blocks, so that nodes come near each other; many; both families; so few that they run out.
  poolYaml('pods', 'cidr: 10.244.0.0/23, blockSize: 30, ipipMode: Always'),
  poolYaml('pods', 'cidr: 10.244.0.0/23, blockSize: 30'),
  poolYaml('pods', 'cidr: 10.244.0.0/16, blockSize: 29'),
  poolYaml('pods', 'cidr: 10.244.0.0/18, blockSize: 28, vxlanMode: Always') + poolYaml('six', "cidr: 'fd00::/112', blockSize: 124"),
  poolYaml('pods', 'cidr: 10.244.0.0/26, blockSize: 29'),
  poolYaml('a', 'cidr: 10.244.0.0/22, blockSize: 29') + poolYaml('b', 'cidr: 10.245.0.0/22, blockSize: 29, nodeSelector: zone == "x"'),
  '---\napiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: custom }\n',
];

function workload(random: Random): readonly Resource[] {
  const name = `w${Math.floor(random() * 40)}`;
  const dice = random();
  if (dice < 0.002) return clusterOf(podYaml(name, { status: 'phase: Running, podIP: 10.244.0.9' })).resources;
  if (dice < 0.004) return clusterOf(podYaml(name, { annotations: { 'cni.projectcalico.org/ipAddrs': '["10.244.0.7"]' } })).resources;
  if (dice < 0.08) return clusterOf(podYaml(name, { status: 'phase: Succeeded' })).resources;
  const kind = pick(random, ['Deployment', 'StatefulSet', 'ReplicaSet']);
  const pod = pick(random, ['', '', '', '', 'hostNetwork: true', 'nodeName: gone']);
  return clusterOf(workloadYaml(kind, name, { spec: `replicas: ${Math.floor(random() * 6)}`, pod })).resources;
}

/** Where a node begins to look for blocks, its name decides. */
const machinesOf = (prefix: string) =>
  ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap(
    (name, index) => clusterOf(nodeYaml(`${prefix}${name}`, { zone: index % 2 === 0 ? 'x' : 'z' })).resources,
  );
const machines = machinesOf('');

/** A cluster from one state to the next: what has not changed stays the same object. */
function kept() {
  const known = new KnownPods();
  let nodes: readonly ClusterNode[] = [];
  let ground: AddressGround | undefined;
  return (resources: readonly Resource[]) => {
    const cluster = { ...clusterOf(), resources };
    const network: Network = networkOf(cluster, 'custom');
    const drafted = nodesOf(cluster, network);
    if (!isSame(nodes, drafted)) nodes = drafted;
    const fresh = addressGroundOf(cluster, network);
    if (ground === undefined || !isSame(ground, fresh)) ground = fresh;
    const pods = schedule(cluster, plannedPods(cluster, nodes, known).pods, nodes);
    return { cluster, network, ground, nodes, pods };
  };
}

describe('the walk of the addresses', () => {
  it('comes to what a fresh one comes to, whatever was walked before', () => {
    let [asked, all] = [0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const random = randomOf(seed);
      const walk = new AddressWalk();
      const next = kept();
      const pools = [...clusterOf(grounds[seed % grounds.length] ?? '').resources, ...machinesOf(`n${seed}-`)];
      let workloads = Array.from({ length: 40 }, () => workload(random));
      for (let step = 0; step < 30; step++) {
        const input = next([...pools, ...workloads.flat()]);
        assert.deepEqual(walk.podAddresses(input), podAddresses(input), `seed ${seed}, step ${step}`);
        all += input.pods.length;
        const at = Math.floor(random() * workloads.length);
        const dice = random();
        if (dice < 0.6) workloads = workloads.with(at, workload(random));
        else if (dice < 0.8) workloads = workloads.toSpliced(at, 0, workload(random));
        else workloads = workloads.toSpliced(at, 1);
      }
      asked += walk.asked;
    }
    assert.ok(asked < all * 0.9, `${asked} of ${all} asked again`);
  });

  it('asks Calico once for each pod that a node ever had at the same time', () => {
    const walk = new AddressWalk();
    const next = kept();
    const pools = clusterOf(poolYaml('pods', 'cidr: 10.64.0.0/12, blockSize: 26')).resources;
    const deployment = (number: number, replicas: number) =>
      clusterOf(workloadYaml('Deployment', `w${String(number).padStart(3, '0')}`, { spec: `replicas: ${replicas}` })).resources;
    const change = (workloads: readonly (readonly Resource[])[]) => {
      const before = walk.asked;
      const input = next([...pools, ...machines, ...workloads.flat()]);
      assert.deepEqual(walk.podAddresses(input), podAddresses(input));
      return walk.asked - before;
    };
    const all = Array.from({ length: 100 }, (_, number) => deployment(number, 3));
    assert.equal(change(all), 300);
    assert.equal(change(all.with(50, deployment(50, 5))), 2);
    assert.equal(change(all.with(20, deployment(20, 1))), 0);
    assert.equal(change(all.with(20, deployment(20, 5))), 0);
    assert.equal(change(all.toSpliced(70, 1)), 0);
  });

  it('gives the very same outcome to who stands in the same place of a node', () => {
    const walk = new AddressWalk();
    const next = kept();
    const resources = [...clusterOf(poolYaml('pods', 'cidr: 10.64.0.0/12, blockSize: 26')).resources, ...machines];
    const twenty = (name: string) => {
      const workload = clusterOf(workloadYaml('Deployment', name, { spec: 'replicas: 20', pod: 'nodeName: c' })).resources;
      return walk.podAddresses(next([...resources, ...workload]));
    };
    const [first, second] = [twenty('a'), twenty('b')];
    assert.equal(first.outcomes.length, 20);
    for (const [index, outcome] of first.outcomes.entries()) assert.equal(second.outcomes[index], outcome);
    assert.deepEqual(
      second.nodes.map((node, index) => node === first.nodes[index]),
      machines.map(() => true),
    );
  });
});
