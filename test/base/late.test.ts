import assert from 'node:assert/strict';
import { withLate } from '../../src/base/late.ts';
import { isSame } from '../../src/manifests/same.ts';

describe('a late property', () => {
  const made = () => {
    let times = 0;
    const object = withLate({ name: 'a' }, { hash: () => `hash ${++times}` });
    return { object, times: () => times };
  };

  it('is worked out when it is first read, and once', () => {
    const { object, times } = made();
    assert.equal(object.name, 'a');
    assert.equal(times(), 0);
    assert.deepEqual([object.hash, object.hash, times()], ['hash 1', 'hash 1', 1]);
  });

  it('is there for who copies, compares, lists or writes the object', () => {
    assert.deepEqual({ ...made().object }, { name: 'a', hash: 'hash 1' });
    assert.deepEqual(made().object, { name: 'a', hash: 'hash 1' });
    assert.notDeepEqual(made().object, { name: 'a', hash: 'hash 2' });
    assert.deepEqual(Object.keys(made().object), ['name', 'hash']);
    assert.equal(JSON.stringify(made().object), '{"name":"a","hash":"hash 1"}');
    assert.ok(isSame(made().object, { name: 'a', hash: 'hash 1' }));
    assert.ok(!isSame(made().object, { name: 'a', hash: 'hash 2' }));
  });
});
