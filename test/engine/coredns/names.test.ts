import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { formatAddress, parseAddress } from '../../../src/base/ip.ts';
import {
  addressOfReverseName,
  isDomainName,
  isReverseName,
  isWithin,
  labelsBefore,
  longestZone,
  nameIn,
  reverseNameOf,
  zonesOfText,
} from '../../../src/engine/coredns/names.ts';

describe('reverse names', () => {
  const address = fc.oneof(
    fc.bigInt(0n, (1n << 32n) - 1n).map((value) => ({ family: 4, value }) as const),
    fc.bigInt(1n << 96n, (1n << 128n) - 1n).map((value) => ({ family: 6, value }) as const),
  );
  it('lead back to their address', () =>
    fc.assert(
      fc.property(address, (given) => assert.deepEqual(addressOfReverseName(reverseNameOf(given)), given)),
      { seed: 2 },
    ));

  const cases: readonly (readonly [string, string | undefined])[] = [
    ['12.0.28.172.in-addr.arpa.', '172.28.0.12'],
    ['12.0.28.172.IN-ADDR.arpa.', '172.28.0.12'],
    ['0.28.172.in-addr.arpa.', undefined],
    ['1.12.0.28.172.in-addr.arpa.', undefined],
    ['12.0.28.300.in-addr.arpa.', undefined],
    ['012.0.28.172.in-addr.arpa.', undefined],
    ['12.0.28.172.example.', undefined],
    ['1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.d.f.ip6.arpa.', 'fd00:10::1'],
    ['0.0.d.f.ip6.arpa.', undefined],
  ];
  for (const [name, expected] of cases) {
    it(`${name} is ${expected ?? 'no address'}`, () => {
      const found = addressOfReverseName(name);
      assert.equal(found === undefined ? undefined : formatAddress(found), expected);
    });
  }

  it('are those below in-addr.arpa and ip6.arpa', () =>
    assert.deepEqual(['1.in-addr.arpa.', 'in-addr.arpa.', 'x.ip6.arpa.', 'in-addr.arpa.example.', 'xin-addr.arpa.'].map(isReverseName), [
      true,
      true,
      true,
      false,
      false,
    ]));
  it('print IPv6 by nibbles', () =>
    assert.equal(reverseNameOf(parseAddress('fd00:10::1')!), '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.d.f.ip6.arpa.'));
});

describe('zones', () => {
  it('end at label boundaries and ignore case', () => {
    assert.deepEqual(
      [
        ['cluster.local.', 'a.CLUSTER.local.'],
        ['cluster.local.', 'mycluster.local.'],
        ['.', 'a.'],
        ['cluster.local.', 'cluster.local.'],
        ['a.cluster.local.', 'cluster.local.'],
      ].map(([zone = '', name = '']) => isWithin(zone, name)),
      [true, false, true, true, false],
    );
  });
  it('the longest counts', () => assert.equal(longestZone(['.', 'b.a.', 'a.'], 'c.b.a.'), 'b.a.'));
  it('take and give labels', () => {
    assert.deepEqual(
      [labelsBefore('b.', 'x.y.b.'), labelsBefore('b.', 'b.'), labelsBefore('.', 'x.y.'), labelsBefore('.', '.')],
      [['x', 'y'], [], ['x', 'y'], []],
    );
    assert.deepEqual([nameIn('b.', 'x', 'y'), nameIn('.', 'x')], ['x.y.b.', 'x.']);
  });
  it('are read with scheme and port left out', () =>
    assert.deepEqual(
      [zonesOfText('dns://Example.org:5353'), zonesOfText('.:53'), zonesOfText('10.0.0.0/24:53')],
      [['example.org.'], ['.'], ['0.0.10.in-addr.arpa.']],
    ));
});

describe('isDomainName', () => {
  for (const name of ['a', 'a.', '.', `${'a'.repeat(63)}.b`, '_http._tcp.web', '*.x'])
    it(`takes ${name.slice(0, 20)}`, () => assert.equal(isDomainName(name), true));
  for (const name of ['', 'a..b', '.a', `${'a'.repeat(64)}.b`, 'a.'.repeat(127) + 'b'])
    it(`refuses "${name.slice(0, 20)}"`, () => assert.equal(isDomainName(name), false));
});
