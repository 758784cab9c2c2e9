import type { Graph, GraphEdge, GraphElement, GraphPatch } from './protocol.ts';

/** What turns `before` into `after`; undefined when they say the same. Time and size grow with the graphs, not with their product. */
export function difference(before: Graph, after: Graph): GraphPatch | undefined {
  const known = new Map(before.elements.map((element) => [element.id, element]));
  const wanted = new Set(after.elements.map(({ id }) => id));
  const removedElements = before.elements.filter(({ id }) => !wanted.has(id)).map(({ id }) => id);

  // Elements that stay keep their order. The walk goes through both orders at once; what comes earlier than in `before` is taken out and put in again.
  const stay = before.elements.filter(({ id }) => wanted.has(id));
  const moved = new Set<string>();
  const changed: GraphElement[] = [];
  const added: { after: string | undefined; elements: GraphElement[] }[] = [];
  let position = 0;
  let anchor: string | undefined;
  let run: GraphElement[] | undefined;
  for (const element of after.elements) {
    while (position < stay.length && moved.has(stay[position]?.id ?? '')) position++;
    const old = known.get(element.id);
    if (old !== undefined && stay[position]?.id === element.id) {
      position++;
      anchor = element.id;
      run = undefined;
      if (!sameElement(old, element)) changed.push(element);
      continue;
    }
    if (old !== undefined) {
      moved.add(element.id);
      removedElements.push(element.id);
    }
    if (run === undefined) {
      run = [];
      added.push({ after: anchor, elements: run });
    }
    run.push(element);
  }

  const knownEdges = new Map(before.edges.map((edge) => [edge.id, edge]));
  const wantedEdges = new Set(after.edges.map(({ id }) => id));
  const removedEdges = before.edges.filter(({ id }) => !wantedEdges.has(id)).map(({ id }) => id);
  const edges = after.edges.filter((edge) => {
    const old = knownEdges.get(edge.id);
    return old === undefined || !sameEdge(old, edge);
  });

  const nothing = removedEdges.length + removedElements.length + changed.length + added.length + edges.length === 0;
  return nothing ? undefined : { removedEdges, removedElements, changed, added, edges };
}

function sameElement(one: GraphElement, other: GraphElement): boolean {
  return (
    one === other ||
    (one.kind === other.kind &&
      one.label === other.label &&
      one.detail === other.detail &&
      one.note === other.note &&
      one.keywords === other.keywords &&
      one.namespace === other.namespace &&
      one.isModule === other.isModule &&
      one.isolated === other.isolated &&
      one.podsUnknown === other.podsUnknown &&
      one.alternative === other.alternative &&
      one.source === other.source &&
      one.parent === other.parent &&
      one.severity === other.severity &&
      one.certainty === other.certainty &&
      one.pending === other.pending &&
      one.hasSource === other.hasSource)
  );
}

function sameEdge(one: GraphEdge, other: GraphEdge): boolean {
  return (
    one === other ||
    (one.kind === other.kind &&
      one.from === other.from &&
      one.to === other.to &&
      one.label === other.label &&
      one.certainty === other.certainty)
  );
}
