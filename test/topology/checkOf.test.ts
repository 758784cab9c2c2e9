import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { checkOf } from '../../src/topology/checkOf.ts';

interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
}
const tree: v.GenericSchema<Tree> = v.object({ name: v.string(), children: v.array(v.lazy(() => tree)) });

const schemas = {
  text: v.string(),
  flag: v.boolean(),
  choice: v.picklist(['a', 'b']),
  'text that may be missing': v.optional(v.string()),
  'list of lists': v.array(v.array(v.string())),
  object: v.object({ a: v.string(), b: v.optional(v.boolean()) }),
  'number with a condition': v.pipe(
    v.number(),
    v.check((value) => value >= 0),
  ),
  'text with two conditions': v.pipe(
    v.string(),
    v.check((value) => value.length > 0),
    v.check((value) => value.length < 3),
  ),
  'list that is counted before it is looked into': v.pipe(v.array(v.unknown()), v.maxLength(2), v.array(v.string())),
  pair: v.strictTuple([v.string(), v.number()]),
  'pairs and more': v.tupleWithRest([v.string()], v.number()),
  'one of two objects': v.variant('a', [
    v.object({ a: v.literal('a'), b: v.boolean() }),
    v.object({ a: v.literal('b'), b: v.optional(v.string()) }),
  ]),
  'tree that holds itself': tree,
};

const leaf = fc.oneof(
  fc.constantFrom<unknown>('', 'a', 'b', 'aaa', 0, 1, -1, NaN, Infinity, true, false, null, undefined),
  fc.string(),
  fc.double(),
);
const value = fc.letrec<{ readonly any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.tuple(fc.string(), fc.double()),
    fc.record({ a: tie('any'), b: tie('any') }, { requiredKeys: [] }),
    fc.record({ a: fc.constantFrom('a', 'b', 'c'), b: leaf }, { requiredKeys: ['a'] }),
    fc.record({ name: tie('any'), children: fc.array(tie('any'), { maxLength: 2 }) }, { requiredKeys: [] }),
  ),
})).any;

describe('The check of a description', () => {
  for (const [name, schema] of Object.entries(schemas))
    it(`says what the description itself says: ${name}`, () => {
      const check = checkOf<v.GenericSchema>(schema);
      const met = new Set<boolean>();
      fc.assert(
        fc.property(value, (any) => {
          const expected = v.is(schema, any);
          met.add(expected);
          assert.equal(check(any), expected);
        }),
        { numRuns: 1000, seed: 7 },
      );
      assert.equal(met.size, 2, 'right and wrong values were tried');
    });

  it('takes no list for an object, however little the object must have', () => {
    const check = checkOf(v.object({ a: v.optional(v.string()) }));
    assert.equal(check({}), true);
    assert.equal(check([]), false);
  });

  it('sees what is wrong deep inside', () => {
    const deep = (name: unknown) => ({ name: 'a', children: [{ name: 'b', children: [{ name, children: [] }] }] });
    assert.equal(checkOf(tree)(deep('c')), true);
    assert.equal(checkOf(tree)(deep(3)), false);
  });
});
