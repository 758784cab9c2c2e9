import { message, type Message } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { compareAddresses } from '../../base/ip.ts';
import { tiersAbout } from './about.ts';
import type { End, PodEnd } from './ends.ts';
import { anyOf, type Match } from './match.ts';
import type { Criteria, Direction, NamedPort, Policy, Rule, Tier } from './policy.ts';
import { allPorts, intersect, isEmpty, noPorts, portsOf, subtract, unite, type PortSet } from './portSet.ts';
import { criteriaMatch } from './criteriaMatch.ts';
import { endpointsOf, type PolicyWorld } from './world.ts';

/** What the policies of one direction make of connections between two ends. A port in both may be either. */
export interface Judgement {
  readonly mayPass: PortSet;
  readonly mayStop: PortSet;
  /** Why some of it is not known; absent: all is. */
  readonly doubt: Message | undefined;
}

export const open: Judgement = { mayPass: allPorts, mayStop: noPorts, doubt: undefined };

/** The policies of one tier that govern a pod in a direction; `surely`: nothing unknown decides whether one does. */
export interface GoverningTier {
  readonly tier: Tier;
  readonly policies: readonly { readonly policy: Policy; readonly surely: boolean }[];
}

/** What decided about ports, as it is found. */
export interface Decider {
  readonly policy: Policy;
  /** Absent: no rule of the tier's policies did, so that its end decides. `policy` is then the first that governs the pod without a rule, or the first. */
  readonly rule: Rule | undefined;
  readonly action: 'allow' | 'deny' | 'unknown';
  readonly ports: PortSet;
}

/** Judges connections in one cluster; which policies govern an end is found out once. */
export class PolicyJudge {
  readonly world: PolicyWorld;
  readonly #governing = new Map<End, Record<Direction, readonly GoverningTier[]>>();

  constructor(world: PolicyWorld) {
    this.world = world;
  }

  /** The tiers that count for a pod; none for what is no pod. */
  governing(end: End, direction: Direction): readonly GoverningTier[] {
    if (end.kind !== 'pod') return [];
    let known = this.#governing.get(end);
    if (known === undefined) {
      known = { ingress: this.#tiersFor(end, 'ingress'), egress: this.#tiersFor(end, 'egress') };
      this.#governing.set(end, known);
    }
    return known[direction];
  }

  /** `ports`: only these are asked about. `record` is told what decides, in the order in which packets meet it. */
  judge(direction: Direction, source: End, destination: End, ports: PortSet = allPorts, record?: (decider: Decider) => void): Judgement {
    const tiers = this.governing(direction === 'egress' ? source : destination, direction);
    if (tiers.length === 0) return ports === allPorts ? open : { ...open, mayPass: ports };
    const run = new Run(this.world, source, destination, record);
    return run.through(tiers, direction, ports);
  }

  #tiersFor(end: PodEnd, direction: Direction): readonly GoverningTier[] {
    const governing = tiersAbout(this.world, end).flatMap((tier): GoverningTier[] => {
      const policies = tier.policies.flatMap((policy) => {
        if (policy[direction] === undefined) return [];
        const match = criteriaMatch(policy.subject, end, this.world);
        return match === 'no' ? [] : [{ policy, surely: match === 'yes' }];
      });
      return policies.length === 0 ? [] : [{ tier, policies }];
    });
    // One alone needs no place among others.
    return governing.length < 2 || governing.every(({ tier }) => tier.declared)
      ? governing
      : governing
          .map((each) => (each.tier.declared ? each : anywhere(each)))
          .sort((one, other) => Number(one.tier.declared) - Number(other.tier.declared));
  }
}

/** A tier that may stand before any other: whatever those say, what its policies are about is in doubt. libcalico-go/lib/clientv3/globalnetworkpolicy.go (Create) */
function anywhere({ tier, policies }: GoverningTier): GoverningTier {
  return {
    tier: { ...tier, atEnd: 'pass' },
    policies: policies.map(({ policy, surely }) => ({
      surely,
      policy: {
        ...policy,
        unknown:
          policy.unknown ??
          message('{0} is in tier {1}, which no manifest declares: when it counts is not known.', nameOf(policy.resource), tier.name),
      },
    })),
  };
}

/** One walk of packets through the tiers. */
class Run {
  readonly #world: PolicyWorld;
  readonly #source: End;
  readonly #destination: End;
  readonly #record: ((decider: Decider) => void) | undefined;
  #mayPass: PortSet = noPorts;
  #mayStop: PortSet = noPorts;
  #passed: PortSet = noPorts;
  #doubt: Message | undefined;

  constructor(world: PolicyWorld, source: End, destination: End, record: ((decider: Decider) => void) | undefined) {
    this.#world = world;
    this.#source = source;
    this.#destination = destination;
    this.#record = record;
  }

