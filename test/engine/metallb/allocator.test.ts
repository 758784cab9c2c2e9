import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contains, formatAddress } from '../../../src/base/ip.ts';
import { give, type Outcomes } from './notation.ts';

const settings = { numRuns: 40, seed: 20260722 };

const octet = fc.integer({ min: 0, max: 3 });
/** Disjoint small pools, some of them kept for those who ask. */
const pools = fc
  .uniqueArray(
    fc.record({
      block: octet,
      size: fc.integer({ min: 1, max: 6 }),
      offset: fc.integer({ min: 0, max: 250 }),
      flags: fc.constantFrom('', ' !auto', ' buggy', ' ns=shop', ' sel=tier.web'.replace('.', ':')),
    }),
    { selector: ({ block }) => block, minLength: 1, maxLength: 4 },
  )
  .map((list) =>
    list
      .map(
        ({ block, size, offset, flags }) =>
          `p${block}: 10.0.${block}.${Math.min(offset, 255 - size)}-10.0.${block}.${Math.min(offset, 255 - size) + size - 1},fd00:0:0:${block}::/126${flags}`,
      )
      .join('\n'),
  );
const service = fc
  .record({
    key: fc.constantFrom('', '', '#k', '#l'),
    port: fc.constantFrom('', ':80', ':81', ':80+81', ':53/UDP'),
    local: fc.constantFrom('', '!'),
    selector: fc.constantFrom('$x', '$y'),
    family: fc.constantFrom('', '', '^v6', '^dual', '^prefer'),
    pool: fc.constantFrom('', '', '', '>p0', '>p1'),
    namespace: fc.constantFrom('', '@shop'),
    label: fc.constantFrom('', '&tier.web'),
    status: fc.constantFrom('', '', '~10.0.0.1', '~10.0.1.2', '~fd00::1'),
    request: fc.constantFrom('', '', '', '=10.0.0.1', '=10.0.1.3'),
  })
  .map(({ port, ...marks }) => `${port}${Object.values(marks).join('')}`);
const services = fc.array(service, { maxLength: 14 }).map((list) => list.map((marks, index) => `s${index}${marks}`));

const given = (outcomes: Outcomes) =>
  [...outcomes.byName].flatMap(([name, outcome]) => outcome.ips.map((ip) => ({ name, outcome, ip, key: formatAddress(ip) })));

describe('the allocator', () => {
  it('gives an address to two services only when they share lawfully', () => {
    fc.assert(
      fc.property(pools, services, (poolText, list) => {
        const outcomes = give(poolText, list.join(' '));
        const users = new Map<string, string[]>();
        for (const { name, key } of given(outcomes)) users.set(key, [...(users.get(key) ?? []), name]);
        const facts = new Map(
          outcomes.services.map(({ name, resource, ports }) => [
            name,
            {
              key: resource!.metadata.annotations['metallb.io/allow-shared-ip'],
              ports: ports.map(({ protocol, port }) => `${protocol}/${port}`),
              backend: resource!.externalTrafficPolicy === 'Local' ? resource!.selector!['app'] : '',
            },
          ]),
        );
        for (const names of users.values()) {
          if (names.length < 2) continue;
          const sharers = names.map((name) => facts.get(name)!);
          assert.ok(
            sharers.every(({ key, backend }) => key !== undefined && key === sharers[0]!.key && backend === sharers[0]!.backend),
            names.join(),
          );
          const ports = sharers.flatMap((sharer) => sharer.ports);
          assert.equal(new Set(ports).size, ports.length, names.join());
        }
      }),
      settings,
    );
  });

  it('gives addresses of the pool that it names, never .0 or .255 of one that avoids them, and all of one service from one pool', () => {
    fc.assert(
      fc.property(pools, services, (poolText, list) => {
        const outcomes = give(poolText, list.join(' '));
        for (const { outcome, ip } of given(outcomes)) {
          const pool = outcomes.pools.find(({ name }) => name === outcome.pool)!;
          assert.ok(pool.ranges.some((range) => contains(range, ip)));
          assert.ok(!pool.avoidBuggyIPs || !/\.(0|255)$/.test(formatAddress(ip)));
        }
        const used = new Set(given(outcomes).map(({ key }) => key));
        assert.equal(
          outcomes.pools.reduce((sum, pool) => sum + pool.used, 0),
          used.size,
        );
      }),
      settings,
    );
  });

  it('gives each service that is not pending an address of every family that it must have', () => {
    fc.assert(
      fc.property(pools, services, (poolText, list) => {
        const outcomes = give(poolText, list.join(' '));
        for (const { name, ipFamilies, ipFamilyPolicy } of outcomes.services) {
          const { ips, pending } = outcomes.byName.get(name)!;
          assert.equal(ips.length === 0, pending !== undefined);
          assert.ok(ips.every(({ family }) => ipFamilies.includes(family)));
          if (pending === undefined && ipFamilyPolicy !== 'PreferDualStack') assert.equal(ips.length, ipFamilies.length);
        }
      }),
      settings,
    );
  });

  it('moves nobody when a service without address or wishes is added at the end', () => {
    fc.assert(
      fc.property(pools, services, (poolText, list) => {
        const before = give(poolText, list.join(' ')).text;
        const after = give(poolText, [...list, 'last'].join(' ')).text;
        assert.ok(before === '' ? true : after.startsWith(`${before} `), `${before}\n${after}`);
      }),
      settings,
    );
  });

  it('hands out exactly what a pool holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff - 40 }), fc.integer({ min: 1, max: 40 }), fc.boolean(), (first, size, buggy) => {
        const text = (value: number) => `10.0.${value >> 8}.${value & 255}`;
        const names = Array.from({ length: size + 3 }, (_, index) => `s${index}`);
        const {
          byName,
          pools: [pool],
        } = give(`a: ${text(first)}-${text(first + size - 1)}${buggy ? ' buggy' : ''}`, names.join(' '));
        const addresses = [...byName.values()].flatMap(({ ips }) => ips.map(formatAddress));
        const expected = Array.from({ length: size }, (_, index) => text(first + index)).filter(
          (address) => !buggy || !/\.(0|255)$/.test(address),
        );
        assert.deepEqual(addresses, expected);
        assert.equal(pool!.used, expected.length);
      }),
      settings,
    );
  });

  it('is the same for the same input', () => {
    fc.assert(
      fc.property(pools, services, (poolText, list) =>
        assert.equal(give(poolText, list.join(' ')).text, give(poolText, list.join(' ')).text),
      ),
      { ...settings, numRuns: 15 },
    );
  });
});
