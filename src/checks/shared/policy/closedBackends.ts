import { message, sentences } from '../../../base/message.ts';
import { controllerOf } from '../../../engine/paths/controllers.ts';
import { nobodyKnown, policyName } from '../../../engine/paths/deliver.ts';
import { podEnd, type End } from '../../../engine/policies/ends.ts';
import { PolicyJudge } from '../../../engine/policies/judge.ts';
import { policyWorldOf } from '../../../engine/policies/world.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { IngressBackend, IngressResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges, unreadManifests } from '../unseen.ts';
import { policiesAbout } from './allPolicies.ts';
import { serviceNamed, stopperOf } from './stoppers.ts';

/** A namespace that no manifest can name. */
const elsewhere = '?';

/** Backends of an Ingress whose pods let its controller in nowhere. */
export function closedBackends(ingress: IngressResource, context: CheckContext): readonly Problem[] {
  const { allocation, cluster, assembly } = context;
  const { namespace } = ingress.metadata;
  if (namespace === undefined) return [];
  const judge = new PolicyJudge(policyWorldOf(allocation));
  const controller = controllerOf(allocation, ingress);
  const pods = 'missing' in controller ? [] : controller.pods;
  if (pods.some(({ spec }) => spec.hostNetwork)) return [];
  // Of a controller that is nowhere here only that it is in a namespace of its own is taken to be known.
  const sources: readonly End[] =
    pods.length > 0 ? pods.slice(0, 2).map((pod) => podEnd(allocation, pod)) : [{ ...nobodyKnown, namespace: elsewhere }];
  const found = new Map<string, Problem>();
  for (const backend of backendsOf(ingress)) {
    const service = serviceNamed(allocation, namespace, backend.serviceName ?? '');
    const port = service?.ports.find((one) => (typeof backend.port === 'number' ? one.port === backend.port : one.name === backend.port));
    if (service === undefined || port === undefined) continue;
    const stopper = stopperOf(judge, allocation, sources, service, [port]);
    if (stopper?.direction !== 'ingress') continue;
    const key = `${policyName(stopper.policy)} ${service.name}`;
    if (found.has(key)) continue;
    const title = `Service ${namespace}/${service.name}`;
    found.set(key, {
      place: stopper.place,
      message: sentences(
        pods[0] === undefined
          ? message(
              '{0} lets nobody of another namespace in to the pods behind {1}, to which {2} leads: its controller cannot reach them.',
              policyName(stopper.policy),
              title,
              nameOf(ingress),
            )
          : message(
              '{0} does not let {1} in to the pods behind {2}, to which {3} leads: requests end with an error.',
              policyName(stopper.policy),
              `${pods[0].namespace}/${pods[0].origin.metadata.name}`,
              title,
              nameOf(ingress),
            ),
        message('Let the pods of the controller in on {0}.', `${stopper.port}/${stopper.protocol}`),
      ),
      related: [{ message: message('{0} leads to {1}', nameOf(ingress), title), place: backend.serviceNamePlace }],
      doubt:
        (pods.length === 0 ? message('The controller of {0} is not among these manifests.', nameOf(ingress)) : undefined) ??
        assembly.doubt(stopper.place, placeOf(ingress)) ??
        unreadManifests(cluster, ...policiesAbout(namespace)) ??
        unappliedChanges(cluster, stopper.policy, ingress, service.resource),
    });
  }
  return [...found.values()];
}

function backendsOf({ rules, defaultBackend }: IngressResource): readonly IngressBackend[] {
  return [...rules.flatMap(({ paths }) => paths.map(({ backend }) => backend)), defaultBackend].filter((backend) => backend !== undefined);
}
