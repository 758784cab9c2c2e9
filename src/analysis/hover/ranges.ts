import { encloses, formatAddress, formatRange, intersection, sizeOf, type IPRange } from '../../base/ip.ts';
import { message, render } from '../../base/message.ts';
import { textOf, type Claim } from '../../engine/addresses/claims.ts';
import { givesAddresses, inventoryOf, useOf } from '../../engine/addresses/inventory.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { locate } from '../../manifests/locate.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { line, list, type Answer, type HoverLine } from './content.ts';

/** How large the range under the cursor is, and who is in it. A single address is not a range here. */
export function describeRange(allocation: Allocation, { resource, offset }: ManifestAt): Answer | undefined {
  for (const claim of inventoryOf(allocation).claims) {
    if (claim.place?.document !== resource.document || claim.range.first === claim.range.last) continue;
    const range = locate(claim.place);
    if (offset < range.start || range.end < offset) continue;
    return { range, title: render(message('{0} {1}', claim.label, textOf(claim))), lines: linesOf(allocation, claim) };
  }
  return undefined;
}

/** The ranges that hold an address or another range, the smallest first. */
export function rangesAround(allocation: Allocation, range: IPRange): readonly Claim[] {
  return inventoryOf(allocation)
    .claims.filter((claim) => claim.range.first !== claim.range.last && encloses(claim.range, range))
    .map((claim) => ({ claim, size: sizeOf(claim.range) }))
    .sort((one, other) => (one.size < other.size ? -1 : one.size > other.size ? 1 : 0))
    .map(({ claim }) => claim);
}

function linesOf(allocation: Allocation, claim: Claim): readonly HoverLine[] {
  const { range, kind } = claim;
  const ends = claim.cidr === undefined ? [] : [formatRange(range)];
  if (!givesAddresses(kind)) return [line(message('Addresses'), ends, message('{0} in all', sizeOf(range))), ...inside(allocation, claim)];
  const use = useOf(allocation, kind, [range]);
  const counts =
    use.held === 0n
      ? message('{0} in all, {1} used, {2} free', use.size, use.used, use.free)
      : message('{0} in all, {1} used, {2} set aside, {3} free', use.size, use.used, use.held, use.free);
  return [
    line(message('Addresses'), ends, counts),
    ...(kind === 'lan-subnet'
      ? inside(allocation, claim)
      : list([
          ...use.holders.map(({ address, holder }) => ({ value: formatAddress(address), text: holder })),
          ...use.setAside.map((each) => ({ value: formatRange(each.range), text: each.label })),
        ])),
  ];
}

function inside(allocation: Allocation, { range, place }: Claim): readonly HoverLine[] {
  const others = inventoryOf(allocation).claims.filter(
    (other) => other.place !== place && intersection(range, other.range) !== undefined && !encloses(other.range, range),
  );
  return list(others.map((other) => ({ value: textOf(other), text: other.label })));
}
