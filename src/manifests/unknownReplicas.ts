import type { Resource } from './resource.ts';
import { isUnknown } from './unknownFields.ts';

/** Whether the number of a workload's pods is filled in later, or could not be read: then one stands for them. */
export function hasUnknownReplicas(resource: Resource): boolean {
  return resource.type === 'Workload' && resource.replicas === undefined && isUnknown(resource, 'spec', 'replicas');
}
