import type { Graph, GraphElement, ShownComparison } from '../topology/protocol.ts';
import type { ComparedCluster, ComparedFact, Comparison } from './comparison.ts';

/** What a comparison says of the elements of a graph, which is that of the newer side; `textOf` says a fact as a sentence. The picture has no ghosts then: what has gone stands in the lines. */
export function comparisonMarks(
  graph: Graph,
  { clusters }: Comparison,
  title: string,
  textOf: (fact: ComparedFact, cluster: ComparedCluster) => string,
  markOf: (fact: ComparedFact) => string,
): ShownComparison {
  const roots = new Map(graph.elements.filter(({ kind }) => kind === 'cluster').map(({ id, label }) => [label, id]));
  const marks = new Map<string, ShownComparison['marks'][number]>();
  const lines: ShownComparison['lines'][number][] = [];
  for (const cluster of clusters) {
    const own = elementsIn(graph, roots.get(cluster.name) ?? cluster.root);
    for (const fact of cluster.changes) {
      const kind = fact.before === null ? 'new' : fact.after === null ? 'gone' : 'changed';
      lines.push({ kind, text: textOf(fact, cluster) });
      for (const id of own.get(fact.object) ?? []) {
        // The first fact that tells says most: they come in the order in which a reader asks.
        if (!marks.has(id)) marks.set(id, { id, kind: kind === 'changed' ? 'moved' : kind, text: markOf(fact) });
      }
    }
    for (const fact of cluster.explained) {
      lines.push({ kind: 'note', text: textOf(fact, cluster) }, { kind: 'note', text: fact.reason });
    }
    for (const kind of ['new', 'gone'] as const) {
      for (const { message, code, file, line } of cluster.findings[kind])
        lines.push({ kind, text: `${message} [${code}] ${file}:${line}` });
    }
  }
  return { title, marks: [...marks.values()], ghosts: [], lines };
}

/** Ids by the objects that facts name: `Service shop/web`, `Deployment shop/web`, `Node worker`, a DNS name. */
function elementsIn({ elements }: Graph, cluster: string): ReadonlyMap<string, readonly string[]> {
  const byObject = new Map<string, string[]>();
  for (const element of elements) {
    if (!element.id.startsWith(`${cluster}|`)) continue;
    const object = objectOf(element, element.id.slice(cluster.length + 1));
    byObject.set(object, [...(byObject.get(object) ?? []), element.id]);
  }
  return byObject;
}

/** `Deployment/shop/web@Node/worker` is `Deployment shop/web`. */
function objectOf({ kind, label }: GraphElement, local: string): string {
  if (kind === 'dnsName') return `${label}.`;
  const [name = ''] = local.split('@', 1);
  const at = name.indexOf('/');
  return `${name.slice(0, at)} ${name.slice(at + 1)}`;
}
