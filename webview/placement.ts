import type { ElementKind } from '../src/topology/protocol.ts';
import type { Shown, Visible } from './visible.ts';

/** In the graph's own pixels; `x`, `y` the top left corner. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where everything is. A card has one rectangle. A frame has one too, or more: when it was full and hemmed in, later children went into a continuation elsewhere,
 * since nothing that is there may move.
 */
export type Placement = ReadonlyMap<string, readonly [Rect, ...Rect[]]>;

/** Of a frame, its one-line title. */
const shortHeader = 36;
/** Of a node, which also shows its address. */
const nodeHeader = 50;
/** Of a pool, which also shows its range and how much of it is used. */
const poolHeader = 66;
const clusterHeader = 64;
const padding = 14;
const gap = 12;
const laneGap = 84;
const clusterGap = 90;

const cardSizes: Record<ElementKind, readonly [width: number, height: number]> = {
  cluster: [280, 60], clients: [190, 48], externalNetwork: [190, 48], loadBalancerPool: [244, 62], externalAddress: [216, 38], namespace: [260, 48],
  dnsName: [284, 24], service: [284, 50], node: [232, 48], unscheduled: [232, 48], workload: [204, 46], pod: [204, 46], endpoint: [204, 38],
  addressPlan: [218, 48], range: [240, 46], ipPool: [240, 46],
};

type Lane = 'outside' | 'addresses' | 'services' | 'nodes' | 'plan';

const lanes: Partial<Record<ElementKind, Lane>> = {
  clients: 'outside', externalNetwork: 'outside', loadBalancerPool: 'addresses', externalAddress: 'addresses', namespace: 'services', dnsName: 'services', service: 'services',
  node: 'nodes', unscheduled: 'nodes', workload: 'nodes', pod: 'nodes', endpoint: 'nodes', addressPlan: 'plan', range: 'plan', ipPool: 'plan',
};

/** `wide`: every stage of the way has a lane of its own. `tall`: clients stand above the external addresses, the address ranges below everything. */
export type Shape = 'wide' | 'tall';

/** The shape in which the picture can be drawn larger in a window of this size. */
export function shapeFor(visible: Pick<Visible, 'shown'>, { width, height }: { readonly width: number; readonly height: number }): Shape {
  const scale = (shape: Shape) => {
    const bounds = boundsOf(arrange(visible, shape));
    return bounds === undefined ? 1 : Math.min(width / bounds.width, height / bounds.height, 1);
  };
  return scale('wide') >= scale('tall') ? 'wide' : 'tall';
}

/** Places everything from nothing, in one pass over the topology order: outside, external addresses, services, nodes, from left to right; clusters one below the other. */
export function arrange({ shown }: Pick<Visible, 'shown'>, shape: Shape = 'wide'): Placement {
  const result: Result = new Map();
  const layout: Layout = { children: childrenOf(shown), result, shape };
  const { children } = layout;
  const roots = children.get(undefined) ?? [];
  const cards = roots.filter(({ role }) => role === 'card');
  const block = grid(cards, 0, 0, Math.ceil(Math.sqrt(cards.length)), result);
  let y = cards.length === 0 ? 0 : block.height + clusterGap;
  for (const root of roots) {
    if (root.role === 'card') continue;
    const rect = arrangeFrame(root, 0, y, children, result);
    y = rect.y + rect.height + clusterGap;
  }
  return result;
}

/**
 * Places what is new beside what is there. Whatever has a place keeps it to the pixel; a frame grows only into free space; nothing overlaps.
 * Falls back to `arrange` when most of it is new.
 */
export function extend({ shown }: Pick<Visible, 'shown'>, previous: Placement): Placement {
  const kept = [...shown.values()].filter((one) => fits(one, previous.get(one.element.id)));
  if (kept.length * 2 < shown.size) return arrange({ shown });
  const result: Result = new Map();
  for (const { element: { id } } of kept) {
    const rects = previous.get(id);
    if (rects !== undefined) result.set(id, rects);
  }
  const children = childrenOf(shown);
  for (const one of shown.values()) {
    if (!result.has(one.element.id)) addOne(one, shown, children, result);
  }
  return result;
}

