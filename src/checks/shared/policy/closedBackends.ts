import { message, sentences } from '../../../base/message.ts';
import type { AllocatedPod, AllocatedService, AllocatedServicePort } from '../../../engine/allocation.ts';
import { serviceNamed } from '../../../engine/allocationIndex.ts';
import { controllerOf } from '../../../engine/paths/controllers.ts';
import { nobodyKnown, policyName } from '../../../engine/paths/deliver.ts';
import { attachedTo, backendOf, gatewayPods } from '../../../engine/paths/gateways.ts';
import { podEnd, type End } from '../../../engine/policies/ends.ts';
import { PolicyJudge } from '../../../engine/policies/judge.ts';
import { policyWorldOf } from '../../../engine/policies/world.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf, type FieldPlace } from '../../../manifests/place.ts';
import type { RouteResource } from '../../../manifests/resources/gateway.ts';
import type { IngressBackend, IngressResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges, unreadManifests } from '../unseen.ts';
import { policiesAbout } from './allPolicies.ts';
import { stopperOf } from './stoppers.ts';

/** A namespace that no manifest can name. */
const elsewhere = '?';

/** What serves a host, with the pods that it connects from: none where they are not among the manifests. */
interface Entry {
  readonly resource: IngressResource | RouteResource;
  readonly pods: readonly AllocatedPod[];
  readonly backends: readonly { readonly service: AllocatedService; readonly port: AllocatedServicePort; readonly place: FieldPlace }[];
}

/** Backends of an Ingress whose pods let its controller in nowhere. */
export function closedBackends(ingress: IngressResource, context: CheckContext): readonly Problem[] {
  const { allocation } = context;
  const { namespace } = ingress.metadata;
  if (namespace === undefined) return [];
  const controller = controllerOf(allocation, ingress);
  const backends = backendsOf(ingress).flatMap((backend) => {
    const service = serviceNamed(allocation, namespace, backend.serviceName ?? '');
    const port = service?.ports.find((one) => (typeof backend.port === 'number' ? one.port === backend.port : one.name === backend.port));
    return service === undefined || port === undefined ? [] : [{ service, port, place: backend.serviceNamePlace }];
  });
  return closed({ resource: ingress, pods: 'missing' in controller ? [] : controller.pods, backends }, context);
}

/** Backends of a route whose pods let those of its Gateway in nowhere. */
export function closedRouteBackends(route: RouteResource, context: CheckContext): readonly Problem[] {
  const { allocation } = context;
  const { namespace } = route.metadata;
  if (namespace === undefined) return [];
  const gateways = new Set(
    route.parents.flatMap((parent) => {
      const found = attachedTo(allocation, route, parent);
      return typeof found === 'string' ? [] : found.map(({ gateway }) => gateway);
    }),
  );
  // Of a route that is attached to nothing, or to several, there is no one side to name.
  const [gateway] = gateways;
  if (gateway === undefined || gateways.size > 1) return [];
  const backends = route.backends.flatMap((backend) => {
    const service = backendOf(allocation, route, backend);
    const port = typeof service === 'string' ? undefined : service.ports.find((one) => one.port === backend.port);
    return typeof service === 'string' || port === undefined || backend.weight <= 0
      ? []
      : [{ service, port, place: placeOf(route, ...backend.path, 'name') }];
  });
  return closed({ resource: route, pods: gatewayPods(allocation, gateway), backends }, context);
}

function closed({ resource, pods, backends }: Entry, { allocation, cluster, assembly }: CheckContext): readonly Problem[] {
  if (pods.some(({ spec }) => spec.hostNetwork)) return [];
  const judge = new PolicyJudge(policyWorldOf(allocation));
  // Of a controller that is nowhere here only that it is in a namespace of its own is taken to be known.
  const sources: readonly End[] =
    pods.length > 0 ? pods.slice(0, 2).map((pod) => podEnd(allocation, pod)) : [{ ...nobodyKnown, namespace: elsewhere }];
  const found = new Map<string, Problem>();
  for (const { service, port, place } of backends) {
    const stopper = stopperOf(judge, allocation, sources, service, [port]);
    if (stopper?.direction !== 'ingress') continue;
    const key = `${policyName(stopper.policy)} ${service.namespace}/${service.name}`;
    if (found.has(key)) continue;
    const title = `Service ${service.namespace}/${service.name}`;
    found.set(key, {
      place: stopper.place,
      message: sentences(
        pods[0] === undefined
          ? message(
              '{0} lets nobody of another namespace in to the pods behind {1}, to which {2} leads: its controller cannot reach them.',
              policyName(stopper.policy),
              title,
              nameOf(resource),
            )
          : message(
              '{0} does not let {1} in to the pods behind {2}, to which {3} leads: requests end with an error.',
              policyName(stopper.policy),
              `${pods[0].namespace}/${pods[0].origin.metadata.name}`,
              title,
              nameOf(resource),
            ),
        message('Let the pods of the controller in on {0}.', `${stopper.port}/${stopper.protocol}`),
      ),
      related: [{ message: message('{0} leads to {1}', nameOf(resource), title), place }],
      doubt:
        (pods.length === 0 ? message('The controller of {0} is not among these manifests.', nameOf(resource)) : undefined) ??
        assembly.doubt(stopper.place, placeOf(resource)) ??
        unreadManifests(cluster, ...policiesAbout(service.namespace)) ??
        unappliedChanges(cluster, stopper.policy, resource, service.resource),
    });
  }
  return [...found.values()];
}

function backendsOf({ rules, defaultBackend }: IngressResource): readonly IngressBackend[] {
  return [...rules.flatMap(({ paths }) => paths.map(({ backend }) => backend)), defaultBackend].filter((backend) => backend !== undefined);
}
