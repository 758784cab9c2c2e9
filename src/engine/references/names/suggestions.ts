import { resourcesWhere } from '../../../manifests/cluster.ts';
import { edgeNamespace } from '../../../manifests/iotEdge/names.ts';
import { editDistance } from '../../../base/nearest.ts';
import { mayShareNamespace } from '../podOwners.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Naming } from './naming.ts';
import { isInstalledNamespace } from './otherNames.ts';
import type { NamedService } from './serviceNames.ts';

/** What a name without a service was meant to be. */
export interface Suggestion {
  /** A slip of a service's name; a service's name with another namespace; the name of a workload whose service has another name. `nothing`: no service comes to mind. */
  readonly kind: 'slip' | 'namespace' | 'workload' | 'nothing';
  readonly service: NamedService | undefined;
  /** No other namespace has a service of the name. */
  readonly only: boolean;
  /** Something that is not among the manifests may have the name after all. */
  readonly doubtful: boolean;
}

/** Absent where the name may well be right: it is no name of a known namespace, or of something that is not among the manifests. */
export function suggestionFor(around: Surroundings, naming: Naming): Suggestion | undefined {
  const found = naming.qualified
    ? qualifiedSuggestion(around, naming)
    : naming.name.namespace === undefined
      ? bareSuggestion(around, naming)
      : dottedSuggestion(around, naming);
  return found === undefined || !isDenied(around, naming, found) ? undefined : found;
}

function suggestion(
  kind: Suggestion['kind'],
  service: NamedService | undefined,
  { doubtful = false, only = true }: { readonly doubtful?: boolean; readonly only?: boolean } = {},
): Suggestion {
  return { kind, service, only, doubtful };
}

/** `orders.shop.svc.cluster.local` */
function qualifiedSuggestion(around: Surroundings, naming: Naming): Suggestion | undefined {
  const { services } = around;
  const {
    name: { service, rest },
    namespace,
  } = naming;
  if (namespace === undefined || rest.length > 1) return undefined;
  const swapped = swappedService(around, naming);
  if (swapped !== undefined) return suggestion('namespace', swapped);
  if (!services.describes(namespace) && !services.mentions(namespace)) {
    const meant = services.nearestNamespace(service.text, namespace);
    if (meant !== undefined) return suggestion('namespace', meant);
    // Manifests without a namespace may be applied to it.
    const near =
      namespace === 'default' || naming.reference.port !== undefined
        ? services.nearest(service.text, namespace, (other) => other.headless || serves(other, naming))
        : undefined;
    if (near !== undefined) return suggestion('slip', near);
    // All is in other namespaces, and one of them has just this.
    const others = isInstalledNamespace(namespace)
      ? []
      : services.elsewhere(service.text, namespace).filter((other) => serves(other, naming));
    const [first] = others;
    return first === undefined || others.some((other) => other.namespace !== first.namespace)
      ? undefined
      : suggestion('namespace', first, { doubtful: namespace !== 'default' || naming.reference.port === undefined });
  }
  const elsewhere = services.elsewhere(service.text, namespace).filter((other) => serves(other, naming));
  if (elsewhere.length > 0)
    return suggestion('namespace', elsewhere[0], { only: elsewhere.every((other) => other.namespace === elsewhere[0]?.namespace) });
  const near = services.nearest(service.text, namespace);
  if (near !== undefined) return suggestion('slip', near);
  return nothing(around, services.describes(namespace), namespace);
}

/** `shop.orders` of Service `orders` in namespace `shop`. */
function swappedService({ services }: Surroundings, naming: Naming): NamedService | undefined {
  const {
    name: { service, rest },
    namespace,
  } = naming;
  if (namespace === undefined || rest.length > 0 || services.describes(namespace)) return undefined;
  return services.named(namespace, service.text).find((other) => other.namespace === service.text && serves(other, naming));
}

/** `orders.shop:8080`. Some namespaces are named like domains of the internet: there a port must tell that a service is meant. */
function dottedSuggestion(around: Surroundings, naming: Naming): Suggestion | undefined {
  const { services } = around;
  const {
    name: { service },
    namespace,
    reference: { port, scheme },
  } = naming;
  if (namespace === undefined || (port === undefined && (scheme === undefined || isPublic(namespace)))) return undefined;
  if (!services.describes(namespace)) {
    const meant = services.mentions(namespace)
      ? services.elsewhere(service.text, namespace).find((other) => serves(other, naming))
      : services.nearestNamespace(service.text, namespace);
    return meant === undefined || port === undefined || !serves(meant, naming) ? undefined : suggestion('namespace', meant);
  }
  const elsewhere = services.elsewhere(service.text, namespace).filter((other) => serves(other, naming));
  if (elsewhere.length > 0)
    return suggestion('namespace', elsewhere[0], { only: elsewhere.every((other) => other.namespace === elsewhere[0]?.namespace) });
  const near = services.nearest(service.text, namespace, (other) => serves(other, naming));
  if (near !== undefined) return suggestion('slip', near);
  return isPublic(namespace) ? undefined : nothing(around, true, namespace);
}

