import { expect } from 'chai';
import { nodeAt, textAt } from '../../../src/rendering/yaml/change.ts';
import { nodeOf, places, told, valueOf, workspaceOf, type Files } from './workspace.ts';

const repo = 'repoURL: https://git.example.org/edge/sites.git';

const set = (generators: string, template: string, more = '  goTemplate: true\n') =>
  `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: all, namespace: argocd }
spec:
${more}  generators:
${generators}  template:
${template}`;

const template = (name: string, path = 'apps/a', more = '') =>
  `    metadata: { name: '${name}' }
    spec:
      project: default
      source: { ${repo}, path: '${path}' }
      destination: { server: https://kubernetes.default.svc, namespace: '${name}' }
${more}`;

const files: Files = {
  'apps/a/x.yaml': '',
  'apps/b/x.yaml': '',
  'apps/.hidden/x.yaml': '',
  'apps/b/deep/x.yaml': '',
  'sites/one/site.yaml': 'name: one\nlan: { range: 10 }\n',
  'sites/two/old/site.yaml': '- name: two\n- name: three\n',
  'sites/readme.md': '',
};

const make = (generators: string, text: string, more?: string, extra: Files = {}) => {
  const all = { ...files, 'set.yaml': set(generators, text, more), ...extra };
  const { objects, problems } = workspaceOf(all).deliveries('ApplicationSet', 'all');
  return { objects, problems, files: all, manifests: objects.map(({ root }) => ({ root, source: 'set.yaml' })) };
};

const list = '    - list:\n        elements: [{ site: a, port: "80" }, { site: b, port: "81" }]\n';
const git = (entries: string, more = '') => `    - git:\n        ${repo}\n${more}${entries}`;
const folders = '        directories: [{ path: apps/* }, { path: apps/b, exclude: true }, { path: apps/*/* }]\n';
const sites = '        files: [{ path: sites/*/site.yaml }]\n';
const inMatrix = (text: string) => text.replace(/^/gm, '        ').trimEnd();
const matrix = (one: string, other: string) => `    - matrix:\n        generators:\n${inMatrix(one)}\n${inMatrix(other)}\n`;

/** What generates which Applications. `fast`: without Go templates. */
const cases: readonly (readonly [what: string, generators: string, name: string, made: readonly string[], fast?: 'fast'])[] = [
  ['a list', list, '{{.site}}', ['a', 'b']],
  ['a list of before', list, '{{ site }}-{{port}}', ['a-80', 'b-81'], 'fast'],
  ['a name that is not known', list, '{{site}}{{ none }}', ['a{{ none }}', 'b{{ none }}'], 'fast'],
  ['values of a list', '    - list:\n        elements: [{ site: a, values: { x: y1 } }]\n', '{{values.x}}', ['y1'], 'fast'],
  ['a list as a text', '    - list:\n        elementsYaml: "[{site: a}]"\n', '{{.site}}', ['a']],
  ['folders', git(folders), '{{.path.basename}}', ['a', 'deep']],
  ['folders, by segments', git(folders), '{{index .path.segments 0}}-{{index .path.segments 1}}', ['apps-a', 'apps-b']],
  ['folders of before', git(folders), '{{path[1]}}-{{path.basename}}', ['a-a', 'b-deep'], 'fast'],
  ['** in folders', git('        directories: [{ path: apps/** }]\n'), '{{.path.basename}}', ['a', 'b']],
  ['files, where * crosses slashes', git(sites), '{{.name}}', ['one', 'three', 'two']],
  ['files, with what they hold', git(sites), '{{.name}}-{{ dig "lan" "range" "none" . }}', ['one-10', 'three-none', 'two-none']],
  [
    'files of before',
    git(sites),
    '{{name}}-{{path.basename}}-{{path.filenameNormalized}}',
    ['one-one-site.yaml', 'three-old-site.yaml', 'two-old-site.yaml'],
    'fast',
  ],
  ['a file by its name', git('        files: [{ path: sites/one/site.yaml }]\n'), '{{.lan.range}}', ['10']],
  ['nested parameters of before', git('        files: [{ path: sites/one/site.yaml }]\n'), 'r{{lan.range}}', ['r10'], 'fast'],
  ['a prefix for paths', git(folders, '        pathParamPrefix: where\n'), '{{.where.path.basename}}', ['a', 'deep']],
  ['values of a generator', git(folders, '        values: { x: "v-{{.path.basename}}" }\n'), '{{.values.x}}', ['v-a', 'v-deep']],
  ['a selector', `${list}      selector: { matchLabels: { site: b } }\n`, '{{.site}}', ['b']],
  [
    'expressions of a selector',
    `${list}      selector: { matchExpressions: [{ key: site, operator: NotIn, values: [b] }] }\n`,
    '{{.site}}',
    ['a'],
  ],
  [
    'a matrix',
    matrix(list, git('        directories: [{ path: apps/* }]\n')),
    '{{.site}}-{{.path.basename}}',
    ['a-a', 'a-b', 'b-a', 'b-b'],
  ],
  [
    'a matrix that fills in its second generator',
    matrix(list, git("        directories: [{ path: 'apps/{{.site}}' }]\n")),
    '{{.site}}-{{.path.basename}}',
    ['a-a', 'b-b'],
  ],
  [
    'the first of a matrix for keys of both',
    matrix(git(sites), git('        directories: [{ path: apps/a }]\n')),
    '{{.path.basename}}-{{.name}}',
    ['old-three', 'old-two', 'one-one'],
  ],
  [
    'a merge',
    `    - merge:\n        mergeKeys: [site]\n        generators:\n${inMatrix(list)}\n            - list: { elements: [{ site: b, port: "90" }, { site: c, port: "91" }] }\n`,
    '{{.site}}-{{.port}}',
    ['a-80', 'b-90'],
  ],
  ['functions', list, '{{ .site | upper | normalize }}-{{ slugify 4 true "one two" }}', ['a-one', 'b-one']],
];

