import { message, type Message } from '../../base/message.ts';
import { labelOf } from '../../engine/labels.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { pairsText } from '../shared/labelMiss.ts';
import { mayShareNamespace, type PodOwner } from '../../engine/references/podOwners.ts';
import { portsOf, type DeclaredPort } from '../../engine/references/containerPorts.ts';
import { injection } from '../shared/port/declaredPorts.ts';
import { isHook, runsOnce } from '../shared/runsOnce.ts';
import { unappliedChanges } from '../shared/unseen.ts';

export const mixedWorkloads: ResourceCheck = {
  code: 'selector/mixed-workloads',
  scope: 'cluster',
  severity: 'information',
  parts: [
    each(['Service'], function* (service, { cluster, podOwners, assembly }) {
      const {
        selector,
        serviceType,
        metadata: { namespace },
      } = service;
      if (selector === undefined || serviceType === 'ExternalName' || Object.keys(selector).length === 0 || service.clusterIP === 'None')
        return;
      const owners = podOwners.selected(selector, namespace);
      if (owners.length < 2 || owners.length > mostLookedAt) return;
      const mixed = mixtureOf(service, owners);
      if (mixed === undefined) return;
      const { index, port, serving, stray } = mixed;
      yield {
        place: keyPlaceOf(service, 'spec', 'selector'),
        message: message(
          '{0} leads to port {1} of {2}, but by {3} it also selects {4}, which declares no such port. Select by a label that only the right pods have.',
          nameOf(service),
          port,
          nameOf(serving.resource),
          pairsText(selector),
          nameOf(stray.resource),
        ),
        related: [
          {
            message: message('The port'),
            place:
              service.ports[index]?.targetPort === undefined
                ? placeOf(service, 'spec', 'ports', index, 'port')
                : placeOf(service, 'spec', 'ports', index, 'targetPort'),
          },
          { message: message('{0} has the labels too', nameOf(stray.resource)), place: keyPlaceOf(stray.resource, ...stray.labelsPath) },
        ],
        doubt:
          unappliedChanges(cluster, service, serving.resource, stray.resource) ??
          injection([stray]) ??
          assembly.doubt(placeOf(serving.resource), placeOf(stray.resource)) ??
          unknownNamespaces(serving, stray),
      };
    }),
  ],
};

/** A label that so many workloads share is meant to. */
const mostLookedAt = 100;

interface Mixture {
  readonly index: number;
  readonly port: number;
  readonly serving: PodOwner;
  readonly stray: PodOwner;
}

/** The first port number that one of the workloads declares and an unrelated one does not. */
function mixtureOf(service: ServiceResource, owners: readonly PodOwner[]): Mixture | undefined {
  const declared = new Map<PodOwner, readonly DeclaredPort[]>(owners.map((owner) => [owner, portsOf(owner)]));
  for (const [index, { port, targetPort = port, protocol }] of service.ports.entries()) {
    if (typeof targetPort !== 'number' || targetPort === 0) continue;
    const has = (owner: PodOwner) =>
      declared.get(owner)?.some((each) => each.port.containerPort === targetPort && each.port.protocol === protocol) ?? false;
    const servings = owners.filter((owner) => !runsOnce(owner) && has(owner));
    for (const stray of owners) {
      if (has(stray) || isHook(stray) || (!runsOnce(stray) && declared.get(stray)?.length === 0)) continue;
      const serving = servings.find(
        (owner) =>
          mayShareNamespace(owner.resource.metadata.namespace, stray.resource.metadata.namespace) &&
          (runsOnce(stray) || areUnrelated(owner, stray)),
      );
      if (serving !== undefined) return { index, port: targetPort, serving, stray };
    }
  }
  return undefined;
}

function areUnrelated(one: PodOwner, other: PodOwner): boolean {
  return identities.some((key) => {
    const [value, otherValue] = [labelOf(one.labels, key), labelOf(other.labels, key)];
    return value !== undefined && otherValue !== undefined && value !== otherValue;
  });
}

const identities = ['app.kubernetes.io/name', 'app', 'k8s-app', 'app.kubernetes.io/component', 'component', 'tier'];

function unknownNamespaces(one: PodOwner, other: PodOwner): Message | undefined {
  const [namespace, otherNamespace] = [one.resource.metadata.namespace, other.resource.metadata.namespace];
  return namespace === otherNamespace
    ? undefined
    : message('{0} has no namespace yet.', nameOf(namespace === undefined ? one.resource : other.resource));
}
