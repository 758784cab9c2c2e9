import { encloses, formatRange, intersection, parseRange, sizeOf, type IPRange } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';
import { describe as describeClaim, textOf, type Claim } from '../../engine/addresses/claims.ts';
import { givesAddresses, inventoryOf, useOf } from '../../engine/addresses/inventory.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { locate } from '../../manifests/locate.ts';
import type { FactValue } from '../facts/fact.ts';
import { countsOf, keptIn, usersOf } from '../facts/rangeFacts.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { line, list, sentence, type Answer, type HoverLine } from './content.ts';

/** How large the range under the cursor is, and who is in it: one that something claims, also over the key of its field, or any other that a manifest writes. A single address is not a range here. */
export function describeRange(allocation: Allocation, manifest: ManifestAt): Answer | undefined {
  if (!mayHoldRange(manifest)) return undefined;
  return claimedRange(allocation, manifest) ?? claimsOfKey(allocation, manifest) ?? writtenRange(allocation, manifest);
}

/** A cheap look, which saves the inventory of a cluster for most that somebody points at. */
function mayHoldRange({ field, text }: ManifestAt): boolean {
  if (field === undefined) return false;
  return addressLike.test(field.part === 'value' ? (field.scalar?.text ?? text) : text);
}

const addressLike = /[0-9]\.[0-9]|[0-9A-Fa-f]?:[0-9A-Fa-f]*:/;

function claimedRange(allocation: Allocation, { resource, offset }: ManifestAt): Answer | undefined {
  for (const claim of inventoryOf(allocation).claims) {
    if (claim.place?.document !== resource.document || isSingle(claim.range)) continue;
    const range = locate(claim.place);
    if (offset < range.start || range.end < offset) continue;
    return { range, title: titleOf(claim), lines: claimLines(allocation, claim) };
  }
  return undefined;
}

/** Over a key, whatever ranges its value holds: several in a list or with commas between them. */
function claimsOfKey(allocation: Allocation, { resource, field }: ManifestAt): Answer | undefined {
  if (field?.part !== 'key') return undefined;
  const claims = inventoryOf(allocation).claims.filter(
    ({ place }) =>
      place?.document === resource.document &&
      field.path.length > resource.root.length &&
      place.path.length - field.path.length <= 1 &&
      field.path.every((step, index) => place.path[index] === step) &&
      typeof (place.path[field.path.length] ?? 0) === 'number',
  );
  const [first, ...more] = claims;
  if (first === undefined) return undefined;
  if (more.length === 0 && !isSingle(first.range))
    return { range: field.range, title: titleOf(first), lines: claimLines(allocation, first) };
  return {
    range: field.range,
    title: more.length === 0 ? titleOf(first) : first.label,
    lines: list(
      claims.map((claim) => {
        const use = useOf(allocation, claim.kind, [claim.range]);
        return { value: textOf(claim), text: isSingle(claim.range) ? (use.holders[0]?.holder ?? claim.label) : countsOf(claim.kind, use) };
      }),
    ),
  };
}

/** A range that nobody claims, as policies, source ranges and arguments hold them. Where it is a part of a text, only one that the cluster knows something of. */
function writtenRange(allocation: Allocation, { field, offset, text }: ManifestAt): Answer | undefined {
  if (field?.part !== 'value' || field.scalar === undefined) return undefined;
  const token = rangeAt(text, field.range, offset);
  if (token === undefined || isSingle(token.range)) return undefined;
  const around = rangesAround(allocation, token.range);
  const within = inside(allocation, token.range, undefined);
  const use = useOf(allocation, 'external-network', [token.range]);
  const isWhole = token.at.start - field.range.start <= 1 && field.range.end - token.at.end <= 1;
  if (!isWhole && around.length + within.length + use.holders.length === 0) return undefined;
  return {
    range: token.at,
    title: token.text,
    lines: [
      line(
        message('Addresses'),
        [formatRange(token.range)],
        use.used === 0n ? message('{0} in all', use.size) : message('{0} in all, {1} used by this cluster', use.size, use.used),
      ),
      ...list(within),
      ...(within.length === 0 ? list(usersOf(use)) : []),
      ...around.map((claim) => sentence(message('In {0}', describeClaim(claim)))),
    ],
  };
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

/** The prefix or `a-b` at an offset of a text, looked for inside `bounds`. */
function rangeAt(
  text: string,
  bounds: TextRange,
  offset: number,
): { readonly range: IPRange; readonly text: string; readonly at: TextRange } | undefined {
  let { start, end } = { start: offset, end: offset };
  while (start > bounds.start && isPart(text[start - 1])) start--;
  while (end < bounds.end && isPart(text[end])) end++;
  // Part of a longer word.
  if (/\w/.test(text[start - 1] ?? '') || /\w/.test(text[end] ?? '')) return undefined;
  const word = text.slice(start, end).replace(/[.:-]$/, '');
  const parsed = parseRange(word);
  return parsed.ok ? { range: parsed.range, text: word, at: { start, end: start + word.length } } : undefined;
}

function isPart(character: string | undefined): boolean {
  return character !== undefined && /[0-9A-Fa-f:./-]/.test(character);
}

function isSingle({ first, last }: IPRange): boolean {
  return first === last;
}
