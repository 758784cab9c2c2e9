import { expect } from 'chai';
import { parseYaml } from '../../../src/manifests/parseYaml.ts';
import type { SyntaxNode } from '../../../src/manifests/syntax.ts';

/** What `fromYaml` of Helm 4.1.4 (sigs.k8s.io/yaml, as in kubectl) makes of each text, as JSON; undefined where it refuses. */
const cases: readonly (readonly [text: string, json: string | undefined])[] = [
  ["a: 'x\n y'\nb: 1\n", '{"a":"x y","b":1}'],
  ["a: 'x\ny'\nb: 1\n", '{"a":"x y","b":1}'],
  ['a: "x\ny"\n', '{"a":"x y"}'],
  ["k:\n  a: 'x\n  y\n  '\n", '{"k":{"a":"x y "}}'],
  ['a: [1,\n2,\n]\n', '{"a":[1,2]}'],
  ['a: {b: 1,\nc: 2\n}\n', '{"a":{"b":1,"c":2}}'],
  ['k:\n  a: [\n  1\n  ]\n', '{"k":{"a":[1]}}'],
  ['k:\n  a: {\n  b: 1\n}\n', '{"k":{"a":{"b":1}}}'],
  ['a: x\n y\n', '{"a":"x y"}'],
  ['a: x\ny\n', undefined],
  ['a: "x\n\ty"\n', '{"a":"x y"}'],
  ['a:\n- x\n- y\n', '{"a":["x",true]}'],
  ['a:\n  - x\n - y\n', undefined],
  ['a: "x\\\n  y"\n', '{"a":"xy"}'],
  ["a: 'x\n\n\n y'\n", '{"a":"x\\n\\ny"}'],
  ['a: "x\n---\ny"\n', undefined],
  ['a: 1\rb: 2\r', '{"a":1,"b":2}'],
  ['a: |\r  x\r  y\rb: 2', '{"a":"x\\ny\\n","b":2}'],
  ['a: 1\r\nb: 2\r\n', '{"a":1,"b":2}'],
  ['a: x\u0085b: 1', '{"a":"x","b":1}'],
  ['a: x\u2028b: y', '{"a":"x","b":true}'],
  ['x: &a {p: 1, q: 1}\nz: {p: 2, <<: *a}\n', '{"x":{"p":1,"q":1},"z":{"p":1,"q":1}}'],
  ['x: &a {p: 1, q: 1}\nz: {<<: *a, p: 2}\n', '{"x":{"p":1,"q":1},"z":{"p":2,"q":1}}'],
  ['x: &a {p: 1}\ny1: &b {p: 3, q: 1}\nz: {<<: [*a, *b]}\n', '{"x":{"p":1},"y1":{"p":3,"q":1},"z":{"p":1,"q":1}}'],
  ['x: {<<: {p: 1}}\n', '{"x":{"p":1}}'],
  ['x: {<<: 1}\n', undefined],
  ['x: {<<: [1]}\n', undefined],
  ['x: {<<: }\n', undefined],
  ['x: {"<<": {p: 1}}\n', '{"x":{"<<":{"p":1}}}'],
  ['x: {!!str <<: {p: 1}}\n', '{"x":{"<<":{"p":1}}}'],
  ['x: &a {p: 1}\nz:\n  <<: *a\n  <<: {r: 1}\n', '{"x":{"p":1},"z":{"p":1,"r":1}}'],
  ['x: &a [1]\nz: {<<: *a}\n', undefined],
  ['x: &a [*a]\n', undefined],
  ['x: *a\n', undefined],
  ['x: &a 1\nx2: *a\n*a : b\n', '{"1":"b","x":1,"x2":1}'],
  ['a: 1\na: 2\n', '{"a":2}'],
  ['a:\tb\n', '{"a":"b"}'],
  ['\ta: b\n', undefined],
  ['a:\n\tb: 1\n', undefined],
  ['a: b\t\n', '{"a":"b"}'],
  ['a: b\t# c\n', '{"a":"b"}'],
  ['a: [\t1,\n\t2]\n', '{"a":[1,2]}'],
  ['-\ta\n', undefined],
  ['a:\n  -\tb: 1\n', undefined],
  ['a: |\n\tx\n', undefined],
  ['a: b\n\n\t\nc: 1\n', undefined],
  ['a: b\n\t# c\nc: 1\n', undefined],
  ['{a: 1} x\n', '{"a":1}'],
  ['a: 1\n...\nb: [\n', '{"a":1}'],
  ['...\n', undefined],
  ['---\na: 1\n', '{"a":1}'],
  ['--- # c\na: 1\n', '{"a":1}'],
  ['--- {a: 1}\n', '{"a":1}'],
  ['%YAML 1.1\n---\na: 1\n', '{"a":1}'],
  ['%YAML 1.2\n---\na: 1\n', undefined],
  ['%FOO\n---\na: 1\n', undefined],
  ['a: 1\n--- x\n', '{"a":1}'],
  ['a: "\\/"\n', undefined],
  ['a: "\\ud83d\\ude00"\n', undefined],
  ['a: "\\x41\\u0041\\U00000041\\e\\_\\N"\n', '{"a":"AAA\\u001b \u0085"}'],
  ['a: "\\z"\n', undefined],
  ['a: "\\xZZ"\n', undefined],
  ['{a:b}', '{"a:b":null}'],
  ['{a: http://x:80/y}', '{"a":"http://x:80/y"}'],
  ['{"a":b}', '{"a":"b"}'],
  ['x: [a:b, c?d]\n', undefined],
  ['x: [a: b]\n', '{"x":[{"a":"b"}]}'],
  ['x: [? a : b]\n', '{"x":[{"a":"b"}]}'],
  ['x: [,]\n', undefined],
  ['x: [a,,b]\n', undefined],
  ['x: {a, b: }\n', '{"x":{"a":null,"b":null}}'],
  ['{#c\n}\n', '{}'],
  ['a: "x"#c\n', '{"a":"x"}'],
  ['a: x#c\n', '{"a":"x#c"}'],
  ['a: x #c\n', '{"a":"x"}'],
  ['a: - b\n', undefined],
  ['a: b: c\n', undefined],
  ['a:: b\n', '{"a:":"b"}'],
  ["'a' : 1\n", '{"a":1}'],
  ['? a\n: b\n', '{"a":"b"}'],
  ['? [a]\n: b\n', undefined],
  ['~: 1\n', undefined],
  ['a: @x\n', undefined],
  ['a: `x\n', undefined],
  ['a: %x\n', undefined],
  ['a: {{ x }}\n', undefined],
  ['a: {{x}}: 1\n', undefined],
  ['a: !!str 1\n', '{"a":"1"}'],
  ['a: !!int "3"\n', '{"a":3}'],
  ['a: !!int x\n', undefined],
  ['a: !!bool yes\n', '{"a":true}'],
  ['a: !x 1\n', '{"a":"1"}'],
  ['a: ! 1\n', '{"a":"1"}'],
  ['a: !!float 3\n', '{"a":3}'],
  ['a: !y!x 1\n', undefined],
  ['%TAG !y! tag:x,2000:\n---\na: !y!x 1\n', '{"a":"1"}'],
  ['a: |\n  x\n\n  y\n\n', '{"a":"x\\n\\ny\\n"}'],
  ['a: >\n  x\n  y\n\n  z\n', '{"a":"x y\\nz\\n"}'],
  ['a: >\n  x\n   y\n  z\n', '{"a":"x\\n y\\nz\\n"}'],
  ['a: |+\n  x\n\n', '{"a":"x\\n\\n"}'],
  ['a: |-\n  x\n', '{"a":"x"}'],
  ['a: |2\n   x\n', '{"a":" x\\n"}'],
  ['a: |0\n  x\n', undefined],
  ['a: | # c\n  x\n', '{"a":"x\\n"}'],
  ['a: | x\n  x\n', undefined],
  ['a: |\nb: 1\n', '{"a":"","b":1}'],
  ['a:\n- |\n x\n- y\n', '{"a":["x\\n",true]}'],
  ['a: |\n  x\n y\n', undefined],
  ['a: >-\n\n  x\n', '{"a":"\\nx"}'],
  [
    'a: 010\nb: 0o10\nc: 0x1F\nd: 1_000\ne: yes\nf: off\ng: ~\nh: 1e3\ni: 12:30\nj: 2020-01-01\nk: .5\nl: 08\n',
    '{"a":8,"b":8,"c":31,"d":1000,"e":true,"f":false,"g":null,"h":1000,"i":"12:30","j":"2020-01-01","k":0.5,"l":8}',
  ],
  ['yes: 1\n010: 2\n', '{"8":2,"true":1}'],
  ['a\nb: 1\n', undefined],
  ["a: 'x\n", undefined],
  ['a: "x\n', undefined],
  ['a: [1\n', undefined],
  ['a: 1]\n', '{"a":"1]"}'],
  ['a: {b: 1\nc: 2\n', undefined],
  ['a: 1\n b: 2\n', undefined],
  ["a: 'x' y\n", undefined],
  ['a:\n b: 1\n  c: 2\n', undefined],
  ['a: &b\nc: *b\n', '{"a":null,"c":null}'],
  ['a: &é x\n', undefined],
  ['a: & x\n', undefined],
  ['\ufeffa: 1\n', '{"a":1}'],
];