  through(tiers: readonly GoverningTier[], direction: Direction, ports: PortSet): Judgement {
    let rest = ports;
    for (const { tier, policies } of tiers) {
      this.#passed = noPorts;
      for (const group of groupsOf(policies)) rest = this.#group(group, direction, rest);
      if (tier.atEnd === 'deny') {
        const surely = policies.some((one) => one.surely);
        this.#mayStop = unite(this.#mayStop, rest);
        const speaker = policies.find(({ policy }) => policy[direction]?.length === 0 && policy.unknown === undefined) ?? policies[0];
        if (speaker !== undefined && !isEmpty(rest))
          this.#record?.({ policy: speaker.policy, rule: undefined, action: surely ? 'deny' : 'unknown', ports: rest });
        if (!surely && speaker !== undefined) this.#note(undecided(speaker.policy));
        rest = surely ? this.#passed : unite(this.#passed, rest);
      } else rest = unite(this.#passed, rest);
      if (isEmpty(rest)) break;
    }
    return { mayPass: unite(this.#mayPass, rest), mayStop: this.#mayStop, doubt: this.#doubt };
  }

  /** Policies of which nobody knows which comes first: where they differ, either may count. */
  #group(group: GoverningTier['policies'], direction: Direction, ports: PortSet): PortSet {
    const [only] = group;
    if (group.length === 1 && only !== undefined) return this.#policy(only, direction, ports);
    let rest = ports;
    for (const each of group) rest = intersect(rest, this.#policy(each, direction, ports));
    const [first] = group;
    if (first !== undefined) this.#note(message('{0} shares its priority with another policy.', nameOf(first.policy.resource)));
    return rest;
  }

  #policy({ policy, surely }: GoverningTier['policies'][number], direction: Direction, ports: PortSet): PortSet {
    if (isEmpty(ports)) return ports;
    if (policy.unknown !== undefined) {
      this.#decide('allow', ports);
      this.#decide('deny', ports);
      this.#note(policy.unknown);
      this.#record?.({ policy, rule: undefined, action: 'unknown', ports });
      return ports;
    }
    let rest = ports;
    for (const rule of policy[direction] ?? []) {
      const match = this.#ruleMatch(rule);
      if (match === 'no') continue;
      const hit = intersect(rest, trafficPorts(rule, this.#destination, this.#world));
      if (isEmpty(hit)) continue;
      const sure = match === 'yes' && rule.unknown === undefined && surely;
      this.#decide(rule.action, hit);
      if (rule.action !== 'pass') this.#record?.({ policy, rule, action: sure ? rule.action : 'unknown', ports: hit });
      if (sure) {
        rest = subtract(rest, hit);
        if (isEmpty(rest)) break;
      } else this.#note(rule.unknown ?? undecided(policy));
    }
    return rest;
  }

  #ruleMatch({ source, destination }: Rule): Match {
    const from = source === undefined ? 'yes' : this.#any(source, this.#source);
    if (from === 'no') return 'no';
    const to = destination === undefined ? 'yes' : this.#any(destination, this.#destination);
    return to === 'no' ? 'no' : from === 'yes' && to === 'yes' ? 'yes' : 'unknown';
  }

  #any(criteria: readonly Criteria[], end: End): Match {
    const [only] = criteria;
    if (criteria.length === 1 && only !== undefined) return criteriaMatch(only, end, this.#world);
    return anyOf(criteria.map((one) => criteriaMatch(one, end, this.#world)));
  }

  #decide(action: Rule['action'], ports: PortSet): void {
    if (action === 'allow') this.#mayPass = unite(this.#mayPass, ports);
    else if (action === 'deny') this.#mayStop = unite(this.#mayStop, ports);
    else this.#passed = unite(this.#passed, ports);
  }

  #note(doubt: Message): void {
    this.#doubt ??= doubt;
  }
}

function undecided({ resource }: Policy): Message {
  return message('What {0} means here depends on labels or addresses that no manifest tells.', nameOf(resource));
}

/** Policies one by one, and those together that share a rank. */
function groupsOf(policies: GoverningTier['policies']): readonly GoverningTier['policies'][] {
  const groups: GoverningTier['policies'][number][][] = [];
  for (const each of policies) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && each.policy.rank !== undefined && last[0].policy.rank === each.policy.rank) last.push(each);
    else groups.push([each]);
  }
  return groups;
}

/** The ports of the destination that a rule is about. A name towards an address never matches. */
function trafficPorts({ traffic, destination }: Rule, end: End, world: PolicyWorld): PortSet {
  let ports = traffic.ports;
  if (traffic.named.length > 0) ports = unite(ports, namedPorts(traffic.named, end));
  if (traffic.except !== noPorts) ports = subtract(ports, traffic.except);
  if (traffic.exceptNamed.length > 0) ports = subtract(ports, namedPorts(traffic.exceptNamed, end));
  const service = destination?.[0]?.service;
  if (service?.withPorts !== true) return ports;
  const endpoints = endpointsOf(world, service.namespace, service.name) ?? [];
  const opened = endpoints
    .filter(
      ({ pod, ip }) => (end.kind === 'pod' && pod === end.pod) || (end.address !== undefined && compareAddresses(ip, end.address) === 0),
    )
    .reduce<PortSet>((set, endpoint) => unite(set, endpoint.ports), noPorts);
  return intersect(ports, opened);
}

function namedPorts(named: readonly NamedPort[], end: End): PortSet {
  if (end.kind !== 'pod') return noPorts;
  let ports: PortSet = noPorts;
  for (const { name, protocols } of named)
    for (const declared of end.ports)
      if (declared.name === name && protocols.includes(declared.protocol))
        ports = unite(ports, portsOf(declared.protocol, declared.port, declared.port));
  return ports;
}
