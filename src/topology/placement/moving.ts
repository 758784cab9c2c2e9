import { union, type Rect } from './geometry.ts';
import type { Placement } from './placement.ts';
import type { Visible } from './visible.ts';

/** Cards and frames that the reader dragged: place of the top left corner relative to what holds them. */
export type Pins = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/**
 * What the reader's drag makes of the placement: an element goes to the given top left corner, with all it holds; a service takes its names along, a name its service.
 * Frames round it stretch to hold it still.
 */
export function moveTo(
  visible: Visible,
  placement: Placement,
  pins: Pins,
  id: string,
  x: number,
  y: number,
): { readonly placement: Placement; readonly pins: Pins } {
  const [rect] = placement.get(id) ?? [];
  if (rect === undefined) return { placement, pins };
  const next = new Map(placement);
  const [dx, dy] = [x - rect.x, y - rect.y];
  const company = companyOf(visible, id);
  for (const moved of company) shift(visible, next, moved, dx, dy);

  const nextPins = new Map(pins);
  for (const moved of company) {
    const [own] = next.get(moved) ?? [];
    const frame = visible.shown.get(moved)?.frame;
    const origin = frame === undefined ? { x: 0, y: 0 } : next.get(frame)?.[0];
    if (own !== undefined && origin !== undefined) nextPins.set(moved, { x: own.x - origin.x, y: own.y - origin.y });
  }
  stretch(visible, next, id);
  return { placement: next, pins: nextPins };
}

/** A fresh placement with what the reader dragged put back, relative to its frame. */
export function applyPins(visible: Visible, placement: Placement, pins: Pins): Placement {
  if (pins.size === 0) return placement;
  const next = new Map(placement);
  for (const [id, { frame }] of visible.shown) {
    const pin = pins.get(id);
    const [rect] = next.get(id) ?? [];
    const origin = frame === undefined ? { x: 0, y: 0 } : next.get(frame)?.[0];
    if (pin === undefined || rect === undefined || origin === undefined) continue;
    shift(visible, next, id, origin.x + pin.x - rect.x, origin.y + pin.y - rect.y);
  }
  for (const id of visible.shown.keys()) if (pins.has(id)) stretch(visible, next, id);
  return next;
}

/** The element itself, and what is never parted from it. */
function companyOf({ shown, edges }: Visible, id: string): readonly string[] {
  const kind = shown.get(id)?.element.kind;
  if (kind === 'dnsName') {
    const service = [...edges.values()].find((edge) => edge.kind === 'resolves' && edge.from === id)?.to;
    return service === undefined ? [id] : [id, service];
  }
  if (kind !== 'service') return [id];
  return [id, ...[...edges.values()].filter((edge) => edge.kind === 'resolves' && edge.to === id).map(({ from }) => from)];
}

function shift({ shown }: Visible, placement: Map<string, readonly [Rect, ...Rect[]]>, id: string, dx: number, dy: number): void {
  if (dx === 0 && dy === 0) return;
  const inside = new Set([id]);
  // A frame comes before what it holds.
  for (const [other, { frame }] of shown) if (frame !== undefined && inside.has(frame)) inside.add(other);
  for (const moved of inside) {
    const rects = placement.get(moved);
    if (rects === undefined) continue;
    const [first, ...more] = rects.map((rect) => ({ ...rect, x: rect.x + dx, y: rect.y + dy }));
    if (first !== undefined) placement.set(moved, [first, ...more]);
  }
}

const margin = 14;

function stretch({ shown }: Visible, placement: Map<string, readonly [Rect, ...Rect[]]>, id: string): void {
  let [rect] = placement.get(id) ?? [];
  for (let frame = shown.get(id)?.frame; frame !== undefined && rect !== undefined; frame = shown.get(frame)?.frame) {
    const [outer, ...more] = placement.get(frame) ?? [];
    if (outer === undefined) return;
    rect = union(outer, { x: rect.x - margin, y: rect.y - margin, width: rect.width + 2 * margin, height: rect.height + 2 * margin });
    placement.set(frame, [rect, ...more]);
  }
}
