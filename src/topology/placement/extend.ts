import { arrange, arrangeFrame, type Shape } from './arrange.ts';
import { cardSizes, clusterGap, clusterHeader, gap, headerOf, laneGap, padding, sizeOf, unitGap } from './dimensions.ts';
import { encloses, inflate, overlaps, union, type Rect, type Size } from './geometry.ts';
import { boundsOf, lanes, newLayout, type Layout, type Placement } from './placement.ts';
import type { Shown, Visible } from './visible.ts';

/**
 * Places what is new beside what is there. Whatever has a place keeps it to the pixel; a frame grows only into free space; nothing overlaps.
 * Falls back to `arrange` when most of it is new.
 */
export function extend({ shown }: Pick<Visible, 'shown'>, previous: Placement, shape?: Shape): Placement {
  const kept = [...shown.values()].filter((one) => fits(one, previous.get(one.element.id)));
  if (kept.length === shown.size && previous.size === shown.size) return previous;
  if (kept.length * 2 < shown.size) return arrange({ shown }, shape);
  const layout = newLayout(shown);
  for (const {
    element: { id },
  } of kept) {
    const rects = previous.get(id);
    if (rects !== undefined) layout.result.set(id, rects);
  }
  for (const one of shown.values()) if (!layout.result.has(one.element.id)) place(layout, one);
  return layout.result;
}

/** A rectangle of the other role (a group that was folded or opened), or of another kind's size, is no place to keep. */
function fits(one: Shown, rects: readonly Rect[] | undefined): boolean {
  const [rect] = rects ?? [];
  if (rect === undefined) return false;
  const { width, height } = sizeOf(one);
  return one.role === 'frame' ? rect.width !== width || rect.height !== height : rect.width === width && rect.height === height;
}

/** Finds a place for one new element, and for all that it holds. */
function place(layout: Layout, one: Shown): void {
  const {
    frame,
    element: { id, kind },
  } = one;
  const parent = frame === undefined ? undefined : layout.shown.get(frame);
  if (parent === undefined) {
    placeCluster(layout, one);
  } else if (one.role === 'frame') {
    placeFrame(layout, one, parent);
  } else if (parent.element.kind === 'cluster') {
    layout.result.set(id, [{ ...spotInCluster(layout, one, sizeOf(one), parent), ...sizeOf(one) }]);
  } else {
    const below = kind === 'dnsName' ? belowService(layout, one) : undefined;
    layout.result.set(id, [below !== undefined && isFree(layout, below, parent) ? below : slotInFrame(layout, one, parent)]);
  }
}

function placeCluster(layout: Layout, one: Shown): void {
  const bounds = boundsOf(layout.result);
  const y = bounds === undefined ? 0 : bounds.y + bounds.height + clusterGap;
  if (one.role === 'frame') arrangeFrame({ ...layout, children: newcomers(layout) }, one, 0, y);
  else layout.result.set(one.element.id, [{ x: 0, y, ...sizeOf(one) }]);
}

function placeFrame(layout: Layout, one: Shown, parent: Shown): void {
  const draft: Layout = { ...layout, children: newcomers(layout), result: new Map() };
  // No taller than the cluster where that is possible: to the right there is always room.
  const most = (layout.result.get(parent.element.id)?.[0].height ?? 0) - clusterHeader - padding;
  const count = draft.children.get(one.element.id)?.length ?? 0;
  let size: Size = arrangeFrame(draft, one, 0, 0);
  for (let columns = 2; columns <= count && size.height > most; columns++) size = arrangeFrame(draft, one, 0, 0, { columns });
  const spot = spotInCluster(layout, one, size, parent);
  for (const [key, [rect]] of draft.result) layout.result.set(key, [{ ...rect, x: rect.x + spot.x, y: rect.y + spot.y }]);
}

/** A new frame is arranged with all it holds; of those, what already has a place keeps it. */
function newcomers({ children, result }: Layout): Layout['children'] {
  return new Map([...children].map(([frame, list]) => [frame, list.filter(({ element }) => !result.has(element.id))]));
}

/** The place that hangs below the service this name follows. */
function belowService({ children, result }: Layout, one: Shown): Rect | undefined {
  const siblings = children.get(one.frame) ?? [];
  const before = siblings[siblings.indexOf(one) - 1];
  const [rect] = before === undefined ? [] : (result.get(before.element.id) ?? []);
  return rect === undefined ? undefined : { x: rect.x, y: rect.y + rect.height, ...sizeOf(one) };
}

/** Inside one of the frame's rectangles and clear of what it holds. */
function isFree(layout: Layout, rect: Rect, { element: { id } }: Shown): boolean {
  const regions = layout.result.get(id) ?? [];
  return regions.some((region) => encloses(region, rect)) && !rectsIn(layout, id).some((other) => overlaps(rect, other));
}

