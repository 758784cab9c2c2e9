import { runInSlices } from './slices.ts';

/** What a loop needs of its host. */
export interface RefreshLoopOptions<T> {
  /** Begins the work anew; called when no other is under way. */
  readonly work: () => Iterator<unknown, T>;
  readonly done: (result: T) => void;
  /** An error of our own; the loop goes on with the next request. */
  readonly failed: (error: unknown) => void;
  /** Least time between two beginnings, in milliseconds. */
  readonly interval: number;
  /** Milliseconds of work before the thread is given back. */
  readonly budget: number;
  readonly pause: () => Promise<void>;
  readonly now: () => number;
  /** Calls back after some milliseconds, unless cancelled by what it returns. */
  readonly later: (milliseconds: number, callback: () => void) => () => void;
}

/**
 * Runs work again whenever it is asked for: the first time at once, then at most once each interval, never two at a time.
 * Requests during a run are met by one further run, so that somebody who types without a pause still sees results.
 */
export class RefreshLoop<T> {
  readonly #options: RefreshLoopOptions<T>;
  #begun = -Infinity;
  #cancelTimer: (() => void) | undefined;
  #running = false;
  #again = false;
  /** Grows when the work under way is no longer wanted. */
  #generation = 0;
  #disposed = false;

  constructor(options: RefreshLoopOptions<T>) {
    this.#options = options;
  }

  /** Whether something has been asked for that has not been done yet. */
  get busy(): boolean {
    return this.#running || this.#cancelTimer !== undefined;
  }

  request(): void {
    if (this.#disposed || this.#cancelTimer !== undefined) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    const { interval, now } = this.#options;
    this.#runIn(Math.max(0, this.#begun + interval - now()));
  }

  /** As `request`, without a wait for the interval: the work done last had to stop for something that has come since. */
  resume(): void {
    if (this.#disposed) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#cancelTimer?.();
    this.#runIn(0);
  }

  /** Leaves the work under way off, and asks for it anew: what it started from no longer holds. */
  restart(): void {
    this.#generation++;
    this.request();
  }

  dispose(): void {
    this.#disposed = true;
    this.#generation++;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #runIn(milliseconds: number): void {
    this.#cancelTimer = this.#options.later(milliseconds, () => {
      this.#cancelTimer = undefined;
      this.#again = false;
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    const { work, done, failed, budget, pause, now } = this.#options;
    const generation = this.#generation;
    this.#running = true;
    this.#begun = now();
    try {
      const result = await runInSlices(work(), { budget, pause, cancelled: () => this.#generation !== generation });
      if (result !== undefined && this.#generation === generation) done(result);
    } catch (error) {
      failed(error);
    }
    this.#running = false;
    if (this.#again) this.request();
  }
}
