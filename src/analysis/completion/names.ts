import { formatAddress } from '../../base/ip.ts';
import { message, plural } from '../../base/message.ts';
import { mayShareNamespace } from '../../engine/references/podOwners.ts';
import { labelOfService, type NamedService } from '../../engine/references/names/serviceNames.ts';
import { referencesOf } from '../../engine/references/references.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { Candidate, Offer, TypedPlace } from './candidate.ts';

/** Names of manifests of a kind: in the place's namespace (or in the one that `namespaceAt` beside it names), those without a namespace everywhere. */
export function namesOf(kind: string, namespaceAt?: string): Offer {
  return function* (place) {
    const namespace = (namespaceAt === undefined ? undefined : place.textAt(...place.path.slice(0, -1), namespaceAt)) ?? place.namespace;
    for (const { cluster } of place.clusters) {
      for (const { kind: own, metadata } of cluster.resources) {
        if (own !== kind || metadata.name === '' || !mayShareNamespace(metadata.namespace, namespace)) continue;
        yield { sort: 'name', label: metadata.name, detail: metadata.namespace === undefined ? kind : `${kind} · ${metadata.namespace}` };
      }
    }
  };
}

/** Namespaces that manifests declare or are of. */
export const namespaces: Offer = function* ({ clusters }) {
  for (const { cluster } of clusters) {
    const declared = new Set(resourcesOf(cluster, 'Namespace').map(({ metadata }) => metadata.name));
    for (const name of declared) yield { sort: 'name', label: name, detail: message('Namespace'), rank: 1 };
    for (const { metadata } of cluster.resources) {
      const { namespace } = metadata;
      if (namespace !== undefined && !declared.has(namespace))
        yield { sort: 'name', label: namespace, detail: message('Namespace that no manifest declares') };
    }
  }
};

export const nodes: Offer = function* ({ clusters }) {
  for (const { allocation } of clusters) {
    for (const { name, role, ips } of allocation.nodes)
      if (name !== '') yield { sort: 'name', label: name, detail: [role, ...ips.map(formatAddress)].join(' · ') };
  }
};

/** Services of the place's namespace by their names; headless ones first where those are meant. */
export function services({
  headlessFirst = false,
  namespaceAt,
}: { readonly headlessFirst?: boolean; readonly namespaceAt?: string } = {}): Offer {
  return function* (place) {
    const namespace = (namespaceAt === undefined ? undefined : place.textAt(...place.path.slice(0, -1), namespaceAt)) ?? place.namespace;
    for (const service of servicesOf(place)) {
      if (!mayShareNamespace(service.namespace, namespace)) continue;
      yield { sort: 'name', label: service.name, detail: detailOf(service), rank: headlessFirst && service.headless ? 1 : 5 };
    }
  };
}

function* servicesOf({ clusters }: TypedPlace): Generator<NamedService> {
  for (const { allocation } of clusters) yield* referencesOf(allocation).around.services.all;
}

function detailOf(service: NamedService): string {
  const ports = service.ports.map(({ port }) => port).join(', ');
  return ports === '' ? labelOfService(service) : `${labelOfService(service)}: ${ports}`;
}

/** Ports of the Service that a field names, by number or by name. */
export function servicePorts(
  by: 'number' | 'name',
  serviceAt: (path: FieldPath) => FieldPath,
  namespaceAt?: (path: FieldPath) => FieldPath,
): Offer {
  return function* (place) {
    const name = place.textAt(...serviceAt(place.path));
    if (name === undefined) return;
    const namespace = (namespaceAt === undefined ? undefined : place.textAt(...namespaceAt(place.path))) ?? place.namespace;
    for (const { allocation } of place.clusters) {
      for (const service of referencesOf(allocation).around.services.named(name, namespace)) {
        for (const port of service.ports) {
          const label = by === 'number' ? String(port.port) : port.name;
          if (label !== undefined)
            yield { sort: 'value', label, detail: `${port.name ?? ''} ${port.port} → ${port.targetPort ?? port.port}`.trim() };
        }
      }
    }
  };
}

/** Ports with a name, and numbers, of the pods that the Service being typed selects. */
export const targetPorts: Offer = function* (place) {
  const pairs = [...place.pairsAt('spec', 'selector')].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  if (pairs.length === 0) return;
  const protocol = place.textAt(...place.path.slice(0, -1), 'protocol') ?? 'TCP';
  for (const { allocation } of place.clusters) {
    for (const owner of referencesOf(allocation).around.podOwners.selected(Object.fromEntries(pairs), place.namespace)) {
      for (const { ports, name: container } of owner.spec.containers) {
        for (const port of ports) {
          if (port.protocol !== protocol) continue;
          const detail = `${owner.resource.kind} ${owner.resource.metadata.name} · ${container}`;
          if (port.name !== undefined) yield { sort: 'value', label: port.name, detail: `${port.containerPort} · ${detail}`, rank: 1 };
          yield { sort: 'value', label: String(port.containerPort), detail };
        }
      }
    }
  }
};

