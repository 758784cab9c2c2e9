import ipaddr from 'ipaddr.js';

export type Family = 4 | 6;

/** One address. IPv4-mapped IPv6 (`::ffff:1.2.3.4`) is the IPv4 address, as in Go's net package and so in Kubernetes. */
export interface IPAddress {
  readonly family: Family;
  readonly value: bigint;
}

/** A run of addresses of one family, both ends included. */
export interface IPRange {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

/** A prefix. `network` has its host bits cleared; `address` is what was written, host bits and all. */
export interface CIDR {
  readonly family: Family;
  readonly network: bigint;
  readonly address: bigint;
  /** Bits, 0-32 or 0-128. */
  readonly prefix: number;
}

/** Bits in an address of the family. */
export function bitsOf(family: Family): 32 | 128 {
  return family === 4 ? 32 : 128;
}

const MAPPED = 0xffffn << 32n;

/** Strict: four plain decimal octets without leading zeros, or IPv6 text without a zone; no blanks. */
export function parseAddress(text: string): IPAddress | undefined {
  if (text.includes(':')) {
    if (text.includes('%') || !ipaddr.IPv6.isValid(text) || !/^[0-9a-fA-F:.]+$/.test(text) || hasLooseQuad(text)) return undefined;
    let value = 0n;
    for (const part of ipaddr.IPv6.parse(text).parts) value = (value << 16n) | BigInt(part);
    return value >> 32n === 0xffffn ? { family: 4, value: value - MAPPED } : { family: 6, value };
  }
  const value = parseIPv4(text);
  return value === undefined ? undefined : { family: 4, value: BigInt(value) };
}

/**
 * The same, but that zeros before an octet are let pass: `010.0.0.09`. So do fields of the Kubernetes API read it that are older than its strict reader.
 * k8s.io/utils/net ParseIPSloppy; kubernetes pkg/apis/core/validation IsValidIPForLegacyField
 */
export function parseLegacyAddress(text: string): IPAddress | undefined {
  return parseAddress(text.includes(':') ? text : text.replace(/\b0+(?=[0-9]{1,2}\b)/g, ''));
}

function hasLooseQuad(text: string): boolean {
  return text.includes('.') && parseIPv4(text.slice(text.lastIndexOf(':') + 1)) === undefined;
}

/** The parser that every pod, pool and service goes through: a plain loop, since the library's takes several regular expressions. */
function parseIPv4(text: string): number | undefined {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (octet < 0 || ++dots > 3) return undefined;
      value = value * 256 + octet;
      octet = -1;
    } else if (code >= 48 && code <= 57) {
      if (octet === 0) return undefined;
      octet = octet < 0 ? code - 48 : octet * 10 + (code - 48);
      if (octet > 255) return undefined;
    } else {
      return undefined;
    }
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : undefined;
}

/** Canonical text: dotted quad, or RFC 5952. */
export function formatAddress({ family, value }: IPAddress): string {
  if (family === 4) {
    const number = Number(value);
    return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
  }
  const parts: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) parts.push(Number((value >> shift) & 0xffffn));
  return new ipaddr.IPv6(parts).toRFC5952String();
}

/** `address/prefix`, prefix in plain decimal without leading zeros. Host bits may be set. */
export function parseCIDR(text: string): CIDR | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (address === undefined || !/^(0|[1-9][0-9]{0,2})$/.test(length)) return undefined;
  let prefix = Number(length);
  if (address.family === 4 && text.includes(':')) {
    // ::ffff:10.0.0.0/120 is 10.0.0.0/24; a shorter prefix covers more than IPv4 and is no IPv4 network.
    if (prefix > 128 || prefix < 96) return undefined;
    prefix -= 96;
  }
  const bits = bitsOf(address.family);
  if (prefix > bits) return undefined;
  return { family: address.family, network: networkOf(address.value, bits - prefix), address: address.value, prefix };
}

function networkOf(value: bigint, hostBits: number): bigint {
  return (value >> BigInt(hostBits)) << BigInt(hostBits);
}

/** Canonical text of the network. */
export function formatCIDR({ family, network, prefix }: Pick<CIDR, 'family' | 'network' | 'prefix'>): string {
  return `${formatAddress({ family, value: network })}/${prefix}`;
}

export function hasHostBits({ address, network }: CIDR): boolean {
  return address !== network;
}

/** All addresses of the prefix, network and broadcast address included. */
export function rangeOfCIDR({ family, network, prefix }: Pick<CIDR, 'family' | 'network' | 'prefix'>): IPRange {
  return { family, first: network, last: network | ((1n << BigInt(bitsOf(family) - prefix)) - 1n) };
}

export function rangeOfAddress({ family, value }: IPAddress): IPRange {
  return { family, first: value, last: value };
}

/** Number of addresses. */
export function sizeOf({ first, last }: IPRange): bigint {
  return last - first + 1n;
}

