import { captionHeight, cardSizes, clusterGap, emptySize, gap, headerOf, laneGap, padding, sizeOf, unitGap } from './dimensions.ts';
import { exposures } from './exposure.ts';
import { union, type Rect, type Size } from './geometry.ts';
import { boundsOf, lanes, newLayout, type Lane, type Layout, type Placement } from './placement.ts';
import type { Shown, Visible } from './visible.ts';

/** How the picture is laid out in a window: chosen once, by what fits. */
export interface Shape {
  /**
   * `wide`: every stage of the way has a lane of its own. `tall`: clients stand above the external addresses, the address ranges below everything.
   * `narrow`: clients, external addresses and services stand below one another, with nothing but the nodes beside them. `column`: everything stands below one another.
   */
  readonly lanes: (typeof laneStyles)[number];
  /** Clusters beside each other. */
  readonly perRow: number;
}

export const laneStyles = ['wide', 'tall', 'narrow', 'column'] as const;

const wide: Shape = { lanes: 'wide', perRow: 1 };

/** Places everything from nothing, in one pass over the topology order: outside, external addresses, services, nodes, from left to right; clusters in rows. */
export function arrange({ shown }: Pick<Visible, 'shown'>, shape: Shape = wide): Placement {
  const layout = newLayout(shown);
  const roots = layout.children.get(undefined) ?? [];
  const cards = roots.filter(({ role }) => role === 'card');
  const frames = roots.filter(({ role }) => role === 'frame');
  const columns = frames.length === 0 && cards.length > 1 ? shape.perRow : Math.ceil(Math.sqrt(cards.length));
  const apart = shape.perRow === 1 && (shape.lanes === 'narrow' || shape.lanes === 'column') ? clusterGap / 2 : clusterGap;
  let y = bottomOf(grid(layout, cards, 0, 0, columns), apart);
  for (let start = 0; start < frames.length; start += shape.perRow) {
    let row: Rect = { x: 0, y, width: 0, height: 0 };
    for (const frame of frames.slice(start, start + shape.perRow)) {
      row = union(row, arrangeFrame(layout, frame, row.width === 0 ? 0 : row.x + row.width + clusterGap, y, { lanes: shape.lanes }));
    }
    y = bottomOf(row, apart);
  }
  return layout.result;
}

/** Text is never drawn smaller than at this scale, unless the reader asks for it. */
export const leastReadable = 0.84;

/** Pixels round the picture in a window of this width. */
export function marginIn(width: number): number {
  return Math.max(8, Math.min(24, Math.round(width / 50)));
}

/**
 * The shape in which all of the picture can be read in a window of this size; else the one of which most is in sight at a size that can be read, and nothing beyond the window's sides;
 * else the narrowest.
 */
export function shapeFor(visible: Pick<Visible, 'shown'>, { width, height }: Size): Shape {
  const clusters = [...visible.shown.values()].filter(({ frame }) => frame === undefined).length;
  const margin = 2 * marginIn(width);
  let best: { readonly shape: Shape; readonly worth: readonly [rank: number, worth: number] } | undefined;
  for (let perRow = 1; perRow <= Math.max(1, Math.min(clusters, mostPerRow)); perRow++) {
    for (const lanes of laneStyles) {
      const shape = { lanes, perRow };
      const bounds = boundsOf(arrange(visible, shape));
      const across = bounds === undefined ? 1 : Math.min((width - margin) / bounds.width, 1);
      const whole = bounds === undefined ? 1 : Math.min(across, (height - margin) / bounds.height);
      const worth =
        whole >= leastReadable ? ([2, whole] as const) : across >= leastReadable ? ([1, whole] as const) : ([0, across] as const);
      if (best === undefined || worth[0] > best.worth[0] || (worth[0] === best.worth[0] && worth[1] > best.worth[1] + 0.001))
        best = { shape, worth };
    }
  }
  return best?.shape ?? wide;
}

