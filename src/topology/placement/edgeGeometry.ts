import type { Point, Rect } from './geometry.ts';
import type { Route } from './route.ts';

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

function centre({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
