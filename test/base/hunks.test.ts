import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hunksOf } from '../../src/base/hunks.ts';

function applied<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const made: T[] = [];
  let old = 0;
  for (const { at, removed, added } of hunksOf(before, after)) {
    made.push(...before.slice(old, at), ...added);
    old = at + removed;
  }
  return [...made, ...before.slice(old)];
}

const list = fc.uniqueArray(fc.nat({ max: 12 }), { maxLength: 12 });

describe('the places at which a list was changed', () => {
  it('make the one list of the other, whatever came, went and moved', () => {
    fc.assert(
      fc.property(list, list, (before, after) => {
        assert.deepEqual(applied(before, after), after);
        const hunks = hunksOf(before, after);
        for (const [index, hunk] of hunks.entries()) {
          assert.ok(hunk.removed + hunk.added.length > 0);
          const last = hunks[index - 1];
          if (last !== undefined) assert.ok(hunk.at > last.at + last.removed, 'something stays between two');
        }
      }),
      { seed: 61, numRuns: 3000 },
    );
  });

  it('are few where little has changed', () => {
    const before = Array.from({ length: 100 }, (_, index) => index);
    const after = before.with(10, 1000).with(90, 1001).toSpliced(50, 1);
    assert.deepEqual(hunksOf(before, after), [
      { at: 10, removed: 1, added: [1000] },
      { at: 50, removed: 1, added: [] },
      { at: 90, removed: 1, added: [1001] },
    ]);
    assert.deepEqual(hunksOf(before, before), []);
  });
});
