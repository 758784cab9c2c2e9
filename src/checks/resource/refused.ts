import { message, sentences, type Message } from '../../base/message.ts';
import { portsOf } from '../../engine/references/containerPorts.ts';
import { ownerOf, type PodOwner } from '../../engine/references/podOwners.ts';
import { isDNSLabel, isDNSSubdomain, isHostPattern } from '../../engine/serviceAllocator/dnsNames.ts';
import { isPortName } from '../../engine/serviceAllocator/portFields.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import { keyPlaceOf, placeOf, type FieldPath } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';
import { isUnknown } from '../../manifests/unknownFields.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { correcting } from '../shared/refused/correcting.ts';
import { isFilledIn } from '../shared/refused/filledIn.ts';
import {
  autoscalerFaults,
  budgetFaults,
  containerNameFaults,
  hostFaults,
  listenerFaults,
  peerFaults,
  type ObjectFault,
} from '../shared/refused/objectFaults.ts';
import { unappliedChanges } from '../shared/unseen.ts';

/** kubernetes pkg/apis/core/validation/validation.go ValidateObjectMeta, validateContainerPorts; apps/validation; what is rarer is in `objectFaults.ts` */
export const resourceRefused: ResourceCheck = {
  code: 'resource/refused',
  scope: 'cluster',
  severity: 'error',
  parts: [
    [{ type: undefined, judge: name }],
    each(['Workload', 'Pod'], function* (resource, context) {
      if (resource.type === 'Workload' && resource.controller === 'Other') return;
      for (const fault of portFaults(ownerOf(resource))) yield refusal(resource, context, ...fault);
    }),
    each(['Workload', 'Pod'], (resource, context) =>
      (resource.type === 'Workload' && resource.controller === 'Other') || !mayShareNames(ownerOf(resource))
        ? []
        : refusals(resource, context, containerNameFaults(ownerOf(resource))),
    ),
    each(['Autoscaler'], (autoscaler, context) =>
      autoscaler.most === undefined || autoscaler.most >= Math.max(1, autoscaler.least ?? 1)
        ? []
        : refusals(autoscaler, context, autoscalerFaults(autoscaler)),
    ),
    each(['DisruptionBudget'], (budget, context) =>
      budget.minAvailable === undefined || budget.maxUnavailable === undefined ? [] : refusals(budget, context, budgetFaults(budget)),
    ),
    each(['BGPPeer'], (peer, context) => refusals(peer, context, peerFaults(peer))),
    each(['Gateway'], (gateway, context) =>
      gateway.listeners.some(({ hostname = '' }) => hostname !== '' && !isHostPattern(hostname))
        ? refusals(gateway, context, hostFaults(gateway))
        : [],
    ),
    each(['Gateway'], (gateway, context) =>
      new Set(gateway.listeners.map(({ port, protocol, hostname }) => `${port} ${protocol} ${hostname}`)).size < gateway.listeners.length ||
      new Set(gateway.listeners.map(({ name }) => name)).size < gateway.listeners.length
        ? refusals(gateway, context, listenerFaults(gateway))
        : [],
    ),
    each(['Route'], (route, context) => (route.hostnames.every(isHostPattern) ? [] : refusals(route, context, hostFaults(route)))),
  ],
};

/** Names of Services are `service/refused`; of kinds that are not read nothing is known of what they may be called. */
function* name(resource: Resource, context: CheckContext): Generator<Problem> {
  const { name: own } = resource.metadata;
  if (resource.type === 'Other' || resource.type === 'Service' || own === '' || isFilledIn(resource, own)) return;
  const ofLabel = resource.type === 'Namespace';
  if (ofLabel ? isDNSLabel(own) : isDNSSubdomain(own)) return;
  const scope = kindOf(resource)?.scope;
  if (scope === undefined || scope === 'local' || isUnknown(resource, 'metadata', 'name')) return;
  const corrected = own.toLowerCase().replace(/[_ ]/g, '-');
  yield refusal(
    resource,
    context,
    ['metadata', 'name'],
    ofLabel
      ? message('"{0}" is not a name for a namespace: small letters, digits and hyphens are, at most 63.', own)
      : message('"{0}" is not a name for an object: small letters, digits, hyphens and dots are, at most 253.', own),
    own,
    isDNSLabel(corrected) ? [corrected] : [],
  );
}

/** Whether the names of containers are worth a closer look: some are the same, or are none. */
function mayShareNames({ spec: { containers, initContainers } }: PodOwner): boolean {
  const names = [...containers, ...initContainers].map((container) => container.name);
  return new Set(names).size < names.length || !names.every(isDNSLabel);
}

function refusals(resource: Resource, context: CheckContext, faults: readonly ObjectFault[]): readonly Problem[] {
  return faults.map(({ path, atKey, text }) => {
    const problem = refusal(resource, context, path, text);
    return atKey === undefined ? problem : { ...problem, place: keyPlaceOf(resource, ...path) };
  });
}

type PortFault = readonly [path: FieldPath, text: Message, value?: string, words?: readonly string[]];

function* portFaults(owner: PodOwner): Generator<PortFault> {
  for (const { port, path } of portsOf(owner)) {
    const { name: own = '', protocol, containerPort, hostPort } = port;
    if (own !== '' && !isPortName(own) && !holdsPlaceholder(own)) {
      yield [
        [...path, 'name'],
        message(
          '"{0}" is not a name of a container port: at most 15 small letters, digits and single hyphens are, with a letter among them.',
          own,
        ),
      ];
    }
    if (protocol !== '' && !protocols.includes(protocol) && !holdsPlaceholder(protocol))
      yield [[...path, 'protocol'], message('"{0}" is not a protocol: TCP, UDP and SCTP are.', protocol), protocol, protocols];
    for (const [field, number] of [
      ['containerPort', containerPort],
      ['hostPort', hostPort ?? 0],
    ] as const) {
      if (number < 0 || number > 65535) yield [[...path, field], message('A port must be a number from 1 to 65535.')];
    }
    if (owner.spec.hostNetwork && hostPort !== undefined && hostPort !== 0 && containerPort !== 0 && hostPort !== containerPort) {
      yield [
        [...path, 'hostPort'],
        message('With hostNetwork a hostPort is the containerPort: {0} is not {1}.', String(hostPort), String(containerPort)),
      ];
    }
  }
}

const protocols = ['TCP', 'UDP', 'SCTP'];

/** `value`: what is written, where one of the `words` may be meant. */
function refusal(
  resource: Resource,
  { cluster }: CheckContext,
  path: FieldPath,
  text: Message,
  value = '',
  words: readonly string[] = [],
): Problem {
  const place = placeOf(resource, ...path);
  return {
    place,
    message: sentences(message('The API server refuses {0}.', nameOf(resource)), text),
    fixes: correcting(place, value, words),
    doubt: unappliedChanges(cluster, resource),
  };
}
