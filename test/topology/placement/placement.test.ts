import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Graph, GraphElement } from '../../../src/topology/protocol.ts';
import { arrange, laneStyles, shapeFor, type Shape } from '../../../src/topology/placement/arrange.ts';
import { extend } from '../../../src/topology/placement/extend.ts';
import { encloses, overlaps, type Rect } from '../../../src/topology/placement/geometry.ts';
import { applyPins, moveTo, type Pins } from '../../../src/topology/placement/moving.ts';
import { boundsOf, captionsOf, laneHeadings, type Placement } from '../../../src/topology/placement/placement.ts';
import { pictureOf } from '../../../src/topology/placement/picture.ts';
import { visibleOf, type Visible } from '../../../src/topology/placement/visible.ts';
import { GraphBuilder, largeGraph, shopGraph } from '../../webview/support/graphs.ts';

/** With every pod, and the address ranges. */
const open = { level: 0, toggled: new Set(['store|plan', 'c0|plan', 'c1|plan', 'c2|plan']) };
const asFirst = { level: 1, toggled: new Set<string>() };

function visible(graph: Graph, folds = open): Visible {
  return visibleOf(pictureOf(graph, 1), folds);
}

function assertTidy({ shown }: Visible, placement: Placement): void {
  const siblings = new Map<string | undefined, { id: string; rect: Rect }[]>();
  for (const [id, { frame }] of shown) {
    const rects = placement.get(id);
    assert.ok(rects, `${id} has no place`);
    const outer = frame === undefined ? undefined : placement.get(frame);
    if (outer !== undefined)
      for (const rect of rects)
        assert.ok(
          outer.some((region) => encloses(region, rect)),
          `${id} sticks out of ${frame ?? ''}`,
        );
    const group = siblings.get(frame) ?? [];
    for (const rect of rects) {
      for (const other of group) assert.ok(!overlaps(rect, other.rect), `${id} lies on ${other.id}`);
    }
    group.push(...rects.map((rect) => ({ id, rect })));
    siblings.set(frame, group);
  }
}

