import { expect } from 'chai';
import { renderTemplates } from '../../../../src/rendering/helm/engine.ts';
import { functions } from '../../../../src/rendering/helm/functions/all.ts';
import { valueOfYaml } from '../../../../src/rendering/helm/yamlValue.ts';
import { map, type GoValue, type MapValue } from '../../../../src/rendering/helm/value.ts';
import { textOf, type Rope } from '../../../../src/rendering/rope.ts';
import { inFile, readYaml } from '../../../../src/rendering/yaml/read.ts';

const values = `
port: 80
big: 1000000
half: 2.5
name: web
empty: ""
nothing: null
list: [b, a, 3]
map: {b: 2, a: 1, c: {d: x}}
script: |
  one
  two
`;

function dataOf(text: string): MapValue {
  const [document] = readYaml(text, inFile('values.yaml'), { dialect: 'yaml-1.1', duplicates: 'last' });
  const value: GoValue = document?.root === undefined ? map() : valueOfYaml(document.root);
  return map([['Values', value]]);
}

function run(template: string): { readonly rope: Rope; readonly error: string | undefined } {
  const { texts, problems } = renderTemplates(
    [
      {
        name: 't/templates/a.yaml',
        basePath: 't/templates',
        text: [{ text: template, origins: [{ file: 'a.yaml', start: 0, end: template.length }] }],
        data: dataOf(values),
      },
    ],
    functions,
  );
  return { rope: texts.get('t/templates/a.yaml') ?? [], error: problems[0]?.message };
}

function shown(expression: string): string {
  const { rope, error } = run(`{{ ${expression} }}`);
  return error === undefined ? textOf(rope) : `failed: ${error}`;
}

