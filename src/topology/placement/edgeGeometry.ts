import type { EdgeKind } from '../protocol.ts';
import type { Rect } from './geometry.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An edge as a cubic curve that leaves and arrives level with a side of each box. Absolute, in the graph's own pixels. */
export interface EdgeCurve {
  readonly start: Point;
  readonly firstControl: Point;
  readonly secondControl: Point;
  readonly end: Point;
  /** Unit vector out of the side of the target at which the edge arrives. */
  readonly arrival: Point;
}

/** From the side of one box to the facing side of the other; boxes right above each other are joined from bottom to top, ones with room for more between them round the left, overlapping ones round the right. */
export function edgeCurve(whole: Rect, target: Rect, kind?: EdgeKind): EdgeCurve {
  // Who announces an address is drawn beside whose it is.
  const source = kind === 'announces' ? { ...whole, y: whole.y + whole.height / 2, height: whole.height / 2 } : whole;

  const from = centre(source);
  const to = centre(target);
  const [leave, arrival] = sides(source, target);
  // Straight down, beside the heading that may stand between the two.
  const shared =
    leave.y === 0
      ? undefined
      : Math.max(source.x, target.x) + 0.8 * (Math.min(source.x + source.width, target.x + target.width) - Math.max(source.x, target.x));
  const start = { x: shared ?? from.x + (leave.x * source.width) / 2, y: from.y + (leave.y * source.height) / 2 };
  const end = { x: shared ?? to.x + (arrival.x * target.width) / 2, y: to.y + (arrival.y * target.height) / 2 };
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  if (leave.x === -1 && arrival.x === -1) {
    const x = Math.min(start.x, end.x) - 22 - Math.min(Math.abs(dy) * 0.06, 34);
    return { start, end, arrival, firstControl: { x, y: start.y }, secondControl: { x, y: end.y } };
  }
  const facing = leave.x === -arrival.x && leave.y === -arrival.y;
  const reach = facing ? Math.max(16, Math.abs(leave.x === 0 ? dy : dx) * 0.42) : 40 + Math.abs(dy) * 0.15 + Math.max(0, dx);
  return {
    start,
    end,
    arrival,
    firstControl: { x: start.x + leave.x * reach, y: start.y + leave.y * reach },
    secondControl: { x: end.x + arrival.x * reach, y: end.y + arrival.y * reach },
  };
}

/** What cytoscape needs to draw an edge as a curve that leaves and arrives level. Ends are relative to the centre of their box, in pixels. */
export interface EdgeGeometry {
  readonly sourceEnd: string;
  readonly targetEnd: string;
  /** Control points: how far along the straight line between the ends (0 to 1), and how far beside it (pixels, along cytoscape's normal). */
  readonly weights: readonly [number, number];
  readonly distances: readonly [number, number];
}

export function edgeGeometry(source: Rect, target: Rect, kind?: EdgeKind): EdgeGeometry {
  const { start, firstControl, secondControl, end } = edgeCurve(source, target, kind);
  const from = centre(source);
  const to = centre(target);
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const length = Math.hypot(dx, dy) || 1;
  const project = ({ x, y }: Point) => ({
    weight: ((x - start.x) * dx + (y - start.y) * dy) / (length * length),
    distance: ((y - start.y) * dx - (x - start.x) * dy) / length,
  });
  const first = project(firstControl);
  const second = project(secondControl);
  return {
    sourceEnd: `${start.x - from.x}px ${start.y - from.y}px`,
    targetEnd: `${end.x - to.x}px ${end.y - to.y}px`,
    weights: [first.weight, second.weight],
    distances: [first.distance, second.distance],
  };
}

/** Boxes farther apart may have another between them. */
const leastBetween = 60;

/** Where an edge leaves and where it arrives: unit vectors out of each box. */
function sides(source: Rect, target: Rect): readonly [Point, Point] {
  const [left, right, up, down] = [
    { x: -1, y: 0 },
    { x: 1, y: 0 },
    { x: 0, y: -1 },
    { x: 0, y: 1 },
  ] as const;
  if (source.x + source.width <= target.x + 1) return [right, left];
  if (target.x + target.width <= source.x + 1) return [left, right];
  const distance = Math.max(target.y - source.y - source.height, source.y - target.y - target.height);
  if (distance >= leastBetween) return [left, left];
  if (source.y + source.height <= target.y) return [down, up];
  if (target.y + target.height <= source.y) return [up, down];
  return [right, right];
}

function centre({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
