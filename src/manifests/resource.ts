import type { Resource } from './resources/kinds.ts';

export type { Resource } from './resources/kinds.ts';
export type { OtherResource } from './resources/other.ts';

export type ResourceType = Resource['type'];
export type ResourceOf<T extends ResourceType> = Extract<Resource, { readonly type: T }>;
