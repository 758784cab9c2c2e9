import { expect } from 'chai';
import fc from 'fast-check';
import { floatText } from '../../../../src/rendering/helm/template/floatText.ts';
import { parseFloat64, parseInteger } from '../../../../src/rendering/helm/template/number.ts';

describe('Numbers in Go', () => {
  const shortest: readonly (readonly [number, string])[] = [
    [0, '0'],
    [-0, '-0'],
    [3, '3'],
    [1.1, '1.1'],
    [999999, '999999'],
    [1000000, '1e+06'],
    [1048576, '1.048576e+06'],
    [123456.789, '123456.789'],
    [1234567.5, '1.2345675e+06'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ];
  for (const [value, text] of shortest)
    it(`prints ${String(value)} as ${text}`, () => {
      expect(floatText(value)).to.equal(text);
    });

  const rounded: readonly (readonly [number, 'e' | 'f' | 'g' | 'x' | 'b', number | undefined, string])[] = [
    [2.5, 'f', 0, '2'],
    [3.5, 'f', 0, '4'],
    [0.5, 'f', 0, '0'],
    [0.125, 'f', 2, '0.12'],
    [0.375, 'f', 2, '0.38'],
    [2.675, 'f', 2, '2.67'],
    [1e22, 'f', 1, '10000000000000000000000.0'],
    [2.5, 'e', 0, '2e+00'],
    [12345.678, 'e', 3, '1.235e+04'],
    [0, 'e', 2, '0.00e+00'],
    [2.5, 'g', 1, '2'],
    [123456, 'g', 3, '1.23e+05'],
    [100, 'g', 3, '100'],
    [100, 'g', 1, '1e+02'],
    [0.1, 'g', 20, '0.10000000000000000555'],
    [1, 'x', undefined, '0x1p+00'],
    [0.1, 'x', 3, '0x1.99ap-04'],
    [1, 'b', undefined, '4503599627370496p-52'],
  ];
  for (const [value, form, precision, text] of rounded)
    it(`rounds ${String(value)} by %.${String(precision ?? '')}${form} to ${text}`, () => {
      expect(floatText(value, form, precision)).to.equal(text);
    });

  it('reads back what it printed', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => Object.is(parseFloat64(floatText(value)), value)),
    );
  });

  const integers: readonly (readonly [string, bigint | undefined])[] = [
    ['0', 0n],
    ['-0', 0n],
    ['1_000', 1000n],
    ['0x1F', 31n],
    ['0x_1f', 31n],
    ['0b11', 3n],
    ['0o17', 15n],
    ['017', 15n],
    ['0_1', 1n],
    ['08', undefined],
    ['1__0', undefined],
    ['1_', undefined],
    ['0x', undefined],
    ['+5', 5n],
  ];
  for (const [text, value] of integers)
    it(`reads ${text} as the integer ${String(value)}`, () => {
      expect(parseInteger(text)).to.equal(value);
    });

  const floats: readonly (readonly [string, number | undefined])[] = [
    ['1.', 1],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1_000.5', 1000.5],
    ['0x1p4', 16],
    ['0x1.8p1', 3],
    ['0x1.8', undefined],
    ['1e400', undefined],
    ['1e', undefined],
    ['.', undefined],
    ['_1', undefined],
  ];
  for (const [text, value] of floats)
    it(`reads ${text} as the float ${String(value)}`, () => {
      expect(parseFloat64(text)).to.equal(value);
    });
});
