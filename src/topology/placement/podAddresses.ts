import type { ElementCertainty, GraphElement } from '../protocol.ts';

/**
 * The addresses of some pods in as few characters as say which they are: `172.27.35.65-67`, `172.27.35.65, .70, .90`, of many the first and the last, `172.27.35.65 … .90`;
 * of two families one after the other. Where no pod has an address, what all of them say instead; else empty.
 */
export function addressesInShort(pods: readonly Pick<GraphElement, 'detail'>[]): string {
  const details = [...new Set(pods.map(({ detail }) => detail))];
  const addresses = new Set(details.flatMap((detail) => detail.split(', ')).filter(isAddress));
  const [only] = details;
  if (addresses.size === 0) return details.length === 1 ? (only ?? '') : '';
  const ofFour = [...addresses].flatMap((text) => (text.includes(':') ? [] : [octets(text)])).sort(compare);
  const ofSix = [...addresses].filter((text) => text.includes(':'));
  return [inShort(ofFour), ofSix.length > 1 ? `${ofSix[0] ?? ''} … ${ofSix.at(-1) ?? ''}` : (ofSix[0] ?? '')]
    .filter((text) => text !== '')
    .join(', ');
}

/** How sure one may be of all of them: as of the least sure. Undefined when none has an address. */
export function leastCertain(pods: readonly Pick<GraphElement, 'certainty'>[]): ElementCertainty | undefined {
  return (['possible', 'predicted', 'fixed'] as const).find((certainty) => pods.some((pod) => pod.certainty === certainty));
}

function inShort(addresses: readonly (readonly number[])[]): string {
  const [first, ...others] = addresses;
  const last = others.at(-1);
  if (first === undefined) return '';
  if (last === undefined) return first.join('.');
  if (numberOf(last) - numberOf(first) === others.length && last.slice(0, 3).every((part, index) => part === first[index]))
    return `${first.join('.')}-${last.at(-1) ?? ''}`;
  const tail = (address: readonly number[]) => `.${address.slice(address.findIndex((part, index) => part !== first[index])).join('.')}`;
  return others.length <= 2 ? [first.join('.'), ...others.map(tail)].join(', ') : `${first.join('.')} … ${tail(last)}`;
}

function isAddress(text: string): boolean {
  return /^\d+(?:\.\d+){3}$/.test(text) || (/^[\da-f:.]+$/i.test(text) && text.includes(':'));
}

function octets(text: string): readonly number[] {
  return text.split('.').map(Number);
}

function numberOf(address: readonly number[]): number {
  return address.reduce((sum, part) => sum * 256 + part, 0);
}

function compare(one: readonly number[], other: readonly number[]): number {
  return numberOf(one) - numberOf(other);
}
