import assert from 'node:assert/strict';
import { parseCommunity } from '../../../src/engine/metallb/communities.ts';

describe('a BGP community', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['0:0', '0:0'],
    ['65535:65535', '65535:65535'],
    ['007:1', '7:1'],
    ['large:1:2:4294967295', 'large:1:2:4294967295'],
    ['65536:1', 'value'],
    ['1:-1', 'value'],
    ['1:', 'value'],
    [' 1:1', 'value'],
    ['1:1:1:1', 'value'],
    ['large:1:2:4294967296', 'value'],
    ['large:1:2:', 'value'],
    ['', 'format'],
    ['1', 'format'],
    ['no-export', 'format'],
    ['1:2:3', 'format'],
    ['large:1:2', 'format'],
    ['large:1:2:3:4', 'format'],
  ];
  for (const [text, expected] of texts) {
    it(`"${text}" is ${expected === 'value' ? 'out of bounds' : expected === 'format' ? 'not of the form' : expected}`, () => {
      const parsed = parseCommunity(text);
      assert.equal(parsed.ok ? parsed.community.text : parsed.fault, expected);
    });
  }
});
