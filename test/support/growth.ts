import { processorTime } from './processorTime.ts';

/**
 * Whether work takes time in proportion to its size, going by the processor's time for a size and four times as much: at most half of what growth with the square would take.
 * Other programs on the machine make a single look unsure, so there are several, and sizes grow until a look takes long enough; work that grows with the square passes none.
 */
export function growsInProportion(work: (size: number) => void, size: number): boolean {
  work(size);
  let tried = size;
  for (let attempt = 0; attempt < 8; attempt++) {
    const one = processorTime(() => work(tried));
    const four = processorTime(() => work(4 * tried));
    if (four < 8 * one + 2) return true;
    if (one < shortest) tried *= 2;
  }
  return false;
}

/** Milliseconds. Below it, what the engine compiles or clears away beside the work counts as much as the work. */
const shortest = 20;
