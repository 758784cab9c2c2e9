import { expect } from 'chai';
import type { YamlNode } from '../../../src/rendering/yaml/node.ts';
import { toPlain } from '../../../src/rendering/yaml/plain.ts';
import { placeInScalar } from '../../../src/rendering/yaml/placeInScalar.ts';
import { inFile, readYaml } from '../../../src/rendering/yaml/read.ts';
import { valueOf, type Dialect } from '../../../src/rendering/yaml/scalarTypes.ts';

const read = (text: string, dialect: Dialect = 'yaml-1.2', duplicates: 'error' | 'last' = 'error') =>
  readYaml(text, inFile('a.yaml'), { dialect, duplicates });

function plain(text: string, dialect: Dialect): unknown {
  const [document] = read(text, dialect);
  return document?.root === undefined ? undefined : toPlain(document.root);
}

describe('A merge key', () => {
  const merged = (text: string, dialect: Dialect) => plain(`x: &x { a: 1, b: 1 }\nmap:\n${text}`, dialect);

  it('takes the first of several maps that have a key, and each key once', () => {
    const [document] = readYaml('map:\n  <<: [{ a: 1 }, { a: 2, b: 3 }]\n', inFile('a.yaml'), { dialect: 'yaml-1.2', duplicates: 'first' });
    expect(document?.root && toPlain(document.root)).to.deep.equal({ map: { a: 1, b: 3 } });
  });

  it('yields to what the map spells before it in an object, and not in a kustomization', () => {
    expect(merged('  a: 2\n  <<: *x\n', 'yaml-1.2')).to.have.deep.property('map', { a: 2, b: 1 });
    expect(merged('  a: 2\n  <<: *x\n', 'yaml-1.1')).to.have.deep.property('map', { a: 1, b: 1 });
    expect(merged('  <<: *x\n  a: 2\n', 'yaml-1.2')).to.have.deep.property('map', { a: 2, b: 1 });
  });
});

