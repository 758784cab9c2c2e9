import { encloses, formatRange, intersection, sizeOf, type IPRange } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { textOf, type Claim } from '../../engine/addresses/claims.ts';
import { givesAddresses, inventoryOf, useOf } from '../../engine/addresses/inventory.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { locate } from '../../manifests/locate.ts';
import type { FactValue } from '../facts/fact.ts';
import { countsOf, keptIn, usersOf } from '../facts/rangeFacts.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { line, list, type Answer, type HoverLine } from './content.ts';

/** How large the range under the cursor is, and who is in it. A single address is not a range here. */
export function describeRange(allocation: Allocation, { resource, offset }: ManifestAt): Answer | undefined {
  for (const claim of inventoryOf(allocation).claims) {
    if (claim.place?.document !== resource.document || isSingle(claim.range)) continue;
    const range = locate(claim.place);
    if (offset < range.start || range.end < offset) continue;
    return { range, title: titleOf(claim), lines: claimLines(allocation, claim) };
  }
  return undefined;
}

/** The ranges that hold an address or another range, the smallest first. */
export function rangesAround(allocation: Allocation, range: IPRange): readonly Claim[] {
  return inventoryOf(allocation)
    .claims.filter((claim) => !isSingle(claim.range) && encloses(claim.range, range))
    .map((claim) => ({ claim, size: sizeOf(claim.range) }))
    .sort((one, other) => (one.size < other.size ? -1 : one.size > other.size ? 1 : 0))
    .map(({ claim }) => claim);
}

function titleOf(claim: Claim): Answer['title'] {
  return message('{0} {1}', claim.label, textOf(claim));
}

function claimLines(allocation: Allocation, claim: Claim): readonly HoverLine[] {
  const { range, kind } = claim;
  const use = useOf(allocation, kind, [range]);
  const ends = claim.cidr === undefined ? [] : [formatRange(range)];
  return [
    line(message('Addresses'), ends, countsOf(kind, use)),
    // Of a network it is more telling which ranges lie in it than who has which address.
    ...(givesAddresses(kind) && kind !== 'lan-subnet' ? list([...usersOf(use), ...keptIn(use)]) : list(inside(allocation, range, claim))),
  ];
}

/** What else is claimed in a range. */
function inside(allocation: Allocation, range: IPRange, own: Claim | undefined): readonly FactValue[] {
  return inventoryOf(allocation)
    .claims.filter(
      (other) =>
        (own === undefined || other.place !== own.place) && intersection(range, other.range) !== undefined && !encloses(other.range, range),
    )
    .map((other) => ({ value: textOf(other), text: other.label }));
}

function isSingle({ first, last }: IPRange): boolean {
  return first === last;
}
