import type { Graph, GraphEdge, GraphElement, GraphPatch } from '../protocol.ts';

/** The graph that the page shows, with its indexes. Never changed in place. */
export interface Picture {
  /** Of the extension's counting; a patch must be based on it. */
  readonly version: number;
  /** In topology order. */
  readonly elements: ReadonlyMap<string, GraphElement>;
  readonly edges: ReadonlyMap<string, GraphEdge>;
  /** Ids of what an element holds, in topology order; under `undefined` what nothing holds. */
  readonly children: ReadonlyMap<string | undefined, readonly string[]>;
  /** Those of its elements that are shown though they have gone: they are not counted among what is there. Absent: none. */
  readonly ghosts?: ReadonlySet<string>;
  /** When it differs from an earlier picture only in how some elements look: that picture's version, and these elements. Most edits are so. */
  readonly relooked?: { readonly version: number; readonly ids: readonly string[] };
}

export const emptyPicture: Picture = { version: -1, elements: new Map(), edges: new Map(), children: new Map() };

export function pictureOf(graph: Graph, version: number, ghosts?: ReadonlySet<string>): Picture {
  const picture = index(
    version,
    new Map(graph.elements.map((element) => [element.id, element])),
    new Map(graph.edges.map((edge) => [edge.id, edge])),
  );
  return ghosts === undefined || ghosts.size === 0 ? picture : { ...picture, ghosts };
}

/** The next picture. Time grows with the picture, not with its product with the patch. */
export function applyPatch(picture: Picture, patch: GraphPatch, version: number): Picture {
  if (isRelook(picture, patch)) return relook(picture, patch.changed, version);
  const removed = new Set(patch.removedElements);
  const changed = new Map(patch.changed.map((element) => [element.id, element]));
  const runs = new Map(patch.added.map(({ after, elements }) => [after, elements]));
  const elements = new Map<string, GraphElement>();
  const insert = (after: string | undefined) => {
    for (const element of runs.get(after) ?? []) elements.set(element.id, element);
  };
  insert(undefined);
  for (const [id, element] of picture.elements) {
    if (removed.has(id)) continue;
    elements.set(id, changed.get(id) ?? element);
    insert(id);
  }

  const edges = new Map(picture.edges);
  for (const id of patch.removedEdges) edges.delete(id);
  for (const edge of patch.edges) edges.set(edge.id, edge);
  return index(version, elements, edges);
}

function isRelook({ elements }: Picture, { removedEdges, removedElements, changed, added, edges }: GraphPatch): boolean {
  return (
    removedEdges.length + removedElements.length + added.length + edges.length === 0 &&
    changed.every(({ id, kind, parent, hasSource }) => {
      const before = elements.get(id);
      return before?.kind === kind && before.parent === parent && before.hasSource === hasSource;
    })
  );
}

function relook(picture: Picture, changed: readonly GraphElement[], version: number): Picture {
  if (changed.length === 0) return { ...picture, version, relooked: { version: picture.version, ids: [] } };
  const elements = new Map(picture.elements);
  for (const element of changed) elements.set(element.id, element);
  return {
    version,
    elements,
    edges: picture.edges,
    children: picture.children,
    relooked: { version: picture.version, ids: changed.map(({ id }) => id) },
  };
}

/** The part of a picture that these elements make, in the same order. The same picture when it is all of it. */
export function partOf(picture: Picture, ids: ReadonlySet<string>): Picture {
  const elements = new Map([...picture.elements].filter(([id]) => ids.has(id)));
  if (elements.size === picture.elements.size) return picture;
  const part = index(
    picture.version,
    elements,
    new Map([...picture.edges].filter(([, { from, to }]) => elements.has(from) && elements.has(to))),
  );
  return picture.ghosts === undefined ? part : { ...part, ghosts: picture.ghosts };
}

function index(version: number, elements: ReadonlyMap<string, GraphElement>, edges: ReadonlyMap<string, GraphEdge>): Picture {
  const children = new Map<string | undefined, string[]>();
  for (const { id, parent } of elements.values()) {
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [id]);
    else siblings.push(id);
  }
  return { version, elements, edges, children };
}

/** From the element's cluster inwards, the element itself left out. */
export function ancestorsOf({ elements }: Picture, id: string): readonly string[] {
  const path: string[] = [];
  let parent = elements.get(id)?.parent;
  while (parent !== undefined && !path.includes(parent)) {
    path.unshift(parent);
    parent = elements.get(parent)?.parent;
  }
  return path;
}
