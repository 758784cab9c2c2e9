import type { Point } from './geometry.ts';
import type { Route } from './route.ts';
import type { RoutingGrid } from './routingGrid.ts';

/** Between lines side by side. */
const trackGap = 6;
/** Lines nearer than this run on one track. */
const sameTrack = 3;

interface Stretch {
  readonly edge: string;
  readonly end: string;
  /** Index of the point at which it begins. */
  readonly index: number;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Lines that would lie on one another are drawn side by side, as far as the gutter has room; those that come together at one end stay one, and so do those that come from one beginning.
 * `ends`: by edge, what it shares its track with others for.
 */
export function spreadTracks(
  routes: ReadonlyMap<string, Route>,
  ends: ReadonlyMap<string, string>,
  grid: RoutingGrid,
): ReadonlyMap<string, Route> {
  const result = new Map<string, Point[]>([...routes].map(([id, points]) => [id, points.map((point) => ({ ...point }))]));
  for (const upright of [true, false]) {
    const stretches: Stretch[] = [];
    for (const [edge, points] of result) {
      for (let index = 1; index + 2 < points.length; index++) {
        const [one, other] = [points[index], points[index + 1]];
        if (one === undefined || other === undefined || (one.x === other.x) !== upright || (one.x === other.x && one.y === other.y))
          continue;
        const [from, to] = upright ? [one.y, other.y] : [one.x, other.x];
        stretches.push({
          edge,
          end: ends.get(edge) ?? '',
          index,
          at: upright ? one.x : one.y,
          from: Math.min(from, to),
          to: Math.max(from, to),
        });
      }
    }
    stretches.sort((one, other) => one.at - other.at || one.from - other.from);
    for (const group of groupsOf(stretches)) spread(group, upright, result, grid);
  }
  return new Map(
    [...result].map(([id, points]) => {
      const [first, second, ...more] = points;
      return [id, first === undefined || second === undefined ? (routes.get(id) as Route) : [first, second, ...more]];
    }),
  );
}

/** Stretches that share a track and meet, directly or by others between. */
function groupsOf(stretches: readonly Stretch[]): readonly (readonly Stretch[])[] {
  const groups: { at: number; to: number; members: Stretch[] }[] = [];
  for (const stretch of stretches) {
    const group = groups.find(
      ({ at, to, members }) =>
        Math.abs(at - stretch.at) <= sameTrack && stretch.from <= to && members.some((one) => one.from <= stretch.to),
    );
    if (group === undefined) groups.push({ at: stretch.at, to: stretch.to, members: [stretch] });
    else {
      group.members.push(stretch);
      group.to = Math.max(group.to, stretch.to);
    }
  }
  return groups.map(({ members }) => members);
}

function spread(group: readonly Stretch[], upright: boolean, routes: ReadonlyMap<string, Point[]>, grid: RoutingGrid): void {
  const ends = [...new Set(group.map(({ end }) => end))];
  const [first] = group;
  if (first === undefined || ends.length < 2) return;
  const from = Math.min(...group.map((one) => one.from));
  const to = Math.max(...group.map((one) => one.to));
  const [low, high] = grid.roomFor(upright, first.at, from, to);
  const room = Math.max(0, high - low - 8);
  const step = Math.min(trackGap, room / Math.max(1, ends.length - 1));
  const width = step * (ends.length - 1);
  const start = Math.max(low + 4, Math.min(first.at - width / 2, high - 4 - width));
  // Nearest to its end runs what arrives first, so that lines cross as little as can be.
  const order = new Map(orderOf(group, ends).map((end, index) => [end, index]));
  for (const { edge, end, index } of group) {
    const points = routes.get(edge);
    const at = start + step * (order.get(end) ?? 0);
    for (const corner of [index, index + 1]) {
      const point = points?.[corner];
      if (points !== undefined && point !== undefined) points[corner] = upright ? { x: at, y: point.y } : { x: point.x, y: at };
    }
  }
}

function orderOf(group: readonly Stretch[], ends: readonly string[]): readonly string[] {
  const middle = (end: string) => {
    const own = group.filter((one) => one.end === end);
    return own.reduce((sum, one) => sum + one.from + one.to, 0) / own.length;
  };
  return ends.toSorted((one, other) => middle(other) - middle(one));
}