export function sameShape(one: Shape | undefined, other: Shape): boolean {
  return one?.lanes === other.lanes && one.perRow === other.perRow;
}

const mostPerRow = 6;

/** Places a frame and all it holds; returns its rectangle. */
export function arrangeFrame(
  layout: Layout,
  frame: Shown,
  x: number,
  y: number,
  { columns, lanes: style = 'wide' }: { readonly columns?: number; readonly lanes?: Shape['lanes'] } = {},
): Rect {
  const {
    element: { kind, id },
  } = frame;
  // A frame comes before what it holds, so that a later pass meets it first.
  layout.result.set(id, [{ x, y, width: 0, height: 0 }]);
  const content = layout.children.get(id) ?? [];
  const left = x + padding;
  const top = y + headerOf(frame);
  let inner: Rect;
  if (kind === 'cluster') inner = arrangeCluster(layout, content, left, top, style);
  else if (kind === 'namespace') inner = stacks(layout, content, left, top, columns ?? 1);
  else inner = grid(layout, content, left, top, columns ?? (kind === 'addressPlan' ? 2 : 1));

  const least = emptySize(kind, kind === 'node' && content.length === 0 && hasPods(layout));
  const rect = {
    x,
    y,
    width: Math.max(least.width, inner.width + 2 * padding),
    height: Math.max(least.height, headerOf(frame) + inner.height + padding),
  };
  layout.result.set(id, [rect]);
  return rect;
}

function hasPods({ shown }: Layout): boolean {
  for (const { pods, element } of shown.values()) if (pods > 0 || element.kind === 'pod') return true;
  return false;
}

function arrangeCluster(layout: Layout, content: readonly Shown[], left: number, top: number, style: Shape['lanes']): Rect {
  const take = (lane: Lane) => content.filter(({ element: { kind } }) => (lanes[kind] ?? 'nodes') === lane);
  if (style === 'narrow') return arrangeNarrowly(layout, take, left, top);
  if (style === 'column') return arrangeInColumn(layout, take, left, top);
  const nothing = { x: left, y: top, width: 0, height: 0 };

  const outside = column(layout, take('outside'), left, top);
  const addresses =
    style === 'wide'
      ? waysIn(layout, take, outside.width > 0 ? left + outside.width + laneGap * 0.7 : left, top)
      : waysIn(layout, take, left, bottomOf(outside, 48, top));
  let entrance = union(outside, addresses);
  const plan = take('plan');
  if (style === 'wide') entrance = union(entrance, column(layout, plan, left, bottomOf(entrance, 36, top)));

  const servicesLeft = entrance.width > 0 ? left + entrance.width + laneGap : left;
  const services = servicesLane(layout, take('services'), servicesLeft, top, style);
  const nodesLeft = services.width > 0 ? servicesLeft + services.width + laneGap : servicesLeft;
  const most = Math.max(entrance.height, services.height * 1.3, 900);
  let nodes = nodesLane(layout, take('nodes'), nodesLeft, top, most, style);
  const networksLeft = style === 'wide' && nodes.width > 0 ? nodes.x + nodes.width + laneGap * 0.7 : nodesLeft;
  nodes = union(nodes, column(layout, take('networks'), networksLeft, style === 'wide' ? top : bottomOf(nodes, stackGap, top)));

  const lanesBounds = [entrance, services, style === 'wide' ? nodes : withWayOut(nodes, take('networks'))].reduce(union, nothing);
  if (style === 'wide') return lanesBounds;
  const columns = Math.max(2, Math.floor((lanesBounds.width - 2 * padding + gap) / (cardSizes.range[0] + gap)));
  // Room for what the lanes may still have to take in.
  return union(lanesBounds, column(layout, plan, left, bottomOf(lanesBounds, 52, top), columns));
}

