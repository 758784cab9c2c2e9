import { list, message, plural, sentences } from '../../base/message.ts';
import { editDistance, isNear } from '../../base/nearest.ts';
import { isPortName } from '../../engine/serviceAllocator/portFields.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import type { TargetPort } from '../../engine/references/portNames.ts';
import type { PodOwner } from '../../engine/references/podOwners.ts';
import { unappliedChanges, unseenPods } from '../shared/unseen.ts';
import { portsOf, type DeclaredPort } from '../../engine/references/containerPorts.ts';
import { injection, nearestName, relatedPort } from '../shared/port/declaredPorts.ts';
import { unknownPolicyPort } from '../shared/port/policyPorts.ts';
import { unknownProbePort } from '../shared/port/probePorts.ts';

export const unknownPortName: ResourceCheck = {
  code: 'port/unknown-name',
  scope: 'cluster',
  severity: 'error',
  parts: [
    eachMention('target-port', function* (mention, { cluster, podOwners, references }) {
      // What cannot be a name is refused, which is a finding of its own.
      if (!isPortName(mention.text) || references.leads(mention)) return;
      const owners = podOwners.selected(mention.selector, mention.resource.metadata.namespace);
      if (owners.length === 0) return;
      yield {
        ...problemOf(mention, owners, owners.flatMap(portsOf)),
        // More pods of these labels may have the port.
        severity:
          unseenPods(cluster, { namespace: mention.resource.metadata.namespace, labels: mention.selector, near: 'likely' }) === undefined
            ? undefined
            : 'warning',
        doubt: unappliedChanges(cluster, mention.resource, ...owners.map(({ resource }) => resource)) ?? injection(owners, mention.text),
      };
    }),
    eachMention('probe-port', unknownProbePort),
    eachMention('policy-port', unknownPolicyPort),
  ],
};

function problemOf({ place, text: name, protocol }: TargetPort, owners: readonly PodOwner[], declared: readonly DeclaredPort[]): Problem {
  const other = declared.find(({ port }) => port.name === name);
  if (other !== undefined) {
    return {
      place,
      message: message(
        'The port "{0}" of {1} is {2}, but this port of the Service is {3}. Make the protocols agree.',
        name,
        nameOf(other.owner.resource),
        other.port.protocol,
        protocol,
      ),
      related: [relatedPort(other)],
    };
  }
  const named = declared.filter(({ port }) => port.name !== undefined && port.protocol === protocol);
  const names = [...new Set(named.map(({ port }) => port.name ?? ''))];
  const nearest = nearestName(name, names);
  return {
    place,
    message: sentences(
      owners.length === 1
        ? message('No container of {0} has a port named "{1}" ({2}).', nameOf((owners[0] as PodOwner).resource), name, protocol)
        : plural(
            owners.length,
            'No container of the {0} workload that it selects has a port named "{1}" ({2}).',
            'No container of the {0} workloads that it selects has a port named "{1}" ({2}).',
            name,
            protocol,
          ),
      names.length === 0
        ? message('The ports there have no names. Name the port there, or write its number here.')
        : message('The names are: {0}.', list(names.slice(0, 10))),
    ),
    related: (named.length > 0 ? named : declared).slice(0, 5).map(relatedPort),
    fixes:
      nearest === undefined
        ? []
        : [replacing(message('Write {0}', nearest), isNear(name, editDistance(name, nearest)), { place, replaces: name, text: nearest })],
  };
}