export function contains(range: IPRange, address: IPAddress): boolean {
  return range.family === address.family && range.first <= address.value && address.value <= range.last;
}

/** Whether every address of `inner` is one of `outer`. */
export function encloses(outer: IPRange, inner: IPRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** The common addresses, if any. */
export function intersection(one: IPRange, other: IPRange): IPRange | undefined {
  if (one.family !== other.family) return undefined;
  const first = one.first > other.first ? one.first : other.first;
  const last = one.last < other.last ? one.last : other.last;
  return first <= last ? { family: one.family, first, last } : undefined;
}

/** `a`, or `a-b` in canonical text. */
export function formatRange({ family, first, last }: IPRange): string {
  const start = formatAddress({ family, value: first });
  return first === last ? start : `${start}-${formatAddress({ family, value: last })}`;
}

/** The fewest prefixes that cover exactly the range, ascending. */
export function cidrsOfRange({ family, first, last }: IPRange): readonly CIDR[] {
  const bits = bitsOf(family);
  const cidrs: CIDR[] = [];
  let start = first;
  while (start <= last) {
    let hostBits = 0;
    while (hostBits < bits && (start & ((1n << BigInt(hostBits + 1)) - 1n)) === 0n && start + (1n << BigInt(hostBits + 1)) - 1n <= last)
      hostBits++;
    cidrs.push({ family, network: start, address: start, prefix: bits - hostBits });
    start += 1n << BigInt(hostBits);
  }
  return cidrs;
}

/** By family (IPv4 first), then number. */
export function compareAddresses(one: IPAddress, other: IPAddress): number {
  if (one.family !== other.family) return one.family - other.family;
  return one.value < other.value ? -1 : one.value > other.value ? 1 : 0;
}

/** By family, then first address, then last. */
export function compareRanges(one: IPRange, other: IPRange): number {
  if (one.family !== other.family) return one.family - other.family;
  if (one.first !== other.first) return one.first < other.first ? -1 : 1;
  return one.last < other.last ? -1 : one.last > other.last ? 1 : 0;
}

/**
 * Why a text is no range of addresses:
 * `bare-address` where only a prefix or a range will do, `short-range` (`10.0.0.1-20`), `reversed` (start after end),
 * `mixed-families`, `prefix-length` (`/33`), `blank` (stray blanks, otherwise well-formed), `cidr` where only `a-b` will do, `malformed` (anything else).
 */
export type RangeFault = 'bare-address' | 'short-range' | 'reversed' | 'mixed-families' | 'prefix-length' | 'blank' | 'cidr' | 'malformed';

export type RangeText =
  | { readonly ok: true; readonly range: IPRange; /** Absent for `a-b`. */ readonly cidr: CIDR | undefined }
  | {
      readonly ok: false;
      readonly fault: RangeFault;
      /** What was surely meant, where that can be said: canonical text. */ readonly meant: string | undefined;
    };

/** `a-b` (blanks around the dash allowed, as MetalLB allows them) or a CIDR. A bare address is a fault. */
export function parseRange(text: string): RangeText {
  const dash = text.indexOf('-');
  return dash < 0 ? parsePrefixText(text) : parseDashed(text, dash);
}

function fault(kind: RangeFault, meant?: string): RangeText {
  return { ok: false, fault: kind, meant };
}

function parsePrefixText(text: string): RangeText {
  const cidr = parseCIDR(text);
  if (cidr !== undefined) return { ok: true, range: rangeOfCIDR(cidr), cidr };
  const trimmed = text.trim();
  if (trimmed !== text && parsePrefixText(trimmed).ok) return fault('blank', trimmed);
  const address = parseAddress(trimmed);
  if (address !== undefined) return fault('bare-address', `${formatAddress(address)}/${bitsOf(address.family)}`);
  const slash = trimmed.indexOf('/');
  if (slash > 0 && parseAddress(trimmed.slice(0, slash)) !== undefined && /^[0-9]+$/.test(trimmed.slice(slash + 1)))
    return fault('prefix-length');
  return fault('malformed');
}

function parseDashed(text: string, dash: number): RangeText {
  const left = text.slice(0, dash).trim();
  const right = text.slice(dash + 1).trim();
  const start = parseAddress(left);
  const end = parseAddress(right);
  if (start !== undefined && end !== undefined) {
    if (start.family !== end.family) return fault('mixed-families');
    if (start.value > end.value) return fault('reversed', `${formatAddress(end)}-${formatAddress(start)}`);
    return { ok: true, range: { family: start.family, first: start.value, last: end.value }, cidr: undefined };
  }
  if (start?.family === 4 && /^[0-9]{1,3}(\.[0-9]{1,3}){0,2}$/.test(right)) {
    const kept = left.split('.').slice(0, 4 - right.split('.').length);
    const expanded = parseAddress([...kept, right].join('.'));
    return fault('short-range', expanded !== undefined && expanded.value >= start.value ? `${left}-${formatAddress(expanded)}` : undefined);
  }
  return fault('malformed');
}
