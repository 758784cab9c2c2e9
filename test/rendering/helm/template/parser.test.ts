import { expect } from 'chai';
import { complaint, print } from './running.ts';

describe('Parsing templates', () => {
  const complaints: readonly (readonly [template: string, line: number, message: string])[] = [
    ['{{ if $x := 1 }}{{ end }}\n{{ $x }}', 2, 'undefined variable "$x"'],
    ['{{ define "a" }}{{ $x }}{{ end }}{{ $x := 1 }}', 1, 'undefined variable "$x"'],
    ['{{ if false }}\n{{ nope 1 }}{{ end }}', 2, 'function "nope" not defined'],
    ['{{ range $a, $b, $c := . }}{{ end }}', 1, 'too many declarations in range'],
    ['{{ $a, $b := 1 }}', 1, 'too many declarations in command'],
    ['{{ range $k, 3 := . }}{{ end }}', 1, 'range can only initialize variables'],
    ['{{ if true }}\n{{ define "a" }}{{ end }}{{ end }}', 2, 'unexpected <define> in command'],
    ['{{ define "a" }}1{{ end }}{{ define "a" }}2{{ end }}', 1, 'template: multiple definition of template "a"'],
    ['{{ define a }}{{ end }}', 1, 'unexpected "a" in define clause'],
    ['{{ template . }}', 1, 'unexpected <.> in template clause'],
    ['{{ block "b" }}x{{ end }}', 1, 'missing value for block clause'],
    ['{{ if true }}\n\na', 3, 'unexpected EOF'],
    ['a{{ end }}', 1, 'unexpected {{end}}'],
    ['{{ if true }}{{ else }}{{ else }}{{ end }}', 1, 'expected end; found {{else}}'],
    ['{{ with 1 }}{{ else if 2 }}{{ end }}', 1, 'unexpected <if> in input'],
    ['{{ break }}', 1, '{{break}} outside {{range}}'],
    ['{{ range . }}{{ else }}{{ continue }}{{ end }}', 1, '{{continue}} outside {{range}}'],
    ['{{ range . }}{{ define "x" }}{{ break }}{{ end }}{{ end }}', 1, 'unexpected <define> in command'],
    ['{{ }}', 1, 'missing value for command'],
    ['{{ if }}{{ end }}', 1, 'missing value for if'],
    ['{{ "a" | 1 }}', 1, 'non executable command in pipeline stage 2'],
    ['{{ () }}', 1, 'missing value for parenthesized pipeline'],
    ['{{ 1 == 1 }}', 1, 'unexpected "=" in operand'],
    ['{{ "a""b" }}', 1, 'unexpected "\\"b\\"" in operand'],
    ['{{ nil.x }}', 1, 'unexpected . after term "nil"'],
    ['{{ "\\q" }}', 1, 'invalid syntax'],
    ["{{ 'ab' }}", 1, "malformed character constant: 'ab'"],
    ['{{ 08 }}', 1, 'integer overflow: "08"'],
    ['{{ 18446744073709551616 }}', 1, 'integer overflow: "18446744073709551616"'],
    ['{{ upper\n "a', 2, 'unterminated quoted string in action started at t/templates/a.yaml:1'],
    ['{{ upper\n ', 2, 'unclosed action started at t/templates/a.yaml:1'],
  ];
  for (const [template, line, message] of complaints)
    it(`refuses ${JSON.stringify(template)}`, () => {
      expect(complaint(template)).to.equal(message);
      expect(print(template)).to.equal(`parse a.yaml:${String(line)}`);
    });

  it('never lets an empty definition replace another', () => {
    expect(print('{{ define "a" }}1{{ end }}{{ define "a" }} {{/* c */}}\n{{ end }}{{ template "a" }}')).to.equal('1');
    expect(print('{{ define "a" }} {{ end }}{{ define "a" }}2{{ end }}{{ template "a" }}')).to.equal('2');
  });

  it('refuses nesting that nobody wrote, in parentheses and in branches', () => {
    expect(print(`{{ ${'('.repeat(100_000)} }}`)).to.equal('parse a.yaml:1');
    expect(print('{{ if 1 }}'.repeat(100_000))).to.equal('parse a.yaml:1');
    expect(print('{{ if 0 }}' + '{{ else if 0 }}'.repeat(100_000) + '{{ end }}')).to.equal('parse a.yaml:1');
  });
});
