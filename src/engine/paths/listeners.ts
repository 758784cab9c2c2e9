import { perObject } from '../../base/derived.ts';
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

/** What a `parentRef` names, of either kind; absent where there is no such thing, the first where it is there twice. */
export function holderOf(cluster: Cluster, { kind, name, namespace }: RouteParent, own: string): ListenerHolder | undefined {
  return holders(cluster).get(keyOf(kind, namespace ?? own, name));
}

const holders = perObject((cluster: Cluster): ReadonlyMap<string, ListenerHolder> => {
  const byKey = new Map<string, ListenerHolder>();
  for (const holder of [...resourcesOf(cluster, 'Gateway'), ...resourcesOf(cluster, 'ListenerSet')]) {
    const key = keyOf(holder.kind, namespaceOf(holder), holder.metadata.name);
    if (!byKey.has(key)) byKey.set(key, holder);
  }
  return byKey;
});

const keyOf = (kind: string, namespace: string, name: string): string => `${kind} ${namespace} ${name}`;

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
  return holder.type === 'Gateway' ? holder.listeners : (acceptedOfSets(cluster).get(holder) ?? []);
}

/** Of each set that a Gateway takes. */
const acceptedOfSets = perObject((cluster: Cluster): ReadonlyMap<ListenerSetResource, readonly GatewayListener[]> => {
  const takenOf = new Map<GatewayResource, TakenPorts>();
  const accepted = new Map<ListenerSetResource, readonly GatewayListener[]>();
  for (const set of resourcesOf(cluster, 'ListenerSet')) {
    const gateway = gatewayOf(cluster, set);
    if (gateway === undefined) continue;
    const taken = takenOf.get(gateway) ?? portsTakenBy(gateway.listeners);
    takenOf.set(gateway, taken);
    const added = set.listeners.filter((listener) => !isTaken(taken, listener));
    take(taken, added);
    accepted.set(set, added);
  }
  return accepted;
});

/** By port, of each protocol family the hosts that somebody listens to. */
type TakenPorts = Map<number, Map<string, Set<string>>>;

function portsTakenBy(listeners: readonly GatewayListener[]): TakenPorts {
  const taken: TakenPorts = new Map();
  take(taken, listeners);
  return taken;
}

function take(taken: TakenPorts, listeners: readonly GatewayListener[]): void {
  for (const listener of listeners) {
    const families = taken.get(listener.port) ?? new Map<string, Set<string>>();
    taken.set(listener.port, families);
    const family = familyOf(listener);
    families.set(family, (families.get(family) ?? new Set()).add(hostOf(listener)));
  }
}

function isTaken(taken: TakenPorts, listener: GatewayListener): boolean {
  const families = taken.get(listener.port);
  if (families === undefined) return false;
  const family = familyOf(listener);
  if (family === 'UDP') return families.has('UDP');
  for (const other of families.keys()) if (other !== 'UDP' && other !== family) return true;
  const hosts = families.get(family);
  return hosts !== undefined && (family === 'TCP' || hosts.has(hostOf(listener)));
}

const hostOf = ({ hostname }: GatewayListener): string => (hostname ?? '').toLowerCase();

function familyOf({ protocol }: GatewayListener): string {
  const upper = protocol.toUpperCase();
  return upper === 'HTTPS' ? 'TLS' : upper;
}
