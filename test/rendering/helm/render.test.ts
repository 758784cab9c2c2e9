import { expect } from 'chai';
import { gzipSync } from 'fflate';
import { english } from '../../../src/base/message.ts';
import { renderChart, usualChartOptions, type ChartOptions, type RenderedChart } from '../../../src/rendering/helm/render.ts';
import type { Span } from '../../../src/rendering/origin.ts';
import { textOf } from '../../../src/rendering/rope.ts';
import type { YamlNode } from '../../../src/rendering/yaml/node.ts';
import { toPlain } from '../../../src/rendering/yaml/plain.ts';
import { memorySources } from '../memorySources.ts';

const chart = 'apiVersion: v2\nname: web\nversion: 0.1.0\n';

function rendered(files: Readonly<Record<string, string | Uint8Array>>, options: Partial<ChartOptions> = {}): RenderedChart {
  return renderChart(memorySources({ 'Chart.yaml': chart, ...files }), '', { ...usualChartOptions, ...options });
}

const classesOf = ({ problems }: RenderedChart) => problems.map(({ class: errorClass, severity }) => `${severity} ${errorClass}`);

/** What the places of a node hold. */
function spelled(files: Readonly<Record<string, string>>, node: YamlNode | undefined): readonly string[] {
  const all: Readonly<Record<string, string>> = { 'Chart.yaml': chart, ...files };
  return (node?.origins ?? []).map(({ file, start, end }: Span) => `${file}: ${all[file]?.slice(start, end) ?? ''}`);
}

