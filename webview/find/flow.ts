import type { EdgeKind, GraphEdge, GraphElement } from '../../src/topology/protocol.ts';
import { ancestorsOf, type Picture } from '../../src/topology/placement/picture.ts';

/** The edges of a picture by their ends. */
export interface Flow {
  readonly outwards: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly inwards: ReadonlyMap<string, readonly GraphEdge[]>;
}

const flows = new WeakMap<Picture['edges'], Flow>();

/** Kept as long as no edge comes or goes. */
export function flowOf(picture: Picture): Flow {
  const known = flows.get(picture.edges);
  if (known !== undefined) return known;
  const outwards = new Map<string, GraphEdge[]>();
  const inwards = new Map<string, GraphEdge[]>();
  for (const edge of picture.edges.values()) {
    push(outwards, edge.from, edge);
    push(inwards, edge.to, edge);
  }
  const flow = { outwards, inwards };
  flows.set(picture.edges, flow);
  return flow;
}

/** The elements with everything through which traffic comes to them from outside, their DNS names, and what holds any of these. */
export function leadingTo(picture: Picture, ids: Iterable<string>): ReadonlySet<string> {
  return withHolders(picture, follow(picture, ids, 'inwards'));
}

/** The whole chain of one element: all that leads to it and all that it leads to. Never zigzag: not what merely shares a pod with it. */
export function chainThrough(picture: Picture, id: string): ReadonlySet<string> {
  const { outwards } = flowOf(picture);
  const named = (outwards.get(id) ?? []).filter(({ kind }) => kind === 'resolves').map(({ to }) => to);
  // A name's chain is that of what it names.
  const starts = [...inside(picture, id), ...named];
  const chain = new Set([...follow(picture, starts, 'inwards'), ...follow(picture, starts, 'outwards')]);
  return withHolders(picture, new Set([...chain, ...namesOf(picture, chain)]));
}

/** What the elements lead to, themselves included. */
export function behind(picture: Picture, ids: Iterable<string>): ReadonlySet<string> {
  return follow(picture, ids, 'outwards');
}

/** The other ends of an element's edges of one kind. */
export function neighboursOf(picture: Picture, id: string, direction: keyof Flow, kind: EdgeKind): readonly GraphElement[] {
  const edges = (flowOf(picture)[direction].get(id) ?? []).filter((edge) => edge.kind === kind);
  return edges.map(({ from, to }) => picture.elements.get(direction === 'inwards' ? from : to)).filter((element) => element !== undefined);
}

/** The element and all it holds. */
export function inside(picture: Picture, id: string): readonly string[] {
  const found = [id];
  // The list grows while it is walked.
  for (const each of found) found.push(...(picture.children.get(each) ?? []));
  return found;
}

function follow(picture: Picture, starts: Iterable<string>, direction: keyof Flow): Set<string> {
  const index = flowOf(picture)[direction];
  const seen = new Set(starts);
  for (const id of seen) {
    const parent = picture.elements.get(id)?.parent;
    // What leads to a pool leads to each of its addresses.
    const viaHolder =
      parent === undefined || direction === 'outwards' ? [] : (index.get(parent) ?? []).filter(({ kind }) => kind === 'reaches');
    for (const { kind, from, to } of [...(index.get(id) ?? []), ...viaHolder])
      if (kind !== 'announces') seen.add(direction === 'inwards' ? from : to);
  }
  return seen;
}

function namesOf(picture: Picture, ids: Iterable<string>): readonly string[] {
  return [...ids].flatMap((id) => neighboursOf(picture, id, 'inwards', 'resolves').map((name) => name.id));
}

function withHolders(picture: Picture, ids: Set<string>): ReadonlySet<string> {
  for (const id of [...ids]) for (const holder of ancestorsOf(picture, id)) ids.add(holder);
  return ids;
}

function push(index: Map<string, GraphEdge[]>, key: string, edge: GraphEdge): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [edge]);
  else known.push(edge);
}
