import { parseAddress, parseCIDR, rangeOfCIDR, type IPRange } from '../../base/ip.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import { placeOf, spanOf, type FieldPlace } from '../../manifests/place.ts';
import { kubeVipConfigOf } from './which.ts';

/** The addresses at one key of the ConfigMap. */
export interface KubeVipRange {
  readonly key: string;
  readonly range: IPRange;
  readonly text: string;
  readonly place: FieldPlace;
}

/** One of several parts of a value, between its commas, that kube-vip cannot read: then it reads nothing of the value. What is filled in later is none. */
export interface BrokenKubeVipPart {
  readonly key: string;
  /** The whole value is read as CIDRs where a slash is in it, else as ranges. */
  readonly form: 'cidr' | 'dashed';
  readonly text: string;
  readonly place: FieldPlace;
}

/** `cidr-<namespace>`, `cidr-global`, `range-<namespace>`, `range-global`. A value that cannot be read, and `0.0.0.0/32` for DHCP, is left out. */
export function kubeVipRanges(cluster: Cluster): readonly KubeVipRange[] {
  return kubeVipValues(cluster).flatMap(({ key, parts }) =>
    parts.some(({ range }) => range === undefined || range.last === 0n)
      ? []
      : parts.flatMap(({ text, range, place }) => (range === undefined ? [] : [{ key, range, text, place }])),
  );
}

/** In the order of the ConfigMap. */
export function brokenKubeVipParts(cluster: Cluster): readonly BrokenKubeVipPart[] {
  return kubeVipValues(cluster).flatMap(({ key, form, parts }) =>
    isOpen(parts) ? [] : parts.filter(({ range }) => range === undefined).map(({ text, place }) => ({ key, form, text, place })),
  );
}

/** Whether a value is filled in later: it has a placeholder, or is empty. */
export function isOpen(parts: readonly { readonly text: string }[]): boolean {
  return parts.some(({ text }) => holdsPlaceholder(text)) || parts.every(({ text }) => text.trim() === '');
}

/** kube-vip-cloud-provider pkg/ipam/addressbuilder.go parseCidrs, buildAddressesFromRange: nothing is trimmed, and it is the value that tells its form, not the key. */
export function kubeVipValues(
  cluster: Cluster,
): readonly {
  readonly key: string;
  readonly form: 'cidr' | 'dashed';
  readonly parts: readonly { readonly text: string; readonly range: IPRange | undefined; readonly place: FieldPlace }[];
  readonly place: FieldPlace;
}[] {
  const map = kubeVipConfigOf(cluster);
  if (map === undefined) return [];
  return Object.entries(map.data).flatMap(([key, value]) => {
    if (!/^(cidr|range)-/.test(key)) return [];
    const form = value.includes('/') ? 'cidr' : 'dashed';
    const place = placeOf(map, 'data', key);
    let start = 0;
    const parts = value.split(',').map((text, _, { length }) => {
      const part = length === 1 ? place : spanOf(place, start, start + text.length);
      start += text.length + 1;
      return { text, range: form === 'cidr' ? rangeOfPrefix(text) : rangeOfEnds(text), place: part };
    });
    return [{ key, form, parts, place } as const];
  });
}

function rangeOfPrefix(text: string): IPRange | undefined {
  const cidr = parseCIDR(text);
  return cidr === undefined ? undefined : rangeOfCIDR(cidr);
}

function rangeOfEnds(text: string): IPRange | undefined {
  const [first, last] = text.split('-').map(parseAddress);
  return first === undefined || last?.family !== first.family || last.value < first.value || text.split('-').length !== 2
    ? undefined
    : { family: first.family, first: first.value, last: last.value };
}
