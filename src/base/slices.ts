/** How a host lets long work share its thread. */
export interface SliceOptions {
  /** Milliseconds of work before the thread is given back. */
  readonly budget: number;
  /** Gives the thread back; resolves when the work may go on. */
  readonly pause: () => Promise<void>;
  /** Asked after each pause: whether nobody wants the result any more. */
  readonly cancelled: () => boolean;
}

/** Runs work that yields between its steps, in slices. Undefined when it was cancelled on the way. */
export async function runInSlices<T>(work: Iterator<unknown, T>, { budget, pause, cancelled }: SliceOptions): Promise<T | undefined> {
  let deadline = performance.now() + budget;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() < deadline) continue;
    await pause();
    if (cancelled()) return undefined;
    deadline = performance.now() + budget;
  }
}

/** Runs the same work in one go. */
export function runAtOnce<T>(work: Iterator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
