import { expect } from 'chai';
import { buildKustomization } from '../../../src/rendering/kustomize/build.ts';
import { sourcesOf } from './memory.ts';

const object = (name: string, more = '') => `apiVersion: v1\nkind: X\nmetadata:\n  name: ${name}\n${more}`;

/** What is wrong, the class of the error (a number: how many there are), and the text at the place. `folder` is where nothing nearer can be shown. */
type Case = readonly [wrong: string, files: Readonly<Record<string, string>>, errorClass: string, at: string, file?: string];

const one = (text: string, more: Readonly<Record<string, string>> = {}) => ({ 'kustomization.yaml': text, 'x.yaml': object('x'), ...more });

// kubectl kustomize 1.35.2 refuses each of them.
const cases: readonly Case[] = [
  ['there is no kustomization', { 'x.yaml': '' }, 'no-kustomization-file', '', ''],
  ['a base has none', one('resources: [b]\n', { 'b/x.yaml': '' }), 'no-kustomization-file', 'b'],
  [
    'a base has two',
    one('resources: [b]\n', { 'b/kustomization.yaml': 'resources: []', 'b/Kustomization': 'resources: []' }),
    'several-kustomization-files',
    'b',
  ],
  [
    'a component lets a generated object and another be called alike, whose names part by a hash in the end',
    {
      'kustomization.yaml': 'configMapGenerator: [{name: gen}]\nresources: [x.yaml]\ncomponents: [c]\n',
      'x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n',
      'c/kustomization.yaml':
        'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\npatches: [{target: {kind: ConfigMap}, patch: "- {op: replace, path: /metadata/name, value: r}"}]\n',
    },
    'duplicate-id',
    '{name: gen}',
    'kustomization.yaml',
  ],
  [
    'a control character',
    one('resources: [y.yaml]\n', { 'y.yaml': object('y', 'spec: {a: "\\x7f"}\n') }),
    'not-representable',
    '"\\x7f"',
    'y.yaml',
  ],
  [
    'a text that its tag does not fit',
    one('resources: [y.yaml]\n', { 'y.yaml': object('y', 'spec: {a: !!bool yes}\n') }),
    'malformed-yaml',
    'yes',
    'y.yaml',
  ],
  [
    'a control character in a file of a generator',
    one('resources: [x.yaml]\nconfigMapGenerator: [{name: c, files: [f.txt]}]\n', { 'f.txt': 'a\x7f' }),
    'not-representable',
    'a\x7f',
    'f.txt',
  ],
  ['a file is missing', one('resources: [x.yaml, y.yaml]\n'), 'missing-file', 'y.yaml'],
  ['an absolute path', one('resources: [/x.yaml]\n'), 'absolute-path', '/x.yaml'],
  ['a folder that holds itself', one('resources: [.]\n'), 'cycle', '.'],
  ['a component without a name', one('resources: [x.yaml]\ncomponents: [""]\n'), 'missing-file', '""'],
  [
    'a replacement with no target',
    one('resources: [x.yaml]\nreplacements: [{sourceValue: a, targets: []}]\n'),
    'replacement-source',
    '{sourceValue: a, targets: []}',
  ],
  ['a component that is a file', one('components: [x.yaml]\n'), 'base-not-a-folder', 'x.yaml'],
  [
    'a component among the resources',
    one('resources: [c]\n', { 'c/kustomization.yaml': 'kind: Component\nnamePrefix: a-\n' }),
    'wrong-kustomization-kind',
    'c',
  ],
  [
    'a component that cannot be read',
    one('resources: [x.yaml]\ncomponents: [c]\n', { 'c/kustomization.yaml': 'kind: Componen\nnamePrefix: a-\n' }),
    'invalid-kustomization',
    'Componen',
    'c/kustomization.yaml',
  ],
  [
    'a kustomization that says nothing',
    one('apiVersion: kustomize.config.k8s.io/v1beta1\n'),
    'empty-kustomization',
    'apiVersion: kustomize.config.k8s.io/v1beta1',
  ],
  ['an unknown field', one('resources: [x.yaml]\nnamePrefx: a-\n'), 'invalid-kustomization', 'namePrefx'],
  ['a number for a text', one('resources: [x.yaml]\nimages: [{name: a, newTag: 1.0}]\n'), 'invalid-kustomization', '1.0'],
  ['a word that YAML 1.1 takes for true', one('resources: [x.yaml]\ncommonLabels: {a: yes}\n'), 'invalid-kustomization', 'yes'],
  [
    'a text for a number',
    one('resources: [x.yaml]\nreplicas: [{name: x, count: "1"}]\n', { 'x.yaml': object('x').replace('kind: X', 'kind: Deployment') }),
    'invalid-kustomization',
    '"1"',
  ],
  [
    'an object without name',
    one('resources: [x.yaml]\n', { 'x.yaml': 'kind: X\nmetadata: {labels: {}}\n' }),
    'missing-name',
    '{labels: {}}',
    'x.yaml',
  ],
  ['a key that stands twice', one('resources: [x.yaml]\n', { 'x.yaml': object('x', 'kind: Y\n') }), 'duplicate-key', 'kind', 'x.yaml'],
  [
    'a number that JSON does not have',
    one('resources: [x.yaml]\n', { 'x.yaml': object('x', 'a: .inf\n') }),
    'not-representable',
    '.inf',
    'x.yaml',
  ],
  [
    'the same object twice',
    one('resources: [x.yaml, y.yaml]\n', { 'y.yaml': 'kind: X\napiVersion: v1\nmetadata: {name: x, namespace: default}' }),
    'duplicate-id',
    'kind: X\napiVersion: v1\nmetadata: {name: x, namespace: default}',
    'y.yaml',
  ],
  ['the same file twice', one('resources:\n- x.yaml\n- ./x.yaml\n'), 'duplicate-id', './x.yaml'],
  [
    'the same base on two ways',
    one('resources: [a, b]\n', {
      'a/kustomization.yaml': 'resources: [../base]\n',
      'b/kustomization.yaml': 'resources: [../base]\n',
      'base/kustomization.yaml': 'resources: [x.yaml]\n',
      'base/x.yaml': object('x'),
    }),
    'duplicate-id',
    'b',
  ],
  [
    'objects that one namespace brings together',
    one('resources: [x.yaml]\nnamespace: edge\n', {
      'x.yaml': `${object('x', '  namespace: a\n')}---\n${object('x', '  namespace: b\n')}`,
    }),
    'id-conflict',
    'edge',
  ],
  [
    'a patch for nothing',
    one('resources: [x.yaml]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: X\n    metadata: {name: other}\n'),
    'patch-no-match',
    'other',
  ],
  ['a patch of no form', one('resources: [x.yaml]\npatches: [{patch: hello}]\n'), 'patch-invalid', '{patch: hello}'],
  [
    'an operation that fails',
    one('resources: [x.yaml]\npatches:\n- target: {kind: X}\n  patch: |-\n    - {op: remove, path: /none}\n'),
    'json-patch-failed',
    '/none',
  ],
  ['two generators of one name', one('configMapGenerator: [{name: a}, {name: a}]\n'), 'generator-exists', 'a'],
  ['nothing to merge', one('configMapGenerator: [{name: a, behavior: merge}]\n'), 'generator-nothing-to-merge', 'a'],
  ['a literal without key', one('configMapGenerator: [{name: a, literals: ["=b"]}]\n'), 'generator-input', '"=b"'],
  ['replicas of nothing', one('resources: [x.yaml]\nreplicas: [{name: other, count: 1}]\n'), 'replicas-no-match', 'other'],
  [
    'a var of nothing',
    one('resources: [x.yaml]\nvars: [{name: A, objref: {kind: Z, name: q, apiVersion: v1}}]\n'),
    'var',
    '{kind: Z, name: q, apiVersion: v1}',
  ],
  [
    'an unknown builtin',
    one('resources: [x.yaml]\ntransformers: [t.yaml]\n', { 't.yaml': 'apiVersion: builtin\nkind: Foo\nmetadata: {name: t}\n' }),
    'unknown-builtin',
    't.yaml',
  ],
  [
    'lists of fields that disagree',
    one('resources: [x.yaml]\nconfigurations: [c.yaml]\n', { 'c.yaml': 'replicas: [{path: spec/replicas, kind: Deployment}]\n' }),
    'field-spec',
    'c.yaml',
  ],
  [
    'a list of fields in a component that disagrees with what it is merged into',
    one('resources: [x.yaml]\ncomponents: [c]\n', {
      'c/kustomization.yaml': 'kind: Component\nconfigurations: [c.yaml]\n',
      'c/c.yaml': 'namePrefix: [{path: metadata/name, kind: X, create: true}]\n',
    }),
    'field-spec',
    'c',
  ],
  [
    'an annotation whose key, written without quotes, is no text',
    one('resources: [x.yaml]\ncommonAnnotations: {n: "1"}\n'),
    'not-representable',
    'n',
  ],
  ['an order that nobody knows', one('resources: [x.yaml]\nsortOptions: {order: other}\n'), 'invalid-kustomization', 'other'],
];

