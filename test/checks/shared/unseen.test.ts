import { expect } from 'chai';
import { english } from '../../../src/base/message.ts';
import { mayBringAddresses, unappliedChanges, unreadManifests, unseenPods, unseenServices } from '../../../src/checks/shared/unseen.ts';
import { couldChange } from '../../../src/manifests/unknown.ts';
import type { Cluster } from '../../../src/manifests/cluster.ts';
import type { Unknown } from '../../../src/manifests/unknown.ts';
import { factsOf } from '../../support/cluster.ts';
import { anything } from '../../support/marks.ts';

const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web }] } }
`;

function clusterOf(text: string, unknowns: readonly Unknown[] = []): Cluster {
  const facts = factsOf(`${web}---\n${text}`);
  return {
    name: 'test',
    root: '',
    resources: facts.flatMap(({ resources }) => resources),
    unknowns: [...facts.flatMap((document) => document.unknowns ?? []), ...unknowns],
  };
}

const questions = {
  pods: (cluster) => unseenPods(cluster, { namespace: 'shop', labels: { app: 'cache' } }),
  'pods beside web': (cluster) => unseenPods(cluster, { namespace: 'shop', labels: { app: 'wbe' }, near: 'likely' }),
  'pods surely web': (cluster) => unseenPods(cluster, { namespace: 'shop', labels: { app: 'wbe' }, near: 'sure' }),
  service: (cluster) => unseenServices(cluster, { namespace: 'shop', name: 'cache' }),
  pools: (cluster) => unreadManifests(cluster, mayBringAddresses),
  web: (cluster) => unappliedChanges(cluster, cluster.resources[0]),
} satisfies Readonly<Record<string, (cluster: Cluster) => ReturnType<typeof unseenPods>>>;

type Question = keyof typeof questions;

const all = Object.keys(questions) as readonly Question[];
const anyPods: readonly Question[] = ['pods', 'pods beside web'];

const object = (apiVersion: string, kind: string, name: string, namespace = 'shop', more = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}${namespace === '' ? '' : `, namespace: ${namespace}`} }\n${more}`;

/** What is not known, which questions it leaves open, and how it is named. */
const table: readonly (readonly [what: string, text: string, open: readonly Question[], sentence?: string])[] = [
  ['nothing', '', []],
  [
    'a text that is anything',
    'kind: {{ .Values.kind }}\n',
    [...anyPods, 'service', 'pools'],
    'What a manifest in test.yaml is, is filled in later.',
  ],
  ['a broken ConfigMap', 'kind: ConfigMap\nmetadata:\n  name: x\ndata: [\n', []],
  [
    "MetalLB's configuration, broken",
    'kind: ConfigMap\nmetadata:\n  name: config\ndata: [\n',
    ['pools'],
    'ConfigMap config could not be read in full.',
  ],
  [
    'a ConfigMap whose name is filled in',
    object('v1', 'ConfigMap', '"${X}"', 'metallb-system'),
    ['pools'],
    'Part of a ConfigMap in test.yaml is filled in later.',
  ],
  ['a Secret that is encrypted', object('v1', 'Secret', 'x', 'shop', 'data: { a: "ENC[AES256_GCM,data:x]" }\n'), []],
  [
    'a broken Deployment',
    'kind: Deployment\nmetadata:\n  name: x\n  namespace: shop\nspec: [\n',
    anyPods,
    'Deployment shop/x could not be read in full.',
  ],
  ['one of another namespace', 'kind: Deployment\nmetadata:\n  name: x\n  namespace: other\nspec: [\n', []],
  [
    'a Service whose name is filled in',
    object('v1', 'Service', '"${X}"'),
    ['service'],
    'Part of a Service in test.yaml is filled in later.',
  ],
  ['a Service of another name', object('v1', 'Service', 'x', 'shop', 'spec: { selector: { app: "${X}" } }\n'), []],
  [
    'a label that is filled in',
    web.replace('name: web', 'name: x').replaceAll('app: web', 'app: "${X}"'),
    anyPods,
    'Part of Deployment shop/x is filled in later.',
  ],
  ['another label that is filled in', web.replace('name: web', 'name: x').replaceAll('app: web', 'app: x, tier: "${X}"'), []],
  [
    'a pool whose range is filled in',
    object('metallb.io/v1beta1', 'IPAddressPool', 'x', 'metallb-system', 'spec: { addresses: ["${X}"] }\n'),
    ['pools'],
    'Part of IPAddressPool metallb-system/x is filled in later.',
  ],
  ['a kind that nobody knows', object('example.com/v1', 'Cache', 'main'), ['pods', 'service'], 'Cache main may have pods of its own.'],
  ['one of another namespace', object('example.com/v1', 'Cache', 'main', 'other'), []],
  [
    'one of which more is filled in later',
    object('example.com/v1', 'Cache', '"${X}"'),
    ['pods', 'service'],
    'Part of a Cache in test.yaml is filled in later.',
  ],
  ['a further kind of a known operator', object('kafka.strimzi.io/v1', 'KafkaAccess', 'main'), []],
  ['one without a namespace', object('example.com/v1', 'Cache', 'main', ''), ['pods', 'service'], 'Cache main may have pods of its own.'],
  ['an operator of which it is known what it makes', object('kafka.strimzi.io/v1beta2', 'Kafka', 'main'), []],
  ['a Kafka of that name', object('kafka.strimzi.io/v1beta2', 'Kafka', 'cache').replace('cache', 'cac'), []],
  [
    'an operator with pods of that label',
    object('redis.redis.opstreelabs.in/v1beta2', 'Redis', 'cache'),
    ['pods', 'service'],
    'Redis cache may have pods of its own.',
  ],
  ["an operator's own namespace", 'apiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: { name: default }\n', []],
  [
    'machines whose pods have labels of their own',
    object('kubevirt.io/v1', 'VirtualMachine', 'x'),
    ['pods'],
    'VirtualMachine x may have pods of its own.',
  ],
  [
    'configuration of a kind that makes nothing',
    object('cert-manager.io/v1', 'Certificate', 'x') +
      '---\n' +
      object('kafka.strimzi.io/v1', 'KafkaTopic', 'x') +
      '---\n' +
      object('isindir.github.com/v1alpha3', 'SopsSecret', 'x') +
      '---\n' +
      object('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', 'x') +
      '---\n' +
      object('volsync.backube/v1alpha1', 'ReplicationSource', 'x'),
    [],
  ],
  [
    'objects of GitOps tools, since what they apply is rendered, or an unknown of its own',
    [
      'helm.toolkit.fluxcd.io/v2 HelmRelease',
      'kustomize.toolkit.fluxcd.io/v1 Kustomization',
      'argoproj.io/v1alpha1 Application',
      'helm.cattle.io/v1 HelmChart',
    ]
      .map((text) => text.split(' '))
      .map(([version = '', kind = '']) => object(version, kind, 'x'))
      .join('---\n'),
    [],
  ],
];

