import { resolvePlace } from '../../analysis/resolve.ts';
import type { AnalysedCluster, Snapshot } from '../../analysis/snapshot.ts';
import { compareRanges, encloses, formatAddress, formatRange, rangeOfAddress, sizeOf, type IPRange } from '../../base/ip.ts';
import type { Language } from '../../base/message.ts';
import { textOf, type Claim } from '../../engine/addresses/claims.ts';
import { freeRanges } from '../../engine/addresses/freeRanges.ts';
import type { AddressHolder } from '../../engine/addresses/holders.ts';
import { givesAddresses, inventoryOf, useOf } from '../../engine/addresses/inventory.ts';
import type { SetAside } from '../../engine/addresses/setAside.ts';
import type { Allocation } from '../../engine/allocation.ts';
import type { Place } from '../../manifests/place.ts';
import type { FileLocation } from '../fileFinding.ts';
import { locationOf } from '../findings.ts';
import type { AddressEntry, AddressesAnswer, AddressRange, ClusterAddresses, Refusal } from '../questions.ts';
import { chosenCluster } from './chosenCluster.ts';

/** The address plan as a list, cluster by cluster. */
export function addressesIn(snapshot: Snapshot, wanted: string | undefined, language: Language): AddressesAnswer | Refusal {
  const chosen = wanted === undefined ? snapshot.clusters : chosenCluster(snapshot, wanted, language);
  if ('type' in chosen) return chosen;
  const clusters = 'cluster' in chosen ? [chosen] : chosen;
  return { type: 'listed', clusters: clusters.map((analysed) => new AddressList(snapshot, analysed, language).answer()) };
}

/** Each address stands in the narrowest range that it lies in, of equal ones the first. */
class AddressList {
  readonly #snapshot: Snapshot;
  readonly #cluster: AnalysedCluster['cluster'];
  readonly #allocation: Allocation;
  readonly #language: Language;

  constructor(snapshot: Snapshot, { cluster, allocation }: AnalysedCluster, language: Language) {
    this.#snapshot = snapshot;
    this.#cluster = cluster;
    this.#allocation = allocation;
    this.#language = language;
  }

  answer(): ClusterAddresses {
    const { claims, holders } = inventoryOf(this.#allocation);
    const listed = claims.filter(({ kind }) => kind !== 'node-address');
    const narrowest = byNarrowest(listed);
    const own = new Map<Claim | undefined, AddressHolder[]>();
    for (const holder of holders) {
      const range = rangeOfAddress(holder.address);
      const claim = narrowest.find((each) => encloses(each.range, range));
      const known = own.get(claim);
      if (known === undefined) own.set(claim, [holder]);
      else known.push(holder);
    }
    const elsewhere = own.get(undefined);
    return {
      name: this.#cluster.name,
      root: this.#cluster.root,
      alternative: this.#cluster.alternative,
      ranges: [
        ...listed.map((claim) => this.#range(claim, own.get(claim) ?? [], narrowest)),
        ...(elsewhere === undefined ? [] : [outside(elsewhere.map((holder) => this.#used(holder)))]),
      ],
      omittedPods: this.#allocation.omittedPods,
    };
  }

  #range(claim: Claim, holders: readonly AddressHolder[], narrowest: readonly Claim[]): AddressRange {
    const { kind, label, range, implied, place } = claim;
    const gives = givesAddresses(kind);
    const { size, used, held, free, setAside, freeRanges: unused } = useOf(this.#allocation, kind, [range]);
    const within = narrowest.slice(0, narrowest.indexOf(claim)).filter((each) => encloses(range, each.range));
    const isFirst = !within.some((each) => encloses(each.range, range));
    const entries: readonly Spanned[] = [
      ...holders.map((holder) => ({ range: rangeOfAddress(holder.address), entry: this.#used(holder) })),
      ...(gives && isFirst ? [...this.#held(setAside, range), ...freeEntries(unused, within)] : []),
    ];
    return {
      kind,
      label: this.#language.say(label),
      range: textOf(claim),
      implied,
      size: String(size),
      used: String(used),
      held: gives ? String(held) : undefined,
      free: gives ? String(free) : undefined,
      at: this.#at(place),
      entries: entries.toSorted((one, other) => compareRanges(one.range, other.range)).map(({ entry }) => entry),
    };
  }

  #used({ address, holder, certainty, explanation, place }: AddressHolder): AddressEntry {
    return {
      first: formatAddress(address),
      last: formatAddress(address),
      size: '1',
      state: 'used',
      who: this.#language.say(holder),
      certainty,
      reason: explanation === undefined ? undefined : this.#language.say(explanation.reason),
      at: this.#at(place),
    };
  }

  /** What says the same of the same addresses stands once. */
  #held(setAside: readonly SetAside[], within: IPRange): readonly Spanned[] {
    const seen = new Set<string>();
    return setAside.flatMap(({ range, label, place }) => {
      const cut = {
        ...range,
        first: range.first < within.first ? within.first : range.first,
        last: range.last > within.last ? within.last : range.last,
      };
      const who = this.#language.say(label);
      const identity = `${formatRange(cut)} ${who}`;
      if (seen.has(identity)) return [];
      seen.add(identity);
      return [
        {
          range: cut,
          entry: { ...endsOf(cut), state: 'held' as const, who, certainty: undefined, reason: undefined, at: this.#at(place) },
        },
      ];
    });
  }

  #at(place: Place | undefined): FileLocation | undefined {
    const found = place === undefined ? undefined : resolvePlace(this.#snapshot, place);
    return found === undefined ? undefined : locationOf(found);
  }
}

interface Spanned {
  readonly range: IPRange;
  readonly entry: AddressEntry;
}

/** Of equal ones the first claimed comes first. */
function byNarrowest(claims: readonly Claim[]): readonly Claim[] {
  return claims.toSorted((one, other) => {
    const difference = sizeOf(one.range) - sizeOf(other.range);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  });
}

function freeEntries(unused: readonly IPRange[], within: readonly Claim[]): readonly Spanned[] {
  const apart = freeRanges(
    unused,
    within.map(({ range }) => range),
  );
  return apart.map((range) => ({
    range,
    entry: { ...endsOf(range), state: 'free', who: '', certainty: undefined, reason: undefined, at: undefined },
  }));
}

function endsOf(range: IPRange): Pick<AddressEntry, 'first' | 'last' | 'size'> {
  const { family, first, last } = range;
  return { first: formatAddress({ family, value: first }), last: formatAddress({ family, value: last }), size: String(sizeOf(range)) };
}

/** Addresses that no range of the plan holds. */
function outside(entries: readonly AddressEntry[]): AddressRange {
  return {
    kind: 'none',
    label: '',
    range: '',
    implied: undefined,
    size: String(entries.length),
    used: String(entries.length),
    held: undefined,
    free: undefined,
    at: undefined,
    entries,
  };
}
