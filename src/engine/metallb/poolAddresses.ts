import { cidrsOfRange, formatAddress, parseAddress, parseCIDR, rangeOfCIDR, type CIDR, type Family, type IPRange } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';

/** One item of a pool's addresses. */
export interface PoolEntry {
  readonly text: string;
  /** Absent for a range from an IPv6 to an IPv4 address, which MetalLB accepts and finds empty. */
  readonly range: IPRange | undefined;
  /** Ascending; the fewest that cover exactly the range. */
  readonly cidrs: readonly CIDR[];
}

export type PoolEntryText = { readonly ok: true; readonly entry: PoolEntry } | { readonly ok: false; readonly fault: Message };

/** A CIDR to the letter (no blanks, no bare address; host bits are masked away), or `a-b` with blanks around the dash allowed. metallb internal/config/config.go ParseCIDR */
export function parsePoolEntry(text: string): PoolEntryText {
  const dash = text.indexOf('-');
  if (dash < 0) {
    const cidr = parseCIDR(text);
    if (cidr === undefined) return { ok: false, fault: message('"{0}" is neither a CIDR nor a range of two addresses.', text) };
    return { ok: true, entry: { text, range: rangeOfCIDR(cidr), cidrs: [{ ...cidr, address: cidr.network }] } };
  }
  const start = parseAddress(text.slice(0, dash).trim());
  const end = parseAddress(text.slice(dash + 1).trim());
  if (start === undefined || end === undefined) return { ok: false, fault: message('"{0}" is not a range of two addresses.', text) };
  if (mapped(start) > mapped(end))
    return { ok: false, fault: message('The first address {1} of "{0}" is after the last.', text, formatAddress(start)) };
  if (start.family !== end.family) return { ok: true, entry: { text, range: undefined, cidrs: [] } };
  const range = { family: start.family, first: start.value, last: end.value };
  return { ok: true, entry: { text, range, cidrs: cidrsOfRange(range) } };
}

/** An entry for a range that was read elsewhere. */
export function poolEntryOf(range: IPRange, text: string): PoolEntry {
  return { text, range, cidrs: cidrsOfRange(range) };
}

/** Addresses compare as 16 bytes, an IPv4 address as `::ffff:a.b.c.d`. */
function mapped({ family, value }: { readonly family: Family; readonly value: bigint }): bigint {
  return family === 4 ? (0xffffn << 32n) | value : value;
}