/** Ports with a name of the container that a probe or a hook is of. */
export const ownPorts: Offer = function* ({ path, textAt, pairsAt }) {
  const at = path.findLastIndex((step) => typeof step === 'number');
  if (at < 1 || !/^(init)?containers$/i.test(String(path[at - 1]))) return;
  const ports = [...path.slice(0, at + 1), 'ports'];
  for (const index of pairsAt(...ports).keys()) {
    const name = textAt(...ports, Number(index), 'name');
    const number = textAt(...ports, Number(index), 'containerPort');
    if (name !== undefined) yield { sort: 'value', label: name, detail: number ?? '', rank: 1 };
    if (number !== undefined) yield { sort: 'value', label: number, detail: name ?? '' };
  }
};

/** Sections of the Gateway, or of the set of listeners, that a parent reference names. */
export const gatewaySections: Offer = function* (place) {
  const parent = place.path.slice(0, -1);
  const name = place.textAt(...parent, 'name');
  const wanted = place.textAt(...parent, 'kind') ?? 'Gateway';
  const namespace = place.textAt(...parent, 'namespace') ?? place.namespace;
  for (const { cluster } of place.clusters) {
    for (const { kind, metadata, listeners } of [...resourcesOf(cluster, 'Gateway'), ...resourcesOf(cluster, 'ListenerSet')]) {
      if (kind !== wanted || metadata.name !== name || !mayShareNamespace(metadata.namespace, namespace)) continue;
      for (const listener of listeners) yield { sort: 'value', label: listener.name, detail: String(listener.port) };
    }
  }
};

/** Names of keys whose values are hosts, by habit. */
const hostLike = /(host|url|uri|addr|address|endpoint|server|service|broker|upstream|target|dsn|connection)s?$/i;

/** The host in a text that is being typed: what stands before it, and where it begins. */
const hostTyped = /^(?:[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@:]*(?::[^\s/@]*)?@)?)?([a-z0-9.-]*)(?::([0-9]*))?$/i;

/** A Service as the place would call it: by its name in its own namespace, with the namespace from another one; behind a colon its ports. */
export const hosts: Offer = function* (place) {
  const { context, path } = place;
  const found = hostTyped.exec(context.typed);
  if (found === null) return;
  const [, host = '', port] = found;
  const name = path.at(-1) === 'value' ? (place.textAt(...path.slice(0, -1), 'name') ?? '') : String(path.at(-1));
  if (host === '' && !hostLike.test(name)) return;
  const start = context.typed.slice(0, context.typed.length - host.length - (port === undefined ? 0 : port.length + 1));
  for (const service of servicesOf(place)) {
    const { namespace } = service;
    const isOwn = mayShareNamespace(namespace, place.namespace) && (namespace !== undefined || place.namespace === undefined);
    const short = namespace === undefined || isOwn ? service.name : `${service.name}.${namespace}`;
    if (port === undefined) {
      yield {
        sort: 'name',
        label: `${start}${short}`,
        detail: detailOf(service),
        rank: isOwn ? 2 : service.resource === undefined ? 6 : 4,
      };
      continue;
    }
    if (host !== service.name && !host.startsWith(`${service.name}.${namespace ?? ''}`)) continue;
    if (host === service.name && !isOwn) continue;
    for (const own of service.ports)
      yield { sort: 'value', label: `${start}${host}:${own.port}`, detail: own.name ?? detailOf(service), rank: 1 };
  }
};

/** The whole name of a Service, which counts everywhere. */
export const wholeNames: Offer = function* ({ clusters }) {
  for (const { allocation } of clusters) {
    for (const { name, namespace } of allocation.services)
      yield { sort: 'name', label: `${name}.${namespace}.svc.${allocation.network.dnsDomain}`, detail: `Service ${namespace}/${name}` };
  }
};

/** Pools that hand out external addresses. */
export const loadBalancerPools: Offer = function* ({ clusters }) {
  for (const { allocation } of clusters) {
    for (const { name, capacity, used } of allocation.loadBalancerPools) {
      if (name === '') continue;
      const free = capacity - BigInt(used);
      yield { sort: 'name', label: name, detail: plural(free, '{0} address free', '{0} addresses free') };
    }
  }
};

/** Calico's pools, as its annotation lists them. */
export const ipPoolLists: Offer = function* ({ clusters }) {
  for (const { allocation } of clusters)
    for (const { name, refused } of allocation.ipPools)
      if (refused === undefined) yield { sort: 'name', label: `["${name}"]`, detail: message('IPPool') } satisfies Candidate;
};

/** Keys under which services already share an address. */
export function sharingKeys(annotations: readonly string[]): Offer {
  return function* ({ clusters, textAt, namespace }) {
    for (const { cluster } of clusters) {
      for (const { kind, metadata } of resourcesOf(cluster, 'Service')) {
        // What is half typed here is no key that somebody has.
        if (metadata.name === textAt('metadata', 'name') && mayShareNamespace(metadata.namespace, namespace)) continue;
        for (const annotation of annotations) {
          const key = metadata.annotations[annotation];
          if (key !== undefined && key !== '') yield { sort: 'value', label: key, detail: nameOf({ kind, metadata }) };
        }
      }
    }
  };
}