/** One to three clusters with a few of everything, so that small changes of the numbers are small changes of the graph. */
const graphs = fc
  .array(
    fc.record({
      networks: fc.nat(2),
      addresses: fc.nat(5),
      ranges: fc.nat(6),
      namespaces: fc.array(fc.nat(6), { maxLength: 4 }),
      nodes: fc.array(fc.nat(12), { maxLength: 4 }),
      endpoints: fc.nat(2),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((clusters) => {
    const b = new GraphBuilder();
    clusters.forEach(({ networks, addresses, ranges, namespaces, nodes, endpoints }, index) => {
      const c = `c${index}`;
      b.add(c, 'cluster', undefined);
      for (let n = 0; n < networks; n++) b.add(`${c}|network${n}`, 'externalNetwork', c);
      b.add(`${c}|pool`, 'loadBalancerPool', c);
      for (let n = 0; n < addresses; n++) b.add(`${c}|address${n}`, 'externalAddress', `${c}|pool`);
      namespaces.forEach((services, n) => {
        b.add(`${c}|ns${n}`, 'namespace', c);
        for (let s = 0; s < services; s++)
          b.add(`${c}|ns${n}s${s}`, 'service', `${c}|ns${n}`, { note: ['LoadBalancer', '', 'ExternalName'][(s + services) % 3] ?? '' }).add(
            `${c}|ns${n}d${s}`,
            'dnsName',
            `${c}|ns${n}`,
          );
      });
      nodes.forEach((pods, n) => {
        b.add(`${c}|node${n}`, 'node', c);
        for (let p = 0; p < pods; p++) {
          if (p % 3 === 0) b.add(`${c}|node${n}w${p}`, 'workload', `${c}|node${n}`);
          b.add(`${c}|node${n}p${p}`, 'pod', `${c}|node${n}w${p - (p % 3)}`);
        }
      });
      for (let n = 0; n < endpoints; n++) b.add(`${c}|endpoint${n}`, 'endpoint', c);
      if (ranges > 0) b.add(`${c}|plan`, 'addressPlan', c);
      for (let n = 0; n < ranges; n++) b.add(`${c}|range${n}`, 'range', `${c}|plan`);
    });
    return b.graph;
  });

const shapes = fc.record({ lanes: fc.constantFrom(...laneStyles), perRow: fc.integer({ min: 1, max: 3 }) });

/** The graph without some of its elements and all they hold. */
function without({ elements, edges }: Graph, ids: ReadonlySet<string>): Graph {
  const gone = new Set<string>();
  const kept: GraphElement[] = [];
  for (const element of elements) {
    if (ids.has(element.id) || (element.parent !== undefined && gone.has(element.parent))) gone.add(element.id);
    else kept.push(element);
  }
  return { elements: kept, edges };
}

const pairs = graphs
  .chain((graph) =>
    fc.tuple(fc.constant(graph), fc.subarray(graph.elements.map(({ id }) => id)), fc.subarray(graph.elements.map(({ id }) => id))),
  )
  .map(
    ([graph, first, second]) =>
      [
        without(graph, new Set(first.filter((_, index) => index % 3 === 0))),
        without(graph, new Set(second.filter((_, index) => index % 3 === 0))),
      ] as const,
  );

describe('Placement from nothing', () => {
  it('lets nothing overlap and nothing stick out of its frame', () => {
    fc.assert(
      fc.property(graphs, fc.nat(3), shapes, (graph, level, shape) => {
        const shown = visible(graph, { ...open, level });
        assertTidy(shown, arrange(shown, shape));
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('is the same each time', () => assert.deepEqual(arrange(visible(shopGraph())), arrange(visible(structuredClone(shopGraph())))));

  it('reads from left to right: outside, addresses, services, nodes', () => {
    const placement = arrange(visible(shopGraph()));
    const left = (id: string) => placement.get(id)?.[0].x ?? Number.NaN;
    const order = ['store|clients', 'store|pool', 'store|shop', 'store|worker'].map(left);
    assert.deepEqual(
      order,
      order.toSorted((one, other) => one - other),
    );
    assert.equal(new Set(order).size, 4);
  });

  it('hangs a DNS name below its service', () => {
    const placement = arrange(visible(shopGraph()));
    const [service] = placement.get('store|Service/web') ?? [];
    const [name] = placement.get('store|DNS/web') ?? [];
    assert.ok(service !== undefined && name !== undefined);
    assert.deepEqual([name.x, name.y], [service.x, service.y + service.height]);
  });

  it('takes the shape of its window', () => {
    const shown = visible(shopGraph());
    assert.equal(shapeFor(shown, { width: 1600, height: 800 }).lanes, 'wide');
    assert.equal(shapeFor(shown, { width: 1000, height: 900 }).lanes, 'tall');
    assert.equal(shapeFor(shown, { width: 640, height: 900 }).lanes, 'narrow');
    assert.equal(shapeFor(shown, { width: 325, height: 900 }).lanes, 'column');
    const width = (lanes: Shape['lanes']) => boundsOf(arrange(shown, { lanes, perRow: 1 }))?.width ?? 0;
    assert.ok(width('tall') < width('wide') * 0.85);
    assert.ok(width('narrow') < width('tall') * 0.85);
  });

  it('of a small cluster can be read in a panel beside the editor', () => {
    const shown = visible(shopGraph(), asFirst);
    const room = { width: 620 - 48, height: 900 - 110 };
    const { width, height } = boundsOf(arrange(shown, shapeFor(shown, room)))!;
    assert.ok(Math.min(room.width / width, room.height / height) >= 0.8, `${width} x ${height}`);
  });

  it('sets services that are not reached from outside apart, below those that are', () => {
    const shown = visible(shopGraph());
    const placement = arrange(shown);
    const captions = captionsOf(shown, placement);
    assert.deepEqual(
      captions.map(({ exposure }) => exposure),
      ['exposed', 'internal'],
    );
    const y = (name: string) => placement.get(`store|Service/${name}`)?.[0].y ?? Number.NaN;
    assert.deepEqual(
      ['web', 'kiosk', 'reports', 'database', 'metrics'].toSorted((one, other) => y(one) - y(other)),
      ['web', 'kiosk', 'reports', 'database', 'metrics'],
    );
    assert.ok(y('database') - y('reports') > y('reports') - y('kiosk'), 'with a distance');
    assert.ok(captions[1]!.y > y('reports') + 74 && captions[1]!.y < y('database'));
  });

  it('puts captions where services of another kind begin, in whatever order edits and the reader have left them', () => {
    const shown = visible(shopGraph());
    const placement = arrange(shown);
    const places = new Map(placement)
      .set('store|Service/metrics', placement.get('store|Service/kiosk')!)
      .set('store|Service/kiosk', placement.get('store|Service/metrics')!);
    assert.deepEqual(
      captionsOf(shown, places).map(({ exposure }) => exposure),
      ['exposed', 'internal', 'exposed', 'internal', 'exposed'],
    );
  });

  it('puts clusters beside each other where there is room', () => {
    const b = new GraphBuilder();
    for (const name of ['one', 'two', 'three', 'four'])
      b.add(name, 'cluster', undefined).add(`${name}|n`, 'namespace', name).add(`${name}|s`, 'service', `${name}|n`);
    const shown = visible(b.graph);
    assert.equal(shapeFor(shown, { width: 4000, height: 300 }).perRow, 4);
    assert.equal(shapeFor(shown, { width: 300, height: 4000 }).perRow, 1);
  });

  it('keeps room in a node for what may come, not in one that gets no pods where others have theirs', () => {
    const b = new GraphBuilder().add('c', 'cluster', undefined).add('c|master', 'node', 'c').add('c|worker', 'node', 'c');
    const height = () => arrange(visible(b.graph)).get('c|master')?.[0].height ?? 0;
    const before = height();
    b.add('c|p', 'pod', 'c|worker');
    assert.ok(height() < before - 40, `${height()}`);
  });

  it('places thousands of elements', () => {
    const shown = visible(largeGraph(5000));
    assert.ok(shown.shown.size > 5000);
    assert.equal(arrange(shown).size, shown.shown.size);
  });

  it('has no bounds when there is nothing', () => assert.equal(boundsOf(arrange(visible({ elements: [], edges: [] }))), undefined));
});

describe('Placement of what is new', () => {
  it('moves nothing that stays, lets nothing overlap, and finds room for everything', () => {
    fc.assert(
      fc.property(pairs, shapes, ([before, after], shape) => {
        const first = arrange(visible(before), shape);
        const shown = visible(after);
        const second = extend(shown, first);
        assertTidy(shown, second);
        const kept = [...shown.shown.keys()].filter((id) => first.has(id));
        if (kept.length * 2 < shown.shown.size) return;
        for (const id of kept) {
          const [old] = first.get(id) ?? [];
          const [now] = second.get(id) ?? [];
          assert.ok(old !== undefined && now !== undefined);
          assert.deepEqual([now.x, now.y], [old.x, old.y], `${id} moved`);
          if (shown.shown.get(id)?.role === 'card') assert.deepEqual(now, old);
          else assert.ok(encloses(now, old), `${id} shrank`);
        }
      }),
      { seed: 12, numRuns: 400 },
    );
  });

  it('holds over many edits in a row', () => {
    fc.assert(
      fc.property(fc.array(pairs, { minLength: 2, maxLength: 6 }), (steps) => {
        let placement: Placement = new Map();
        for (const graph of steps.flat()) {
          const shown = visible(graph);
          placement = extend(shown, placement);
          assertTidy(shown, placement);
        }
      }),
      { seed: 13, numRuns: 60 },
    );
  });

  it('gives a freed place to the next that comes', () => {
    const graph = shopGraph();
    const before = arrange(visible(graph));
    const renamed: Graph = {
      ...graph,
      elements: graph.elements.map((element) =>
        element.id === 'store|Pod/database-0' ? { ...element, id: 'store|Pod/database-x' } : element,
      ),
      edges: [],
    };
    assert.deepEqual(extend(visible(renamed), before).get('store|Pod/database-x'), before.get('store|Pod/database-0'));
  });

  it('starts anew when most of it is new', () => {
    const shown = visible(shopGraph());
    assert.deepEqual(extend(shown, arrange(visible(largeGraph(50)))), arrange(shown));
  });

  it('takes all places of a saved picture', () => {
    const shown = visible(shopGraph());
    const moved = moveTo(shown, arrange(shown), new Map(), 'store|Service/web', 900, 700).placement;
    assert.deepEqual(extend(shown, moved), moved);
  });
});

describe('A drag', () => {
  const shown = visible(shopGraph());
  const before = arrange(shown);

  it('takes along what a frame holds', () => {
    const [node] = before.get('store|worker') ?? [];
    const [pod] = before.get('store|Pod/database-0') ?? [];
    assert.ok(node !== undefined && pod !== undefined);
    const { placement } = moveTo(shown, before, new Map(), 'store|worker', node.x + 30, node.y + 40);
    assert.deepEqual(placement.get('store|Pod/database-0')?.[0], { ...pod, x: pod.x + 30, y: pod.y + 40 });
  });

  it('takes a service and its name together', () => {
    const { placement } = moveTo(shown, before, new Map(), 'store|DNS/web', 700, 500);
    const [service] = placement.get('store|Service/web') ?? [];
    assert.ok(service);
    assert.deepEqual([service.x, service.y + service.height], [700, 500]);
  });

  it('stretches the frames round it', () => {
    const { placement } = moveTo(shown, before, new Map(), 'store|Pod/database-0', 3000, 3000);
    for (const frame of ['store|worker', 'store']) {
      const [rect] = placement.get(frame) ?? [];
      assert.ok(rect !== undefined && rect.x + rect.width > 3000, frame);
    }
  });

  it('makes nothing overlap, and leaves a name in the box of its service, wherever it goes', () => {
    const draggable = [...shown.shown.keys()].filter((id) => id !== 'store');
    const drags = fc.array(
      fc.tuple(fc.constantFrom(...draggable), fc.integer({ min: -300, max: 1800 }), fc.integer({ min: -300, max: 1400 })),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(drags, shapes, (steps, shape) => {
        let placement = arrange(shown, shape);
        let pins: Pins = new Map();
        for (const [id, x, y] of steps) ({ placement, pins } = moveTo(shown, placement, pins, id, x, y));
        assertTidy(shown, placement);
        assertTidy(shown, applyPins(shown, arrange(shown), pins));
      }),
      { seed: 14, numRuns: 300 },
    );
  });

  it('covers no heading', () => {
    const { placement } = moveTo(shown, before, new Map(), 'store|office', 20, 42);
    for (const { x, y } of laneHeadings(shown, placement))
      for (const [id, one] of shown.shown)
        if (one.role === 'card') assert.ok(!(placement.get(id) ?? []).some((rect) => overlaps(rect, { x, y, width: 150, height: 14 })), id);
  });

  it('comes back after a fresh arrangement', () => {
    const { placement, pins } = moveTo(shown, before, new Map(), 'store|Pod/database-0', 1500, 900);
    assert.deepEqual(applyPins(shown, arrange(shown), pins).get('store|Pod/database-0'), placement.get('store|Pod/database-0'));
  });
});
