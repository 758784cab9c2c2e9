import { expect } from 'chai';
import fc from 'fast-check';
import { goYamlNumber } from '../../../src/rendering/goYaml/number.ts';
import { manifestText, prettyYamlText, yamlText } from '../../../src/rendering/goYaml/manifestText.ts';
import type { GoYamlNode } from '../../../src/rendering/goYaml/node.ts';
import { textOf } from '../../../src/rendering/rope.ts';
import { inFile, readYaml } from '../../../src/rendering/yaml/read.ts';
import { valueOf } from '../../../src/rendering/yaml/scalarTypes.ts';
import type { YamlNode } from '../../../src/rendering/yaml/node.ts';

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

function node(value: Plain): GoYamlNode {
  if (typeof value === 'string') return { type: 'text', rope: value === '' ? [] : [{ text: value, origins: [] }] };
  if (typeof value === 'number') return { type: 'word', text: goYamlNumber(value), origins: [] };
  if (value === null || typeof value === 'boolean') return { type: 'word', text: String(value), origins: [] };
  if (isList(value)) return { type: 'list', items: value.map(node), origins: [] };
  return { type: 'map', entries: Object.entries(value).map(([key, inner]) => ({ key, keyOrigins: [], value: node(inner) })), origins: [] };
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function printed(value: Plain): string | undefined {
  const rope = yamlText(node(value));
  return rope && textOf(rope);
}

const long = Array.from({ length: 12 }, () => 'internet').join(' ');

// Each line is what `helm template` 4.1.4 prints for `toYaml`.
const texts: readonly (readonly [text: string, printed: string])[] = [
  ['hello', 'hello'],
  ['', '""'],
  ['yes', '"yes"'],
  ['N', '"N"'],
  ['~', '"~"'],
  ['null', '"null"'],
  ['nUll', 'nUll'],
  ['123', '"123"'],
  ['0755', '"0755"'],
  ['0o8', '0o8'],
  ['0x', '0x'],
  ['1_000', '"1_000"'],
  ['1e3', '"1e3"'],
  ['1e999', '1e999'],
  ['.5', '".5"'],
  ['.inf', '".inf"'],
  ['inf', 'inf'],
  ['12:30:45', '"12:30:45"'],
  ['2024-01-02', '"2024-01-02"'],
  ['2024-02-30', '2024-02-30'],
  ['2001-12-14t21:59:43.10-05:00', '"2001-12-14t21:59:43.10-05:00"'],
  ['a: b', "'a: b'"],
  ['a:b', 'a:b'],
  ['a #b', "'a #b'"],
  ['- a', "'- a'"],
  ['-a', '-a'],
  ['---', "'---'"],
  ['{{ x }}', "'{{ x }}'"],
  ["it's", "it's"],
  ["'quoted'", "'''quoted'''"],
  [' a', "' a'"],
  ['a\tb', String.raw`"a\tb"`],
  ['<<', '<<'],
  ['=', '='],
  ['h\u00e9llo', 'h\u00e9llo'],
  ['\u{1f600}', String.raw`"\U0001F600"`],
  ['\ufeffab', String.raw`"\uFEFF\x61\x62"`],
  ['x\x01y', String.raw`"x\x01y"`],
  ['a\u2028b', "'a\u2028  b'"],
  ['a\u0085b', 'a b'],
  ['a\nb', '|-\n  a\n  b'],
  ['a\nb\n', '|\n  a\n  b'],
  ['a\n\n', '|+\n  a\n'],
  ['  a\nb\n', '|2\n    a\n  b'],
  ['\na', '|2-\n\n  a'],
  ['a \nb', String.raw`"a \nb"`],
  [long, `${Array.from({ length: 10 }, () => 'internet').join(' ')}\n  internet internet`],
  ['x'.repeat(200), 'x'.repeat(200)],
];

const trees: readonly (readonly [tree: Plain, printed: string])[] = [
  [{}, '{}'],
  [[], '[]'],
  [[[], {}, [[1]]], '- []\n- {}\n- - - 1'],
  [{ ports: [{ name: 'a', port: 80 }] }, 'ports:\n- name: a\n  port: 80'],
  [{ a10: 1, a2: 1, B: 1, _a: 1, '1': 1, '10': 1, '2': 1 }, '_a: 1\n"1": 1\n"2": 1\n"10": 1\nB: 1\na2: 1\na10: 1'],
  [{ 'a\nb': 'c' }, '? |-\n  a\n  b\n: c'],
  [{ ['k'.repeat(129)]: [1] }, `? ${'k'.repeat(129)}\n: - 1`],
  [[1000000, 1e20, 1e-5, 1234567.5, 0.1, -0], '- 1000000\n- 1e+20\n- 1e-05\n- 1.2345675e+06\n- 0.1\n- 0'],
];

describe("the YAML of Go's library", () => {
  for (const [text, expected] of texts) {
    it(`prints ${JSON.stringify(text).slice(0, 60)} as it does`, () => {
      expect(printed(text)).to.equal(expected);
    });
  }

  for (const [tree, expected] of trees) {
    it(`prints ${JSON.stringify(tree).slice(0, 60)} as it does`, () => {
      expect(printed(tree)).to.equal(expected);
    });
  }

  it('gives nothing where a character has no place in YAML', () => {
    expect(printed({ a: ['x\x7fy'] })).to.equal(undefined);
    expect(printed({ ['k'.repeat(1023)]: 1 })).to.equal(undefined);
  });

  it('indents lists and folds nothing in its third version', () => {
    expect(textOf(prettyYamlText(node({ a: [{ b: long }], c: 'x\n\ty' })))).to.equal(`a:\n  - b: ${long}\nc: |-\n  x\n  \ty`);
  });

  it('says where each key and each value was written', () => {
    const [document] = readYaml('b: "8"\na: [x y]\n', inFile('f'), { dialect: 'yaml-1.1', duplicates: 'last' });
    const root = document?.root;
    expect(root?.type).to.equal('map');
    const rope = manifestText(root as Extract<YamlNode, { type: 'map' }>);
    expect(textOf(rope)).to.equal('a:\n- x y\nb: "8"\n');
    expect(rope.filter(({ text }) => /\w/.test(text)).map(({ text, origins }) => [text, origins[0]?.start])).to.deep.equal([
      ['a', 7],
      ['x y', 11],
      ['b', 0],
      ['"8"', 3],
    ]);
  });

  it('can be read back', () => {
    const word = fc.oneof(
      fc.constantFrom(...texts.map(([text]) => text).filter((text) => !/[\u0085\u2028]/.test(text))),
      fc.string({ unit: fc.constantFrom(...Array.from('aB0 -:#?!&*|>%@{}[],\'"\\.~=<+_/\u00e9\u{1f600}')) }),
      fc.array(fc.constantFrom('lorem', 'internationalization', '', '#', 'a:'), { maxLength: 30 }).map((words) => words.join(' ')),
    );
    const { tree } = fc.letrec<{ tree: Plain }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        word,
        fc.oneof(fc.boolean(), fc.constant(null), fc.integer()),
        fc.array(tie('tree'), { maxLength: 4 }),
        // The library prints this key without quotes, and reads it as a merge.
        fc.dictionary(
          word.filter((text) => text !== '<<'),
          tie('tree'),
          { maxKeys: 4 },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const [document] = readYaml(`${printed(value) ?? ''}\n`, inFile('f'), { dialect: 'yaml-1.1', duplicates: 'last' });
        expect(read(document?.root)).to.deep.equal(
          read(readYaml(JSON.stringify(value), inFile('f'), { dialect: 'yaml-1.1', duplicates: 'last' })[0]?.root),
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

function read(root: YamlNode | undefined): unknown {
  if (root === undefined) return null;
  if (root.type === 'list') return root.items.map(read);
  if (root.type === 'map')
    return new Map(root.entries.map(({ key, value }) => [key, read(value)] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
  return valueOf(root);
}
