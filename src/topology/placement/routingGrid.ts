import type { Point, Rect } from './geometry.ts';
import { lengthOf, type Route } from './route.ts';

/** How near a line comes to a card that it passes: half of the least gap between two. */
export const clearance = 6;
/** What a corner costs, in pixels of way. */
const cornerCost = 24;
/** Steps of the search over all edges of a picture; what is left then takes the way round. */
const mostSteps = 60_000;
/** Height of the bands in which cards are looked up. */
const band = 96;

/** Finds ways between cards: along lines beside their edges, with few corners. */
export class RoutingGrid {
  readonly #bands = new Map<number, Rect[]>();
  readonly #xs: number[];
  readonly #rows: readonly number[];
  #steps = 0;

  constructor(cards: readonly Rect[]) {
    for (const card of cards)
      for (let index = Math.floor(card.y / band); index <= Math.floor((card.y + card.height) / band); index++) {
        const known = this.#bands.get(index);
        if (known === undefined) this.#bands.set(index, [card]);
        else known.push(card);
      }
    this.#xs = distinct(cards.flatMap(({ x, width }) => [x - clearance, x + width + clearance]));
    this.#rows = distinct(cards.flatMap(({ y, height }) => [y - clearance, y + height + clearance]));
  }

  /** Whether a level or upright line touches no card. Its ends may lie at the side of one. */
  isFree(one: Point, other: Point): boolean {
    const [left, right] = one.x < other.x ? [one.x, other.x] : [other.x, one.x];
    const [top, bottom] = one.y < other.y ? [one.y, other.y] : [other.y, one.y];
    const [low, far] = [bottom + (top === bottom ? 0.01 : 0), right + (left === right ? 0.01 : 0)];
    for (let index = Math.floor(top / band); index <= Math.floor(bottom / band); index++)
      for (const { x, y, width, height } of this.#bands.get(index) ?? [])
        if (y + height > top && y < low && x + width > left && x < far) return false;
    return true;
  }

  /** The free stretch round a line, across it: how far it may be moved either way. `upright`: by its x. */
  roomFor(upright: boolean, at: number, from: number, to: number): readonly [number, number] {
    let [low, high] = [at - 40, at + 40];
    for (const { x, y, width, height } of this.#within(upright ? from : at - 40, upright ? to : at + 40)) {
      const [start, end, near, far] = upright ? [y, y + height, x, x + width] : [x, x + width, y, y + height];
      if (end <= from || start >= to) continue;
      if (far <= at + 0.5) low = Math.max(low, far);
      else if (near >= at - 0.5) high = Math.min(high, near);
    }
    return [low, high];
  }

  #within(top: number, bottom: number): ReadonlySet<Rect> {
    const found = new Set<Rect>();
    for (let index = Math.floor(top / band); index <= Math.floor(bottom / band); index++)
      for (const card of this.#bands.get(index) ?? []) found.add(card);
    return found;
  }

  /**
   * The cheapest way that leaves and arrives at the given sides (-1 left, 1 right), with its cost; undefined when there is none, or it would take too long to find.
   * `beside`: how far from both cards a line runs that leaves and arrives at the same side, past their clearance.
   */
  route(
    start: Point,
    leave: -1 | 1,
    end: Point,
    arrive: -1 | 1,
    beside: number,
  ): { readonly route: Route; readonly cost: number } | undefined {
    const first = { x: start.x + leave * clearance, y: start.y };
    const last = { x: end.x + arrive * clearance, y: end.y };
    return this.#simple(start, first, end, last, leave === -arrive ? undefined : beside) ?? this.#search(start, first, end, last);
  }

  /** One upright line in a gutter that reaches from one end to the other: nearest to the target. `beside`: undefined where the two sides face each other. */
  #simple(start: Point, first: Point, end: Point, last: Point, beside: number | undefined) {
    const [low, high] = [Math.min(first.x, last.x), Math.max(first.x, last.x)];
    const wanted =
      beside === undefined
        ? [...this.#xs.filter((x) => x >= low && x <= high), last.x - Math.sign(last.x - first.x) * Math.min(16, (high - low) / 2)]
        : [end.x < last.x ? high + beside : low - beside];
    let best: { readonly route: Route; readonly cost: number } | undefined;
    for (const x of wanted.toSorted(
      (one, other) => Math.abs(one - last.x + (first.x < last.x ? 10 : -10)) - Math.abs(other - last.x + (first.x < last.x ? 10 : -10)),
    )) {
      const corners: Route = [start, { x, y: start.y }, { x, y: end.y }, end];
      if (!this.isFree(corners[0], corners[1])) continue;
      if (!this.isFree(corners[1], corners[2] ?? end) || !this.isFree(corners[2] ?? end, end)) continue;
      best = { route: corners, cost: lengthOf(corners) + 2 * cornerCost };
      break;
    }
    return best;
  }

  #search(start: Point, first: Point, end: Point, last: Point) {
    const xs = distinct([...this.#xs, first.x, last.x]);
    const ys = distinct([...this.#rows, first.y, last.y]);
    const width = xs.length;
    const at = (x: number, y: number) => (ys.indexOf(y) * width + xs.indexOf(x)) * 2;
    // Of each crossing twice: come to level, come to upright.
    const costs = new Map<number, number>();
    const before = new Map<number, number>();
    const open = new Heap();
    const goal = at(last.x, last.y);
    const heuristic = (x: number, y: number) => Math.abs(x - last.x) + Math.abs(y - last.y);
    const begin = at(first.x, first.y);
    costs.set(begin, 0);
    open.push(heuristic(first.x, first.y), begin);
    while (open.size > 0) {
      if (this.#steps++ > mostSteps) return undefined;
      const key = open.pop();
      const cost = costs.get(key) ?? Infinity;
      const upright = key % 2;
      const column = (key >> 1) % width;
      const row = Math.floor((key >> 1) / width);
      const [x, y] = [xs[column] ?? 0, ys[row] ?? 0];
      // The last stretch is level, as is the first.
      if (key === goal) return routeTo(key, before, xs, ys, start, end, cost);
      for (const [dx, dy] of directions) {
        const [nextX, nextY] = [xs[column + dx], ys[row + dy]];
        if (nextX === undefined || nextY === undefined || !this.isFree({ x, y }, { x: nextX, y: nextY })) continue;
        const turns = dy === 0 ? 0 : 1;
        const next = ((row + dy) * width + column + dx) * 2 + turns;
        const nextCost = cost + Math.abs(nextX - x) + Math.abs(nextY - y) + (turns === upright ? 0 : cornerCost);
        if (nextCost >= (costs.get(next) ?? Infinity)) continue;
        costs.set(next, nextCost);
        before.set(next, key);
        open.push(nextCost + heuristic(nextX, nextY), next);
        if (nextX === last.x && nextY === last.y && turns === 1) {
          // Arrived from above or below: one more corner.
          const arrived = goal;
          if (nextCost + cornerCost < (costs.get(arrived) ?? Infinity)) {
            costs.set(arrived, nextCost + cornerCost);
            before.set(arrived, next);
            open.push(nextCost + cornerCost, arrived);
          }
        }
      }
    }
    return undefined;
  }
}

const directions = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

function routeTo(
  goal: number,
  before: ReadonlyMap<number, number>,
  xs: readonly number[],
  ys: readonly number[],
  start: Point,
  end: Point,
  cost: number,
): { readonly route: Route; readonly cost: number } {
  const points: Point[] = [end];
  for (let key: number | undefined = goal; key !== undefined; key = before.get(key))
    points.unshift({ x: xs[(key >> 1) % xs.length] ?? 0, y: ys[Math.floor((key >> 1) / xs.length)] ?? 0 });
  return { route: withoutMiddles(start, [...points]), cost };
}

/** Corners alone: what lies on a line between its neighbours says nothing. */
function withoutMiddles(start: Point, points: readonly Point[]): Route {
  const corners: Point[] = [start];
  points.forEach((point, index) => {
    const last = corners.at(-1) ?? start;
    const next = points[index + 1];
    if (point.x === last.x && point.y === last.y) return;
    if (next !== undefined && ((last.x === point.x && point.x === next.x) || (last.y === point.y && point.y === next.y))) return;
    corners.push(point);
  });
  const [first = start, second = start, ...more] = corners;
  return [first, second, ...more];
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((one, other) => one - other);
}

/** Keys by their costs, the least first. */
class Heap {
  readonly #costs: number[] = [];
  readonly #keys: number[] = [];

  get size(): number {
    return this.#keys.length;
  }

  push(cost: number, key: number): void {
    let index = this.#keys.length;
    this.#costs.push(cost);
    this.#keys.push(key);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((this.#costs[parent] ?? 0) <= cost) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  pop(): number {
    const [key = 0] = this.#keys;
    const lastCost = this.#costs.pop() ?? 0;
    const lastKey = this.#keys.pop() ?? 0;
    if (this.#keys.length === 0) return key;
    this.#costs[0] = lastCost;
    this.#keys[0] = lastKey;
    for (let index = 0; ;) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2])
        if (child < this.#keys.length && (this.#costs[child] ?? 0) < (this.#costs[least] ?? 0)) least = child;
      if (least === index) return key;
      this.#swap(index, least);
      index = least;
    }
  }

  #swap(one: number, other: number): void {
    const [cost = 0, key = 0] = [this.#costs[one], this.#keys[one]];
    this.#costs[one] = this.#costs[other] ?? 0;
    this.#keys[one] = this.#keys[other] ?? 0;
    this.#costs[other] = cost;
    this.#keys[other] = key;
  }
}