describe('what is not known', () => {
  for (const [what, text, open, sentence] of table)
    it(`makes quieter what it could explain, and is named: ${what}`, () => {
      const cluster = clusterOf(text);
      expect(all.filter((question) => questions[question](cluster) !== undefined)).to.deep.equal(open);
      const [first] = open;
      if (first !== undefined) expect(english.say(questions[first](cluster) ?? expect.fail())).to.equal(sentence);
    });

  const unit = (reach: Unknown['reach'], key = 'one'): Unknown => ({ ...anything('this'), reach, unit: key });
  const units: readonly (readonly [what: string, unknown: Unknown, open: readonly Question[]])[] = [
    ['a base that is not here', unit({ changes: 'nothing' }), [...anyPods, 'service', 'pools']],
    [
      'one in a kustomization with a namespace',
      unit({ namespace: 'shop', clusterWide: true, changes: 'nothing' }),
      [...anyPods, 'service', 'pools'],
    ],
    ['one in a kustomization with another', unit({ namespace: 'other', clusterWide: true, changes: 'nothing' }), ['pools']],
    ['a chart of another namespace', unit({ namespace: 'other', changes: 'nothing' }), []],
    ['a component that is not here', unit({ changes: 'unit' }), ['pods', 'pods beside web', 'service', 'pools', 'web']],
    ['a patch of the unit', unit({ makes: false, changes: 'unit' }), ['pods', 'web']],
    ['a patch of another unit', unit({ makes: false, changes: 'unit' }, 'other'), []],
    ['a patch of Services', unit({ makes: false, changes: 'unit', kinds: ['Service'] }), []],
  ];
  for (const [what, unknown, open] of units)
    it(`changes what is rendered with it, and nothing else: ${what}`, () => {
      const cluster = clusterOf('', [unknown]);
      const rendered = {
        ...cluster,
        resources: cluster.resources.map((resource) => ({ ...resource, document: { ...resource.document, unitKey: 'one' } })),
      };
      expect(all.filter((question) => questions[question](rendered) !== undefined)).to.deep.equal(open);
      expect(cluster.resources.some((resource) => couldChange(unknown, resource))).to.equal(false);
    });

  it('is no slip of another Service where an operator calls one just so', () => {
    const resources = clusterOf(
      object('serving.kserve.io/v1beta1', 'InferenceService', 'llm-gpu') + '---\n' + object('example.com/v1', 'Model', 'say'),
    );
    const asked = (name: string, near: 'likely' | 'sure') => unseenServices(resources, { namespace: 'shop', name, near }) !== undefined;
    expect(asked('llm-gpu-predictor', 'sure')).to.equal(true);
    expect(asked('llm-gpu-predictors', 'likely')).to.equal(false);
    expect(asked('say-http', 'likely')).to.equal(true);
    expect(asked('say-http', 'sure')).to.equal(false);
  });
});
