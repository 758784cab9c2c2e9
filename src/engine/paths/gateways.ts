import { perObject } from '../../base/derived.ts';
import { groupBy } from '../../base/groupBy.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { groupOf, namespaceOf } from '../../manifests/metadata.ts';
import type {
  GatewayListener,
  GatewayResource,
  RouteBackend,
  RouteMatch,
  RouteParent,
  RouteResource,
  RouteRule,
} from '../../manifests/resources/gateway.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { AllocatedPod, AllocatedService, Allocation } from '../allocation.ts';
import { podsBy, serviceNamed, servicesBy } from '../allocationIndex.ts';
import { labelOf } from '../labels.ts';
import { isGranted } from './grants.ts';
import { hasPathPrefix, hostFit, hostsMeet } from './hosts.ts';
import { takesKind } from './listenerKinds.ts';
import { gatewayOf, holderOf, isAmong, listenersOf, type ListenerHolder } from './listeners.ts';

export interface GatewayRequest {
  readonly host: string;
  readonly path: string;
  readonly port: number | undefined;
}

/** A listener with a route that it takes. */
export interface Attachment {
  readonly gateway: GatewayResource;
  readonly listener: GatewayListener;
  readonly route: RouteResource;
  /** Those of the route that meet the listener's; one undefined: every host. */
  readonly hosts: readonly (string | undefined)[];
}

/** Why a route is not attached to what it names. kubernetes-sigs/gateway-api apis/v1/shared_types.go */
export type NotAttached = 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname';

/** Route by route, in apply order. */
const attachmentsIn = perObject((cluster: Cluster): readonly Attachment[] =>
  resourcesOf(cluster, 'Route').flatMap((route) =>
    route.parents.flatMap((parent) => {
      const found = attachedTo({ cluster }, route, parent);
      return typeof found === 'string' ? [] : found;
    }),
  ),
);

const attachmentsByGateway = perObject((cluster: Cluster) => groupBy(attachmentsIn(cluster), ({ gateway }) => gateway));

/** The routes that a Gateway takes, each once, in apply order. */
export function routesOf({ cluster }: Allocation, gateway: GatewayResource): readonly RouteResource[] {
  return [...new Set((attachmentsByGateway(cluster).get(gateway) ?? []).map(({ route }) => route))];
}

/** The listeners of one parent that take the route, or why there is none. */
export function attachedTo(
  { cluster }: Pick<Allocation, 'cluster'>,
  route: RouteResource,
  parent: RouteParent,
): readonly Attachment[] | NotAttached {
  const holder = holderOf(cluster, parent, namespaceOf(route));
  const gateway = holder === undefined ? undefined : gatewayOf(cluster, holder);
  if (holder === undefined || gateway === undefined) return 'NoMatchingParent';
  const named = listenersOf(cluster, holder).filter(
    (listener) =>
      (parent.sectionName === undefined || listener.name === parent.sectionName) &&
      (parent.port === undefined || listener.port === parent.port),
  );
  if (named.length === 0) return 'NoMatchingParent';
  const allowed = named.filter((listener) => admits(cluster, holder, listener, route));
  if (allowed.length === 0) return 'NotAllowedByListeners';
  const attached = allowed.flatMap((listener): Attachment[] => {
    const hosts = route.hostnames.length === 0 ? [listener.hostname] : route.hostnames.filter((host) => hostsMeet(host, listener.hostname));
    return hosts.length === 0 ? [] : [{ gateway, listener, route, hosts }];
  });
  return attached.length === 0 ? 'NoMatchingListenerHostname' : attached;
}

function admits(cluster: Cluster, holder: ListenerHolder, listener: GatewayListener, route: RouteResource): boolean {
  const { allowedNamespaces: from, namespaceSelector: selector } = listener;
  return takesKind(listener, route.kind) && isAmong(cluster, { from, selector }, namespaceOf(route), namespaceOf(holder));
}

/** What of a route takes a request. */
export interface RouteChoice extends Attachment {
  readonly rule: RouteRule;
  /** What requests for the same host and path say that other rules take: `method POST`, `header x-canary`. */
  readonly otherwise: readonly string[];
}

/**
 * The rule that comes first over all routes of the listener that says most of the host: longest host, exact path, longest prefix, method, most headers, most query parameters, then by
 * name and order. kubernetes-sigs/gateway-api apis/v1/httproute_types.go. What a request cannot say here (headers, parameters) counts as not there.
 */
export function routeFor(allocation: Allocation, { host, path, port }: GatewayRequest): RouteChoice | undefined {
  const all = attachmentsIn(allocation.cluster).filter(
    ({ route: { kind }, listener }) =>
      (kind === 'HTTPRoute' || kind === 'GRPCRoute' || kind === 'TLSRoute') && (port === undefined || listener.port === port),
  );
  const byListener = all.map((attachment) => ({ attachment, fit: hostFit(attachment.listener.hostname, host, 'some') }));
  // A request belongs to the listener that says most of its host, whoever has routes there.
  const most = Math.max(-1, ...listenerFits(allocation, { host, port }), ...byListener.map(({ fit }) => fit ?? -1));
  let best: { readonly rank: readonly number[]; readonly name: string; readonly choice: Omit<RouteChoice, 'otherwise'> } | undefined;
  const otherwise = new Set<string>();
  for (const { attachment, fit } of byListener) {
    if (fit === undefined || fit < most) continue;
    const hosts = attachment.hosts.map((pattern) => hostFit(pattern, host, 'some')).filter((one) => one !== undefined);
    if (hosts.length === 0) continue;
    for (const [index, rule] of attachment.route.rules.entries())
      for (const match of rule.matches.length === 0 ? [everything] : rule.matches) {
        const fitted = matchRank(match, path);
        if (fitted === undefined) {
          for (const condition of conditionsOf(match, path)) otherwise.add(condition);
          continue;
        }
        const rank = [Math.max(...hosts), ...fitted];
        const name = `${namespaceOf(attachment.route)}/${attachment.route.metadata.name}/${String(index).padStart(4, '0')}`;
        const order = best === undefined ? 1 : compareRanks(rank, best.rank) || (name < best.name ? 1 : -1);
        if (order > 0) best = { rank, name, choice: { ...attachment, rule } };
      }
  }
  return best === undefined ? undefined : { ...best.choice, otherwise: [...otherwise] };
}

