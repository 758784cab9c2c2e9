import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Derived, Input } from '../../src/base/derived.ts';

/** A node adds up some of the nodes before it, and which ones depends on the value of the first. */
interface NodeShape {
  readonly selector: number;
  readonly even: readonly number[];
  readonly odd: readonly number[];
  readonly modulus: number;
}

const inputs = 6;

const graphs = fc.array(
  fc.record({
    selector: fc.nat(1000),
    even: fc.array(fc.nat(1000), { maxLength: 4 }),
    odd: fc.array(fc.nat(1000), { maxLength: 4 }),
    modulus: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 1, maxLength: 25 },
);

const changes = fc.array(
  fc.record({
    sets: fc.array(fc.tuple(fc.nat(inputs - 1), fc.integer({ min: 0, max: 6 })), { maxLength: 3 }),
    asks: fc.array(fc.nat(1000), { maxLength: 4 }),
  }),
  { maxLength: 20 },
);

function valueOf(shape: NodeShape, index: number, ask: (node: number) => number): number {
  const at = (number: number) => ask(number % (inputs + index));
  const chosen = at(shape.selector) % 2 === 0 ? shape.even : shape.odd;
  return chosen.reduce((sum, number) => sum + at(number), 1) % shape.modulus;
}

describe('any graph of derived values', () => {
  it('comes to what a computation from scratch comes to, and computes only what read something that has changed', () => {
    fc.assert(
      fc.property(graphs, changes, (shapes, steps) => {
        const numbers = Array.from({ length: inputs }, () => new Input(0));
        const read = shapes.map(() => new Map<number, number>());
        const needless: number[] = [];
        // An input that was changed and changed back counts as changed: what was read is not kept.
        const versions = numbers.map(() => 0);
        const stamp = (node: number, value: number) => (node < inputs ? (versions[node] ?? 0) * 10 + value : value);
        const nodes: Derived<number>[] = [];
        const ask = (node: number): number => (numbers[node] ?? nodes[node - inputs] ?? assert.fail()).get();
        shapes.forEach((shape, index) => {
          let computed = false;
          nodes.push(
            new Derived(() => {
              const before = new Map(read[index]);
              const now = read[index] ?? assert.fail();
              now.clear();
              const value = valueOf(shape, index, (node) => {
                const asked = ask(node);
                now.set(node, stamp(node, asked));
                return asked;
              });
              if (computed && [...before].every(([node, old]) => stamp(node, scratch(node)) === old)) needless.push(index);
              computed = true;
              return value;
            }),
          );
        });
        const scratch = (node: number): number => {
          const input = numbers[node];
          const shape = shapes[node - inputs];
          return input?.peek() ?? valueOf(shape ?? assert.fail(), node - inputs, scratch);
        };
        for (const { sets, asks } of steps) {
          for (const [input, value] of sets) {
            if (numbers[input]?.peek() !== value) versions[input] = (versions[input] ?? 0) + 1;
            numbers[input]?.set(value);
          }
          for (const number of asks) assert.equal(nodes[number % nodes.length]?.get(), scratch(inputs + (number % nodes.length)));
          nodes.forEach((node, index) => assert.equal(node.get(), scratch(inputs + index)));
        }
        assert.deepEqual(needless, []);
      }),
      { seed: 10, numRuns: 400 },
    );
  });
});
