import { formatAddress, parseAddress, type Family, type IPAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';
import { emptyAnswer, type DNSAnswer, type DNSQuestion } from './answer.ts';
import type { Directive } from './corefile.ts';
import type { CorefileProblem } from './corefileTokens.ts';
import { fallsThrough, fallthroughZones } from './fallthrough.ts';
import { addressOfReverseName, fullyQualified, longestZone, lowerCase, zonesOfText } from './names.ts';
import type { HostEntry, HostsPlugin } from './plugins.ts';

/** coredns plugin/hosts/setup.go */
export function readHosts(
  { args: [path = '/etc/hosts', ...ownZones], lines, line: firstLine }: Directive,
  serverZones: readonly string[],
  file: (path: string) => string | undefined,
  problems: CorefileProblem[],
): HostsPlugin {
  const text = file(path);
  if (text === undefined && path !== '/etc/hosts')
    problems.push({ line: firstLine, message: message('The file "{0}" is not known here.', path), kind: 'unknown' });
  const zones = ownZones.length > 0 ? ownZones.flatMap(zonesOfText) : serverZones;
  const entries: HostEntry[] = (text ?? '').split('\n').flatMap((entry) => entryOf(entry, zones));
  let ttl = 3600;
  let noReverse = false;
  let fallthrough: readonly string[] = [];
  let fallthroughUnsupported = false;
  for (const {
    words: [first = '', ...rest],
    line,
  } of lines) {
    switch (first) {
      case 'fallthrough':
        fallthrough = fallthroughZones(rest);
        break;
      case 'fallthrough_unsupported':
        fallthroughUnsupported = true;
        break;
      case 'no_reverse':
        noReverse = true;
        break;
      case 'reload':
        break;
      case 'ttl':
        if (/^[1-9][0-9]*$/.test(rest[0] ?? '') && Number(rest[0]) < 65535) ttl = Number(rest[0]);
        else problems.push({ line, message: message('The option ttl of hosts must be a number from 1 to 65534.'), kind: 'refused' });
        break;
      default:
        // After `fallthrough` CoreDNS takes no more entries.
        if (fallthrough.length > 0) problems.push({ line, message: message('{0} is not known to CoreDNS.', first), kind: 'refused' });
        else entries.push(...entryOf([first, ...rest].join(' '), zones));
    }
  }
  return { name: 'hosts', zones, entries, ttl, noReverse, fallthrough, fallthroughUnsupported };
}

/** A line of a hosts file; what follows a `#` is a comment. hostsfile.go parse */
function entryOf(line: string, zones: readonly string[]): readonly HostEntry[] {
  const [written = '', ...names] = upTo(line, '#')
    .split(/\s+/)
    .filter((word) => word !== '');
  const address = parseAddress(upTo(written, '%'));
  const inZones = names.map((name) => lowerCase(fullyQualified(name))).filter((name) => longestZone(zones, name) !== undefined);
  return address === undefined || inZones.length === 0 ? [] : [{ address, names: inZones }];
}

function upTo(text: string, sign: string): string {
  const end = text.indexOf(sign);
  return end < 0 ? text : text.slice(0, end);
}

/** coredns plugin/hosts/hosts.go ServeDNS; undefined hands the question to the next plugin. */
export function answerFromHosts(plugin: HostsPlugin, { name, type }: DNSQuestion, because: readonly Place[]): DNSAnswer | undefined {
  const { entries } = plugin;
  const inZone = longestZone(plugin.zones, name) !== undefined;
  if (type === 'PTR') return answerReverse(plugin, name, entries, because);
  if (!inZone) return undefined;

  const lower = lowerCase(name);
  const found = type === 'A' ? addressesOf(entries, lower, 4) : type === 'AAAA' ? addressesOf(entries, lower, 6) : [];
  const known = found.length > 0 || addressesOf(entries, lower, 4).length > 0 || addressesOf(entries, lower, 6).length > 0;
  if (!known) {
    if (fallsThrough(plugin.fallthrough, name)) return undefined;
    return emptyAnswer(
      'SERVFAIL',
      message("The Corefile's hosts plugin has no entry for {0} and does not pass the question on.", name),
      because,
    );
  }
  if (found.length === 0) {
    if (type !== 'A' && type !== 'AAAA' && plugin.fallthroughUnsupported && fallsThrough(plugin.fallthrough, name)) return undefined;
    return {
      ...emptyAnswer('NOERROR', message("The Corefile's hosts plugin has an entry for {0}, but no {1} record.", name, type), because),
      authoritative: true,
    };
  }
  return {
    ...emptyAnswer('NOERROR', message("The Corefile's hosts plugin has an entry for {0}.", name), because),
    authoritative: true,
    answers: found.map((address) => ({ name, type, ttl: plugin.ttl, data: formatAddress(address) })),
  };
}

function answerReverse(plugin: HostsPlugin, name: string, entries: readonly HostEntry[], because: readonly Place[]): DNSAnswer | undefined {
  const address = plugin.noReverse ? undefined : addressOfReverseName(name);
  const names =
    address === undefined
      ? []
      : entries
          .filter((entry) => entry.address.family === address.family && entry.address.value === address.value)
          .flatMap((entry) => entry.names);
  if (names.length === 0) return undefined;
  return {
    ...emptyAnswer('NOERROR', message("The Corefile's hosts plugin has an entry for {0}.", name), because),
    authoritative: true,
    answers: names.map((data) => ({ name, type: 'PTR', ttl: plugin.ttl, data })),
  };
}

/** The explicit entries of the family, else those of `*.` and the name without its first label. */
function addressesOf(entries: readonly HostEntry[], name: string, family: Family): readonly IPAddress[] {
  const named = (wanted: string) =>
    entries.filter((entry) => entry.address.family === family && entry.names.includes(wanted)).map(({ address }) => address);
  const explicit = named(name);
  return explicit.length > 0 ? explicit : named(`*.${name.slice(name.indexOf('.') + 1)}`);
}
