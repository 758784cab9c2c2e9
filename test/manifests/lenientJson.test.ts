import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readLenientJson } from '../../src/manifests/lenientJson.ts';
import type { SyntaxNode } from '../../src/manifests/syntax.ts';

function plain(node: SyntaxNode | undefined): unknown {
  switch (node?.type) {
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
    case 'sequence':
      return node.items.map(plain);
    default:
      return node?.value;
  }
}

describe('a reader that takes more than JSON', () => {
  for (const [what, text, value] of [
    ['comments', '{ /* one */ "a": 1, // two\n "b": 2 }', { a: 1, b: 2 }],
    ['single quotes', "{'a': 'it\\'s'}", { a: "it's" }],
    ['keys without quotes', '{HostConfig: {$x_1: true}}', { HostConfig: { $x_1: true } }],
    ['a comma too many', '{"a": [1, 2,], }', { a: [1, 2] }],
    ['nothing between two commas', '[1,,2]', [1, null, 2]],
    ['hexadecimal numbers', '{"a": 0x1F}', { a: 31 }],
    ['a line break in a string', '{"a": "x\ny"}', { a: 'x\ny' }],
    ['an empty text', '  ', undefined],
  ] as const)
    it(`takes ${what}`, () => {
      const { root, fault } = readLenientJson(text);
      assert.equal(fault, undefined);
      assert.deepEqual(plain(root), value);
    });

  for (const [text, at] of [
    ['{"a": 1', 7],
    ['{"a": }', 6],
    ['{"a" 1}', 5],
    ['{"a": 1} x', 9],
    ['{"a": "b', 8],
    ['{"a": tru}', 6],
    ['{"a": "\\q"}', 8],
    ['{,}', 1],
    ['/* ', 0],
  ] as const)
    it(`refuses ${text}, and says where`, () => assert.equal(readLenientJson(text).fault?.start, at));

  it('reads all JSON as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value, null, 1);
        // Of equal keys, and of the prototype's, JSON.parse knows best.
        assert.deepEqual(plain(readLenientJson(text).root), value === null ? null : JSON.parse(text));
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', "'", '/', '*', '1', 'a', 't', 'n', ' ', '\n') }),
        (text) => {
          readLenientJson(text);
        },
      ),
    );
    assert.ok(readLenientJson('['.repeat(100_000)).fault !== undefined);
  });
});
