import type { ClusterPlan, ClusterPlanner } from '../rendering/clusters/clusters.ts';
import type { RenderedUnit } from '../rendering/unitRenderings.ts';
import type { FileTable } from './files.ts';

/** Which plans a file belongs to, by path: their indexes. */
export interface Membership {
  /** As it is written. */
  readonly written: ReadonlyMap<string, readonly number[]>;
  /** Also by what is rendered from it. */
  readonly all: ReadonlyMap<string, readonly number[]>;
  /** Files that rendering reads and that stand for nothing by themselves: patches, bases, values, templates. */
  readonly consumed: ReadonlySet<string>;
}

export const noMembership: Membership = { written: new Map(), all: new Map(), consumed: new Set() };

export function membershipOf(plans: readonly ClusterPlan[], planner: ClusterPlanner, files: FileTable, before: Membership): Membership {
  const written = new Map<string, number[]>();
  const all = new Map<string, number[]>();
  const consumed = new Set<string>();
  const add = (map: Map<string, number[]>, path: string, index: number): void => {
    const indexes = map.get(path);
    if (indexes === undefined) map.set(path, [index]);
    else if (indexes.at(-1) !== index) indexes.push(index);
  };
  plans.forEach(({ files: plain, descriptions, units: own, elsewhere, problems }, index) => {
    // Of an object that stands in one cluster and applies something to another, which is what the problem is about.
    for (const { at } of problems) if (files.get(at.file) !== undefined) add(all, at.file, index);
    for (const each of elsewhere) for (const path of each.files) add(written, path, index);
    for (const path of [...plain, ...descriptions]) {
      add(written, path, index);
      add(all, path, index);
    }
    for (const unit of own) {
      const rendered: RenderedUnit | undefined = planner.rendered(unit);
      if (rendered === undefined) continue;
      for (const path of planner.consumedBy(rendered)) {
        if (files.get(path) === undefined) continue;
        add(all, path, index);
        consumed.add(path);
      }
    }
  });
  for (const path of written.keys()) consumed.delete(path);
  const isSame = consumed.size === before.consumed.size && [...consumed].every((path) => before.consumed.has(path));
  return { written, all, consumed: isSame ? before.consumed : consumed };
}