function at(node: YamlNode | undefined, ...path: readonly (string | number)[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>(
    (found, key) =>
      found?.type === 'map'
        ? found.entries.find((entry) => entry.key === key)?.value
        : found?.type === 'list' && typeof key === 'number'
          ? found.items[key]
          : undefined,
    node,
  );
}

describe('Rendering a chart', () => {
  it('gives the manifests in Helm’s order of kinds, hooks last', () => {
    const kinds = rendered({
      'templates/a.yaml': 'kind: Zebra\n---\nkind: Service\n---\nkind: Namespace\n---\nkind: Apple\n',
      'templates/b.yaml': 'kind: Namespace\nmetadata: {annotations: {helm.sh/hook: test}}\n---\nkind: Secret\n',
    }).manifests.map(({ root }) => toPlain(root));
    expect(kinds.map((manifest) => (manifest as { kind: string }).kind)).to.deep.equal([
      'Namespace',
      'Secret',
      'Service',
      'Apple',
      'Zebra',
      'Namespace',
    ]);
  });

  it('knows where a value comes from, and what it overrides', () => {
    const files = {
      'values.yaml': 'size: 1\nname: "small"\n',
      'site.yaml': 'size: 3\n',
      'templates/a.yaml': 'kind: A\nsize: {{ .Values.size }}\nname: {{ .Values.name }}-web\nfixed: here\n',
    };
    const { manifests } = rendered(files, { values: [{ file: 'site.yaml' }] });
    const root = manifests[0]?.root;
    expect(spelled(files, at(root, 'size')).slice(0, 2)).to.deep.equal(['site.yaml: 3', 'values.yaml: 1']);
    expect(spelled(files, at(root, 'name')).slice(0, 2)).to.deep.equal(['templates/a.yaml: -web', 'values.yaml: small']);
    expect(spelled(files, at(root, 'fixed'))).to.deep.equal(['templates/a.yaml: here']);
  });

  it('keeps the places through toYaml, include and tpl', () => {
    const files = {
      'values.yaml': 'list: [one, two]\ntext: |\n  first\n  is {{ .Values.list | first }}\n',
      'templates/_h.tpl': '{{ define "h" }}helped {{ .Values.list | last }}{{ end }}',
      'templates/a.yaml': 'kind: A\nlist:\n{{ toYaml .Values.list }}\nhelp: {{ include "h" . }}\ntext: {{ tpl .Values.text . | quote }}\n',
    };
    const root = rendered(files).manifests[0]?.root;
    expect(spelled(files, at(root, 'list', 1))[0]).to.equal('values.yaml: two');
    expect(spelled(files, at(root, 'help')).slice(0, 2)).to.deep.equal(['templates/_h.tpl: helped ', 'values.yaml: two']);
    expect(spelled(files, at(root, 'text'))).to.include('values.yaml: one');
  });

  it('makes what the other templates make where one fails, but prints nothing', () => {
    const { manifests, text, problems } = rendered({
      'templates/a.yaml': 'kind: A\n',
      'templates/b.yaml': 'kind: B\nc: {{ .Values.a.b.c }}\n',
    });
    expect(manifests.map(({ source }) => source)).to.deep.equal(['web/templates/a.yaml']);
    expect(text).to.equal(undefined);
    expect(
      problems.map(({ class: errorClass, at: place, places }) => [
        errorClass,
        place.file,
        places?.map(({ name, line }) => `${name}:${line}`),
      ]),
    ).to.deep.equal([['nil-pointer', 'templates/b.yaml', ['web/templates/b.yaml:2']]]);
  });

  const faults: readonly (readonly [
    title: string,
    files: Readonly<Record<string, string>>,
    problems: readonly string[],
    options?: Partial<ChartOptions>,
  ])[] = [
    ['a chart without a name', { 'Chart.yaml': 'version: 1.0.0\n' }, ['error chart-invalid']],
    ['a version that is none', { 'Chart.yaml': 'name: a\nversion: x\n' }, ['error chart-invalid']],
    ['a library', { 'Chart.yaml': `${chart}type: library\n` }, ['error library']],
    ['values that are a list', { 'values.yaml': '- a\n' }, ['error values-invalid']],
    ['a values file that is not there', {}, ['error values-invalid'], { values: [{ file: 'nope.yaml' }] }],
    [
      'a listed chart that is not there',
      { 'Chart.yaml': `${chart}dependencies: [{name: other, version: 1.0.0}]\n` },
      ['error missing-dependencies'],
    ],
    ['a file among the charts', { 'charts/README.md': 'x' }, ['error chart-invalid']],
    ['another version of Kubernetes', { 'Chart.yaml': `${chart}kubeVersion: "<1.20"\n` }, ['error kube-version']],
    ['a name that no release may have', {}, ['error release-name'], { releaseName: 'Not_Good' }],
    ['a template that makes no YAML', { 'templates/a.yaml': 'a: b: c\n' }, ['error yaml']],
    ['a template that ends a document before it has begun', { 'templates/a.yaml': '# c\n...\n' }, ['error yaml']],
    ['a template that cuts a character', { 'templates/a.yaml': 'a: {{ trunc 1 "é" }}\n' }, ['error yaml']],
    ['nothing in values whose only document is empty', { 'values.yaml': '---\n...\n' }, []],
    ['a template that makes a list', { 'templates/a.yaml': '- a\n' }, ['error yaml']],
    [
      'a map over a text in the values',
      { 'values.yaml': 'a: text\n' },
      ['warning values-type'],
      { set: [{ setting: 'set', text: 'a.b=1' }] },
    ],
    [
      'a section of a chart that is no map',
      { 'values.yaml': 'sub: 1\n', 'charts/sub/Chart.yaml': 'name: sub\nversion: 0.1.0\n' },
      ['error values-type'],
    ],
  ];
  for (const [title, files, problems, options] of faults)
    it(`says what is wrong: ${title}`, () => {
      expect(classesOf(rendered(files, options))).to.deep.equal(problems);
    });

  it('calls what a map holds as Go does, until a variable or brackets have looked at it', () => {
    const said = (body: string) =>
      rendered({ 'values.yaml': 's: text\n', 'templates/a.yaml': body }).problems.map(({ message }) => english.say(message));
    expect(said('{{ .Values.s.x }}')).to.deep.equal(["Helm says: can't evaluate field x in type interface {}"]);
    expect(said('{{ (.Values.s).x }}')).to.deep.equal(["Helm says: can't evaluate field x in type string"]);
    expect(said('{{ $s := .Values.s }}{{ $s.x }}')).to.deep.equal(["Helm says: can't evaluate field x in type string"]);
  });

  it('says the words of the chart as they are', () => {
    const { problems } = rendered({ 'templates/a.yaml': '{{ fail "Use {0} of 100%" }}' });
    expect(problems.map(({ message }) => english.say(message))).to.deep.equal(['Use {0} of 100%']);
  });

  // Each line is what `helm template` 4.1.4 prints.
  for (const [expression, printed] of [
    ['.Capabilities.KubeVersion', 'v1.35.0'],
    ['.Capabilities.KubeVersion | quote', '"{v1.35.0 v1.35.0 1 35}"'],
    ['print .Capabilities.KubeVersion', '{v1.35.0 v1.35.0 1 35}'],
    ['.Capabilities.KubeVersion | default "x"', '{v1.35.0 v1.35.0 1 35}'],
    ['(dict "a" .Capabilities.KubeVersion).a', '{v1.35.0 v1.35.0 1 35}'],
    ['or .Capabilities.KubeVersion 1', 'v1.35.0'],
    ['list .Capabilities.KubeVersion', '[{v1.35.0 v1.35.0 1 35}]'],
    ['printf "%+v" .Capabilities.KubeVersion', '{Version:v1.35.0 normalizedVersion:v1.35.0 Major:1 Minor:35}'],
    ['.Capabilities.KubeVersion | toJson', '{"Version":"v1.35.0","Major":"1","Minor":"35"}'],
    [
      'omit (.Capabilities.HelmVersion | toJson | fromJson) "git_commit" | toJson',
      '{"git_tree_state":"clean","go_version":"go1.25.9","kube_client_version":"v1.35","version":"v4.1.4"}',
    ],
    ['.Capabilities.KubeVersion | toToml', 'Version = "v1.35.0"\nMajor = "1"\nMinor = "35"\n'],
  ] as const)
    it(`prints the version of the cluster as Helm does: ${expression}`, () => {
      const { texts } = rendered({ 'templates/a.txt': `{{ ${expression} }}` });
      expect(textOf(texts.get('web/templates/a.txt') ?? [])).to.equal(printed);
    });

  it('leaves a child alone that gives an empty map to where another one gives more', () => {
    const imports = ['first', 'second'].map((name) => `- {name: ${name}, import-values: [{child: global, parent: shared}]}\n`).join('');
    const { text } = rendered({
      'Chart.yaml': `${chart}dependencies:\n${imports}`,
      'templates/a.yaml': 'shared: {{ toJson .Values.shared }}\n',
      'charts/first/Chart.yaml': 'apiVersion: v2\nname: first\nversion: 0.1.0\n',
      'charts/first/templates/a.yaml': 'first: {{ toJson .Values }}\n',
      'charts/second/Chart.yaml': 'apiVersion: v2\nname: second\nversion: 0.1.0\n',
      'charts/second/values.yaml': 'global: {a: {b: 1}}\n',
    });
    // Checked with helm 4.1.4.
    expect(textOf(text ?? []))
      .to.contain('first: {"global":{}}')
      .and.contain('shared: {"a":{"b":1}}');
  });

  it('keeps the fields of a struct that are not exported to itself', () => {
    const { problems } = rendered({ 'templates/a.yaml': '{{ .Capabilities.KubeVersion.normalizedVersion }}' });
    expect(problems.map((problem) => `${problem.class}: ${english.say(problem.message)}`)).to.deep.equal([
      'no-field: Helm says: normalizedVersion is an unexported field of struct type common.KubeVersion',
    ]);
  });

  it('prints nothing of a chart that takes more than it may, and says so once', () => {
    const result = rendered({ 'templates/a.yaml': '{{ range until 100000000 }}{{ end }}', 'templates/b.yaml': 'kind: B\n' });
    expect(classesOf(result)).to.deep.equal(['error limit']);
    expect(result.text).to.equal(undefined);
  });

  it('copies and prints the content of large files among other values without giving up', () => {
    const files = {
      'a.txt': 'some text\n'.repeat(5000),
      'templates/a.yaml': '{{ range 20 }}{{ $x := deepCopy $ }}{{ $y := print $ }}{{ end }}kind: A\n',
    };
    expect(classesOf(rendered(files))).to.deep.equal([]);
  });

  it('prints a definition that is larger than what people write, also by way of what is read from it', () => {
    const definition = `kind: CustomResourceDefinition\nspec:\n${`- text: ${'some text '.repeat(12)}\n`.repeat(10_000)}`;
    const files = { 'a.yaml': definition, 'templates/a.yaml': '{{ .Files.Get "a.yaml" | fromYaml | toYaml }}\n' };
    const result = rendered(files);
    expect(classesOf(result)).to.deep.equal([]);
    expect(result.manifests).to.have.length(1);
  });

  for (const [title, template] of [
    ['a text that doubles', '{{ $x := "a" }}{{ range 40 }}{{ $x = replace "a" "aaaa" $x }}{{ end }}'],
    ['a map that is printed in full', '{{ $x := dict "a" 1 }}{{ range 40 }}{{ $x = dict "a" $x "b" $x }}{{ end }}{{ $x }}'],
    ['a map that is written as TOML', '{{ $x := dict "a" 1 }}{{ range 40 }}{{ $x = dict "a" $x "b" $x }}{{ end }}{{ toToml $x }}'],
    ['a long text whose words are joined anew', '{{ $s := repeat 100000 "aB_c" }}{{ range 10000 }}{{ $x := snakecase $s }}{{ end }}'],
    ['a long text that is trimmed anew', '{{ $s := repeat 100000 "aB c" }}{{ range 10000 }}{{ $x := trimAll "a c" $s }}{{ end }}'],
    ['versions compared without end', '{{ range 10000000 }}{{ $x := semverCompare "^1.2.3 || >=2" "1.2.3" }}{{ end }}'],
  ] as const)
    it(`ends a chart of ${title}`, () => expect(classesOf(rendered({ 'templates/a.yaml': template }))).to.deep.equal(['error limit']));

  for (const [method, given] of [
    ['Get', '"a.txt"'],
    ['Lines', '"a.txt"'],
    ['GetBytes', '"a.txt"'],
    ['Glob', '"*"'],
  ] as const)
    it(`ends a chart that reads its files again and again: .Files.${method}`, () => {
      const files = {
        'a.txt': 'some text\n'.repeat(10_000),
        'templates/a.yaml': `{{ range 1000000 }}{{ $x := $.Files.${method} ${given} }}{{ end }}`,
      };
      expect(classesOf(rendered(files))).to.deep.equal(['error limit']);
    });

  it('says of a template once that its documents are none', () => {
    const files = { 'templates/a.yaml': '{{ range 3 }}---\na: {\n{{ end }}---\nkind: A\n', 'templates/b.yaml': '- b\n' };
    const result = rendered(files);
    expect(classesOf(result)).to.deep.equal(['error yaml', 'error yaml']);
    expect(result.manifests).to.have.length(1);
  });

  it('reads a packed chart, its files standing below the archive', () => {
    const packed = gzipSync(
      tar({
        'sub/Chart.yaml': 'name: sub\nversion: 0.1.0\n',
        'sub/values.yaml': 'a: 1\n',
        'sub/templates/x.yaml': 'kind: X\na: {{ .Values.a }}\n',
      }),
    );
    const { manifests, problems } = rendered({ 'charts/sub-0.1.0.tgz': packed });
    expect(problems).to.deep.equal([]);
    expect(manifests.map(({ root, source }) => [toPlain(root), source])).to.deep.equal([
      [{ kind: 'X', a: 1 }, 'web/charts/sub/templates/x.yaml'],
    ]);
    expect(at(manifests[0]?.root, 'a')?.origins[0]?.file).to.equal('charts/sub-0.1.0.tgz/values.yaml');
  });

  it('refuses an archive that leads out of its folder', () => {
    const packed = gzipSync(tar({ 'sub/Chart.yaml': 'name: sub\nversion: 0.1.0\n', 'sub/../../out.yaml': 'x' }));
    expect(classesOf(rendered({ 'charts/sub.tgz': packed }))).to.deep.equal(['error chart-invalid']);
  });

  it('keeps account of what it looked at, also of what is not there', () => {
    const { looked } = rendered({ 'templates/a.yaml': 'kind: A\n' });
    expect([...looked]).to.include.members(['Chart.yaml', '.helmignore', 'templates', 'templates/a.yaml']);
  });

  it('prints raw definitions of kinds first, when they are asked for', () => {
    const files = { 'crds/a.yaml': 'kind: CustomResourceDefinition\n', 'templates/a.yaml': 'kind: A\n' };
    expect(rendered(files).manifests).to.have.lengthOf(1);
    const { text } = rendered(files, { includeCrds: true });
    expect(textOf(text ?? [])).to.equal(
      '---\n# Source: web/crds/a.yaml\nkind: CustomResourceDefinition\n\n---\n# Source: web/templates/a.yaml\nkind: A\n',
    );
  });
});

/** A tar archive of plain files. */
function tar(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const [name, text] of Object.entries(files)) {
    const content = new TextEncoder().encode(text);
    const header = new Uint8Array(512);
    const put = (offset: number, value: string) => header.set(new TextEncoder().encode(value), offset);
    put(0, name);
    put(124, content.length.toString(8).padStart(11, '0'));
    put(156, '0');
    put(257, 'ustar');
    const body = new Uint8Array(Math.ceil(content.length / 512) * 512);
    body.set(content);
    blocks.push(header, body);
  }
  blocks.push(new Uint8Array(1024));
  const whole = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const block of blocks) {
    whole.set(block, offset);
    offset += block.length;
  }
  return whole;
}
