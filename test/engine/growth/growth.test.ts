import { expect } from 'chai';
import { english } from '../../../src/base/message.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import type { Allocation } from '../../../src/engine/allocation.ts';
import { nodeLossOf, type NodeLoss } from '../../../src/engine/growth/nodeLoss.ts';
import { roomOf } from '../../../src/engine/growth/room.ts';
import { poolPeakOf, updatePeakOf } from '../../../src/engine/growth/updates.ts';
import { resourcesOf } from '../../../src/manifests/cluster.ts';
import type { WorkloadResource } from '../../../src/manifests/resources/workloads.ts';
import { clusterOf } from '../../support/cluster.ts';

const node = (name: string, status = '') =>
  `apiVersion: v1\nkind: Node\nmetadata: { name: ${name}, labels: { kubernetes.io/hostname: ${name} } }\n${status}`;
const pool = (cidr: string) =>
  `apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: pods }\nspec: { cidr: ${cidr}, blockSize: 29 }\n`;
const workload = ({ kind = 'Deployment', name = 'web', replicas = 1, spec = '', pod = '', container = '' } = {}) =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\nspec:\n  ${kind === 'DaemonSet' ? '' : `replicas: ${replicas}`}\n  selector: { matchLabels: { app: ${name} } }\n${spec}  template:\n    metadata: { labels: { app: ${name} } }\n    spec:\n${pod}      containers:\n      - { name: main, image: main${container} }\n`;
const hostPort = ', ports: [{ containerPort: 80, hostPort: 80 }]';
const apart =
  '      affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app: web } }, topologyKey: kubernetes.io/hostname }] } }\n';

const allocationOf = (...texts: readonly string[]) => allocate(clusterOf(...texts));
function workloadIn({ cluster }: Allocation, name = 'web'): WorkloadResource {
  const found = resourcesOf(cluster, 'Workload').find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`no workload ${name}`);
  return found;
}
function roomIn(...texts: readonly string[]): readonly [number, string] | undefined {
  const allocation = allocationOf(...texts);
  const room = roomOf(workloadIn(allocation), allocation);
  return room === undefined ? undefined : [room.more, english.say(room.reason)];
}
const nodes = [node('a'), node('b'), node('c')];

describe('The room of a workload', () => {
  it('is what the scheduler still finds nodes for', () => {
    expect(roomIn(...nodes, workload({ container: hostPort }))).deep.equal([
      2,
      'Each pod takes host port 80 of its node, which is free for them on 3 nodes (a, b, c).',
    ]);
    expect(roomIn(...nodes, workload({ replicas: 2, pod: apart }))?.[0]).equal(1);
    expect(roomIn(...nodes, workload({ replicas: 3, pod: apart }))?.[0]).equal(0);
    const small = 'status: { allocatable: { cpu: "2", memory: 4Gi, pods: "10" } }\n';
    expect(roomIn(node('a', small), workload({ container: ', resources: { requests: { cpu: 500m } }' }))).deep.equal([
      3,
      'No node can run it. Too little cpu is left on a.',
    ]);
    expect(roomIn(node('a', small), workload(), workload({ name: 'other', replicas: 4 }))).deep.equal([
      5,
      'No node can run it. The limit of 10 pods is reached on a.',
    ]);
  });

  it('is what the pools have left, whatever the nodes are', () => {
    expect(roomIn(node('a'), pool('10.50.0.0/28'), workload({ replicas: 9 }))).deep.equal([
      7,
      'Of the 16 addresses of pods there are 7 left.',
    ]);
    expect(roomIn(node('a'), pool('10.50.0.0/29'), workload({ replicas: 8 }))).deep.equal([0, 'All 8 addresses of pods are given.']);
  });

  it('is the least of several bounds', () => {
    expect(roomIn(...nodes, pool('10.50.0.0/28'), workload({ container: hostPort }))?.[0]).equal(2);
    expect(roomIn(...nodes, pool('10.50.0.0/29'), workload({ replicas: 7, container: '' }))?.[0]).equal(1);
  });

  it('is not told where nothing known bounds it, nobody scales it, or its pods wait already', () => {
    expect(roomIn(...nodes, workload())).equal(undefined);
    expect(roomIn(workload({ container: hostPort }))).equal(undefined);
    expect(roomIn(...nodes, workload({ kind: 'DaemonSet', container: hostPort }))).equal(undefined);
    expect(roomIn(...nodes, workload({ replicas: 4, container: hostPort }))).equal(undefined);
    expect(roomIn(...nodes, pool('10.50.0.0/16'), workload())).equal(undefined);
  });
});

describe('The peak of an update', () => {
  const peak = (text: string, pods: number) => {
    const allocation = allocationOf(text);
    return updatePeakOf(workloadIn(allocation), pods);
  };

  it('is the surge, never more than the pods, and twice their addresses', () => {
    expect(peak(workload({ replicas: 4 }), 4)).deep.equal({ surge: 1, mostAddresses: 8 });
    expect(peak(workload({ replicas: 4, spec: '  strategy: { rollingUpdate: { maxSurge: 9 } }\n' }), 4)?.surge).equal(4);
    expect(peak(workload({ kind: 'DaemonSet', spec: '  updateStrategy: { rollingUpdate: { maxSurge: 50% } }\n' }), 3)?.surge).equal(2);
  });

  it('is absent where old pods go first', () => {
    expect(peak(workload({ spec: '  strategy: { type: Recreate }\n' }), 1)).equal(undefined);
    expect(peak(workload({ kind: 'DaemonSet' }), 3)).equal(undefined);
    expect(peak(workload({ kind: 'StatefulSet', replicas: 3 }), 3)).equal(undefined);
  });

  it('of a pool is that of all workloads with pods of it', () => {
    const allocation = allocationOf(
      ...nodes,
      pool('10.50.0.0/28'),
      workload({ replicas: 5 }),
      workload({ name: 'other', replicas: 2 }),
      workload({ name: 'host', replicas: 3, pod: '      hostNetwork: true\n' }),
    );
    expect(poolPeakOf(allocation, { name: 'pods' })).deep.equal({ workloads: 2, more: 3 });
  });
});

describe('The loss of a node', () => {
  const lossIn = (name: string, ...texts: readonly string[]): NodeLoss => {
    const allocation = allocationOf(...texts);
    const found = allocation.nodes.find((each) => each.name === name);
    const loss = found === undefined ? undefined : nodeLossOf(allocation, found);
    if (loss === undefined) throw new Error('nothing is said');
    return loss;
  };
  const service = (name: string, spec = '') =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { type: LoadBalancer, selector: { app: ${name} }, ports: [{ port: 80 }]${spec} }\n`;
  const metallb = (selector = '') => [
    'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec: { addresses: [10.9.0.1-10.9.0.9] }\n',
    `apiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nmetadata: { name: lan, namespace: metallb-system }\nspec: { ${selector} }\n`,
  ];
  const pinned = (name: string) => `      nodeSelector: { kubernetes.io/hostname: ${name} }\n`;

  it('is made good where others take the pods', () => {
    const loss = lossIn('a', ...nodes, pool('10.50.0.0/26'), workload({ replicas: 3 }));
    expect(loss).deep.equal({ moved: 1, stuck: [], notes: [], unreplaced: [], unannounced: [], unserved: [] });
  });

  it('leaves pods waiting that fit nowhere else, and the Service that they alone serve', () => {
    const loss = lossIn('b', ...nodes, ...metallb(), workload({ pod: pinned('b') }), service('web'));
    expect(loss.stuck.map(english.say).join()).match(/^shop\/web-.* waits\. No node can run it\./);
    expect(loss.unserved.map(({ name }) => name)).deep.equal(['web']);
  });

  it('leaves pods without an address where the others of the pool are given', () => {
    const loss = lossIn('a', ...nodes, pool('10.50.0.0/29'), workload({ replicas: 8 }));
    expect(loss.stuck.map(english.say).join()).match(/waits\. .*address/i);
    expect(loss.moved).equal(0);
  });

  it('leaves an address dark that no other node may announce', () => {
    const texts = [...nodes, workload({ replicas: 3 }), service('web')];
    expect(lossIn('a', ...texts, ...metallb()).unannounced).deep.equal([]);
    const alone = metallb('nodeSelectors: [{ matchLabels: { kubernetes.io/hostname: a } }]');
    expect(lossIn('a', ...texts, ...alone).unannounced.map(({ name }) => name)).deep.equal(['web']);
    expect(lossIn('b', ...texts, ...alone).unannounced).deep.equal([]);
  });

  it('leaves a StatefulSet waiting, and a bare pod unreplaced', () => {
    const bare =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: lone, namespace: shop }\nspec: { nodeName: a, containers: [{ name: main, image: main }] }\n';
    const loss = lossIn('a', ...nodes, workload({ kind: 'StatefulSet', replicas: 3 }), bare);
    expect(loss.stuck.map(english.say).join()).match(/^StatefulSet shop\/web waits until/);
    expect(loss.unreplaced.map(({ name }) => name)).deep.equal(['lone']);
  });

  it('is not told of the only node, nor where nobody says which there are', () => {
    for (const texts of [[node('a'), workload()], [workload()]]) {
      const allocation = allocationOf(...texts);
      for (const each of allocation.nodes) expect(nodeLossOf(allocation, each)).equal(undefined);
    }
  });
});