/** The rectangle round everything; undefined when there is nothing. */
export function boundsOf(placement: Placement): Rect | undefined {
  let bounds: Rect | undefined;
  for (const rects of placement.values()) for (const rect of rects) bounds = bounds === undefined ? rect : union(bounds, rect);
  return bounds;
}

/** Left edges of the lanes of a cluster that was just arranged, for their headings; a lane without content is left out. */
export function laneHeadings({ shown }: Pick<Visible, 'shown'>, placement: Placement): readonly { readonly cluster: string; readonly lane: Exclude<Lane, 'plan'>; readonly x: number; readonly y: number }[] {
  const headings = new Map<string, { cluster: string; lane: Exclude<Lane, 'plan'>; x: number; y: number }>();
  for (const { element, frame } of shown.values()) {
    const lane = lanes[element.kind];
    if (frame === undefined || lane === undefined || lane === 'plan' || shown.get(frame)?.element.kind !== 'cluster') continue;
    const [rect] = placement.get(element.id) ?? [];
    const [cluster] = placement.get(frame) ?? [];
    if (rect === undefined || cluster === undefined) continue;
    const key = `${lane} ${frame}`;
    const known = headings.get(key);
    if (known === undefined || rect.x < known.x) headings.set(key, { cluster: frame, lane, x: rect.x, y: cluster.y + clusterHeader - 22 });
  }
  return [...headings.values()];
}

type Result = Map<string, readonly [Rect, ...Rect[]]>;
type Children = ReadonlyMap<string | undefined, readonly Shown[]>;

function childrenOf(shown: ReadonlyMap<string, Shown>): Children {
  const children = new Map<string | undefined, Shown[]>();
  for (const one of shown.values()) {
    const siblings = children.get(one.frame);
    if (siblings === undefined) children.set(one.frame, [one]);
    else siblings.push(one);
  }
  return children;
}

function sizeOf({ element: { kind } }: Shown): { width: number; height: number } {
  const [width, height] = cardSizes[kind];
  return { width, height };
}

/** A rectangle of the other role (a group that was folded or opened) or of another kind's size is no place to keep. */
function fits(one: Shown, rects: readonly Rect[] | undefined): boolean {
  const [rect] = rects ?? [];
  if (rect === undefined) return false;
  const { width, height } = sizeOf(one);
  return one.role === 'frame' ? rect.width !== width || rect.height !== height : rect.width === width && rect.height === height;
}

function headerOf({ element: { kind } }: Pick<Shown, 'element'>): number {
  switch (kind) {
    case 'cluster': return clusterHeader;
    case 'loadBalancerPool': return poolHeader;
    case 'node': return nodeHeader;
    default: return shortHeader;
  }
}

/** What of a frame takes the pointer, and where edges end: its title. */
export function titleOf(frame: Shown, { x, y, width }: Rect): Rect {
  return { x, y, width, height: frame.element.kind === 'cluster' ? 36 : headerOf(frame) - 6 };
}

function arrangeFrame(frame: Shown, x: number, y: number, children: Children, result: Result, columns?: number): Rect {
  const { element: { kind, id } } = frame;
  // A frame comes before what it holds, so that a later pass meets it first.
  result.set(id, [{ x, y, width: 0, height: 0 }]);
  const content = children.get(id) ?? [];
  const left = x + padding;
  const top = y + headerOf(frame);
  let inner: Rect;
  if (kind === 'cluster') inner = arrangeCluster(content, left, top, children, result);
  else if (kind === 'namespace') inner = stacks(content, left, top, columns ?? 1, result);
  else inner = grid(content, left, top, columns ?? (kind === 'addressPlan' ? 2 : 1), result);

  const [width, height] = emptySize(kind);
  const rect = {
    x, y,
    width: Math.max(width, inner.width + 2 * padding),
    height: Math.max(height, headerOf(frame) + inner.height + padding),
  };
  result.set(id, [rect]);
  return rect;
}

/** The least size of a frame: room for its title, and for what is likely to come. */
function emptySize(kind: ElementKind): readonly [width: number, height: number] {
  const [width, height] = cardSizes[kind];
  switch (kind) {
    case 'cluster': return [width + 1, 260];
    case 'loadBalancerPool': return [width, poolHeader + cardSizes.externalAddress[1] + padding];
    case 'node': case 'unscheduled': return [width, nodeHeader + cardSizes.pod[1] + padding];
    default: return [width + 1, height + 1];
  }
}