/** `http://orders:8080`, or the value of `ORDERS_HOST`. */
function bareSuggestion(around: Surroundings, naming: Naming): Suggestion | undefined {
  const { services } = around;
  const {
    name: { service },
    namespace,
    reference: { port },
  } = naming;
  const wanted = wantedPort(naming);
  const near = services.nearest(service.text, namespace, (other) => serves(other, naming));
  if (near !== undefined && (wanted !== undefined || service.text.length >= 8 || editDistance(service.text, near.name) === 1))
    return suggestion('slip', near);
  if (namespace === undefined || wanted === undefined) return undefined;
  const elsewhere = services.elsewhere(service.text, namespace).filter((other) => serves(other, naming));
  const [first] = elsewhere;
  if (first !== undefined) {
    const doubtful = !services.describes(namespace) || isAssumed(around);
    return suggestion('namespace', first, { only: elsewhere.every((other) => other.namespace === first.namespace), doubtful });
  }
  const behind = port === undefined ? [] : servicesOfWorkload(around, naming);
  return behind.length === 1 ? suggestion('workload', behind[0]) : undefined;
}

/** Of a namespace that manifests describe, a name that none of them has. Of a folder that nothing declares to be a cluster, the rest may be installed by other means. */
function nothing(around: Surroundings, described: boolean, namespace: string): Suggestion | undefined {
  if (!described || (isInstalledNamespace(namespace) && !isDeviceOwn(around, namespace))) return undefined;
  return suggestion('nothing', undefined, { doubtful: isAssumed(around) });
}

/** What runs in the namespace of IoT Edge is what a deployment manifest says, where one with the hub is there. */
function isDeviceOwn({ cluster }: Surroundings, namespace: string): boolean {
  return namespace === edgeNamespace && standardDeployments(cluster).length > 0;
}

const standardDeployments = resourcesWhere((resource) => resource.type === 'IoTEdgeDeployment' && resource.form === 'standard');

function isAssumed({ cluster }: Surroundings): boolean {
  return cluster.rule === 'together';
}

/** Services with the port that select the pods of a workload which has the name itself. */
function servicesOfWorkload({ podOwners, ownersByName, services }: Surroundings, naming: Naming): readonly NamedService[] {
  const {
    name: { service },
    namespace = '',
  } = naming;
  const named = (ownersByName.get(service.text) ?? []).filter(({ resource }) => mayShareNamespace(resource.metadata.namespace, namespace));
  if (named.length === 0) return [];
  return services.ofNamespace(namespace).filter((candidate) => {
    const selector = candidate.resource?.selector;
    if (selector === undefined || Object.keys(selector).length === 0 || !serves(candidate, naming)) return false;
    return podOwners.selected(selector, candidate.namespace).some((owner) => named.includes(owner));
  });
}

/** Whether a service has the port that is asked for; where none is, it may. */
function serves({ ports, external }: NamedService, naming: Naming): boolean {
  const wanted = wantedPort(naming);
  return wanted === undefined || external || ports.some(({ port }) => port === wanted);
}

/** The port said, or implied by the protocol. */
function wantedPort({ reference: { port, scheme } }: Naming): number | undefined {
  return port?.number ?? (scheme === 'http' || scheme === 'ws' ? 80 : scheme === 'https' || scheme === 'wss' ? 443 : undefined);
}

/** Domains of the internet that namespaces are named like. */
function isPublic(namespace: string): boolean {
  return namespace.length === 2 || publicDomains.has(namespace);
}

const publicDomains: ReadonlySet<string> = new Set([
  'com',
  'org',
  'net',
  'edu',
  'gov',
  'int',
  'mil',
  'info',
  'biz',
  'dev',
  'app',
  'apps',
  'shop',
  'store',
  'cloud',
  'tech',
  'site',
  'online',
  'page',
  'web',
  'team',
  'test',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'example',
  'localhost',
  'systems',
  'services',
  'network',
  'host',
  'tools',
  'run',
  'zone',
  'world',
  'live',
  'blog',
  'news',
  'games',
  'game',
  'media',
  'video',
  'chat',
  'bank',
  'finance',
  'pay',
  'market',
  'support',
  'help',
  'solutions',
  'software',
  'data',
  'ads',
  'bot',
  'build',
  'codes',
  'computer',
  'digital',
  'email',
  'engineering',
  'energy',
  'events',
  'group',
  'health',
  'industries',
  'labs',
  'link',
  'mobile',
  'name',
  'one',
  'partners',
  'photos',
  'pro',
  'productions',
  'social',
  'space',
  'studio',
  'systems',
  'academy',
  'security',
  'sandbox',
  'svc',
  'xyz',
  'prod',
  'arpa',
]);

/** Whether CoreDNS denies every name that the reader's resolver would try: rules and entries of its Corefile may have it after all. */
function isDenied({ domains }: Surroundings, naming: Naming, { service: meant }: Suggestion): boolean {
  const {
    name: { service, rest, domain },
    namespace,
    qualified,
    reference: { host },
  } = naming;
  const left = [...rest, service].map(({ text }) => text).join('.');
  const own = `${left}.${namespace ?? meant?.namespace ?? 'default'}.svc.${domain === undefined || domain.text === '' ? domains.own : domain.text}`;
  return domains.denies(own) && (qualified || !domains.answers(host));
}
