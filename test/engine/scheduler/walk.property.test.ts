import assert from 'node:assert/strict';
import { networkOf } from '../../../src/engine/network.ts';
import { nodesOf } from '../../../src/engine/nodes/nodes.ts';
import { placementsOf } from '../../../src/engine/scheduler/schedule.ts';
import { PlacementWalk } from '../../../src/engine/scheduler/walk.ts';
import { KnownPods, plannedPods } from '../../../src/engine/workloads/pods.ts';
import type { Resource } from '../../../src/manifests/resource.ts';
import type { ClusterNode } from '../../../src/engine/allocation.ts';
import { clusterOf } from '../../support/cluster.ts';
import { nodeYaml, workloadYaml } from '../../support/podAddresses.ts';
import { pick, randomOf, type Random } from '../../support/randomWorkspace.ts';

const allocatable = (text: string) => `status: { allocatable: { ${text} } }`;
const requests = (text: string) => `initContainers: [{ name: side, restartPolicy: Always, resources: { requests: { ${text} } } }]`;
const hostPort = (port: number) =>
  `initContainers: [{ name: side, restartPolicy: Always, ports: [{ containerPort: 80, hostPort: ${port} }] }]`;

const pods = [
  ...['', '', 'nodeSelector: { zone: x }', 'nodeName: b', 'nodeName: gone', 'tolerations: [{ operator: Exists }]'],
  ...[requests('cpu: 300m'), requests('cpu: 1, memory: 1Gi'), hostPort(80), hostPort(443)],
  'affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 3, preference: { matchExpressions: [{ key: zone, operator: In, values: [right] }] } }] } }',
];
const awkward = [
  requests('memory: 100m'),
  'affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: {}, topologyKey: zone }] } }',
];

function workload(random: Random): readonly Resource[] {
  const kind = pick(random, ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);
  const name = `w${Math.floor(random() * 60)}`;
  const pod = random() < 0.01 ? pick(random, awkward) : pick(random, pods);
  const spec = kind === 'DaemonSet' ? '' : `replicas: ${Math.floor(random() * 5)}`;
  return clusterOf(workloadYaml(kind, name, { spec, pod, namespace: pick(random, ['one', 'two', 'three']) })).resources;
}

function node(random: Random, name: string): readonly Resource[] {
  const more = pick(random, ['', '', allocatable('cpu: 8, memory: 16Gi, pods: 60'), allocatable('pods: 30')]);
  return clusterOf(nodeYaml(name, { zone: pick(random, ['x', 'right']) }, more)).resources;
}

describe('the walk of the scheduler', () => {
  it('comes to what a fresh one comes to, whatever was walked before', () => {
    let [walked, fresh] = [0, 0];
    for (let seed = 1; seed <= 10; seed++) {
      const random = randomOf(seed);
      const walk = new PlacementWalk();
      const known = new KnownPods();
      const named = ['a', 'b', 'c', 'd', 'e', 'f'];
      let nodes: readonly ClusterNode[] = [];
      let machines = named.slice(0, 5).map((name) => node(random, name));
      let workloads = Array.from({ length: 150 }, () => workload(random));
      let before: ReturnType<typeof placementsOf> = [];
      for (let step = 0; step < 30; step++) {
        const cluster = { ...clusterOf(), resources: [...machines, ...workloads].flat() };
        if (step === 0 || random() < 0.05) nodes = nodesOf(cluster, networkOf(cluster, 'custom'));
        const planned = plannedPods(cluster, nodes, known).pods;
        const expected = placementsOf(cluster, planned, nodes);
        const placements = walk.placementsOf(cluster, planned, nodes);
        assert.deepEqual(placements, expected, `seed ${seed}, step ${step}`);
        fresh += planned.length;
        before = placements;
        const at = Math.floor(random() * workloads.length);
        const dice = random();
        if (dice < 0.5) workloads = workloads.with(at, workload(random));
        else if (dice < 0.65) workloads = workloads.toSpliced(at, 0, workload(random));
        else if (dice < 0.8) workloads = workloads.toSpliced(at, 1);
        else if (dice < 0.95) workloads = workloads.toSpliced(at, 0, ...workloads.splice(Math.floor(random() * workloads.length), 1));
        else machines = machines.with(0, node(random, pick(random, named)));
      }
      assert.ok(before.length > 0);
      walked += walk.placed;
    }
    assert.ok(walked < fresh * 0.9, `${walked} of ${fresh} were placed anew`);
  });

  describe('in a cluster of a thousand pods', () => {
    const machines = Array.from({ length: 9 }, (_, index) =>
      clusterOf(nodeYaml(`n${index}`, {}, allocatable('cpu: 200, memory: 100Gi'))),
    ).flatMap(({ resources }) => resources);
    const deployment = (number: number, more = '', replicas = 2) =>
      clusterOf(
        workloadYaml('Deployment', `w${String(number).padStart(3, '0')}`, {
          spec: `replicas: ${replicas}`,
          pod: requests(`cpu: 100m, memory: 64Mi${more}`),
        }),
      ).resources;

    function begun(): { readonly change: (workloads: readonly (readonly Resource[])[]) => number; readonly all: readonly Resource[][] } {
      const walk = new PlacementWalk();
      const known = new KnownPods();
      const all = Array.from({ length: 500 }, (_, number) => [...deployment(number)]);
      const nodes = nodesOf({ ...clusterOf(), resources: machines }, networkOf(clusterOf(), 'custom'));
      const change = (workloads: readonly (readonly Resource[])[]) => {
        const cluster = { ...clusterOf(), resources: [...machines, ...workloads.flat()] };
        const before = walk.placed;
        const planned = plannedPods(cluster, nodes, known).pods;
        assert.deepEqual(walk.placementsOf(cluster, planned, nodes), placementsOf(cluster, planned, nodes));
        return walk.placed - before;
      };
      assert.equal(change(all), 1000);
      return { change, all };
    }

    it('places only the pods of a workload that was read anew and asks for as much as before', () => {
      const { change, all } = begun();
      assert.equal(change(all.with(250, [...deployment(250, ', ephemeral-storage: 1')])), 2);
      assert.equal(change(all), 2);
      assert.equal(change(all.with(3, [...deployment(3)]).with(480, [...deployment(480)])), 4);
    });

    it('places all behind it when it asks for more, since the nodes are never again as they were', () => {
      const { change, all } = begun();
      assert.equal(change(all.with(250, [...deployment(250, '', 3)])), 501);
      assert.equal(change(all.toSpliced(250, 1)), 498);
    });

    it('places nothing where nothing has changed', () => {
      const { change, all } = begun();
      assert.equal(change([...all]), 0);
    });
  });
});
