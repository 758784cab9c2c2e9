import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { fnv1 } from '../../../src/engine/calico/blockStart.ts';
import { goRandom } from '../../../src/engine/calico/goRandom.ts';
import { cookedState } from '../../../src/engine/calico/goRandomTable.ts';

describe("Go's random source", () => {
  it('has the table that Go ships', () => {
    const { high, low } = cookedState();
    const bytes = Buffer.alloc(607 * 8);
    for (let index = 0; index < 607; index++) {
      bytes.writeUInt32BE(high[index]!, index * 8);
      bytes.writeUInt32BE(low[index]!, index * 8 + 4);
    }
    assert.equal(bytes.readBigInt64BE(0), -4181792142133755926n);
    assert.equal(bytes.readBigInt64BE(8), -4576982950128230565n);
    assert.equal(bytes.readBigInt64BE(606 * 8), 4152330101494654406n);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), '71ca56841e25ce194c2600faac906bb84e97d268a3bc453ff9f1a1410af1d228');
  });

  it('draws what Go draws', () => {
    const random = goRandom(fnv1('node1'));
    assert.deepEqual([random.next32(), random.next32(), random.next32(), random.next32()], [3217423002, 3224389328, 3819509332, 696161099]);
  });

  it('takes zero and negative seeds as Go does', () => {
    assert.equal(goRandom(0).next32(), goRandom(89482311).next32());
    assert.equal(goRandom(-1).next32(), goRandom(2 ** 31 - 2).next32());
  });
});
