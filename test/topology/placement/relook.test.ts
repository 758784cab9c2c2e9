import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arrange } from '../../../src/topology/placement/arrange.ts';
import { extend } from '../../../src/topology/placement/extend.ts';
import { applyPatch, pictureOf } from '../../../src/topology/placement/picture.ts';
import { relookedVisible, visibleOf } from '../../../src/topology/placement/visible.ts';
import type { GraphElement, GraphPatch } from '../../../src/topology/protocol.ts';
import { largeGraph, shopGraph } from '../../webview/support/graphs.ts';

const nothing: GraphPatch = { removedEdges: [], removedElements: [], changed: [], added: [], edges: [] };
const looks = fc.record({
  label: fc.string({ maxLength: 5 }),
  detail: fc.string({ maxLength: 5 }),
  pending: fc.boolean(),
  severity: fc.constantFrom('error', 'warning', 'hint', undefined),
  certainty: fc.constantFrom('fixed', 'possible', undefined),
});

describe('A patch that only changes how elements look', () => {
  for (const [name, graph] of [
    ['a shop', shopGraph()],
    ['200 pods', largeGraph(200)],
  ] as const) {
    it(`gives, of ${name} under any folds, what drawing it all anew gives`, () => {
      fc.assert(
        fc.property(
          fc.nat(4),
          fc.array(fc.tuple(fc.nat(graph.elements.length - 1), looks), { maxLength: 4 }),
          fc.nat(graph.elements.length - 1),
          (level, edits, opened) => {
            const folds = { level, toggled: new Set([graph.elements[opened]!.id]) };
            const before = pictureOf(graph, 1);
            const changed = [
              ...new Map(
                edits.map(([at, look]): [string, GraphElement] => [graph.elements[at]!.id, { ...graph.elements[at]!, ...look }]),
              ).values(),
            ];
            const after = applyPatch(before, { ...nothing, changed }, 2);
            const drawn = visibleOf(before, folds);
            assert.ok(after.relooked);
            const next = relookedVisible(after, drawn, after.relooked.ids);
            assert.deepEqual([...next.shown], [...visibleOf(after, folds).shown]);
            assert.equal(next.edges, drawn.edges);
            const places = new Map(changed.map((element) => [element.id, element]));
            assert.deepEqual(
              [...after.elements.values()],
              graph.elements.map((element) => places.get(element.id) ?? element),
            );
          },
        ),
        { numRuns: 60 },
      );
    });
  }

  it('is told from one that moves, adds or takes away something', () => {
    const graph = shopGraph();
    const before = pictureOf(graph, 1);
    const pod = graph.elements.find(({ kind }) => kind === 'pod')!;
    for (const patch of [
      { ...nothing, changed: [{ ...pod, parent: 'store|master' }] },
      { ...nothing, changed: [{ ...pod, hasSource: false }] },
      { ...nothing, removedEdges: [graph.edges[0]!.id] },
      { ...nothing, edges: [graph.edges[0]!] },
      { ...nothing, removedElements: [pod.id] },
      { ...nothing, added: [{ after: 'store', elements: [{ ...pod, id: 'new', parent: 'store' }] }] },
    ])
      assert.equal(applyPatch(before, patch, 2).relooked, undefined);
  });

  it('leaves the placement the same object', () => {
    const visible = visibleOf(pictureOf(shopGraph(), 1), { level: 1, toggled: new Set() });
    const placement = arrange(visible);
    assert.equal(extend(visible, placement), placement);
  });
});