function rectsIn({ children, result }: Layout, frame: string | undefined): readonly Rect[] {
  return (children.get(frame) ?? []).flatMap(({ element }) => result.get(element.id) ?? []);
}

/** A free place in a frame near the sibling before; else the frame grows, down or to the right; else it is continued elsewhere. */
function slotInFrame(layout: Layout, one: Shown, parent: Shown): Rect {
  const size = sizeOf(one);
  const isService = one.element.kind === 'service';
  // A service needs the room of its name as well.
  const room = isService ? { width: size.width, height: size.height + cardSizes.dnsName[1] } : size;
  const step = isService ? { x: size.width + 4 * gap, y: room.height + unitGap } : { x: size.width + gap, y: size.height + gap };
  const found =
    freeSlot(layout, one, parent, room, step) ??
    slotAfterGrowth(layout, parent, room, step, isService ? unitGap : gap) ??
    slotInContinuation(layout, parent, room);
  return { ...size, x: found.x, y: found.y };
}

function freeSlot(
  layout: Layout,
  one: Shown,
  parent: Shown,
  room: Size,
  step: { readonly x: number; readonly y: number },
): Rect | undefined {
  const regions = layout.result.get(parent.element.id) ?? [];
  const taken = rectsIn(layout, parent.element.id);
  const near = nearOf(layout, one) ?? regions[0];
  let best: Rect | undefined;
  for (const region of regions) {
    const right = region.x + region.width - padding - room.width + 0.5;
    const bottom = region.y + region.height - padding - room.height + 0.5;
    for (const y of rowsOf(region, parent, taken, step.y)) {
      if (y > bottom) continue;
      for (let x = region.x + padding; x <= right; x += step.x) {
        const candidate = { x, y, ...room };
        const nearer = best === undefined || (near !== undefined && distance(candidate, near) < distance(best, near));
        if (nearer && !taken.some((other) => overlaps(candidate, other))) best = candidate;
      }
    }
  }
  return best;
}

/** Where a row may begin. Services do not stand in even rows: captions part them, so a place that became free begins below its neighbour. */
function rowsOf(region: Rect, parent: Shown, taken: readonly Rect[], step: number): Iterable<number> {
  const rows = new Set<number>();
  const top = region.y + headerOf(parent);
  for (let y = top; y < region.y + region.height; y += step) rows.add(y);
  if (parent.element.kind === 'namespace') for (const { y, height } of taken) if (y >= top) rows.add(y + height + unitGap);
  return rows;
}

/** The nearest sibling before it in topology order that has a place, else the nearest behind. */
function nearOf({ children, result }: Layout, one: Shown): Rect | undefined {
  const siblings = children.get(one.frame) ?? [];
  const index = siblings.indexOf(one);
  const placed = (other: Shown) => result.has(other.element.id);
  const sibling = siblings.slice(0, index).findLast(placed) ?? siblings.slice(index + 1).find(placed);
  return sibling === undefined ? undefined : result.get(sibling.element.id)?.[0];
}

function slotAfterGrowth(layout: Layout, parent: Shown, room: Size, step: { readonly x: number }, below: number): Rect | undefined {
  const taken = rectsIn(layout, parent.element.id);
  for (const [index, region] of (layout.result.get(parent.element.id) ?? []).entries()) {
    const top = region.y + headerOf(parent);
    const lowest = Math.max(top - below, ...taken.filter((other) => encloses(region, other)).map((other) => other.y + other.height));
    const down = { x: region.x + padding, y: lowest + below, ...room };
    const across = { x: region.x + region.width - padding + step.x - room.width, y: top, ...room };
    for (const candidate of [down, across]) {
      const grown = union(region, { ...candidate, width: candidate.width + padding, height: candidate.height + padding });
      if (!mayOccupy(layout, grown, parent, index)) continue;
      occupy(layout, grown, parent, index);
      return candidate;
    }
  }
  return undefined;
}

/** Hemmed in: the frame goes on elsewhere in its cluster. */
function slotInContinuation(layout: Layout, parent: Shown, room: Size): Rect {
  const { shown, result } = layout;
  const [first, ...more] = result.get(parent.element.id) ?? [];
  const cluster = parent.frame === undefined ? undefined : shown.get(parent.frame);
  const needed = { width: Math.max(room.width + 2 * padding, sizeOf(parent).width), height: headerOf(parent) + room.height + padding };
  const bounds = boundsOf(result) ?? { x: 0, y: 0, width: 0, height: 0 };
  const spot =
    cluster === undefined ? { x: bounds.x, y: bounds.y + bounds.height + clusterGap } : spotInCluster(layout, parent, needed, cluster);
  const region = { ...spot, ...needed };
  result.set(parent.element.id, first === undefined ? [region] : [first, ...more, region]);
  return { x: region.x + padding, y: region.y + headerOf(parent), ...room };
}

