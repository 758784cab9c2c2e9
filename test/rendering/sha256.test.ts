import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { sha256 } from '../../src/rendering/sha256.ts';

describe('SHA-256', () => {
  it('is that of Node for texts of every length round the size of a block', () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 255);
      expect(sha256(bytes), String(length)).to.equal(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  it('is that of Node for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(sha256(bytes)).to.equal(createHash('sha256').update(bytes).digest('hex'));
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});
