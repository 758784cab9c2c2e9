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
  return !isPlural && Math.min(part.length, counterpart.length) >= 3 && part.replace(/\D/g, '') === counterpart.replace(/\D/g, '');
}

const separator = /[-_./]/;