/** External addresses, below them Ingresses and Gateways. */
function waysIn(layout: Layout, take: (lane: Lane) => readonly Shown[], x: number, y: number): Rect {
  const addresses = column(layout, take('addresses'), x, y);
  return union(addresses, column(layout, take('entrances'), x, bottomOf(addresses, stackGap, y)));
}

/** Lines from addresses to the services below them go round on the left: room for them. */
const gutter = 30;
const narrowGap = 42;
/** A heading of a lane stands in it. */
const stackGap = 44;

function arrangeNarrowly(layout: Layout, take: (lane: Lane) => readonly Shown[], left: number, top: number): Rect {
  const ways = [...take('addresses'), ...take('entrances')];
  const services = take('services');
  const x = ways.length > 0 && services.length > 0 ? left + gutter : left;
  let entrance: Rect = { x: left, y: top, width: 0, height: 0 };
  for (const place of [
    (y: number) => column(layout, take('outside'), x, y),
    (y: number) => waysIn(layout, take, x, y),
    (y: number) => servicesLane(layout, services, x, y, 'narrow'),
  ])
    entrance = union(entrance, place(bottomOf(entrance, stackGap, top)));
  const right = entrance.width > 0 ? entrance.x + entrance.width + narrowGap : left;
  let nodes = nodesLane(layout, take('nodes'), right, top, Math.max(entrance.height, 900), 'narrow');
  const networks = take('networks');
  nodes = withWayOut(union(nodes, column(layout, networks, right, bottomOf(nodes, stackGap, top))), networks);
  // The address ranges take the shorter of the two columns.
  const plan = take('plan');
  if (entrance.width === 0 || nodes.height < entrance.height)
    nodes = union(nodes, column(layout, plan, right, bottomOf(nodes, stackGap, top), 1));
  else entrance = union(entrance, column(layout, plan, x, bottomOf(entrance, stackGap, top), 1));
  // The gutter is the cluster's as well.
  return union({ x: left, y: top, width: 1, height: 1 }, union(entrance, nodes));
}

const wayOut = 10;

/** Lines from the nodes to the networks below them go round on the right: room for them. */
function withWayOut(nodes: Rect, networks: readonly Shown[]): Rect {
  return networks.length === 0 ? nodes : { ...nodes, width: nodes.width + wayOut };
}

/** Room beside the only column: lines that come in run on its left, those to pods on its right. */
const sideGutter = 14;

function arrangeInColumn(layout: Layout, take: (lane: Lane) => readonly Shown[], left: number, top: number): Rect {
  const x = left + sideGutter;
  let all: Rect = { x, y: top, width: 0, height: 0 };
  for (const place of [
    (y: number) => column(layout, take('outside'), x, y),
    (y: number) => waysIn(layout, take, x, y),
    (y: number) => servicesLane(layout, take('services'), x, y, 'column'),
    (y: number) => nodesLane(layout, take('nodes'), x, y, Infinity, 'column'),
    (y: number) => column(layout, take('networks'), x, y),
    (y: number) => column(layout, take('plan'), x, y, 1),
  ])
    all = union(all, place(bottomOf(all, stackGap, top)));
  return union({ x: left, y: top, width: 1, height: 1 }, { ...all, width: all.width + sideGutter });
}

function servicesLane(layout: Layout, content: readonly Shown[], x: number, y: number, style: Shape['lanes']): Rect {
  if (style === 'column') return column(layout, content, x, y, 1);
  if (isLongListOfCards(content)) return grid(layout, content, x, y, Math.ceil(content.length / longest[style]));
  const heightWith = (columns: number) =>
    content.reduce((sum, one) => sum + 74 + Math.ceil(unitsOf(layout.children.get(one.element.id) ?? []).length / columns) * 92, 0);
  return column(
    layout,
    content,
    x,
    y,
    fewest(8, (columns) => heightWith(columns) <= (style === 'narrow' ? 2600 : 1500)),
  );
}

