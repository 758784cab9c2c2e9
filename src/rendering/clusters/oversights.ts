import type { Item } from './contradictions.ts';
import { isOfGitOps } from './resourceIds.ts';

interface Applied extends Item {
  readonly ids: readonly string[];
  /** Of an entry point. */
  readonly entry: unknown;
}

/**
 * Resources that two entry points both apply, and that make no two clusters of them: hardly anything of what each applies, and no object of a GitOps tool. Whoever writes two clusters means more of one to be in the other;
 * between the applications and the infrastructure of one cluster it is an oversight, of which `resource/duplicate` speaks.
 */
export function oversights(parts: readonly Applied[]): ReadonlySet<string> {
  const entries = parts.filter(({ entry }) => entry !== undefined);
  if (entries.length < 2) return new Set();
  const holders = new Map<string, Set<Applied>>();
  for (const part of parts)
    for (const id of part.ids) {
      const known = holders.get(id);
      if (known === undefined) holders.set(id, new Set([part]));
      else known.add(part);
    }
  const shared = new Map<Applied, Map<Applied, string[]>>();
  for (const [id, parties] of holders) {
    const [one, other, third] = parties;
    if (one === undefined || other === undefined || third !== undefined) continue;
    const others = shared.get(one) ?? new Map<Applied, string[]>();
    shared.set(one, others.set(other, [...(others.get(other) ?? []), id]));
  }
  const found = new Set<string>();
  for (const [one, others] of shared)
    for (const [other, ids] of others) {
      const isOversight =
        one.entry !== undefined &&
        other.entry !== undefined &&
        ids.length <= most.resources &&
        ids.length * most.oneOf <= Math.min(one.ids.length, other.ids.length) &&
        !ids.some(isOfGitOps);
      if (isOversight) for (const id of ids) found.add(id);
    }
  return found;
}

const most = { resources: 2, oneOf: 50 };
