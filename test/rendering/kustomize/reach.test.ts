import { expect } from 'chai';
import { buildKustomization } from '../../../src/rendering/kustomize/build.ts';
import type { Reach } from '../../../src/manifests/reach.ts';
import { sourcesOf } from './memory.ts';

const web = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n';
const made = { changes: 'nothing' };
const published = { changes: 'nothing', foreign: true };
const definitions = { kinds: ['CustomResourceDefinition'], changes: 'nothing' };
const changed = { makes: false, changes: 'unit' };
const nothing = { makes: false, changes: 'nothing' };

const cases: readonly (readonly [what: string, kustomization: string, reach: Reach | object, more?: Readonly<Record<string, string>>])[] = [
  ['a remote base', 'resources: [web.yaml, "github.com/x/y?ref=v1"]\n', made],
  ['a remote file', 'resources: [web.yaml, "https://example.com/x.yaml"]\n', made],
  ['a missing file', 'resources: [web.yaml, gone.yaml]\n', made],
  ['a file that cannot be read', 'resources: [web.yaml, bad.yaml]\n', made, { 'bad.yaml': 'a: [\n' }],
  [
    'what a project publishes for everybody',
    'resources: [web.yaml, "https://github.com/cert-manager/cert-manager//deploy?ref=v1"]\n',
    published,
  ],
  ['a file of such a project', 'resources: [web.yaml, "https://raw.githubusercontent.com/rancher/x/main/y.yaml"]\n', published],
  ['a project that may say which addresses there are', 'resources: [web.yaml, "https://github.com/rancher/cilium//x?ref=v1"]\n', made],
  ['a folder of definitions', 'resources: [web.yaml, "https://github.com/x/y//client/config/crd?ref=v1"]\n', definitions],
  ['a file of one definition', 'resources: [web.yaml, "https://example.com/v1/gateway.networking.k8s.io_gateways.yaml"]\n', definitions],
  ['an example beside definitions', 'resources: [web.yaml, "https://example.com/deploy/crds/app.example.com_v1_cache_cr.yaml"]\n', made],
  [
    'a generated object that a patch made another kind of',
    'configMapGenerator: [{ name: a, literals: [x=1] }]\npatches: [{ target: { name: a }, patch: "- {op: replace, path: /kind, value: Foo}" }]\n',
    { kinds: ['Foo'], names: ['a-*'], changes: 'unit' },
  ],
  [
    'a remote base in a namespace',
    'namespace: shop\nresources: [web.yaml, "github.com/x/y?ref=v1"]\n',
    { ...made, namespace: 'shop', clusterWide: true },
  ],
  [
    'one below, in the namespace that counts in the end',
    'namespace: shop\nresources: [base]\n',
    { ...made, namespace: 'shop', clusterWide: true },
    { 'base/kustomization.yaml': 'namespace: other\nresources: ["github.com/x/y?ref=v1"]\n' },
  ],
  [
    'one below, in its own namespace',
    'resources: [base]\n',
    { ...made, namespace: 'other', clusterWide: true },
    { 'base/kustomization.yaml': 'namespace: other\nresources: ["github.com/x/y?ref=v1"]\n' },
  ],
  ['a remote component', 'resources: [web.yaml]\ncomponents: ["github.com/x/y?ref=v1"]\n', {}],
  ['a patch without its file', 'resources: [web.yaml]\npatches: [{ path: gone.yaml }]\n', changed],
  [
    'a patch for what is not there',
    'resources: [web.yaml]\npatches: [{ patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}}" }]\n',
    { ...changed, kinds: ['Deployment'] },
  ],
  [
    'a patch of operations that fails',
    'resources: [web.yaml]\npatches: [{ target: { kind: Service }, patch: "[{op: remove, path: /spec/x}]" }]\n',
    changed,
  ],
  ['replicas of nothing', 'resources: [web.yaml]\nreplicas: [{ name: x, count: 2 }]\n', nothing],
  [
    'a generator without its file',
    'resources: [web.yaml]\nconfigMapGenerator: [{ name: x, files: [gone] }]\n',
    { ...made, kinds: ['ConfigMap'] },
  ],
  [
    'a chart that is fetched',
    'resources: [web.yaml]\nhelmCharts: [{ name: redis, repo: "https://charts.example.com" }]\n',
    { ...published, namespace: undefined },
  ],
  [
    'a chart that may say which addresses there are',
    'resources: [web.yaml]\nhelmCharts: [{ name: metallb, repo: "https://charts.example.com" }]\n',
    { ...made, namespace: undefined },
  ],
  ['a chart that is not here', 'resources: [web.yaml]\nhelmCharts: [{ name: redis, namespace: data }]\n', { ...made, namespace: 'data' }],
];

describe('what is not known of a kustomization', () => {
  for (const [what, text, reach, more = {}] of cases)
    it(`reaches no further than it could: ${what}`, () => {
      const { problems } = buildKustomization(sourcesOf({ 'kustomization.yaml': text, 'web.yaml': web, ...more }), '');
      expect(problems.filter(({ severity }) => severity !== 'warning').map((problem) => ({ ...problem.reach }))).to.deep.equal([reach]);
    });
});
