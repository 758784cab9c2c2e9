import { parseCIDR, rangeOfCIDR } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { namespaceOf, nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type {
  ClusterPolicyPeer,
  ClusterPolicyPods,
  ClusterPolicyPort,
  ClusterPolicyResource,
  ClusterPolicyRule,
  ForeignPolicyResource,
} from '../../manifests/resources/clusterPolicy.ts';
import { isUnknown } from '../../manifests/unknownFields.ts';
import { everyPort } from './kubernetes.ts';
import { selectorOf } from './labelSelectors.ts';
import { anything, type Criteria, type Direction, type NamedPort, type Policy, type Rule, type Traffic } from './policy.ts';
import { noPorts, portsOf, protocols, unite, type PortSet, type Protocol } from './portSet.ts';

/**
 * AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy.
 * kubernetes-sigs/network-policy-api apis/v1alpha1, apis/v1alpha2; libcalico-go lib/backend/k8s/conversion/clusternetworkpolicy.go
 */
export function clusterPolicy(policy: ClusterPolicyResource): Policy {
  return {
    resource: policy,
    subject: policy.subject === undefined ? nobody : podsOf(policy.subject),
    // Without rules a direction is not affected.
    ingress: policy.ingress.length === 0 ? undefined : rulesOf(policy, 'ingress'),
    egress: policy.egress.length === 0 ? undefined : rulesOf(policy, 'egress'),
    unknown: isUnknown(policy, 'spec') ? message('Part of {0} is filled in later.', nameOf(policy)) : undefined,
    rank: policy.priority,
  };
}

const nobody: Criteria = { ...anything, podsOnly: true, selector: { kind: '!', operand: { kind: 'all' } } };

function podsOf({ namespaceSelector, podSelector }: ClusterPolicyPods): Criteria {
  return {
    ...anything,
    podsOnly: true,
    namespace: { kind: 'selected', selector: selectorOf(namespaceSelector) },
    selector: podSelector === undefined ? { kind: 'all' } : selectorOf(podSelector),
  };
}

function rulesOf(policy: ClusterPolicyResource, direction: Direction): readonly Rule[] {
  return policy[direction].map((rule, index) => {
    const peers = rule.peers.filter(({ kind }) => kind !== 'other').map(criteriaOf);
    const odd = rule.peers.find((peer): peer is Extract<ClusterPolicyPeer, { kind: 'other' }> => peer.kind === 'other');
    const action = (['allow', 'deny', 'pass'] as const).find(
      (one) => one === (rule.action === 'Accept' ? 'allow' : rule.action?.toLowerCase()),
    );
    // A peer that is not followed may be anybody.
    const sides = odd === undefined ? peers : [...peers, anything];
    return {
      action: action ?? 'deny',
      source: direction === 'ingress' ? sides : undefined,
      destination: direction === 'egress' ? sides : undefined,
      traffic: trafficOf(rule),
      unknown: action === undefined ? message('A rule of {0} has no action that is known.', nameOf(policy)) : unfollowed(policy, odd),
      place: placeOf(policy, 'spec', direction, index),
    };
  });
}

function unfollowed(policy: ClusterPolicyResource, odd: { readonly field: string } | undefined): Message | undefined {
  if (odd === undefined) return undefined;
  return odd.field === 'domainNames'
    ? message('A rule of {0} is about names of domains.', nameOf(policy))
    : message('A rule of {0} has a peer that is not understood here.', nameOf(policy));
}

function criteriaOf(peer: ClusterPolicyPeer): Criteria {
  switch (peer.kind) {
    case 'pods':
      return podsOf(peer.pods);
    case 'nodes':
      return { ...anything, nodes: selectorOf(peer.selector) };
    case 'networks':
      return {
        ...anything,
        nets: peer.cidrs
          .map(parseCIDR)
          .filter((cidr) => cidr !== undefined)
          .map(rangeOfCIDR),
      };
    case 'other':
      return anything;
  }
}

function trafficOf({ ports }: ClusterPolicyRule): Traffic {
  if (ports === undefined) return everyPort;
  const named: NamedPort[] = [];
  let numbers: PortSet = noPorts;
  for (const port of ports) {
    const known = knownProtocols(port);
    if (port.name !== undefined) named.push({ name: port.name, protocols: known });
    else for (const protocol of known) numbers = unite(numbers, portsOf(protocol, port.range?.first, port.range?.last));
  }
  return { ...everyPort, ports: numbers, named };
}

function knownProtocols({ protocol }: ClusterPolicyPort): readonly Protocol[] {
  return protocol === undefined ? protocols : protocols.filter((one) => one === protocol.toUpperCase());
}

/** A policy of another component: what it is about is in doubt, and nothing else. */
export function foreignPolicy(policy: ForeignPolicyResource): Policy {
  const all = { kind: 'all' } as const;
  return {
    resource: policy,
    subject: {
      ...anything,
      podsOnly: true,
      selector: policy.selector === undefined ? all : selectorOf(policy.selector),
      namespace: policy.clusterWide || namespaceOf(policy) === istioRoot ? undefined : { kind: 'named', name: namespaceOf(policy) },
    },
    ingress: policy.directions.includes('ingress') ? [] : undefined,
    egress: policy.directions.includes('egress') ? [] : undefined,
    unknown: message('{0} is enforced by another component, whose rules are not followed here.', nameOf(policy)),
    rank: undefined,
  };
}

/** What stands in it holds for the whole mesh. */
const istioRoot = 'istio-system';
