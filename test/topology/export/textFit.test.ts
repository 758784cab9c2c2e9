import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fit, widthOf } from '../../../src/topology/export/textFit.ts';

describe('A text in its room', () => {
  for (const [text, width, tail, expected] of [
    ['web', 100, 6, 'web'],
    ['checkout-service-7f949967dd-v4w6d', 120, 6, 'checkout-s…-v4w6d'],
    ['', 10, 6, ''],
    ['anything', 0, 6, ''],
  ] as const) {
    it(`"${text}" in ${width} pixels is "${expected}"`, () => assert.equal(fit(text, width, 12, 'sans', tail), expected));
  }

  it('is never wider than its room, and whole when it fits', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 0, max: 300 }),
        fc.constantFrom('sans', 'bold', 'mono'),
        fc.nat(8),
        (text, width, font, tail) => {
          const fitted = fit(text, width, 12, font, tail);
          assert.ok(widthOf(fitted, 12, font) <= width + 1e-6, fitted);
          if (widthOf(text, 12, font) <= width) assert.equal(fitted, text);
        },
      ),
    );
  });

  it('parts no character as people see it', () => {
    const family = '👩‍👩‍👧‍👦';
    for (let width = 0; width < 200; width += 7) {
      const fitted = fit(family.repeat(6), width, 12, 'sans', 2).replace('…', '');
      assert.equal(fitted.length % family.length, 0, fitted);
    }
  });

  it('of a megabyte is cut in no time', () => {
    const fitted = fit(`begin${'x'.repeat(1_000_000)}the end`, 200, 12, 'sans', 6);
    assert.match(fitted, /^beginx+…he end$/);
  });
});
