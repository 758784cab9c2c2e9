import { parseLegacyAddress } from '../../base/ip.ts';
import { message, sentences } from '../../base/message.ts';
import { portsOf } from '../../engine/references/containerPorts.ts';
import { ownerOf, type PodOwner } from '../../engine/references/podOwners.ts';
import { isDNSLabel, isDNSSubdomain, isHostPattern } from '../../engine/serviceAllocator/dnsNames.ts';
import { quantity } from '../../engine/scheduler/quantity.ts';
import { isPortName } from '../../engine/serviceAllocator/portFields.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, spanOf, type FieldPath } from '../../manifests/place.ts';
import type { Refusal } from '../../manifests/refusal.ts';
import type { Resource } from '../../manifests/resource.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';
import type { GatewayResource } from '../../manifests/resources/gateway.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import { isUnknown } from '../../manifests/unknownFields.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import { inserting, replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { attachmentFaults } from '../shared/refused/attachmentFaults.ts';
import { chartConfigFaults } from '../shared/refused/chartConfig.ts';
import { correcting } from '../shared/refused/correcting.ts';
import { isFilledIn } from '../shared/refused/filledIn.ts';
import {
  autoscalerFaults,
  budgetFaults,
  containerNameFaults,
  hostFaults,
  listenerFaults,
  pathFaults,
  peerFaults,
} from '../shared/refused/objectFaults.ts';
import { amountFaults, countFaults, hostAliasFaults, portFaults } from '../shared/refused/podFaults.ts';
import { unappliedChanges } from '../shared/unseen.ts';

/** kubernetes pkg/apis/core/validation/validation.go ValidateObjectMeta, validateContainerPorts; apps/validation; what is rarer is in `objectFaults.ts`, `podFaults.ts` and `podRefusals.ts` */
export const resourceRefused: ResourceCheck = {
  code: 'resource/refused',
  scope: 'cluster',
  severity: 'error',
  parts: [
    [{ type: undefined, judge: name }],
    [{ type: undefined, judge: namespaceOf }],
    [
      {
        type: undefined,
        judge: (resource, context) => (resource.refusals === undefined ? [] : refusals(resource, context, resource.refusals)),
      },
    ],
    each(['Workload', 'Pod'], function* (resource, context) {
      if (resource.type === 'Workload' && resource.controller === 'Other') return;
      const owner = ownerOf(resource);
      if (hasOddPorts(owner)) yield* refusals(resource, context, portFaults(owner));
      if (owner.spec.hostAliases.some(({ ip, hostnames }) => parseLegacyAddress(ip) === undefined || !hostnames.every(isDNSSubdomain)))
        yield* refusals(resource, context, hostAliasFaults(owner));
      if (hasOddAmounts(owner)) yield* refusals(resource, context, amountFaults(owner));
      if (resource.type === 'Workload' && isOddlyCounted(resource)) yield* refusals(resource, context, countFaults(resource));
    }),
    each(['Workload', 'Pod'], (resource, context) =>
      (resource.type === 'Workload' && resource.controller === 'Other') || !mayShareNames(ownerOf(resource))
        ? []
        : refusals(resource, context, containerNameFaults(ownerOf(resource))),
    ),
    each(['Autoscaler'], (autoscaler, context) => refusals(autoscaler, context, autoscalerFaults(autoscaler))),
    each(['DisruptionBudget'], (budget, context) => refusals(budget, context, budgetFaults(budget))),
    each(['Other'], (resource, context) =>
      /^HelmChart(Config)?$/.test(resource.kind) ? refusals(resource, context, chartConfigFaults(resource, context)) : [],
    ),
    each(['NetworkAttachmentDefinition'], (network, context) => refusals(network, context, attachmentFaults(network))),
    each(['BGPPeer'], (peer, context) => refusals(peer, context, peerFaults(peer))),
    each(['Gateway'], (gateway, context) =>
      hasOddListeners(gateway) ? refusals(gateway, context, [...hostFaults(gateway), ...listenerFaults(gateway)]) : [],
    ),
    each(['Route'], (route, context) => refusals(route, context, [...hostFaults(route), ...pathFaults(route)])),
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
  yield refusal(resource, context, {
    path: ['metadata', 'name'],
    text: ofLabel
      ? message('"{0}" is not a name for a namespace: small letters, digits and hyphens are, at most 63.', own)
      : message('"{0}" is not a name for an object: small letters, digits, hyphens and dots are, at most 253.', own),
    written: own,
    words: isDNSLabel(corrected) ? [corrected] : [],
  });
}

/** A namespace that no object can be in. */
function* namespaceOf(resource: Resource, context: CheckContext): Generator<Problem> {
  const own = resource.metadata.namespace ?? '';
  if (own === '' || isDNSLabel(own) || kindOf(resource)?.scope !== 'namespaced' || isFilledIn(resource, own)) return;
  if (isUnknown(resource, 'metadata', 'namespace')) return;
  const corrected = own.toLowerCase().replace(/[_ ]/g, '-');
  yield refusal(resource, context, {
    path: ['metadata', 'namespace'],
    text: message('"{0}" is not a name for a namespace: small letters, digits and hyphens are, at most 63.', own),
    written: own,
    words: isDNSLabel(corrected) ? [corrected] : [],
  });
}

/** Whether the names of containers are worth a closer look: some are the same, or are none. */
function mayShareNames({ spec: { containers, initContainers } }: PodOwner): boolean {
  const names = [...containers, ...initContainers].map((container) => container.name);
  return new Set(names).size < names.length || !names.every(isDNSLabel);
}

function hasOddListeners({ listeners }: GatewayResource): boolean {
  return (
    new Set(listeners.map(({ port, protocol, hostname }) => `${port} ${protocol} ${hostname}`)).size < listeners.length ||
    new Set(listeners.map(({ name }) => name)).size < listeners.length ||
    listeners.some(
      ({ protocol, hostname = '', tls, allowedKinds }) =>
        (hostname !== '' && !isHostPattern(hostname)) ||
        allowedKinds.length > 0 ||
        !/^(HTTPS?|TCP|UDP)$/.test(protocol) ||
        tls?.mode === 'Passthrough' ||
        (protocol === 'HTTPS' ? tls?.withCertificate !== true : tls !== undefined || (hostname !== '' && protocol !== 'HTTP')),
    )
  );
}

/** Whether a port has anything that most have not. */
function hasOddPorts(owner: PodOwner): boolean {
  const { hostNetwork } = owner.spec;
  return portsOf(owner).some(
    ({ port: { name = '', protocol, containerPort, hostPort = 0 } }) =>
      (name !== '' && !isPortName(name)) ||
      (protocol !== 'TCP' && protocol !== 'UDP') ||
      !isPort(containerPort) ||
      !isPort(hostPort) ||
      (hostNetwork && hostPort !== 0),
  );
}

/** 0: none is written. */
function isPort(port: number): boolean {
  return port >= 0 && port <= 65535;
}

function hasOddAmounts({ spec: { containers, initContainers } }: PodOwner): boolean {
  return [...containers, ...initContainers].some(({ resources: { requests, limits } }) =>
    [requests, limits].some((amounts) =>
      Object.entries(amounts).some(
        ([name, text]) =>
          !/^\d+(\.\d+)?([kMGTm]|[KMGT]i)?$/.test(text) ||
          (name !== 'cpu' && text.endsWith('m')) ||
          (amounts === requests && (quantity(text, 1000) ?? 0) > (quantity(limits[name] ?? '', 1000) ?? Infinity)),
      ),
    ),
  );
}

function isOddlyCounted({
  replicas = 0,
  parallelism = 0,
  completions = 0,
  rollout: { maxSurge, maxUnavailable },
}: WorkloadResource): boolean {
  return Math.min(replicas, parallelism, completions) < 0 || maxSurge !== undefined || maxUnavailable !== undefined;
}

function refusals(resource: Resource, context: CheckContext, faults: readonly Refusal[]): readonly Problem[] {
  return faults.map((fault) => refusal(resource, context, fault));
}

/** kubernetes pkg/apis/apps/validation/validation.go ValidatePodTemplateSpecForStatefulSet: labels alone. */
function isOfPods(resource: Resource, path: FieldPath): boolean {
  return resource.type === 'Workload' && resource.controller === 'StatefulSet' && path[1] === 'template';
}

function refusal(
  resource: Resource,
  { cluster }: CheckContext,
  { path, atKey, span, by, text, severity, written = '', words = [], meant, missing }: Refusal,
): Problem {
  const field = placeOf(resource, ...path);
  const place = span === undefined ? field : spanOf(field, span.start, span.end);
  return {
    place: atKey === undefined ? place : keyPlaceOf(resource, ...path),
    severity,
    message:
      by === 'nobody'
        ? text
        : sentences(
            by === undefined && isOfPods(resource, path)
              ? message('The API server refuses the pods of {0}.', nameOf(resource))
              : message('The API server refuses {0}.', nameOf(resource)),
            text,
          ),
    fixes:
      meant !== undefined
        ? [replacing(message('Write {0}', meant.text), true, { place, replaces: meant.written, text: meant.text })]
        : missing === undefined
          ? correcting(place, written, words)
          : [
              inserting(message('Write {0}: {1}', String(missing.path.at(-1)), missing.value), true, {
                place: placeOf(resource, ...missing.path),
                value: missing.value,
              }),
            ],
    doubt: unappliedChanges(cluster, resource),
  };
}
