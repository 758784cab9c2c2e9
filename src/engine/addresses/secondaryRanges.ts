import {
  formatRange,
  intersection,
  parseAddress,
  parseCIDR,
  parseRange,
  rangeOfAddress,
  rangeOfCIDR,
  type CIDR,
  type IPRange,
} from '../../base/ip.ts';

/** A range that the plugins of a secondary network give addresses out of. */
export interface SecondaryRange {
  readonly range: IPRange;
  /** As written, or canonical where several texts say it. */
  readonly text: string;
  /** Where the text stands in the configuration; absent where it is made of several. */
  readonly span: { readonly start: number; readonly end: number } | undefined;
}

interface PluginObject {
  readonly [key: string]: unknown;
}

/**
 * What the configuration of a NetworkAttachmentDefinition hands out, of one plugin or a list of them; empty where that is up to others (`dhcp`) or cannot be read.
 * Of a whole subnet the network's own address, the broadcast and, with host-local, the gateway's are left out; excluded parts are not in it.
 * containernetworking plugins plugins/ipam/{host-local,static}, k8snetworkplumbingwg whereabouts pkg/types, pkg/config
 */
export function handedOutBy(config: string): readonly SecondaryRange[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(config);
  } catch {
    return [];
  }
  if (!isObject(parsed)) return [];
  return [parsed, ...objects(parsed['plugins'])]
    .map((plugin) => plugin['ipam'])
    .filter(isObject)
    .flatMap((ipam) => rangesIn(ipam, config));
}

function rangesIn(ipam: PluginObject, config: string): readonly SecondaryRange[] {
  switch (ipam['type']) {
    case 'whereabouts':
      return [ipam, ...objects(ipam['ipRanges'])].flatMap((each) => whereabouts(each, config));
    case 'host-local':
      return [ipam, ...lists(ipam['ranges']).flatMap(objects)].flatMap((each) => hostLocal(each, config));
    case 'static':
      return objects(ipam['addresses']).flatMap(({ address }) => {
        const single = typeof address === 'string' ? parseAddress(address.split('/', 1)[0] ?? '') : undefined;
        return single === undefined ? [] : [found(rangeOfAddress(single), String(address), config)];
      });
    default:
      return [];
  }
}

/** `range` is a prefix, or `first-last/prefix`. */
function whereabouts(ipam: PluginObject, config: string): readonly SecondaryRange[] {
  const { range: text, range_start: start, range_end: end } = ipam;
  if (typeof text !== 'string') return [];
  const [ends = '', prefix] = text.split('/', 2);
  const pair = parseRange(ends);
  const whole = ends.includes('-') && pair.ok ? pair.range : wholeOf(prefix === undefined ? undefined : parseCIDR(text), 1n);
  if (whole === undefined) return [];
  const range = between(whole, start, end);
  return without(range, texts(ipam['exclude'])).map((part) =>
    part === whole ? found(part, text, config) : { range: part, text: formatRange(part), span: spanOfText(config, text) },
  );
}

function hostLocal(ipam: PluginObject, config: string): readonly SecondaryRange[] {
  const { subnet: text, rangeStart: start, rangeEnd: end } = ipam;
  const cidr = typeof text === 'string' ? parseCIDR(text) : undefined;
  const whole = wholeOf(cidr, typeof start === 'string' ? 1n : 2n);
  if (whole === undefined || typeof text !== 'string') return [];
  const range = between(whole, start, end);
  return [{ range, text: formatRange(range), span: spanOfText(config, typeof start === 'string' ? start : text) }];
}

function wholeOf(cidr: CIDR | undefined, skipped: bigint): IPRange | undefined {
  if (cidr === undefined) return undefined;
  const range = rangeOfCIDR(cidr);
  if (range.last - range.first < 4n) return range;
  return { ...range, first: range.first + skipped, last: range.family === 4 ? range.last - 1n : range.last };
}

function between(range: IPRange, start: unknown, end: unknown): IPRange {
  const first = typeof start === 'string' ? parseAddress(start) : undefined;
  const last = typeof end === 'string' ? parseAddress(end) : undefined;
  if (first === undefined && last === undefined) return range;
  const cut = { ...range, first: first?.value ?? range.first, last: last?.value ?? range.last };
  return cut.first <= cut.last ? cut : range;
}

function without(range: IPRange, excluded: readonly string[]): readonly IPRange[] {
  let left: readonly IPRange[] = [range];
  for (const text of excluded.slice(0, most)) {
    const parsed = parseRange(text);
    if (!parsed.ok) continue;
    left = left.flatMap((part) => {
      const common = intersection(part, parsed.range);
      if (common === undefined) return [part];
      return [
        ...(common.first > part.first ? [{ ...part, last: common.first - 1n }] : []),
        ...(common.last < part.last ? [{ ...part, first: common.last + 1n }] : []),
      ];
    });
  }
  return left;
}

/** Parts that are looked at of one network. */
const most = 100;

function found(range: IPRange, text: string, config: string): SecondaryRange {
  return { range, text, span: spanOfText(config, text) };
}

function spanOfText(config: string, text: string): SecondaryRange['span'] {
  const start = config.indexOf(JSON.stringify(text));
  return start < 0 ? undefined : { start: start + 1, end: start + 1 + text.length };
}

function objects(value: unknown): readonly PluginObject[] {
  return lists(value).filter(isObject).slice(0, most);
}

function lists(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function texts(value: unknown): readonly string[] {
  return lists(value).filter((item) => typeof item === 'string');
}

function isObject(value: unknown): value is PluginObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
