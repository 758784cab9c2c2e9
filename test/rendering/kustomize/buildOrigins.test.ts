import { expect } from 'chai';
import { buildKustomization } from '../../../src/rendering/kustomize/build.ts';
import type { YamlMap, YamlNode } from '../../../src/rendering/yaml/node.ts';
import { sourcesOf } from './memory.ts';

const files: Readonly<Record<string, string>> = {
  'base/kustomization.yaml':
    'namePrefix: b-\nresources: [web.yaml, account.yaml]\nconfigMapGenerator:\n- name: config\n  literals: ["level=debug"]\n  files: [text.txt]\n  envs: [more.env]\n',
  'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    tier: front
spec:
  replicas: 1
  strategy: {type: Recreate}
  template:
    spec:
      serviceAccountName: runner
      containers:
      - name: main
        image: nginx:1.0
        env:
        - name: LEVEL
          valueFrom: {configMapKeyRef: {name: config, key: level}}
`,
  'base/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: runner}\n',
  'base/text.txt': 'one\ntwo\n',
  'base/more.env': '# c\nMORE=yes\n',
  'overlay/kustomization.yaml': `resources: [../base]
namePrefix: o-
namespace: edge
commonLabels: {team: net}
commonAnnotations: {note: hi}
replicas:
- {name: web, count: 3}
images:
- {name: nginx, newTag: "2.0"}
patches:
- path: patch.yaml
- target: {kind: Deployment}
  patch: |-
    # add
    - op: add
      path: /spec/paused
      value: true
    - {op: remove, path: /metadata/labels/tier}
replacements:
- source: {kind: ServiceAccount, fieldPath: metadata.name}
  targets:
  - select: {kind: Deployment}
    fieldPaths: [spec.copied]
    options: {create: true}
`,
  'overlay/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  strategy: null
  template:
    spec:
      containers:
      - name: main
        env:
        - {name: EXTRA, value: "1"}
`,
};

const { manifests, problems } = buildKustomization(sourcesOf(files), 'overlay');

function object(kind: string): YamlMap {
  const found = manifests.find(({ root }) => at(root, 'kind')?.type === 'scalar' && (at(root, 'kind') as { text: string }).text === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found.root;
}

function at(node: YamlNode | undefined, ...path: readonly (string | number)[]): YamlNode | undefined {
  let found = node;
  for (const step of path)
    found =
      typeof step === 'number'
        ? found?.type === 'list'
          ? found.items[step]
          : undefined
        : found?.type === 'map'
          ? found.entries.find(({ key }) => key === step)?.value
          : undefined;
  return found;
}

/** `file: text` of each place. */
function places(node: YamlNode | undefined): readonly string[] {
  return (node?.origins ?? []).map(({ file, start, end }) => `${file}: ${files[file]?.slice(start, end) ?? ''}`);
}

const overlay = 'overlay/kustomization.yaml';
const base = 'base/kustomization.yaml';
const template = ['spec', 'template', 'spec'] as const;

describe('The places of what a build gives', () => {
  it('belong to a build without problems', () => {
    expect(problems.filter(({ severity }) => severity !== 'warning')).to.deep.equal([]);
  });

  // The last writer first.
  const expected: readonly (readonly [of: string, kind: string, path: readonly (string | number)[], places: readonly string[]])[] = [
    ['a value that a patch says again', 'Deployment', ['kind'], ['base/web.yaml: Deployment', 'overlay/patch.yaml: Deployment']],
    [
      'a name with prefixes: the name, then the prefixes, the outermost first',
      'Deployment',
      ['metadata', 'name'],
      ['base/web.yaml: web', `${overlay}: o-`, `${base}: b-`],
    ],
    ['the namespace', 'Deployment', ['metadata', 'namespace'], [`${overlay}: edge`]],
    ['a label', 'Deployment', ['metadata', 'labels', 'team'], [`${overlay}: net`]],
    ['a label in a selector that was not there', 'Deployment', ['spec', 'selector', 'matchLabels', 'team'], [`${overlay}: net`]],
    ['an annotation', 'Deployment', ['metadata', 'annotations', 'note'], [`${overlay}: hi`]],
    ['replicas', 'Deployment', ['spec', 'replicas'], [`${overlay}: 3`, 'base/web.yaml: 1']],
    ['an image', 'Deployment', [...template, 'containers', 0, 'image'], [`${overlay}: "2.0"`, 'base/web.yaml: nginx:1.0']],
    ['an element that a patch adds', 'Deployment', [...template, 'containers', 0, 'env', 0, 'value'], ['overlay/patch.yaml: "1"']],
    ['an operation inside a block of text', 'Deployment', ['spec', 'paused'], [`${overlay}: true`]],
    ['a literal', 'ConfigMap', ['data', 'level'], [`${base}: debug`]],
    ['a line of an environment file', 'ConfigMap', ['data', 'MORE'], ['base/more.env: yes']],
    ['a file', 'ConfigMap', ['data', 'text.txt'], ['base/text.txt: one\ntwo\n', `${base}: text.txt`]],
  ];
  for (const [of, kind, path, wanted] of expected)
    it(`lead to who wrote ${of}`, () => {
      expect(places(at(object(kind), ...path))).to.deep.equal(wanted);
    });

  it('of a name that follows another begin at the reference', () => {
    const [first] = places(at(object('Deployment'), ...template, 'serviceAccountName'));
    expect(first).to.equal('base/web.yaml: runner');
  });

  it('of what a replacement copies begin at the source', () => {
    const found = places(at(object('Deployment'), 'spec', 'copied'));
    expect(found[0]).to.equal('base/account.yaml: runner');
    expect(found).to.include(`${overlay}: spec.copied`);
  });

  it('tell who took a field away', () => {
    const spec = at(object('Deployment'), 'spec');
    const labels = at(object('Deployment'), 'metadata', 'labels');
    const removed = (node: YamlNode | undefined) =>
      node?.type === 'map'
        ? node.removed?.map(({ key, by }) => [
            key,
            by.slice(0, 1).map(({ file, start, end }) => `${file}: ${files[file]?.slice(start, end) ?? ''}`),
          ])
        : [];
    expect(removed(spec)).to.deep.equal([['strategy', ['overlay/patch.yaml: null']]]);
    expect(removed(labels)?.[0]?.[0]).to.equal('tier');
  });

  it('name the file that brought an object', () => {
    expect(manifests.map(({ source }) => source)).to.deep.equal(['base/account.yaml', base, 'base/web.yaml']);
  });
});
