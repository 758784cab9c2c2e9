import { parseAddress } from '../../../base/ip.ts';
import { list, message, sentences, term, type Message } from '../../../base/message.ts';
import { nearestOf } from '../../../base/nearest.ts';
import { isHostPattern } from '../../../engine/serviceAllocator/dnsNames.ts';
import { nameOf, namespaceOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPlace } from '../../../manifests/place.ts';
import type { Resource } from '../../../manifests/resource.ts';
import type { IngressBackend, IngressResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import { replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { isFilledIn } from '../refused/filledIn.ts';
import { unappliedChanges } from '../unseen.ts';

/** A path of an Ingress as a controller sees it. */
interface Route {
  readonly host: string;
  readonly path: string;
  readonly pathType: string | undefined;
  readonly backend: IngressBackend | undefined;
  readonly place: FieldPlace;
}

function routesOf(ingress: IngressResource): readonly Route[] {
  return ingress.rules.flatMap(({ host = '', paths }, rule) =>
    paths.map(({ path = '', pathType, backend }, index) => ({
      host,
      path: path === '' ? '/' : path,
      pathType,
      backend,
      place: placeOf(ingress, 'spec', 'rules', rule, 'http', 'paths', index, ...(path === '' ? [] : ['path'])),
    })),
  );
}

/** What tells a path from another. */
function wayOf({ host, path, pathType }: Route): string {
  return `${host} ${path} ${pathType}`;
}

function byWay(routes: readonly Route[]): ReadonlyMap<string, Route> {
  // The first of equals stays.
  return new Map(routes.toReversed().map((route) => [wayOf(route), route]));
}

function leadsElsewhere({ backend: one }: Route, { backend: other }: Route): boolean {
  return (
    one?.serviceName !== undefined &&
    one.serviceName !== '' &&
    other?.serviceName !== undefined &&
    other.serviceName !== '' &&
    (one.serviceName !== other.serviceName || one.port !== other.port)
  );
}

/** Of a controller that picks by more than host and path: canaries, priorities, entry points, groups, conditions. */
function picksOtherwise({ metadata }: IngressResource): boolean {
  return Object.keys(metadata.annotations).some((key) =>
    /canary|priority|order|weight|router\.|group|condition|listen-ports|match|actions/.test(key),
  );
}

/** kubernetes/ingress-nginx internal/ingress/controller/controller.go getBackendServers: what comes first of an Ingress stays. Of other controllers none uses both. */
export function pathTwice(ingress: IngressResource, { cluster }: CheckContext): readonly Problem[] {
  if (picksOtherwise(ingress)) return [];
  const routes = routesOf(ingress);
  const firsts = byWay(routes);
  const problems = routes.flatMap((route): readonly Problem[] => {
    const first = firsts.get(wayOf(route));
    if (first === undefined || first === route || !leadsElsewhere(first, route)) return [];
    return [
      {
        place: route.place,
        message: sentences(
          message('The path {0} of {1} stands twice in {2}.', route.path, hostOf(route), nameOf(ingress)),
          message(
            'Only one of them answers, of ingress-nginx the first: requests go to {0}, and none of them to {1}.',
            backendOf(first),
            backendOf(route),
          ),
        ),
        related: [{ message: term('the first'), place: first.place }],
        doubt: unappliedChanges(cluster, ingress),
      },
    ];
  });
  return problems.slice(0, mostTold);
}

/** Of one kind of one Ingress. */
const mostTold = 20;

function hostOf({ host }: Route) {
  return host === '' ? term('every host') : host;
}

/** `web:80` */
function backendOf({ backend }: Route): string {
  return `${backend?.serviceName ?? ''}:${String(backend?.port ?? '')}`;
}

/**
 * Paths that several Ingresses have, once for each two of them. `groups`: those that share a path.
 * kubernetes/ingress-nginx internal/ingress/controller/controller.go checkOverlap, store.go sortIngressSlice: by their age; its webhook refuses the second.
 */
export function sharedPaths(groups: readonly (readonly IngressResource[])[], context: CheckContext): readonly Problem[] {
  const told = new Map<IngressResource, Set<IngressResource>>();
  return groups.flatMap((group) => {
    const [first, ...others] = group.filter((ingress) => !picksOtherwise(ingress));
    if (first === undefined) return [];
    const known = told.get(first) ?? new Set();
    told.set(first, known);
    const fresh = others.filter((other) => !known.has(other));
    for (const other of fresh) known.add(other);
    return fresh.length === 0 ? [] : sharedWith(first, fresh, context);
  });
}

function sharedWith(first: IngressResource, others: readonly IngressResource[], { cluster, assembly }: CheckContext): readonly Problem[] {
  const { ingressClassName = '' } = first;
  // These give each Ingress an entrance of its own.
  if (/tailscale|alb|gce|gke|aws|azure|cloud/.test(ingressClassName)) return [];
  const isShared = /nginx|traefik|haproxy|public/.test(ingressClassName);
  const known = byWay(routesOf(first).filter(({ host }) => (host === '' ? isShared : isHostPattern(host))));
  return others.flatMap((other): readonly Problem[] => {
    if (nameOf(first) === nameOf(other) || isOfOtherEntry(first, other)) return [];
    for (const route of routesOf(other)) {
      const earlier = known.get(wayOf(route));
      if (earlier === undefined || (namespaceOf(first) === namespaceOf(other) && !leadsElsewhere(earlier, route))) continue;
      return [
        {
          place: route.place,
          message: sentences(
            message('{0} has the path {1} of {2}, too.', nameOf(first), route.path, hostOf(route)),
            message(
              'Only one of them answers, of ingress-nginx the one that was made first; its webhook refuses the other, where it runs.',
            ),
          ),
          related: [{ message: message('{0}', nameOf(first)), place: earlier.place }],
          doubt: assembly.mixed ?? assembly.doubt(route.place, earlier.place) ?? unappliedChanges(cluster, first, other),
        },
      ];
    }
    return [];
  });
}

/** One with TLS and one without are two entrances of Traefik. */
function isOfOtherEntry(one: IngressResource, other: IngressResource): boolean {
  return one.tlsHosts.length > 0 !== other.tlsHosts.length > 0 && one.ingressClassName?.includes('nginx') !== true;
}

/** A host of `tls` that no rule has. ingress-nginx asks the certificates themselves, too, so that only a slip is surely none: internal/ingress/controller/controller.go extractTLSSecretName */
export function strayTLSHosts(ingress: IngressResource, { cluster }: CheckContext): readonly Problem[] {
  const { rules, tlsHosts, metadata } = ingress;
  if (Object.keys(metadata.annotations).some((key) => /server-alias|redirect/.test(key))) return [];
  const hosts = [...new Set(rules.map(({ host = '' }) => host))].filter((host) => host !== '');
  const all = tlsHosts.flat();
  const certified = new Set(all);
  const bare = hosts.filter((host) => !isCovered(host, certified));
  if (bare.length === 0 || hosts.length < rules.length) return [];
  if (all.some((host) => !isHostPattern(host) || parseAddress(host) !== undefined || isFilledIn(ingress, host))) return [];
  const served = new Set(hosts);
  const wildcards = new Set(hosts.map(siblingsOf));
  const strays = tlsHosts
    .flatMap((entry, index) => entry.map((host, position) => ({ host, path: ['spec', 'tls', index, 'hosts', position] })))
    .filter(({ host }) => host !== '' && !isCovered(host, served) && !wildcards.has(host))
    .slice(0, mostTold);
  const doubt = unappliedChanges(cluster, ingress);
  return strays.flatMap(({ host, path }): readonly Problem[] => {
    const near = nearestOf(host, bare);
    if (near === undefined && bare.length < hosts.length) return [];
    const place = placeOf(ingress, ...path);
    const text: Message = message('The certificate of {0} is for {1}, which none of its rules has.', nameOf(ingress), host);
    return [
      near === undefined
        ? { place, severity: 'information', message: sentences(text, message('The hosts of the rules are {0}.', list(hosts, 5))), doubt }
        : {
            place,
            message: sentences(text, message('{0} has no TLS here.', near), message('Did you mean {0}?', near)),
            fixes: [replacing(message('Write {0}', near), true, { place, replaces: host, text: near })],
            doubt,
          },
    ];
  });
}

/** A wildcard stands for one label. */
function isCovered(host: string, patterns: ReadonlySet<string>): boolean {
  return patterns.has(host) || patterns.has(siblingsOf(host));
}

/** `*.example.com` of `shop.example.com` */
function siblingsOf(host: string): string {
  const dot = host.indexOf('.');
  return dot < 0 ? host : `*${host.slice(dot)}`;
}

/** kubernetes plugin/pkg/admission/network/defaultingressclass/admission.go getDefaultClass */
export function severalDefaults(classes: readonly Resource[], { cluster, assembly }: CheckContext): readonly Problem[] {
  const [first, ...others] = classes;
  if (first === undefined) return [];
  const annotation = ['metadata', 'annotations', 'ingressclass.kubernetes.io/is-default-class'];
  return others.map((other) => ({
    place: keyPlaceOf(other, ...annotation),
    message: sentences(
      message('{0} is the default, too.', nameOf(first)),
      message(
        'An Ingress without ingressClassName gets the newer of them, and older versions of Kubernetes refuse it. Take the annotation from one of them.',
      ),
    ),
    related: [{ message: message('{0}', nameOf(first)), place: keyPlaceOf(first, ...annotation) }],
    doubt: assembly.mixed ?? unappliedChanges(cluster, first, other),
  }));
}
