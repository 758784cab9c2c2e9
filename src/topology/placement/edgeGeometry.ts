import type { Point, Rect } from './geometry.ts';
import type { Route } from './routing.ts';

/** Of the corners of a line. */
export const cornerRadius = 8;

/** What cytoscape needs to draw a route. Ends are relative to the centre of their box, in pixels. */
export interface EdgeGeometry {
  readonly sourceEnd: string;
  readonly targetEnd: string;
  /** Corners: how far along the straight line between the ends (0 to 1), and how far beside it (pixels, along cytoscape's normal). */
  readonly weights: readonly number[];
  readonly distances: readonly number[];
  readonly corners: number;
}

export function edgeGeometry(source: Rect, target: Rect, route: Route): EdgeGeometry {
  const start = route[0];
  const end = route.at(-1) ?? start;
  const from = centre(source);
  const to = centre(target);
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const length = Math.hypot(dx, dy) || 1;
  const corners = route.slice(1, -1);
  return {
    sourceEnd: `${start.x - from.x}px ${start.y - from.y}px`,
    targetEnd: `${end.x - to.x}px ${end.y - to.y}px`,
    weights: corners.map(({ x, y }) => ((x - start.x) * dx + (y - start.y) * dy) / (length * length)),
    distances: corners.map(({ x, y }) => ((y - start.y) * dx - (x - start.x) * dy) / length),
    corners: corners.length,
  };
}

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

function centre({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
