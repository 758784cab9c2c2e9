import { resourcesOfDocument, type Cluster } from '../manifests/cluster.ts';
import type { FieldPath, Place } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import type { Badge, Badges } from './badges.ts';

/** Hands the findings of a cluster to the elements that they concern; what no element takes is the cluster's own. */
export class BadgeIndex {
  readonly #badges: Badges;
  readonly #cluster: Cluster;
  readonly #taken = new Set<Badge>();

  constructor(cluster: Cluster, badges: Badges) {
    this.#badges = badges;
    this.#cluster = cluster;
  }

  /** The resource that a place lies in. */
  resourceAt(place: Place | undefined): Resource | undefined {
    if (place === undefined) return undefined;
    const candidates = resourcesOfDocument(this.#cluster, place.document);
    if (place.path === undefined) return candidates[0];
    const { path } = place;
    return candidates.find(({ root }) => startsWith(path, root));
  }

  /**
   * The findings that concern an element of a resource. An element that stands for one part of the resource (a range of an EdgeNetwork) takes
   * those at or below its place; one that stands for the whole (its place is the name) takes all.
   */
  take(resource: Resource | undefined, place: Place | undefined): readonly Badge[] {
    const all = resource === undefined ? undefined : this.#badges.get(resource);
    if (all === undefined || resource === undefined) return none;
    const whole = place?.path === undefined || isName(place.path, resource);
    const own = whole ? all : all.filter((badge) => badge.place.path !== undefined && startsWith(badge.place.path, place.path));
    for (const badge of own) this.#taken.add(badge);
    return own;
  }

  /** Findings that no element has taken, in the order of the badges. */
  rest(): readonly Badge[] {
    const rest = new Set<Badge>();
    for (const badges of this.#badges.values()) for (const badge of badges) if (!this.#taken.has(badge)) rest.add(badge);
    return [...rest];
  }
}

const none: readonly Badge[] = [];

function isName(path: FieldPath, { root }: Resource): boolean {
  const local = path.slice(root.length);
  return local.length === 0 || (local[0] === 'metadata' && local.length <= 2);
}

function startsWith(path: FieldPath, start: FieldPath): boolean {
  return start.length <= path.length && start.every((step, index) => step === path[index]);
}
