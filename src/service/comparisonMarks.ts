import type { Graph, GraphElement, ShownComparison } from '../topology/protocol.ts';
import type { ComparedCluster, ComparedFact, Comparison } from './comparison.ts';
import { clusterIdIn, elementsIn } from './elementsByObject.ts';

/** The picture of the side of a comparison that is not shown. */
export interface OtherPicture {
  readonly graph: Graph;
  readonly side: 'older' | 'newer';
}

/**
 * What a comparison says of the elements of a graph; `textOf` says a fact as a sentence. What only the `other` picture has is a ghost from there, where that picture is known; else it
 * stands in the lines alone, as do clusters that one side has as a whole.
 */
export function comparisonMarks(
  { now, other }: { readonly now: Graph; readonly other: OtherPicture | undefined },
  { clusters }: Comparison,
  title: string,
  textOf: (fact: ComparedFact, cluster: ComparedCluster) => string,
  markOf: (fact: ComparedFact) => string,
): ShownComparison {
  const marks = new Map<string, ShownComparison['marks'][number]>();
  const lines: ShownComparison['lines'][number][] = [];
  const there = other === undefined ? undefined : inIdsOf(now, other, clusters);
  const onlyThere = other?.side === 'newer' ? 'new' : 'gone';
  for (const cluster of clusters) {
    const id = shownId(now, cluster, other?.side);
    const own = elementsIn(now, id);
    const ghosts = there === undefined || cluster.state !== 'changed' ? undefined : elementsIn(there, id);
    for (const fact of cluster.changes) {
      const kind = fact.before === null ? 'new' : fact.after === null ? 'gone' : 'changed';
      const about = own.get(fact.object) ?? (kind === onlyThere ? ghosts?.get(fact.object) : undefined) ?? [];
      lines.push({ kind, text: textOf(fact, cluster), ...(about[0] === undefined ? {} : { id: about[0] }) });
      const mark = (id: string, as: 'new' | 'gone' | 'moved', text: string): void => {
        // The first fact that tells says most: they come in the order in which a reader asks.
        if (!marks.has(id)) marks.set(id, { id, kind: as, text });
      };
      for (const each of about) mark(each, kind === 'changed' ? 'moved' : kind, markOf(fact));
      if (there === undefined || ghosts === undefined || fact.kind !== 'external-address') continue;
      const [older, newer] = other?.side === 'newer' ? [now, there] : [there, now];
      for (const each of onlyIn(newer, older, fact.after)) mark(each, 'new', markOf({ ...fact, before: null }));
      for (const each of onlyIn(older, newer, fact.before)) mark(each, 'gone', markOf({ ...fact, after: null }));
    }
    for (const fact of cluster.explained) {
      lines.push({ kind: 'note', text: textOf(fact, cluster) }, { kind: 'note', text: fact.reason });
    }
    for (const kind of ['new', 'gone'] as const) {
      for (const { message, code, file, line } of cluster.findings[kind])
        lines.push({ kind, text: `${message} [${code}] ${file}:${line}` });
    }
  }
  return { title, marks: [...marks.values()], ghosts: there === undefined ? [] : ghostsOf(there, now, marks), lines };
}

/** External addresses that a value lists, and that one of two graphs has alone. */
function onlyIn(graph: Graph, other: Graph, value: string | null): readonly string[] {
  const listed = new Set((value ?? '').split(/[\s,]+/));
  const others = new Set(other.elements.map(({ id }) => id));
  return graph.elements.flatMap(({ id, kind, label }) => (kind === 'externalAddress' && listed.has(label) && !others.has(id) ? [id] : []));
}

/** What is marked and is in the graph of the other side alone, with what holds it and the pods in it, in the order of that graph. */
function ghostsOf(there: Graph, now: Graph, marks: ReadonlyMap<string, unknown>): readonly GraphElement[] {
  const was = new Map(there.elements.map((element) => [element.id, element]));
  const is = new Set(now.elements.map(({ id }) => id));
  const ghosts = new Set<string>();
  for (const { id } of there.elements) {
    if (!marks.has(id)) continue;
    for (
      let each = was.get(id);
      each !== undefined && !is.has(each.id);
      each = each.parent === undefined ? undefined : was.get(each.parent)
    )
      ghosts.add(each.id);
  }
  for (const { id, kind, parent } of there.elements)
    if (kind === 'pod' && parent !== undefined && marks.has(parent) && ghosts.has(parent)) ghosts.add(id);
  return there.elements.flatMap((element) => (ghosts.has(element.id) ? [{ ...element, severity: undefined, hasSource: false }] : []));
}

/** The element of a cluster in the picture that is shown, which is that of the one side or of the other. */
function shownId(now: Graph, cluster: ComparedCluster, other: OtherPicture['side'] | undefined): string {
  return clusterIdIn(now, other === 'newer' ? (cluster.older ?? cluster) : cluster);
}

/** The other picture with its clusters called as in the picture that is shown. */
function inIdsOf(now: Graph, { graph, side }: OtherPicture, clusters: Comparison['clusters']): Graph {
  const names = new Map<string, string>();
  for (const cluster of clusters)
    if (cluster.state === 'changed')
      names.set(clusterIdIn(graph, side === 'newer' ? cluster : (cluster.older ?? cluster)), shownId(now, cluster, side));
  const called = (id: string): string => {
    const end = id.indexOf('|');
    const root = end < 0 ? id : id.slice(0, end);
    return `${names.get(root) ?? root}${id.slice(root.length)}`;
  };
  return {
    elements: graph.elements.map((element) => ({
      ...element,
      id: called(element.id),
      parent: element.parent === undefined ? undefined : called(element.parent),
    })),
    edges: [],
  };
}
