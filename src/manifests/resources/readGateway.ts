import type { Fields } from '../fields.ts';
import { readLabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type { GatewayResource, ReferenceGrantResource, RouteBackend, RouteResource } from './gateway.ts';

/** kubernetes-sigs/gateway-api apis/v1 */
export function readGateway(fields: Fields, base: ResourceBase): GatewayResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'Gateway',
    gatewayClassName: spec.string('gatewayClassName'),
    listeners: spec.maps('listeners').map((listener) => {
      const namespaces = listener.map('allowedRoutes').map('namespaces');
      return {
        name: listener.string('name') ?? '',
        port: listener.integer('port') ?? 0,
        allowedNamespaces: namespaces.string('from') ?? 'Same',
        namespaceSelector: readLabelSelector(namespaces.map('selector')),
      };
    }),
  };
}

export function readRoute(fields: Fields, base: ResourceBase): RouteResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'Route',
    parents: spec
      .maps('parentRefs')
      .map((parent) => ({
        kind: parent.string('kind') ?? 'Gateway',
        name: parent.string('name') ?? '',
        namespace: parent.string('namespace'),
        sectionName: parent.string('sectionName'),
        port: parent.integer('port'),
      })),
    backends: spec
      .maps('rules')
      .flatMap((rule, index) =>
        rule
          .maps('backendRefs')
          .map((backend, position): RouteBackend => ({
            group: backend.string('group') ?? '',
            kind: backend.string('kind') ?? 'Service',
            name: backend.string('name') ?? '',
            namespace: backend.string('namespace'),
            port: backend.integer('port'),
            path: ['spec', 'rules', index, 'backendRefs', position],
          })),
      ),
  };
}

export function readReferenceGrant(fields: Fields, base: ResourceBase): ReferenceGrantResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'ReferenceGrant',
    from: spec
      .maps('from')
      .map((from) => ({ group: from.string('group') ?? '', kind: from.string('kind') ?? '', namespace: from.string('namespace') ?? '' })),
    to: spec.maps('to').map((to) => ({ group: to.string('group') ?? '', kind: to.string('kind') ?? '', name: to.string('name') })),
  };
}
