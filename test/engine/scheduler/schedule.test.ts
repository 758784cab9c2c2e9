import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { networkOf } from '../../../src/engine/network.ts';
import { nodesOf } from '../../../src/engine/nodes/nodes.ts';
import { schedule } from '../../../src/engine/scheduler/schedule.ts';
import { plannedPods } from '../../../src/engine/workloads/pods.ts';
import type { ScheduledPod } from '../../../src/engine/allocation.ts';
import { clusterOf } from '../../support/cluster.ts';
import { nodeYaml, podYaml, workloadYaml } from '../../support/podAddresses.ts';
import { endsSoon } from '../../support/processorTime.ts';

function scheduled(...texts: readonly string[]): readonly ScheduledPod[] {
  const cluster = clusterOf(...texts);
  const nodes = nodesOf(cluster, networkOf(cluster, 'custom'));
  return schedule(cluster, plannedPods(cluster, nodes).pods, nodes);
}

/** The node of each pod, in order; `-` without one. */
function places(...texts: readonly string[]): string {
  return scheduled(...texts)
    .map(({ node }) => node?.name ?? '-')
    .join(' ');
}

const taint = (key: string, effect: string, value = '') => `spec: { taints: [{ key: ${key}, effect: ${effect}, value: "${value}" }] }`;
const affinity = (...terms: readonly string[]) =>
  `affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [${terms.join()}] } } }`;
const expression = (key: string, operator: string, ...values: readonly string[]) =>
  `{ matchExpressions: [{ key: ${key}, operator: ${operator}, values: ${JSON.stringify(values)} }] }`;
const field = (operator: string, ...values: readonly string[]) =>
  `{ matchFields: [{ key: metadata.name, operator: ${operator}, values: ${JSON.stringify(values)} }] }`;
const sets = (name: string, replicas: number, pod = '', labels: Record<string, string> = { app: name }) =>
  workloadYaml('StatefulSet', name, { spec: `replicas: ${replicas}`, pod, labels });
const [a, b, c] = [
  nodeYaml('a', { zone: 'x', size: '5' }),
  nodeYaml('b', { zone: 'x', gpu: '' }),
  nodeYaml('c', { zone: 'y', size: '10' }),
];
const between = (kind: 'podAffinity' | 'podAntiAffinity', selector: string, key = 'kubernetes.io/hostname', more = '') =>
  `affinity: { ${kind}: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: ${selector}, topologyKey: ${key}${more} }] } }`;
const prefers = (weight: number, key: string, ...values: readonly string[]) =>
  `{ weight: ${weight}, preference: ${expression(key, 'In', ...values)} }`;
const wishes = (...terms: readonly string[]) =>
  `affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [${terms.join()}] } }`;
const rated = (kind: 'podAffinity' | 'podAntiAffinity', selector: string, key = 'kubernetes.io/hostname') =>
  `affinity: { ${kind}: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 50, podAffinityTerm: { labelSelector: ${selector}, topologyKey: ${key} } }] } }`;
const spread = (key: string, more = '', selector = '{ matchLabels: { app: s } }') =>
  `topologySpreadConstraints: [{ maxSkew: 1, topologyKey: ${key}, whenUnsatisfiable: DoNotSchedule, labelSelector: ${selector}${more} }]`;

