import type { IPRange } from '../../base/ip.ts';
import type { Message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Selector } from '../calico/selector.ts';
import type { PortSet, Protocol } from './portSet.ts';

/*
 * One shape for the policies of every API, after the way in which Calico enforces all of them: tiers in order, in a tier policies in order, in a policy rules in order, and the
 * first rule that a packet meets decides. Labels are asked by Calico's selectors, into which those of Kubernetes translate.
 */

export type Direction = 'ingress' | 'egress';

/** A packet is held against the tiers from first to last. felix/rules/endpoints.go */
export interface Tier {
  readonly name: string;
  /** Ascending; absent: the last ones. */
  readonly order: number | undefined;
  /** What becomes of a packet that no rule of the tier decides about, where a policy of the tier governs the pod. */
  readonly atEnd: 'deny' | 'pass';
  /** False: no manifest does. Calico's API server makes no policy in a tier that there is not, so this one is made elsewhere, and where it stands among the others is not known. */
  readonly declared: boolean;
  /** In the order in which they count. */
  readonly policies: readonly Policy[];
}

export interface Policy {
  readonly resource: Resource;
  /** Which pods it is about. */
  readonly subject: Criteria;
  /** By direction; absent: it does not govern that direction. */
  readonly ingress: readonly Rule[] | undefined;
  readonly egress: readonly Rule[] | undefined;
  /** Why nobody here can tell what it does: then the pods that it is about are in doubt in the directions that it governs. */
  readonly unknown: Message | undefined;
  /** Another policy that is as high as this one: where both speak, nobody knows which counts. The number that they share; absent: there is an order. */
  readonly rank: number | undefined;
}

export interface Rule {
  readonly action: 'allow' | 'deny' | 'pass';
  /** One of them is enough; absent: everybody. */
  readonly source: readonly Criteria[] | undefined;
  readonly destination: readonly Criteria[] | undefined;
  readonly traffic: Traffic;
  /** Why it cannot be told here whether a packet meets the rule, where all else does. */
  readonly unknown: Message | undefined;
  readonly place: Place;
}

/** What a rule asks of a packet's ports. Names are looked up in the destination pod. */
export interface Traffic {
  readonly ports: PortSet;
  readonly named: readonly NamedPort[];
  /** Left out whatever else is said. */
  readonly except: PortSet;
  readonly exceptNamed: readonly NamedPort[];
}

export interface NamedPort {
  readonly name: string;
  /** The only protocols of the port that count. */
  readonly protocols: readonly Protocol[];
}

/** What is asked of one end of a connection: all that is given must hold. */
export interface Criteria {
  /** Labels of a pod or a network set; absent: not asked. */
  readonly selector: Selector | undefined;
  /** Must not hold. */
  readonly notSelector: Selector | undefined;
  /** Where the pod or the network set is; absent: anywhere, or not a pod at all while nothing else asks for one. */
  readonly namespace: NamespaceScope | undefined;
  readonly serviceAccounts: { readonly names: readonly string[]; readonly selector: Selector | undefined } | undefined;
  /** The address is in one of them; absent: not asked. */
  readonly nets: readonly IPRange[] | undefined;
  readonly notNets: readonly IPRange[];
  /** The endpoints of a Service; `withPorts`: on the ports that these listen on. */
  readonly service: { readonly namespace: string; readonly name: string; readonly withPorts: boolean } | undefined;
  /** A node with such labels, instead of a pod. */
  readonly nodes: Selector | undefined;
  /** Only pods: no network sets, nothing outside. */
  readonly podsOnly: boolean;
}

/** `none`: only what has no namespace (`global()`). */
export type NamespaceScope =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'selected'; readonly selector: Selector }
  | { readonly kind: 'none' };

export const anything: Criteria = {
  selector: undefined,
  notSelector: undefined,
  namespace: undefined,
  serviceAccounts: undefined,
  nets: undefined,
  notNets: [],
  service: undefined,
  nodes: undefined,
  podsOnly: false,
};
