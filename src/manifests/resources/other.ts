import type { ResourceBase } from '../metadata.ts';

/** A kind we know by name only: never an error, but it may own pods or services that we cannot see. */
export interface OtherResource extends ResourceBase {
  readonly type: 'Other';
}

export function readOther(base: ResourceBase): OtherResource {
  return { ...base, type: 'Other' };
}
