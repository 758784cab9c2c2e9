import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatAddress, parseAddress, parseCIDR, rangeOfCIDR, type IPAddress } from '../../../src/base/ip.ts';
import type { ServiceClaim } from '../../../src/engine/metallb/claim.ts';
import { PoolSpace } from '../../../src/engine/metallb/poolSpace.ts';
import { resourceOf } from '../../support/cluster.ts';
import { placeOf } from '../../../src/manifests/place.ts';

const blocks = ['10.0.1.0/30', '10.0.0.254/31', '10.0.0.0/31'].map((text) => parseCIDR(text)!);
const place = placeOf(resourceOf('Namespace', '{ apiVersion: v1, kind: Namespace, metadata: { name: x } }'));

function claim(id: number, sharingKey: string, ports: readonly string[]): ServiceClaim {
  return {
    id: `s${id}`,
    namespace: 'x',
    labels: {},
    ports,
    portsKey: ports.join(),
    sharingKey,
    backendKey: '',
    families: 4,
    primary: 4,
    prefersDualStack: false,
    place,
  };
}

/** What the real allocator does: every address in turn. */
function firstByTrying(
  wanted: ServiceClaim,
  held: readonly { readonly claim: ServiceClaim; readonly address: IPAddress }[],
  avoidBuggyIPs: boolean,
): string | undefined {
  for (const block of blocks) {
    const { first, last } = rangeOfCIDR(block);
    for (let value = first; value <= last; value++) {
      if (avoidBuggyIPs && [0n, 255n].includes(value & 255n)) continue;
      const users = held.filter(({ address }) => address.value === value).map((one) => one.claim);
      const fits = users.every(
        (user) =>
          user.sharingKey !== '' && user.sharingKey === wanted.sharingKey && !user.ports.some((port) => wanted.ports.includes(port)),
      );
      if (fits) return formatAddress({ family: 4, value });
    }
  }
  return undefined;
}

describe('the space of a pool', () => {
  it('finds what trying every address would, through any taking and giving up', () => {
    const step = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          key: fc.constantFrom('', 'k', 'k', 'k', 'k', 'l'),
          ports: fc.constantFrom(['TCP/80'], ['TCP/80'], ['UDP/80'], ['TCP/80', 'UDP/80']),
          at: fc.option(fc.nat(5), { nil: undefined }),
        }),
      },
      { weight: 2, arbitrary: fc.nat(30) },
    );
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 60, size: 'max' }), (avoidBuggyIPs, steps) => {
        const space = new PoolSpace(4, blocks, avoidBuggyIPs);
        const held: { readonly claim: ServiceClaim; readonly address: IPAddress }[] = [];
        for (const [index, one] of steps.entries()) {
          if (typeof one === 'number') {
            const [gone] = held.splice(one % Math.max(held.length, 1), 1);
            if (gone !== undefined) space.remove(gone.address, gone.claim);
            continue;
          }
          const wanted = claim(index, one.key, one.ports);
          const found = space.first(wanted);
          assert.equal(found === undefined ? undefined : formatAddress(found), firstByTrying(wanted, held, avoidBuggyIPs));
          // Some ask for an address by name, so that the pointer is not all there is.
          const asked = one.at === undefined ? undefined : parseAddress(`10.0.1.${1 + (one.at % 3)}`)!;
          const address = asked !== undefined && held.every((other) => other.address.value !== asked.value) ? asked : found;
          if (address === undefined) continue;
          space.add(address, wanted);
          held.push({ claim: wanted, address });
        }
        assert.equal(space.used.size, new Set(held.map(({ address }) => address.value)).size);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
