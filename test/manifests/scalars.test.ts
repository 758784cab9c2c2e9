import assert from 'node:assert/strict';
import { isSilentOctal, looksLikeText, typedScalar } from '../../src/manifests/scalars.ts';

describe('a plain scalar, as Kubernetes reads it', () => {
  const table: readonly (readonly [texts: readonly string[], value: string | number | boolean | null])[] = [
    [['', '~', 'null', 'Null', 'NULL'], null],
    [['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'y', 'Y'], true],
    [['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'n', 'N'], false],
    [['10', '+10', '1_0', '0b1010', '0xA', '0xa', '0X0A', '012', '0o12', '0O12', '0_12', '10.', '1e1', '1E+1', '100e-1'], 10],
    [['-10', '-0b1010', '-0xA', '-012', '-10.0'], -10],
    [['8', '08', '0_8'], 8],
    [['685_230.15'], 685230.15],
    [['.5', '0.5', '+.5', '.5e0'], 0.5],
    [['.inf', '.Inf', '.INF', '+.inf'], Infinity],
    [['-.inf', '-.INF'], -Infinity],
    [['.nan', '.NaN'], Number.NaN],
  ];
  for (const [texts, value] of table) {
    for (const text of texts) it(`${JSON.stringify(text)} is ${String(value)}`, () => assert.deepEqual(typedScalar(text), value));
  }

  for (const text of [
    'yES',
    'oN',
    'nO',
    'tRue',
    'nULL',
    'N/A',
    '12:30',
    '12:30:45',
    '1:1',
    '2024-01-01',
    '2024-01-01T10:00:00Z',
    '10.0.0.1',
    '1.2.3',
    '0b12',
    '0o8',
    '0xG',
    '0x',
    '12e03x',
    '12e999',
    '.5_0',
    '.',
    '-',
    '+',
    '..',
    '-b_c',
    '50cent',
    '0.0.0.0/0',
    '80/tcp',
    '+.nan',
    'inf',
    'nan',
    '<<',
  ]) {
    it(`${text} is a text`, () => assert.equal(typedScalar(text), text));
  }

  it('looks like a text where nobody would expect a number or a boolean', () => {
    for (const text of ['yes', 'Off', 'y', '0123', '08', '1_000', '0x1F', '0o17', '1e3', '.inf', '.5', '1.'])
      assert.equal(looksLikeText(text), true, text);
    for (const text of ['true', 'False', '0', '80', '-1', '1.50', '0.5']) assert.equal(looksLikeText(text), false, text);
  });

  it('is another number than it looks with a zero in front, unless it says that it is octal', () => {
    for (const text of ['010', '0123', '-017', '00010', '01_0']) assert.equal(isSilentOctal(text), true, text);
    for (const text of ['0', '00', '07', '0_7', '08', '089', '80', '0o17', '0x10', '0.1', '0b11'])
      assert.equal(isSilentOctal(text), false, text);
  });
});
