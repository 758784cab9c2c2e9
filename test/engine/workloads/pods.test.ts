import assert from 'node:assert/strict';
import fc from 'fast-check';
import { networkOf } from '../../../src/engine/network.ts';
import { nodesOf } from '../../../src/engine/nodes/nodes.ts';
import { generatedName, indexedBase, standInSuffix, standInTemplateHash } from '../../../src/engine/workloads/names.ts';
import { maxPodsOfCluster, maxPodsOfWorkload, plannedPods } from '../../../src/engine/workloads/pods.ts';
import { clusterOf } from '../../support/cluster.ts';
import { anything } from '../../support/marks.ts';
import { nodeYaml, podYaml, workloadYaml } from '../../support/podAddresses.ts';

function plan(...texts: readonly string[]): ReturnType<typeof plannedPods> {
  const cluster = clusterOf(...texts);
  return plannedPods(cluster, nodesOf(cluster, networkOf(cluster, 'custom')));
}

/** Names, with random parts replaced: a suffix by `*`, a template hash by `#`. */
function names(...texts: readonly string[]): readonly string[] {
  return plan(...texts).pods.map(({ name, labels }) => {
    const hash = labels['pod-template-hash'];
    return (hash === undefined ? name : name.replace(`-${hash}-`, '-#-')).replace(/-[bcdfghjklmnpqrstvwxz2456789]{5}$/, '-*');
  });
}

const owned = (kind: string, name: string) => `, ownerReferences: [{ kind: ${kind}, name: ${name}, controller: true }]`;
const running = 'phase: Running';

