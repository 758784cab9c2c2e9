import type { Point, Rect } from './geometry.ts';

/** The straight line from the side of one box to the facing side of the other; undefined where there is none. */
export function lineBetween(source: Rect, target: Rect): readonly [Point, Point] | undefined {
  const top = Math.max(source.y, target.y);
  const bottom = Math.min(source.y + source.height, target.y + target.height);
  const apart = source.x + source.width < target.x || target.x + target.width < source.x;
  if (apart) {
    // Level: a line with a small step in it looks like a mistake.
    const first = source.y + source.height / 2;
    const second = target.y + target.height / 2;
    if (bottom - top < 16 || Math.abs(first - second) > 14) return undefined;
    const middle = Math.max(top + 6, Math.min(bottom - 6, (first + second) / 2));
    const right = source.x + source.width < target.x;
    return [
      { x: right ? source.x + source.width : source.x, y: middle },
      { x: right ? target.x : target.x + target.width, y: middle },
    ];
  }
  const left = Math.max(source.x, target.x);
  const right = Math.min(source.x + source.width, target.x + target.width);
  const down = source.y + source.height <= target.y;
  if (right - left < 24 || (!down && target.y + target.height > source.y)) return undefined;
  // Beside the heading that may stand between the two.
  const x = right - 14;
  return [
    { x, y: down ? source.y + source.height : source.y },
    { x, y: down ? target.y : target.y + target.height },
  ];
}
