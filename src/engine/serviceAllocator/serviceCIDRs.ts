import { hasHostBits, parseCIDR, type CIDR } from '../../base/ip.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ServiceCIDRResource } from '../../manifests/resources/serviceCIDR.ts';
import { lastApplied } from '../lastApplied.ts';

/** A range of a ServiceCIDR object. */
export interface DeclaredServiceRange {
  readonly cidr: CIDR;
  /** As written. */
  readonly text: string;
  readonly place: Place;
  /** The object of this name stands for the ranges that the API server was started with. */
  readonly isDefault: boolean;
  /** Addresses are only given from a range whose object is ready and not being deleted. */
  readonly ready: boolean;
}

/**
 * The ranges of the cluster's ServiceCIDR objects: those of `kubernetes` first, then by name (the API server's own order is random).
 * A range that two objects name is one, ready when either is. An object that the API server refuses adds nothing.
 * kubernetes pkg/registry/core/service/ipallocator/cidrallocator.go, pkg/apis/networking/validation ValidateServiceCIDR
 */
export function serviceCIDRsOf(cluster: Cluster): readonly DeclaredServiceRange[] {
  const resources = lastApplied(resourcesOf(cluster, 'ServiceCIDR'));
  if (resources.length === 0) return [];
  const byPrefix = new Map<string, DeclaredServiceRange>();
  for (const resource of resources.toSorted(defaultFirst)) {
    for (const range of rangesOf(resource)) {
      const key = `${range.cidr.family}/${range.cidr.network}/${range.cidr.prefix}`;
      const known = byPrefix.get(key);
      if (known === undefined) byPrefix.set(key, range);
      else if (!known.ready && range.ready) byPrefix.set(key, { ...known, ready: true });
    }
  }
  return [...byPrefix.values()];
}

const DEFAULT_NAME = 'kubernetes';

function defaultFirst({ metadata: { name: one } }: ServiceCIDRResource, { metadata: { name: other } }: ServiceCIDRResource): number {
  if ((one === DEFAULT_NAME) !== (other === DEFAULT_NAME)) return one === DEFAULT_NAME ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}

function rangesOf(resource: ServiceCIDRResource): readonly DeclaredServiceRange[] {
  const { cidrs: texts, metadata } = resource;
  const cidrs = texts.map(parseCIDR).filter((cidr) => cidr !== undefined && !hasHostBits(cidr)) as readonly CIDR[];
  const [first, second] = cidrs;
  if (first === undefined || cidrs.length < texts.length || cidrs.length > 2 || first.family === second?.family) return [];
  return cidrs.map((cidr, index) => ({
    cidr,
    text: texts[index] ?? '',
    place: placeOf(resource, 'spec', 'cidrs', index),
    isDefault: metadata.name === DEFAULT_NAME,
    ready: resource.ready !== false && !metadata.deleting,
  }));
}
