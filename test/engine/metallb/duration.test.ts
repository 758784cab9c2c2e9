import assert from 'node:assert/strict';
import { parseDuration } from '../../../src/engine/metallb/duration.ts';

describe('a duration', () => {
  const durations: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['90s', 90],
    ['1m30s', 90],
    ['1.5m', 90],
    ['.5s', 0.5],
    ['1h', 3600],
    ['-3s', -3],
    ['+3s', 3],
    ['1500ms', 1.5],
    ['2s500ms', 2.5],
  ];
  for (const [text, seconds] of durations) it(`"${text}" is ${seconds} seconds`, () => assert.equal(parseDuration(text), seconds));

  for (const text of ['', '90', 's', '1 s', '90s ', '1x', '-', '1s5', '..5s', '1d'])
    it(`"${text}" is none`, () => assert.equal(parseDuration(text), undefined));

  it('is read in time that grows with the text alone', () => assert.equal(parseDuration(`${'1'.repeat(100_000)}x`), undefined));
});