/**
 * What takes connections to a port of a Gateway whatever they say: the first route of the listener by name, since manifests do not tell which is the oldest.
 * Only its first rule counts. kubernetes-sigs/gateway-api apis/v1alpha2/tcproute_types.go, udproute_types.go
 */
export function streamRouteFor(
  allocation: Allocation,
  gateway: GatewayResource,
  port: number,
  protocol: 'TCP' | 'UDP' | 'SCTP',
): RouteChoice | undefined {
  const kind = protocol === 'UDP' ? 'UDPRoute' : 'TCPRoute';
  const name = ({ route }: Attachment) => `${namespaceOf(route)}/${route.metadata.name}`;
  const [first] = (attachmentsByGateway(allocation.cluster).get(gateway) ?? [])
    .filter(({ route, listener }) => route.kind === kind && listener.port === port)
    .sort((one, other) => (name(one) < name(other) ? -1 : 1));
  const rule = first?.route.rules[0];
  return first === undefined || rule === undefined ? undefined : { ...first, rule, otherwise: [] };
}

/** How well each listener that looks at hosts fits one. */
export function listenerFits({ cluster }: Allocation, { host, port }: Pick<GatewayRequest, 'host' | 'port'>): readonly number[] {
  return [...resourcesOf(cluster, 'Gateway'), ...resourcesOf(cluster, 'ListenerSet')].flatMap((holder) =>
    listenersOf(cluster, holder)
      .filter((listener) => /^(HTTPS?|TLS)$/i.test(listener.protocol) && (port === undefined || listener.port === port))
      .map((listener) => hostFit(listener.hostname, host, 'some'))
      .filter((fit) => fit !== undefined),
  );
}

const everything: RouteMatch = { path: undefined, method: undefined, headers: [], queryParams: [] };

function matchRank({ path: wanted, method, headers, queryParams }: RouteMatch, path: string): readonly number[] | undefined {
  if (headers.length > 0 || queryParams.length > 0) return undefined;
  if (method !== undefined && method !== 'GET') return undefined;
  const { type, value } = wanted ?? { type: 'PathPrefix', value: '/' };
  const fits = type === 'Exact' ? path === value : type === 'PathPrefix' ? hasPathPrefix(path, value) : false;
  return fits ? [type === 'Exact' ? 1 : 0, value.length, method === undefined ? 0 : 1] : undefined;
}

/** What a request for the path must say besides for a match to take it; empty where it has another path. */
function conditionsOf({ path: wanted, method, headers, queryParams }: RouteMatch, path: string): readonly string[] {
  if (matchRank({ path: wanted, method: undefined, headers: [], queryParams: [] }, path) === undefined) return [];
  return [
    ...(method === undefined || method === 'GET' ? [] : [`method ${method}`]),
    ...headers.map(({ name }) => `header ${name}`),
    ...queryParams.map(({ name }) => `parameter ${name}`),
  ];
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  for (const [index, value] of one.entries()) if (value !== other[index]) return value - (other[index] ?? 0);
  return 0;
}

export type BackendAnswer = AllocatedService | 'InvalidKind' | 'RefNotPermitted' | 'BackendNotFound';

/** The Service that a route leads to, or why its reference does not hold. */
export function backendOf(allocation: Allocation, route: RouteResource, backend: RouteBackend): BackendAnswer {
  if (backend.kind !== 'Service' || backend.group !== '') return 'InvalidKind';
  const namespace = backend.namespace ?? namespaceOf(route);
  if (namespace !== namespaceOf(route) && !mayLeadTo(allocation, route, namespace, backend.name)) return 'RefNotPermitted';
  return serviceNamed(allocation, namespace, backend.name) ?? 'BackendNotFound';
}

function mayLeadTo({ cluster }: Allocation, route: RouteResource, namespace: string, name: string): boolean {
  const from = { group: groupOf(route.apiVersion), kind: route.kind, namespace: namespaceOf(route) };
  return (
    isGranted(cluster, from, { kind: 'Service', name, namespace }) ||
    (namespace === 'default' && isGranted(cluster, from, { kind: 'Service', name, namespace: undefined }))
  );
}

const gatewayLabel = 'gateway.networking.k8s.io/gateway-name';

const labelled = (namespace: string, gateway: string | undefined) => (gateway === undefined ? [] : [`${namespace}/${gateway}`]);
const podsByGateway = podsBy(({ labels, namespace }) => labelled(namespace, labelOf(labels, gatewayLabel)));
const servicesByGateway = servicesBy(({ resource, namespace }) =>
  resource === undefined ? [] : labelled(namespace, labelOf(resource.metadata.labels, gatewayLabel)),
);

/** The pods that serve a Gateway, by the label that its controller gives them. */
export function gatewayPods(allocation: Allocation, gateway: Resource): readonly AllocatedPod[] {
  return podsByGateway(allocation, `${namespaceOf(gateway)}/${gateway.metadata.name}`);
}

/** The Service before them. */
export function gatewayService(allocation: Allocation, gateway: Resource): AllocatedService | undefined {
  return servicesByGateway(allocation, `${namespaceOf(gateway)}/${gateway.metadata.name}`)[0];
}