describe('YAML is read as kubectl reads it:', () => {
  for (const [text, json] of cases) {
    it(`${JSON.stringify(text)} is ${json ?? 'refused'}`, () => {
      const { root, problems } = parseYaml(text);
      const refusals = problems.filter(({ code }) => code === 'yaml/syntax');
      if (json === undefined) expect(refusals).not.to.deep.equal([]);
      else {
        expect(refusals).to.deep.equal([]);
        expect(valueOf(root)).to.deep.equal(JSON.parse(json));
      }
    });
  }
});

describe('JSON, which kubectl gives to a reader of its own first,', () => {
  it('has an escaped slash and halves of surrogate pairs', () => {
    const { root, problems } = parseYaml('{"a":"\\/\\ud83d\\ude00"}\n');
    expect(problems).to.deep.equal([]);
    expect(valueOf(root)).to.deep.equal({ a: '/😀' });
  });
});

describe('ranges of what is read', () => {
  const source = '---\nmetadata: &m !!map\n  name: "web" # c\n  list:\n  - { a: 1 }\n  - x\n  y\n';
  it('leave out marks, anchors, tags and comments', () => {
    const at = (node: SyntaxNode | undefined) => source.slice(node?.start, node?.end);
    const { root } = parseYaml(source.replace('  y\n', ''));
    expect(root?.type).to.equal('map');
    const metadata = root?.type === 'map' ? root.entries[0]?.value : undefined;
    const [name, list] = metadata?.type === 'map' ? metadata.entries : [];
    expect(at(metadata)).to.equal('name: "web" # c\n  list:\n  - { a: 1 }\n  - x');
    expect(at(name?.value)).to.equal('"web"');
    expect(list?.value.type === 'sequence' ? list.value.items.map(at) : []).to.deep.equal(['{ a: 1 }', 'x']);
  });
});

/** Keys as JSON has them. */
function valueOf(node: SyntaxNode | undefined): unknown {
  if (node === undefined) return null;
  if (node.type === 'scalar') return node.value;
  if (node.type === 'sequence') return node.items.map(valueOf);
  return Object.fromEntries(
    node.entries.map(({ key, keyNode, value }) => [
      keyNode === undefined || typeof keyNode.value === 'string' ? key : String(keyNode.value),
      valueOf(value),
    ]),
  );
}
