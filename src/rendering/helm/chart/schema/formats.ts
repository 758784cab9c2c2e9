import { parseAddress } from '../../../../base/ip.ts';
import { goRegexp } from '../../../../base/goRegexp.ts';

/** Whether a text has a format. A format that is not known here is no limit. santhosh-tekuri/jsonschema v6 format.go */
export function hasFormat(text: string, format: string): boolean {
  return formats[format]?.(text) ?? true;
}

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  regex: (text) => goRegexp(text) !== 'invalid',
  ipv4: (text) => isAddress(text, 4),
  ipv6: (text) => isAddress(text, 6),
  hostname: isHostname,
  email: isEmail,
  date: isDate,
  time: isTime,
  'date-time': (text) => /^.{10}[Tt]/.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11)),
  duration: (text) => /^P(?!$)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?)$/.test(text),
  uuid: (text) => /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/.test(text),
  uri: (text) => isReference(text) && /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text),
  iri: (text) => isReference(text) && /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text),
  'uri-reference': isReference,
  'iri-reference': isReference,
  'json-pointer': (text) => text === '' || /^(\/([^~/]|~[01])*)+$/.test(text),
  'relative-json-pointer': (text) => /^(0|[1-9][0-9]*)(#|(\/([^~/]|~[01])*)*)$/.test(text),
};

function isAddress(text: string, family: 4 | 6): boolean {
  if (family === 4 && !/^[0-9.]+$/.test(text)) return false;
  if (family === 6 && !text.includes(':')) return false;
  return parseAddress(text) !== undefined;
}

function isHostname(text: string): boolean {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  return name.length <= 253 && name.split('.').every((label) => /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/.test(label));
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (at <= 0 || text.length > 254 || local.length > 64) return false;
  if (domain.startsWith('[') && domain.endsWith(']')) return parseAddress(domain.slice(1, -1).replace(/^IPv6:/, '')) !== undefined;
  return (
    isHostname(domain) && (/^"[^"\\]*"$/.test(local) || (/^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.]+$/.test(local) && !/^\.|\.\.|\.$/.test(local)))
  );
}

function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? [];
  const date = new Date(Date.UTC(2000, Number(month) - 1, 1));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return year !== '' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function isTime(text: string): boolean {
  const [, hour = '', minute = '', second = '', zone = ''] =
    /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$/.exec(text) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return false;
  return /^z$/i.test(zone) || (Number(zone.slice(1, 3)) <= 23 && Number(zone.slice(4)) <= 59);
}

function isReference(text: string): boolean {
  if (text.includes('\\') || /[\s<>"{}|^`]/.test(text) || /%(?![0-9A-Fa-f]{2})/.test(text)) return false;
  try {
    return new URL(text, 'http://a/') instanceof URL;
  } catch {
    return false;
  }
}