function arrangeCluster(content: readonly Shown[], left: number, top: number, children: Children, result: Result): Rect {
  const byLane = new Map<Lane, Shown[]>();
  for (const one of content) {
    const lane = lanes[one.element.kind] ?? 'nodes';
    const known = byLane.get(lane);
    if (known === undefined) byLane.set(lane, [one]);
    else known.push(one);
  }
  const take = (lane: Lane) => byLane.get(lane) ?? [];

  const outside = column(take('outside'), left, top, children, result);
  const addressesLeft = left + (outside.width > 0 ? outside.width + laneGap * 0.7 : 0);
  const addresses = column(take('addresses'), addressesLeft, top, children, result);
  let leftHalf = union(outside, addresses);
  if (take('plan').length > 0) {
    const below = leftHalf.height > 0 ? top + leftHalf.height + 36 : top;
    leftHalf = union(leftHalf, column(take('plan'), left, below, children, result));
  }

  const services = take('services');
  const servicesLeft = left + (leftHalf.width > 0 ? leftHalf.width + laneGap : 0);
  const laneHeight = (columns: number) => services.reduce((sum, one) => sum + shortHeader + 38 + Math.ceil((children.get(one.element.id)?.length ?? 0) / 2 / columns) * 92, 0);
  const serviceColumns = fewest(8, (columns) => laneHeight(columns) <= 1500);
  const middle = column(services, servicesLeft, top, children, result, serviceColumns);

  const nodes = take('nodes');
  const nodesLeft = servicesLeft + (middle.width > 0 ? middle.width + laneGap * 1.3 : 0);
  const target = Math.max(leftHalf.height, middle.height * 1.3, 900);
  const cells = (one: Shown) => Math.max(1, children.get(one.element.id)?.length ?? 0);
  const nodesHeight = (columns: number) => nodes.reduce((sum, one) => sum + (one.role === 'card' ? 48 + gap : nodeHeader + 38 + Math.ceil(cells(one) / columns) * (46 + gap)), 0);
  const nodeColumns = fewest(12, (columns) => nodesHeight(columns) <= target);
  const allCards = nodes.every(({ role }) => role === 'card');
  const right = allCards && nodes.length > 12
    ? grid(nodes, nodesLeft, top, Math.ceil(nodes.length / 12), result)
    : column(nodes, nodesLeft, top, children, result, nodeColumns);
  return [leftHalf, middle, right].reduce(union, { x: left, y: top, width: 0, height: 0 });
}

/** The least number of columns that will do. */
function fewest(most: number, enough: (columns: number) => boolean): number {
  let columns = 1;
  while (columns < most && !enough(columns)) columns++;
  return columns;
}

/** Frames and cards one below the other. */
function column(content: readonly Shown[], x: number, y: number, children: Children, result: Result, columns?: number): Rect {
  let bottom = y;
  let width = 0;
  for (const one of content) {
    let rect: Rect;
    if (one.role === 'frame') rect = arrangeFrame(one, x, bottom, children, result, columns);
    else {
      rect = { x, y: bottom, ...sizeOf(one) };
      result.set(one.element.id, [rect]);
    }
    bottom = rect.y + rect.height + (one.role === 'frame' ? 2 * gap : gap);
    width = Math.max(width, rect.width);
  }
  const last = content.at(-1);
  return { x, y, width, height: last === undefined ? 0 : bottom - y - (last.role === 'frame' ? 2 * gap : gap) };
}

/** Cards in rows. */
function grid(content: readonly Shown[], x: number, y: number, columns: number, result: Result): Rect {
  let width = 0;
  let height = 0;
  content.forEach((one, index) => {
    const size = sizeOf(one);
    const rect = { x: x + (index % columns) * (size.width + gap), y: y + Math.floor(index / columns) * (size.height + gap), ...size };
    result.set(one.element.id, [rect]);
    width = Math.max(width, rect.x + rect.width - x);
    height = Math.max(height, rect.y + rect.height - y);
  });
  return { x, y, width, height };
}

