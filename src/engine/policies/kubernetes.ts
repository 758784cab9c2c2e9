import { encloses, parseCIDR, rangeOfCIDR, type IPRange } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { namespaceOf, nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type {
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicyResource,
  NetworkPolicyRule,
} from '../../manifests/resources/networking.ts';
import { isUnknown } from '../../manifests/unknownFields.ts';
import { selectorFault } from '../labels.ts';
import { isPortName } from '../serviceAllocator/portFields.ts';
import { selectorOf } from './labelSelectors.ts';
import { anything, type Criteria, type Direction, type NamedPort, type Policy, type Rule, type Traffic } from './policy.ts';
import { allPorts, noPorts, portsOf, unite, type PortSet, type Protocol } from './portSet.ts';

/** A NetworkPolicy of Kubernetes. libcalico-go lib/backend/k8s/conversion/conversion.go K8sNetworkPolicyToCalico; kubernetes pkg/apis/networking/v1/defaults.go */
export function kubernetesPolicy(policy: NetworkPolicyResource): Policy {
  const namespace = namespaceOf(policy);
  const whole = isUnknown(policy, 'spec', 'podSelector');
  return {
    resource: policy,
    subject: podsIn(namespace, whole ? undefined : policy.podSelector),
    ingress: governs(policy, 'ingress') ? rulesOf(policy, 'ingress') : undefined,
    egress: governs(policy, 'egress') ? rulesOf(policy, 'egress') : undefined,
    unknown: whole || isUnknown(policy, 'spec', 'policyTypes') ? filledInLater(policy) : refusal(policy),
    rank: undefined,
  };
}

function filledInLater(policy: NetworkPolicyResource): Message {
  return message('Part of {0} is filled in later.', nameOf(policy));
}

/** Absent types: Ingress, and Egress with at least one egress rule. */
function governs({ policyTypes, egress }: NetworkPolicyResource, direction: Direction): boolean {
  if (policyTypes !== undefined && policyTypes.length > 0) return policyTypes.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
  return direction === 'ingress' || egress.length > 0;
}

/** The API server refuses the policy, so that it either is not there, or is another than what is written. kubernetes pkg/apis/networking/validation/validation.go */
function refusal(policy: NetworkPolicyResource): Message | undefined {
  // Of what is filled in later nobody knows whether it is refused.
  const rules = (['ingress', 'egress'] as const).flatMap((direction) =>
    policy[direction].filter((_, index) => !isUnknown(policy, 'spec', direction, index)),
  );
  const peers = rules.flatMap((rule) => rule.peers);
  const selectors = [policy.podSelector, ...peers.flatMap(({ podSelector, namespaceSelector }) => [podSelector, namespaceSelector])];
  const refused =
    policy.policyTypes?.some((type) => type !== 'Ingress' && type !== 'Egress') === true ||
    selectors.some((selector) => selector !== undefined && selectorFault(selector) !== undefined) ||
    rules.some(({ ports }) => ports.some(isRefusedPort)) ||
    peers.some(isRefusedPeer);
  return refused ? message('The API server refuses {0} as it is written.', nameOf(policy)) : undefined;
}

function isRefusedPort(wanted: NetworkPolicyPort): boolean {
  const { port, endPort } = wanted;
  const isNumber = (number: number): boolean => number >= 1 && number <= 65535;
  return (
    protocolOf(wanted) === undefined ||
    (typeof port === 'number' && !isNumber(port)) ||
    (typeof port === 'string' && !isPortName(port)) ||
    (endPort !== undefined && (typeof port !== 'number' || !isNumber(endPort) || endPort < port))
  );
}

function isRefusedPeer({ ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer): boolean {
  if (ipBlock === undefined) return podSelector === undefined && namespaceSelector === undefined;
  const range = rangeOf(ipBlock.cidr);
  if (podSelector !== undefined || namespaceSelector !== undefined || range === undefined) return true;
  return ipBlock.except.some((text) => {
    const except = rangeOf(text);
    return except === undefined || !encloses(range, except) || encloses(except, range);
  });
}

function rulesOf(policy: NetworkPolicyResource, direction: Direction): readonly Rule[] {
  return policy[direction].map((rule, index) => {
    const path = ['spec', direction, index];
    const peers = rule.peers.length === 0 ? undefined : rule.peers.map((peer) => criteriaOf(peer, namespaceOf(policy)));
    return {
      action: 'allow',
      source: direction === 'ingress' ? peers : undefined,
      destination: direction === 'egress' ? peers : undefined,
      traffic: trafficOf(rule),
      unknown: isUnknown(policy, ...path) ? filledInLater(policy) : undefined,
      place: placeOf(policy, ...path),
    };
  });
}

function criteriaOf({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, namespace: string): Criteria {
  if (ipBlock !== undefined) {
    const range = rangeOf(ipBlock.cidr);
    return {
      ...anything,
      nets: range === undefined ? [] : [range],
      notNets: ipBlock.except.map(rangeOf).filter((except) => except !== undefined),
    };
  }
  if (namespaceSelector === undefined) return podsIn(namespace, podSelector);
  return {
    ...anything,
    podsOnly: true,
    namespace: { kind: 'selected', selector: selectorOf(namespaceSelector) },
    selector: podSelector === undefined ? { kind: 'all' } : selectorOf(podSelector),
  };
}

function podsIn(namespace: string, selector: LabelSelector | undefined): Criteria {
  return {
    ...anything,
    podsOnly: true,
    namespace: { kind: 'named', name: namespace },
    selector: selector === undefined ? { kind: 'all' } : selectorOf(selector),
  };
}

/** Host bits do not count. */
function rangeOf(text: string | undefined): IPRange | undefined {
  const cidr = parseCIDR(text ?? '');
  return cidr === undefined ? undefined : rangeOfCIDR(cidr);
}

function trafficOf({ ports }: NetworkPolicyRule): Traffic {
  if (ports.length === 0) return everyPort;
  const named: NamedPort[] = [];
  let numbers: PortSet = noPorts;
  for (const port of ports) {
    const protocol = protocolOf(port);
    if (protocol === undefined) continue;
    if (typeof port.port === 'string') named.push({ name: port.port, protocols: [protocol] });
    else numbers = unite(numbers, port.port === undefined ? portsOf(protocol) : portsOf(protocol, port.port, port.endPort ?? port.port));
  }
  return { ...everyPort, ports: numbers, named };
}

function protocolOf({ protocol }: NetworkPolicyPort): Protocol | undefined {
  return protocol === '' ? 'TCP' : (['TCP', 'UDP', 'SCTP'] as const).find((known) => known === protocol);
}

/** Every port of every protocol. */
export const everyPort: Traffic = { ports: allPorts, named: [], except: noPorts, exceptNamed: [] };
