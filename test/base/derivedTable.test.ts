import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Derived } from '../../src/base/derived.ts';
import { Each } from '../../src/base/derivedEach.ts';
import { Table } from '../../src/base/derivedTable.ts';
import { runAtOnce } from '../../src/base/slices.ts';

interface Thing {
  readonly name: string;
  readonly keys: readonly string[];
}

const thing = (name: string, ...keys: readonly string[]): Thing => ({ name, keys });

describe('a table', () => {
  it('concerns only those who asked for a key under which something has changed', () => {
    const [one, two, three] = [thing('1', 'a'), thing('2', 'b'), thing('3', 'a', 'b')];
    const table = new Table<Thing>();
    const index = table.by(({ keys }) => keys);
    table.set([one, two, three]);
    let count = 0;
    const underA = new Derived(() => {
      count++;
      return index.at('a').map(({ name }) => name);
    });
    assert.deepEqual(underA.get(), ['1', '3']);
    table.set([one, thing('2', 'b', 'c'), three]);
    assert.deepEqual(underA.get(), ['1', '3']);
    assert.equal(count, 1);
    table.set([thing('0', 'a'), one, three]);
    assert.deepEqual(underA.get(), ['0', '1', '3']);
    assert.deepEqual(index.at('b'), [three]);
    table.set([]);
    assert.deepEqual(underA.get(), []);
  });

  it('holds under each key what a table made anew holds, in the same order', () => {
    const pool = Array.from({ length: 12 }, (_, number) =>
      thing(String(number), ...['a', 'b', 'c'].filter((_, key) => (number >> key) & 1)),
    );
    const lists = fc.array(fc.shuffledSubarray(pool), { maxLength: 30 });
    fc.assert(
      fc.property(lists, (states) => {
        const table = new Table<Thing>();
        const index = table.by(({ keys }) => keys);
        for (const state of states) {
          table.set(state);
          for (const key of ['a', 'b', 'c', 'd'])
            assert.deepEqual(
              index.at(key),
              state.filter(({ keys }) => keys.includes(key)),
            );
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('keeps its order through thousands of insertions at one place', () => {
    const table = new Table<Thing>();
    const index = table.by(({ keys }) => keys);
    const first = thing('first', 'a');
    const last = thing('last', 'a');
    let list = [first, last];
    table.set(list);
    for (let round = 0; round < 2000; round++) table.set((list = [first, thing(String(round), 'a'), ...list.slice(1)]));
    assert.deepEqual(index.at('a'), list);
  });
});

describe('one value for each of a list', () => {
  it('computes what is new and what read something that has changed, and nothing else', () => {
    const table = new Table<Thing>();
    const index = table.by(({ keys }) => keys);
    const computed: string[] = [];
    const each = new Each((subject: Thing) => {
      computed.push(subject.name);
      return subject.keys.map((key) => index.at(key).length).join();
    });
    const settle = (list: readonly Thing[]) => {
      computed.length = 0;
      table.set(list);
      return runAtOnce(each.update(list));
    };
    const [one, two, three] = [thing('1', 'a'), thing('2', 'b'), thing('3', 'a', 'b')];
    assert.equal(settle([one, two, three]), true);
    assert.deepEqual([...each.values()], ['2', '2', '2,2']);
    assert.equal(settle([one, two, three]), false);
    assert.deepEqual(computed, []);
    assert.equal(settle([one, three, thing('4', 'c')]), true);
    assert.deepEqual(computed.toSorted(), ['3', '4']);
    assert.deepEqual([...each.values()], ['2', '2,1', '1']);
    assert.equal(each.at(two), undefined);
  });

  it('remembers what an update that was left off has changed', () => {
    const each = new Each((subject: Thing) => subject.name);
    const things = Array.from({ length: 300 }, (_, number) => thing(String(number)));
    each.update(things).next();
    assert.equal(runAtOnce(each.update(things)), true);
    assert.equal(runAtOnce(each.update(things)), false);
    assert.equal([...each.values()].length, 300);
  });
});
