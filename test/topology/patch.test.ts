import assert from 'node:assert/strict';
import fc from 'fast-check';
import { difference } from '../../src/topology/patch.ts';
import { parseToPage, type Graph, type GraphEdge, type GraphElement } from '../../src/topology/protocol.ts';
import { applyPatch, pictureOf } from '../../src/topology/placement/picture.ts';

function element(id: string, label = id): GraphElement {
  return {
    id,
    kind: 'pod',
    label,
    detail: '',
    note: '',
    keywords: '',
    parent: undefined,
    severity: undefined,
    certainty: undefined,
    pending: false,
    hasSource: false,
  };
}

function edge(from: string, to: string, label = ''): GraphEdge {
  return { id: `${from}>answers>${to}`, kind: 'answers', from, to, label, certainty: undefined };
}

function graphOf(elements: readonly GraphElement[], edges: readonly GraphEdge[] = []): Graph {
  return { elements, edges };
}

function applied(before: Graph, after: Graph): Graph {
  const patch = difference(before, after);
  if (patch === undefined) return before;
  const picture = applyPatch(pictureOf(before, 1), patch, 2);
  return { elements: [...picture.elements.values()], edges: [...picture.edges.values()] };
}

/** Graphs over a small alphabet of ids, so that two of them share much in different orders. */
const graphs = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 15 }), fc.constantFrom('old', 'new')), { selector: ([id]) => id, maxLength: 16 })
  .chain((items) => {
    const elements = items.map(([id, label]) => element(String(id), label));
    const ids = elements.map(({ id }) => id);
    const pair =
      ids.length === 0 ? fc.constant(undefined) : fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids), fc.constantFrom('', '80'));
    return fc.uniqueArray(pair, { maxLength: 8, selector: (one) => (one === undefined ? '' : `${one[0]} ${one[1]}`) }).map((pairs) =>
      graphOf(
        elements,
        pairs.flatMap((one) => (one === undefined ? [] : [edge(...one)])),
      ),
    );
  });

describe('The difference of two graphs', () => {
  it('makes the second out of the first, elements in their order', () => {
    fc.assert(
      fc.property(graphs, graphs, (before, after) => {
        const result = applied(before, after);
        assert.deepEqual(result.elements, after.elements);
        const byId = (edges: readonly GraphEdge[]) => edges.toSorted((one, other) => (one.id < other.id ? -1 : 1));
        assert.deepEqual(byId(result.edges), byId(after.edges));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it('is nothing between graphs that say the same', () => {
    fc.assert(
      fc.property(graphs, (graph) => assert.equal(difference(graph, structuredClone(graph)), undefined)),
      { seed: 3, numRuns: 100 },
    );
  });

  it('survives the way to the page', () => {
    fc.assert(
      fc.property(graphs, graphs, (before, after) => {
        const patch = difference(before, after);
        fc.pre(patch !== undefined);
        const message = { type: 'patch', base: 1, version: 2, patch, status: { state: 'ready', text: '' } };
        assert.notEqual(parseToPage(JSON.parse(JSON.stringify(message))), undefined);
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('carries one element when one changed among thousands', () => {
    const elements = Array.from({ length: 5000 }, (_, index) => element(String(index)));
    const changed = elements.with(2500, element('2500', 'renamed'));
    assert.deepEqual(difference(graphOf(elements), graphOf(changed)), {
      removedEdges: [],
      removedElements: [],
      changed: [element('2500', 'renamed')],
      added: [],
      edges: [],
    });
  });

  it('puts a new element behind the one it follows', () => {
    const patch = difference(graphOf([element('a'), element('c')]), graphOf([element('a'), element('b'), element('c')]));
    assert.deepEqual(patch?.added, [{ after: 'a', elements: [element('b')] }]);
    assert.deepEqual(patch.removedElements, []);
  });

  it('takes a moved element out and puts it back in', () => {
    const patch = difference(graphOf([element('a'), element('b'), element('c')]), graphOf([element('c'), element('a'), element('b')]));
    assert.deepEqual(patch?.removedElements, ['c']);
    assert.deepEqual(patch.added, [{ after: undefined, elements: [element('c')] }]);
  });
});
