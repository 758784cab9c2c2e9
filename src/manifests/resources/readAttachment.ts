import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import type { NetworkAttachmentDefinitionResource } from './attachment.ts';

export function readNetworkAttachmentDefinition(fields: Fields, base: ResourceBase): NetworkAttachmentDefinitionResource {
  return { ...base, type: 'NetworkAttachmentDefinition', config: fields.map('spec').string('config') ?? '' };
}
