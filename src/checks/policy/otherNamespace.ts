import { message, sentences, type Message } from '../../base/message.ts';
import { selectorText } from '../../engine/references/labelSelection.ts';
import { NAMESPACE_NAME } from '../../engine/references/keys.ts';
import type { PodOwner } from '../../engine/references/podOwners.ts';
import type { PolicyPods } from '../../engine/references/podSelectors.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { Fix } from '../findings/finding.ts';
import { inserting } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { podsElsewhere } from '../shared/policy/podsElsewhere.ts';
import { podsOfPeer } from '../shared/policy/peers.ts';

export const policyOtherNamespace: ResourceCheck = {
  code: 'policy/other-namespace',
  scope: 'cluster',
  severity: 'warning',
  parts: [eachMention('policy-pods', judged)],
};

function* judged(mention: PolicyPods, context: CheckContext): Generator<Problem> {
  const owners = podsElsewhere(mention, context);
  const [first] = owners;
  if (first === undefined) return;
  const { resource: policy, selector, peer, place } = mention;
  const namespaces = [...new Set(owners.map(({ resource }) => resource.metadata.namespace ?? ''))];
  const [namespace = ''] = namespaces;
  const split = peer ? neighbourOf(mention, first, context) : undefined;
  yield {
    place,
    message: peer
      ? peerText(mention, first, namespace, split !== undefined)
      : message(
          '{0} is about no pod: in namespace {1} none has {2}, and {3}, which has it, is in namespace {4}. A policy is for pods of its own namespace.',
          nameOf(policy),
          policy.metadata.namespace ?? '',
          selectorText(selector),
          nameOf(first.resource),
          namespace,
        ),
    related: [
      ...owners
        .slice(0, 5)
        .map(({ resource, labelsPath }) => ({
          message: message('{0} has the labels', nameOf(resource)),
          place: keyPlaceOf(resource, ...labelsPath),
        })),
    ],
    fixes: peer && split === undefined && namespaces.length === 1 ? [withNamespace(mention, namespace)] : [],
    doubt: context.unseenPods() ?? context.assembly.doubt(place, placeOf(first.resource)),
  };
}

function peerText({ resource: policy, selector }: PolicyPods, owner: PodOwner, namespace: string, isSplit: boolean): Message {
  const text = message(
    'A podSelector alone means pods of the own namespace {0}, where none has {1}; {2}, which has it, is in namespace {3}.',
    policy.metadata.namespace ?? '',
    selectorText(selector),
    nameOf(owner.resource),
    namespace,
  );
  return sentences(
    text,
    isSplit
      ? message(
          'The peer beside it lets all pods of that namespace through: two peers mean one or the other. Write both selectors in one peer (without the dash).',
        )
      : message('Add a namespaceSelector for {0} to this peer.', namespace),
  );
}

/** A peer of the same rule that selects the namespace and nothing in it: both were meant to be one. */
function neighbourOf({ resource: policy, path }: PolicyPods, owner: PodOwner, context: CheckContext): number | undefined {
  const [, direction, rule, side, position] = path;
  if ((direction !== 'ingress' && direction !== 'egress') || typeof rule !== 'number' || typeof position !== 'number') return undefined;
  if (side !== 'from' && side !== 'to') return undefined;
  const peers = policy[direction][rule]?.peers ?? [];
  return [position - 1, position + 1].find((index) => {
    const peer = peers[index];
    return (
      peer?.namespaceSelector !== undefined &&
      peer.podSelector === undefined &&
      podsOfPeer(peer, policy, context)?.some(({ resource }) => resource === owner.resource) === true
    );
  });
}

function withNamespace({ resource: policy, path }: PolicyPods, namespace: string): Fix {
  return inserting(message('Add a namespaceSelector for {0}', namespace), true, {
    place: placeOf(policy, ...path.slice(0, -1), 'namespaceSelector'),
    value: { matchLabels: { [NAMESPACE_NAME]: namespace } },
  });
}
