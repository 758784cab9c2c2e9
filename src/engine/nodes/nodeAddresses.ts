import type { IPAddress } from '../../base/ip.ts';
import type { NetworkRange } from '../network.ts';
import type { NodeDraft } from './nodeDraft.ts';

/** An address out of the node range. */
export interface GivenAddress {
  readonly address: IPAddress;
  readonly range: NetworkRange;
}

/**
 * The addresses that nodes without one get from the node ranges: control plane first, then written order; addresses lowest first, those that some node
 * already states left out. Nodes for which the ranges are too small are absent.
 */
export function nodeAddresses(nodes: readonly NodeDraft[], ranges: readonly NetworkRange[]): ReadonlyMap<NodeDraft, GivenAddress> {
  const taken = new Set(nodes.flatMap(({ ips }) => ips.map(keyOf)));
  const asking = nodes.filter(({ ips }) => ips.length === 0);
  const ordered = [...asking.filter(({ role }) => role === 'control-plane'), ...asking.filter(({ role }) => role !== 'control-plane')];
  const given = new Map<NodeDraft, GivenAddress>();
  const candidates = candidatesIn(ranges);
  for (const node of ordered) {
    let next = candidates.next();
    while (next.done !== true && taken.has(keyOf(next.value.address))) next = candidates.next();
    if (next.done === true) break;
    taken.add(keyOf(next.value.address));
    given.set(node, next.value);
  }
  return given;
}

function* candidatesIn(ranges: readonly NetworkRange[]): Generator<GivenAddress, undefined> {
  for (const range of ranges) {
    const { family, first, last } = range.range;
    for (let value = first; value <= last; value++) yield { address: { family, value }, range };
  }
  return undefined;
}

function keyOf({ family, value }: IPAddress): string {
  return `${family}/${value}`;
}
