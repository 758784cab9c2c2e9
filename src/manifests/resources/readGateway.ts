import type { Fields } from '../fields.ts';
import { readLabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type { FieldPath } from '../place.ts';
import type {
  GatewayListener,
  GatewayResource,
  ListenerSetResource,
  ListenerTLS,
  ReferenceGrantResource,
  RouteBackend,
  RouteMatch,
  RouteMatchValue,
  RouteParent,
  RouteResource,
} from './gateway.ts';

/** kubernetes-sigs/gateway-api apis/v1 */
export function readGateway(fields: Fields, base: ResourceBase): GatewayResource {
  const spec = fields.map('spec');
  const allowed = spec.map('allowedListeners').map('namespaces');
  return {
    ...base,
    type: 'Gateway',
    gatewayClassName: spec.string('gatewayClassName'),
    addresses: addressesIn(fields.map('status'), spec),
    listeners: spec.maps('listeners').map(readListener),
    allowedListeners: { from: allowed.string('from') ?? 'None', selector: readLabelSelector(allowed.map('selector')) },
  };
}

/** kubernetes-sigs/gateway-api apis/v1/listenerset_types.go */
export function readListenerSet(fields: Fields, base: ResourceBase): ListenerSetResource {
  const spec = fields.map('spec');
  return { ...base, type: 'ListenerSet', parent: readParent(spec.map('parentRef')), listeners: spec.maps('listeners').map(readListener) };
}

function readListener(listener: Fields, index: number): GatewayListener {
  const namespaces = listener.map('allowedRoutes').map('namespaces');
  return {
    name: listener.string('name') ?? '',
    port: listener.integer('port') ?? 0,
    protocol: listener.string('protocol') ?? '',
    hostname: listener.freeString('hostname'),
    tls: readTLS(listener.map('tls'), ['spec', 'listeners', index, 'tls']),
    allowedKinds: listener.map('allowedRoutes').maps('kinds').map(kindOfGroup),
    allowedNamespaces: namespaces.string('from') ?? 'Same',
    namespaceSelector: readLabelSelector(namespaces.map('selector')),
  };
}

/** Those of other groups with their group, so that none is taken for another. */
function kindOfGroup(entry: Fields): string {
  const group = entry.string('group') ?? '';
  const kind = entry.string('kind') ?? '';
  return group === '' || group === 'gateway.networking.k8s.io' ? kind : `${group}/${kind}`;
}

function readParent(parent: Fields): RouteParent {
  return {
    kind: parent.string('kind') ?? 'Gateway',
    name: parent.string('name') ?? '',
    namespace: parent.string('namespace'),
    sectionName: parent.string('sectionName'),
    port: parent.integer('port'),
  };
}

function readTLS(tls: Fields, path: FieldPath): ListenerTLS | undefined {
  if (!tls.exists) return undefined;
  const references = tls.at('certificateRefs').node;
  return {
    mode: tls.freeString('mode') ?? 'Terminate',
    withCertificate:
      (references !== undefined && !(references.type === 'sequence' && references.items.length === 0)) || tls.at('options').exists,
    certificates: tls
      .maps('certificateRefs')
      .map((reference, index) => ({ reference, path: [...path, 'certificateRefs', index] }))
      .filter(({ reference }) => (reference.string('kind') ?? 'Secret') === 'Secret' && (reference.freeString('group') ?? '') === '')
      .map(({ reference, path: own }) => ({ name: reference.string('name') ?? '', namespace: reference.string('namespace'), path: own })),
  };
}

export function readRoute(fields: Fields, base: ResourceBase): RouteResource {
  const spec = fields.map('spec');
  const rules = spec
    .maps('rules')
    .map((rule, index) => ({
      matches: rule.maps('matches').map(readMatch),
      backends: rule.maps('backendRefs').map((backend, position) => readBackend(backend, index, position)),
      redirects: rule.maps('filters').some((filter) => filter.string('type') === 'RequestRedirect'),
    }));
  return {
    ...base,
    type: 'Route',
    parents: spec.maps('parentRefs').map(readParent),
    hostnames: spec
      .list('hostnames')
      .map((host) => host.asFreeText())
      .filter((host) => host !== undefined),
    rules,
    backends: rules.flatMap(({ backends }) => backends),
  };
}

/** traefik pkg/provider/kubernetes/crd/traefikio/v1alpha1/ingressroute.go. Matches are texts of Traefik's own language, and a port may be a name. */
export function readTraefikRoute(fields: Fields, base: ResourceBase): RouteResource {
  const rules = fields
    .map('spec')
    .maps('routes')
    .map((rule, index) => ({
      matches: [],
      backends: rule.maps('services').map((service, position): RouteBackend => {
        const kind = service.string('kind') ?? 'Service';
        const port = service.integerOrString('port');
        return {
          group: kind === 'Service' ? '' : 'traefik.io',
          kind,
          name: service.freeString('name') ?? '',
          namespace: service.string('namespace'),
          port: typeof port === 'number' ? port : 0,
          weight: service.integer('weight') ?? 1,
          path: ['spec', 'routes', index, 'services', position],
        };
      }),
      redirects: false,
    }));
  return { ...base, type: 'Route', parents: [], hostnames: [], rules, backends: rules.flatMap(({ backends }) => backends) };
}

function addressesIn(...holders: readonly Fields[]): readonly string[] {
  for (const holder of holders) {
    const addresses = holder.maps('addresses').map((address) => address.string('value'));
    if (addresses.length > 0) return addresses.filter((address) => address !== undefined);
  }
  return [];
}

function readBackend(backend: Fields, index: number, position: number): RouteBackend {
  return {
    group: backend.string('group') ?? '',
    kind: backend.string('kind') ?? 'Service',
    name: backend.string('name') ?? '',
    namespace: backend.string('namespace'),
    port: backend.integer('port'),
    weight: backend.integer('weight') ?? 1,
    path: ['spec', 'rules', index, 'backendRefs', position],
  };
}

/** Of an HTTPRoute; a GRPCRoute asks for a service and a method, which make a path. */
function readMatch(match: Fields): RouteMatch {
  const path = match.map('path');
  const values = (key: string): readonly RouteMatchValue[] =>
    match
      .maps(key)
      .map((each) => ({ type: each.string('type') ?? 'Exact', name: each.string('name') ?? '', value: each.freeString('value') ?? '' }));
  const call = match.at('method').node?.type === 'map' ? match.map('method') : undefined;
  const service = call?.freeString('service');
  const method = call?.freeString('method');
  const called =
    service === undefined
      ? undefined
      : { type: method === undefined ? 'PathPrefix' : 'Exact', value: method === undefined ? `/${service}` : `/${service}/${method}` };
  return {
    path: path.exists ? { type: path.string('type') ?? 'PathPrefix', value: path.freeString('value') ?? '/' } : called,
    method: call === undefined ? match.string('method') : undefined,
    headers: values('headers'),
    queryParams: values('queryParams'),
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
