import { list, message, plural, term, type Message } from '../../base/message.ts';
import { portsOf } from '../../engine/references/containerPorts.ts';
import type { PodOwner } from '../../engine/references/podOwners.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { NetworkPolicyPort, NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { governedBy, podsOfPeer, rulesOf, type WrittenRule } from '../shared/policy/peers.ts';
import { unappliedChanges } from '../shared/unseen.ts';

export const policyServicePort: ResourceCheck = {
  code: 'policy/service-port',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['NetworkPolicy'], function* (policy, context) {
      for (const written of rulesOf(policy)) {
        if (written.rule.ports.every(({ port }) => typeof port !== 'number')) continue;
        const receivers = receiversOf(policy, written, context);
        if (receivers.length === 0) continue;
        for (const [index, port] of written.rule.ports.entries()) yield* portProblem(policy, written, index, port, receivers, context);
      }
    }),
  ],
};

/** The pods that a rule's ports are of, where all of them are known. */
function receiversOf(policy: NetworkPolicyResource, { direction, rule }: WrittenRule, context: CheckContext): readonly PodOwner[] {
  if (direction === 'ingress') return [...governedBy(policy, context)];
  const found = rule.peers.map((peer) => podsOfPeer(peer, policy, context));
  return found.some((owners) => owners === undefined) ? [] : found.flatMap((owners) => owners ?? []);
}

/** kube-proxy has put the pod's port in the place of the Service's before any policy looks. kubernetes pkg/proxy/iptables/proxier.go */
function* portProblem(
  policy: NetworkPolicyResource,
  { rule, path }: WrittenRule,
  index: number,
  { port, protocol, endPort }: NetworkPolicyPort,
  receivers: readonly PodOwner[],
  context: CheckContext,
): Generator<Problem> {
  if (typeof port !== 'number' || endPort !== undefined) return;
  const declared = receivers.flatMap(portsOf);
  if (declared.some((each) => each.port.containerPort === port)) return;
  const behind = servicesFor(receivers, context).flatMap((service) => {
    const found = service.ports.find((each) => each.port === port && each.protocol === protocol);
    const numbers = found === undefined ? [] : targetsOf(found.targetPort ?? found.port, receivers);
    return numbers.length === 0 ? [] : [{ service, numbers }];
  });
  const [first] = behind;
  // A Service that leads to that very port shows that the pods listen there.
  if (first === undefined || behind.some(({ numbers }) => numbers.includes(port))) return;
  const targets = [...new Set(behind.flatMap(({ numbers }) => numbers))];
  // Both are written to be sure.
  if (targets.every((number) => rule.ports.some((each) => covers(each, number, protocol)))) return;
  const place = placeOf(policy, ...path, 'ports', index, 'port');
  const [only] = targets;
  yield {
    place,
    message: textOf(policy, port, first.service, targets),
    related: behind
      .slice(0, 5)
      .map(({ service }) => ({ message: term('ports of {0}', nameOf(service)), place: placeOf(service, 'spec', 'ports') })),
    fixes:
      only === undefined || targets.length > 1
        ? []
        : [replacing(message('Write {0}', only), true, { place, replaces: String(port), text: String(only) })],
    doubt: context.assembly.doubt(place, placeOf(first.service)) ?? unappliedChanges(context.cluster),
  };
}

function textOf(policy: NetworkPolicyResource, port: number, service: ServiceResource, targets: readonly number[]): Message {
  return plural(
    targets.length,
    '{1} is the port of {2}; its pods listen on {3}. A policy is asked about the port of the pod, so that this rule of {4} lets nobody through to it. Write {3}.',
    '{1} is the port of {2}; its pods listen on {3}. A policy is asked about the ports of the pods, so that this rule of {4} lets nobody through to them.',
    port,
    nameOf(service),
    list(targets.map(String)),
    nameOf(policy),
  );
}

function covers({ port, endPort, protocol }: NetworkPolicyPort, number: number, wanted: string): boolean {
  if (protocol !== wanted || typeof port === 'string') return false;
  return port === undefined || (endPort === undefined ? port === number : port <= number && number <= endPort);
}

function servicesFor(owners: readonly PodOwner[], { cluster, podOwners }: CheckContext): readonly ServiceResource[] {
  const wanted = new Set(owners.map(({ resource }) => resource));
  return resourcesOf(cluster, 'Service').filter(
    ({ selector, serviceType, clusterIP, metadata: { namespace } }) =>
      selector !== undefined &&
      serviceType !== 'ExternalName' &&
      clusterIP !== 'None' &&
      Object.keys(selector).length > 0 &&
      podOwners.selected(selector, namespace).some(({ resource }) => wanted.has(resource)),
  );
}

/** The numbers of a target port in these pods. */
function targetsOf(target: number | string, owners: readonly PodOwner[]): readonly number[] {
  if (typeof target === 'number') return [target];
  return [
    ...new Set(
      owners
        .flatMap(portsOf)
        .filter(({ port }) => port.name === target && port.containerPort > 0)
        .map(({ port }) => port.containerPort),
    ),
  ];
}