describe('Reading YAML with places', () => {
  // Text, what kustomize reads in an object, what it reads in a kustomization (and Helm in values).
  const scalars: readonly (readonly [string, unknown, unknown])[] = [
    ['yes', 'yes', true],
    ['on', 'on', true],
    ['N', 'N', false],
    ['Off', 'Off', false],
    ['True', true, true],
    ['FALSE', false, false],
    ['tRue', 'tRue', 'tRue'],
    ['017', 15, 15],
    ['0o17', 15, 15],
    ['0x10', 16, 16],
    ['-0x10', -16, -16],
    ['0b11', 3, 3],
    ['1_000', 1000, 1000],
    ['09', 9, 9],
    ['1.0', 1, 1],
    ['1e3', 1000, 1000],
    ['1.', 1, 1],
    ['.5', 0.5, 0.5],
    ['+5', 5, 5],
    ['12:30:45', '12:30:45', '12:30:45'],
    ['2020-01-01', '2020-01-01T00:00:00Z', '2020-01-01'],
    ['2020-1-2T3:4:5.60+01:00', '2020-01-02T03:04:05.6+01:00', '2020-1-2T3:4:5.60+01:00'],
    ['2020-02-30', '2020-02-30', '2020-02-30'],
    ['2020-01-01 10:00:00', '2020-01-01T10:00:00Z', '2020-01-01 10:00:00'],
    ['1e400', '1e400', '1e400'],
    ['~', null, null],
    ['NULL', null, null],
    ['"5"', '5', '5'],
    ["'yes'", 'yes', 'yes'],
    ['!!str 5', '5', '5'],
    ['!own 5', '5', '5'],
    ['! 5', 5, '5'],
    ['!!int "5"', 5, 5],
    ['!!float 5', 5, 5],
    ['!!timestamp "2020-01-01"', '2020-01-01T00:00:00Z', '2020-01-01'],
    ['!!binary aGk=', 'hi', 'hi'],
    ['1.2.3', '1.2.3', '1.2.3'],
    ['0x', '0x', '0x'],
  ];
  for (const [text, newer, older] of scalars) {
    it(`takes ${text} for ${JSON.stringify(newer)} in an object, and for ${JSON.stringify(older)} in a kustomization`, () => {
      expect(plain(`a: ${text}`, 'yaml-1.2')).to.deep.equal({ a: newer });
      expect(plain(`a: ${text}`, 'yaml-1.1')).to.deep.equal({ a: older });
    });
  }

  for (const [text, newer, older] of [
    ['!!bool yes', 'cannot decode !!str `yes` as a !!bool', undefined],
    ['!!int 1.0', 'cannot decode !!float `1.0` as a !!int', 'cannot decode !!float `1.0` as a !!int'],
    ['!!null x', 'cannot decode !!str `x` as a !!null', 'cannot decode !!str `x` as a !!null'],
    ['!!binary xx', '!!binary value contains invalid base64 data', '!!binary value contains invalid base64 data'],
  ] as const)
    it(`says of ${text} what Go says`, () => {
      expect(read(`a: ${text}`)[0]?.problems[0]?.text).to.equal(newer);
      expect(read(`a: ${text}`, 'yaml-1.1')[0]?.problems[0]?.text).to.equal(older);
    });

  it('keeps integers that a number cannot hold, up to the largest of 64 bits', () => {
    const valueAt = (text: string) => {
      const root = read(`a: ${text}`)[0]?.root;
      const value = root?.type === 'map' ? root.entries[0]?.value : undefined;
      return value?.type === 'scalar' ? valueOf(value) : undefined;
    };
    expect(valueAt('9007199254740993')).to.equal(9007199254740993n);
    expect(valueAt('18446744073709551615')).to.equal(18446744073709551615n);
    expect(valueAt('18446744073709551616')).to.equal(18446744073709551616);
    expect(valueAt('-9223372036854775809')).to.equal(-9223372036854775809);
  });

  it('makes texts of the keys that the older reader takes for booleans and numbers', () => {
    expect(plain('y: 1\n0x10: 2\n"n": 3', 'yaml-1.1')).to.deep.equal({ true: 1, 16: 2, n: 3 });
    expect(read('a: {1: 2}')[0]?.problems.map((problem) => problem.class)).to.deep.equal(['not-representable']);
    expect(read('~: 2', 'yaml-1.1')[0]?.problems.map((problem) => problem.class)).to.deep.equal(['not-representable']);
    expect(read('y: 2')[0]?.problems).to.deep.equal([]);
    expect(read('1: 2')[0]?.problems).to.deep.equal([]);
  });

  it('is an empty text in an object where a question mark stands alone, and refused elsewhere', () => {
    const problemsOf = (text: string, dialect: Dialect) => read(text, dialect)[0]?.problems.map((problem) => problem.class);
    for (const text of ['a:\n  ?\n  : b\n', 'a: { ? : b }', 'a: {? : b}'])
      expect(plain(text, 'yaml-1.2'), text).to.deep.equal({ a: { '': 'b' } });
    expect(plain('a:\n- ?\n', 'yaml-1.2')).to.deep.equal({ a: [{ '': null }] });
    expect(problemsOf('a:\n  ?\n  : b\n', 'yaml-1.2')).to.deep.equal([]);
    expect(problemsOf('a:\n  ?\n  : b\n', 'yaml-1.1')).to.include('malformed-yaml');
    expect(problemsOf('a:\n  ? !!null\n  : b\n', 'yaml-1.2')).to.deep.equal(['not-representable']);
    expect(problemsOf('a: [? ]', 'yaml-1.2')).to.include('malformed-yaml');
    expect(problemsOf('a:\n  ?\n  ?\n', 'yaml-1.2')).to.deep.equal(['duplicate-key']);
  });

  it('says where each value and key stands', () => {
    const text = '# a\r\nkind: Service\r\n---  # next\r\nspec:\r\n  ports: [80, 81]\r\n';
    const [, second] = read(text);
    const spans: string[] = [];
    const visit = (node: YamlNode): void => {
      for (const { start, end } of node.origins) spans.push(text.slice(start, end).trim());
      if (node.type === 'list') node.items.forEach(visit);
      if (node.type !== 'map') return;
      for (const { keyOrigins, value } of node.entries) {
        for (const { start, end } of keyOrigins) spans.push(text.slice(start, end));
        visit(value);
      }
    };
    if (second?.root !== undefined) visit(second.root);
    expect(spans).to.deep.equal(['spec:\r\n  ports: [80, 81]', 'spec', 'ports: [80, 81]', 'ports', '[80, 81]', '80', '81']);
  });

  it('leads from an alias to its anchor, and lets written keys win over merged ones', () => {
    const text = 'base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\nsame: *b\n';
    const root = read(text)[0]?.root;
    expect(root === undefined ? undefined : toPlain(root)).to.deep.equal({
      base: { x: 1, y: 2 },
      own: { x: 1, y: 3 },
      same: { x: 1, y: 2 },
    });
    const same = root?.type === 'map' ? root.entries[2]?.value : undefined;
    expect(same?.origins.map(({ start, end }) => text.slice(start, end))).to.deep.equal(['{x: 1, y: 2}']);
  });

  it('counts the last of a key that repeats, and reports it where that is an error', () => {
    const text = 'a: 1\na: 2\n';
    expect(plain(text, 'yaml-1.1')).to.deep.equal({ a: 2 });
    expect(read(text)[0]?.problems).to.deep.equal([
      { class: 'duplicate-key', text: 'a', at: { file: 'a.yaml', start: 5, end: 6 }, first: { file: 'a.yaml', start: 0, end: 1 } },
    ]);
    expect(read(text, 'yaml-1.1', 'last')[0]?.problems).to.deep.equal([]);
  });

  it('puts no line end behind a block that ends with the file', () => {
    expect(plain('a: |\n  x', 'yaml-1.2')).to.deep.equal({ a: 'x' });
    expect(plain('a: |\n  x\n', 'yaml-1.2')).to.deep.equal({ a: 'x\n' });
    expect(plain('a: |\n  x\n---\n', 'yaml-1.2')).to.deep.equal({ a: 'x\n' });
  });

  it('takes two separators in a row for an empty document, and keeps the places behind them', () => {
    for (const text of ['a: 1\n---\n---\nb: 2\n', 'a: 1\n--- # x\n---\nb: 2\n', 'a: 1\n---\n---\n---\nb: 2\n']) {
      const documents = read(text);
      expect(documents.flatMap(({ problems }) => problems)).to.deep.equal([]);
      const last = documents.at(-1)?.root;
      expect(last === undefined ? undefined : toPlain(last)).to.deep.equal({ b: 2 });
      expect(last?.origins).to.deep.equal([{ file: 'a.yaml', start: text.indexOf('b'), end: text.indexOf('b') + 4 }]);
    }
  });

  it('refuses a line that begins like a separator and says more', () => {
    const documents = read('a: 1\n---\nb: 2\n--- c\nd: 3\n');
    expect(documents.map(({ root }) => root !== undefined)).to.deep.equal([true, true, false]);
    expect(documents[2]?.problems.map(({ at }) => at)).to.deep.equal([{ file: 'a.yaml', start: 14, end: 19 }]);
  });

  it('follows the text of a literal block into its file', () => {
    const text = 'patch: |-\n\n    kind: A\n\n    spec:\n      x: 1\n';
    const root = read(text)[0]?.root;
    const scalar = root?.type === 'map' ? root.entries[0]?.value : undefined;
    if (scalar?.type !== 'scalar') throw new Error('a scalar is there');
    const place = placeInScalar(scalar, text);
    for (const word of ['kind', 'A', 'spec', 'x: 1']) {
      const { start, end } = place(scalar.text.indexOf(word), scalar.text.indexOf(word) + word.length);
      expect(text.slice(start, end)).to.equal(word);
    }
  });

  it('follows a quoted text that needs no escapes, and takes any other as a whole', () => {
    for (const [text, expected] of [
      ['a: "x: 1"', 'x'],
      ["a: 'x: 1'", 'x'],
      ['a: "x: \\t1"', '"x: \\t1"'],
      ['a: >\n  x:\n  1\n', '>\n  x:\n  1\n'],
    ] as const) {
      const root = read(text)[0]?.root;
      const scalar = root?.type === 'map' ? root.entries[0]?.value : undefined;
      if (scalar?.type !== 'scalar') throw new Error('a scalar is there');
      const { start, end } = placeInScalar(scalar, text)(0, 1);
      expect(text.slice(start, end)).to.equal(expected);
    }
  });
});
