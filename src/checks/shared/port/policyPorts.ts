import { list, message, type Message } from '../../../base/message.ts';
import { editDistance, isNear } from '../../../base/nearest.ts';
import { isPortName } from '../../../engine/serviceAllocator/portFields.ts';
import type { Cluster } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { replacing } from '../../findings/fixes.ts';
import type { PodOwner } from '../../../engine/references/podOwners.ts';
import { receiversOf, type PolicyPort } from '../../../engine/references/portNames.ts';
import { portsOf } from '../../../engine/references/containerPorts.ts';
import { unappliedChanges, unseenPods } from '../unseen.ts';
import { injection, nearestName, relatedPort } from './declaredPorts.ts';

/** Port names of NetworkPolicies that none of the receiving pods has. Rules about nobody are silent, they have a finding of their own. */
export function* unknownPolicyPort(mention: PolicyPort, { references, cluster }: CheckContext): Generator<Problem> {
  if (!isPortName(mention.text) || references.leads(mention)) return;
  const some: PodOwner[] = [];
  for (const owner of receiversOf(mention, references.around)) {
    if (some.length >= mostListed) break;
    some.push(owner);
  }
  if (some.length === 0) return;
  yield {
    ...problemOf(mention, some),
    severity: 'warning',
    doubt:
      unappliedChanges(cluster, mention.resource, ...some.map(({ resource }) => resource)) ??
      unseenReceivers(cluster, mention) ??
      injection(some, mention.text),
  };
}

/** Pods that the rule may lead to as well. Of those that it names by labels, some are written: operators make no others of these. */
function unseenReceivers(cluster: Cluster, { resource, receivers: [receiver, another] }: PolicyPort): Message | undefined {
  const labels = another === undefined ? receiver?.matchLabels : undefined;
  const isNamed = labels !== undefined && Object.keys(labels).length > 0;
  const { namespace } = resource.metadata;
  return unseenPods(cluster, isNamed ? { namespace, labels, near: 'likely' } : { namespace });
}

/** Names enough for a message. */
const mostListed = 50;

function problemOf({ resource: policy, place, text: wanted, protocol }: PolicyPort, owners: readonly PodOwner[]): Problem {
  const named = owners.flatMap(portsOf).filter(({ port }) => port.name !== undefined && port.protocol === protocol);
  const names = [...new Set(named.map(({ port }) => port.name ?? ''))];
  const nearest = nearestName(wanted, names);
  return {
    place,
    message:
      names.length === 0
        ? message(
            'None of the pods that this rule of {0} leads to has a port named "{1}" ({2}), nor any port with a name. Name the port there, or write its number here.',
            nameOf(policy),
            wanted,
            protocol,
          )
        : message(
            'None of the pods that this rule of {0} leads to has a port named "{1}" ({2}). The names are: {3}.',
            nameOf(policy),
            wanted,
            protocol,
            list(names.slice(0, 10)),
          ),
    related: named.slice(0, 5).map(relatedPort),
    fixes:
      nearest === undefined
        ? []
        : [
            replacing(message('Write {0}', nearest), isNear(wanted, editDistance(wanted, nearest)), {
              place,
              replaces: wanted,
              text: nearest,
            }),
          ],
  };
}
