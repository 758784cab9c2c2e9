import assert from 'node:assert/strict';

/** Milliseconds of the processor that work takes: other programs on the machine do not count. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Generous, since a machine may be slow: what is guarded against takes minutes, or the whole process. */
export function endsSoon(work: () => void): void {
  const took = processorTime(work);
  assert.ok(took < 20_000, `took ${Math.round(took)} ms`);
}
