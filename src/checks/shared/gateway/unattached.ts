import { list, message, sentences, term } from '../../../base/message.ts';
import { matches } from '../../../engine/labels.ts';
import { namespaceFacts } from '../../../engine/namespaces.ts';
import { hostsMeet } from '../../../engine/paths/hosts.ts';
import { takesKind } from '../../../engine/paths/listenerKinds.ts';
import { gatewayOf, type ListenerHolder } from '../../../engine/paths/listeners.ts';
import type { RouteParentName } from '../../../engine/references/routes.ts';
import { resourcesOf, type Cluster } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../../manifests/place.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { GatewayListener, ListenerSetResource, RouteResource } from '../../../manifests/resources/gateway.ts';
import { isUnknown } from '../../../manifests/unknownFields.ts';
import type { Problem } from '../../findings/check.ts';
import { inserting, replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { nearestName } from '../nearestName.ts';
import { unappliedChanges } from '../unseen.ts';

/** Why a route, or a set of listeners, is attached to nothing by what it names. kubernetes-sigs/gateway-api apis/v1: NoMatchingParent, NotAllowedByListeners, NoMatchingListenerHostname, NotAllowed */
export function unattached(mention: RouteParentName, context: CheckContext): readonly Problem[] {
  return [...judged(mention, context)];
}

function* judged(mention: RouteParentName, context: CheckContext): Generator<Problem> {
  const { references, cluster } = context;
  const [holder, ...others] = references
    .targets(mention)
    .flatMap(({ resource }) => (resource.type === 'Gateway' || resource.type === 'ListenerSet' ? [resource] : []));
  if (holder === undefined) yield* notThere(mention, context);
  else if (others.length === 0) {
    const { resource } = mention;
    const problem =
      resource.type === 'Route' ? notAttached(mention, resource, holder, context) : notAdmitted(mention, resource, holder, context);
    if (problem !== undefined)
      yield { ...problem, doubt: context.assembly.doubt(problem.place, placeOf(holder)) ?? unappliedChanges(cluster) };
  }
}

/** A set of listeners that its Gateway does not take: no listener of it is there. */
function notAdmitted(
  { place }: RouteParentName,
  set: ListenerSetResource,
  gateway: ListenerHolder,
  { cluster }: CheckContext,
): Problem | undefined {
  if (gateway.type !== 'Gateway' || isUnknown(gateway, 'spec', 'allowedListeners')) return undefined;
  const { from, selector } = gateway.allowedListeners;
  if (isAdmitted({ allowedNamespaces: from, namespaceSelector: selector }, gateway, set.metadata.namespace, cluster)) return undefined;
  return {
    place,
    message: message(
      '{0} takes no listeners of others from namespace {1}, so that those of {2} are not there. Set spec.allowedListeners.namespaces of the Gateway (from: Same, All, or a Selector).',
      nameOf(gateway),
      set.metadata.namespace ?? '',
      nameOf(set),
    ),
    related: [{ message: message('{0}', nameOf(gateway)), place: placeOf(gateway, 'metadata', 'name') }],
  };
}

function* notThere(mention: RouteParentName, { references, cluster, assembly }: CheckContext): Generator<Problem> {
  const { text, place, namespace, resource: route, path, parent } = mention;
  const [other] = references.elsewhere(mention);
  const written = resourcesOf(cluster, parent.kind === 'Gateway' ? 'Gateway' : 'ListenerSet');
  const near = nearestName(
    text,
    written.filter(({ metadata }) => metadata.namespace === namespace).map(({ metadata }) => metadata.name),
  );
  // A Gateway of the whole cluster is often somebody else's.
  if (near === undefined && other === undefined) return;
  const elsewhere = other?.resource.metadata.namespace ?? '';
  yield {
    place,
    message:
      near === undefined
        ? message(
            'There is no {0} {1} in namespace {2}; {3} is in namespace {4}. {5} is attached to nothing, unless its parentRef names that namespace.',
            parent.kind,
            text,
            namespace ?? '',
            other === undefined ? '' : nameOf(other.resource),
            elsewhere,
            nameOf(route),
          )
        : message('There is no {0} {1}; nearest is {2}. {3} is attached to nothing.', parent.kind, text, near, nameOf(route)),
    related:
      other === undefined ? [] : [{ message: message('{0}', nameOf(other.resource)), place: placeOf(other.resource, 'metadata', 'name') }],
    fixes:
      near !== undefined
        ? [replacing(message('Write {0}', near), true, { place, replaces: text, text: near })]
        : mention.parent.namespace === undefined
          ? [inserting(message('Write namespace: {0}', elsewhere), true, { place: placeOf(route, ...path, 'namespace'), value: elsewhere })]
          : [],
    doubt: assembly.mixed ?? unappliedChanges(cluster),
  };
}

function notAttached(
  { parent, path }: RouteParentName,
  route: RouteResource,
  gateway: ListenerHolder,
  context: CheckContext,
): Problem | undefined {
  const { listeners } = gateway;
  // What is wrong with a set is said of the set.
  if (listeners.length === 0 || gatewayOf(context.cluster, gateway) === undefined) return undefined;
  const at = (field: string) => placeOf(route, ...path, field);
  const names = listeners.map(({ name }) => name);
  const related = [{ message: term('listeners of {0}', nameOf(gateway)), place: keyPlaceOf(gateway, 'spec', 'listeners') }];
  if (parent.sectionName !== undefined && !names.includes(parent.sectionName)) {
    const near = nearestName(parent.sectionName, names) ?? (names.length === 1 ? names[0] : undefined);
    return {
      place: at('sectionName'),
      message: sentences(
        message('{0} has no listener {1}, so that {2} is attached to nothing.', nameOf(gateway), parent.sectionName, nameOf(route)),
        message('The names are: {0}.', list(names, 10)),
      ),
      related,
      fixes:
        near === undefined
          ? []
          : [replacing(message('Write {0}', near), true, { place: at('sectionName'), replaces: parent.sectionName, text: near })],
    };
  }
  const named = listeners.filter(({ name }) => parent.sectionName === undefined || name === parent.sectionName);
  if (parent.port !== undefined && !named.some(({ port }) => port === parent.port)) {
    return {
      place: at('port'),
      message: message(
        '{0} has no listener on port {1}, so that {2} is attached to nothing; the ports are {3}.',
        nameOf(gateway),
        parent.port,
        nameOf(route),
        list(named.map(({ port }) => String(port))),
      ),
      related,
    };
  }
  const open = named.filter(({ port }) => parent.port === undefined || port === parent.port);
  const admitting = open.filter((listener) => isAdmitted(listener, gateway, route.metadata.namespace, context.cluster));
  if (admitting.length > 0) return unfit(route, gateway, admitting, at('name'), related);
  return {
    place: at('name'),
    message: message(
      'No listener of {0} admits routes of namespace {1}, so that {2} is attached to nothing. Set allowedRoutes.namespaces of a listener (from: All, or a Selector).',
      nameOf(gateway),
      route.metadata.namespace ?? '',
      nameOf(route),
    ),
    related,
  };
}

/** What the protocol or the hosts of the listeners keep out. What is no protocol of the Gateway API may take anything. */
function unfit(
  route: RouteResource,
  gateway: ListenerHolder,
  listeners: readonly GatewayListener[],
  place: Problem['place'],
  related: Problem['related'],
): Problem | undefined {
  const taking = listeners.filter(
    (listener) =>
      takesKind(listener, route.kind) || !/^(HTTPS?|TLS|TCP|UDP)$/i.test(listener.protocol) || isUnknown(gateway, 'spec', 'listeners'),
  );
  if (taking.length === 0)
    return {
      place,
      message: message(
        'No listener of {0} takes a {1}, so that {2} is attached to nothing: the protocols are {3}.',
        nameOf(gateway),
        route.kind,
        nameOf(route),
        list([...new Set(listeners.map(({ protocol }) => protocol))]),
      ),
      ...(related === undefined ? {} : { related }),
    };
  const { hostnames } = route;
  const mayMeet = (host: string, hostname: string | undefined) =>
    holdsPlaceholder(host) || (hostname !== undefined && holdsPlaceholder(hostname)) || hostsMeet(host, hostname);
  if (hostnames.length === 0 || taking.some(({ hostname }) => hostnames.some((host) => mayMeet(host, hostname)))) return undefined;
  return {
    place: placeOf(route, 'spec', 'hostnames', 0),
    message: message(
      'No listener of {0} is for {1}, so that {2} is attached to nothing; the listeners are for {3}.',
      nameOf(gateway),
      list(hostnames, 5),
      nameOf(route),
      list([...new Set(taking.map(({ hostname = '' }) => hostname))], 5),
    ),
    ...(related === undefined ? {} : { related }),
  };
}

/** Whether those of a namespace may be taken by somebody; what is not known counts as yes. */
function isAdmitted(
  { allowedNamespaces, namespaceSelector }: Pick<GatewayListener, 'allowedNamespaces' | 'namespaceSelector'>,
  { metadata }: ListenerHolder,
  namespace: string | undefined,
  cluster: Cluster,
): boolean {
  if (namespace === undefined || metadata.namespace === undefined || namespace === metadata.namespace) return allowedNamespaces !== 'None';
  if (allowedNamespaces === 'Same' || allowedNamespaces === 'None') return false;
  if (allowedNamespaces !== 'Selector' || namespaceSelector === undefined) return true;
  const { resource, labels } = namespaceFacts(cluster, namespace);
  return resource === undefined || matches(namespaceSelector, labels);
}