describe('An ApplicationSet', () => {
  for (const [what, generators, name, made, fast] of cases)
    it(`makes ${made.join(', ')} of ${what}`, () => {
      const result = make(generators, template(name), fast === undefined ? undefined : '');
      expect(result.objects.map((object) => object.name).sort()).to.deep.equal(made);
      expect(result.problems).to.deep.equal([]);
    });

  it('puts Applications beside itself, with the places of the parameters and of the template', () => {
    const result = make(list, template('{{.site}}', 'apps/{{.site}}'));
    expect(result.objects.map(({ kind, namespace }) => `${kind} ${namespace}`)).to.deep.equal(['Application argocd', 'Application argocd']);
    expect(valueOf(result, 'Application', 'b', 'spec', 'source', 'path')).to.equal('apps/b');
    expect(places(nodeOf(result, 'Application', 'b', 'metadata', 'name'), result.files)).to.deep.equal([
      'set.yaml:b',
      'set.yaml:{{.site}}',
    ]);
    expect(places(nodeOf(result, 'Application', 'b', 'spec', 'source', 'path'), result.files)[0]).to.equal('set.yaml:apps/');
  });

  it('lays the template of a generator over its own', () => {
    const own = '        template: { metadata: { labels: { from: list } }, spec: { source: { path: other } } }\n';
    const result = make(list + own, template('{{.site}}'));
    expect(valueOf(result, 'Application', 'a', 'metadata', 'labels', 'from')).to.equal('list');
    expect(valueOf(result, 'Application', 'a', 'spec', 'source', 'path')).to.equal('other');
  });

  it('merges its patch into each, but for the project', () => {
    const patch =
      '  templatePatch: |\n    spec:\n      project: other\n      source:\n        helm:\n          releaseName: {{ .site }}-x\n';
    const result = make(list, template('{{.site}}'), `  goTemplate: true\n${patch}`);
    expect(valueOf(result, 'Application', 'a', 'spec', 'source', 'helm', 'releaseName')).to.equal('a-x');
    expect(valueOf(result, 'Application', 'a', 'spec', 'project')).to.equal('default');
    expect(places(nodeOf(result, 'Application', 'a', 'spec', 'source', 'helm', 'releaseName'), result.files)).to.include('set.yaml:a');
  });

  it('says once that others know what a generator gives, and where that could make something', () => {
    const result = make('    - clusters: {}\n', template('{{.name}}').replace("namespace: '{{.name}}'", 'namespace: shop'));
    expect(told(result.problems, result.files)).to.deep.equal(['unknown elsewhere set.yaml:clusters']);
    expect(result.problems[0]?.reach).to.deep.equal({ namespace: 'shop', changes: 'nothing' });
    const templated = make(matrix(list, '    - clusters: {}\n'), template('{{.site}}-{{.name}}'));
    expect(templated.problems.map(({ reach }) => reach)).to.deep.equal([{ changes: 'nothing' }]);
    expect(make('    - scmProvider: {}\n', template('{{.name}}')).objects).to.deep.equal([]);
  });

  it('makes one for the cluster that Argo CD runs in, and one for each whose Secret is here', () => {
    const secret = (name: string, more = '', data = `stringData: { name: ${name}, server: "https://${name}:6443" }`) =>
      `apiVersion: v1\nkind: Secret\nmetadata: { name: ${name}, namespace: argocd, labels: { argocd.argoproj.io/secret-type: cluster, ${more} } }\n${data}\n`;
    const secrets = {
      'east.yaml': secret('East_1', 'site: "true"'),
      'west.yaml': secret('west', 'site: "true"', 'data: { name: d2VzdA==, server: "ENC[x]" }'),
      'lab.yaml': secret('lab'),
      'other.yaml': secret('other').replace(': cluster', ': repository'),
    };
    const made = (generator: string, name: string, more?: string) =>
      make(
        generator,
        template(name).replace('https://kubernetes.default.svc', more === undefined ? '"{{.server}}"' : '"{{server}}"'),
        more,
        secrets,
      ).objects.map((object) => `${object.name} ${textAt(nodeAt(object.root, 'spec', 'destination'), 'server') ?? ''}`);
    const all = '    - clusters: {}\n';
    expect(made(all, '{{.nameNormalized}}').filter((each) => !each.startsWith('west'))).to.deep.equal([
      'east-1 https://East_1:6443',
      'lab https://lab:6443',
    ]);
    const sites = '    - clusters: { selector: { matchLabels: { site: "true" } }, values: { at: "{{.name}}" } }\n';
    expect(made(sites, '{{.metadata.labels.site}}-{{.values.at}}')).to.deep.equal([
      'true-East_1 https://East_1:6443',
      'true-west <server>',
    ]);
    expect(made(sites.replace('.name', 'name'), '{{metadata.labels.site}}-{{name}}', '')).to.deep.equal([
      'true-East_1 https://East_1:6443',
      'true-west <server>',
    ]);
    expect(make(all, template('{{.name}}')).objects.map(({ name }) => name)).to.deep.equal(['in-cluster']);
  });

  it('says once what cannot be filled in, and makes nothing of it', () => {
    const result = make(list, template('{{.none}}'));
    expect(told(result.problems, result.files)).to.deep.equal(['error template set.yaml:{{.none}}']);
    expect(result.objects).to.deep.equal([]);
    expect(make(list, template('{{ .site')).problems.map((problem) => problem.class)).to.deep.equal(['template']);
  });

  it('refuses what is no text in a list without Go templates', () => {
    const result = make('    - list:\n        elements: [{ site: a, port: 80 }, { site: b }]\n', template('{{site}}'), '');
    expect(told(result.problems, result.files)).to.deep.equal(['error generator set.yaml:80']);
    expect(result.objects.map(({ name }) => name)).to.deep.equal(['b']);
  });

  it('makes no more than anybody has', () => {
    const elements = `    - list:\n        elements: [${Array.from({ length: 80 }, (_, index) => `{ n: "${index}" }`).join(', ')}]\n`;
    const other = elements.replaceAll('n:', 'm:');
    const result = make(matrix(elements, other), template('x{{.n}}-{{.m}}'));
    expect(result.objects).to.have.length(3000);
    expect(result.problems.map((problem) => problem.class)).to.deep.equal(['limit']);
  });
});
