import assert from 'node:assert/strict';
import { Analysis } from '../../../src/analysis/analysis.ts';
import { badgesOf } from '../../../src/analysis/badges.ts';
import { TopologySession } from '../../../src/service/page/topologySession.ts';
import { DrawnBefore } from '../../../src/topology/drawnBefore.ts';
import { topologyOf } from '../../../src/topology/graph.ts';
import { protocolVersion, type Graph, type GraphElement, type ToPage } from '../../../src/topology/protocol.ts';
import type { Topology } from '../../../src/topology/subject.ts';
import { initialFiles, randomChanges, randomOf } from '../../support/randomWorkspace.ts';
import { saidGraph } from '../../support/said.ts';

/** More by hand: `EDITS=2000 SEED=7 node scripts/test-unit.mjs test/service/page/drawnBefore.property.test.ts` */
const edits = Number(process.env['EDITS'] ?? 150);
const seed = Number(process.env['SEED'] ?? 1);

describe('a page', () => {
  it('shows after each edit, patch upon patch, what a graph made anew says', () => {
    const random = randomOf(seed);
    const files = initialFiles(random);
    const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [{ name: 'workspace', path: '' }]);
    for (const [path, text] of files) analysis.setFile(path, text);
    const session = new TopologySession();
    session.update(analysis.refreshAtOnce(), false);
    const opened = session.receive({ type: 'ready', protocol: protocolVersion });
    assert.ok(opened.type === 'send');
    let graph = shown(session, undefined, opened.messages);
    const drawn = new DrawnBefore();
    let patches = 0;
    for (let edit = 0; edit < edits; edit++) {
      for (const { path, text } of randomChanges(random, files)) {
        if (text === undefined) files.delete(path);
        else files.set(path, text);
        analysis.setFile(path, text);
      }
      const snapshot = analysis.refreshAtOnce();
      const messages = session.update(snapshot, false);
      patches += messages.filter(({ type }) => type === 'patch').length;
      graph = shown(session, graph, messages);
      // Texts that cannot be read leave the picture as it was.
      if (session.state.status.state !== 'ready') continue;
      const inputs = snapshot.clusters.map((each) => ({ allocation: each.allocation, live: each.live?.(), badges: badgesOf(each) }));
      const fresh = topologyOf(inputs.map(({ allocation, badges }) => ({ allocation, badges })));
      const anew = saidGraph(fresh);
      const where = `seed ${seed}, edit ${edit}`;
      assert.deepEqual(stoodFor(topologyOf(inputs, drawn)), stoodFor(fresh), where);
      assert.deepEqual(graph.elements, anew.elements, where);
      assert.deepEqual(byId(graph.edges), byId(anew.edges), where);
    }
    assert.ok(patches > edits / 10, String(patches));
  }).timeout(600_000);

  it('draws anew what an edit is about, and takes over the rest', () => {
    const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [{ name: 'workspace', path: '' }]);
    const drawn = new DrawnBefore();
    const draw = (replicas: number, labels = '{ app: web }') => {
      analysis.setFile('web.yaml', deployment('web', replicas, labels));
      analysis.setFile('shop.yaml', deployment('shop', 1, '{ app: shop }'));
      const inputs = analysis.refreshAtOnce().clusters.map((each) => ({ allocation: each.allocation, badges: badgesOf(each) }));
      const { graph, subjects } = topologyOf(inputs, drawn);
      const part = (name: string) => graph.elements.find(({ kind, label }) => kind === 'workload' && label === name);
      const { what } = subjects.get(part('web')?.id ?? '') ?? {};
      return { shop: part('shop'), web: part('web'), pods: what?.type === 'workload' ? what.pods.length : 0, edges: graph.edges.length };
    };
    const [first, second, third] = [draw(2), draw(3), draw(3, '{ app: other }')];
    assert.deepEqual([first.pods, second.pods, third.pods], [2, 3, 3]);
    assert.deepEqual([second.edges - first.edges, third.edges - second.edges], [1, -3]);
    assert.equal(second.shop, first.shop);
    assert.ok(third.web?.keywords.includes('app=other'));
  });
});

const deployment = (name: string, replicas: number, labels: string): string =>
  [
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }`,
    `spec: { replicas: ${replicas}, selector: { matchLabels: ${labels} }, template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: c, image: i }] } } }`,
    `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: ${name} }, ports: [{ port: 80 }] }\n`,
  ].join('\n');

const identities = new WeakMap<object, number>();
let count = 0;

/** What stands behind each element, objects by a number of their own. */
function stoodFor({ subjects }: Topology): readonly unknown[] {
  const numberOf = (thing: unknown): unknown => {
    if (typeof thing !== 'object' || thing === null) return thing;
    if (Array.isArray(thing)) return thing.map(numberOf);
    let number = identities.get(thing);
    if (number === undefined) identities.set(thing, (number = ++count));
    return number;
  };
  return [...subjects].map(([id, { what, resource, place, badges }]) => [
    id,
    Object.entries(what).map(([key, value]) => [key, numberOf(value)]),
    numberOf(resource),
    place?.path,
    badges.length,
  ]);
}

/** What the page holds once it has read the messages, and has said so. */
function shown(session: TopologySession, before: Graph | undefined, messages: readonly ToPage[]): Graph {
  let graph = before;
  for (const message of messages) {
    if (message.type === 'graph') graph = message.graph;
    else if (message.type === 'patch' && graph !== undefined) {
      const { removedEdges, removedElements, changed, added, edges } = message.patch;
      const gone = new Set(removedElements);
      const renewed = new Map(changed.map((element) => [element.id, element]));
      const elements: GraphElement[] = graph.elements
        .filter(({ id }) => !gone.has(id))
        .map((element) => renewed.get(element.id) ?? element);
      for (const { after, elements: more } of added)
        elements.splice(after === undefined ? 0 : elements.findIndex(({ id }) => id === after) + 1, 0, ...more);
      const lines = new Map(graph.edges.map((edge) => [edge.id, edge]));
      for (const id of removedEdges) lines.delete(id);
      for (const edge of edges) lines.set(edge.id, edge);
      graph = { elements, edges: [...lines.values()] };
    } else continue;
    const next = session.receive({ type: 'shown', version: message.version });
    assert.ok(next.type === 'send');
    graph = shown(session, graph, next.messages);
  }
  assert.ok(graph !== undefined);
  return graph;
}

function byId<T extends { readonly id: string }>(things: readonly T[]): readonly T[] {
  return things.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
