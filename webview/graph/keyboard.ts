import type { Rect } from '../../src/topology/placement/geometry.ts';
import type { Placement } from '../../src/topology/placement/placement.ts';
import type { Shown, Visible } from '../../src/topology/placement/visible.ts';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/**
 * Where an arrow key leads: left and right first along the edges, to the nearest end in that direction; else, as up and down, to the nearest element in the direction.
 * Frames count by their titles. The first element when nothing is selected; undefined at the edge.
 */
export function neighbour({ shown, edges }: Visible, placement: Placement, from: string | undefined, arrow: Arrow): string | undefined {
  const origin = from === undefined ? undefined : titleRect(from, shown, placement);
  if (from === undefined || origin === undefined) return shown.keys().next().value;
  const nearest = (ids: Iterable<string>) => {
    let best: { id: string; cost: number } | undefined;
    for (const id of ids) {
      const rect = id === from ? undefined : titleRect(id, shown, placement);
      const cost = rect === undefined ? undefined : costOf(origin, rect, arrow);
      if (cost !== undefined && (best === undefined || cost < best.cost)) best = { id, cost };
    }
    return best?.id;
  };
  if (arrow === 'ArrowUp' || arrow === 'ArrowDown') return nearest(shown.keys());
  const joined = new Set<string>();
  for (const { kind, from: source, to: target } of edges.values()) {
    if (kind === 'announces') continue;
    if (source === from) joined.add(target);
    if (target === from) joined.add(source);
  }
  // Along the flow one goes from card to card; titles stand above them and are met on the way up and down.
  const cards = shown.get(from)?.role === 'card' ? [...shown].filter(([, { role }]) => role === 'card').map(([id]) => id) : shown.keys();
  return nearest(joined) ?? nearest(cards);
}

function titleRect(id: string, shown: ReadonlyMap<string, Shown>, placement: Placement): Rect | undefined {
  const [rect] = placement.get(id) ?? [];
  if (rect === undefined) return undefined;
  // A title stands at the left of its frame: that is where the eye looks for it.
  return shown.get(id)?.role === 'frame' ? { ...rect, width: Math.min(rect.width, 160), height: 28 } : rect;
}

/** How far, with what lies aside counted more; undefined when it does not lie in the direction. */
function costOf(from: Rect, to: Rect, arrow: Arrow): number | undefined {
  const horizontal = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
  const sign = arrow === 'ArrowRight' || arrow === 'ArrowDown' ? 1 : -1;
  const along = horizontal
    ? (to.x + to.width / 2 - from.x - from.width / 2) * sign
    : (to.y + to.height / 2 - from.y - from.height / 2) * sign;
  if (along < 4) return undefined;
  const aside = horizontal ? gapBetween(from.y, from.height, to.y, to.height) : gapBetween(from.x, from.width, to.x, to.width);
  return along + aside * 3;
}

/** Between two stretches of one axis; 0 when they overlap. */
function gapBetween(one: number, length: number, other: number, otherLength: number): number {
  return Math.max(0, Math.max(one, other) - Math.min(one + length, other + otherLength));
}
