import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editDistance } from '../../src/base/nearest.ts';

describe('the distance of two words', () => {
  const known: readonly [string, string, number][] = [
    ['web', 'web', 0],
    ['web', 'wbe', 1],
    ['frontend', 'fontend', 1],
    ['frontend', 'fronted', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['ca', 'abc', 3],
  ];
  for (const [one, other, distance] of known)
    it(`of "${one}" and "${other}" is ${distance}`, () => assert.equal(editDistance(one, other), distance));

  it('is the same with a limit, up to the limit', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.nat(4), (one, other, limit) => {
        const distance = editDistance(one, other);
        assert.equal(editDistance(other, one), distance);
        const limited = editDistance(one, other, limit);
        assert.equal(limited <= limit, distance <= limit);
        if (distance <= limit) assert.equal(limited, distance);
      }),
      { seed: 3, numRuns: 2000 },
    );
  });
});