/** Services, each with its DNS name hanging below it, in columns. */
function stacks(content: readonly Shown[], x: number, y: number, columns: number, result: Result): Rect {
  const units = unitsOf(content);
  const rows = Math.ceil(units.length / columns);
  let bounds: Rect = { x, y, width: 0, height: 0 };
  let bottom = y;
  units.forEach((unit, index) => {
    if (index % rows === 0) bottom = y;
    const left = x + Math.floor(index / rows) * (cardSizes.service[0] + 4 * gap);
    for (const one of unit) {
      const rect = { x: left, y: bottom, ...sizeOf(one) };
      result.set(one.element.id, [rect]);
      bounds = union(bounds, rect);
      bottom += rect.height;
    }
    bottom += gap + 4;
  });
  return bounds;
}

/** A service and the names that follow it. */
function unitsOf(content: readonly Shown[]): readonly (readonly Shown[])[] {
  const units: Shown[][] = [];
  for (const one of content) {
    const last = units.at(-1);
    if (one.element.kind === 'dnsName' && last !== undefined) last.push(one);
    else units.push([one]);
  }
  return units;
}

/** A place for one new element, and for all that it holds. */
function addOne(one: Shown, shown: ReadonlyMap<string, Shown>, children: Children, result: Result): void {
  const { frame, element: { id, kind } } = one;
  const parent = frame === undefined ? undefined : shown.get(frame);
  if (parent === undefined) {
    const bounds = boundsOf(result) ?? { x: 0, y: -clusterGap, width: 0, height: 0 };
    if (one.role === 'frame') arrangeFrame(one, 0, bounds.y + bounds.height + clusterGap, withoutPlaced(children, result), result);
    else result.set(id, [{ x: 0, y: bounds.y + bounds.height + clusterGap, ...sizeOf(one) }]);
    return;
  }

  const siblings = children.get(parent.element.id) ?? [];
  if (one.role === 'frame') {
    const local: Result = new Map();
    const fresh = withoutPlaced(children, result);
    // No taller than the cluster where that is possible: to the right there is always room.
    const most = (result.get(parent.element.id)?.[0].height ?? 0) - clusterHeader - padding;
    const count = fresh.get(id)?.length ?? 0;
    let size = arrangeFrame(one, 0, 0, fresh, local);
    for (let columns = 2; columns <= count && size.height > most; columns++) size = arrangeFrame(one, 0, 0, fresh, local, columns);
    const spot = spotInCluster(one, size, parent, siblings, shown, children, result);
    for (const [key, rects] of local) result.set(key, [shifted(rects[0], spot.x, spot.y)]);
    return;
  }
  if (parent.element.kind === 'cluster') {
    const { x, y } = spotInCluster(one, sizeOf(one), parent, siblings, shown, children, result);
    result.set(id, [{ x, y, ...sizeOf(one) }]);
    return;
  }
  const own = kind === 'dnsName' ? belowService(one, siblings, result) : undefined;
  if (own !== undefined && isFree(own, parent, siblings, result)) {
    result.set(id, [own]);
    return;
  }
  const slot = slotInFrame(one, parent, siblings, shown, children, result);
  result.set(id, [slot]);
}

/** A new frame is arranged with all it holds; of those, what already has a place keeps it. */
function withoutPlaced(children: Children, result: Result): Children {
  return new Map([...children].map(([frame, list]) => [frame, list.filter(({ element }) => !result.has(element.id))]));
}

/** The place that hangs below the service this name follows. */
function belowService(one: Shown, siblings: readonly Shown[], result: Result): Rect | undefined {
  const before = siblings[siblings.indexOf(one) - 1];
  const [rect] = before === undefined ? [] : (result.get(before.element.id) ?? []);
  return rect === undefined ? undefined : { x: rect.x, y: rect.y + rect.height, ...sizeOf(one) };
}

/** Inside one of the frame's rectangles and clear of what it holds. */
function isFree(rect: Rect, parent: Shown, siblings: readonly Shown[], result: Result): boolean {
  const regions = result.get(parent.element.id) ?? [];
  return regions.some((region) => encloses(region, rect)) && !siblings.some(({ element }) => result.get(element.id)?.some((other) => overlaps(rect, other)));
}

