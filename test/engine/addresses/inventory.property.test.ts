import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  contains,
  encloses,
  formatAddress,
  formatRange,
  intersection,
  sizeOf,
  type IPAddress,
  type IPRange,
} from '../../../src/base/ip.ts';
import { givesAddresses, holdersAt, inventoryOf, useOf } from '../../../src/engine/addresses/inventory.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import type { Allocation } from '../../../src/engine/allocation.ts';
import { addressedManifests } from '../../support/addressedCluster.ts';
import { clusterOfManifests } from '../../support/generatedCluster.ts';

const allocations = addressedManifests.map((manifests) => allocate(clusterOfManifests(manifests)));

/** Ranges as large as they come, and ones that are small enough to be counted address by address. */
const claimsIn = (allocation: Allocation) => inventoryOf(allocation).claims.filter(({ kind }) => givesAddresses(kind));

describe('The inventory of addresses, of many clusters,', () => {
  it('divides every range into used, held and free', () => {
    let some = 0;
    fc.assert(
      fc.property(allocations, (allocation) => {
        for (const { kind, range } of claimsIn(allocation)) {
          const { size, used, held, free, freeRanges } = useOf(allocation, kind, [range]);
          assert.equal(size, sizeOf(range));
          assert.equal(used + held + free, size);
          assert.ok(used >= 0n && held >= 0n && free >= 0n);
          assert.equal(
            freeRanges.reduce((sum, one) => sum + sizeOf(one), 0n),
            free,
          );
          if (used > 0n && held > 0n && free > 0n) some++;
        }
      }),
      { seed: 21, numRuns: 50 },
    );
    assert.ok(some > 40);
  });

  it('calls nothing free that somebody has or that is set aside', () => {
    fc.assert(
      fc.property(allocations, (allocation) => {
        for (const { kind, range } of claimsIn(allocation)) {
          const { freeRanges, holders, setAside } = useOf(allocation, kind, [range]);
          for (const [index, free] of freeRanges.entries()) {
            assert.ok(encloses(range, free));
            const before = freeRanges[index - 1];
            assert.ok(before === undefined || before.last + 1n < free.first, 'runs are apart');
            assert.ok(!holders.some(({ address }) => contains(free, address)));
            assert.ok(!setAside.some((aside) => intersection(aside.range, free) !== undefined));
          }
        }
      }),
      { seed: 22, numRuns: 50 },
    );
  });

  it('says the same address by address', () => {
    let compared = 0;
    fc.assert(
      fc.property(allocations, (allocation) => {
        for (const { kind, range } of claimsIn(allocation)) {
          if (kind === 'lan-subnet' || sizeOf(range) > 64n) continue;
          const { used, held, freeRanges } = useOf(allocation, kind, [range]);
          let [byOne, keptByOne] = [0n, 0n];
          for (let value = range.first; value <= range.last; value++) {
            const address = { family: range.family, value };
            const { holders, setAside } = holdersAt(allocation, address);
            if (holders.length > 0) byOne++;
            else if (setAside.length > 0) keptByOne++;
            const free = holders.length + setAside.length === 0;
            assert.equal(
              freeRanges.some((one) => contains(one, address)),
              free,
              formatAddress(address),
            );
            compared++;
          }
          assert.deepEqual([used, held], [byOne, keptByOne]);
        }
      }),
      { seed: 23, numRuns: 40 },
    );
    assert.ok(compared > 1000);
  });

  it('knows everybody whom the allocation gave an address', () => {
    fc.assert(
      fc.property(allocations, (allocation) => {
        const given = (address: IPAddress, name: string) =>
          assert.ok(
            holdersAt(allocation, address).holders.some(({ name: holder }) => holder.args.includes(name)),
            `${name} has ${formatAddress(address)}`,
          );
        for (const { name, ips, tunnelIPs } of allocation.nodes) if (name !== '') for (const ip of [...ips, ...tunnelIPs]) given(ip, name);
        for (const { namespace, name, ips, spec } of allocation.pods)
          if (!spec.hostNetwork) for (const ip of ips) given(ip, `${namespace}/${name}`);
        for (const { namespace, name, clusterIPs, loadBalancer } of allocation.services)
          for (const ip of [...clusterIPs, ...(loadBalancer?.ips ?? [])]) given(ip, `${namespace}/${name}`);
      }),
      { seed: 24, numRuns: 40 },
    );
  });

  it('counts addresses of ranges that overlap once', () => {
    const part = fc
      .tuple(fc.integer({ min: 0, max: 250 }), fc.integer({ min: 0, max: 30 }))
      .map(([first, more]): IPRange => ({ family: 4, first: 0xc0a80100n + BigInt(first), last: 0xc0a80100n + BigInt(first + more) }));
    fc.assert(
      fc.property(allocations, fc.array(part, { minLength: 1, maxLength: 4 }), (allocation, ranges) => {
        const distinct = new Set<bigint>();
        for (const { first, last } of ranges) for (let value = first; value <= last; value++) distinct.add(value);
        const { size, used, held, free } = useOf(allocation, 'load-balancer-pool', ranges);
        assert.equal(size, BigInt(distinct.size), ranges.map(formatRange).join(', '));
        assert.equal(used + held + free, size);
      }),
      { seed: 25, numRuns: 25 },
    );
  });
});
