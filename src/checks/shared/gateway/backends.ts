import { list, message, sentences, term } from '../../../base/message.ts';
import { nearestName } from '../nearestName.ts';
import { missingGrant } from './grants.ts';
import { nearnessOfName } from '../nearness.ts';
import type { RoutePort, RouteService } from '../../../engine/references/routes.ts';
import { labelOfService } from '../../../engine/references/names/serviceNames.ts';
import { isInstalledNamespace } from '../../../engine/references/names/otherNames.ts';
import { resourcesOf } from '../../../manifests/cluster.ts';
import { groupOf, nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { Problem } from '../../findings/check.ts';
import { replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { suppliedBySystem } from '../systemNamespaces.ts';
import { unappliedChanges, unseenServices } from '../unseen.ts';

/** What keeps a route from its backend: a Service that there is not, or one of another namespace that grants nothing. */
export function unreachableBackend(mention: RouteService, context: CheckContext): readonly Problem[] {
  return [...notThere(mention, context), ...notPermitted(mention, context)];
}

export function unknownBackendPort(mention: RoutePort, context: CheckContext): readonly Problem[] {
  return [...unknownPort(mention, context)];
}

export function backendWithoutPort(mention: RouteService): readonly Problem[] {
  return [...withoutPort(mention)];
}

/** kubernetes-sigs/gateway-api apis/v1/shared_types.go: BackendNotFound */
function* notThere(mention: RouteService, { references, cluster }: CheckContext): Generator<Problem> {
  if (references.leads(mention)) return;
  const { text, place, namespace, resource: route } = mention;
  const { services } = references.around;
  const [other] = references.elsewhere(mention);
  const names =
    namespace === undefined
      ? resourcesOf(cluster, 'Service').map(({ metadata }) => metadata.name)
      : services.ofNamespace(namespace).map(({ name }) => name);
  const near = nearestName(text, names);
  const supplied = suppliedBySystem(namespace);
  if (
    near === undefined &&
    other === undefined &&
    (names.length === 0 || supplied !== undefined || (namespace !== undefined && isInstalledNamespace(namespace)))
  )
    return;
  const nearness = other === undefined ? nearnessOfName(cluster, text, near, route) : 'likely';
  const unseen = unappliedChanges(cluster, route) ?? unseenServices(cluster, { namespace, name: text, near: nearness });
  yield {
    place,
    message: sentences(
      namespace === undefined
        ? message('There is no Service {0}, to which {1} leads: requests end with an error.', text, nameOf(route))
        : message(
            'There is no Service {0} in namespace {1}, to which {2} leads: requests end with an error.',
            text,
            namespace,
            nameOf(route),
          ),
      near !== undefined
        ? message('Nearest is {0}.', near)
        : other !== undefined
          ? message(
              '{0} is in another namespace: name it in the backend, and permit it there by a ReferenceGrant.',
              labelOfService(other.service),
            )
          : message('Correct the name, or add the Service.'),
    ),
    related:
      other?.resource === undefined
        ? []
        : [{ message: message('{0}', nameOf(other.resource)), place: placeOf(other.resource, 'metadata', 'name') }],
    fixes: near === undefined ? [] : [replacing(message('Write {0}', near), true, { place, replaces: text, text: near })],
    doubt: unseen ?? (nearness === 'sure' ? undefined : supplied),
  };
}

/** A backend of another namespace needs a grant there: RefNotPermitted. */
function* notPermitted({ backend, resource: route, namespace, text }: RouteService, context: CheckContext): Generator<Problem> {
  // Traefik knows no grants: whether it reaches another namespace is a setting of its own.
  if (groupOf(route.apiVersion).startsWith('traefik.')) return;
  // In a mesh the clients' own routes lead where their connections go anyway. conformance/tests/mesh/mesh-consumer-route.yaml
  if (route.parents.length > 0 && route.parents.every(({ kind }) => kind === 'Service')) return;
  if (namespace === undefined || backend.namespace === undefined) return;
  const missing = missingGrant(route, { kind: 'Service', name: text, namespace }, context);
  if (missing === undefined) return;
  yield {
    place: placeOf(route, ...backend.path, 'namespace'),
    message: sentences(
      message(
        '{0} leads to Service {1} of namespace {2}, and no ReferenceGrant there permits it: requests end with 500.',
        nameOf(route),
        text,
        namespace,
      ),
      missing.advice,
    ),
    ...missing.problem,
  };
}

function* unknownPort(mention: RoutePort, { references, assembly, cluster }: CheckContext): Generator<Problem> {
  const { backend, namespace, port, place, resource: route } = mention;
  const services = references.around.services.named(backend.name, namespace).filter(({ external }) => !external);
  const [service] = services;
  if (service === undefined || references.leads(mention) || services.some(({ ports }) => ports.length === 0)) return;
  const behind = service.ports.find(({ targetPort }) => targetPort === port);
  const only = behind?.port ?? (service.ports.length === 1 ? service.ports[0]?.port : undefined);
  yield {
    place,
    message:
      behind === undefined
        ? message(
            '{0} has no port {1}; its ports are {2}.',
            labelOfService(service),
            port,
            list(service.ports.map((one) => String(one.port)).slice(0, 10)),
          )
        : message(
            '{0} has no port {1}: that is what its pods listen on. The port of the Service is {2}.',
            labelOfService(service),
            port,
            behind.port,
          ),
    related:
      service.resource === undefined
        ? []
        : [{ message: term('ports of {0}', labelOfService(service)), place: placeOf(service.resource, 'spec', 'ports') }],
    fixes:
      only === undefined
        ? []
        : [replacing(message('Write {0}', only), behind !== undefined, { place, replaces: String(port), text: String(only) })],
    doubt:
      (service.resource === undefined ? undefined : assembly.doubt(placeOf(route), placeOf(service.resource))) ?? unappliedChanges(cluster),
  };
}

/** A Service has no port of its own accord here. */
function* withoutPort({ backend, resource: route, text }: RouteService): Generator<Problem> {
  if (backend.port !== undefined) return;
  yield {
    place: placeOf(route, ...backend.path, 'name'),
    severity: 'error',
    message: message('The backend {0} of {1} needs a port: the number of a port of the Service.', text, nameOf(route)),
  };
}
