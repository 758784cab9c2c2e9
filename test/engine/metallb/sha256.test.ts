import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { compareHashes, sha256 } from '../../../src/engine/metallb/sha256.ts';

const hex = (text: string) => [...sha256(text)].map((word) => word.toString(16).padStart(8, '0')).join('');

describe('sha256', () => {
  it('gives the hashes of the standard', () => {
    assert.equal(hex(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    assert.equal(hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('gives those of a platform for texts of any length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) =>
        assert.equal(hex(text), createHash('sha256').update(text).digest('hex')),
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it('compares as bytes do', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const bytes = (text: string) => createHash('sha256').update(text).digest();
        assert.equal(Math.sign(compareHashes(sha256(one), sha256(other))), Buffer.compare(bytes(one), bytes(other)));
      }),
      { seed: 7 },
    );
  });
});
