import assert from 'node:assert/strict';
import { Derived, Input, perObject, sameItems } from '../../src/base/derived.ts';

/** A derived value that counts how often it was computed. */
function counted<T>(compute: () => T, same?: (before: T, after: T) => boolean): { readonly value: Derived<T>; count: number } {
  const self: { value: Derived<T>; count: number } = {
    count: 0,
    value: new Derived(() => {
      self.count++;
      return compute();
    }, same),
  };
  return self;
}

describe('a derived value', () => {
  it('is computed when it is asked for, and again only when what it read has changed', () => {
    const read = new Input(1);
    const other = new Input(1);
    const double = counted(() => read.get() * 2);
    assert.equal(double.count, 0);
    assert.equal(double.value.get(), 2);
    other.set(5);
    read.set(1);
    assert.equal(double.value.get(), 2);
    assert.equal(double.count, 1);
    read.set(4);
    read.set(5);
    assert.equal(double.count, 1);
    assert.equal(double.value.get(), 10);
    assert.equal(double.count, 2);
  });

  it('stops a change that makes no difference to it', () => {
    const number = new Input(1);
    const sign = counted(() => Math.sign(number.get()));
    const text = counted(() => (sign.value.get() > 0 ? 'above' : 'below'));
    assert.equal(text.value.get(), 'above');
    number.set(7);
    assert.equal(text.value.get(), 'above');
    assert.deepEqual([sign.count, text.count], [2, 1]);
    number.set(-7);
    assert.equal(text.value.get(), 'below');
    assert.deepEqual([sign.count, text.count], [3, 2]);
  });

  it('keeps its old object where the new one says the same', () => {
    const numbers = new Input([1, 2, 3]);
    const even = counted(() => numbers.get().filter((each) => each % 2 === 0), sameItems);
    const before = even.value.get();
    numbers.set([2, 5]);
    assert.equal(even.value.get(), before);
    numbers.set([4]);
    assert.deepEqual(even.value.get(), [4]);
  });

  it('reads what its last computation asked for, and no longer what an earlier one did', () => {
    const which = new Input(true);
    const left = new Input('l');
    const right = new Input('r');
    const chosen = counted(() => (which.get() ? left.get() : right.get()));
    assert.equal(chosen.value.get(), 'l');
    right.set('R');
    which.set(false);
    assert.equal(chosen.value.get(), 'R');
    left.set('L');
    assert.equal(chosen.value.get(), 'R');
    assert.equal(chosen.count, 2);
    assert.equal(left.askers, 0);
  });

  it('does not compute what an earlier answer makes needless', () => {
    const isList = new Input(true);
    const list = new Input<readonly number[] | undefined>([1]);
    const first = counted(() => list.get()?.[0] ?? assert.fail('asked without need'));
    const shown = new Derived(() => (isList.get() ? first.value.get() : 0));
    assert.equal(shown.get(), 1);
    list.set(undefined);
    isList.set(false);
    assert.equal(shown.get(), 0);
    assert.equal(first.count, 1);
  });

  it('may look at what it made before', () => {
    const numbers = new Input([1, 2]);
    const boxes = new Derived<readonly { readonly number: number }[]>((before) =>
      numbers.get().map((number) => before?.find((box) => box.number === number) ?? { number }),
    );
    const [, two] = boxes.get();
    numbers.set([2, 3]);
    assert.equal(boxes.get()[0], two);
  });

  it('throws again what its computation throws, and heals with its inputs', () => {
    const number = new Input(0);
    const inverse = new Derived(() => {
      if (number.get() === 0) throw new Error('no inverse');
      return 1 / number.get();
    });
    const outer = new Derived(() => inverse.get() + 1);
    assert.throws(() => outer.get(), /no inverse/);
    assert.throws(() => outer.get(), /no inverse/);
    number.set(2);
    assert.equal(outer.get(), 1.5);
  });

  it('may not ask for itself, nor set what others read', () => {
    const number = new Input(0);
    const loop: Derived<number> = new Derived(() => loop.get() + 1);
    assert.throws(() => loop.get(), /asks for itself/);
    assert.throws(() => new Derived(() => number.set(1)).get(), /may not set/);
    assert.equal(new Derived(() => number.get()).get(), 0);
  });

  it('is forgotten by its sources when it is released', () => {
    const number = new Input(1);
    const derived = new Derived(() => number.get());
    derived.get();
    assert.equal(number.askers, 1);
    derived.release();
    assert.equal(number.askers, 0);
    assert.equal(derived.get(), 1);
  });

  it('tells once that it has come into doubt, until it is asked for again', () => {
    const number = new Input(1);
    const told: string[] = [];
    const half = new Derived(() => Math.floor(number.get() / 2));
    const text = new Derived(
      () => String(half.get()),
      Object.is,
      () => told.push('told'),
    );
    text.get();
    number.set(2);
    number.set(3);
    assert.equal(told.length, 1);
    assert.equal(text.get(), '1');
    number.set(4);
    assert.equal(told.length, 2);
  });
});

describe('what is derived of an object', () => {
  it('is computed once for each object', () => {
    let count = 0;
    const sizeOf = perObject((list: readonly number[]) => {
      count++;
      return list.length;
    });
    const list = [1, 2];
    assert.equal(sizeOf(list) + sizeOf(list) + sizeOf([3]), 5);
    assert.equal(count, 2);
  });

  it('follows an object that changes, also for those who ask through it', () => {
    const live = { number: new Input(1) };
    const doubleOf = perObject(({ number }: typeof live) => number.get() * 2);
    const text = new Derived(() => `${doubleOf(live)}`);
    assert.equal(text.get(), '2');
    live.number.set(4);
    assert.equal(doubleOf(live), 8);
    assert.equal(text.get(), '8');
  });
});
