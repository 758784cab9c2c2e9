import { expect } from 'chai';
import fc from 'fast-check';
import { byteLength, bytesOf, byteSlice, readableText, runesOf, textOfBytes } from '../../../src/rendering/helm/goText.ts';
import { compareBytes } from '../../../src/rendering/helm/byteOrder.ts';

const anyBytes = fc.uint8Array({ maxLength: 20 });
const anyText = fc.string({ unit: 'binary', maxLength: 20 });

describe('Texts as the bytes that they are in Go', () => {
  it('keep every byte, whether it is part of a character or not', () => {
    fc.assert(fc.property(anyBytes, (bytes) => Buffer.compare(bytesOf(textOfBytes(bytes)), bytes) === 0));
  });

  it('are UTF-8 where they are text', () => {
    fc.assert(
      fc.property(
        anyText,
        (text) => Buffer.compare(bytesOf(text), new TextEncoder().encode(text)) === 0 && byteLength(text) === Buffer.byteLength(text),
      ),
    );
  });

  it('compare as their bytes do', () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        (one, other) => Math.sign(compareBytes(one, other)) === Math.sign(Buffer.compare(Buffer.from(one), Buffer.from(other))),
      ),
    );
  });

  it('are cut within a character, and whole again when the parts meet', () => {
    const [start, end] = [byteSlice('h\u00e9llo', 0, 2), byteSlice('h\u00e9llo', 2)];
    expect([byteLength(start), byteLength(end)]).to.deep.equal([2, 4]);
    expect(readableText(start)).to.equal('h\ufffd');
    expect(textOfBytes(bytesOf(start + end))).to.equal('h\u00e9llo');
  });

  const broken: readonly (readonly [readonly number[], string])[] = [
    [[0xc0, 0x80], '\ufffd\ufffd'],
    [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    [[0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
    [[0xe2, 0x82], '\ufffd\ufffd'],
    [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
  ];
  for (const [bytes, text] of broken)
    it(`read the bytes ${bytes.map((byte) => byte.toString(16)).join(' ')} one by one where Go does`, () => {
      const read = textOfBytes(Uint8Array.from(bytes));
      expect(readableText(read)).to.equal(text);
      expect(runesOf(read)).to.deep.equal(Array.from(text, (character) => character.codePointAt(0)));
    });
});
