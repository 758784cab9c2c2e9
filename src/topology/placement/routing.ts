import type { EdgeKind } from '../protocol.ts';
import { titleOf } from './dimensions.ts';
import { lineBetween } from './facing.ts';
import type { Rect } from './geometry.ts';
import type { Placement } from './placement.ts';
import type { Route } from './route.ts';
import { RoutingGrid } from './routingGrid.ts';
import { spreadTracks } from './tracks.ts';
import type { Visible, VisibleEdge } from './visible.ts';

/** Where edges end: at a card, of a frame at its title. */
export function bodyOf({ shown }: Pick<Visible, 'shown'>, placement: Placement, id: string): Rect | undefined {
  const one = shown.get(id);
  const [rect] = placement.get(id) ?? [];
  if (one === undefined || rect === undefined) return undefined;
  return one.role === 'card' ? rect : titleOf(one, rect);
}

/** The ways of these edges between the cards: never behind one that stands clear of its neighbours, so that no line can be taken for one between the cards it passes. Edges without a place have none. */
export function routesOf(visible: Visible, placement: Placement, edges: Iterable<VisibleEdge>): ReadonlyMap<string, Route> {
  const grid = new RoutingGrid(obstaclesOf(visible, placement));
  const routes = new Map<string, Route>();
  const placed: VisibleEdge[] = [];
  for (const edge of edges) {
    const source = bodyOf(visible, placement, edge.from);
    const target = bodyOf(visible, placement, edge.to);
    if (source === undefined || target === undefined) continue;
    placed.push(edge);
    routes.set(edge.id, routeBetween(source, target, edge.kind, { side: sideOf(visible, edge), beside: besideOf(visible, edge) }, grid));
  }
  return spreadTracks(routes, busierEnds(placed), grid);
}

/** Of each edge the end that it has in common with more edges of its kind: where it becomes one line with them. */
function busierEnds(edges: readonly VisibleEdge[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const key = (direction: 'from' | 'to', edge: VisibleEdge) => `${direction} ${edge.kind} ${edge[direction]}`;
  for (const edge of edges)
    for (const direction of ['from', 'to'] as const) counts.set(key(direction, edge), (counts.get(key(direction, edge)) ?? 0) + 1);
  return new Map(
    edges.map((edge) => {
      const [from, to] = [key('from', edge), key('to', edge)];
      return [edge.id, (counts.get(from) ?? 0) > (counts.get(to) ?? 0) ? from : to];
    }),
  );
}

/** What no line and no label may cover: cards, and the titles of frames. */
export function obstaclesOf({ shown }: Pick<Visible, 'shown'>, placement: Placement): readonly Rect[] {
  return [...shown].flatMap(([id, one]) => (placement.get(id) ?? []).map((rect) => (one.role === 'card' ? rect : titleOf(one, rect))));
}

/** Steps to the side that edges of a kind prefer where both are as good: those that come in go round on the left, those to pods on the right. */
const preferred: Readonly<Record<EdgeKind, -1 | 1>> = {
  reaches: -1,
  assigned: -1,
  resolves: -1,
  answers: 1,
  selects: 1,
  announces: 1,
  routes: -1,
  connects: 1,
};

/** What leaves the cluster does so on the far side: on the near one come those to pods. */
function sideOf({ shown }: Pick<Visible, 'shown'>, { kind, from }: VisibleEdge): -1 | 1 {
  return kind === 'reaches' && shown.get(from)?.element.kind === 'node' ? 1 : preferred[kind];
}

/** A line beside cards in frames keeps clear of the sides of these. */
function besideOf({ shown }: Pick<Visible, 'shown'>, { from, to }: VisibleEdge): number {
  const isFramed = (id: string) => {
    const frame = shown.get(id)?.frame;
    return frame !== undefined && shown.get(frame)?.element.kind !== 'cluster';
  };
  return isFramed(from) || isFramed(to) ? 20 : 12;
}

interface Wishes {
  /** The side where both are as good. */
  readonly side: -1 | 1;
  /** How far from both ends, past their clearance, a line runs beside them. */
  readonly beside: number;
}

function routeBetween(whole: Rect, target: Rect, kind: EdgeKind, { side, beside }: Wishes, grid: RoutingGrid): Route {
  // Who announces an address leaves beside whose it is.
  const source = kind === 'announces' ? { ...whole, y: whole.y + whole.height / 2, height: whole.height / 2 } : whole;
  // Whose an address is runs beside the others of its kind, never down across a heading.
  const straight = lineBetween(source, target);
  const down = straight?.[0].x === straight?.[1].x;
  if (straight !== undefined && !(down && kind === 'assigned') && grid.isFree(straight[0], straight[1])) return straight;
  const from = { y: source.y + source.height / 2, left: source.x, right: source.x + source.width };
  const to = { y: target.y + target.height / 2, left: target.x, right: target.x + target.width };
  let best: { readonly route: Route; readonly cost: number } | undefined;
  for (const [leave, arrive] of sidesFor(source, target, side)) {
    const start = { x: leave === 1 ? from.right : from.left, y: from.y };
    const end = { x: arrive === 1 ? to.right : to.left, y: to.y };
    const found = grid.route(start, leave, end, arrive, beside);
    if (found !== undefined && (best === undefined || found.cost + aside < best.cost)) best = found;
  }
  return best?.route ?? around(from, to, side);
}

/** The sides at which an edge may leave and arrive, the most wanted first: -1 left, 1 right. */
function sidesFor(source: Rect, target: Rect, side: -1 | 1): readonly (readonly [leave: -1 | 1, arrive: -1 | 1])[] {
  if (source.x + source.width <= target.x) return [[1, -1]];
  if (target.x + target.width <= source.x) return [[-1, 1]];
  return side === -1
    ? [
        [-1, -1],
        [1, 1],
      ]
    : [
        [1, 1],
        [-1, -1],
      ];
}

/** How much longer, in pixels, a way on the wanted side may be. */
const aside = 120;

interface Ends {
  readonly y: number;
  readonly left: number;
  readonly right: number;
}

/** Where there is no way between the cards: round both ends. */
function around(from: Ends, to: Ends, side: -1 | 1): Route {
  const facing = from.right <= to.left ? 1 : to.right <= from.left ? -1 : 0;
  const leave = facing === 0 ? side : facing;
  const startX = leave === 1 ? from.right : from.left;
  const endX = (facing === 0 ? side : -facing) === 1 ? to.right : to.left;
  const x = facing === 0 ? (side === 1 ? Math.max(startX, endX) + 16 : Math.min(startX, endX) - 16) : (startX + endX) / 2;
  return [
    { x: startX, y: from.y },
    { x, y: from.y },
    { x, y: to.y },
    { x: endX, y: to.y },
  ];
}
