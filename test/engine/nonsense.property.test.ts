import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatAddress } from '../../src/base/ip.ts';
import { allocate } from '../../src/engine/allocate.ts';
import { recordsOf } from '../../src/engine/coredns/records.ts';
import type { Cluster } from '../../src/manifests/cluster.ts';
import { factsOf } from '../support/cluster.ts';
import { clusterOfManifests, generatedManifests, type Manifest } from '../support/generatedCluster.ts';
import { snapshotOf } from '../support/snapshot.ts';

const nonsense = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    '',
    ' ',
    '-',
    'x',
    '0',
    '-1',
    '1e9',
    '00',
    '::',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '255.255.255.255',
    '10.0.0.1-10.0.0.0',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '10.244.0.0/0',
    '__proto__',
    'constructor',
    'a b',
    'None',
    '\u0000',
    '\uD83D',
    'x'.repeat(300),
    '["10.244.0.9"',
    '[]',
    '{}',
    'all()',
    '!!!(',
    '9'.repeat(30),
    '1E400',
    '30000-29999',
    0,
    -0,
    -1,
    1,
    0.5,
    65_535,
    65_536,
    2 ** 31,
    2 ** 53,
    -(2 ** 53),
    1e308,
  ),
  fc.constantFrom<unknown>([], {}, [null], [[]], [{}], { '': '' }, { x: { x: {} } }, ['', ''], [0], { __proto__: 'x' }),
  fc.string({ maxLength: 12 }),
);

/** Some fields of a manifest, down to the leaves, with other values in them. */
function garbled(manifest: Manifest, edits: readonly { readonly at: number; readonly value: unknown }[]): unknown {
  let result: unknown = manifest;
  for (const { at, value } of edits) {
    const paths = pathsOf(result);
    result = replaced(result, paths[at % Math.max(1, paths.length)] ?? [], value);
  }
  return result;
}

function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return path.length === 0 ? [] : [path];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsOf(inner, [...path, key])]);
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return by;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? replaced(item, rest, by) : item));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner]));
}

function clusterOfAnything(values: readonly unknown[]): Cluster {
  const resources = values.flatMap((value, index) => factsOf(JSON.stringify(value), `${index}.yaml`).flatMap((facts) => facts.resources));
  return { name: 'test', root: '', resources, unknowns: [] };
}

const edits = fc.array(fc.record({ manifest: fc.nat(), at: fc.nat(), value: nonsense }), { minLength: 1, maxLength: 6 });

function check(
  manifests: readonly Manifest[],
  changes: readonly { readonly manifest: number; readonly at: number; readonly value: unknown }[],
): void {
  const values = manifests.map((manifest, index) =>
    garbled(
      manifest,
      changes.filter((change) => change.manifest % manifests.length === index),
    ),
  );
  const allocation = allocate(clusterOfAnything(values));
  recordsOf(allocation);
  const { nodes, pods, services } = allocation;
  for (const owners of [
    nodes.map(({ tunnelIPs }) => tunnelIPs),
    pods.map(({ ips, spec }) => (spec.hostNetwork ? [] : ips)),
    services.map(({ clusterIPs }) => clusterIPs),
  ]) {
    const given = owners.flat().map(formatAddress);
    assert.equal(new Set(given).size, given.length);
  }
  for (const { used, capacity } of allocation.ipPools) assert(BigInt(used) <= capacity);
}

describe('nonsense in any field', () => {
  it('makes no step fail, and no address belong to two', () => {
    fc.assert(fc.property(generatedManifests, edits, check), { seed: 71, numRuns: 60 });
  });

  it('does not do so in a snapshot either', () => {
    fc.assert(
      fc.property(generatedManifests, edits, (manifests, changes) => {
        check(snapshotOf(manifests, allocate(clusterOfManifests(manifests))), changes);
      }),
      { seed: 72, numRuns: 30 },
    );
  });
});
