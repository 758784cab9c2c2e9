import type { ElementKind } from '../protocol.ts';
import type { Rect, Size } from './geometry.ts';
import type { Shown } from './visible.ts';

/** Of a frame, its one-line title. */
const shortHeader = 36;
/** Of a node, which also shows its address. */
const nodeHeader = 50;
/** Of a pool, which also shows its range and how much of it is used. */
const poolHeader = 66;
/** Of a caption above services of one kind. */
export const captionHeight = 18;
export const clusterHeader = 64;
export const padding = 14;
export const gap = 12;
/** Between a service with its name and the next: a caption fits in. */
export const unitGap = gap + 4;
export const laneGap = 84;
export const clusterGap = 90;

export const cardSizes: Record<ElementKind, readonly [width: number, height: number]> = {
  cluster: [280, 60],
  clients: [190, 48],
  externalNetwork: [190, 48],
  loadBalancerPool: [244, 62],
  externalAddress: [216, 38],
  ingress: [244, 46],
  gateway: [244, 46],
  namespace: [260, 48],
  dnsName: [284, 24],
  service: [284, 50],
  node: [232, 48],
  unscheduled: [232, 48],
  workload: [204, 46],
  pod: [204, 46],
  endpoint: [204, 38],
  addressPlan: [218, 48],
  range: [250, 46],
  ipPool: [250, 46],
};

export function sizeOf({ element: { kind } }: Pick<Shown, 'element'>): Size {
  const [width, height] = cardSizes[kind];
  return { width, height };
}

/** Height of what stands above the content of a frame. */
export function headerOf({ element: { kind } }: Pick<Shown, 'element'>): number {
  switch (kind) {
    case 'cluster':
      return clusterHeader;
    case 'loadBalancerPool':
      return poolHeader;
    case 'node':
      return nodeHeader;
    case 'namespace':
      return shortHeader + captionHeight;
    default:
      return shortHeader;
  }
}

/** What of a frame takes the pointer, and where edges end: its title. */
export function titleOf(frame: Shown, { x, y, width }: Rect): Rect {
  const { kind } = frame.element;
  return { x, y, width, height: kind === 'cluster' ? 36 : kind === 'namespace' ? shortHeader - 6 : headerOf(frame) - 6 };
}

/**
 * The least size of a frame: room for its title, and for what is likely to come. Never a card's, so that the two can be told apart.
 * `spared`: a node that gets no pods where others have theirs; nothing is likely to come.
 */
export function emptySize(kind: ElementKind, spared: boolean): Size {
  const [width, height] = cardSizes[kind];
  if (spared) return { width, height: nodeHeader + 4 };
  switch (kind) {
    case 'cluster':
      return { width: width + 1, height: 180 };
    case 'loadBalancerPool':
      return { width, height: poolHeader + cardSizes.externalAddress[1] + padding };
    case 'node':
    case 'unscheduled':
      return { width, height: nodeHeader + cardSizes.pod[1] + padding };
    default:
      return { width: width + 1, height: height + 1 };
  }
}
