import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import type { ServiceCIDRResource } from './serviceCIDR.ts';

export function readServiceCIDR(fields: Fields, base: ResourceBase): ServiceCIDRResource {
  const ready = fields
    .map('status')
    .maps('conditions')
    .find((condition) => condition.string('type') === 'Ready');
  return {
    ...base,
    type: 'ServiceCIDR',
    cidrs: fields.map('spec').texts('cidrs'),
    ready: ready === undefined ? undefined : ready.string('status') === 'True',
  };
}
