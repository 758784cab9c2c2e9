/** A stretch of addresses of one family, both ends included. */
interface Stretch {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Of a text that is one whole address, whether a range (`10.0.0.0/24`, `10.0.0.1-10.0.0.9`) holds it, and how large that is; undefined when it does not, or when either text is none. */
export function sizeAround(range: string, address: string): bigint | undefined {
  const point = parseAddress(address);
  const stretch = point === undefined ? undefined : parseStretch(range);
  if (point === undefined || stretch?.family !== point.family || stretch.first > point.first || stretch.last < point.first)
    return undefined;
  return stretch.last - stretch.first + 1n;
}

export function isAddress(text: string): boolean {
  return parseAddress(text) !== undefined;
}

function parseStretch(text: string): Stretch | undefined {
  const [head = '', prefix, ...more] = text.split('/');
  if (prefix !== undefined) {
    const network = more.length === 0 && /^\d{1,3}$/.test(prefix) ? parseAddress(head) : undefined;
    const rest = network === undefined ? -1 : (network.family === 4 ? 32 : 128) - Number(prefix);
    if (network === undefined || rest < 0) return undefined;
    const first = (network.first >> BigInt(rest)) << BigInt(rest);
    return { family: network.family, first, last: first + (1n << BigInt(rest)) - 1n };
  }
  const [first, last, third] = text.split('-').map((part) => parseAddress(part.trim()));
  return first === undefined || last?.family !== first.family || third !== undefined
    ? undefined
    : { family: first.family, first: first.first, last: last.first };
}

function parseAddress(text: string): Stretch | undefined {
  const words = text.includes(':') ? sixteenBits(text) : undefined;
  const family = words === undefined ? 4 : 6;
  const parts = words ?? bytesOf(text);
  if (parts === undefined || parts.length !== (family === 4 ? 4 : 8)) return undefined;
  const bits = family === 4 ? 8n : 16n;
  const value = parts.reduce((sum, part) => (sum << bits) | BigInt(part), 0n);
  return { family, first: value, last: value };
}

function bytesOf(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
    ? parts.map(Number)
    : undefined;
}

/** The eight words of an IPv6 address; `::` once, the last two also as IPv4. */
function sixteenBits(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) =>
    half === ''
      ? []
      : half.split(':').flatMap((word) => {
          const bytes = word.includes('.') && text.endsWith(`:${word}`) ? bytesOf(word) : undefined;
          if (bytes !== undefined) {
            const [a = 0, b = 0, c = 0, d = 0] = bytes;
            return [a * 256 + b, c * 256 + d];
          }
          return [/^[0-9a-f]{1,4}$/i.test(word) ? parseInt(word, 16) : NaN];
        }),
  );
  if (head === undefined || [...head, ...(tail ?? [])].some(Number.isNaN)) return undefined;
  if (tail === undefined) return head;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? undefined : [...head, ...Array<number>(missing).fill(0), ...tail];
}
