import type { Point } from './geometry.ts';

/** The way of an edge, from corner to corner, level or upright; both ends included. Absolute, in the graph's own pixels. */
export type Route = readonly [Point, Point, ...Point[]];

/** Unit vector out of the side at which a route arrives. */
export function arrivalOf(route: Route): Point {
  const end = route.at(-1) ?? route[0];
  const before = route.at(-2) ?? route[0];
  return { x: Math.sign(before.x - end.x), y: before.x === end.x ? Math.sign(before.y - end.y) : 0 };
}

/** The point at a share (0 to 1) of the length of a route. */
export function pointOn(route: Route, share: number): Point {
  let left = share * lengthOf(route);
  let before = route[0];
  for (const point of route.slice(1)) {
    const step = Math.abs(point.x - before.x) + Math.abs(point.y - before.y);
    if (left <= step && step > 0)
      return { x: before.x + ((point.x - before.x) * left) / step, y: before.y + ((point.y - before.y) * left) / step };
    left -= step;
    before = point;
  }
  return before;
}

export function lengthOf(route: Route): number {
  let length = 0;
  let before = route[0];
  for (const point of route) {
    length += Math.abs(point.x - before.x) + Math.abs(point.y - before.y);
    before = point;
  }
  return length;
}
