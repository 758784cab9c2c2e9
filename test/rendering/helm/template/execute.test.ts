import { expect } from 'chai';
import { print } from './running.ts';

const values = {
  str: 'hello',
  num: 42,
  zero: 0,
  no: false,
  empty: '',
  nul: null,
  list: ['a', 'b', 'c'],
  none: [],
  map: { b: 2, a: 1, B: 3, '\u00e9': 4 },
  deep: { x: { y: 'z' } },
  rows: [{ n: 'p' }, { n: 'q' }],
};

describe('Running templates', () => {
  const printed: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    'takes as true what Go does': [
      ['{{ if .Values.zero }}y{{ else }}n{{ end }}', 'n'],
      ['{{ if "false" }}y{{ else }}n{{ end }}', 'y'],
      ['{{ if .Values.none }}y{{ else if .Values.map }}m{{ end }}', 'm'],
      ['{{ with .Values.nope }}y{{ else with .Values.str }}{{ . }}{{ end }}', 'hello'],
    ],
    'walks lists, maps in byte order, and integers': [
      ['{{ range $i, $x := .Values.list }}{{ $i }}{{ $x }}{{ end }}', '0a1b2c'],
      ['{{ range $k, $v := .Values.map }}{{ $k }}{{ $v }}{{ end }}', 'B3a1b2\u00e94'],
      ['{{ range $v := .Values.map }}{{ $v }}{{ end }}', '3124'],
      ['{{ range 3 }}{{ . }}{{ end }}{{ range $i := 2 }}{{ $i }}{{ end }}', '01201'],
      ['{{ range .Values.nope }}x{{ else }}n{{ end }}{{ range .Values.none }}x{{ else }}n{{ end }}', 'nn'],
      ['{{ range .Values.list }}{{ if eq . "b" }}{{ continue }}{{ end }}{{ . }}{{ end }}', 'ac'],
      ['{{ range .Values.list }}{{ if eq . "b" }}{{ break }}{{ end }}{{ . }}{{ end }}', 'a'],
      ['{{ range 2 }}{{ range .Values }}{{ else }}{{ break }}{{ end }}x{{ end }}', 'no-field a.yaml:1'],
      ['{{ range 2 }}{{ range list }}{{ else }}{{ break }}{{ end }}x{{ end }}y', 'y'],
    ],
    'keeps variables where they were declared': [
      ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}', '2'],
      ['{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }}', '21'],
      ['{{ $x := 0 }}{{ range $x = .Values.list }}{{ end }}{{ $x }}', 'c'],
      ['{{ with $x := .Values.str }}{{ $x }}{{ . }}{{ end }}', 'hellohello'],
      ['{{ range .Values.rows }}{{ .n }}{{ $.Values.str }}{{ end }}', 'phelloqhello'],
    ],
    'gives nothing for what is missing, and deletes what Go says for it': [
      ['[{{ .Values.nope }}][{{ .Values.nul }}][{{ .Nope }}]', '[][][]'],
      ['[{{ (.Values.nope).x.y }}]', '[]'],
      ['{{ $x := .Values.nope }}[{{ $x.y }}]', '[]'],
      ['a <no value> b', 'a  b'],
      ['{{ print .Values.nope }}', '<nil>'],
      ['{{ if and .Values.nope .Values.nope.x }}y{{ else }}n{{ end }}', 'n'],
    ],
    'stops at the argument that decides, and gives it': [
      ['{{ or 0 "" "x" (fail "no") }}', 'x'],
      ['{{ and 1 0 (fail "no") }}', '0'],
      ['{{ and 1 2 }}{{ or 0 false }}', '2false'],
      ['{{ 3 | and 1 }}{{ 3 | or 0 }}', '33'],
      ['{{ not 0 }}{{ not "a" }}', 'truefalse'],
    ],
    'compares what is of one kind': [
      ['{{ eq 1 2 1 }}{{ ne "a" "b" }}{{ lt 1 2 }}{{ le 2 2 }}{{ gt 2 1 }}{{ ge 1 2 }}', 'truetruetruetruetruefalse'],
      ['{{ eq .Values.num 42.0 }}{{ lt "B" "a" }}', 'truetrue'],
      ['{{ eq .Values.nope nil }}{{ eq .Values.list nil }}{{ ne .Values.nul .Values.nope }}{{ eq .Values.nul 1 }}', 'truefalsefalsefalse'],
      ['{{ eq (int64 1) 1 }}{{ eq 97 (index "a" 0) }}', 'truetrue'],
    ],
    'looks into lists, maps and texts': [
      ['{{ index .Values.list 1 }}{{ index .Values.deep "x" "y" }}{{ index "abc" 1 }}{{ index .Values.map "no" }}', 'bz98'],
      ['{{ len .Values.list }}{{ len "h\u00e9" }}{{ len .Values.map }}', '334'],
      ['{{ (index .Values.rows 1).n }}', 'q'],
    ],
    'passes the value of a stage as the last argument of the next': [
      ['{{ "a" | upper | printf "%s-%s" "x" }}', 'x-A'],
      ['{{ (print "a" | upper) | printf "%s" }}', 'A'],
    ],
    'knows the constants of Go': [
      [
        `{{ 'a' }} {{ 0x1F }} {{ 017 }} {{ 1_000 }} {{ 1e3 }} {{ 1. }} {{ 2i }} {{ "\\u00e9\\x41\\101" }} {{ \`a\\n\` }}`,
        '97 31 15 1000 1000 1 (0+2i) \u00e9AA a\\n',
      ],
    ],
  };
  for (const [title, rows] of Object.entries(printed))
    describe(title, () => {
      for (const [template, expected] of rows)
        it(template, () => {
          expect(print(template, values)).to.equal(expected);
        });
    });

  const failing: Readonly<Record<string, readonly string[]>> = {
    'nil-pointer': ['{{ .Values.nope.x }}', '{{ .Values.nul.x }}', '{{ range .Values.holes }}{{ .x }}{{ end }}'],
    'no-field': ['{{ .Values.str.x }}', '{{ .Values.num.x }}', '{{ .Values.list.x }}', '{{ (1).x }}'],
    'wrong-type': [
      '{{ upper 1 }}',
      '{{ upper .Values.num }}',
      '{{ upper .Values.nope }}',
      '{{ upper (.Values.nope) }}',
      '{{ .Values.map | upper }}',
      '{{ repeat .Values.num "a" }}',
      '{{ repeat (int64 1) "a" }}',
      '{{ repeat "1" "a" }}',
      '{{ ternary 1 2 1 }}',
      '{{ 9223372036854775808 }}',
    ],
    'arg-count': ['{{ upper }}', '{{ upper "a" "b" }}', '{{ not 1 2 }}', '{{ and }}', '{{ "a" | upper "b" }}', '{{ index }}'],
    'incompatible-types': ['{{ eq .Values.num 42 }}', '{{ lt 1 "a" }}', '{{ eq .Values.list "a" }}'],
    'non-comparable': ['{{ eq .Values.list .Values.list }}', '{{ eq .Values.list .Values.map }}', '{{ lt .Values.nope 1 }}'],
    'cannot-range': [
      '{{ range .Values.num }}{{ end }}',
      '{{ range "abc" }}{{ end }}',
      '{{ range true }}{{ end }}',
      '{{ range $i, $x := 3 }}{{ end }}',
    ],
    'no-template': ['{{ template "nope" }}', '{{ include "nope" . }}'],
    'not-function': ['{{ .Values.str 1 }}', '{{ "a" "b" }}', '{{ 1 | .Values.str }}', '{{ (1) 2 }}', '{{ $x := 1 }}{{ $x 1 }}'],
    nil: ['{{ nil }}', '{{ upper nil }}'],
    'undefined-variable': ['{{ $x = 1 }}'],
    function: [
      '{{ index .Values.list 1.0 }}',
      '{{ index .Values.list 3 }}',
      '{{ index .Values.nope "a" }}',
      '{{ index .Values.map 1 }}',
      '{{ len .Values.nope }}',
      '{{ len 3 }}',
      '{{ eq 1 }}',
      '{{ call .Values.str }}',
      '{{ call nil }}',
    ],
    user: ['{{ fail "no" }}', '{{ required "no" .Values.empty }}', '{{ .Values.nope | required "no" }}'],
  };
  for (const [errorClass, templates] of Object.entries(failing))
    describe(`fails with ${errorClass}`, () => {
      for (const template of templates)
        it(template, () => {
          expect(print(`\n${template}`, { ...values, holes: [null] })).to.equal(`${errorClass} a.yaml:2`);
        });
    });
});