function nodesLane(layout: Layout, content: readonly Shown[], x: number, y: number, height: number, style: Shape['lanes']): Rect {
  if (style === 'column') return column(layout, content, x, y, 1);
  if (isLongListOfCards(content)) return grid(layout, content, x, y, Math.ceil(content.length / longest[style]));
  const rows = (one: Shown, columns: number) => Math.ceil(Math.max(1, layout.children.get(one.element.id)?.length ?? 0) / columns);
  const heightWith = (columns: number) =>
    content.reduce((sum, one) => sum + (one.role === 'card' ? 60 : 88 + rows(one, columns) * (46 + gap)), 0);
  return column(
    layout,
    content,
    x,
    y,
    fewest(12, (columns) => heightWith(columns) <= height),
  );
}

/** Cards below each other before another column is begun. */
const longest: Readonly<Record<Shape['lanes'], number>> = { wide: 12, tall: 20, narrow: 30, column: Infinity };

function isLongListOfCards(content: readonly Shown[]): boolean {
  return content.length > longest.wide && content.every(({ role }) => role === 'card');
}

/** The least number of columns that will do. */
function fewest(most: number, enough: (columns: number) => boolean): number {
  let columns = 1;
  while (columns < most && !enough(columns)) columns++;
  return columns;
}

/** Frames and cards one below the other. `columns` is how many each frame has inside. */
function column(layout: Layout, content: readonly Shown[], x: number, y: number, columns?: number): Rect {
  let bounds: Rect = { x, y, width: 0, height: 0 };
  let bottom = y;
  for (const one of content) {
    let rect: Rect;
    if (one.role === 'frame') {
      rect = arrangeFrame(layout, one, x, bottom, columns === undefined ? {} : { columns });
    } else {
      rect = { x, y: bottom, ...sizeOf(one) };
      layout.result.set(one.element.id, [rect]);
    }
    bounds = union(bounds, rect);
    bottom = bottomOf(rect, one.role === 'frame' ? 2 * gap : gap);
  }
  return bounds;
}

/** Cards in rows. */
function grid(layout: Layout, content: readonly Shown[], x: number, y: number, columns: number): Rect {
  let bounds: Rect = { x, y, width: 0, height: 0 };
  content.forEach((one, index) => {
    const size = sizeOf(one);
    const rect = { x: x + (index % columns) * (size.width + gap), y: y + Math.floor(index / columns) * (size.height + gap), ...size };
    layout.result.set(one.element.id, [rect]);
    bounds = union(bounds, rect);
  });
  return bounds;
}

/** Services, each with its DNS name hanging below it, in columns: those that are reached from outside first, apart from them the others. */
function stacks(layout: Layout, content: readonly Shown[], x: number, y: number, columns: number): Rect {
  const units = unitsOf(content);
  let bounds: Rect = { x, y, width: 0, height: 0 };
  for (const wanted of [...exposures, undefined]) {
    const section = units.filter(([first]) => first?.exposure === wanted);
    if (section.length > 0) bounds = union(bounds, stack(layout, section, x, bottomOf(bounds, unitGap + captionHeight, y), columns));
  }
  return bounds;
}

function stack(layout: Layout, units: readonly (readonly Shown[])[], x: number, y: number, columns: number): Rect {
  const rows = Math.ceil(units.length / columns);
  let bounds: Rect = { x, y, width: 0, height: 0 };
  let bottom = y;
  units.forEach((unit, index) => {
    if (index % rows === 0) bottom = y;
    const left = x + Math.floor(index / rows) * (cardSizes.service[0] + 4 * gap);
    for (const one of unit) {
      const rect = { x: left, y: bottom, ...sizeOf(one) };
      layout.result.set(one.element.id, [rect]);
      bounds = union(bounds, rect);
      bottom += rect.height;
    }
    bottom += unitGap;
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

/** Where the next thing below begins; below nothing there is no distance to keep. */
function bottomOf({ y, height }: Rect, distance: number, start = y): number {
  return height === 0 ? start : y + height + distance;
}
