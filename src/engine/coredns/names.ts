import { bitsOf, parseAddress, parseCIDR, type IPAddress } from '../../base/ip.ts';

/** The name with the root's dot at its end. */
export function fullyQualified(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

/** ASCII letters only, as names are compared: the length never changes. */
export function lowerCase(name: string): string {
  return /[A-Z]/.test(name) ? name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : name;
}

/** Labels of 1 to 63 characters, 253 in all; the root alone is a name. */
export function isDomainName(name: string): boolean {
  if (name === '.') return true;
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  return bare !== '' && bare.length <= 253 && bare.split('.').every((label) => label.length >= 1 && label.length <= 63);
}

/** Whether a fully qualified name is the zone or below it, ends at label boundaries, case ignored. */
export function isWithin(zone: string, name: string): boolean {
  if (zone === '.') return true;
  if (name.length < zone.length) return false;
  const start = name.length - zone.length;
  return (start === 0 || name[start - 1] === '.') && lowerCase(name.slice(start)) === lowerCase(zone);
}

/** The longest of the zones that the name lies in. coredns plugin/normalize.go Zones.Matches */
export function longestZone(zones: readonly string[], name: string): string | undefined {
  let found: string | undefined;
  for (const zone of zones) {
    if ((found === undefined || zone.length > found.length) && isWithin(zone, name)) found = zone;
  }
  return found;
}

/** The labels of a name left of a zone that it lies in. */
export function labelsBefore(zone: string, name: string): readonly string[] {
  const rest = zone === '.' ? name.slice(0, -1) : name.slice(0, -zone.length - 1);
  return rest === '' ? [] : rest.split('.');
}

/** `parts` and a zone as one fully qualified name. */
export function nameIn(zone: string, ...parts: readonly string[]): string {
  return zone === '.' ? `${parts.join('.')}.` : `${parts.join('.')}.${zone}`;
}

/** `12.0.28.172.in-addr.arpa.`, or the nibbles below `ip6.arpa.` */
export function reverseNameOf(address: IPAddress): string {
  if (address.family === 4) {
    const number = Number(address.value);
    return `${number & 255}.${(number >>> 8) & 255}.${(number >>> 16) & 255}.${number >>> 24}.in-addr.arpa.`;
  }
  return `${Array.from(address.value.toString(16).padStart(32, '0')).toReversed().join('.')}.ip6.arpa.`;
}

/** The address that a reverse name stands for; absent when it is not the name of one whole address. coredns plugin/pkg/dnsutil/reverse.go */
export function addressOfReverseName(name: string): IPAddress | undefined {
  const lower = lowerCase(name);
  if (lower.endsWith('.in-addr.arpa.')) {
    const address = parseAddress(lower.slice(0, -'.in-addr.arpa.'.length).split('.').toReversed().join('.'));
    return address?.family === 4 ? address : undefined;
  }
  if (!lower.endsWith('.ip6.arpa.')) return undefined;
  const nibbles = lower.slice(0, -'.ip6.arpa.'.length).split('.').toReversed();
  if (nibbles.length !== 32 || !nibbles.every((nibble) => /^[0-9a-f]$/.test(nibble))) return undefined;
  return parseAddress((nibbles.join('').match(/.{4}/g) ?? []).join(':'));
}

export function isReverseName(name: string): boolean {
  return isWithin('in-addr.arpa.', name) || isWithin('ip6.arpa.', name);
}

/**
 * The zones that a name, or a prefix for its reverse zone, means in a Corefile; lower case, fully qualified. A prefix that ends inside a label of
 * the reverse name stands for all zones it covers. A scheme and a port are ignored. coredns plugin/normalize.go, plugin/pkg/cidr
 */
export function zonesOfText(text: string): readonly string[] {
  const host = text.replace(/^[a-z0-9]+:\/\//i, '').replace(/:[0-9]+$/, '');
  const cidr = parseCIDR(host);
  if (cidr === undefined) return [lowerCase(fullyQualified(host))];
  const step = cidr.family === 4 ? 8 : 4;
  const prefix = Math.ceil(cidr.prefix / step) * step;
  const hostBits = bitsOf(cidr.family) - prefix;
  const zones: string[] = [];
  for (let index = 0; index < 1 << (prefix - cidr.prefix); index++) {
    const name = reverseNameOf({ family: cidr.family, value: cidr.network + (BigInt(index) << BigInt(hostBits)) });
    zones.push(
      name
        .split('.')
        .slice(hostBits / step)
        .join('.'),
    );
  }
  return zones;
}
