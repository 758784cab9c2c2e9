import type { ElementKind } from '../protocol.ts';
import { captionHeight, titleOf } from './dimensions.ts';
import type { Exposure } from './exposure.ts';
import { overlaps, union, type Rect } from './geometry.ts';
import type { Shown, Visible } from './visible.ts';

/**
 * Where everything is. A card has one rectangle. A frame has one too, or more: when it was full and hemmed in, later children went into a continuation elsewhere,
 * since nothing that is there may move.
 */
export type Placement = ReadonlyMap<string, readonly [Rect, ...Rect[]]>;

/** What stands side by side in a cluster, Ingresses and Gateways below the external addresses, and the address ranges below everything. */
export type Lane = 'outside' | 'addresses' | 'entrances' | 'services' | 'nodes' | 'networks' | 'plan';

export const lanes: Partial<Record<ElementKind, Lane>> = {
  clients: 'outside',
  externalNetwork: 'networks',
  loadBalancerPool: 'addresses',
  externalAddress: 'addresses',
  ingress: 'entrances',
  gateway: 'entrances',
  namespace: 'services',
  dnsName: 'services',
  service: 'services',
  node: 'nodes',
  unscheduled: 'nodes',
  workload: 'nodes',
  pod: 'nodes',
  endpoint: 'nodes',
  addressPlan: 'plan',
  range: 'plan',
  ipPool: 'plan',
};

/** The rectangle round everything; undefined when there is nothing. */
export function boundsOf(placement: Placement): Rect | undefined {
  let bounds: Rect | undefined;
  for (const rects of placement.values()) for (const rect of rects) bounds = bounds === undefined ? rect : union(bounds, rect);
  return bounds;
}

export interface LaneHeading {
  readonly lane: Exclude<Lane, 'plan'>;
  readonly x: number;
  readonly y: number;
}

/** Where the lanes' headings stand: above the topmost of what a lane holds. A lane without content has none. */
export function laneHeadings({ shown }: Pick<Visible, 'shown'>, placement: Placement): readonly LaneHeading[] {
  const headings = new Map<string, LaneHeading>();
  for (const { element, frame } of shown.values()) {
    const lane = lanes[element.kind];
    const [rect] = placement.get(element.id) ?? [];
    if (rect === undefined || frame === undefined || lane === undefined || lane === 'plan' || shown.get(frame)?.element.kind !== 'cluster')
      continue;
    const known = headings.get(`${lane} ${frame}`);
    if (known === undefined || rect.y - headingHeight < known.y)
      headings.set(`${lane} ${frame}`, { lane, x: rect.x, y: rect.y - headingHeight });
  }
  return clear([...headings.values()], { x: 0, y: 0, width: 190, height: 16 }, shown, placement);
}

/** Those that cover no card, no title and no other of them: the reader may have put something there. `size`: about what one takes, from its place. */
function clear<T extends { readonly x: number; readonly y: number }>(
  texts: readonly T[],
  size: Rect,
  shown: ReadonlyMap<string, Shown>,
  placement: Placement,
): readonly T[] {
  const taken = [...shown].flatMap(([id, one]) => {
    const [rect] = placement.get(id) ?? [];
    return rect === undefined ? [] : [one.role === 'card' ? rect : titleOf(one, rect)];
  });
  return texts.filter(({ x, y }) => {
    const rect = { ...size, x: x + size.x, y: y + size.y };
    if (taken.some((other) => overlaps(rect, other))) return false;
    taken.push(rect);
    return true;
  });
}

const headingHeight = 22;

/** What stands above services that are reached in the same way. */
export interface Caption {
  readonly exposure: Exposure;
  readonly x: number;
  readonly y: number;
}

/** Above the first of each run of such services in a column of their namespace, wherever edits and the reader have put them. Of captions side by side that say the same only the first. */
export function captionsOf({ shown }: Pick<Visible, 'shown'>, placement: Placement): readonly Caption[] {
  const frames = new Map<string, { readonly rect: Rect; readonly exposure: Exposure }[]>();
  for (const {
    element: { id },
    frame,
    exposure,
  } of shown.values()) {
    const [rect] = placement.get(id) ?? [];
    if (frame === undefined || exposure === undefined || rect === undefined) continue;
    const known = frames.get(frame);
    if (known === undefined) frames.set(frame, [{ rect, exposure }]);
    else known.push({ rect, exposure });
  }
  const captions: Caption[] = [];
  for (const services of frames.values()) {
    const rows = new Set<string>();
    services.sort((one, other) => one.rect.x - other.rect.x || one.rect.y - other.rect.y);
    services.forEach(({ rect: { x, y }, exposure }, index) => {
      const before = services[index - 1];
      const row = `${exposure} ${y}`;
      if (before?.rect.x === x && before.exposure === exposure) return;
      if (!rows.has(row)) captions.push({ exposure, x, y: y - captionHeight + 1 });
      rows.add(row);
    });
  }
  return clear(captions, { x: 0, y: 3, width: 110, height: 10 }, shown, placement);
}

/** A placement that is being made. */
export interface Layout {
  readonly shown: ReadonlyMap<string, Shown>;
  /** What each frame holds, in topology order; under `undefined` what nothing holds. */
  readonly children: ReadonlyMap<string | undefined, readonly Shown[]>;
  readonly result: Map<string, readonly [Rect, ...Rect[]]>;
}

export function newLayout(shown: ReadonlyMap<string, Shown>): Layout {
  const children = new Map<string | undefined, Shown[]>();
  for (const one of shown.values()) {
    const siblings = children.get(one.frame);
    if (siblings === undefined) children.set(one.frame, [one]);
    else siblings.push(one);
  }
  return { shown, children, result: new Map() };
}