/** A free place in a frame near the sibling before; else the frame grows, down or to the right; else it is continued elsewhere. */
function slotInFrame(one: Shown, parent: Shown, siblings: readonly Shown[], shown: ReadonlyMap<string, Shown>, children: Children, result: Result): Rect {
  const size = sizeOf(one);
  // A service needs the room of its name as well.
  const room = one.element.kind === 'service' ? { width: size.width, height: size.height + cardSizes.dnsName[1] } : size;
  const taken = siblings.flatMap(({ element }) => result.get(element.id) ?? []);
  const regions = result.get(parent.element.id) ?? [];
  const near = nearOf(one, siblings, result) ?? regions[0];
  const step = { x: size.width + (one.element.kind === 'service' ? 4 : 1) * gap, y: room.height + gap + (one.element.kind === 'service' ? 4 : 0) };

  let best: Rect | undefined;
  for (const region of regions) {
    const inner = { x: region.x + padding, y: region.y + headerOf(parent), width: region.width - 2 * padding, height: region.height - headerOf(parent) - padding };
    for (let y = inner.y; y + room.height <= inner.y + inner.height + 0.5; y += step.y) {
      for (let x = inner.x; x + room.width <= inner.x + inner.width + 0.5; x += step.x) {
        const candidate = { x, y, ...room };
        const nearer = best === undefined || (near !== undefined && distance(candidate, near) < distance(best, near));
        if (nearer && !taken.some((other) => overlaps(candidate, other))) best = candidate;
      }
    }
  }
  if (best !== undefined) return { x: best.x, y: best.y, ...size };

  for (const [index, region] of regions.entries()) {
    const right = region.x + region.width;
    const lowest = Math.max(region.y + headerOf(parent) - gap, ...taken.filter((other) => encloses(region, other)).map((other) => other.y + other.height));
    const down = { x: region.x + padding, y: lowest + gap + (one.element.kind === 'service' ? 4 : 0), ...room };
    const across = { x: right - padding + step.x - size.width, y: region.y + headerOf(parent), ...room };
    for (const candidate of [down, across]) {
      const grown = union(region, { ...candidate, width: candidate.width + padding, height: candidate.height + padding });
      if (!mayOccupy(grown, parent, index, shown, children, result)) continue;
      occupy(grown, parent, index, shown, result);
      return { x: candidate.x, y: candidate.y, ...size };
    }
  }

  // Hemmed in: the frame goes on elsewhere in its cluster.
  const cluster = parent.frame === undefined ? undefined : shown.get(parent.frame);
  const needed = { width: Math.max(room.width + 2 * padding, cardSizes[parent.element.kind][0]), height: headerOf(parent) + room.height + padding };
  const spot = cluster === undefined
    ? { x: 0, y: (boundsOf(result)?.y ?? 0) + (boundsOf(result)?.height ?? 0) + clusterGap }
    : spotInCluster(parent, needed, cluster, children.get(cluster.element.id) ?? [], shown, children, result);
  const region = { ...spot, ...needed };
  const [first, ...more] = result.get(parent.element.id) ?? [region];
  result.set(parent.element.id, first === region ? [region] : [first, ...more, region]);
  return { x: region.x + padding, y: region.y + headerOf(parent), ...size };
}

/** The nearest sibling before it in topology order that has a place, else the nearest behind. */
function nearOf(one: Shown, siblings: readonly Shown[], result: Result): Rect | undefined {
  const index = siblings.indexOf(one);
  for (let before = index - 1; before >= 0; before--) {
    const [rect] = result.get(siblings[before]?.element.id ?? '') ?? [];
    if (rect !== undefined) return rect;
  }
  for (const after of siblings.slice(index + 1)) {
    const [rect] = result.get(after.element.id) ?? [];
    if (rect !== undefined) return rect;
  }
  return undefined;
}

/**
 * A free spot in a cluster: in the lane of its kind, below what is there; when the cluster cannot grow down, at its right edge, where nothing stands in the way.
 * The cluster has grown when this returns.
 */
