import { encloses, formatAddress, formatRange, intersection, sizeOf, type IPRange } from '../../base/ip.ts';
import { message, render } from '../../base/message.ts';
import { claimsOf, textOf, type Claim, type ClaimKind } from '../../engine/addresses/claims.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { locate } from '../../manifests/locate.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { holdersIn } from '../../engine/addresses/holders.ts';
import { line, list, type Answer, type HoverLine } from './content.ts';

/** How large the range under the cursor is, and who is in it. A single address is not a range here. */
export function describeRange(allocation: Allocation, { resource, offset }: ManifestAt): Answer | undefined {
  for (const claim of claimsOf(allocation)) {
    if (claim.place?.document !== resource.document || claim.range.first === claim.range.last) continue;
    const range = locate(claim.place);
    if (offset < range.start || range.end < offset) continue;
    return { range, title: render(message('{0} {1}', claim.label, textOf(claim))), lines: linesOf(allocation, claim) };
  }
  return undefined;
}

/** The ranges that hold an address or another range, the smallest first. */
export function rangesAround(allocation: Allocation, range: IPRange): readonly Claim[] {
  return claimsOf(allocation)
    .filter((claim) => claim.range.first !== claim.range.last && encloses(claim.range, range))
    .map((claim) => ({ claim, size: sizeOf(claim.range) }))
    .sort((one, other) => (one.size < other.size ? -1 : one.size > other.size ? 1 : 0))
    .map(({ claim }) => claim);
}

/** Ranges that addresses are taken from one by one; of the others it is more telling which ranges lie in them. */
const handedOut: ReadonlySet<ClaimKind> = new Set<ClaimKind>([
  'node-ips',
  'service-ips',
  'pod-subnet',
  'service-subnet',
  'load-balancer-pool',
  'ip-pool',
]);

function linesOf(allocation: Allocation, claim: Claim): readonly HoverLine[] {
  const { range, kind } = claim;
  const size = sizeOf(range);
  const ends = claim.cidr === undefined ? [] : [formatRange(range)];
  if (!handedOut.has(kind))
    return [line(message('Addresses'), ends, message('{0} in all', size.toLocaleString('en'))), ...inside(allocation, claim)];
  const holders = holdersIn(allocation, range);
  const used = BigInt(new Set(holders.map(({ address }) => address.value)).size);
  const counts = message(
    '{0} in all, {1} used, {2} free',
    size.toLocaleString('en'),
    used.toLocaleString('en'),
    (size - used).toLocaleString('en'),
  );
  return [
    line(message('Addresses'), ends, counts),
    ...list(holders.map(({ address, holder }) => ({ value: formatAddress(address), text: holder }))),
  ];
}

function inside(allocation: Allocation, { range, place }: Claim): readonly HoverLine[] {
  const others = claimsOf(allocation).filter(
    (other) => other.place !== place && intersection(range, other.range) !== undefined && !encloses(other.range, range),
  );
  return list(others.map((other) => ({ value: textOf(other), text: other.label })));
}
