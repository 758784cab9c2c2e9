import type { Picture } from '../src/topology/placement/picture.ts';

/** Ids of the elements that hold every word of the query in their name, address, note or keywords, in topology order. Empty for an empty query. */
export function findElements({ elements }: Picture, query: string): readonly string[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  const found: string[] = [];
  for (const { id, label, detail, note, keywords } of elements.values()) {
    const text = `${label} ${detail} ${note} ${keywords}`.toLowerCase();
    if (words.every((word) => text.includes(word))) found.push(id);
  }
  return found;
}

/** Ids of the elements with an error or a warning, errors first, else in topology order. A workload's finding is met once, not again at each of its pods. */
export function findProblems({ elements }: Picture): readonly string[] {
  const errors: string[] = [];
  const warnings: string[] = [];
  for (const { id, kind, parent, severity } of elements.values()) {
    if (severity !== 'error' && severity !== 'warning') continue;
    if (kind === 'pod' && parent !== undefined && elements.get(parent)?.severity !== undefined) continue;
    (severity === 'error' ? errors : warnings).push(id);
  }
  return [...errors, ...warnings];
}
