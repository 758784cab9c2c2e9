import { changeOf } from '../base/listChange.ts';
import type { Graph, GraphEdge, GraphElement, GraphPatch } from './protocol.ts';

/** What turns `before` into `after`; undefined when they say the same. Time and size grow with the graphs, not with their product. */
export function difference(before: Graph, after: Graph): GraphPatch | undefined {
  // What is the same at both ends costs nothing more.
  const elements = changeOf(before.elements, after.elements);
  const known = new Map(elements.removed.map((element) => [element.id, element]));
  const wanted = new Set(elements.added.map(({ id }) => id));
  const removedElements = elements.removed.filter(({ id }) => !wanted.has(id)).map(({ id }) => id);

  // Elements that stay keep their order. The walk goes through both orders at once; what comes earlier than in `before` is taken out and put in again.
  const stay = elements.removed.filter(({ id }) => wanted.has(id));
  const moved = new Set<string>();
  const changed: GraphElement[] = [];
  const added: { after: string | undefined; elements: GraphElement[] }[] = [];
  let position = 0;
  let anchor = elements.head === 0 ? undefined : after.elements[elements.head - 1]?.id;
  let run: GraphElement[] | undefined;
  for (const element of elements.added) {
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

  const lines = changeOf(before.edges, after.edges);
  const knownEdges = new Map(lines.removed.map((edge) => [edge.id, edge]));
  const wantedEdges = new Set(lines.added.map(({ id }) => id));
  const removedEdges = lines.removed.filter(({ id }) => !wantedEdges.has(id)).map(({ id }) => id);
  const edges = lines.added.filter((edge) => {
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