function spotInCluster(one: Shown, size: { width: number; height: number }, cluster: Shown, siblings: readonly Shown[], shown: ReadonlyMap<string, Shown>, children: Children, result: Result): { x: number; y: number } {
  const [region] = result.get(cluster.element.id) ?? [{ x: 0, y: 0, width: 0, height: 0 }];
  const taken = siblings.flatMap(({ element }) => result.get(element.id) ?? []);
  const lane = lanes[one.element.kind];
  const mates = siblings.filter(({ element }) => element.id !== one.element.id && lanes[element.kind] === lane).flatMap(({ element }) => result.get(element.id) ?? []);
  const top = region.y + clusterHeader;
  const x = mates.length > 0 ? Math.min(...mates.map((rect) => rect.x)) : Math.max(region.x + padding, ...taken.map((rect) => rect.x + rect.width + laneGap));

  const starts = [top, ...taken.map((rect) => rect.y + rect.height + 2 * gap)].sort((a, b) => a - b);
  for (const y of starts) {
    const candidate = { ...size, x, y };
    // A lane without mates would have to stand somewhere: then the right edge is its place, from the top.
    if (y < top || taken.some((other) => overlaps(inflate(candidate, gap), other))) continue;
    const grown = union(region, { x: candidate.x - padding, y: candidate.y, width: size.width + 2 * padding, height: size.height + padding });
    if (!mayOccupy(grown, cluster, 0, shown, children, result)) continue;
    occupy(grown, cluster, 0, shown, result);
    return candidate;
  }
  const candidate = { ...size, x: Math.max(region.x + region.width, ...taken.map((rect) => rect.x + rect.width + gap)), y: top };
  occupy(union(region, { x: candidate.x, y: candidate.y, width: size.width + padding, height: Math.min(size.height + padding, Math.max(region.height - clusterHeader, size.height + padding)) }), cluster, 0, shown, result);
  return candidate;
}

/** Whether a frame may take this rectangle: no sibling stands there, and each frame round it may grow as well. */
function mayOccupy(rect: Rect, frame: Shown, index: number, shown: ReadonlyMap<string, Shown>, children: Children, result: Result): boolean {
  const own = result.get(frame.element.id)?.[index];
  if (own !== undefined && encloses(own, rect)) return true;
  const others = (children.get(frame.frame) ?? []).flatMap(({ element: { id } }) => (result.get(id) ?? []).filter((_, at) => id !== frame.element.id || at !== index));
  if (others.some((other) => overlaps(inflate(rect, gap - 1), other))) return false;
  const parent = frame.frame === undefined ? undefined : shown.get(frame.frame);
  const outer = parent === undefined ? undefined : result.get(parent.element.id)?.[0];
  return parent === undefined || outer === undefined || mayOccupy(union(outer, inflate(rect, padding)), parent, 0, shown, children, result);
}

function occupy(rect: Rect, frame: Shown, index: number, shown: ReadonlyMap<string, Shown>, result: Result): void {
  const rects = result.get(frame.element.id);
  if (rects === undefined) return;
  const [first, ...more] = rects.map((old, at) => (at === index ? rect : old));
  if (first === undefined) return;
  result.set(frame.element.id, [first, ...more]);
  const parent = frame.frame === undefined ? undefined : shown.get(frame.frame);
  const outer = parent === undefined ? undefined : result.get(parent.element.id)?.[0];
  if (parent === undefined || outer === undefined) return;
  // Only what sticks out makes the outer frame grow: its header line above stays as it is.
  const grown = union(outer, { x: rect.x, y: rect.y, width: rect.width + padding, height: rect.height + padding });
  if (!encloses(outer, grown)) occupy(grown, parent, 0, shown, result);
}

function shifted({ x, y, width, height }: Rect, dx: number, dy: number): Rect {
  return { x: x + dx, y: y + dy, width, height };
}

export function union(one: Rect, other: Rect): Rect {
  if (one.width === 0 && one.height === 0) return other.width === 0 && other.height === 0 ? one : other;
  if (other.width === 0 && other.height === 0) return one;
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  return { x, y, width: Math.max(one.x + one.width, other.x + other.width) - x, height: Math.max(one.y + one.height, other.y + other.height) - y };
}

export function overlaps(one: Rect, other: Rect): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}

export function encloses(outer: Rect, inner: Rect): boolean {
  return outer.x <= inner.x && outer.y <= inner.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}

function inflate({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function distance(one: Rect, other: Rect): number {
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y) * 1.5;
}
