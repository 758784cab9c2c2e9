import { cidrsOfRange, formatAddress, formatCIDR, hasHostBits, parseAddress, parseCIDR, parseRange } from '../../../base/ip.ts';
import { message, sentences, type Message } from '../../../base/message.ts';
import { replacing } from '../../findings/fixes.ts';
import type { Problem } from '../../findings/check.ts';
import type { BrokenText, RangeForm } from './rangeTexts.ts';

/** What is wrong with a text where an address or a range must stand, and what was surely meant. */
export function invalidTextProblem(broken: BrokenText): Problem {
  const right = correction(broken);
  return {
    place: broken.place,
    message: sentences(whatIsWrong(broken), wantedForm(broken.form)),
    fixes:
      right === undefined
        ? []
        : [replacing(message('Write {0}', right), true, { place: broken.place, replaces: broken.text, text: right })],
  };
}

function whatIsWrong({ label, text, fault, form }: BrokenText): Message {
  if (text.trim() === '') return message('Nothing is written here ({0}).', label);
  if (form === 'address' && fault === 'cidr') return message('"{0}" ({1}) is a range, but here stands one address.', text, label);
  if (form === 'mask') return message('"{0}" ({1}) is no netmask.', text, label);
  if (form === 'ports') return message('"{0}" ({1}) is no range of ports.', text, label);
  switch (fault) {
    case 'bare-address':
      return message('"{0}" ({1}) is a single address, not a range.', text, label);
    case 'short-range':
      return message('"{0}" ({1}) is a short form that is not understood: both ends must be written out.', text, label);
    case 'reversed':
      return message('"{0}" ({1}) ends before it begins.', text, label);
    case 'mixed-families':
      return message('"{0}" ({1}) begins with one IP version and ends with the other.', text, label);
    case 'prefix-length':
      return message('"{0}" ({1}) has a prefix length that no network can have.', text, label);
    case 'blank':
      return message('"{0}" ({1}) has blanks that do not belong there.', text, label);
    case 'cidr':
    case 'malformed':
      if (printedQuotes.test(text)) return message('{0} ({1}) has printed quotation marks, which are part of the text.', text, label);
      return parseRange(text).ok
        ? message('"{0}" ({1}) is a range of another form.', text, label)
        : message('"{0}" ({1}) is no address or range.', text, label);
  }
}

function wantedForm(form: RangeForm): Message {
  switch (form) {
    case 'address':
      return message('Write one address, such as 10.0.0.1.');
    case 'cidr':
      return message('Write a CIDR, such as 10.0.0.0/24.');
    case 'range':
      return message('Write a range such as 10.0.0.1-10.0.0.9, or a CIDR such as 10.0.0.0/29.');
    case 'dashed':
      return message('Write a range such as 10.0.0.1-10.0.0.9, without blanks.');
    case 'address-or-cidr':
      return message('Write an address, or a CIDR such as 10.0.0.0/29.');
    case 'mask':
      return message('Write a mask such as 255.255.255.0.');
    case 'ports':
      return message('Write first and last port, such as 30000-32767.');
  }
}

/** As pages and word processors print them, around the whole. */
const printedQuotes = /^[\u2018-\u201f\u00ab\u00bb].*[\u2018-\u201f\u00ab\u00bb]$/;

/** What was surely meant; itself valid in the field. */
function correction({ text, form, single }: BrokenText): string | undefined {
  const trimmed = (printedQuotes.test(text) ? text.slice(1, -1) : text).trim();
  const parsed = parseRange(trimmed);
  switch (form) {
    case 'mask':
    case 'ports':
      return undefined;
    case 'dashed': {
      const plain = withPlainDash(trimmed) ?? trimmed.replace(/\s{1,9}/g, '');
      return parsed.ok || parseRange(plain).ok ? plain : parsed.fault === 'bare-address' ? `${trimmed}-${trimmed}` : undefined;
    }
    case 'address': {
      if (parseAddress(trimmed) !== undefined) return trimmed;
      const cidr = parseCIDR(trimmed);
      // 10.0.0.1/24 is an address with the size of its network; 10.0.0.0/24 is no address of a device.
      return cidr !== undefined && hasHostBits(cidr) ? formatAddress({ family: cidr.family, value: cidr.address }) : undefined;
    }
    case 'cidr': {
      const range = parsed.ok ? parsed : parseRange(parsed.meant ?? '');
      if (!range.ok || (!parsed.ok && parsed.fault === 'bare-address')) return undefined;
      const [cidr, ...more] = cidrsOfRange(range.range);
      return range.cidr !== undefined ? trimmed : cidr !== undefined && more.length === 0 ? formatCIDR(cidr) : undefined;
    }
    case 'address-or-cidr':
    case 'range':
      if (parsed.ok) return form === 'range' || parsed.cidr !== undefined ? trimmed : undefined;
      if (parsed.fault === 'bare-address')
        return form === 'address-or-cidr' ? trimmed : single === 'dashed' ? `${trimmed}-${trimmed}` : parsed.meant;
      return form === 'range' ? (parsed.meant ?? withPlainDash(trimmed)) : undefined;
  }
}

/** A dash as pages and word processors print it, or the word, between two addresses. */
function withPlainDash(text: string): string | undefined {
  const plain = text.replace(/\s{0,9}[\u2010-\u2015\u2212]\s{0,9}|\s{1,9}to\s{1,9}/, '-');
  const parsed = plain === text ? undefined : parseRange(plain);
  return parsed === undefined ? undefined : parsed.ok ? plain : parsed.meant;
}
