import type { Fields } from '../fields.ts';
import { readLabelSelector, type LabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type {
  ClusterPolicyPeer,
  ClusterPolicyPods,
  ClusterPolicyPort,
  ClusterPolicyResource,
  ClusterPolicyRule,
  ForeignPolicyResource,
} from './clusterPolicy.ts';
import { readCiliumSelectors } from './readCiliumSelectors.ts';

/** kubernetes-sigs/network-policy-api apis/v1alpha1, apis/v1alpha2 */
export function readClusterPolicy(fields: Fields, base: ResourceBase): ClusterPolicyResource {
  const spec = fields.map('spec');
  const isBaseline =
    base.kind === 'BaselineAdminNetworkPolicy' || (base.kind === 'ClusterNetworkPolicy' && spec.string('tier') === 'Baseline');
  return {
    ...base,
    type: 'ClusterPolicy',
    stage: isBaseline ? 'baseline' : 'admin',
    priority: spec.integer('priority') ?? 0,
    subject: readPods(spec.map('subject')),
    ingress: spec.maps('ingress').map((rule) => readRule(rule, 'from')),
    egress: spec.maps('egress').map((rule) => readRule(rule, 'to')),
  };
}

const everything: LabelSelector = { matchLabels: {}, matchExpressions: [] };

/** `namespaces` or `pods`; an empty map selects all. */
function readPods(fields: Fields): ClusterPolicyPods | undefined {
  if (fields.at('namespaces').exists)
    return { namespaceSelector: readLabelSelector(fields.map('namespaces')) ?? everything, podSelector: undefined };
  const pods = fields.map('pods');
  return pods.exists
    ? {
        namespaceSelector: readLabelSelector(pods.map('namespaceSelector')) ?? everything,
        podSelector: readLabelSelector(pods.map('podSelector')),
      }
    : undefined;
}

function readRule(rule: Fields, side: 'from' | 'to'): ClusterPolicyRule {
  const ports = rule.at('ports').exists ? rule.maps('ports').map(readPort) : undefined;
  const protocols = rule.at('protocols').exists ? rule.maps('protocols').map(readProtocol) : undefined;
  return { action: rule.string('action'), peers: rule.maps(side).map(readPeer), ports: ports ?? protocols };
}

function readPeer(peer: Fields): ClusterPolicyPeer {
  const pods = readPods(peer);
  if (pods !== undefined) return { kind: 'pods', pods };
  if (peer.at('networks').exists) return { kind: 'networks', cidrs: peer.texts('networks') };
  if (peer.at('nodes').exists) return { kind: 'nodes', selector: readLabelSelector(peer.map('nodes')) ?? everything };
  return { kind: 'other', field: peer.at('domainNames').exists ? 'domainNames' : '' };
}

/** v1alpha1: `portNumber`, `portRange` or `namedPort`. */
function readPort(port: Fields): ClusterPolicyPort {
  const name = port.string('namedPort');
  if (name !== undefined) return { protocol: undefined, range: undefined, name };
  const number = port.map('portNumber');
  if (number.exists) return { protocol: number.string('protocol') ?? 'TCP', range: readNumber(number.integer('port')), name: undefined };
  const range = port.map('portRange');
  return { protocol: range.string('protocol') ?? 'TCP', range: readEnds(range), name: undefined };
}

/** v1alpha2: `tcp`, `udp`, `sctp` or `destinationNamedPort`. */
function readProtocol(protocol: Fields): ClusterPolicyPort {
  const name = protocol.string('destinationNamedPort');
  if (name !== undefined) return { protocol: undefined, range: undefined, name };
  const key = (['tcp', 'udp', 'sctp'] as const).find((one) => protocol.at(one).exists);
  const port = protocol.map(key ?? 'tcp').map('destinationPort');
  const number = port.integer('number');
  return {
    protocol: (key ?? 'tcp').toUpperCase(),
    range: number === undefined ? (port.map('range').exists ? readEnds(port.map('range')) : undefined) : readNumber(number),
    name: undefined,
  };
}

function readNumber(port: number | undefined): ClusterPolicyPort['range'] {
  return port === undefined ? undefined : { first: port, last: port };
}

function readEnds(range: Fields): ClusterPolicyPort['range'] {
  return { first: range.integer('start') ?? 0, last: range.integer('end') ?? 0 };
}

/** Policies that other components enforce. Which pods they are about is read where the selector is a plain one. */
export function readForeignPolicy(fields: Fields, base: ResourceBase): ForeignPolicyResource {
  const spec = fields.map('spec');
  const isCilium = base.kind.startsWith('Cilium');
  const selector = readLabelSelector(spec.map(isCilium ? 'endpointSelector' : 'selector'));
  // Labels of Cilium may have a source before their key; several rules in one object have a selector each.
  const isPlain =
    selector !== undefined &&
    !fields.at('specs').exists &&
    Object.keys(selector.matchLabels).every((key) => !/[:]|^io\.|^reserved/.test(key));
  const directions = isCilium && !fields.at('specs').exists ? ciliumDirections(spec) : both;
  return {
    ...base,
    type: 'ForeignPolicy',
    clusterWide: base.metadata.namespace === undefined && /^(?:Cluster|CiliumClusterwide)/.test(base.kind),
    selector: isPlain && selector.matchExpressions.length === 0 ? selector : undefined,
    directions,
    selectors: isCilium ? readCiliumSelectors(fields, base.metadata.namespace) : [],
  };
}

const both = ['ingress', 'egress'] as const;

function ciliumDirections(spec: Fields): readonly ('ingress' | 'egress')[] {
  return both.filter((direction) => spec.at(direction).exists || spec.at(`${direction}Deny`).exists);
}
