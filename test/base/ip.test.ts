import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cidrsOfRange,
  contains,
  formatAddress,
  formatCIDR,
  formatRange,
  hasHostBits,
  intersection,
  parseAddress,
  parseCIDR,
  parseRange,
  rangeOfCIDR,
  sizeOf,
  type IPRange,
} from '../../src/base/ip.ts';

const addressText = (text: string) => {
  const address = parseAddress(text);
  return address === undefined ? undefined : formatAddress(address);
};

describe('an address', () => {
  const read: readonly (readonly [string, string | undefined])[] = [
    ['10.0.0.1', '10.0.0.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['10.0.0.01', undefined],
    ['10.0.0.256', undefined],
    ['10.0.0', undefined],
    ['10.0.0.1.2', undefined],
    ['10..0.1', undefined],
    ['', undefined],
    [' 10.0.0.1', undefined],
    ['10.0.0.1 ', undefined],
    ['0x0a.0.0.1', undefined],
    ['167772161', undefined],
    ['10.0.0.-1', undefined],
    ['1e1.0.0.1', undefined],
    ['FD00:0:0:0::00ff', 'fd00::ff'],
    ['::', '::'],
    ['::1', '::1'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['::ffff:1.2.3.9', '1.2.3.9'],
    ['::ffff:0102:0309', '1.2.3.9'],
    ['64:ff9b::1.2.3.4', '64:ff9b::102:304'],
    ['fe80::1%eth0', undefined],
    ['1:2:3', undefined],
    ['::1::', undefined],
    ['g::1', undefined],
    ['::ffff:1.2.3.09', undefined],
    ['1:2:3:4:5:6:7:8:9', undefined],
  ];
  for (const [text, canonical] of read) it(`"${text}" is ${canonical ?? 'none'}`, () => assert.equal(addressText(text), canonical));

  it('reads back what it prints', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.bigInt(0n, 2n ** 32n - 1n).map((value) => ({ family: 4 as const, value })),
          fc
            .bigInt(0n, 2n ** 128n - 1n)
            .filter((value) => value >> 32n !== 0xffffn)
            .map((value) => ({ family: 6 as const, value })),
        ),
        (address) => assert.deepEqual(parseAddress(formatAddress(address)), address),
      ),
      { seed: 1 },
    );
  });
});

describe('a CIDR', () => {
  const read: readonly (readonly [string, string | undefined])[] = [
    ['10.0.0.0/24', '10.0.0.0/24'],
    ['10.0.0.5/24', '10.0.0.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.0.0.1/32', '10.0.0.1/32'],
    ['fd00::/8', 'fd00::/8'],
    ['::/0', '::/0'],
    ['10.0.0.0/33', undefined],
    ['10.0.0.0/024', undefined],
    ['10.0.0.0/-1', undefined],
    ['10.0.0.0/', undefined],
    ['10.0.0.0', undefined],
    ['fd00::/129', undefined],
    ['10.0.0.0/24 ', undefined],
    ['::ffff:10.0.0.0/120', '10.0.0.0/24'],
    ['::ffff:10.0.0.0/95', undefined],
  ];
  for (const [text, canonical] of read) {
    it(`"${text}" is ${canonical ?? 'none'}`, () => {
      const cidr = parseCIDR(text);
      assert.equal(cidr === undefined ? undefined : formatCIDR(cidr), canonical);
    });
  }

  it('knows whether host bits are set', () => {
    assert.equal(hasHostBits(parseCIDR('10.0.0.5/24')!), true);
    assert.equal(hasHostBits(parseCIDR('10.0.0.0/24')!), false);
  });

  it('of /0 holds every address of its family', () => {
    assert.equal(sizeOf(rangeOfCIDR(parseCIDR('::/0')!)), 2n ** 128n);
    assert.equal(contains(rangeOfCIDR(parseCIDR('0.0.0.0/0')!), parseAddress('::1')!), false);
  });
});

describe('a range', () => {
  const read: readonly (readonly [string, string])[] = [
    ['10.0.0.1-10.0.0.9', '10.0.0.1-10.0.0.9'],
    ['10.0.0.1 - 10.0.0.9', '10.0.0.1-10.0.0.9'],
    ['10.0.0.1-10.0.0.1', '10.0.0.1'],
    ['10.0.0.0/30', '10.0.0.0-10.0.0.3'],
    ['fd00::1-fd00::ff', 'fd00::1-fd00::ff'],
    ['10.0.0.9-10.0.0.1', 'reversed 10.0.0.1-10.0.0.9'],
    ['10.0.0.1-20', 'short-range 10.0.0.1-10.0.0.20'],
    ['10.0.0.5-1.20', 'short-range 10.0.0.5-10.0.1.20'],
    ['10.0.0.30-20', 'short-range'],
    ['10.0.0.7', 'bare-address 10.0.0.7/32'],
    ['fd00::7', 'bare-address fd00::7/128'],
    [' 10.0.0.0/24', 'blank 10.0.0.0/24'],
    ['10.0.0.0/33', 'prefix-length'],
    ['10.0.0.1-fd00::1', 'mixed-families'],
    ['10.0.0.1-', 'malformed'],
    ['-', 'malformed'],
    ['nonsense', 'malformed'],
    ['', 'malformed'],
  ];
  for (const [text, meaning] of read) {
    it(`"${text}" is ${meaning}`, () => {
      const parsed = parseRange(text);
      assert.equal(parsed.ok ? formatRange(parsed.range) : `${parsed.fault} ${parsed.meant ?? ''}`.trim(), meaning);
    });
  }

  it('meets another in exactly their common addresses', () => {
    const range = (text: string): IPRange => {
      const parsed = parseRange(text);
      assert(parsed.ok);
      return parsed.range;
    };
    assert.equal(formatRange(intersection(range('10.0.0.1-10.0.0.9'), range('10.0.0.8/29'))!), '10.0.0.8-10.0.0.9');
    assert.equal(intersection(range('192.168.1.5-192.168.1.37'), range('192.168.1.2/32')), undefined);
    assert.equal(intersection(range('0.0.0.0/0'), range('::/0')), undefined);
  });

  it('is covered exactly and ascending by its prefixes', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 32n - 1n), fc.bigInt(0n, 5000n), (first, more) => {
        const last = first + more > 2n ** 32n - 1n ? 2n ** 32n - 1n : first + more;
        let next = first;
        for (const cidr of cidrsOfRange({ family: 4, first, last })) {
          const covered = rangeOfCIDR(cidr);
          assert.equal(covered.first, next);
          next = covered.last + 1n;
        }
        assert.equal(next, last + 1n);
      }),
      { seed: 2 },
    );
  });

  it('of 2^100 addresses becomes its prefixes as quickly as any other', () => {
    assert.equal(cidrsOfRange({ family: 6, first: 1n, last: 2n ** 100n }).length, 101);
  });
});
