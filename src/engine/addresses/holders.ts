import { compareAddresses, formatAddress, formatCIDR, rangeOfCIDR, type CIDR, type IPAddress, type IPRange } from '../../base/ip.ts';
import { term, type Term } from '../../base/message.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { AllocatedNode, AllocatedPod, AllocatedService, Allocation } from '../allocation.ts';
import { existingBlocks } from '../calico/existingBlocks.ts';
import type { Certainty, Explanation } from '../explanation.ts';
import type { Claim } from './claims.ts';
import { externalAddressesOf } from './external.ts';

/** What of the cluster has an address. `written-node`: a node that only a distribution's configuration names. `block`: what a snapshot of Calico's blocks shows in use, and no manifest here names. */
export type AddressOwner =
  | { readonly type: 'node' | 'tunnel'; readonly node: AllocatedNode }
  | { readonly type: 'pod'; readonly pod: AllocatedPod }
  | { readonly type: 'cluster-ip' | 'load-balancer' | 'external-ip'; readonly service: AllocatedService }
  | { readonly type: 'written-node'; readonly claim: Claim }
  | { readonly type: 'block'; readonly cidr: CIDR };

/** Somebody of the cluster who has an address. */
export interface AddressHolder {
  readonly address: IPAddress;
  readonly owner: AddressOwner;
  /** `Service shop/web` */
  readonly name: Term;
  /** The same with what the address is to it: `Service shop/web, external address`. */
  readonly holder: Term;
  readonly certainty: Certainty;
  /** Why; absent where a manifest simply says so. */
  readonly explanation: Explanation | undefined;
  /** Where it is written; absent for what only a profile implies. */
  readonly place: Place | undefined;
}

/** Ascending; an address that several share stands once for each. `claims` are those of the allocation. */
export function holdersOf(allocation: Allocation, claims: readonly Claim[]): readonly AddressHolder[] {
  const holders = [...ofNodes(allocation), ...ofPods(allocation), ...ofServices(allocation)];
  const written = [...ofClaims(claims), ...ofBlocks(allocation)];
  if (written.length > 0) {
    const known = new Set(holders.map(({ address }) => formatAddress(address)));
    holders.push(...written.filter(({ address }) => !known.has(formatAddress(address))));
  }
  return holders.sort((one, other) => compareAddresses(one.address, other.address));
}

/** Those inside a range, of holders in ascending order. */
export function inside(holders: readonly AddressHolder[], { family, first, last }: IPRange): readonly AddressHolder[] {
  return holders.slice(firstFrom(holders, { family, value: first }), firstFrom(holders, { family, value: last + 1n }));
}

/** There are as many as addresses in use, so what only a reader wants is said when it is asked for. */
class Holder implements AddressHolder {
  readonly address: IPAddress;
  readonly owner: AddressOwner;
  readonly certainty: Certainty;
  readonly explanation: Explanation | undefined;
  readonly #place: Place | undefined;

  constructor(address: IPAddress, owner: AddressOwner, certainty: Certainty, explanation: Explanation | undefined, place?: Place) {
    this.address = address;
    this.owner = owner;
    this.certainty = certainty;
    this.explanation = explanation;
    this.#place = place;
  }

  get name(): Term {
    return nameOf(this.owner);
  }

  get holder(): Term {
    return roleOf(this.owner);
  }

  get place(): Place | undefined {
    return this.#place ?? placeOfOwner(this.owner);
  }
}

function nameOf(owner: AddressOwner): Term {
  switch (owner.type) {
    case 'node':
      return owner.node.name === '' ? term('the node') : term('Node {0}', owner.node.name);
    case 'tunnel':
      return owner.node.name === '' ? term('tunnel of the node') : term('tunnel of {0}', owner.node.name);
    case 'pod':
      return term('Pod {0}', `${owner.pod.namespace}/${owner.pod.name}`);
    case 'cluster-ip':
    case 'load-balancer':
    case 'external-ip':
      return term('Service {0}', `${owner.service.namespace}/${owner.service.name}`);
    case 'written-node':
      return term('a node ({0})', owner.claim.label);
    case 'block':
      return term('in use in block {0}', formatCIDR(owner.cidr));
  }
}

function roleOf(owner: AddressOwner): Term {
  switch (owner.type) {
    case 'cluster-ip':
      return term('Service {0}, cluster IP', `${owner.service.namespace}/${owner.service.name}`);
    case 'load-balancer':
      return term('Service {0}, external address', `${owner.service.namespace}/${owner.service.name}`);
    case 'external-ip':
      return term('Service {0}, external IP', `${owner.service.namespace}/${owner.service.name}`);
    default:
      return nameOf(owner);
  }
}

function placeOfOwner(owner: AddressOwner): Place | undefined {
  switch (owner.type) {
    case 'node':
    case 'tunnel':
      return owner.node.place;
    case 'pod':
      return placeOf(owner.pod.origin, 'metadata', 'name');
    case 'cluster-ip':
    case 'load-balancer':
    case 'external-ip':
      return owner.service.resource === undefined ? undefined : placeOf(owner.service.resource, 'metadata', 'name');
    case 'written-node':
      return owner.claim.place;
    case 'block':
      return undefined;
  }
}

function ofNodes({ nodes }: Allocation): readonly Holder[] {
  return nodes.flatMap((node) => {
    const { ips, tunnelIPs, explanation } = node;
    return [
      ...ips.map((address) => new Holder(address, { type: 'node', node }, explanation.certainty, explanation)),
      ...tunnelIPs.map((address) => new Holder(address, { type: 'tunnel', node }, explanation.certainty, undefined)),
    ];
  });
}

/** Pods on the host's network have no address of their own. */
function ofPods({ pods }: Allocation): readonly Holder[] {
  const holders: Holder[] = [];
  for (const pod of pods) {
    if (pod.spec.hostNetwork) continue;
    for (const address of pod.ips) holders.push(new Holder(address, { type: 'pod', pod }, pod.explanation.certainty, pod.explanation));
  }
  return holders;
}

function ofServices({ services }: Allocation): readonly Holder[] {
  const holders: Holder[] = [];
  for (const service of services) {
    const { clusterIPs, explanation, rejected } = service;
    if (rejected !== undefined) continue;
    for (const address of clusterIPs)
      holders.push(new Holder(address, { type: 'cluster-ip', service }, explanation.certainty, explanation));
    for (const { address, source, certainty, explanation: why, place } of externalAddressesOf(service))
      holders.push(
        new Holder(address, { type: source === 'load-balancer' ? 'load-balancer' : 'external-ip', service }, certainty, why, place),
      );
  }
  return holders;
}

function ofClaims(claims: readonly Claim[]): readonly Holder[] {
  return claims
    .filter(({ kind }) => kind === 'node-address')
    .map(
      (claim) => new Holder({ family: claim.range.family, value: claim.range.first }, { type: 'written-node', claim }, 'fixed', undefined),
    );
}

function ofBlocks({ cluster }: Allocation): readonly Holder[] {
  return existingBlocks(cluster).flatMap(({ cidr, allocated }) => {
    const { first, last } = rangeOfCIDR(cidr);
    return allocated
      .map((ordinal) => first + BigInt(ordinal))
      .filter((value) => value <= last)
      .map((value) => new Holder({ family: cidr.family, value }, { type: 'block', cidr }, 'fixed', undefined));
  });
}

function firstFrom(holders: readonly AddressHolder[], address: IPAddress): number {
  let low = 0;
  let high = holders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = holders[middle];
    if (entry !== undefined && compareAddresses(entry.address, address) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
