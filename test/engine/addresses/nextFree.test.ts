import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCIDR, parseRange, rangeOfCIDR, sizeOf, type IPRange } from '../../../src/base/ip.ts';
import { freeRuns } from '../../../src/engine/addresses/freeRanges.ts';
import { nextIn, nextPrefix, suggestion } from '../../../src/engine/addresses/nextFree.ts';

const range = (text: string): IPRange => {
  const parsed = parseRange(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.range;
};

describe('Free addresses', () => {
  const stretch = fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 40 }))
    .map(([first, length]): IPRange => ({ family: 4, first: BigInt(first), last: BigInt(first + length) }));

  it('are exactly those that nothing takes', () => {
    fc.assert(
      fc.property(stretch, fc.array(stretch, { maxLength: 8 }), (whole, taken) => {
        const runs = freeRuns(whole, taken);
        for (let value = 0n; value < 260n; value++) {
          const free = value >= whole.first && value <= whole.last && !taken.some(({ first, last }) => first <= value && value <= last);
          assert.equal(runs.filter(({ first, last }) => first <= value && value <= last).length, free ? 1 : 0);
        }
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  const cases: readonly (readonly [name: string, runs: readonly string[], wanted: string, found: string])[] = [
    ['right behind', ['10.0.0.10-10.0.0.20'], '10.0.0.5-10.0.0.9', '10.0.0.10-10.0.0.14'],
    ['before, when there is none behind', ['10.0.0.1-10.0.0.8'], '10.0.0.9-10.0.0.12', '10.0.0.1-10.0.0.4'],
    ['beyond a run that is too small', ['10.0.0.10-10.0.0.11', '10.0.0.40-10.0.0.50'], '10.0.0.5-10.0.0.9', '10.0.0.40-10.0.0.44'],
    ['at a boundary, for a prefix', ['10.0.0.10-10.0.0.30'], '10.0.0.4/30', '10.0.0.12-10.0.0.15'],
    ['nowhere', ['10.0.0.10-10.0.0.11'], '10.0.0.5-10.0.0.9', ''],
  ];
  for (const [name, runs, wanted, found] of cases) {
    it(`of a size are found ${name}`, () => {
      const parsed = parseCIDR(wanted);
      assert.equal(
        suggestion(nextIn(runs.map(range), { range: parsed === undefined ? range(wanted) : rangeOfCIDR(parsed), cidr: parsed })),
        found,
      );
    });
  }

  it('of a prefix lie in private space, apart from all that is taken', () => {
    const wanted = parseCIDR('172.31.0.0/16');
    assert.ok(wanted);
    assert.equal(suggestion(nextPrefix(wanted, [range('172.16.0.0/13')])), '172.24.0.0/16');
    const six = parseCIDR('fd00:10::/56');
    assert.ok(six);
    const next = nextPrefix(six, []);
    assert.ok(next);
    assert.equal(sizeOf(rangeOfCIDR(next)), 2n ** 72n);
    assert.equal(nextPrefix({ ...wanted, prefix: 4 }, []), undefined);
  });
});
