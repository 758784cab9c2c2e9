import assert from 'node:assert/strict';
import { blockStart, fnv1 } from '../../../src/engine/calico/blockStart.ts';

// The start block of a node in 10.0.0.0/24 with /26 blocks, 10.244.0.0/16 with /26, 10.0.0.0/8 with /26, 10.0.0.0/24 with /30, and a /64 with /122.
const sizes = [2n, 10n, 18n, 6n, 58n];
const known: readonly [name: string, hash: number, ...starts: bigint[]][] = [
  ['node1', 3957252814, 2n, 666n, 71252n, 26n, 13588661266676378n],
  ['host-a', 1258779341, 0n, 216n, 137432n, 20n, 284634091543377649n],
  ['worker-1', 2999756865, 1n, 905n, 82825n, 9n, 172288799401768940n],
  ['kind-control-plane', 2016776422, 0n, 328n, 189710n, 14n, 250828839630528217n],
  ['kind-worker', 801257890, 2n, 650n, 1090n, 10n, 99559753673736842n],
];

describe('the start block of a node', () => {
  for (const [name, hash, ...starts] of known) {
    it(`of ${name} is the one that Calico computes`, () => {
      assert.equal(fnv1(name), hash);
      assert.deepEqual(
        sizes.map((bits) => blockStart(name, 1n << bits)),
        starts,
      );
    });
  }

  it('is the only block of a pool of one block', () => {
    for (const [name] of known) assert.equal(blockStart(name, 1n), 0n);
  });
});
