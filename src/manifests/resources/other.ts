import type { ResourceBase } from '../metadata.ts';

/** A kind we know by name only: never an error, but it may own pods or services that we cannot see. */
export interface OtherResource extends ResourceBase {
  readonly type: 'Other';
  /** What it has a tool put into the cluster; absent: its kind is none of such a tool. */
  readonly delivers?: Delivery | undefined;
}

/** Objects that a tool makes out of what stands elsewhere. */
export interface Delivery {
  /** The name of a chart; absent: it is none, or not known. */
  readonly chart?: string | undefined;
  /** The only namespace that they go to; absent: any. */
  readonly namespace?: string | undefined;
}

export function readOther(base: ResourceBase): OtherResource {
  return { ...base, type: 'Other' };
}
