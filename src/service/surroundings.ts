/** What the service needs of the place that it runs in; none of it is Node's or an editor's. */
export interface Surroundings {
  /** Milliseconds from any beginning; never goes back. */
  readonly now: () => number;
  /** Calls back after some milliseconds, unless cancelled by what it returns. */
  readonly later: (milliseconds: number, callback: () => void) => () => void;
  /** Gives the thread back; resolves when the work may go on. */
  readonly pause: () => Promise<void>;
  /** Milliseconds of work before the thread is given back. */
  readonly budget: number;
  /** Least milliseconds between the beginnings of two judgements. */
  readonly interval: number;
  /** Gets errors of our own, which no input should bring about; the service goes on. */
  readonly failed: (error: unknown) => void;
}

/** For a process or worker that also answers questions meanwhile: work in slices, at most one judgement each 150 ms. */
export function sharingThread(failed: Surroundings['failed']): Surroundings {
  return {
    now: () => performance.now(),
    later: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
    budget: 10,
    interval: 150,
    failed,
  };
}

/** For a command that waits for one answer: everything in one go, without a timer. */
export function inOneGo(failed: Surroundings['failed']): Surroundings {
  return {
    now: () => performance.now(),
    later: (_, callback) => {
      let wanted = true;
      queueMicrotask(() => {
        if (wanted) callback();
      });
      return () => (wanted = false);
    },
    pause: () => Promise.resolve(),
    budget: Infinity,
    interval: 0,
    failed,
  };
}
