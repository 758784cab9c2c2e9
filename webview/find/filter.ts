import type { ElementKind, GraphElement } from '../../src/topology/protocol.ts';
import { behind, chainThrough, inside, leadingTo, neighboursOf } from './flow.ts';
import { ancestorsOf, partOf, type Picture } from '../../src/topology/placement/picture.ts';
import { exposureOf } from '../../src/topology/placement/exposure.ts';
import { mostClusters } from '../../src/topology/placement/visible.ts';
import type { Filter } from '../state/viewState.ts';

/** Whether it leaves anything out on purpose; the choice of a cluster is no filter but a place. */
export function isFiltering({ namespaces, kinds, problems, exposed }: Filter): boolean {
  return namespaces.length > 0 || kinds.length > 0 || problems || exposed;
}

/** Kinds that hold others and say nothing themselves: they come and go with what they hold. */
const structure: ReadonlySet<ElementKind> = new Set(['cluster', 'namespace', 'addressPlan', 'unscheduled', 'clients']);

/** Clusters, and what is judged by itself beside them, in the order of the picture. */
export function clustersOf({ elements, children }: Picture): readonly GraphElement[] {
  return (children.get(undefined) ?? []).flatMap((id) => elements.get(id) ?? []).filter(({ kind }) => kind === 'cluster');
}

/** What there is to choose from in them, in the order of the picture. */
export function choicesOf({ elements }: Picture): { readonly namespaces: readonly string[]; readonly kinds: readonly ElementKind[] } {
  const all = [...elements.values()];
  return {
    namespaces: [
      ...new Set(
        all.flatMap(({ kind, label, namespace }) => (kind === 'namespace' ? [label] : namespace === undefined ? [] : [namespace])),
      ),
    ].sort(),
    kinds: [...new Set(all.map(({ kind }) => kind))].filter((kind) => !structure.has(kind)),
  };
}

/** All clusters, as the choice of one. No id is empty. */
export const allClusters = '';

/**
 * What the picture is of, before anything is filtered: every cluster of a few. Of many, the one chosen, and until one is chosen that of the file at hand, else the first;
 * what is no cluster but judged by itself only where it is chosen. The same picture when that is all of it.
 */
export function clustersToShow(picture: Picture, chosen: string | undefined, atHand: string | undefined): Picture {
  const all = (picture.children.get(undefined) ?? []).flatMap((id) => picture.elements.get(id) ?? []);
  const clusters = clustersIn(picture);
  const choice = all.find(({ id }) => id === chosen);
  const crowded = clusters.length > mostClusters;
  if (choice !== undefined && (crowded || choice.alternative !== undefined)) return of(picture, [choice.id]);
  if (crowded && chosen !== allClusters) return of(picture, [(all.find(({ id }) => id === atHand) ?? clusters[0])?.id ?? '']);
  return clusters.length === all.length
    ? picture
    : of(
        picture,
        clusters.map(({ id }) => id),
      );
}

/** Those that are clusters; where there is none, what is judged by itself. */
function clustersIn({ elements, children }: Picture): readonly GraphElement[] {
  const all = (children.get(undefined) ?? []).flatMap((id) => elements.get(id) ?? []);
  const real = all.filter(({ alternative }) => alternative === undefined);
  return real.length === 0 ? all : real;
}

/** Whether nothing is left out but what is judged by itself. */
export function showsEveryCluster(picture: Picture, base: Picture): boolean {
  return clustersIn(picture).every(({ id }) => base.elements.has(id));
}

const parts = new WeakMap<Picture, Map<string, Picture>>();

/** Kept for each picture: it is asked for at each change of anything. */
function of(picture: Picture, clusters: readonly string[]): Picture {
  const known = parts.get(picture) ?? new Map<string, Picture>();
  parts.set(picture, known);
  const key = JSON.stringify(clusters);
  const part = known.get(key) ?? partOf(picture, new Set(clusters.flatMap((id) => inside(picture, id))));
  known.set(key, part);
  return part;
}

/** The cluster that an element is in. */
export function clusterOf(picture: Picture, id: string): string | undefined {
  return picture.elements.has(id) ? (ancestorsOf(picture, id)[0] ?? id) : undefined;
}

/**
 * The part of the picture that the reader asked for: one cluster; in it one element's chain (`traced`), or what passes the filter together with the chain that leads to it from outside.
 * The same picture when everything stays.
 */
export function narrow(picture: Picture, filter: Filter, traced: string | undefined): Picture {
  const whole =
    filter.cluster === undefined || !picture.elements.has(filter.cluster)
      ? picture
      : partOf(picture, new Set(inside(picture, filter.cluster)));
  if (traced !== undefined && whole.elements.has(traced)) return partOf(whole, chainThrough(whole, traced));
  return isFiltering(filter) ? partOf(whole, withForms(whole, leadingTo(whole, matchesOf(whole, filter)))) : whole;
}

/** How many things a picture shows: what holds others does not count. */
export function countOf({ elements, children }: Picture): number {
  return elements.size - children.size + (children.has(undefined) ? 1 : 0);
}

/** The namespace that an element belongs to; undefined for what is the whole cluster's. */
export function namespaceOf({ elements }: Picture, element: GraphElement | undefined): string | undefined {
  for (let current = element, depth = 0; current !== undefined && depth < 8; depth++) {
    if (current.kind === 'namespace') return current.label;
    if (current.namespace !== undefined) return current.namespace;
    current = current.parent === undefined ? undefined : elements.get(current.parent);
  }
  return undefined;
}

function isProblem({ severity, pending }: GraphElement): boolean {
  return severity === 'error' || severity === 'warning' || pending;
}

function matchesOf(picture: Picture, filter: Filter): readonly string[] {
  const { namespaces, kinds, problems } = filter;
  const reached = filter.exposed ? reachedFromOutside(picture) : undefined;
  return [...picture.elements.values()]
    .filter((element) => {
      const { id, kind } = element;
      // A namespace or a node is not a match for itself being there; a cluster whose own finding is sought is.
      if (structure.has(kind) && !(problems && kinds.length === 0 && element.severity !== undefined)) return false;
      return (
        (kinds.length === 0 || kinds.includes(kind)) &&
        (namespaces.length === 0 || namespaces.includes(namespaceOf(picture, element) ?? '')) &&
        (!problems || isProblem(element)) &&
        (reached?.has(id) ?? true)
      );
    })
    .map(({ id }) => id);
}

function reachedFromOutside(picture: Picture): ReadonlySet<string> {
  const all = [...picture.elements.values()];
  const doors = all
    .filter((element) => element.kind === 'externalAddress' || exposureOf(picture, element) === 'exposed')
    .map(({ id }) => id);
  const reached = new Set(behind(picture, doors));
  for (const id of doors) for (const name of neighboursOf(picture, id, 'inwards', 'resolves')) reached.add(name.id);
  for (const { id, parent } of all)
    if (parent !== undefined && reached.has(id) && picture.elements.get(parent)?.kind === 'workload') reached.add(parent);
  return reached;
}

/** A workload is drawn as its pods, a DNS name below its service: one is not shown without the other. */
function withForms(picture: Picture, kept: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(kept);
  for (const id of kept) {
    const kind = picture.elements.get(id)?.kind;
    if (kind === 'workload' && !(picture.children.get(id) ?? []).some((pod) => kept.has(pod)))
      for (const pod of picture.children.get(id) ?? []) all.add(pod);
    if (kind === 'dnsName') for (const service of neighboursOf(picture, id, 'outwards', 'resolves')) all.add(service.id);
  }
  return all;
}
