import { encloses, parseCIDR, rangeOfCIDR } from '../../base/ip.ts';
import { message, term } from '../../base/message.ts';
import { rangesOf } from '../../engine/network.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import { maySelect, termsOf } from '../../engine/references/labelSelection.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import { inserting } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { isEverything, isolates, podsOfPeer, rulesOf } from '../shared/policy/peers.ts';
import { unappliedChanges } from '../shared/unseen.ts';

export const policyNoEffect: ResourceCheck = {
  code: 'policy/no-effect',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['NetworkPolicy'], function* (policy, context) {
      yield* rulesThatDoNotCount(policy);
      yield* serviceAddresses(policy, context);
      yield* podsOfTheHost(policy, context);
    }),
  ],
};

/** Rules of a direction that `policyTypes` leaves out. kubernetes pkg/apis/networking/v1/defaults.go */
function* rulesThatDoNotCount(policy: NetworkPolicyResource): Generator<Problem> {
  for (const [field, type, direction] of [
    ['ingress', 'Ingress', 'ingress'],
    ['egress', 'Egress', 'egress'],
  ] as const) {
    const { policyTypes } = policy;
    if (policy[direction].length === 0 || policyTypes === undefined || policyTypes.length === 0 || isolates(policy, direction)) continue;
    yield {
      place: keyPlaceOf(policy, 'spec', field),
      message: message('{0} is not for {1}: policyTypes leaves it out, so that these rules do not count.', nameOf(policy), type),
      related: [{ message: term('policyTypes of {0}', nameOf(policy)), place: keyPlaceOf(policy, 'spec', 'policyTypes') }],
      fixes: [
        inserting(message('Add {0} to policyTypes', type), true, {
          place: placeOf(policy, 'spec', 'policyTypes', policyTypes.length),
          value: type,
        }),
      ],
    };
  }
}

/** The address of a Service is replaced by that of a pod before a policy looks. */
function* serviceAddresses(policy: NetworkPolicyResource, { network, assembly }: CheckContext): Generator<Problem> {
  for (const { rule, path, side } of rulesOf(policy)) {
    for (const [position, { ipBlock }] of rule.peers.entries()) {
      const cidr = parseCIDR(ipBlock?.cidr ?? '');
      const subnet =
        cidr === undefined ? undefined : rangesOf(network, 'service-subnet').find(({ range }) => encloses(range, rangeOfCIDR(cidr)));
      if (cidr === undefined || subnet === undefined) continue;
      // Node-local DNS answers at the address of the DNS service itself.
      if (rule.ports.some(({ port }) => port === 53)) continue;
      const place = placeOf(policy, ...path, side, position, 'ipBlock', 'cidr');
      yield {
        place,
        message:
          subnet.implied === undefined
            ? message(
                '{0} lies in the service subnet {1}. A policy sees the address of a pod in place of that of its Service, so that this peer of {2} matches nothing.',
                ipBlock?.cidr ?? '',
                subnet.text,
                nameOf(policy),
              )
            : message(
                '{0} lies in the service subnet {1} (implied by profile {3}). A policy sees the address of a pod in place of that of its Service, so that this peer of {2} matches nothing.',
                ipBlock?.cidr ?? '',
                subnet.text,
                nameOf(policy),
                subnet.implied,
              ),
        related: subnet.place === undefined ? [] : [{ message: term('{0} {1}', subnet.label, subnet.text), place: subnet.place }],
        doubt: assembly.doubt(place, subnet.place),
      };
    }
  }
}

/** Pods in the network of their node have its address, and no policy is asked about them. */
function* podsOfTheHost(policy: NetworkPolicyResource, context: CheckContext): Generator<Problem> {
  const { podOwners, unseenPods, cluster } = context;
  const { podSelector, metadata } = policy;
  if (podSelector !== undefined && !isEverything(podSelector)) {
    const owners = [...podOwners.where(termsOf(podSelector), metadata.namespace, (owner) => maySelect(podSelector, owner))];
    const [first] = owners;
    if (first !== undefined && owners.every(({ spec }) => spec.hostNetwork)) {
      const place = keyPlaceOf(policy, 'spec', 'podSelector');
      yield {
        place,
        message: message(
          'The pods of {0} run in the network of their node (hostNetwork), where no NetworkPolicy is asked: {1} protects nothing.',
          nameOf(first.resource),
          nameOf(policy),
        ),
        related: [{ message: message('{0}', nameOf(first.resource)), place: placeOf(first.resource, ...first.specPath, 'hostNetwork') }],
        doubt: unseenPods() ?? unappliedChanges(cluster),
      };
    }
  }
  for (const { rule, path, side } of rulesOf(policy)) {
    for (const [position, peer] of rule.peers.entries()) {
      if (peer.podSelector === undefined || isEverything(peer.podSelector)) continue;
      const owners = podsOfPeer(peer, policy, context) ?? [];
      const [first] = owners;
      if (first === undefined || !owners.every(({ spec }) => spec.hostNetwork)) continue;
      yield {
        place: keyPlaceOf(policy, ...path, side, position, 'podSelector'),
        message: message(
          'The pods of {0} run in the network of their node (hostNetwork) and have its address: a selector of pods does not meet them. Write the addresses of the nodes as ipBlock.',
          nameOf(first.resource),
        ),
        related: [{ message: message('{0}', nameOf(first.resource)), place: placeOf(first.resource, ...first.specPath, 'hostNetwork') }],
        doubt: unseenPods() ?? unappliedChanges(cluster),
      };
    }
  }
}