/**
 * A free spot in a cluster: in the lane of its kind, below what is there; when the cluster cannot grow down, at its right edge; when another cluster stands there,
 * in a continuation of the cluster below everything. The cluster has grown when this returns.
 */
function spotInCluster(layout: Layout, one: Shown, size: Size, cluster: Shown): { readonly x: number; readonly y: number } {
  const { children, result } = layout;
  const [region] = result.get(cluster.element.id) ?? [{ x: 0, y: 0, width: 0, height: 0 }];
  const taken = rectsIn(layout, cluster.element.id);
  const lane = lanes[one.element.kind];
  const mates = (children.get(cluster.element.id) ?? [])
    .filter(({ element }) => lanes[element.kind] === lane)
    .flatMap(({ element }) => result.get(element.id) ?? []);
  const top = region.y + clusterHeader;
  const x =
    mates.length > 0
      ? Math.min(...mates.map((rect) => rect.x))
      : Math.max(region.x + padding, ...taken.map((rect) => rect.x + rect.width + laneGap));

  const starts = [top, ...taken.map((rect) => rect.y + rect.height + 2 * gap)].filter((y) => y >= top).sort((one_, other) => one_ - other);
  for (const y of starts) {
    const candidate = { x, y, width: size.width, height: size.height };
    if (taken.some((other) => overlaps(inflate(candidate, gap), other))) continue;
    const grown = union(region, { x: x - padding, y, width: size.width + 2 * padding, height: size.height + padding });
    if (!mayOccupy(layout, grown, cluster, 0)) continue;
    occupy(layout, grown, cluster, 0);
    return { x, y };
  }
  const regions = result.get(cluster.element.id) ?? [region];
  for (const [index, one_] of regions.entries()) {
    const spot = { x: one_.x + one_.width, y: one_.y + clusterHeader };
    const grown = union(one_, { ...spot, width: size.width + padding, height: size.height + padding });
    if (!mayOccupy(layout, grown, cluster, index)) continue;
    occupy(layout, grown, cluster, index);
    return spot;
  }
  const bounds = boundsOf(result) ?? region;
  const more = {
    x: region.x,
    y: bounds.y + bounds.height + clusterGap,
    width: size.width + 2 * padding,
    height: clusterHeader + size.height + padding,
  };
  result.set(cluster.element.id, [regions[0], ...regions.slice(1), more]);
  return { x: more.x + padding, y: more.y + clusterHeader };
}

/** Which rectangle of a frame that has several this one lies in: the first, when it lies in none yet. */
function regionOf({ result }: Layout, frame: Shown, rect: Rect): number {
  return Math.max(
    0,
    (result.get(frame.element.id) ?? []).findIndex((region) => encloses(region, rect)),
  );
}

/** Whether a frame may take this rectangle: no sibling stands there, and each frame round it may grow as well. */
function mayOccupy(layout: Layout, rect: Rect, frame: Shown, index: number): boolean {
  const { shown, children, result } = layout;
  const own = result.get(frame.element.id)?.[index];
  if (own !== undefined && encloses(own, rect)) return true;
  const others = (children.get(frame.frame) ?? []).flatMap(({ element: { id } }) =>
    (result.get(id) ?? []).filter((_, at) => id !== frame.element.id || at !== index),
  );
  if (others.some((other) => overlaps(inflate(rect, gap - 1), other))) return false;
  const parent = frame.frame === undefined ? undefined : shown.get(frame.frame);
  const at = parent === undefined ? 0 : regionOf(layout, parent, own ?? rect);
  const outer = parent === undefined ? undefined : result.get(parent.element.id)?.[at];
  return parent === undefined || outer === undefined || mayOccupy(layout, union(outer, inflate(rect, padding)), parent, at);
}

function occupy(layout: Layout, rect: Rect, frame: Shown, index: number): void {
  const { shown, result } = layout;
  const regions = result.get(frame.element.id) ?? [];
  const own = regions[index];
  const [first, ...more] = regions.map((old, at) => (at === index ? rect : old));
  if (first === undefined) return;
  const parent = frame.frame === undefined ? undefined : shown.get(frame.frame);
  const outerIndex = parent === undefined ? 0 : regionOf(layout, parent, own ?? rect);
  result.set(frame.element.id, [first, ...more]);
  const outer = parent === undefined ? undefined : result.get(parent.element.id)?.[outerIndex];
  if (parent === undefined || outer === undefined) return;
  // Only what sticks out makes the outer frame grow: its header line above stays as it is.
  const grown = union(outer, { x: rect.x, y: rect.y, width: rect.width + padding, height: rect.height + padding });
  if (!encloses(outer, grown)) occupy(layout, grown, parent, outerIndex);
}

/** What lies above or below is farther than what lies beside: a row is read together. */
function distance(one: Rect, other: Rect): number {
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y) * 1.5;
}
