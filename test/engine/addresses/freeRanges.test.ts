import assert from 'node:assert/strict';
import {
  formatAddress,
  formatRange,
  parseAddress,
  parseRange,
  rangeOfAddress,
  type IPAddress,
  type IPRange,
} from '../../../src/base/ip.ts';
import { buggyAddresses, freeRanges } from '../../../src/engine/addresses/freeRanges.ts';

function range(text: string): IPRange {
  const parsed = parseRange(text);
  if (!('range' in parsed)) throw new Error(text);
  return parsed.range;
}

function address(text: string): IPAddress {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

describe('The free part of ranges', () => {
  const cases: readonly (readonly [ranges: readonly string[], taken: readonly string[], free: readonly string[]])[] = [
    [['10.0.0.4-10.0.0.10'], [], ['10.0.0.4-10.0.0.10']],
    [['10.0.0.4-10.0.0.10'], ['10.0.0.4', '10.0.0.7', '10.0.0.10'], ['10.0.0.5-10.0.0.6', '10.0.0.8-10.0.0.9']],
    [['10.0.0.4-10.0.0.5'], ['10.0.0.5', '10.0.0.4', '10.0.0.4'], []],
    [
      ['10.0.0.8-10.0.0.9', '10.0.0.4-10.0.0.8'],
      ['10.9.9.9', '10.0.0.8'],
      ['10.0.0.4-10.0.0.7', '10.0.0.9'],
    ],
    [['10.0.0.4-10.0.0.9', '10.0.0.5-10.0.0.6'], [], ['10.0.0.4-10.0.0.9']],
    [['fd00::1-fd00::3', '10.0.0.1-10.0.0.1'], ['fd00::2'], ['10.0.0.1', 'fd00::1', 'fd00::3']],
  ];
  for (const [ranges, taken, free] of cases) {
    it(`of ${ranges.join(', ')} without ${taken.join(', ')}`, () =>
      assert.deepEqual(freeRanges(ranges.map(range), taken.map(address).map(rangeOfAddress)).map(formatRange), free));
  }

  it('knows the ends of every /24', () => {
    assert.deepEqual(buggyAddresses([range('10.0.0.250-10.0.1.3')]).map(formatAddress), ['10.0.0.255', '10.0.1.0']);
  });
});
