import { expect } from 'chai';
import { jsonPatch } from '../../../src/rendering/kustomize/jsonPatch.ts';
import { nodeAt } from '../../../src/rendering/yaml/change.ts';
import { toPlain } from '../../../src/rendering/yaml/plain.ts';
import type { YamlList } from '../../../src/rendering/yaml/node.ts';
import { map, places, plain, tree } from './tree.ts';

function operations(text: string): YamlList {
  const list = tree(text, 'patch.yaml', 'yaml-1.1');
  if (list.type !== 'list') throw new Error('not a list');
  return list;
}

// Each line is what `kubectl kustomize` 1.35.2 makes of it.
const cases: readonly (readonly [does: string, object: string, patch: string, result: string])[] = [
  ['adds and replaces a key', '{a: 1}', '[{op: add, path: /b, value: 2}, {op: add, path: /a, value: 3}]', '{a: 3, b: 2}'],
  ['replaces a key that is missing', '{}', '[{op: replace, path: /a, value: 1}]', '{a: 1}'],
  ['takes an operation without value for null', '{}', '[{op: add, path: /a}]', '{a: null}'],
  [
    'inserts before an element, and behind the last',
    '{a: [1, 2]}',
    '[{op: add, path: /a/1, value: x}, {op: add, path: /a/-, value: z}]',
    '{a: [1, x, 2, z]}',
  ],
  [
    'counts from the end',
    '{a: [1, 2, 3]}',
    '[{op: add, path: /a/-1, value: x}, {op: remove, path: /a/-2}, {op: replace, path: /a/-1, value: z}]',
    '{a: [1, 2, z]}',
  ],
  ['reads ~0 and ~1', '{a/b: {c~d: 1}}', '[{op: replace, path: /a~1b/c~0d, value: 2}]', '{a/b: {c~d: 2}}'],
  [
    'takes the first part of a path without slash in front for nothing',
    '{a: {}}',
    '[{op: add, path: a/type, value: x}]',
    '{a: {}, type: x}',
  ],
  ['copies a key that is missing as null', '{a: {}}', '[{op: copy, from: /a/b, path: /c}]', '{a: {}, c: null}'],
  ['moves', '{a: {b: 1}}', '[{op: move, from: /a/b, path: /c}]', '{a: {}, c: 1}'],
  ['takes a missing key for null in a test', '{}', '[{op: test, path: /a, value: null}]', '{}'],
  ['compares maps whatever their order', '{a: {b: 1.0, c: [x]}}', '[{op: test, path: /a, value: {c: [x], b: 1}}]', '{a: {b: 1, c: [x]}}'],
  ['makes timestamps texts', '{a: 2020-01-01}', '[]', '{a: "2020-01-01T00:00:00Z"}'],
];

describe('A JSON patch', () => {
  for (const [does, object, patch, result] of cases)
    it(does, () => {
      const patched = jsonPatch(map(object), operations(patch));
      expect(patched.problem?.message).to.equal(undefined);
      expect(toPlain(patched.result)).to.deep.equal(plain(result));
    });

  const failures: readonly (readonly [does: string, patch: string, at: string])[] = [
    ['a parent that is missing', '[{op: add, path: /x/y, value: 1}]', '/x/y'],
    ['an index behind the end', '[{op: add, path: /l/3, value: 1}]', '/l/3'],
    ['a dash where an element is replaced', '[{op: replace, path: /l/-, value: 1}]', '/l/-'],
    ['a missing key that is removed', '[{op: remove, path: /x}]', '/x'],
    ['an index too far from the end', '[{op: remove, path: /l/-3}]', '/l/-3'],
    ['a test of another value', '[{op: test, path: /a, value: 99}]', '99'],
    ['a word that is no operation', '[{op: merge, path: /a}]', 'merge'],
    ['an operation without a path', '[{op: remove}]', '{op: remove}'],
    ['a path without a slash', '[{op: add, path: x, value: 1}]', 'x'],
    ['the whole object as a path', '[{op: add, path: "", value: 1}]', '""'],
    ['a move of what is missing', '[{op: move, from: /x, path: /y}]', '/x'],
  ];
  for (const [does, patch, at] of failures)
    it(`fails at ${does}`, () => {
      const object = map('{a: 1, l: [1, 2]}');
      const { result, problem } = jsonPatch(object, operations(patch));
      expect(result).to.equal(object);
      expect(problem?.class).to.equal('json-patch-failed');
      expect(patch.slice(problem?.at.start, problem?.at.end)).to.equal(at);
    });

  it('leaves numbers as a float64 writes them', () => {
    const { result } = jsonPatch(map('{a: 1000000, b: 9007199254740993, c: 0x10, d: 0.00001}'), operations('[]'));
    const texts = result.entries.map(({ value }) => (value.type === 'scalar' ? value.text : ''));
    expect(texts).to.deep.equal(['1e+06', '9.007199254740992e+15', '16', '1e-05']);
  });

  it('leaves no quotes but those that are needed', () => {
    const { result } = jsonPatch(map(`{a: "x", b: '80', c: yes, d: "- x"}`), operations('[]'));
    const styles = result.entries.map(({ value }) => (value.type === 'scalar' ? value.style : ''));
    expect(styles).to.deep.equal(['plain', 'double', 'double', 'single']);
  });

  it('keeps the places of values, of what moved, and of who removed', () => {
    const texts = {
      'object.yaml': '{a: one, b: two, c: three, d: four}',
      'patch.yaml': '[{op: replace, path: /a, value: 9}, {op: move, from: /b, path: /e}, {op: remove, path: /c}]',
    };
    const { result } = jsonPatch(map(texts['object.yaml']), operations(texts['patch.yaml']));
    expect(places(nodeAt(result, 'a'), texts)).to.deep.equal(['patch.yaml:9', 'object.yaml:one']);
    expect(places(nodeAt(result, 'e'), texts)[0]).to.equal('object.yaml:two');
    expect(places(nodeAt(result, 'd'), texts)).to.deep.equal(['object.yaml:four']);
    expect(result.removed?.map(({ key }) => key)).to.deep.equal(['b', 'c']);
  });
});