describe('the scheduler', () => {
  const tables: readonly [title: string, yaml: readonly string[], expected: string][] = [
    [
      'takes the node with the fewest pods of the workload, then the fewest pods, then the first name',
      [a, b, c, sets('s', 4), sets('t', 2)],
      'a b c a b c',
    ],
    ['takes nodes by name, not in written order', [c, b, a, sets('s', 3)], 'a b c'],
    [
      'puts everything on the unnamed node when none is known, whatever the pods ask',
      [sets('s', 1, 'nodeSelector: { gpu: "" }'), sets('t', 1, between('podAntiAffinity', '{}'))],
      ' ',
    ],
    [
      'honours spec.nodeName against every filter',
      [nodeYaml('a', {}, taint('k', 'NoSchedule')), podYaml('p', { spec: 'nodeName: a, nodeSelector: { gpu: "" }' })],
      'a',
    ],
    ['honours the node selector', [a, b, c, sets('s', 2, 'nodeSelector: { gpu: "" }')], 'b b'],
    ['takes the node that a preference rates highest, for every replica', [a, b, c, sets('s', 2, wishes(prefers(1, 'zone', 'y')))], 'c c'],
    [
      'adds the weights of preferences',
      [a, b, c, sets('s', 1, wishes(prefers(30, 'zone', 'x'), prefers(20, 'zone', 'y'), prefers(20, 'size', '10')))],
      'c',
    ],
    [
      'passes over a preference that asks for nothing or that no node meets',
      [a, b, sets('s', 2, wishes('{ weight: 9, preference: {} }', prefers(5, 'zone', 'q')))],
      'a b',
    ],
    [
      'prefers only among nodes that can take the pod',
      [a, b, sets('s', 1, `nodeSelector: { gpu: "" }, ${wishes(prefers(100, 'size', '5'))}`)],
      'b',
    ],
    [
      'keeps off nodes with pods that a preferred anti-affinity names',
      [
        nodeYaml('a', { 'kubernetes.io/hostname': 'a' }),
        nodeYaml('b', { 'kubernetes.io/hostname': 'b' }),
        sets('s', 1),
        sets('o', 1),
        sets('t', 1, rated('podAntiAffinity', '{ matchLabels: { app: o } }')),
      ],
      'a b b',
    ],
    [
      'goes to nodes with pods that a preferred affinity names',
      [
        nodeYaml('a', { 'kubernetes.io/hostname': 'a' }),
        nodeYaml('b', { 'kubernetes.io/hostname': 'b' }),
        sets('s', 1),
        sets('t', 2, rated('podAffinity', '{ matchLabels: { app: s } }')),
      ],
      'a a a',
    ],
    [
      'counts what pods that stand there wish of the new one',
      [
        nodeYaml('a', { 'kubernetes.io/hostname': 'a' }),
        nodeYaml('b', { 'kubernetes.io/hostname': 'b' }),
        sets('s', 1, rated('podAffinity', '{ matchLabels: { app: t } }')),
        sets('t', 1),
      ],
      'a a',
    ],
    ['leaves pods without a node that no node fits', [a, sets('s', 1, 'nodeSelector: { gpu: "" }')], '-'],
    ['does not hold an unknown architecture against a node', [a, sets('s', 1, 'nodeSelector: { kubernetes.io/arch: arm64 }')], 'a'],
    [
      'takes any one of the affinity terms',
      [a, b, c, sets('s', 2, affinity(expression('gpu', 'Exists'), expression('zone', 'In', 'y')))],
      'b c',
    ],
    [
      'asks selector and affinity both',
      [a, b, c, sets('s', 1, `nodeSelector: { zone: x }, ${affinity(expression('zone', 'In', 'y'))}`)],
      '-',
    ],
    ['knows NotIn and DoesNotExist to match a missing label', [a, b, c, sets('s', 2, affinity(expression('size', 'NotIn', '5')))], 'b c'],
    ['compares Gt and Lt as numbers', [a, b, c, sets('s', 1, affinity(expression('size', 'Gt', '9')))], 'c'],
    [
      'lets an invalid term match nothing, and spoil no other',
      [
        a,
        b,
        c,
        sets(
          's',
          1,
          affinity(
            expression('size', 'Gt', '1', '2'),
            expression('zone', 'Like', 'x'),
            expression('zone', 'In'),
            expression('gpu', 'Exists'),
          ),
        ),
      ],
      'b',
    ],
    ['matches nothing with an empty term', [a, sets('s', 1, affinity('{}'))], '-'],
    ['matches nothing with an empty list of terms', [a, sets('s', 1, affinity())], '-'],
    [
      "matches the node's name by field",
      [a, b, c, sets('s', 1, affinity(field('In', 'c'))), sets('t', 1, affinity(field('NotIn', 'a')))],
      'c b',
    ],
    ['takes a field with several values as invalid', [a, b, sets('s', 1, affinity(field('In', 'a', 'b')))], '-'],
    [
      'respects NoSchedule and NoExecute',
      [nodeYaml('a', {}, taint('k', 'NoSchedule')), nodeYaml('b', {}, taint('k', 'NoExecute')), nodeYaml('c'), sets('s', 2)],
      'c c',
    ],
    ['prefers nodes without PreferNoSchedule', [nodeYaml('a', {}, taint('k', 'PreferNoSchedule')), nodeYaml('b'), sets('s', 2)], 'b b'],
    ['takes a PreferNoSchedule node when it must', [nodeYaml('a', {}, taint('k', 'PreferNoSchedule')), sets('s', 1)], 'a'],
    [
      'respects spec.unschedulable',
      [
        nodeYaml('a', {}, 'spec: { unschedulable: true }'),
        sets('s', 1),
        sets('t', 1, 'tolerations: [{ key: node.kubernetes.io/unschedulable, operator: Exists }]'),
      ],
      '- a',
    ],
    ...(
      [
        ['{ key: k, value: v }', true],
        ['{ key: k, operator: Equal, value: v, effect: NoSchedule }', true],
        ['{ key: k, value: w }', false],
        ['{ key: k, operator: Exists }', true],
        ['{ operator: Exists }', true],
        ['{ value: v }', false],
        ['{ key: k, operator: Exists, effect: NoExecute }', false],
        ['{ key: j, operator: Exists }', false],
        ['{ key: k, operator: Gt, value: "1" }', false],
      ] as const
    ).map(
      ([toleration, tolerated]) =>
        [
          `takes the toleration ${toleration} as ${tolerated ? 'enough' : 'not enough'}`,
          [nodeYaml('a', {}, taint('k', 'NoSchedule', 'v')), sets('s', 1, `tolerations: [${toleration}]`)],
          tolerated ? 'a' : '-',
        ] as [string, string[], string],
    ),
    [
      'does not put two pods with one host port on a node',
      [a, b, sets('s', 3).replaceAll('name: main', 'name: main, ports: [{ containerPort: 80, hostPort: 80 }]')],
      'a b -',
    ],
    [
      'takes every port of a host-network pod as a host port',
      [a, sets('s', 2, 'hostNetwork: true').replaceAll('name: main', 'name: main, ports: [{ containerPort: 80 }]')],
      'a -',
    ],
    [
      'lets host ports of different addresses or protocols stand together',
      [
        a,
        ...['p, hostIP: 10.0.0.1', 'q, hostIP: 10.0.0.2', 'r, protocol: UDP'].map((port) =>
          podYaml(port.slice(0, 1)).replace('name: main', `name: main, ports: [{ containerPort: 80, hostPort: 80${port.slice(1)} }]`),
        ),
      ],
      'a a a',
    ],
    [
      'fills a node no further than the pods it has room for',
      [nodeYaml('a', {}, 'status: { allocatable: { pods: "2" } }'), sets('s', 3)],
      'a a -',
    ],
    [
      'keeps pods apart that repel each other',
      [a, b, c, sets('s', 4, between('podAntiAffinity', '{ matchLabels: { app: s } }'))],
      'a b c -',
    ],
    ['keeps them apart by zone', [a, b, c, sets('s', 3, between('podAntiAffinity', '{ matchLabels: { app: s } }', 'zone'))], 'a c -'],
    [
      'respects the repulsion of pods that are there',
      [a, b, sets('s', 1, between('podAntiAffinity', '{ matchLabels: { app: t } }')), sets('t', 2)],
      'a b b',
    ],
    ['repels in its own namespace alone', [a, sets('s', 1, between('podAntiAffinity', '{}')), podYaml('p', { namespace: 'other' })], 'a a'],
    [
      'repels in listed and in selected namespaces',
      [
        a,
        b,
        sets(
          's',
          1,
          between(
            'podAntiAffinity',
            '{}',
            'kubernetes.io/hostname',
            ', namespaces: [one], namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: two } }',
          ),
        ),
        podYaml('p', { namespace: 'one' }),
        podYaml('q', { namespace: 'two' }),
        podYaml('r', { namespace: 'three' }),
      ],
      'a b a b',
    ],
    [
      'repels nothing with an absent label selector',
      [
        a,
        sets(
          's',
          2,
          'affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname }] } }',
        ),
      ],
      'a a',
    ],
    [
      'puts pods beside those they seek',
      [
        a,
        b,
        c,
        podYaml('t', { labels: { app: 't' }, spec: 'nodeName: c, terminationGracePeriodSeconds: 1' }),
        sets('u', 2, between('podAffinity', '{ matchLabels: { app: t } }')),
      ],
      'c c c',
    ],
    [
      'puts the first of a group that seeks itself anywhere, and the others beside it',
      [a, b, sets('s', 3, between('podAffinity', '{ matchLabels: { app: s } }'))],
      'a a a',
    ],
    ['leaves a pod without the company that it seeks', [a, sets('s', 1, between('podAffinity', '{ matchLabels: { app: t } }'))], '-'],
    [
      'seeks company only on nodes with the topology key',
      [nodeYaml('a'), b, sets('s', 2, between('podAffinity', '{ matchLabels: { app: s } }', 'zone'))],
      'b b',
    ],
    ['spreads over the domains of the key', [a, b, c, sets('s', 4, spread('zone'))], 'a c b c'],
    ['leaves out nodes without the key of a spread', [a, nodeYaml('b'), sets('s', 2, spread('zone'))], 'a a'],
    ['counts only domains that the node affinity admits', [a, b, c, sets('s', 3, `nodeSelector: { zone: x }, ${spread('zone')}`)], 'a b a'],
    [
      'counts them all when the constraint ignores node affinity',
      [a, b, c, sets('s', 2, `nodeSelector: { zone: x }, ${spread('zone', ', nodeAffinityPolicy: Ignore')}`)],
      'a -',
    ],
    [
      'counts tainted domains unless told otherwise',
      [a, nodeYaml('c', { zone: 'y' }, taint('k', 'NoSchedule')), sets('s', 2, spread('zone'))],
      'a -',
    ],
    [
      'leaves out tainted domains when told',
      [a, nodeYaml('c', { zone: 'y' }, taint('k', 'NoSchedule')), sets('s', 2, spread('zone', ', nodeTaintsPolicy: Honor'))],
      'a a',
    ],
    ['takes the lowest count as none while domains are too few', [a, c, sets('s', 3, spread('zone', ', minDomains: 3'))], 'a c -'],
    ['counts no pod for a constraint without a selector', [a, c, sets('s', 3, spread('zone', '', 'null'))], 'a c a'],
    [
      'prefers the emptier domain where a spread is only a wish',
      [
        a,
        b,
        c,
        sets('t', 1),
        sets(
          'u',
          2,
          'topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: { matchExpressions: [{ key: app, operator: Exists }] } }]',
        ),
      ],
      'a c b',
    ],
    ['counts no pod for a constraint whose selector is empty', [a, c, sets('s', 3, spread('zone', '', '{}'))], 'a c a'],
    [
      'spreads the pods of one revision where the constraint names its label',
      [
        a,
        c,
        podYaml('o', { labels: { app: 's', rev: '1' }, spec: 'nodeName: a' }),
        sets('s', 2, spread('zone', ', matchLabelKeys: [rev]'), { app: 's', rev: '2' }),
      ],
      'a c a',
    ],
    [
      'passes over a named label that the pod does not have',
      [a, c, podYaml('o', { labels: { app: 's' }, spec: 'nodeName: a' }), sets('s', 2, spread('zone', ', matchLabelKeys: [rev]'))],
      'a c a',
    ],
    [
      'repels only pods with the same value of a label that the term names',
      [
        a,
        b,
        podYaml('o', { labels: { app: 's', rev: '1' }, spec: 'nodeName: a' }),
        sets('s', 1, between('podAntiAffinity', '{ matchLabels: { app: s } }', 'kubernetes.io/hostname', ', matchLabelKeys: [rev]'), {
          app: 's',
          rev: '1',
        }),
      ],
      'a b',
    ],
    [
      'repels only pods with another value of a label that the term rules out',
      [
        a,
        b,
        podYaml('o', { labels: { app: 's', rev: '1' }, spec: 'nodeName: a' }),
        podYaml('p', { labels: { app: 's', rev: '2' }, spec: 'nodeName: b' }),
        sets('s', 1, between('podAntiAffinity', '{ matchLabels: { app: s } }', 'kubernetes.io/hostname', ', mismatchLabelKeys: [rev]'), {
          app: 's',
          rev: '2',
        }),
      ],
      'a b b',
    ],
    [
      'tells the pods of a StatefulSet apart where a term asks for their own label',
      [
        a,
        b,
        sets(
          's',
          2,
          between(
            'podAntiAffinity',
            '{ matchLabels: { app: s } }',
            'kubernetes.io/hostname',
            ', mismatchLabelKeys: [apps.kubernetes.io/pod-index]',
          ),
        ),
      ],
      'a b',
    ],
    [
      'has pods of a snapshot in place before any other',
      [a, b, podYaml('z', { spec: 'nodeName: a', status: 'phase: Running' }), sets('s', 1), podYaml('x', { labels: { app: 'x' } })],
      'b a a',
    ],
    ['gives finished pods no weight', [a, b, podYaml('z', { spec: 'nodeName: a', status: 'phase: Succeeded' }), podYaml('x')], 'a a'],
  ];
  for (const [title, yaml, expected] of tables) it(title, () => assert.equal(places(...yaml), expected));

  describe('with resources that are known', () => {
    const allocatable = (text: string) => `status: { allocatable: { ${text} } }`;
    const [small, large] = [
      nodeYaml('a', {}, allocatable('cpu: "1", memory: 1Gi')),
      nodeYaml('b', {}, allocatable('cpu: 1500m, memory: 4Gi, nvidia.com/gpu: "1"')),
    ];
    const asking = (name: string, replicas: number, resources: string, pod = '') =>
      sets(name, replicas, pod).replace('name: main', `name: main, resources: { ${resources} }`);
    const init = (...containers: readonly string[]) =>
      `initContainers: [${containers.map((container, index) => `{ name: i${index}, ${container} }`).join()}]`;
    const requests = (amounts: string) => `resources: { requests: { ${amounts} } }`;
    const known: readonly [title: string, yaml: readonly string[], expected: string][] = [
      ['fills each node no further than its processors', [small, large, asking('s', 5, 'requests: { cpu: 500m }')], 'a b a b b'],
      ['and no further than its memory', [small, large, asking('s', 3, 'requests: { memory: 1.5Gi }')], 'b b -'],
      ['fills it to the last bit', [small, asking('s', 11, 'requests: { cpu: 0.1 }')], 'a a a a a a a a a a -'],
      ['takes a limit without a request as the request', [small, asking('s', 1, 'limits: { cpu: 2 }')], '-'],
      ['takes the request where both are written', [small, asking('s', 1, 'limits: { cpu: 2 }, requests: { cpu: 1 }')], 'a'],
      ['asks for devices only of nodes that have them', [small, large, asking('s', 2, 'limits: { nvidia.com/gpu: 1 }')], 'b -'],
      [
        'takes an amount that a node does not state as enough',
        [nodeYaml('a', {}, allocatable('cpu: "1"')), asking('s', 1, 'requests: { memory: 100Gi, nvidia.com/gpu: 1 }')],
        'a',
      ],
      ['takes a text that is no quantity as nothing', [small, asking('s', 1, 'requests: { cpu: many }')], 'a'],
      ['asks nothing of nodes that state nothing', [nodeYaml('a'), asking('s', 1, 'requests: { cpu: 1000 }')], 'a'],
      [
        'counts pods that are there, but not what has ended',
        [
          small,
          ...['Running', 'Succeeded'].map((phase) =>
            podYaml(phase.toLowerCase(), { spec: 'nodeName: a', status: `phase: ${phase}` }).replace(
              'name: main',
              `name: main, ${requests('cpu: 500m')}`,
            ),
          ),
          asking('s', 2, 'requests: { cpu: 500m }'),
        ],
        'a a a -',
      ],
      ['asks for the most that an init container needs', [small, asking('s', 1, 'requests: { cpu: 100m }', init(requests('cpu: 1')))], 'a'],
      [
        'does not add init containers to the others',
        [small, asking('s', 1, 'requests: { cpu: 600m }', init(requests('cpu: 600m'), requests('cpu: 600m')))],
        'a',
      ],
      [
        'adds sidecars to the others',
        [small, asking('s', 1, 'requests: { cpu: 600m }', init(`restartPolicy: Always, ${requests('cpu: 600m')}`))],
        '-',
      ],
      [
        'adds to an init container the sidecars before it',
        [small, asking('s', 1, 'requests: { cpu: 100m }', init(`restartPolicy: Always, ${requests('cpu: 600m')}`, requests('cpu: 600m')))],
        '-',
      ],
      [
        'and not those behind it',
        [small, asking('s', 1, 'requests: { cpu: 100m }', init(requests('cpu: 600m'), `restartPolicy: Always, ${requests('cpu: 600m')}`))],
        'a',
      ],
      [
        "lets the request of the whole pod take the place of its containers'",
        [small, asking('s', 1, 'requests: { cpu: 2 }', 'resources: { requests: { cpu: 1 } }')],
        'a',
      ],
      ['adds overhead', [small, asking('s', 1, 'requests: { cpu: 900m }', 'overhead: { cpu: 200m }')], '-'],
    ];
    for (const [title, yaml, expected] of known) it(title, () => assert.equal(places(...yaml), expected));

    it('says what is lacking', () => {
      const [pod] = scheduled(small, asking('s', 1, 'requests: { memory: 2Gi }'));
      assert.equal(
        pod?.unschedulable === undefined ? '' : english.say(pod.unschedulable.message),
        'No node can run it. Too little memory is left on a.',
      );
    });
  });

  describe('of a DaemonSet', () => {
    const daemons: readonly [title: string, yaml: readonly string[], expected: string][] = [
      ['runs a pod on each node that fits', [a, b, c, workloadYaml('DaemonSet', 'ds', { pod: 'nodeSelector: { zone: x }' })], 'a b'],
      [
        'tolerates a cordon, but no other taint',
        [
          nodeYaml('a', {}, 'spec: { unschedulable: true }'),
          nodeYaml('b', {}, taint('k', 'NoSchedule')),
          nodeYaml('c', {}, taint('node.kubernetes.io/not-ready', 'NoExecute')),
          workloadYaml('DaemonSet', 'ds'),
        ],
        'a c',
      ],
      [
        'tolerates a missing network in host-network pods alone',
        [
          nodeYaml('a', {}, taint('node.kubernetes.io/network-unavailable', 'NoSchedule')),
          workloadYaml('DaemonSet', 'd'),
          workloadYaml('DaemonSet', 'e', { pod: 'hostNetwork: true' }),
        ],
        'a',
      ],
      [
        'leaves a pod pending where its host port is taken',
        [
          a,
          b,
          podYaml('p', { namespace: 'aaa', spec: 'nodeName: a' }).replace(
            'name: main',
            'name: main, ports: [{ containerPort: 80, hostPort: 80 }]',
          ),
          workloadYaml('DaemonSet', 'ds').replace('name: main', 'name: main, ports: [{ containerPort: 80, hostPort: 80 }]'),
        ],
        'a - b',
      ],
      ['runs on the node that its template names', [a, b, workloadYaml('DaemonSet', 'ds', { pod: 'nodeName: b' })], 'b'],
      [
        "keeps the template's own affinity",
        [a, b, c, workloadYaml('DaemonSet', 'ds', { pod: affinity(expression('size', 'Exists')) })],
        'a c',
      ],
      [
        'does not run where only a pod says that there is a node',
        [a, podYaml('p', { spec: 'nodeName: ghost' }), workloadYaml('DaemonSet', 'ds')],
        'a ghost',
      ],
    ];
    for (const [title, yaml, expected] of daemons) it(title, () => assert.equal(places(...yaml), expected));
  });

  it('says of each node which filter fails first', () => {
    const [pod] = scheduled(
      nodeYaml('a', {}, taint('k', 'NoSchedule', 'v')),
      nodeYaml('b'),
      nodeYaml('c'),
      nodeYaml('d', { gpu: '' }, 'status: { allocatable: { pods: "0" } }'),
      sets('s', 1, 'nodeSelector: { gpu: "" }'),
    );
    assert.equal(pod?.unschedulable?.reason, 'unschedulable');
    assert.equal(
      english.say(pod.unschedulable.message),
      'No node can run it. It does not tolerate the taint k=v:NoSchedule of a. Its node selector or node affinity asks for other labels than those of b, c. The limit of 0 pods is reached on d.',
    );
    assert.deepEqual(pod.unschedulable.because[0]?.path, ['spec', 'template', 'spec']);
  });

  it('says how certain a place is', () => {
    const certainty = (...texts: readonly string[]) => scheduled(...texts).map(({ placement }) => placement.certainty);
    assert.deepEqual(certainty(a, b, podYaml('p', { spec: 'nodeName: a' })), ['fixed']);
    assert.deepEqual(certainty(a, b, podYaml('p', { spec: 'nodeSelector: { gpu: "" }' })), ['predicted']);
    assert.deepEqual(certainty(a, b, podYaml('p')), ['possible']);
    assert.deepEqual(certainty(podYaml('p')), ['possible']);
    assert.equal(
      english.say(scheduled(a, b, podYaml('p'))[0]!.placement.reason),
      'The scheduler takes one of a, b by score and chance; a stands for it, with the fewest pods.',
    );
  });

  it('places thousands of pods on hundreds of nodes without delay', () => {
    const cluster = clusterOf(
      ...Array.from({ length: 200 }, (_, index) => nodeYaml(`n${index}`, { zone: `z${index % 5}` })),
      ...Array.from({ length: 10 }, (_, index) =>
        workloadYaml('Deployment', `w${index}`, {
          spec: 'replicas: 500',
          pod: index % 2 === 0 ? '' : spread('zone', '', `{ matchLabels: { app: w${index} } }`),
        }),
      ),
    );
    const nodes = nodesOf(cluster, networkOf(cluster, 'custom'));
    const { pods } = plannedPods(cluster, nodes);
    const perNode = new Map<string, number>();
    endsSoon(() => {
      for (const { node } of schedule(cluster, pods, nodes)) perNode.set(node?.name ?? '-', (perNode.get(node?.name ?? '-') ?? 0) + 1);
    });
    assert.equal(perNode.size, 200);
    assert(
      [...perNode.values()].every((count) => count >= 24 && count <= 26),
      String([...perNode.values()]),
    );
  });
});