// Each line is what `helm template` 4.1.4 prints.
const table: Readonly<Record<string, readonly (readonly [expression: string, printed: string])[]>> = {
  passwords: [
    ['derivePassword 1 "long" "password" "user" "example.com"', 'ZedaFaxcZaso9*'],
    ['derivePassword 1 "pin" "password" "user" "example.com"', '6685'],
    ['derivePassword 1 "nope" "password" "user" "example.com"', 'cannot find password template nope'],
  ],
  texts: [
    ['trunc 3 "h\u00e9llo"', 'h\u00e9'],
    ['trunc -2 "hello"', 'lo'],
    ['substr 1 -1 "hello"', 'ello'],
    ['title "hello big-world"', 'Hello Big-World'],
    ['untitle "Hello World"', 'hello world'],
    ['swapcase "Hello World"', 'hELLO wORLD'],
    ['upper "stra\u00dfe"', 'STRA\u00dfE'],
    ['snakecase "HTTPServer2xx"', 'http_server_2xx'],
    ['kebabcase "Bld4Floor3rd"', 'bld4-floor-3rd'],
    ['camelcase "FOO_BAR"', 'FooBar'],
    ['initials "one two three"', 'ott'],
    ['nospace " a b "', 'ab'],
    ['abbrev 5 "hello world"', 'he...'],
    ['abbrevboth 5 10 "1234 5678 9123"', '...5678...'],
    ['wrap 5 "one two three" | quote', String.raw`"one\ntwo\nthree"`],
    ['wrapWith 3 "|" "abcdef"', 'abc|def'],
    ['quote .Values.port nil "a\\"b"', String.raw`"80" "a\"b"`],
    ['squote "it\'s"', "'it's'"],
    ['cat "a" nil 1 .Values.half', 'a 1 2.5'],
    ['indent 2 "a\\n\\nb"', '  a\n  \n  b'],
    ['nindent 2 "a"', '\n  a'],
    ['replace "" "-" "ab"', '-a-b-'],
    ['plural "one" "many" 2', 'many'],
    ['trimAll "-x" "x-a-x"', 'a'],
    ['splitList "," "a,,b" | toJson', '["a","","b"]'],
    ['splitn "." 2 "a.b.c" | toJson', '{"_0":"a","_1":"b.c"}'],
    ['join "-" .Values.list', 'b-a-3'],
  ],
  lists: [
    ['first list', ''],
    ['first nil', 'failed: error calling first: runtime error: invalid memory address or nil pointer dereference'],
    ['last "x"', 'failed: error calling last: Cannot find last on type string'],
    ['rest .Values.list | toJson', '["a",3]'],
    ['uniq (list 1 1 2.0 2.0 "1") | toJson', '[1,2,"1"]'],
    ['has 3 .Values.list', 'false'],
    ['has 3.0 .Values.list', 'true'],
    ['without .Values.list "a" | toJson', '["b",3]'],
    ['slice .Values.list 1 2 | toJson', '["a"]'],
    ['chunk 2 .Values.list | toJson', '[["b","a"],[3]]'],
    ['concat (list 1) .Values.list | toJson', '[1,"b","a",3]'],
    ['sortAlpha .Values.list | toJson', '["3","a","b"]'],
    ['compact (list 0 "" nil 1) | toJson', '[1]'],
  ],
  maps: [
    ['dict "a" 1 "b" | toJson', '{"a":1,"b":""}'],
    ['get .Values.map "zz" | quote', '""'],
    ['keys .Values.map | sortAlpha | join ","', 'a,b,c'],
    ['pick .Values.map "a" "zz" | toJson', '{"a":1}'],
    ['omit .Values.map "a" "c" | toJson', '{"b":2}'],
    ['pluck "a" .Values.map (dict "a" 2) | toJson', '[1,2]'],
    ['merge (dict "a" 0 "c" (dict "d" "")) .Values.map | toJson', '{"a":1,"b":2,"c":{"d":"x"}}'],
    ['mergeOverwrite (dict "a" 5) (dict "a" 0 "b" nil) | toJson', '{"a":0,"b":null}'],
    ['dig "c" "d" "none" .Values.map', 'x'],
    ['dig "c" "zz" "none" .Values.map', 'none'],
    ['hasKey .Values.map "c"', 'true'],
    ['deepEqual .Values.map (deepCopy .Values.map)', 'true'],
  ],
  numbers: [
    ['int .Values.big', '1000000'],
    ['int "0x1f"', '31'],
    ['int "1.9"', '0'],
    ['atoi "08"', '8'],
    ['add 1 "2" .Values.half', '5'],
    ['div 7 0', 'failed: error calling div: runtime error: integer divide by zero'],
    ['addf 0.1 0.2', '0.3'],
    ['divf 10 3', '3.3333333333333335'],
    ['round 123.5555 3', '123.556'],
    ['seq 1 2 7', '1 3 5 7'],
    ['seq 9223372036854775807', ''],
    ['untilStep 0 5 2 | toJson', '[0,2,4]'],
    ['toDecimal "0755"', '493'],
    ['max 1 .Values.half 2', '2'],
  ],
  choices: [
    ['default "d" .Values.empty', 'd'],
    ['default 3 0', '3'],
    ['coalesce nil "" 0 "x"', 'x'],
    ['ternary "y" "n" (empty .Values.nothing)', 'y'],
    ['ternary "y" "n" 1', 'failed: expected bool; found 1'],
    ['all 1 ""', 'false'],
    ['kindOf .Values.port', 'float64'],
    ['typeOf nil', '<nil>'],
  ],
  conversions: [
    ['toJson (dict "a" "<&>")', String.raw`{"a":"\u003c\u0026\u003e"}`],
    ['toRawJson (dict "a" "<&>")', '{"a":"<&>"}'],
    ['toPrettyJson (dict "a" (list 1))', '{\n  "a": [\n    1\n  ]\n}'],
    ['fromJson "[1]"', 'map[Error:json: cannot unmarshal array into Go value of type map[string]interface {}]'],
    ['fromJson "{"', 'map[Error:unexpected end of JSON input]'],
    ['fromJson "tru"', "map[Error:invalid character ' ' in literal true (expecting 'e')]"],
    ['fromYaml "a: ["', 'map[Error:error converting YAML to JSON: yaml: line 1: did not find expected node content]'],
    ['(fromYaml "a: b\\n\\tc").Error', 'error converting YAML to JSON: yaml: line 2: found a tab character that violates indentation'],
    ['(fromYaml "a:\\n\\tb: c").Error', 'error converting YAML to JSON: yaml: line 2: found character that cannot start any token'],
    [
      '(fromYaml "a: >\\n\\tb").Error',
      'error converting YAML to JSON: yaml: line 2: found a tab character where an indentation space is expected',
    ],
    ['(fromYaml "z: 1\\na:b\\nc: d").Error', "error converting YAML to JSON: yaml: line 3: could not find expected ':'"],
    ['(fromYaml "a:b\\nc: d").Error', 'error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context'],
    ['(fromYaml "a: \\"b\\n---\\nc\\"").Error', 'error converting YAML to JSON: yaml: line 2: found unexpected document indicator'],
    ['(fromYaml "a: \\"\\\\q\\"").Error', 'error converting YAML to JSON: yaml: found unknown escape character'],
    ['(fromYaml "<<: 5").Error', 'error converting YAML to JSON: yaml: map merge requires map or sequence of maps as the value'],
    ['(fromYaml "- - a\\n - b").Error', "error converting YAML to JSON: yaml: line 1: did not find expected '-' indicator"],
    ['(fromYaml "a: ,").Error', 'error converting YAML to JSON: yaml: did not find expected node content'],
    ['(fromYaml "...").Error', 'error converting YAML to JSON: yaml: did not find expected node content'],
    ['(fromYaml "# c\\n...\\na: b").Error', 'error converting YAML to JSON: yaml: line 1: did not find expected node content'],
    ['(fromYaml "%YAML 1.1\\n...").Error', 'error converting YAML to JSON: yaml: line 1: did not find expected <document start>'],
    ['(fromYaml "%").Error', 'error converting YAML to JSON: yaml: could not find expected directive name'],
    ['(fromYaml "%x y").Error', 'error converting YAML to JSON: yaml: found unknown directive name'],
    ['(fromYaml "%YAML").Error', 'error converting YAML to JSON: yaml: did not find expected version number'],
    ['(fromYaml "%YAML 1.1").Error', 'error converting YAML to JSON: yaml: line 1: did not find expected <document start>'],
    ['(fromYaml "a: b\\n%x").Error', 'error converting YAML to JSON: yaml: line 2: found unknown directive name'],
    ['(fromYaml (printf "a: %s" (trunc 1 "é"))).Error', 'error converting YAML to JSON: yaml: incomplete UTF-8 octet sequence'],
    ['(fromYaml (printf "a: %sx" (trunc 1 "é"))).Error', 'error converting YAML to JSON: yaml: invalid trailing UTF-8 octet'],
    ['(fromYaml (printf "a: %s" (b64dec "/w=="))).Error', 'error converting YAML to JSON: yaml: invalid leading UTF-8 octet'],
    ['(fromYaml "a: \\x01").Error', 'error converting YAML to JSON: yaml: control characters are not allowed'],
    ['(fromYaml "%YAML 3.0\\n---\\na: b").Error', 'error converting YAML to JSON: yaml: found incompatible YAML document'],
    ['fromYaml "" | toJson', '{}'],
    ['fromYamlArray "- y" | toJson', '[true]'],
    ['toToml .Values.map', 'a = 1.0\nb = 2.0\n\n[c]\n  d = "x"\n'],
    ['fromToml "a = [1, 2]\\n[t]\\nb = 1.5" | toJson', '{"a":[1,2],"t":{"b":1.5}}'],
    ['fromToml "a = {b = 1, # one\\n}" | toJson', '{"a":{"b":1}}'],
    ['(fromToml "[[a]]\\n[a]").Error', "toml: line 2: Key 'a' has already been defined."],
    ['(fromToml "a\\n= 1").Error', "toml: line 1: expected '.' or '=', but got '\\n' instead"],
    ['(fromToml ">= 1").Error', "toml: line 1: expected '.' or '=', but got '>' instead"],
    ['(fromToml "a = 1__0").Error', 'toml: line 1 (last key "a"): Invalid integer "1__0": underscores must be surrounded by digits'],
    ['(fromToml "a = 1 # \\x01").Error', "toml: line 1: TOML files cannot contain control characters: '0x01'"],
    ['b64enc "h\u00e9"', 'aMOp'],
    ['b64dec "YQ="', 'illegal base64 data at input byte 3'],
    ['b32enc "foo"', 'MZXW6==='],
    ['sha256sum "a"', 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ['adler32sum "hello"', '103547413'],
  ],
  expressions: [
    ['regexReplaceAll "a(x*)b" "-ab-axxb-" "${1}W"', '-W-xxW-'],
    ['regexReplaceAll "a(x*)b" "-ab-axxb-" "$1W"', '---'],
    ['regexFindAll "a|b" "xaxb" 1 | toJson', '["a"]'],
    ['regexSplit "," "a,b,c" 2 | toJson', '["a","b,c"]'],
    ['regexMatch "(" "x"', 'false'],
    ['regexQuoteMeta "a.b"', String.raw`a\.b`],
  ],
  versions: [
    ['semverCompare ">=1.19" "1.20.0-gke.1"', 'false'],
    ['semverCompare ">=1.19-0" "1.20.0-gke.1"', 'true'],
    [String.raw`"# x\n---\na: 1\n" | fromYaml | toJson`, '{"a":1}'],
    [String.raw`"\n# x\n--- {a: 1}\n" | fromYaml | toJson`, '{"a":1}'],
    [String.raw`"---\n# x\n---\na: 1\n" | fromYaml | toJson`, '{}'],
    ['semver "v01.2.003+a.01"', '1.2.3+a.01'],
    ['semverCompare "^0.03.0" "0.3.000"', 'true'],
    ['semverCompare "^0.2.3" "0.3.0"', 'false'],
    ['semverCompare "1.2 - 2.3" "2.3.9"', 'true'],
    ['semverCompare "~1.2 || >3" "4.0.0"', 'true'],
    ['(semver "v1.2.3-rc.1+b").Prerelease', 'rc.1'],
    ['printf "%d" (semver "1.2.3-a+m")', '&{1 2 3 %!d(string=a) %!d(string=m) %!d(string=1.2.3-a+m)}'],
    ['printf "%04d" (semver "v1.2")', '&{0001 0002 0000 %!d(string=0000) %!d(string=0000) %!d(string=v1.2)}'],
    ['deepEqual (semver "1.2.3") (semver "1.2.3")', 'true'],
    ['semver "x"', 'failed: error calling semver: invalid semantic version'],
  ],
  places: [
    ['base "/a/b/"', 'b'],
    ['dir "a"', '.'],
    ['clean "a/../../b"', '../b'],
    ['ext "a.tar.gz"', '.gz'],
    ['(urlParse "http://u:p@h:80/x?q#f").hostname', 'h'],
    ['urlJoin (dict "scheme" "http" "host" "h" "path" "/a b")', 'http://h/a%20b'],
  ],
  times: [
    ['toDate "2006-01-02" "2024-05-06" | date "Mon Jan _2 15:04:05 2006"', 'Mon May  6 00:00:00 2024'],
    ['dateInZone "15:04 MST" (int64 0) "America/New_York"', '19:00 EST'],
    ['dateModify "-1.5h" (toDate "2006-01-02" "2024-03-01") | date "02 15:04"', '29 22:30'],
    ['duration 3661', '0s'],
    ['duration "3661"', '1h1m1s'],
    ['durationRound "50h"', '2d'],
    ['unixEpoch (toDate "2006-01-02" "1970-01-02")', '86400'],
  ],
};

describe('the functions of templates', () => {
  for (const [family, calls] of Object.entries(table))
    describe(family, () => {
      for (const [expression, printed] of calls)
        it(`prints ${expression} as Helm does`, () => {
          expect(shown(expression)).to.equal(printed);
        });
    });

  it('are all that Helm has, with those of the engine and of Go', () => {
    expect(functions.size).to.equal(239 - 24);
  });
});

/** Where the piece that holds a word was written. */
function placeOf(expression: string, word: string): string | undefined {
  const piece = run(`{{ ${expression} }}`).rope.find(({ text }) => text.includes(word));
  const [first] = piece?.origins ?? [];
  return first && (first.file === 'values.yaml' ? values.slice(first.start, first.end) : first.file);
}

describe('the origins of what functions give', () => {
  for (const [expression, word, place] of [
    ['.Values.name | quote', 'web', 'web'],
    ['.Values.name | default "x"', 'web', 'web'],
    ['printf "%s-a" .Values.name | trunc 4 | trimSuffix "-"', 'web', 'web'],
    ['.Values.port | int', '80', '80'],
    ['.Values.map | toYaml | nindent 2', 'x', 'x'],
    ['(fromYaml (toYaml .Values.map)).c.d', 'x', 'x'],
    ['(fromJson (toJson .Values.map)).c | toYaml', 'd', 'd'],
    ['(merge (dict) .Values.map).c.d', 'x', 'x'],
    ['.Values.name | upper | replace "W" "V"', 'EB', 'eb'],
  ] as const)
    it(`keeps the place of ${word} in ${expression}`, () => {
      expect(placeOf(expression, word)).to.equal(place);
    });

  it('says of an indentation that the template made it', () => {
    expect(placeOf('.Values.script | nindent 4', '    ')).to.equal('a.yaml');
  });
});

describe('what functions make of what is not known', () => {
  const unknown = (expression: string): boolean => run(`{{ ${expression} }}`).rope.some((piece) => piece.unknown);

  for (const expression of [
    'randAlphaNum 8 | b64enc',
    'now | date "2006"',
    '(genCA "x" 1).Cert',
    'keys .Values.map | join ","',
    'default "x" (lookup "v1" "Secret" "a" "b").data',
    'dict "a" (uuidv4) | toYaml',
    'lookup "v1" "Secret" "a" "b" | toJson',
  ])
    it(`does not know ${expression}`, () => {
      expect(unknown(expression)).to.equal(true);
    });

  for (const expression of [
    'keys .Values.map | sortAlpha | join ","',
    '(dict "a" (uuidv4) "b" 1).b',
    'has "a" (keys .Values.map)',
    'randAlphaNum 0',
  ])
    it(`knows ${expression}`, () => {
      expect(unknown(expression)).to.equal(false);
    });
});

describe('a function that a template asks for too much', () => {
  for (const expression of [
    'repeat 999999999 "x"',
    'until 99999999999',
    'indent 999999999 "x"',
    'randAlphaNum 99999999999',
    'seq 999999999',
  ])
    it(`ends at ${expression}`, () => {
      expect(shown(expression)).to.match(/^failed: /);
    });

  it('ends where a map holds itself', () => {
    for (const name of ['toYaml', 'toJson', 'deepCopy'])
      expect(run(`{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ ${name} $d }}`).error).to.be.a('string');
  });
});
