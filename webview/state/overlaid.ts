import type { GraphElement } from '../../src/topology/protocol.ts';
import { pictureOf, type Picture } from '../../src/topology/placement/picture.ts';

/** What lies over a picture for a while. */
export interface Over {
  /** What it has no more, a parent before its children. */
  readonly ghosts: readonly GraphElement[];
  /** Ends of lines from who connects to what is met first. */
  readonly links: readonly (readonly [string, string])[];
}

export const nothingOver: Over = { ghosts: [], links: [] };

/** The picture with what lies over it; the same one where that is nothing. */
export function overlaid(picture: Picture, { ghosts, links }: Over): Picture {
  const elements = new Map(picture.elements);
  for (const ghost of ghosts)
    if (!elements.has(ghost.id) && (ghost.parent === undefined || elements.has(ghost.parent))) elements.set(ghost.id, ghost);
  const gone = new Set([...elements.keys()].filter((id) => !picture.elements.has(id)));
  const joined = new Set([...picture.edges.values()].map(({ from, to }) => `${from} ${to}`));
  const lines = links.filter(
    ([from, to]) => elements.has(from) && elements.has(to) && !joined.has(`${from} ${to}`) && !holds(picture, from, to),
  );
  if (elements.size === picture.elements.size && lines.length === 0) return picture;
  const edges = lines.map(([from, to]) => ({
    id: `${from}>connects>${to}`,
    kind: 'connects' as const,
    from,
    to,
    label: '',
    certainty: undefined,
  }));
  return pictureOf({ elements: [...elements.values()], edges: [...picture.edges.values(), ...edges] }, picture.version, gone);
}

/** Whether a line to what holds an element would be one to the element: clients reach a pool, and so each of its addresses. */
function holds({ elements, edges }: Picture, from: string, to: string): boolean {
  const parent = elements.get(to)?.parent;
  return parent !== undefined && edges.has(`${from}>reaches>${parent}`);
}
