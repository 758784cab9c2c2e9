import type { PageStrings, PlanCell, PlanRun } from '../../src/topology/protocol.ts';
import { format, formatCount } from '../shared/text.ts';

/** A count in the reader's notation; beyond what anybody reads, as a power of two when it is one: `2^64`, or nearly so: `≈ 2^64`. */
export function countText(size: string, language: string): string {
  const value = BigInt(size);
  if (value < 10n ** 15n) return value.toLocaleString(language);
  const bits = value.toString(2);
  if (/^10*$/.test(bits)) return `2^${bits.length - 1}`;
  for (const exponent of [bits.length - 1, bits.length]) {
    const power = 1n << BigInt(exponent);
    if ((value > power ? value - power : power - value) * 1000n < power) return `≈ 2^${exponent}`;
  }
  return `≈ ${Number(value).toExponential(1)}`;
}

/** `10.0.0.7`, or `10.0.0.7–10.0.0.9`. */
export function runText({ first, last }: PlanRun): string {
  return first === last ? first : `${first}–${last}`;
}

/** `Free: 10.0.0.7–10.0.0.9, 3 addresses` */
export function freeText(run: PlanRun, strings: PageStrings): string {
  return run.size === '1'
    ? format(strings.plan.freeOne, run.first)
    : format(strings.plan.freeRun, run.first, run.last, sizeText(run.size, strings));
}

export function sizeText(size: string, { plan, language }: PageStrings): string {
  return formatCount(plan.addresses, BigInt(size), language, [], countText(size, language));
}

/** What a cell shows, as one sentence for a screen reader. */
export function spokenCell(cell: PlanCell, strings: PageStrings): string {
  const { state, first, last, owner, certainty, overlap, size, used } = cell;
  if (state === 'block') return format(strings.plan.block, `${first}–${last}`, owner, used, size);
  const where = first === last ? first : format(strings.plan.from, first, last);
  return [
    where,
    owner,
    state === 'free' && overlap === '' ? strings.plan.free : state === 'held' ? strings.plan.held : '',
    first === last ? '' : sizeText(size, strings),
    certainty === undefined || state !== 'used' ? '' : strings.certainties[certainty],
    overlap === '' ? '' : format(strings.plan.overlap, overlap),
  ]
    .filter((text) => text !== '')
    .join(', ');
}

/** An address in two parts: what it has in common with where it stands, and what tells it from its neighbours. */
export function addressParts(address: string): readonly [common: string, own: string] {
  const cut = address.includes(':') ? address.lastIndexOf(':') + 1 : address.lastIndexOf('.') + 1;
  return cut === address.length ? ['', address] : [address.slice(0, cut), address.slice(cut)];
}

/** `10.0.0.7–9` for people who have just read where they are. */
export function shortRun({ first, last }: PlanRun): string {
  const [common, own] = addressParts(last);
  return first.startsWith(common) && !first.slice(common.length).match(/[.:]/) ? `${first}–${own}` : `${first}–${last}`;
}
