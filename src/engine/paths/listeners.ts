import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type {
  AllowedNamespaces,
  GatewayListener,
  GatewayResource,
  ListenerSetResource,
  RouteParent,
} from '../../manifests/resources/gateway.ts';
import { matches } from '../labels.ts';
import { namespaceFacts } from '../namespaces.ts';

/** Who has listeners: a Gateway its own, a ListenerSet those that it adds to one. */
export type ListenerHolder = GatewayResource | ListenerSetResource;

/** What a `parentRef` names, of either kind; absent where there is no such thing. */
export function holderOf(cluster: Cluster, parent: RouteParent, namespace: string): ListenerHolder | undefined {
  const isNamed = (one: ListenerHolder) =>
    one.kind === parent.kind && one.metadata.name === parent.name && namespaceOf(one) === (parent.namespace ?? namespace);
  return resourcesOf(cluster, 'Gateway').find(isNamed) ?? resourcesOf(cluster, 'ListenerSet').find(isNamed);
}

/** The Gateway whose addresses the listeners have: itself, or the one that takes the set; absent where none does. */
export function gatewayOf(cluster: Cluster, holder: ListenerHolder): GatewayResource | undefined {
  if (holder.type === 'Gateway') return holder;
  const gateway = holderOf(cluster, holder.parent, namespaceOf(holder));
  return gateway?.type === 'Gateway' && admitsSet(cluster, gateway, namespaceOf(holder)) ? gateway : undefined;
}

/** kubernetes-sigs/gateway-api apis/v1/gateway_types.go AllowedListeners */
export function admitsSet(cluster: Cluster, gateway: GatewayResource, namespace: string): boolean {
  return isAmong(cluster, gateway.allowedListeners, namespace, namespaceOf(gateway));
}

/** Whether a namespace is one of those that are allowed by somebody in another, or the same. */
export function isAmong(cluster: Cluster, { from, selector }: AllowedNamespaces, namespace: string, own: string): boolean {
  switch (from) {
    case 'All':
      return true;
    case 'Selector':
      return matches(selector, namespaceFacts(cluster, namespace).labels);
    case 'None':
      return false;
    default:
      return namespace === own;
  }
}

/**
 * The listeners that are there: of one port each protocol family has one, and each host is once; a Gateway's own come first, then those of its sets in apply order.
 * kubernetes-sigs/gateway-api apis/v1/listenerset_types.go: listeners in conflict are not accepted. Those of the Gateway itself are all taken.
 */
export function listenersOf(cluster: Cluster, holder: ListenerHolder): readonly GatewayListener[] {
  if (holder.type === 'Gateway') return holder.listeners;
  const gateway = gatewayOf(cluster, holder);
  if (gateway === undefined) return [];
  const before = [...gateway.listeners];
  for (const set of resourcesOf(cluster, 'ListenerSet')) {
    if (gatewayOf(cluster, set) !== gateway) continue;
    const added = set.listeners.filter((listener) => !before.some((other) => areInConflict(listener, other)));
    if (set === holder) return added;
    before.push(...added);
  }
  return [];
}

function areInConflict(one: GatewayListener, other: GatewayListener): boolean {
  if (one.port !== other.port) return false;
  const [family, otherFamily] = [familyOf(one), familyOf(other)];
  if (family === 'UDP' || otherFamily === 'UDP') return family === otherFamily;
  return family !== otherFamily || family === 'TCP' || (one.hostname ?? '').toLowerCase() === (other.hostname ?? '').toLowerCase();
}

function familyOf({ protocol }: GatewayListener): string {
  const upper = protocol.toUpperCase();
  return upper === 'HTTPS' ? 'TLS' : upper;
}
