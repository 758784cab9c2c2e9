import { message, sentences, type Message } from '../../../base/message.ts';
import { podsMadeBy, serviceNamed } from '../../../engine/allocationIndex.ts';
import { policyName } from '../../../engine/paths/deliver.ts';
import { questionPath } from '../../../engine/paths/names.ts';
import { podEnd } from '../../../engine/policies/ends.ts';
import { PolicyJudge } from '../../../engine/policies/judge.ts';
import { policyWorldOf } from '../../../engine/policies/world.ts';
import { ownerOf } from '../../../engine/references/podOwners.ts';
import type { ServiceName } from '../../../engine/references/names/names.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges, unreadManifests } from '../unseen.ts';
import { policiesAbout } from './allPolicies.ts';
import { stopperOf, type Stopper } from './stoppers.ts';

/** Pods of one workload that are asked. */
const mostPods = 4;

/** A workload that names a Service none of whose endpoints its connections may reach. */
export function blockedLinks(mention: ServiceName, context: CheckContext): readonly Problem[] {
  const { naming, resource, place } = mention;
  const { allocation, cluster, references, assembly } = context;
  const [named] = naming.services;
  const service = named?.namespace === undefined ? undefined : serviceNamed(allocation, named.namespace, named.name);
  if ((resource.type !== 'Workload' && resource.type !== 'Pod') || service === undefined || naming.services.length > 1 || naming.text.alias)
    return [];
  const { namespace } = resource.metadata;
  if (namespace === undefined || ownerOf(resource).spec.hostNetwork) return [];
  // Once for a Service that several values name.
  const same = references.ofKindIn('service-name', resource).find((one) => one.naming.services[0] === named);
  if (same !== undefined && same.place !== place && !isSamePlace(same, mention)) return [];

  const pods = podsMadeBy(allocation, resource).slice(0, mostPods);
  if (pods.length === 0) return [];
  const judge = new PolicyJudge(policyWorldOf(allocation));
  const wanted = naming.reference.port?.number;
  const ports = service.ports.filter(({ port }) => wanted === undefined || port === wanted);
  const stopper = stopperOf(
    judge,
    allocation,
    pods.map((pod) => podEnd(allocation, pod)),
    service,
    ports,
  );
  if (
    stopper === undefined ||
    isOfServicePort(stopper, ports) ||
    pods.some((pod) => questionPath(judge, allocation, pod).verdict === 'blocked')
  )
    return [];
  const title = `Service ${service.namespace}/${service.name}`;
  return [
    {
      place,
      message: sentences(textOf(stopper, nameOf(resource), title), adviceOf(stopper, nameOf(resource), title)),
      ...(opensToOthers(stopper) && namespace === service.namespace && { severity: 'information' as const }),
      related: [{ message: message('{0} stops it', policyName(stopper.policy)), place: stopper.place }],
      doubt:
        assembly.doubt(place, stopper.place) ??
        unreadManifests(cluster, ...policiesAbout(namespace), ...policiesAbout(service.namespace)) ??
        unappliedChanges(cluster, stopper.policy, resource, service.resource),
    },
  ];
}

function isSamePlace(one: ServiceName, other: ServiceName): boolean {
  return JSON.stringify([one.place.path, one.text]) === JSON.stringify([other.place.path, other.text]);
}

/** Another rule speaks where a policy has the number of the Service's port for that of the pod. */
function isOfServicePort({ policy, direction }: Stopper, ports: readonly { readonly port: number }[]): boolean {
  return (
    policy.type === 'NetworkPolicy' &&
    policy[direction].some((rule) => rule.ports.some(({ port }) => typeof port === 'number' && ports.some((one) => one.port === port)))
  );
}

/**
 * A policy all of whose peers are other namespaces (whoever gathers metrics, an Ingress controller) is as a rule one of several: that of the own namespace is often
 * brought by somebody else.
 */
function opensToOthers({ policy, direction }: Stopper): boolean {
  if (policy.type !== 'NetworkPolicy' || direction !== 'ingress') return false;
  const peers = policy.ingress.flatMap((rule) => rule.peers);
  return peers.length > 0 && peers.every(({ namespaceSelector }) => namespaceSelector !== undefined);
}

function textOf({ policy, direction }: Stopper, client: string, service: string): Message {
  return direction === 'egress'
    ? message('{0} does not let {1} connect to {2}, which it names here.', policyName(policy), client, service)
    : message('{0} does not let {1} in to the pods behind {2}, which it names here.', policyName(policy), client, service);
}

function adviceOf({ direction, port, protocol }: Stopper, client: string, service: string): Message {
  return direction === 'egress'
    ? message('Allow its egress to the pods of {0} on {1}, the port of the pods.', service, `${port}/${protocol}`)
    : message('Let {0} in on {1}, the port of the pods.', client, `${port}/${protocol}`);
}
