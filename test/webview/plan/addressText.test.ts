import assert from 'node:assert/strict';
import { isAddress, sizeAround } from '../../../webview/find/addressText.ts';

describe('An address in a query', () => {
  const inside: readonly (readonly [range: string, address: string, size: bigint])[] = [
    ['10.0.0.0/24', '10.0.0.255', 256n],
    ['10.0.0.7/24', '10.0.0.0', 256n],
    ['0.0.0.0/0', '255.255.255.255', 1n << 32n],
    ['10.0.0.1-10.0.0.9', '10.0.0.9', 9n],
    ['fd00:10::/56', 'fd00:10::ff:0:0:1:2', 1n << 72n],
    ['::ffff:10.0.0.0/120', '::ffff:10.0.0.9', 256n],
    ['fd00::1-fd00::4', 'FD00:0:0:0::2', 4n],
  ];
  for (const [range, address, size] of inside) it(`${address} is in ${range}`, () => assert.equal(sizeAround(range, address), size));

  const outside: readonly (readonly [range: string, address: string])[] = [
    ['10.0.0.0/24', '10.0.1.0'],
    ['10.0.0.1-10.0.0.9', '10.0.0.10'],
    ['10.0.0.0/24', 'fd00::1'],
    ['fd00::/64', 'fd00:0:0:1::'],
    ['10.0.0.0/33', '10.0.0.0'],
    ['10.0.0.0/24/8', '10.0.0.0'],
    ['10.0.0.9-10.0.0.1', '10.0.0.5'],
    ['10.0.0.0', '10.0.0.0'],
    ['a-b', '10.0.0.1'],
    ['', '10.0.0.1'],
  ];
  for (const [range, address] of outside) it(`${address} is not in "${range}"`, () => assert.equal(sizeAround(range, address), undefined));

  for (const text of [
    '10.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '.244',
    '',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    'fd00::g',
    '10.0.0.1::',
    '${x}',
  ]) {
    it(`"${text}" is none`, () => assert.equal(isAddress(text), false));
  }
  for (const text of ['0.0.0.0', '::', '::1', '1::', '1:2:3:4:5:6:7:8', '64:ff9b::192.0.2.33'])
    it(`"${text}" is one`, () => assert.ok(isAddress(text)));
});
