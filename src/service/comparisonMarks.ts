import type { Graph, GraphElement, ShownComparison } from '../topology/protocol.ts';
import type { ComparedCluster, ComparedFact, Comparison } from './comparison.ts';

/**
 * What a comparison says of the elements of a graph, which is that of the newer side; `textOf` says a fact as a sentence. What has gone is a ghost of the graph `past`, where that is
 * there; else it stands in the lines alone, as do clusters that have gone as a whole.
 */
export function comparisonMarks(
  { now, past }: { readonly now: Graph; readonly past: Graph | undefined },
  { clusters }: Comparison,
  title: string,
  textOf: (fact: ComparedFact, cluster: ComparedCluster) => string,
  markOf: (fact: ComparedFact) => string,
): ShownComparison {
  const marks = new Map<string, ShownComparison['marks'][number]>();
  const lines: ShownComparison['lines'][number][] = [];
  for (const cluster of clusters) {
    const own = elementsOf(now, cluster);
    const gone = past === undefined || cluster.state !== 'changed' ? undefined : elementsOf(past, cluster);
    for (const fact of cluster.changes) {
      const kind = fact.before === null ? 'new' : fact.after === null ? 'gone' : 'changed';
      lines.push({ kind, text: textOf(fact, cluster) });
      const mark = (id: string, as: 'new' | 'gone' | 'moved', text: string): void => {
        // The first fact that tells says most: they come in the order in which a reader asks.
        if (!marks.has(id)) marks.set(id, { id, kind: as, text });
      };
      for (const id of own.get(fact.object) ?? (kind === 'gone' ? gone?.get(fact.object) : undefined) ?? [])
        mark(id, kind === 'changed' ? 'moved' : kind, markOf(fact));
      if (past === undefined || gone === undefined || fact.kind !== 'external-address') continue;
      for (const id of onlyIn(now, past, fact.after)) mark(id, 'new', markOf({ ...fact, before: null }));
      for (const id of onlyIn(past, now, fact.before)) mark(id, 'gone', markOf({ ...fact, after: null }));
    }
    for (const fact of cluster.explained) {
      lines.push({ kind: 'note', text: textOf(fact, cluster) }, { kind: 'note', text: fact.reason });
    }
    for (const kind of ['new', 'gone'] as const) {
      for (const { message, code, file, line } of cluster.findings[kind])
        lines.push({ kind, text: `${message} [${code}] ${file}:${line}` });
    }
  }
  return { title, marks: [...marks.values()], ghosts: past === undefined ? [] : ghostsOf(past, now, marks), lines };
}

/** External addresses that a value lists, and that one of two graphs has alone. */
function onlyIn(graph: Graph, other: Graph, value: string | null): readonly string[] {
  const listed = new Set((value ?? '').split(/[\s,]+/));
  const others = new Set(other.elements.map(({ id }) => id));
  return graph.elements.flatMap(({ id, kind, label }) => (kind === 'externalAddress' && listed.has(label) && !others.has(id) ? [id] : []));
}

/** What is marked and is in the older graph alone, with what holds it and the pods in it, in the order of that graph. */
function ghostsOf(past: Graph, now: Graph, marks: ReadonlyMap<string, unknown>): readonly GraphElement[] {
  const was = new Map(past.elements.map((element) => [element.id, element]));
  const is = new Set(now.elements.map(({ id }) => id));
  const ghosts = new Set<string>();
  for (const { id } of past.elements) {
    if (!marks.has(id)) continue;
    for (
      let each = was.get(id);
      each !== undefined && !is.has(each.id);
      each = each.parent === undefined ? undefined : was.get(each.parent)
    )
      ghosts.add(each.id);
  }
  for (const { id, kind, parent } of past.elements)
    if (kind === 'pod' && parent !== undefined && marks.has(parent) && ghosts.has(parent)) ghosts.add(id);
  return past.elements.flatMap((element) => (ghosts.has(element.id) ? [{ ...element, severity: undefined, hasSource: false }] : []));
}

function elementsOf(graph: Graph, { name, root }: ComparedCluster): ReadonlyMap<string, readonly string[]> {
  return elementsIn(graph, graph.elements.find(({ kind, label }) => kind === 'cluster' && label === name)?.id ?? root);
}

/** Ids by the objects that facts name: `Service shop/web`, `Deployment shop/web`, `Node worker`, a DNS name. */
function elementsIn({ elements }: Graph, cluster: string): ReadonlyMap<string, readonly string[]> {
  const byObject = new Map<string, string[]>();
  const drawn = drawnOf(elements);
  for (const element of elements) {
    if (!element.id.startsWith(`${cluster}|`)) continue;
    const object = objectOf(element, element.id.slice(cluster.length + 1));
    byObject.set(object, [...(byObject.get(object) ?? []), drawn(element.id)]);
  }
  return byObject;
}

/** What is drawn of a workload that has one pod on its node is that pod. */
function drawnOf(elements: readonly GraphElement[]): (id: string) => string {
  const pods = new Map<string, string | undefined>();
  for (const { id, kind, parent } of elements)
    if (kind === 'pod' && parent !== undefined) pods.set(parent, pods.has(parent) ? undefined : id);
  return (id) => pods.get(id) ?? id;
}

/** `Deployment/shop/web@Node/worker` is `Deployment shop/web`. */
function objectOf({ kind, label }: GraphElement, local: string): string {
  if (kind === 'dnsName') return `${label}.`;
  const [name = ''] = local.split('@', 1);
  const at = name.indexOf('/');
  return `${name.slice(0, at)} ${name.slice(at + 1)}`;
}
