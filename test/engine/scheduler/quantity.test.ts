import assert from 'node:assert/strict';
import { quantity } from '../../../src/engine/scheduler/quantity.ts';

describe('a resource quantity', () => {
  const table: readonly [text: string, units: number | undefined, thousandths?: number][] = [
    ['0', 0, 0],
    ['1', 1, 1000],
    ['100m', 1, 100],
    ['1500m', 2, 1500],
    ['0.1', 1, 100],
    ['.5', 1, 500],
    ['5.', 5, 5000],
    ['+2', 2, 2000],
    ['1u', 1, 1],
    ['1n', 1, 1],
    ['1k', 1_000, 1_000_000],
    ['1Ki', 1024],
    ['1.5Gi', 1_610_612_736],
    ['0.001Ki', 2],
    ['2M', 2_000_000],
    ['1e3', 1_000],
    ['1E3', 1_000],
    ['1E', 1e18],
    ['12e-1', 2, 1200],
    ['9999999E', 2 ** 63],
    ['1e999999999', 2 ** 63],
    ['1e-999999999', 1],
    ['0e999999999', 0],
    ['', undefined],
    ['.', undefined],
    ['-1', undefined],
    ['1 Gi', undefined],
    ['1KiB', undefined],
    ['1e', undefined],
    ['many', undefined],
    ['1mi', undefined],
    ['0x10', undefined],
  ];
  for (const [text, units, thousandths] of table) {
    it(`${JSON.stringify(text)} is ${units ?? 'none'}`, () => {
      assert.equal(quantity(text, 1), units);
      if (thousandths !== undefined) assert.equal(quantity(text, 1000), thousandths);
    });
  }
});
