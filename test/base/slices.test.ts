import assert from 'node:assert/strict';
import { runAtOnce, runInSlices } from '../../src/base/slices.ts';

function* count(steps: number): Generator<undefined, number> {
  for (let step = 0; step < steps; step++) yield;
  return steps;
}

describe('work in slices', () => {
  it('gives the thread back when its budget is spent, and ends with its result', async () => {
    let pauses = 0;
    const result = await runInSlices(count(5), {
      budget: -1,
      pause: () => {
        pauses++;
        return Promise.resolve();
      },
      cancelled: () => false,
    });
    assert.equal(result, 5);
    assert.equal(pauses, 5);
  });

  it('does not pause while the budget lasts', async () => {
    const pause = () => assert.fail('paused');
    assert.equal(await runInSlices(count(5), { budget: 60_000, pause, cancelled: () => false }), 5);
  });

  it('stops after a pause in which it was cancelled', async () => {
    assert.equal(await runInSlices(count(5), { budget: -1, pause: () => Promise.resolve(), cancelled: () => true }), undefined);
  });

  it('can be run at once', () => assert.equal(runAtOnce(count(3)), 3));
});
