import type { AllocatedPod } from '../engine/allocation.ts';

/** What tells a pod from all others of its cluster. */
export function keyOf({ namespace, name }: Pick<AllocatedPod, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}