describe('Errors of a kustomize build', () => {
  for (const [wrong, files, errorClass, text, file = 'kustomization.yaml'] of cases)
    it(`are of the class ${errorClass} for ${wrong}`, () => {
      const problems = buildKustomization(sourcesOf(files), '').problems.filter(({ severity }) => severity !== 'warning');
      expect(problems.map((problem) => ({ class: problem.class, severity: problem.severity }))).to.deep.equal([
        { class: errorClass, severity: 'error' },
      ]);
      const at = problems[0]?.at;
      expect(at?.file).to.equal(file);
      expect(files[file]?.slice(at?.start, at?.end) ?? '').to.equal(text);
    });

  it('come from files outside, also by way of links', () => {
    const files = { 'o/kustomization.yaml': 'resources: [../x.yaml, y.yaml]\n', 'x.yaml': object('x') };
    const { problems } = buildKustomization(sourcesOf(files, { 'o/y.yaml': 'x.yaml' }), 'o');
    expect(problems.map((problem) => problem.class)).to.deep.equal(['outside-root', 'outside-root']);
  });

  it('come from files whose links lead out of the workspace, and from files that cannot be read', () => {
    const sources = sourcesOf({
      'o/kustomization.yaml': 'resources: [x.yaml, y.yaml]\n',
      'o/x.yaml': object('x'),
      'o/y.yaml': object('y'),
    });
    const { problems } = buildKustomization(
      {
        ...sources,
        realPath: (path) => (path === 'o/x.yaml' ? undefined : sources.realPath(path)),
        text: (path) => (path === 'o/y.yaml' ? undefined : sources.text(path)),
      },
      'o',
    );
    expect(problems.map((problem) => problem.class)).to.deep.equal(['outside-root', 'missing-file']);
  });

  it('end with a file that is not there: a replacement that may read what it makes is told as unknown', () => {
    const replacement =
      'replacements: [{source: {kind: ConfigMap, name: c, fieldPath: data.a}, targets: [{select: {kind: X}, fieldPaths: [spec.a]}]}]\n';
    const patches = 'patches: [{patch: "{apiVersion: v1, kind: X, metadata: {name: z}}"}]\n';
    const told = (rest: string, more: Readonly<Record<string, string>> = {}) =>
      buildKustomization(sourcesOf(one(`resources: [x.yaml]\n${rest}${replacement}${patches}`, more)), '').problems.map(
        (problem) => `${problem.severity} ${problem.class}`,
      );
    expect(told('')).to.deep.equal(['error patch-no-match', 'error replacement-source']);
    expect(told('configMapGenerator: [{name: c, envs: [c.env]}]\n')).to.deep.equal([
      'error missing-file',
      'error patch-no-match',
      'unknown replacement-source',
    ]);
    expect(told('components: [c]\n')).to.deep.equal(['error missing-file', 'error patch-no-match', 'unknown replacement-source']);
    const ignored = { '.gitignore': 'c\n' };
    expect(told('components: [c]\n', ignored)).to.deep.equal([
      'error missing-file',
      'unknown patch-no-match',
      'unknown replacement-source',
    ]);
  });

  it('begin with the one that ends the real build, which notices a key that stands twice last of all', () => {
    const files = one('resources: [x.yaml]\nreplicas: [{name: web, count: 2}]\n', { 'x.yaml': object('x', 'kind: Y\n') });
    const { problems } = buildKustomization(sourcesOf(files), '');
    expect(problems.map((problem) => problem.class)).to.deep.equal(['replicas-no-match', 'duplicate-key']);
  });

  it('are warnings for what stands behind the end of a document', () => {
    const files = one(' resources: [x.yaml]\nnamePrefix: a-\n', { 'x.yaml': `${object('x')}...\nspec: {}\n` });
    const { problems, manifests } = buildKustomization(sourcesOf(files), '');
    expect(problems.map(({ severity, at }) => [severity, at.file, at.start])).to.deep.equal([
      ['warning', 'kustomization.yaml', 21],
      ['warning', 'x.yaml', 47],
    ]);
    expect(manifests).to.have.length(1);
  });

  it('are warnings for fields of before', () => {
    const text = 'bases: [b]\ncommonLabels: {a: b}\nvars: []\n';
    const { problems } = buildKustomization(sourcesOf({ 'kustomization.yaml': text, 'b/kustomization.yaml': 'resources: []\n' }), '');
    expect(problems.map((problem) => [problem.class, problem.severity, text.slice(problem.at.start, problem.at.end)])).to.deep.equal([
      ['deprecated', 'warning', 'bases'],
      ['deprecated', 'warning', 'commonLabels'],
      ['deprecated', 'warning', 'vars'],
    ]);
  });

  it('are unknown for what is fetched or run, once at the line that names it', () => {
    const text =
      'resources: [x.yaml, github.com/a/b, "https://a.b/c.yaml"]\ncomponents: ["git@github.com:a/b"]\ntransformers:\n- |-\n  apiVersion: a.b/v1\n  kind: Foo\n  metadata: {name: t}\n';
    const { problems, manifests } = buildKustomization(sourcesOf(one(text)), '');
    expect(problems.map(({ severity, at }) => [severity, text.slice(at.start, at.end).split('\n')[0]])).to.deep.equal([
      ['unknown', 'github.com/a/b'],
      ['unknown', '"https://a.b/c.yaml"'],
      ['unknown', '"git@github.com:a/b"'],
      ['unknown', '|-'],
    ]);
    expect(manifests).to.have.length(1);
  });
});
