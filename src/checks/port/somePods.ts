import { message, plural } from '../../base/message.ts';
import { labelOf } from '../../engine/labels.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import { eachMention, type ResourceCheck } from '../findings/check.ts';
import { mayShareNamespace, type PodOwner } from '../../engine/references/podOwners.ts';
import { runsOnce } from '../shared/runsOnce.ts';
import { unappliedChanges } from '../shared/unseen.ts';
import { declares } from '../../engine/references/containerPorts.ts';
import { injection } from '../shared/port/declaredPorts.ts';

export const portOfSomePods: ResourceCheck = {
  code: 'port/some-pods',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('target-port', function* ({ resource: service, selector, text, protocol, place }, { cluster, podOwners, assembly }) {
      const selected = podOwners.selected(selector, service.metadata.namespace);
      const owners = selected.length > mostLookedAt ? [] : selected.filter((owner) => !runsOnce(owner) && !isIdle(owner));
      if (owners.length < 2) return;
      const has = owners.find((owner) => declares(owner, text, protocol));
      if (has === undefined) return;
      const lacking = owners.filter(
        (owner) =>
          mayShareNamespace(owner.resource.metadata.namespace, has.resource.metadata.namespace) &&
          !declares(owner, text, protocol) &&
          !isSameWorkload(owner, has),
      );
      const [first, ...further] = lacking;
      if (first === undefined) return;
      yield {
        place,
        severity: lacking.some((owner) => isAlike(owner, has)) ? undefined : 'information',
        message:
          further.length === 0
            ? message(
                '{0} has a port named "{1}" ({2}), but {3}, which the Service selects too, has not. It gets no traffic of this port.',
                nameOf(has.resource),
                text,
                protocol,
                nameOf(first.resource),
              )
            : plural(
                further.length,
                '{1} has a port named "{2}" ({3}), but {4} and {0} more workload, which the Service selects too, have not. They get no traffic of this port.',
                '{1} has a port named "{2}" ({3}), but {4} and {0} more workloads, which the Service selects too, have not. They get no traffic of this port.',
                nameOf(has.resource),
                text,
                protocol,
                nameOf(first.resource),
              ),
        related: lacking
          .slice(0, 5)
          .map(({ resource, specPath }) => ({
            message: message('{0} has no such port', nameOf(resource)),
            place: keyPlaceOf(resource, ...specPath, 'containers'),
          })),
        doubt:
          unappliedChanges(cluster, service, ...owners.map(({ resource }) => resource)) ??
          injection(lacking) ??
          assembly.doubt(placeOf(has.resource), placeOf(first.resource)),
      };
    }),
  ],
};

/** Workloads that share a label by the hundred are no group that could be meant to be alike. */
const mostLookedAt = 100;

/** It has no pods at present: the old ReplicaSets of a Deployment, the resting half of blue and green. */
function isIdle({ resource }: PodOwner): boolean {
  return resource.type === 'Workload' && resource.replicas === 0;
}

/** One stands in several files, as it is to be in several clusters; only one of them runs. */
function isSameWorkload({ resource: one }: PodOwner, { resource: other }: PodOwner): boolean {
  return one.kind === other.kind && one.metadata.name !== '' && one.metadata.name === other.metadata.name;
}

/** Nothing says that they are different apps or components. */
function isAlike(one: PodOwner, other: PodOwner): boolean {
  return ['app.kubernetes.io/name', 'app', 'k8s-app', 'app.kubernetes.io/component', 'component', 'tier'].every(
    (key) => labelOf(one.labels, key) === labelOf(other.labels, key),
  );
}
