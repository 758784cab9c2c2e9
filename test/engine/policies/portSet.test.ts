import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  allPorts,
  formatPorts,
  hasPort,
  intersect,
  isEmpty,
  noPorts,
  portsOf,
  protocols,
  subtract,
  unite,
  type PortSet,
} from '../../../src/engine/policies/portSet.ts';

const piece = fc.record({
  protocol: fc.constantFrom(...protocols),
  first: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 65500, max: 65535 })),
  length: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant(65534)),
});

/** A set with what it was made of, to be asked port by port. */
const sets = fc
  .array(piece, { maxLength: 6 })
  .map((pieces) => ({
    set: pieces.reduce<PortSet>((whole, { protocol, first, length }) => unite(whole, portsOf(protocol, first, first + length)), noPorts),
    has: (protocol: string, port: number) =>
      pieces.some((each) => each.protocol === protocol && each.first <= port && port <= each.first + each.length),
  }));

const ports = [1, 2, 5, 10, 20, 30, 41, 52, 53, 1000, 65499, 65500, 65512, 65534, 65535];

describe('sets of ports', () => {
  it('have what was put in, and nothing else', () => {
    fc.assert(
      fc.property(sets, sets, (one, other) => {
        for (const protocol of protocols)
          for (const port of ports) {
            const [a, b] = [one.has(protocol, port), other.has(protocol, port)];
            assert.equal(hasPort(one.set, protocol, port), a);
            assert.equal(hasPort(unite(one.set, other.set), protocol, port), a || b);
            assert.equal(hasPort(intersect(one.set, other.set), protocol, port), a && b);
            assert.equal(hasPort(subtract(one.set, other.set), protocol, port), a && !b);
          }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('are written the same for the same ports, however they came about', () => {
    fc.assert(
      fc.property(sets, sets, ({ set: one }, { set: other }) => {
        assert.equal(formatPorts(unite(one, other)), formatPorts(unite(other, one)));
        assert.equal(formatPorts(unite(subtract(one, other), intersect(one, other))), formatPorts(one));
        assert.equal(isEmpty(subtract(one, one)), true);
        assert.equal(subtract(allPorts, noPorts), allPorts);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('name protocols once, neighbours as one range, and everything in a word', () => {
    const set = [portsOf('TCP', 443, 445), portsOf('UDP', 53, 53), portsOf('TCP', 80, 80), portsOf('TCP', 446, 446)].reduce(unite);
    assert.equal(formatPorts(set), 'TCP 80,443-446,UDP 53');
    assert.equal(formatPorts(protocols.map((protocol) => portsOf(protocol)).reduce(unite)), 'All');
    assert.equal(formatPorts(portsOf('TCP', 9, 8)), '');
  });
});
