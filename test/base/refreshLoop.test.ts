import assert from 'node:assert/strict';
import { RefreshLoop } from '../../src/base/refreshLoop.ts';

/** A clock that the test moves; work takes the steps that the test lets it take. */
class Scene {
  time = 0;
  begun: number[] = [];
  readonly results: number[] = [];
  readonly errors: unknown[] = [];
  #timers: { at: number; callback: () => void }[] = [];
  readonly #pauses: (() => void)[] = [];

  loop(steps: (run: number) => number, budget = -1): RefreshLoop<number> {
    const work = function* (this: Scene): Generator<undefined, number> {
      this.begun.push(this.time);
      const run = this.begun.length;
      for (let step = 0; step < steps(run); step++) yield;
      return run;
    }.bind(this);
    return new RefreshLoop<number>({
      work,
      done: (result) => this.results.push(result),
      failed: (error) => this.errors.push(error),
      interval: 150,
      budget,
      pause: () => new Promise((resolve) => this.#pauses.push(resolve)),
      now: () => this.time,
      later: (milliseconds, callback) => {
        const timer = { at: this.time + milliseconds, callback };
        this.#timers.push(timer);
        return () => (this.#timers = this.#timers.filter((other) => other !== timer));
      },
    });
  }

  async advance(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    const due = this.#timers.filter(({ at }) => at <= this.time);
    this.#timers = this.#timers.filter(({ at }) => at > this.time);
    for (const { callback } of due) callback();
    await turn();
  }

  /** Lets paused work go on until it pauses again. */
  async resume(): Promise<void> {
    this.#pauses.shift()?.();
    await turn();
  }

  get paused(): number {
    return this.#pauses.length;
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a refresh loop', () => {
  it('resumes without a wait for the interval what had to stop', async () => {
    const scene = new Scene();
    const loop = scene.loop(() => 0);
    loop.request();
    await scene.advance(0);
    loop.request();
    loop.resume();
    await scene.advance(0);
    assert.deepEqual(scene.results, [1, 2]);
    await scene.advance(150);
    assert.deepEqual(scene.begun, [0, 0]);
  });

  it('meets the first request at once', async () => {
    const scene = new Scene();
    scene.loop(() => 0).request();
    await scene.advance(0);
    assert.deepEqual(scene.results, [1]);
  });

  it('meets requests in quick succession at most once each interval, and the last of them surely', async () => {
    const scene = new Scene();
    const loop = scene.loop(() => 0);
    for (let key = 0; key < 60; key++) {
      loop.request();
      await scene.advance(10);
    }
    await scene.advance(150);
    assert.deepEqual(scene.begun, [10, 160, 310, 460, 750]);
    assert.equal(loop.busy, false);
  });

  it('never runs two at a time, and meets what is asked for meanwhile with one further run', async () => {
    const scene = new Scene();
    const loop = scene.loop((run) => (run === 1 ? 2 : 0));
    loop.request();
    await scene.advance(0);
    assert.equal(scene.paused, 1);
    for (let key = 0; key < 5; key++) {
      loop.request();
      await scene.advance(100);
    }
    assert.equal(scene.begun.length, 1);
    await scene.resume();
    await scene.resume();
    assert.deepEqual(scene.results, [1]);
    await scene.advance(150);
    assert.deepEqual(scene.results, [1, 2]);
    await scene.advance(1_000);
    assert.deepEqual(scene.results, [1, 2]);
  });

  it('shows no result of work that was begun before a restart', async () => {
    const scene = new Scene();
    const loop = scene.loop((run) => (run === 1 ? 3 : 0));
    loop.request();
    await scene.advance(0);
    loop.restart();
    await scene.resume();
    await scene.advance(150);
    assert.deepEqual(scene.results, [2]);
  });

  it('goes on after an error', async () => {
    const scene = new Scene();
    const loop = scene.loop((run) => {
      if (run === 1) throw new Error('ours');
      return 0;
    });
    loop.request();
    await scene.advance(0);
    assert.match(String(scene.errors[0]), /ours/);
    loop.request();
    await scene.advance(150);
    assert.deepEqual(scene.results, [2]);
  });

  it('does nothing more once disposed, not even end what it has begun', async () => {
    const scene = new Scene();
    const loop = scene.loop(() => 1);
    loop.request();
    await scene.advance(0);
    loop.dispose();
    loop.request();
    await scene.resume();
    await scene.advance(1_000);
    assert.deepEqual(scene.results, []);
    assert.equal(scene.begun.length, 1);
  });
});
