import { formatAddress, parseAddress, rangeOfAddress, type IPAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';
import { describe as describeClaim } from '../../engine/addresses/claims.ts';
import type { Allocation } from '../../engine/allocation.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { holdersAt } from '../../engine/addresses/inventory.ts';
import { because, line, sentence, type Answer } from './content.ts';
import { rangesAround } from './ranges.ts';

/** What the address under the cursor is to the cluster; silent on one that the cluster knows nothing of. */
export function describeAddress(allocation: Allocation, { field, offset, text }: ManifestAt): Answer | undefined {
  if (field?.part !== 'value' || field.scalar === undefined) return undefined;
  const token = addressAt(text, field.range, offset);
  if (token === undefined) return undefined;
  const single = rangeOfAddress(token.address);
  const { holders, setAside } = holdersAt(allocation, token.address);
  const around = rangesAround(allocation, single);
  if (holders.length + setAside.length + around.length === 0) return undefined;
  // A range that it lies in is said below.
  const kept = setAside.filter(({ claim }) => claim === undefined || claim.range.first === claim.range.last);
  return {
    range: token.range,
    title: formatAddress(token.address),
    lines: [
      ...holders.map(({ holder, explanation }) => line(holder, [], explanation && because(explanation))),
      ...kept.map(({ label }) => sentence(label)),
      ...(holders.length + kept.length === 0 ? [sentence(message('Nobody in this cluster has it.'))] : []),
      ...around.map((claim) => sentence(message('In {0}', describeClaim(claim)))),
    ],
  };
}

/** The address at an offset of a text, looked for inside `bounds`; a port may follow it. */
function addressAt(
  text: string,
  bounds: TextRange,
  offset: number,
): { readonly address: IPAddress; readonly range: TextRange } | undefined {
  let { start, end } = { start: offset, end: offset };
  while (start > bounds.start && isPart(text[start - 1])) start--;
  while (end < bounds.end && isPart(text[end])) end++;
  // Part of a longer word: a host name, a version, a hash.
  if (/[\w]/.test(text[start - 1] ?? '') || /[\w]/.test(text[end] ?? '')) return undefined;
  const word = text.slice(start, end);
  const bare = /^([0-9.]+):[0-9]*$/.exec(word)?.[1] ?? word.replace(/[.:]$/, '');
  const address = parseAddress(bare);
  return address === undefined || offset > start + bare.length ? undefined : { address, range: { start, end: start + bare.length } };
}

function isPart(character: string | undefined): boolean {
  return character !== undefined && /[0-9A-Fa-f:.]/.test(character);
}
