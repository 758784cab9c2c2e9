import { expect } from 'chai';
import fc from 'fast-check';
import { ropeBuilder, sliceRope, textOf, withOrigins, type Rope } from '../../src/rendering/rope.ts';

const file = 'a.yaml';
const copied: Rope = [
  { text: 'abc', origins: [{ file, start: 10, end: 13 }] },
  { text: 'computed', origins: [{ file, start: 20, end: 22 }] },
];

describe('A text that knows where it comes from', () => {
  it('keeps the exact place of a part of what was copied, and the whole place of what was not', () => {
    expect(sliceRope(copied, 1, 6)).to.deep.equal([
      { text: 'bc', origins: [{ file, start: 11, end: 13 }] },
      { text: 'com', origins: [{ file, start: 20, end: 22 }] },
    ]);
  });

  it('is cut as its text is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 4 })), fc.nat(20), fc.nat(20), (texts, start, length) => {
        const rope = texts.map((text) => ({ text, origins: [] }));
        return textOf(sliceRope(rope, start, start + length)) === texts.join('').slice(start, start + length);
      }),
    );
  });

  it('names who had a hand in it later behind those who had before, and never endlessly many', () => {
    const later = [{ file: 'b.yaml', start: 0, end: 1 }];
    expect(withOrigins(copied, later).map(({ origins }) => origins.length)).to.deep.equal([2, 2]);
    let rope = copied;
    for (let round = 0; round < 100; round++) rope = withOrigins(rope, [{ file: 'b.yaml', start: round, end: round + 1 }]);
    expect(rope[0]?.origins.length).to.equal(16);
    expect(rope[0]?.origins.at(0)?.file).to.equal(file);
    expect(rope[0]?.origins.at(-1)?.start).to.equal(99);
  });

  it('is built of pieces, empty ones left out', () => {
    const builder = ropeBuilder();
    builder.add('a');
    builder.add('');
    builder.add('b');
    builder.add('c', [], true);
    builder.addRope(copied);
    expect(builder.rope()).to.deep.equal([{ text: 'ab', origins: [] }, { text: 'c', origins: [], unknown: true }, ...copied]);
  });
});
