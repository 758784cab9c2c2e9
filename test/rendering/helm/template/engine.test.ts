import { expect } from 'chai';
import fc from 'fast-check';
import { renderTemplates } from '../../../../src/rendering/helm/engine.ts';
import { map, string } from '../../../../src/rendering/helm/value.ts';
import { textOf } from '../../../../src/rendering/rope.ts';
import { print, run } from './running.ts';

function texts(files: Readonly<Record<string, string>>, values: unknown = {}): Readonly<Record<string, string>> {
  return Object.fromEntries([...run(files, values).texts].map(([name, rope]) => [name.replace('t/templates/', ''), textOf(rope)]));
}

describe('The engine of charts', () => {
  it('runs no file whose name begins with an underscore', () => {
    expect(texts({ '_a.tpl': '{{ fail "no" }}', 'b.yaml': 'b' })).to.deep.equal({ 'b.yaml': 'b' });
  });

  it('lets the file with fewer slashes, then the first by name, have the last word on a definition', () => {
    const define = (text: string): string => `{{ define "x" }}${text}{{ end }}`;
    expect(
      texts({ '_a.tpl': define('a'), '_b.tpl': define('b'), 'charts/c/_a.tpl': define('c'), 'z.yaml': '{{ template "x" }}' })['z.yaml'],
    ).to.equal('a');
    expect(texts({ 'deploy.yaml': define('d'), '_helpers.tpl': define('h'), 'z.yaml': '{{ template "x" }}' })['z.yaml']).to.equal('h');
  });

  it('runs the last by name first, and shares what that one set', () => {
    const { texts: printed } = run({
      'a.yaml': '{{ .Values.n }}',
      'b.yaml': '{{ $_ := set .Values "n" "from b" }}',
      'c.yaml': '[{{ .Values.n }}]',
    });
    expect([...printed].map(([name, rope]) => [name, textOf(rope)])).to.deep.equal([
      ['t/templates/c.yaml', '[]'],
      ['t/templates/b.yaml', ''],
      ['t/templates/a.yaml', 'from b'],
    ]);
  });

  it('tells each file its name, also inside what it includes', () => {
    expect(
      texts({ '_h.tpl': '{{ define "n" }}{{ .Template.Name }} {{ .Template.BasePath }}{{ end }}', 'a.yaml': '{{ include "n" . }}' }),
    ).to.deep.equal({ 'a.yaml': 't/templates/a.yaml t/templates' });
  });

  it('includes as text, without the variables of the caller', () => {
    expect(
      print('{{ $x := 1 }}{{ include "h" "a" | upper }}', {}, '{{ define "h" }}{{ $x := 2 }}{{ . }}{{ $ }}{{ $x }}{{ end }}'),
    ).to.equal('AA2');
  });

  it('names the places of includes from the outermost in, and of the chart’s own complaints the outermost', () => {
    const helpers =
      '{{ define "one" }}\n{{ include "two" . }}{{ end }}\n{{ define "two" }}{{ .Values.a.b }}{{ end }}{{ define "own" }}{{ fail "own words" }}{{ end }}';
    expect(print('\n{{ include "one" . }}', {}, helpers)).to.equal('nil-pointer a.yaml:2 _helpers.tpl:2 _helpers.tpl:3');
    expect(print('{{ include "own" . }}', {}, helpers)).to.equal('user a.yaml:1');
    expect(print('{{ template "two" . }}', {}, helpers)).to.equal('nil-pointer _helpers.tpl:3');
  });

  it('names the place that was evaluated last where a result in parentheses does not fit, and points at the whole of it', () => {
    const text = 'x\n{{ upper (list\n  1 2) }}';
    const [problem] = run({ 'a.yaml': text }).problems;
    expect(problem?.places).to.deep.equal([{ name: 't/templates/a.yaml', line: 3, column: 4 }]);
    const [at] = problem?.at ?? [];
    expect(text.slice(at?.start, at?.end)).to.equal('list\n  1 2)');
  });

  it('counts columns in bytes from 0 and points at the second field', () => {
    const [problem] = run({ 'a.yaml': 'é\né{{ .Values.a.b }}' }).problems;
    expect(problem?.places).to.deep.equal([{ name: 't/templates/a.yaml', line: 2, column: 12 }]);
    expect(problem?.message).to.equal('nil pointer evaluating interface {}.b');
  });

  it('evaluates text by tpl, with all definitions and those of its own', () => {
    const helpers = '{{ define "h" }}h{{ end }}';
    expect(print('{{ tpl .Values.t . }}', { t: '{{ .Values.n }}{{ include "h" . }}', n: 5 }, helpers)).to.equal('5h');
    expect(print('{{ tpl "{{ define \\"h\\" }}own{{ end }}{{ include \\"h\\" . }}" . }}{{ include "h" . }}', {}, helpers)).to.equal('ownh');
    expect(print('{{ tpl "{{ $ }}{{ .x }}|" 5 }}')).to.equal('no-field a.yaml:1 gotpl:1');
    expect(print('{{ tpl "\n{{ nope }}" . }}')).to.match(/^parse a\.yaml:1/);
    expect(print('{{ tpl "{{ .a }}<no value>|" .Values }}')).to.equal('|');
    expect(print('{{ tpl 5 . }}')).to.equal('wrong-type a.yaml:1');
  });

  it('says what is wrong with one file, and what the others print', () => {
    const { texts: printed, problems } = run({ 'a.yaml': 'a', 'b.yaml': '{{ .Values.x.y }}', 'c.yaml': '{{ nope }}' });
    expect([...printed.keys()]).to.deep.equal(['t/templates/a.yaml']);
    expect(problems.map((problem) => problem.class)).to.deep.equal(['parse', 'nil-pointer']);
  });

  describe('knows where its output comes from', () => {
    const value = { ...string('abc', [{ file: 'values.yaml', start: 3, end: 6 }]) };
    const rendered = (template: string): readonly (readonly [string, readonly string[]])[] => {
      const data = map([['Values', map([['a', value]])]]);
      const text = [{ text: template, origins: [{ file: 'a.yaml', start: 0, end: template.length }] }];
      const { texts: printed } = renderTemplates([{ name: 't/templates/a.yaml', basePath: '', text, data }], new Map());
      return (printed.get('t/templates/a.yaml') ?? []).map(({ text: piece, origins }) => [
        piece,
        origins.map(({ file, start, end }) => `${file}:${String(start)}-${String(end)}`),
      ]);
    };

    it('of text, values and constants', () => {
      expect(rendered('x{{ .Values.a }}y{{ "c" }}')).to.deep.equal([
        ['x', ['a.yaml:0-1']],
        ['abc', ['values.yaml:3-6', 'a.yaml:1-16']],
        ['y', ['a.yaml:16-17']],
        ['c', ['a.yaml:21-22', 'a.yaml:17-26']],
      ]);
    });

    it('through printf and include', () => {
      expect(rendered('{{ define "h" }}<{{ .Values.a }}>{{ end }}{{ include "h" . }}')).to.deep.equal([
        ['<', ['a.yaml:16-17', 'a.yaml:42-61']],
        ['abc', ['values.yaml:3-6', 'a.yaml:17-32', 'a.yaml:42-61']],
        ['>', ['a.yaml:32-33', 'a.yaml:42-61']],
      ]);
      expect(rendered('{{ printf "%s!" .Values.a }}').map(([text, origins]) => [text, origins[0]])).to.deep.equal([
        ['abc', 'values.yaml:3-6'],
        ['!', 'a.yaml:13-14'],
      ]);
    });

    it('where <no value> was taken out', () => {
      expect(rendered('ab<no value>cd')).to.deep.equal([
        ['ab', ['a.yaml:0-2']],
        ['cd', ['a.yaml:12-14']],
      ]);
    });
  });

  it('marks what rests on the cluster as unknown: the value, what is computed from it, and what a condition on it prints', () => {
    const { texts: printed } = run({
      'a.yaml': 'a{{ $l := lookup "v1" "Secret" "n" "s" }}{{ $l.data }}{{ if $l }}b{{ else }}c{{ end }}{{ len $l }}d',
    });
    const pieces = printed.get('t/templates/a.yaml') ?? [];
    expect(pieces.map(({ text, unknown }) => [text, unknown === true])).to.deep.equal([
      ['a', false],
      ['c', true],
      ['0', true],
      ['d', false],
    ]);
  });

  describe('ends', () => {
    const steps = { steps: 200_000, output: 200_000 };
    const hostile: readonly (readonly [string, string])[] = [
      ['a recursion of include', '{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}'],
      ['a recursion of template', '{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}'],
      ['a recursion of tpl', '{{ tpl .Values.t . }}'],
      ['loops in loops', '{{ range 100000 }}{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}{{ end }}'],
      [
        'a text that doubles',
        '{{ define "d" }}{{ . }}{{ . }}{{ end }}{{ $x := "xxxxxxxxxx" }}{{ range 60 }}{{ $x = include "d" $x }}{{ end }}{{ $x }}',
      ],
      ['a text that doubles by printf', '{{ $x := "ab" }}{{ range 40 }}{{ $x = printf "%s%s" $x $x }}{{ end }}'],
      ['a text of many pieces', '{{ $x := .Values.t }}{{ range 40 }}{{ $x = print $x $.Values.t $x }}{{ end }}'],
      ['a long text', '{{ repeat 1000000000 "a" }}'],
      ['a wide number', '{{ range 1000 }}{{ printf "%999999d" . }}{{ end }}'],
    ];
    for (const [title, template] of hostile)
      it(`${title} with one problem`, () => {
        const { problems } = run({ 'a.yaml': template, 'b.yaml': 'b' }, { t: '{{ tpl .Values.t . }}' }, steps);
        expect(problems.map((problem) => problem.class)).to.satisfy(
          (classes: readonly string[]) => classes.length === 1 && ['limit', 'recursion'].includes(classes[0] ?? ''),
        );
      });
  });

  it('never throws, whatever the template', () => {
    const word = fc.constantFrom(
      '{{',
      '}}',
      '{{-',
      '-}}',
      ' ',
      '\n',
      '.',
      '.Values',
      '.a',
      '$',
      '$x',
      ':=',
      '=',
      '|',
      '(',
      ')',
      '"',
      '`',
      "'",
      '1',
      '-',
      'if',
      'range',
      'with',
      'end',
      'else',
      'define "a"',
      'template "a"',
      'include "a" .',
      'block "a" .',
      'break',
      'nil',
      'true',
      'print',
      'printf "%v"',
      'index',
      'eq',
      'tpl',
      '/*',
      '*/',
      '\u00e9',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const { texts: printed, problems } = run({ 'a.yaml': words.join('') }, { a: 1 }, { steps: 10_000, output: 10_000 });
        return printed.size + problems.length === 1;
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('prints text without actions as it stands, character for character', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('{{') && !text.includes('<no value>'));
        return textOf(run({ 'a.yaml': text }).texts.get('t/templates/a.yaml') ?? []) === text;
      }),
    );
  });
});
