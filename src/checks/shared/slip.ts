import { editDistance } from '../../base/nearest.ts';

/**
 * Whether one word is the other with a letter left out, added, changed or swapped with its neighbour, and can hardly be a word of its own.
 * `fontend` and `frontend`; not `v1` and `v2`, `web-a` and `web-b`, `order` and `orders`, whose difference says something.
 */
export function isSlip(one: string, other: string): boolean {
  if (one === other || editDistance(one, other, 1) !== 1) return false;
  const parts = one.split(separator);
  const others = other.split(separator);
  // A separator left out, as in `cart-service` and `cartservice`.
  if (parts.length !== others.length) return one.length > 5;
  const at = parts.findIndex((part, index) => part !== others[index]);
  const [part = '', counterpart = ''] = [parts[at], others[at]];
  const isPlural = part === `${counterpart}s` || counterpart === `${part}s`;
  return (
    !isPlural &&
    !areOpposites(part, counterpart) &&
    Math.min(part.length, counterpart.length) >= 3 &&
    part.replace(/\D/g, '') === counterpart.replace(/\D/g, '')
  );
}

/** Whether two names differ in one word by which people tell such things apart: `nginx-internal` and `nginx-external`, `web-lan` and `web-wan`, `gateway-1` and `gateway-2`. */
export function areTwins(one: string, other: string): boolean {
  const parts = one.split(separator);
  const others = other.split(separator);
  if (parts.length !== others.length) return false;
  const differing = parts.flatMap((part, index) => (part === others[index] ? [] : [[part, others[index] ?? ''] as const]));
  const [only] = differing;
  if (only === undefined || differing.length > 1) return false;
  return (
    areOpposites(...only) || only.every((part) => part.length < 3) || only[0].replace(numberAtEnd, '') === only[1].replace(numberAtEnd, '')
  );
}

function areOpposites(one: string, other: string): boolean {
  return opposites.some((pair) => pair.includes(one) && pair.includes(other));
}

/** Words of their own that are a slip apart. */
const opposites: readonly (readonly string[])[] = [
  ['lan', 'wan', 'wlan', 'vlan', 'man'],
  ['int', 'ext'],
  ['intern', 'extern'],
  ['internal', 'external'],
  ['ingress', 'egress'],
];

const separator = /[-_./]/;
const numberAtEnd = /(?<!\d)\d+$/;
