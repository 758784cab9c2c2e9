import { folderOf } from '../../base/path.ts';
import { isBelow } from './contradictions.ts';
import { segmentsOf } from './entryPoints.ts';

/** Where an entry point decides what is applied: the deepest folder that it and all that it reaches have in common. */
export interface Zone {
  readonly folder: readonly string[];
  /** The entry point's own folder: what lies below and nobody reaches belongs to it. Absent where it is the zone itself. */
  readonly own: readonly string[] | undefined;
}

/** `reached`: files that what is reached is made of. Undefined where nothing of the workspace is reached. */
export function zoneOf(folder: string, reached: Iterable<string>): Zone | undefined {
  const own = segmentsOf(folder);
  let common: readonly string[] | undefined;
  const seen = new Set<string>();
  for (const file of reached) {
    const at = folderOf(file);
    if (seen.has(at)) continue;
    seen.add(at);
    const segments = segmentsOf(at);
    const before: readonly string[] = common ?? own;
    let depth = 0;
    while (depth < before.length && before[depth] === segments[depth]) depth++;
    common = before.slice(0, depth);
  }
  return common === undefined ? undefined : { folder: common, own: common.length < own.length ? own : undefined };
}

/** What a zone says of something that nobody reaches; undefined where it lies outside. */
export function standingIn({ folder, own }: Zone, location: readonly string[]): 'own' | 'not-applied' | undefined {
  if (own !== undefined && isBelow(own, location)) return 'own';
  return isBelow(folder, location) ? 'not-applied' : undefined;
}
