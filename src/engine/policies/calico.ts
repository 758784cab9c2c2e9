import { bitsOf, parseAddress, parseCIDR, rangeOfAddress, rangeOfCIDR, type Family, type IPRange } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { namespaceOf, nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { CalicoEntityRule, CalicoNetworkPolicyResource, CalicoRule } from '../../manifests/resources/networking.ts';
import { parseSelector, type Selector } from '../calico/selector.ts';
import {
  anything,
  type Criteria,
  type Direction,
  type NamedPort,
  type NamespaceScope,
  type Policy,
  type Rule,
  type Traffic,
} from './policy.ts';
import { intersect, noPorts, portsOf, protocols, unite, type PortSet, type Protocol } from './portSet.ts';

/** A NetworkPolicy or GlobalNetworkPolicy of Calico. api/pkg/apis/projectcalico/v3, libcalico-go lib/backend/syncersv1/updateprocessors/rules.go */
export function calicoPolicy(policy: CalicoNetworkPolicyResource): Policy {
  const doubts: Message[] = [];
  const read = (text: string | undefined): Selector | undefined => {
    if (text === undefined || text.trim() === '') return undefined;
    const parsed = parseSelector(text);
    if (parsed.ok) return parsed.selector;
    doubts.push(message('The selector "{0}" of {1} cannot be read.', text, nameOf(policy)));
    return undefined;
  };
  const rulesFor = (direction: Direction): readonly Rule[] | undefined =>
    governs(policy, direction) ? policy[direction].flatMap((rule, index) => ruleOf(policy, direction, rule, index, read)) : undefined;
  const subject = subjectOf(policy, read);
  const ingress = rulesFor('ingress');
  const egress = rulesFor('egress');
  if (policy.forHosts !== undefined) doubts.push(message('{0} has {1}, which is about hosts.', nameOf(policy), policy.forHosts));
  return { resource: policy, subject, ingress, egress, unknown: doubts[0], rank: undefined };
}

/** Absent types: Ingress, Egress when there are only egress rules, or both. api/pkg/defaults/networkpolicy.go */
function governs({ types, ingress, egress }: CalicoNetworkPolicyResource, direction: Direction): boolean {
  if (types !== undefined && types.length > 0) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
  return direction === 'ingress' ? egress.length === 0 || ingress.length > 0 : egress.length > 0;
}

type ReadSelector = (text: string | undefined) => Selector | undefined;

function subjectOf(policy: CalicoNetworkPolicyResource, read: ReadSelector): Criteria {
  const accounts = read(policy.serviceAccountSelector);
  return {
    ...anything,
    podsOnly: true,
    selector: read(policy.selector) ?? { kind: 'all' },
    namespace: policy.global ? scopeOf(read(policy.namespaceSelector)) : { kind: 'named', name: namespaceOf(policy) },
    serviceAccounts: accounts === undefined ? undefined : { names: [], selector: accounts },
  };
}

function scopeOf(selector: Selector | undefined): NamespaceScope | undefined {
  return selector === undefined ? undefined : selector.kind === 'global' ? { kind: 'none' } : { kind: 'selected', selector };
}

function ruleOf(
  policy: CalicoNetworkPolicyResource,
  direction: Direction,
  rule: CalicoRule,
  index: number,
  read: ReadSelector,
): readonly Rule[] {
  const action = (['allow', 'deny', 'pass'] as const).find((one) => one === rule.action?.toLowerCase());
  // Log decides nothing.
  if (rule.action?.toLowerCase() === 'log') return [];
  // What is asked of ICMP alone opens and shuts no port.
  if (rule.icmp) return [];
  const place = placeOf(policy, 'spec', direction, index);
  const source = ofVersion(criteriaOf(policy, rule.source, read, false), rule.ipVersion);
  const destination = criteriaOf(policy, rule.destination, read, true);
  return [
    {
      action: action ?? 'allow',
      source: source === undefined ? undefined : [source],
      destination: destination === undefined ? undefined : [destination],
      traffic: trafficOf(rule),
      unknown: action === undefined ? message('A rule of {0} has no action that is known.', nameOf(policy)) : unfollowed(policy, rule),
      place,
    },
  ];
}

/** Both ends of a connection are of one version, so that it is enough to ask the one. */
function ofVersion(criteria: Criteria | undefined, version: number | undefined): Criteria | undefined {
  if (version !== 4 && version !== 6) return criteria;
  const nets = criteria?.nets?.filter(({ family }) => family === version) ?? [wholeOf(version)];
  return { ...(criteria ?? anything), nets };
}

function wholeOf(family: Family): IPRange {
  return { family, first: 0n, last: (1n << BigInt(bitsOf(family))) - 1n };
}

/** What of a rule is not followed here. */
function unfollowed(policy: CalicoNetworkPolicyResource, { http, source, destination }: CalicoRule): Message | undefined {
  if (http) return message('A rule of {0} looks at HTTP.', nameOf(policy));
  if (source.domains.length > 0 || destination.domains.length > 0)
    return message('A rule of {0} is about names of domains.', nameOf(policy));
  if (source.ports.length > 0 || source.notPorts.length > 0)
    return message('A rule of {0} asks for the port that the client sends from.', nameOf(policy));
  return undefined;
}

/** Undefined where nothing is asked. */
function criteriaOf(
  policy: CalicoNetworkPolicyResource,
  entity: CalicoEntityRule,
  read: ReadSelector,
  isDestination: boolean,
): Criteria | undefined {
  const { selector, notSelector, namespaceSelector, nets, notNets, serviceAccounts, serviceName, serviceNamespace } = entity;
  const asksForPods = isWritten(selector) || isWritten(notSelector) || isWritten(namespaceSelector) || serviceAccounts !== undefined;
  if (!asksForPods && nets.length === 0 && notNets.length === 0 && serviceName === undefined) return undefined;
  const accounts = serviceAccounts === undefined ? undefined : { names: serviceAccounts.names, selector: read(serviceAccounts.selector) };
  const scope: NamespaceScope | undefined = isWritten(namespaceSelector)
    ? scopeOf(read(namespaceSelector))
    : asksForPods && !policy.global
      ? { kind: 'named', name: namespaceOf(policy) }
      : undefined;
  return {
    selector: read(selector),
    notSelector: read(notSelector),
    namespace: scope,
    serviceAccounts: accounts,
    nets: nets.length === 0 ? undefined : nets.map(rangeOf).filter((range) => range !== undefined),
    notNets: notNets.map(rangeOf).filter((range) => range !== undefined),
    service:
      serviceName === undefined
        ? undefined
        : { name: serviceName, namespace: serviceNamespace ?? namespaceOf(policy), withPorts: isDestination },
    nodes: undefined,
    podsOnly: false,
  };
}

function isWritten(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

/** An address alone is a net of its own. */
export function rangeOf(text: string): IPRange | undefined {
  const cidr = parseCIDR(text);
  if (cidr !== undefined) return rangeOfCIDR(cidr);
  const address = parseAddress(text);
  return address === undefined ? undefined : rangeOfAddress(address);
}

function trafficOf({ protocol, notProtocol, destination }: CalicoRule): Traffic {
  const known = protocol === undefined || protocol === '' ? protocols : protocolsOf(protocol);
  const left = notProtocol === undefined || notProtocol === '' ? known : known.filter((one) => !protocolsOf(notProtocol).includes(one));
  const whole = left.reduce<PortSet>((set, one) => unite(set, portsOf(one)), noPorts);
  const wanted = portListOf(destination.ports, left);
  const except = portListOf(destination.notPorts, left);
  return {
    ports: destination.ports.length === 0 ? whole : intersect(whole, wanted.ports),
    named: wanted.named,
    except: except.ports,
    exceptNamed: except.named,
  };
}

function portListOf(
  texts: readonly string[],
  left: readonly Protocol[],
): { readonly ports: PortSet; readonly named: readonly NamedPort[] } {
  let ports: PortSet = noPorts;
  const named: NamedPort[] = [];
  for (const text of texts) {
    const numbers = /^(\d+)(?::(\d+))?$/.exec(text.trim());
    if (numbers === null) named.push({ name: text.trim(), protocols: left });
    else for (const one of left) ports = unite(ports, portsOf(one, Number(numbers[1]), Number(numbers[2] ?? numbers[1])));
  }
  return { ports, named };
}

/** By name, whatever its case, or number; none for those without ports. */
function protocolsOf(protocol: string | number): readonly Protocol[] {
  switch (String(protocol).toUpperCase()) {
    case 'TCP':
    case '6':
      return ['TCP'];
    case 'UDP':
    case '17':
      return ['UDP'];
    case 'SCTP':
    case '132':
      return ['SCTP'];
    default:
      return [];
  }
}
