import { formatAddress, parseAddress, rangeOfAddress } from '../../base/ip.ts';
import type { Language } from '../../base/message.ts';
import { inventoryOf } from '../../engine/addresses/inventory.ts';
import { inside } from '../../engine/addresses/holders.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { ownerOf } from '../../engine/references/podOwners.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { resolvePlace, type FileRange } from '../resolve.ts';
import type { AnalysedCluster, Snapshot } from '../snapshot.ts';
import { addressesOf, sortOf, type ThingSort } from './outline.ts';

/** A thing of a cluster that a query finds. */
export interface SymbolFound {
  readonly name: string;
  readonly container: string;
  readonly sort: ThingSort;
  readonly at: FileRange;
}

/** So many are found at most: nobody reads more, and each has its place looked up. */
const mostSymbols = 100;

/**
 * Manifests whose name has the letters of a query in their order, those that have it as a word first; for an address or the beginning of one who has it;
 * for `key=value` (or with a colon) pods that have the label. Nothing for an empty query.
 */
export function symbolsFor(snapshot: Snapshot, query: string, language: Language): readonly SymbolFound[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return [];
  const found = new Map<string, SymbolFound>();
  for (const { name, sort, place, ...candidate } of candidatesFor(snapshot, wanted, language)) {
    if (found.size >= mostSymbols) break;
    const container = candidate.container();
    const at = resolvePlace(snapshot, place);
    if (at === undefined) continue;
    const key = `${name}\n${container}\n${at.path}:${at.start.line}:${at.start.character}`;
    if (!found.has(key)) found.set(key, { name, container, sort, at });
  }
  return [...found.values()];
}

interface Candidate {
  readonly name: string;
  /** Worked out for those that are shown. */
  readonly container: () => string;
  readonly sort: ThingSort;
  readonly place: Place;
}

/** The best first, as they are asked for: of tens of thousands only the first are. */
function* candidatesFor(snapshot: Snapshot, wanted: string, language: Language): Generator<Candidate> {
  const { clusters } = snapshot;
  const suffixOf = ({ cluster: { name } }: AnalysedCluster): string => (clusters.length > 1 ? ` (${name})` : '');
  const [, key, value = ''] = /^([^\s=:]+)\s*[=:]\s*([^\s=:]*)$/.exec(wanted) ?? [];
  if (/^[0-9a-f]*[.:][0-9a-f.:]*$/.test(wanted)) for (const each of clusters) yield* addressed(each, wanted, suffixOf(each), language);
  else if (key !== undefined) for (const each of clusters) yield* labelled(each, key, value, suffixOf(each));
  const ranked = ranks.map((): { readonly analysed: AnalysedCluster; readonly resource: Resource }[] => []);
  let better = 0;
  for (const analysed of clusters) {
    for (const resource of analysed.cluster.resources) {
      // Where enough have the query in one piece, nobody sees those with its letters only.
      const rank = rankOf(resource.metadata.name.toLowerCase(), wanted, better < mostSymbols);
      if (rank === undefined) continue;
      ranked[rank]?.push({ analysed, resource });
      if (rank < 3) better++;
    }
  }
  for (const each of ranked)
    for (const { analysed, resource } of each) yield nameOfThing(analysed.allocation, resource, resource.metadata.name, suffixOf(analysed));
}

function nameOfThing(allocation: Allocation, resource: Resource, name: string, suffix: string): Candidate {
  const { kind, metadata } = resource;
  const container = (): string => {
    const parts = [kind, metadata.namespace, ...addressesOf(allocation, resource).slice(0, 2)].filter((text) => text !== undefined);
    return `${parts.join(' · ')}${suffix}`;
  };
  return { name, container, sort: sortOf(resource), place: placeOf(resource, 'metadata', 'name') };
}

/** Those who have the address, or one that begins so. */
function* addressed({ allocation }: AnalysedCluster, wanted: string, suffix: string, { say }: Language): Generator<Candidate> {
  const { holders } = inventoryOf(allocation);
  const address = parseAddress(wanted);
  const exact = address === undefined ? [] : inside(holders, rangeOfAddress(address));
  let count = 0;
  for (const { address: own, holder, place } of exact.length > 0 ? exact : holders) {
    if (place === undefined) continue;
    const text = formatAddress(own);
    if (exact.length === 0 && !text.startsWith(wanted)) continue;
    if (count++ >= mostSymbols) return;
    yield { name: text, container: () => `${say(holder)}${suffix}`, sort: 'range', place };
  }
}

function* labelled({ cluster, allocation }: AnalysedCluster, key: string, value: string, suffix: string): Generator<Candidate> {
  for (const resource of cluster.resources) {
    if (resource.type !== 'Workload' && resource.type !== 'Pod') continue;
    const { labels, labelsPath } = ownerOf(resource);
    for (const [own, text] of Object.entries(labels)) {
      if (own.toLowerCase() !== key || !text.toLowerCase().startsWith(value)) continue;
      const { container } = nameOfThing(allocation, resource, '', suffix);
      const place = placeOf(resource, ...labelsPath, own);
      yield { name: `${own}=${text}`, container: () => `${resource.metadata.name} · ${container()}`, sort: 'workload', place };
    }
  }
}

/** The name itself, names that begin so, those that have it as a whole, those that have its letters. */
const ranks = [0, 1, 2, 3] as const;

/** Undefined: the letters of the query are not in the name, in their order; or they are not asked for. */
function rankOf(name: string, wanted: string, letters: boolean): (typeof ranks)[number] | undefined {
  const whole = name.indexOf(wanted);
  if (whole >= 0) return whole > 0 ? 2 : name.length > wanted.length ? 1 : 0;
  if (!letters) return undefined;
  let at = 0;
  for (const letter of wanted) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return 3;
}
