import type { Rect } from './placement.ts';

/** What cytoscape needs to draw an edge as a curve that leaves and arrives level. Ends are relative to the centre of their box, in pixels. */
export interface EdgeGeometry {
  readonly sourceEnd: string;
  readonly targetEnd: string;
  /** Control points: how far along the straight line between the ends (0 to 1), and how far beside it (pixels, along cytoscape's normal). */
  readonly weights: readonly [number, number];
  readonly distances: readonly [number, number];
}

/** From the side of one box to the facing side of the other; between boxes above each other from right side to right side. */
export function edgeGeometry(source: Rect, target: Rect): EdgeGeometry {
  const right = source.x + source.width <= target.x + 1;
  const left = !right && target.x + target.width <= source.x + 1;
  const sourceSide = left ? -1 : 1;
  const targetSide = right ? -1 : 1;
  const start = { x: source.x + (sourceSide > 0 ? source.width : 0), y: source.y + source.height / 2 };
  const end = { x: target.x + (targetSide > 0 ? target.width : 0), y: target.y + target.height / 2 };
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const reach = right || left ? Math.max(24, Math.abs(dx) * 0.42) : 40 + Math.abs(dy) * 0.15 + Math.max(0, dx);

  const length = Math.hypot(dx, dy) || 1;
  const project = (x: number, y: number) => ({ weight: (x * dx + y * dy) / (length * length), distance: (y * dx - x * dy) / length });
  const first = project(sourceSide * reach, 0);
  const second = project(dx + targetSide * reach, dy);
  return {
    sourceEnd: `${(sourceSide * source.width) / 2}px 0px`,
    targetEnd: `${(targetSide * target.width) / 2}px 0px`,
    weights: [first.weight, second.weight],
    distances: [first.distance, second.distance],
  };
}

