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
  const rank = { error: 0, warning: 1, information: 2, hint: 3 } as const;
  return [...elements.values()]
    .filter(({ kind, parent, severity }) => (severity === 'error' || severity === 'warning') && !(kind === 'pod' && parent !== undefined && elements.get(parent)?.severity !== undefined))
    .sort((one, other) => rank[one.severity ?? 'hint'] - rank[other.severity ?? 'hint'])
    .map(({ id }) => id);
}
