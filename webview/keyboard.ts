import type { Placement, Rect } from './placement.ts';
import type { Visible } from './visible.ts';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** The nearest element in the direction of an arrow key; the first one when nothing is selected; undefined at the edge. Frames count by their titles. */
export function neighbour({ shown }: Visible, placement: Placement, from: string | undefined, arrow: Arrow): string | undefined {
  const origin = from === undefined ? undefined : titleRect(from, shown, placement);
  if (from === undefined || origin === undefined) return shown.keys().next().value;
  // Along the flow one goes from card to card; titles stand above them and are met on the way up and down.
  const cardsOnly = shown.get(from)?.role === 'card' && (arrow === 'ArrowLeft' || arrow === 'ArrowRight');
  let best: { id: string; cost: number } | undefined;
  for (const [id, { role }] of shown) {
    if (cardsOnly && role === 'frame') continue;
    const rect = id === from ? undefined : titleRect(id, shown, placement);
    if (rect === undefined) continue;
    const cost = costOf(origin, rect, arrow);
    if (cost !== undefined && (best === undefined || cost < best.cost)) best = { id, cost };
  }
  return best?.id;
}

function titleRect(id: string, shown: Visible['shown'], placement: Placement): Rect | undefined {
  const [rect] = placement.get(id) ?? [];
  if (rect === undefined) return undefined;
  // A title stands at the left of its frame: that is where the eye looks for it.
  return shown.get(id)?.role === 'frame' ? { ...rect, width: Math.min(rect.width, 160), height: 28 } : rect;
}

/** How far, with what lies aside counted double; undefined when it does not lie in the direction. */
function costOf(from: Rect, to: Rect, arrow: Arrow): number | undefined {
  const horizontal = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
  const sign = arrow === 'ArrowRight' || arrow === 'ArrowDown' ? 1 : -1;
  const along = horizontal ? (to.x + to.width / 2 - from.x - from.width / 2) * sign : (to.y + to.height / 2 - from.y - from.height / 2) * sign;
  if (along < 4) return undefined;
  const aside = horizontal ? distanceOf(from.y, from.height, to.y, to.height) : distanceOf(from.x, from.width, to.x, to.width);
  return along + aside * 2.5;
}

/** Between two stretches of one axis; 0 when they overlap. */
function distanceOf(one: number, length: number, other: number, otherLength: number): number {
  return Math.max(0, Math.max(one, other) - Math.min(one + length, other + otherLength));
}
