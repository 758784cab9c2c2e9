import { gap, headerOf, padding } from './dimensions.ts';
import { overlaps, union, type Rect } from './geometry.ts';
import type { Placement } from './placement.ts';
import type { Shown, Visible } from './visible.ts';

/** Cards and frames that the reader dragged: place of the top left corner relative to what holds them. */
export type Pins = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/**
 * What the reader's drag makes of the placement: an element goes to the given top left corner, with all it holds; a service takes its names along, a name its service.
 * It stays below the title of what holds it; what stands in its way makes room, down or to the right, and frames round it stretch to hold it still.
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
  const company = companyOf(visible, id);
  shiftInside(visible, next, company, x - rect.x, y - rect.y);
  makeRoom(visible, next, company);

  const nextPins = new Map(pins);
  for (const moved of company) {
    const [own] = next.get(moved) ?? [];
    const frame = visible.shown.get(moved)?.frame;
    const origin = frame === undefined ? { x: 0, y: 0 } : next.get(frame)?.[0];
    if (own !== undefined && origin !== undefined) nextPins.set(moved, { x: own.x - origin.x, y: own.y - origin.y });
  }
  return { placement: next, pins: nextPins };
}

/** A fresh placement with what the reader dragged put back, relative to its frame; what it would cover makes room. */
export function applyPins(visible: Visible, placement: Placement, pins: Pins): Placement {
  if (pins.size === 0) return placement;
  const next = new Map(placement);
  const moved: string[] = [];
  for (const [id, { frame }] of visible.shown) {
    const pin = pins.get(id);
    const [rect] = next.get(id) ?? [];
    const origin = frame === undefined ? { x: 0, y: 0 } : next.get(frame)?.[0];
    if (pin === undefined || rect === undefined || origin === undefined) continue;
    shiftInside(visible, next, [id], origin.x + pin.x - rect.x, origin.y + pin.y - rect.y);
    moved.push(id);
  }
  makeRoom(visible, next, moved);
  return next;
}

type Places = Map<string, readonly [Rect, ...Rect[]]>;

/** The element itself, and what is never parted from it. */
function companyOf({ shown, edges }: Pick<Visible, 'shown' | 'edges'>, id: string): readonly string[] {
  const kind = shown.get(id)?.element.kind;
  if (kind === 'dnsName') {
    const service = [...edges.values()].find((edge) => edge.kind === 'resolves' && edge.from === id)?.to;
    return service === undefined || !shown.has(service) ? [id] : companyOf({ shown, edges }, service);
  }
  if (kind !== 'service') return [id];
  return [
    id,
    ...[...edges.values()].filter((edge) => edge.kind === 'resolves' && edge.to === id && shown.has(edge.from)).map(({ from }) => from),
  ];
}

/** Moves elements of one frame together, no farther than below its title and within its left side. */
function shiftInside(visible: Visible, places: Places, ids: readonly string[], dx: number, dy: number): void {
  const [first] = ids;
  const frame = first === undefined ? undefined : visible.shown.get(first)?.frame;
  const holder = frame === undefined ? undefined : visible.shown.get(frame);
  const [outer] = frame === undefined ? [] : (places.get(frame) ?? []);
  const bounds = boundsOf(places, ids);
  if (bounds === undefined) return;
  const left = holder === undefined || outer === undefined ? -Infinity : outer.x + padding;
  const top = holder === undefined || outer === undefined ? -Infinity : outer.y + headerOf(holder);
  const [x, y] = [Math.max(bounds.x + dx, left), Math.max(bounds.y + dy, top)];
  for (const id of ids) shift(visible, places, id, x - bounds.x, y - bounds.y);
}

function boundsOf(places: Places, ids: readonly string[]): Rect | undefined {
  let bounds: Rect | undefined;
  for (const id of ids) {
    const [rect] = places.get(id) ?? [];
    if (rect !== undefined) bounds = bounds === undefined ? rect : union(bounds, rect);
  }
  return bounds;
}

function shift({ shown }: Visible, places: Places, id: string, dx: number, dy: number): void {
  if (dx === 0 && dy === 0) return;
  const inside = new Set([id]);
  // A frame comes before what it holds.
  for (const [other, { frame }] of shown) if (frame !== undefined && inside.has(frame)) inside.add(other);
  for (const moved of inside) {
    const rects = places.get(moved);
    if (rects === undefined) continue;
    const [first, ...more] = rects.map((rect) => ({ ...rect, x: rect.x + dx, y: rect.y + dy }));
    if (first !== undefined) places.set(moved, [first, ...more]);
  }
}

