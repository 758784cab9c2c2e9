import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cidrsOfRange, contains, formatAddress, formatRange, parseAddress, type IPAddress, type IPRange } from '../../src/base/ip.ts';
import { allocate } from '../../src/engine/allocate.ts';
import { clusterOfManifests, type Manifest } from '../support/generatedCluster.ts';

const text = (value: bigint) => formatAddress({ family: 4, value });
const base = (written: string) => parseAddress(written)?.value ?? 0n;

function site(spec: Readonly<Record<string, unknown>>): Manifest {
  return { apiVersion: 'edgenetwork/v1', kind: 'EdgeNetwork', metadata: { name: 'site' }, spec };
}

function services(count: number, spec: Readonly<Record<string, unknown>>): readonly Manifest[] {
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `service-${index}`, namespace: 'shop' },
    spec: { ports: [{ port: 80 }], ...spec },
  }));
}

/** All that can be handed out is, and no more; what is left over waits for want of room. */
describe('what is filled holds as much as it says', () => {
  it('in a Calico pool, whatever its blocks and however many nodes share it', () => {
    const shape = fc.record({
      prefix: fc.integer({ min: 26, max: 29 }),
      blocks: fc.integer({ min: 0, max: 3 }),
      nodes: fc.integer({ min: 1, max: 3 }),
      vxlanMode: fc.constantFrom('Always', 'Never'),
      reserved: fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 3 }),
      spare: fc.integer({ min: -4, max: 4 }),
    });
    fc.assert(
      fc.property(shape, ({ prefix, blocks, nodes, vxlanMode, reserved, spare }) => {
        const size = 2 ** (32 - prefix);
        const tunnels = vxlanMode === 'Always' ? nodes : 0;
        const room = size - reserved.length - tunnels;
        fc.pre(room >= 0);
        const asked = Math.max(0, room + spare);
        const { pods, ipPools } = allocate(
          clusterOfManifests([
            ...Array.from({ length: nodes }, (_, index): Manifest => ({
              apiVersion: 'v1',
              kind: 'Node',
              metadata: { name: `node-${index}` },
            })),
            {
              apiVersion: 'projectcalico.org/v3',
              kind: 'IPPool',
              metadata: { name: 'pods' },
              spec: { cidr: `10.244.0.0/${prefix}`, blockSize: Math.min(32, prefix + blocks), vxlanMode },
            },
            {
              apiVersion: 'projectcalico.org/v3',
              kind: 'IPReservation',
              metadata: { name: 'kept' },
              spec: { reservedCIDRs: reserved.map((host) => `10.244.0.${host}`) },
            },
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              metadata: { name: 'web' },
              spec: {
                replicas: asked,
                selector: { matchLabels: { app: 'web' } },
                template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main' }] } },
              },
            },
          ]),
        );
        const [pool] = ipPools;
        const served = pods.filter(({ ips }) => ips.length === 1).length;
        assert.equal(served, Math.min(asked, room));
        assert.deepEqual(
          pods.filter(({ ips }) => ips.length === 0).map(({ pending }) => pending?.reason),
          Array<string>(asked - served).fill('exhausted'),
        );
        assert.deepEqual([pool?.capacity, pool?.reserved, pool?.used], [BigInt(size), BigInt(reserved.length), served + tunnels]);
      }),
      { seed: 61, numRuns: 40 },
    );
  });

  it('in a MetalLB pool, with and without the addresses that some devices mistrust', () => {
    const start = base('192.168.0.0');
    const shape = fc.record({
      first: fc.integer({ min: 240, max: 270 }),
      size: fc.integer({ min: 1, max: 24 }),
      avoidBuggyIPs: fc.boolean(),
      spare: fc.integer({ min: -3, max: 3 }),
    });
    fc.assert(
      fc.property(shape, ({ first, size, avoidBuggyIPs, spare }) => {
        const range: IPRange = { family: 4, first: start + BigInt(first), last: start + BigInt(first + size - 1) };
        const isMistrusted = (address: IPAddress) => avoidBuggyIPs && /\.(0|255)$/.test(formatAddress(address));
        const usable = Array.from({ length: size }, (_, index): IPAddress => ({ family: 4, value: range.first + BigInt(index) })).filter(
          (address) => !isMistrusted(address),
        );
        const asked = Math.max(0, usable.length + spare);
        const {
          services: given,
          loadBalancerPools: [pool],
        } = allocate(
          clusterOfManifests([
            {
              apiVersion: 'metallb.io/v1beta1',
              kind: 'IPAddressPool',
              metadata: { name: 'lan', namespace: 'metallb-system' },
              spec: { addresses: [`${text(range.first)}-${text(range.last)}`], avoidBuggyIPs },
            },
            ...services(asked, { type: 'LoadBalancer' }),
          ]),
        );
        assert(pool !== undefined);
        const outcomes = given.map(({ loadBalancer }) => loadBalancer?.ips.map(formatAddress).join() ?? '');
        assert.deepEqual(
          outcomes,
          Array.from({ length: asked }, (_, index) => (usable[index] === undefined ? '' : formatAddress(usable[index]))),
        );
        assert(given.slice(usable.length).every(({ loadBalancer }) => loadBalancer?.pending?.reason === 'exhausted'));
        assert.equal(pool.used, Math.min(asked, usable.length));
        // MetalLB takes a mistrusted address that is a CIDR of its own off its count twice.
        const counted = cidrsOfRange(range).some(({ prefix, family, network }) => prefix === 32 && isMistrusted({ family, value: network }))
          ? undefined
          : BigInt(usable.length);
        if (counted !== undefined) assert.equal(pool.capacity, counted, formatRange(range));
      }),
      { seed: 62, numRuns: 60 },
    );
  });

  it('in a service subnet, of either family', () => {
    fc.assert(
      fc.property(fc.constantFrom(4, 6), fc.integer({ min: 0, max: 6 }), fc.integer({ min: -3, max: 3 }), (family, bits, spare) => {
        const prefix = (family === 4 ? 32 : 128) - bits;
        const room = Math.max(0, 2 ** bits - (family === 4 ? 2 : 1));
        const asked = Math.max(1, room + spare);
        const { services: given } = allocate(
          clusterOfManifests([
            site({ profile: 'custom', serviceSubnet: family === 4 ? `10.96.0.0/${prefix}` : `fd00:96::/${prefix}` }),
            ...services(asked, {}),
          ]),
        );
        const served = given.filter(({ clusterIPs }) => clusterIPs.length === 1);
        assert.equal(served.length, Math.min(asked, room));
        assert.equal(new Set(served.flatMap(({ clusterIPs }) => clusterIPs.map(formatAddress))).size, served.length);
        assert(given.slice(room).every(({ rejected }) => rejected?.reason === 'ip-range-full'));
        const whole: IPRange =
          family === 4
            ? { family: 4, first: base('10.96.0.0'), last: base('10.96.0.0') + BigInt(2 ** bits - 1) }
            : { family: 6, first: base('fd00:96::'), last: base('fd00:96::') + BigInt(2 ** bits - 1) };
        for (const { clusterIPs } of served) for (const address of clusterIPs) assert(contains(whole, address));
      }),
      { seed: 63, numRuns: 40 },
    );
  });

  it('in a range of node ports, with two services that want two each', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: -3, max: 3 }), (size, spare) => {
        const singles = Math.max(0, size - 4 + spare);
        const pairs = services(2, {
          type: 'NodePort',
          ports: [
            { name: 'a', port: 80 },
            { name: 'b', port: 81 },
          ],
        }).map((manifest, index) => ({ ...manifest, metadata: { ...manifest.metadata, name: `pair-${index}` } }));
        const { services: given } = allocate(
          clusterOfManifests([
            site({ profile: 'custom', serviceNodePortRange: `30000-${30000 + size - 1}` }),
            ...pairs,
            ...services(singles, { type: 'NodePort' }),
          ]),
        );
        const ports = given
          .filter(({ rejected }) => rejected === undefined)
          .flatMap((service) => service.ports.map(({ nodePort }) => nodePort));
        assert.equal(new Set(ports).size, ports.length);
        assert.equal(ports.length, Math.min(size, 2 * Math.min(2, Math.floor(size / 2)) + singles));
        for (const { rejected } of given) assert(rejected === undefined || rejected.reason === 'port-range-full');
      }),
      { seed: 64, numRuns: 40 },
    );
  });
});