describe('planned pods', () => {
  const tables: readonly [title: string, yaml: readonly string[], expected: readonly string[]][] = [
    ['of a Pod are itself', [podYaml('p')], ['p']],
    ['of a Deployment are one without replicas written', [workloadYaml('Deployment', 'web')], ['web-#-*']],
    ['of a Deployment are its replicas', [workloadYaml('Deployment', 'web', { spec: 'replicas: 2' })], ['web-#-*', 'web-#-*']],
    ['of a Deployment scaled to nothing are none', [workloadYaml('Deployment', 'web', { spec: 'replicas: 0' })], []],
    [
      'of a ReplicaSet, a ReplicationController and kinds of others have a suffix',
      [
        workloadYaml('ReplicaSet', 'rs'),
        workloadYaml('ReplicationController', 'rc'),
        workloadYaml('Rollout', 'ro', { spec: 'replicas: 1' }),
      ],
      ['rs-*', 'rc-*', 'ro-*'],
    ],
    ['of a StatefulSet have ordinals', [workloadYaml('StatefulSet', 'db', { spec: 'replicas: 3' })], ['db-0', 'db-1', 'db-2']],
    [
      'of a StatefulSet begin at its first ordinal',
      [workloadYaml('StatefulSet', 'db', { spec: 'replicas: 2, ordinals: { start: 9 }' })],
      ['db-9', 'db-10'],
    ],
    ['of a Job are one', [workloadYaml('Job', 'j')], ['j-*']],
    [
      'of a Job are as many as run at a time',
      [workloadYaml('Job', 'j', { spec: 'parallelism: 3, completions: 5' })],
      ['j-*', 'j-*', 'j-*'],
    ],
    [
      'of a Job are no more than it has to complete',
      [workloadYaml('Job', 'j', { spec: 'parallelism: 3, completions: 2' })],
      ['j-*', 'j-*'],
    ],
    ['of a Job with completions alone run one at a time', [workloadYaml('Job', 'j', { spec: 'completions: 5' })], ['j-*']],
    ['of a work queue are its parallelism', [workloadYaml('Job', 'j', { spec: 'parallelism: 2' })], ['j-*', 'j-*']],
    [
      'of an indexed Job have an index',
      [workloadYaml('Job', 'j', { spec: 'parallelism: 2, completions: 2, completionMode: Indexed' })],
      ['j-0-*', 'j-1-*'],
    ],
    ['of a suspended Job are none', [workloadYaml('Job', 'j', { spec: 'suspend: true' })], []],
    ['of an indexed Job without completions are none', [workloadYaml('Job', 'j', { spec: 'parallelism: 2, completionMode: Indexed' })], []],
    ['of a CronJob are none', [workloadYaml('CronJob', 'c')], []],
    ['of a DaemonSet are one for each node', [nodeYaml('a'), nodeYaml('b'), workloadYaml('DaemonSet', 'ds')], ['ds-*', 'ds-*']],
    ['of a DaemonSet are one on the unnamed node', [workloadYaml('DaemonSet', 'ds')], ['ds-*']],
    [
      'are those of the manifest applied last',
      [workloadYaml('Deployment', 'web', { spec: 'replicas: 3' }), workloadYaml('Deployment', 'web', { spec: 'replicas: 1' })],
      ['web-#-*'],
    ],
    [
      'come by namespace, kind, name and ordinal, whatever the order of manifests',
      [
        workloadYaml('StatefulSet', 'b', { spec: 'replicas: 2' }),
        podYaml('z'),
        workloadYaml('StatefulSet', 'a', { namespace: 'aa' }),
        workloadYaml('Deployment', 'x'),
      ],
      ['a-0', 'x-#-*', 'z', 'b-0', 'b-1'],
    ],
  ];
  for (const [title, yaml, expected] of tables) it(title, () => assert.deepEqual(names(...yaml), expected));

  describe('of a snapshot', () => {
    const deployment = workloadYaml('Deployment', 'web', { spec: 'replicas: 2', labels: { app: 'web' } });
    const replicaSet = workloadYaml('ReplicaSet', 'web-abc', {
      spec: 'replicas: 2',
      metadata: `, labels: { pod-template-hash: abc }${owned('Deployment', 'web')}`,
    });
    const pod = (name: string, kind: string, owner: string, status = running, labels = {}) =>
      podYaml(name, { metadata: owned(kind, owner), status, labels });
    const snapshots: readonly [title: string, yaml: readonly string[], expected: readonly string[]][] = [
      [
        'are not made again by Deployment and ReplicaSet',
        [deployment, replicaSet, pod('web-abc-1', 'ReplicaSet', 'web-abc'), pod('web-abc-2', 'ReplicaSet', 'web-abc')],
        ['web-abc-1', 'web-abc-2'],
      ],
      [
        "are completed by the Deployment under its ReplicaSet's name",
        [deployment, replicaSet, pod('web-abc-1', 'ReplicaSet', 'web-abc')],
        ['web-#-*', 'web-abc-1'],
      ],
      [
        'are known by their template hash when the ReplicaSet is missing',
        [
          deployment,
          pod('web-abc-1', 'ReplicaSet', 'web-abc', running, { 'pod-template-hash': 'abc' }),
          pod('web-abc-2', 'ReplicaSet', 'web-abc', running, { 'pod-template-hash': 'abc' }),
        ],
        ['web-#-1', 'web-#-2'],
      ],
      [
        'are replaced when they are finished or going',
        [workloadYaml('ReplicaSet', 'rs', { spec: 'replicas: 1' }), pod('rs-1', 'ReplicaSet', 'rs', 'phase: Failed')],
        ['rs-1', 'rs-*'],
      ],
      [
        'leave a StatefulSet the ordinals that are missing',
        [workloadYaml('StatefulSet', 'db', { spec: 'replicas: 3' }), pod('db-1', 'StatefulSet', 'db')],
        ['db-0', 'db-1', 'db-2'],
      ],
      [
        'leave a DaemonSet the nodes that are missing',
        [
          nodeYaml('a'),
          nodeYaml('b'),
          workloadYaml('DaemonSet', 'ds'),
          podYaml('ds-1', { metadata: owned('DaemonSet', 'ds'), status: running, spec: 'nodeName: a' }),
        ],
        ['ds-1', 'ds-*'],
      ],
      [
        'of a Job whose status says that it is over are no more',
        [
          `${workloadYaml('Job', 'j', { spec: 'parallelism: 2, completions: 4' })}status: { conditions: [{ type: Complete, status: "True" }] }\n`,
        ],
        [],
      ],
      [
        'of a Job whose status counts the finished ones are those that are left',
        [`${workloadYaml('Job', 'j', { spec: 'parallelism: 3, completions: 4' })}status: { succeeded: 3 }\n`],
        ['j-*'],
      ],
      [
        'leave a StatefulSet no name that a Pod of somebody else has',
        [
          workloadYaml('StatefulSet', 'db', { spec: 'replicas: 2' }),
          podYaml('db-1'),
          podYaml('db-01'),
          podYaml('db-0', { namespace: 'other' }),
        ],
        ['db-01', 'db-1', 'db-0', 'db-0'],
      ],
      [
        'are completed under the ReplicaSet of the highest revision',
        [
          deployment,
          ...['1', '2'].map((revision) =>
            workloadYaml('ReplicaSet', `web-r${revision}`, {
              spec: `replicas: ${3 - Number(revision)}`,
              metadata: `, annotations: { deployment.kubernetes.io/revision: "${revision}" }, labels: { pod-template-hash: r${revision} }${owned('Deployment', 'web')}`,
            }),
          ),
        ],
        ['web-#-*', 'web-#-*'],
      ],
      [
        'of a Rollout are known by their template hash',
        [
          workloadYaml('Rollout', 'ro', { spec: 'replicas: 1' }),
          pod('ro-abc-1', 'ReplicaSet', 'ro-abc', running, { 'rollouts-pod-template-hash': 'abc' }),
        ],
        ['ro-abc-1'],
      ],
      [
        'of a node itself are as they are',
        [
          nodeYaml('one'),
          podYaml('kube-proxy-one', {
            annotations: { 'kubernetes.io/config.mirror': 'abc' },
            metadata: owned('Node', 'one'),
            status: running,
            spec: 'nodeName: one',
          }),
        ],
        ['kube-proxy-one'],
      ],
      ['of a finished Job stay as they are', [workloadYaml('Job', 'j'), pod('j-1', 'Job', 'j', 'phase: Succeeded')], ['j-1']],
      [
        'of a Job that a CronJob made are its own',
        [workloadYaml('CronJob', 'c'), workloadYaml('Job', 'c-1', { metadata: owned('CronJob', 'c') })],
        ['c-1-*'],
      ],
      [
        'survive owners that own each other',
        [
          workloadYaml('ReplicaSet', 'a', { metadata: owned('ReplicaSet', 'b') }),
          workloadYaml('ReplicaSet', 'b', { metadata: owned('ReplicaSet', 'a') }),
          pod('a-1', 'ReplicaSet', 'a'),
        ],
        ['a-1'],
      ],
    ];
    for (const [title, yaml, expected] of snapshots) it(title, () => assert.deepEqual(names(...yaml), expected));

    it('keep phase, readiness and owner of their status', () => {
      const [found] = plan(
        podYaml('p', {
          metadata: `${owned('ReplicaSet', 'rs')}, deletionTimestamp: "2024-01-01T00:00:00Z"`,
          status: 'phase: Running, conditions: [{ type: Ready, status: "False" }]',
        }),
      ).pods;
      assert.deepEqual(
        [found?.phase, found?.ready, found?.terminating, found?.owner],
        ['Running', false, true, { kind: 'ReplicaSet', name: 'rs' }],
      );
    });

    it('are ready without a condition only when they run', () => {
      assert.deepEqual(
        plan(podYaml('a'), podYaml('b', { status: 'phase: Pending' })).pods.map(({ ready }) => ready),
        [true, false],
      );
    });
  });

  it('of a StatefulSet carry its labels, host name and subdomain', () => {
    const [first] = plan(workloadYaml('StatefulSet', 'db', { spec: 'serviceName: peers' })).pods;
    assert.deepEqual(first?.labels, { app: 'db', 'statefulset.kubernetes.io/pod-name': 'db-0', 'apps.kubernetes.io/pod-index': '0' });
    assert.deepEqual(
      [first.hostname, first.spec.subdomain, first.nameCertain, first.owner],
      ['db-0', 'peers', true, { kind: 'StatefulSet', name: 'db' }],
    );
  });

  it('of a StatefulSet without a service have no subdomain, whatever the template says', () => {
    assert.equal(plan(workloadYaml('StatefulSet', 'db', { pod: 'subdomain: peers' })).pods[0]?.spec.subdomain, undefined);
  });

  describe('of a workload that the API server refuses', () => {
    const labels = { app: 'web' };
    const written = (kind: string, selector: string) =>
      workloadYaml(kind, 'w', { labels }).replace(/selector: (\{ matchLabels: \{[^}]*\} \}|\{[^}]*\})/, `selector: ${selector}`);
    const cases: readonly [title: string, yaml: string, reason: string | undefined][] = [
      ['are none, when the selector meets other labels', written('Deployment', '{ matchLabels: { app: other } }'), 'selector-mismatch'],
      [
        'are none, when an expression is not met',
        written('StatefulSet', '{ matchExpressions: [{ key: app, operator: NotIn, values: [web] }] }'),
        'selector-mismatch',
      ],
      ['are none, when the selector is empty', written('DaemonSet', '{}'), 'invalid-selector'],
      [
        'are none, when an operator is none',
        written('ReplicaSet', '{ matchLabels: { app: web }, matchExpressions: [{ key: app, operator: in, values: [web] }] }'),
        'invalid-selector',
      ],
      ['are none, when a label value is none', written('Deployment', '{ matchLabels: { app: "a b" } }'), 'invalid-selector'],
      ['are none, when a ReplicationController selects others', written('ReplicationController', '{ app: other }'), 'selector-mismatch'],
      ["are there, when a ReplicationController's selector is left empty", written('ReplicationController', '{}'), undefined],
      ['are there, when no selector is written yet', written('Deployment', 'null'), undefined],
      ['are there, when the kind is not one of Kubernetes', written('Rollout', '{ matchLabels: { app: other } }'), undefined],
    ];
    for (const [title, yaml, reason] of cases) {
      it(title, () => {
        const { pods, refused } = plan(yaml);
        assert.deepEqual([pods.length, refused[0]?.refusal.reason], [reason === undefined ? 1 : 0, reason]);
      });
    }

    it('are there as long as Kustomize may yet change a label', () => {
      const cluster = { ...clusterOf(written('Deployment', '{ matchLabels: { app: other } }')), unknowns: [anything('patches')] };
      assert.equal(plannedPods(cluster, nodesOf(cluster, networkOf(cluster, 'custom'))).pods.length, 1);
    });
  });

  it('of an indexed Job carry labels, index and host name', () => {
    const [, second] = plan(workloadYaml('Job', 'j', { spec: 'parallelism: 2, completions: 2, completionMode: Indexed' })).pods;
    assert.deepEqual(second?.labels, {
      app: 'j',
      'batch.kubernetes.io/job-name': 'j',
      'job-name': 'j',
      'batch.kubernetes.io/job-completion-index': '1',
    });
    assert.deepEqual([second.hostname, second.ordinal, second.nameCertain], ['j-1', 1, false]);
  });

  it('of a Deployment carry the template hash that their name has', () => {
    const [pod] = plan(workloadYaml('Deployment', 'web')).pods;
    assert(pod !== undefined);
    assert.match(pod.name, new RegExp(`^web-${pod.labels['pod-template-hash']}-.{5}$`));
  });

  it('are cut at the bound of a workload, and the rest is counted', () => {
    const { pods, omitted } = plan(workloadYaml('Deployment', 'web', { spec: 'replicas: 100000' }));
    assert.deepEqual([pods.length, omitted], [maxPodsOfWorkload, 100_000 - maxPodsOfWorkload]);
    assert.equal(new Set(pods.map(({ name }) => name)).size, pods.length);
  });

  it('are cut at the bound of the cluster, and the rest is counted', () => {
    const { pods, omitted } = plan(
      ...['a', 'b', 'c', 'd', 'e'].map((name) => workloadYaml('StatefulSet', name, { spec: 'replicas: 4500' })),
    );
    assert.deepEqual([pods.length, omitted], [maxPodsOfCluster, 5 * 4500 - maxPodsOfCluster]);
  });

  it('keep their names when other manifests come or go', () => {
    const before = plan(nodeYaml('b'), workloadYaml('DaemonSet', 'ds'), workloadYaml('Deployment', 'web')).pods.map(({ name }) => name);
    const after = plan(
      nodeYaml('a'),
      nodeYaml('b'),
      workloadYaml('DaemonSet', 'ds'),
      workloadYaml('Deployment', 'web', { spec: 'replicas: 2' }),
    ).pods.map(({ name }) => name);
    assert(before.every((name) => after.includes(name)));
  });
});

describe('generated names', () => {
  it('cut their base, never their suffix', () => {
    assert.equal(generatedName(`${'a'.repeat(70)}-`, 'bcdfg'), `${'a'.repeat(58)}bcdfg`);
    // No half of a character where a name has what no API server takes.
    assert.equal(generatedName(`${'a'.repeat(57)}😀-`, 'bcdfg'), `${'a'.repeat(57)}bcdfg`);
    assert.equal(indexedBase('a'.repeat(70), 12), `${'a'.repeat(54)}-12-`);
    assert.equal(indexedBase('job', 3), 'job-3-');
  });

  it('use the alphabet of the real ones, and differ for each index', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat({ max: 10_000 }), fc.nat({ max: 10_000 }), (owner, one, other) => {
        assert.match(standInSuffix(owner, one), /^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
        assert.match(standInTemplateHash(owner), /^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
        assert.equal(standInSuffix(owner, one) === standInSuffix(owner, other), one === other);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
