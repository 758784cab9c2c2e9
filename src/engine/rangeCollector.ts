import { parseAddress, parseCIDR, parseRange, rangeOfAddress, rangeOfCIDR } from '../base/ip.ts';
import type { Term } from '../base/message.ts';
import { spanOf, type FieldPlace } from '../manifests/place.ts';
import type { NetworkRange, RangeRole, RangeTextFault } from './networkRange.ts';

/** Gathers the ranges that one source after another declares, and the texts that are none. */
export class RangeCollector {
  readonly ranges: NetworkRange[] = [];
  readonly faults: RangeTextFault[] = [];

  /** Whether a source has said something of a role, be it broken. */
  has(role: RangeRole): boolean {
    return this.ranges.some((range) => range.role === role) || this.faults.some((fault) => fault.role === role);
  }

  /** A CIDR or `a-b`. */
  range(role: RangeRole, label: Term, text: string | undefined, place: FieldPlace): void {
    if (text === undefined) return;
    const parsed = parseRange(text);
    if (parsed.ok) this.ranges.push({ role, label, range: parsed.range, cidr: parsed.cidr, text, place, implied: undefined });
    else this.faults.push({ role, label, text, fault: parsed.fault, meant: parsed.meant, place });
  }

  /** A CIDR alone; several where a comma may stand. */
  cidr(role: RangeRole, label: Term, text: string | undefined, place: FieldPlace): void {
    if (text === undefined) return;
    const cidr = parseCIDR(text);
    if (cidr !== undefined) {
      this.ranges.push({ role, label, range: rangeOfCIDR(cidr), cidr, text, place, implied: undefined });
      return;
    }
    const parsed = parseRange(text);
    this.faults.push({
      role,
      label,
      text,
      fault: parsed.ok ? 'malformed' : parsed.fault,
      meant: parsed.ok ? undefined : parsed.meant,
      place,
    });
  }

  /** CIDRs with commas between them. */
  cidrs(role: RangeRole, label: Term, text: string | undefined, place: FieldPlace): void {
    if (text !== undefined) for (const part of partsOf(text, place)) this.cidr(role, label, part.text, part.place);
  }

  /** Addresses with commas between them. */
  addresses(role: RangeRole, label: Term, text: string, place: FieldPlace): void {
    for (const part of partsOf(text, place)) this.address(role, label, part.text, part.place);
  }

  address(role: RangeRole, label: Term, text: string | undefined, place: FieldPlace): void {
    if (text === undefined || text === '') return;
    const address = parseAddress(text);
    if (address !== undefined)
      this.ranges.push({ role, label, range: rangeOfAddress(address), cidr: undefined, text, place, implied: undefined });
    else
      this.faults.push({
        role,
        label,
        text,
        fault: text.includes('/') && parseCIDR(text) !== undefined ? 'cidr' : 'malformed',
        meant: undefined,
        place,
      });
  }
}

/** Each part of a comma list, without the blanks around it. */
function partsOf(text: string, place: FieldPlace): readonly { readonly text: string; readonly place: FieldPlace }[] {
  let start = 0;
  return text.split(',').map((written) => {
    const part = written.trim();
    const from = start + written.length - written.trimStart().length;
    start += written.length + 1;
    return { text: part, place: spanOf(place, from, from + part.length) };
  });
}
