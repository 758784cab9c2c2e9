import { parseAddress } from '../../../base/ip.ts';
import { message, sentences, term, type Message } from '../../../base/message.ts';
import { isHostPattern } from '../../../engine/serviceAllocator/dnsNames.ts';
import { scalarAt } from '../../../manifests/locate.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPath, type FieldPlace } from '../../../manifests/place.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { IngressBackend, IngressPath, IngressResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import type { Fix } from '../../findings/finding.ts';
import { inserting, removing } from '../../findings/fixes.ts';
import { isFilledIn } from '../refused/filledIn.ts';

/** What the API server refuses of an Ingress, and a rule that was to be one with the next. */
export function ingressProblems(ingress: IngressResource): readonly Problem[] {
  const refusal = message('The API server refuses {0}.', nameOf(ingress));
  return [
    ...[...faultsOf(ingress)].map((fault) => ({ ...fault, message: sentences(refusal, fault.message) })),
    ...hostWithoutPaths(ingress),
  ];
}

interface Fault {
  readonly place: FieldPlace;
  readonly message: Message;
  readonly fixes?: readonly Fix[];
}

/** kubernetes pkg/apis/networking/validation/validation.go ValidateIngressSpec; older versions of the API had defaults for what is missing. */
function* faultsOf(ingress: IngressResource): Generator<Fault> {
  if (ingress.apiVersion !== 'networking.k8s.io/v1') return;
  const { defaultBackend, rules, tlsHosts } = ingress;
  if (Object.hasOwn(ingress.metadata.annotations, oldClass)) yield* classTwice(ingress);
  if (defaultBackend !== undefined) yield* backendFaults(ingress, ['spec', 'defaultBackend'], defaultBackend);
  for (const [index, { host = '', paths }] of rules.entries()) {
    if (parseAddress(host) !== undefined || isNoHost(ingress, host)) yield noHost(ingress, ['spec', 'rules', index, 'host'], host);
    for (const [position, path] of paths.entries()) yield* pathFaults(ingress, ['spec', 'rules', index, 'http', 'paths', position], path);
  }
  // An address is let through here. ValidateIngressTLS
  for (const [index, hosts] of tlsHosts.entries())
    for (const [position, host] of hosts.entries())
      if (isNoHost(ingress, host)) yield noHost(ingress, ['spec', 'tls', index, 'hosts', position], host);
}

const oldClass = 'kubernetes.io/ingress.class';

/** Since 1.27 both may say the same, and of an Ingress that is there already anything is let through. ValidateIngressCreate */
function* classTwice(ingress: IngressResource): Generator<Fault> {
  const { text } = scalarAt(placeOf(ingress, 'spec', 'ingressClassName')) ?? {};
  const old = ingress.metadata.annotations[oldClass] ?? '';
  if (text === undefined || text === old || [text, old].some((name) => isFilledIn(ingress, name))) return;
  const place = keyPlaceOf(ingress, 'metadata', 'annotations', oldClass);
  yield {
    place,
    message: message('The annotation {0} says {1}, and ingressClassName {2}. Remove the annotation.', oldClass, old, text),
    fixes: removing(message('Remove the annotation {0}', oldClass), true, placeOf(ingress, 'metadata', 'annotations', oldClass)),
  };
}

function isNoHost(ingress: IngressResource, host: string): boolean {
  return host !== '' && !isHostPattern(host) && !isFilledIn(ingress, host);
}

function noHost(ingress: IngressResource, path: FieldPath, host: string): Fault {
  return {
    place: placeOf(ingress, ...path),
    message: message('"{0}" is not a host: a DNS name in small letters is, without scheme, port and path.', host),
  };
}

function* pathFaults(ingress: IngressResource, at: FieldPath, { path, pathType, backend }: IngressPath): Generator<Fault> {
  // Nobody has finished it, or the field is misspelt, which is said there.
  if (backend?.serviceName === undefined || backend.serviceName === '') return;
  const typePlace = placeOf(ingress, ...at, 'pathType');
  const pathPlace = path === undefined ? placeOf(ingress, ...at) : keyPlaceOf(ingress, ...at, 'path');
  if (pathType === undefined || pathType === '') {
    yield {
      place: pathPlace,
      message: message('A path needs a pathType: Prefix, Exact or ImplementationSpecific.'),
      fixes: pathType === undefined ? [inserting(message('Write pathType: Prefix'), true, { place: typePlace, value: 'Prefix' })] : [],
    };
  }
  if (path !== undefined && path !== '' && !path.startsWith('/') && !holdsPlaceholder(path))
    yield { place: placeOf(ingress, ...at, 'path'), message: message('A path begins with /, and "{0}" does not.', path) };
  yield* backendFaults(ingress, [...at, 'backend'], backend);
}

function* backendFaults(ingress: IngressResource, at: FieldPath, { serviceName, lacksPort }: IngressBackend): Generator<Fault> {
  if (serviceName !== undefined && serviceName !== '' && lacksPort === true)
    yield {
      place: placeOf(ingress, ...at, 'service', 'name'),
      message: message('A backend needs the port of its Service: port.number or port.name.'),
    };
}

/** `- host: …` and `- http: …` are two rules, of which the first leads nowhere and the second is for every host. */
function* hostWithoutPaths(ingress: IngressResource): Generator<Problem> {
  const { rules, defaultBackend } = ingress;
  if (defaultBackend !== undefined) return;
  for (const [index, { host, paths }] of rules.entries()) {
    const next = rules[index + 1];
    if (host === undefined || paths.length > 0 || next === undefined || next.host !== undefined || next.paths.length === 0) continue;
    yield {
      place: placeOf(ingress, 'spec', 'rules', index, 'host'),
      severity: 'warning',
      message: message(
        'This rule of {0} has a host and no paths, so that requests to {1} lead nowhere; the next one has paths for every host. If they are to be one, take out the dash before http.',
        nameOf(ingress),
        host,
      ),
      related: [{ message: term('paths for every host'), place: keyPlaceOf(ingress, 'spec', 'rules', index + 1, 'http') }],
    };
  }
}