/** From the innermost frames outwards: what has moved stays, what it covers goes down or to the right, and the frame stretches, which moves it in turn. */
function makeRoom(visible: Visible, places: Places, moved: readonly string[]): void {
  const changed = new Set(moved);
  const units = unitsByFrame(visible);
  const frames = [...units.keys()].toSorted((one, other) => depthOf(visible.shown, other) - depthOf(visible.shown, one));
  for (const frame of frames) {
    const own = units.get(frame) ?? [];
    const isChanged = (unit: readonly string[]) => unit.some((id) => changed.has(id));
    if (!own.some(isChanged)) continue;
    const top = (unit: readonly string[]) => boundsOf(places, unit)?.y ?? 0;
    const others = own.filter((unit) => !isChanged(unit)).sort((one, other) => top(one) - top(other));
    const standing: Rect[] = [];
    for (const unit of [...own.filter(isChanged), ...others]) {
      giveWay(visible, places, unit, standing);
      const rect = boundsOf(places, unit);
      if (rect !== undefined) standing.push(rect);
    }
    if (frame !== undefined && stretch(places, frame, standing)) changed.add(frame);
  }
}

/** Less than arrangements keep: what nobody has touched is in nobody's way. */
const leastGap = gap - 2;

function giveWay(visible: Visible, places: Places, unit: readonly string[], standing: readonly Rect[]): void {
  const start = boundsOf(places, unit);
  if (start === undefined) return;
  let rect = start;
  for (let attempt = 0; attempt <= 2 * standing.length; attempt++) {
    const inTheWay = standing.find(
      (other) =>
        overlaps(rect, { ...other, width: other.width + leastGap, height: other.height + leastGap }) &&
        overlaps({ ...rect, width: rect.width + leastGap, height: rect.height + leastGap }, other),
    );
    if (inTheWay === undefined) break;
    const down = inTheWay.y + inTheWay.height + leastGap - rect.y;
    const right = inTheWay.x + inTheWay.width + leastGap - rect.x;
    rect = down <= right ? { ...rect, y: rect.y + down } : { ...rect, x: rect.x + right };
  }
  for (const id of unit) shift(visible, places, id, rect.x - start.x, rect.y - start.y);
}

/** Whether the frame has grown. */
function stretch(places: Places, frame: string, content: readonly Rect[]): boolean {
  const [outer, ...more] = places.get(frame) ?? [];
  if (outer === undefined) return false;
  const right = Math.max(outer.x + outer.width, ...content.map(({ x, width }) => x + width + padding));
  const bottom = Math.max(outer.y + outer.height, ...content.map(({ y, height }) => y + height + padding));
  // What a continuation of the frame holds lies outside its first rectangle.
  if (more.length > 0 || (right === outer.x + outer.width && bottom === outer.y + outer.height)) return false;
  places.set(frame, [{ ...outer, width: right - outer.x, height: bottom - outer.y }]);
  return true;
}

/** What stands and moves together, by the frame that holds it. */
function unitsByFrame(visible: Visible): ReadonlyMap<string | undefined, readonly (readonly string[])[]> {
  const names = new Map<string, string[]>();
  const hanging = new Set<string>();
  for (const { kind, from, to } of visible.edges.values()) {
    if (kind !== 'resolves' || !visible.shown.has(from) || visible.shown.get(to)?.element.kind !== 'service') continue;
    const known = names.get(to);
    if (known === undefined) names.set(to, [from]);
    else known.push(from);
    hanging.add(from);
  }
  const units = new Map<string | undefined, string[][]>();
  for (const [id, { frame }] of visible.shown) {
    if (hanging.has(id)) continue;
    const unit = [id, ...(names.get(id) ?? [])];
    const known = units.get(frame);
    if (known === undefined) units.set(frame, [unit]);
    else known.push(unit);
  }
  return units;
}

function depthOf(shown: ReadonlyMap<string, Shown>, frame: string | undefined): number {
  let depth = 0;
  for (let current = frame; current !== undefined && depth < 8; current = shown.get(current)?.frame) depth++;
  return depth;
}
