import { compareAddresses, formatAddress, formatCIDR, rangeOfCIDR, type CIDR, type IPAddress, type IPRange } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
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
  readonly name: Message;
  /** The same with what the address is to it: `Service shop/web, external address`. */
  readonly holder: Message;
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

function* ofNodes({ nodes }: Allocation): Generator<AddressHolder> {
  for (const node of nodes) {
    const { name, ips, tunnelIPs, explanation, place } = node;
    const label = name === '' ? message('the node') : message('Node {0}', name);
    const { certainty } = explanation;
    for (const address of ips) yield { address, owner: { type: 'node', node }, name: label, holder: label, certainty, explanation, place };
    if (tunnelIPs.length === 0) continue;
    const tunnel = name === '' ? message('tunnel of the node') : message('tunnel of {0}', name);
    for (const address of tunnelIPs)
      yield { address, owner: { type: 'tunnel', node }, name: tunnel, holder: tunnel, certainty, explanation: undefined, place };
  }
}

/** Pods on the host's network have no address of their own. */
function* ofPods({ pods }: Allocation): Generator<AddressHolder> {
  for (const pod of pods) {
    const { namespace, name, ips, spec, explanation, origin } = pod;
    if (spec.hostNetwork || ips.length === 0) continue;
    const label = message('Pod {0}', `${namespace}/${name}`);
    const place = placeOf(origin, 'metadata', 'name');
    for (const address of ips)
      yield { address, owner: { type: 'pod', pod }, name: label, holder: label, certainty: explanation.certainty, explanation, place };
  }
}

function* ofServices({ services }: Allocation): Generator<AddressHolder> {
  for (const service of services) {
    const { namespace, name, clusterIPs, explanation, resource, rejected } = service;
    if (rejected !== undefined) continue;
    const key = `${namespace}/${name}`;
    const label = message('Service {0}', key);
    const place = resource === undefined ? undefined : placeOf(resource, 'metadata', 'name');
    for (const address of clusterIPs)
      yield {
        address,
        owner: { type: 'cluster-ip', service },
        name: label,
        holder: message('Service {0}, cluster IP', key),
        certainty: explanation.certainty,
        explanation,
        place,
      };
    for (const { source, ...external } of externalAddressesOf(service))
      yield {
        ...external,
        owner: { type: source === 'load-balancer' ? 'load-balancer' : 'external-ip', service },
        name: label,
        holder: source === 'load-balancer' ? message('Service {0}, external address', key) : message('Service {0}, external IP', key),
      };
  }
}

function* ofClaims(claims: readonly Claim[]): Generator<AddressHolder> {
  for (const claim of claims) {
    const { kind, range, place } = claim;
    if (kind !== 'node-address') continue;
    const label = message('a node ({0})', claim.label);
    yield {
      address: { family: range.family, value: range.first },
      owner: { type: 'written-node', claim },
      name: label,
      holder: label,
      certainty: 'fixed',
      explanation: undefined,
      place,
    };
  }
}

function* ofBlocks({ cluster }: Allocation): Generator<AddressHolder> {
  for (const { cidr, allocated } of existingBlocks(cluster)) {
    const { first, last } = rangeOfCIDR(cidr);
    const label = message('in use in block {0}', formatCIDR(cidr));
    for (const ordinal of allocated) {
      const value = first + BigInt(ordinal);
      if (value > last) continue;
      yield {
        address: { family: cidr.family, value },
        owner: { type: 'block', cidr },
        name: label,
        holder: label,
        certainty: 'fixed',
        explanation: undefined,
        place: undefined,
      };
    }
  }
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
