import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import type { ServiceImportResource } from './multicluster.ts';

export function readServiceImport(fields: Fields, base: ResourceBase): ServiceImportResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'ServiceImport',
    headless: spec.string('type') === 'Headless',
    ips: spec.strings('ips'),
    ports: spec
      .maps('ports')
      .map((port) => ({ name: port.string('name'), protocol: port.string('protocol') ?? 'TCP', port: port.integer('port') ?? 0 })),
  };
}
