import { processorTime } from './processorTime.ts';

/**
 * Whether work takes time in proportion to its size, going by the processor's time for `size` and four times as much: at most half of what growth with the square would take.
 * Other programs on the machine make a single look unsure, so there are several; work that grows with the square passes none.
 */
export function growsInProportion(work: (size: number) => void, size: number): boolean {
  work(size);
  for (let attempt = 0; attempt < 6; attempt++) {
    const one = processorTime(() => work(size));
    const four = processorTime(() => work(4 * size));
    if (four < 8 * one + 2) return true;
  }
  return false;
}
