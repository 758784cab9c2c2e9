import { contains, encloses, formatAddress, formatCIDR, rangeOfCIDR, sizeOf, type CIDR, type IPRange } from '../../base/ip.ts';
import { term } from '../../base/message.ts';
import type { AddressClaim, AddressUse, PlannedOverlap } from './addressClaims.ts';
import type { PlanRun } from './planProtocol.ts';
import { joined } from './texts.ts';
import type { UnsaidCell } from './unsaidPlan.ts';

/** Up to how many addresses each is a cell of its own, the free ones too. */
const each = 16n;

export function runOf(range: IPRange): PlanRun {
  return {
    first: formatAddress({ family: range.family, value: range.first }),
    last: formatAddress({ family: range.family, value: range.last }),
    size: String(sizeOf(range)),
  };
}

const plain = { certainty: undefined, overlap: '', severity: undefined, used: 0, cells: [] } as const;

/**
 * A stretch as cells in the order of the addresses, with where each claim's cells begin and end. `claims` and `uses` lie inside; what none of the claims covers is left out,
 * as is, with `usedOnly`, what nobody uses.
 */
export function cellsOf(
  claims: readonly AddressClaim[],
  uses: readonly AddressUse[],
  overlaps: readonly PlannedOverlap[],
  usedOnly: boolean,
): { readonly cells: readonly UnsaidCell[]; readonly positions: ReadonlyMap<AddressClaim, readonly [from: number, to: number]> } {
  const cells: UnsaidCell[] = [];
  const positions = new Map<AddressClaim, [number, number]>();
  const [family] = claims.map(({ range }) => range.family);
  if (family === undefined) return { cells, positions };
  const useAt = new Map(uses.map((use) => [use.address.value, use]));
  const cuts = new Set<bigint>();
  for (const {
    range: { first, last },
  } of claims)
    cuts.add(first).add(last + 1n);
  for (const {
    address: { value },
  } of uses)
    cuts.add(value).add(value + 1n);
  const bounds = [...cuts].sort((one, other) => (one < other ? -1 : 1));
  const total = claims.reduce((size, { range }) => (sizeOf(range) > size ? sizeOf(range) : size), 0n);
  const closed = [...claims];
  let open: AddressClaim[] = [];
  bounds.slice(0, -1).forEach((first, index) => {
    const next = bounds[index + 1];
    if (next === undefined) return;
    open = [...open.filter(({ range }) => range.last >= first), ...takeWhile(closed, ({ range }) => range.first <= first)].filter(
      ({ range }) => range.last >= first,
    );
    const use = useAt.get(first);
    if (open.length === 0 && use === undefined) return;
    const range: IPRange = { family, first, last: next - 1n };
    const from = cells.length;
    if (use !== undefined || open.some(isPoint)) cells.push(addressCell(range, use, open, overlaps));
    else if (!usedOnly) {
      const keeper = open.find(isHeld) ?? (open.every(({ kind }) => kind === 'network') ? open[0] : undefined);
      const shared = sharedBy(range, overlaps);
      const state = keeper === undefined ? 'free' : 'held';
      const owner = keeper?.label ?? '';
      if (total <= each && keeper === undefined) {
        for (let value = first; value < next; value++)
          cells.push({ ...plain, ...runOf({ family, first: value, last: value }), state, owner, elements: [], ...shared });
      } else cells.push({ ...plain, ...runOf(range), state, owner, elements: [], ...shared });
    }
    for (const claim of open) positions.set(claim, [positions.get(claim)?.[0] ?? from, cells.length]);
  });
  return { cells, positions };
}

/** Takes from the front what fits. */
function takeWhile<T>(list: T[], fits: (item: T) => boolean): readonly T[] {
  const index = list.findIndex((item) => !fits(item));
  return list.splice(0, index < 0 ? list.length : index);
}

/** Whether what it claims is set aside, whatever else claims it. An address of the cluster's DNS waits for its Service. */
function isHeld({ kind, role }: AddressClaim): boolean {
  return kind === 'held' || role === 'cluster-dns';
}

export function isPoint({ range }: AddressClaim): boolean {
  return range.first === range.last;
}

function addressCell(
  range: IPRange,
  use: AddressUse | undefined,
  claims: readonly AddressClaim[],
  overlaps: readonly PlannedOverlap[],
): UnsaidCell {
  const points = claims.filter(isPoint);
  const owners = [...(use === undefined ? [] : [use.owner]), ...points.map(({ label }) => label)];
  return {
    ...plain,
    ...runOf(range),
    state: use !== undefined ? 'used' : claims.some(isHeld) ? 'held' : 'free',
    owner: joined(owners),
    elements: [...new Set([...(use?.elements ?? []), ...points.flatMap(({ elements }) => elements)])],
    certainty: use === undefined ? 'fixed' : use.certainty,
    ...sharedBy(range, overlaps),
  };
}

/** The two owners of a stretch that may not be shared, for people. */
function sharedBy(range: IPRange, overlaps: readonly PlannedOverlap[]): Pick<UnsaidCell, 'overlap' | 'severity'> {
  const found = overlaps.find(({ common }) => encloses(common, range));
  return found === undefined
    ? { overlap: '', severity: undefined }
    : { overlap: term('{0} and {1}', found.claims[0].label, found.claims[1].label), severity: found.badge.severity };
}

/** The blocks of a pool, ascending, each with its addresses. `uses` are those of the pool, ascending. */
export function blockCells(
  blocks: readonly { readonly cidr: CIDR; readonly owner: string; readonly element: string | undefined }[],
  uses: readonly AddressUse[],
): readonly UnsaidCell[] {
  return [...blocks]
    .sort((one, other) => (one.cidr.network < other.cidr.network ? -1 : 1))
    .map(({ cidr, owner, element }): UnsaidCell => {
      const range = rangeOfCIDR(cidr);
      const own = usesIn(uses, range);
      const claim: AddressClaim = {
        kind: 'pod',
        role: 'pool',
        label: formatCIDR(cidr),
        range,
        cidr,
        elements: [],
        implied: false,
        badges: [],
      };
      const { cells } = cellsOf([claim], own, [], false);
      return {
        ...runOf(range),
        state: 'block',
        owner,
        elements: element === undefined ? [] : [element],
        certainty: undefined,
        overlap: '',
        severity: undefined,
        used: own.length,
        cells,
      };
    });
}

/** The uses inside a range, of uses in ascending order. */
export function usesIn(uses: readonly AddressUse[], range: IPRange): readonly AddressUse[] {
  let low = 0;
  let high = uses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const address = uses[middle]?.address;
    if (address === undefined || address.family > range.family || (address.family === range.family && address.value >= range.first))
      high = middle;
    else low = middle + 1;
  }
  let end = low;
  for (let use = uses[end]; use !== undefined && contains(range, use.address); use = uses[end]) end++;
  return uses.slice(low, end);
}
