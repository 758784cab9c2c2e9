import assert from 'node:assert/strict';
import { arrange, laneStyles } from '../../../src/topology/placement/arrange.ts';
import type { Rect } from '../../../src/topology/placement/geometry.ts';
import { pictureOf } from '../../../src/topology/placement/picture.ts';
import { obstaclesOf, routesOf } from '../../../src/topology/placement/routing.ts';
import type { Route } from '../../../src/topology/placement/route.ts';
import { visibleOf } from '../../../src/topology/placement/visible.ts';
import type { Graph } from '../../../src/topology/protocol.ts';
import { GraphBuilder, largeGraph, shopGraph } from '../../webview/support/graphs.ts';

const open = (graph: Graph) => visibleOf(pictureOf(graph, 1), { level: 0, toggled: new Set() });

/** The cards that a route runs behind. */
function crossed(route: Route, cards: readonly Rect[]): readonly Rect[] {
  return cards.filter(({ x, y, width, height }) =>
    route.some((point, index) => {
      const before = route[index - 1];
      if (before === undefined) return false;
      const [left, right] = [Math.min(before.x, point.x), Math.max(before.x, point.x)];
      const [top, bottom] = [Math.min(before.y, point.y), Math.max(before.y, point.y)];
      return left < x + width - 0.5 && right > x + 0.5 && top < y + height - 0.5 && bottom > y + 0.5;
    }),
  );
}

function assertClear(graph: Graph, lanes: (typeof laneStyles)[number]): void {
  const visible = open(graph);
  const placement = arrange(visible, { lanes, perRow: 1 });
  const drawn = [...visible.edges.values()].filter(({ kind }) => kind !== 'resolves' && kind !== 'announces');
  const routes = routesOf(visible, placement, drawn);
  assert.equal(routes.size, drawn.length);
  const cards = obstaclesOf(visible, placement);
  for (const [id, route] of routes) {
    assert.deepEqual(crossed(route, cards), [], `${id} in ${lanes}: ${JSON.stringify(route)}`);
    route.forEach((point, index) => {
      const before = route[index - 1];
      assert.ok(before === undefined || before.x === point.x || before.y === point.y, `${id} runs askew`);
    });
  }
}

describe('The way of an edge', () => {
  for (const lanes of laneStyles) {
    it(`runs between the cards of a shop, ${lanes}`, () => assertClear(shopGraph(), lanes));

    it(`runs between two columns of services, and of pods, ${lanes}`, () => {
      const b = new GraphBuilder().add('c', 'cluster', undefined).add('c|n', 'namespace', 'c').add('c|node', 'node', 'c');
      for (let index = 0; index < 40; index++)
        b.add(`c|s${index}`, 'service', 'c|n').add(`c|d${index}`, 'dnsName', 'c|n').edge('resolves', `c|d${index}`, `c|s${index}`);
      for (let index = 0; index < 40; index++) b.add(`c|p${index}`, 'pod', 'c|node').edge('answers', `c|s${index}`, `c|p${index}`);
      assertClear(b.graph, lanes);
    });
  }

  it('tells lines to different ends apart in one gutter', () => {
    const visible = open(shopGraph());
    const routes = routesOf(visible, arrange(visible), visible.edges.values());
    const upright = (id: string) => routes.get(id)?.[1].x;
    assert.notEqual(
      upright('store|Service/kiosk>answers>store|Pod/kiosk-5d8b6-9c2ls'),
      upright('store|Service/database>answers>store|Pod/database-0'),
    );
  });

  it('is one with its neighbours as far as they come from one beginning', () => {
    const b = new GraphBuilder()
      .add('c', 'cluster', undefined)
      .add('c|pool', 'loadBalancerPool', 'c')
      .add('c|a', 'externalAddress', 'c|pool');
    b.add('c|n', 'namespace', 'c');
    for (let index = 0; index < 5; index++) b.add(`c|s${index}`, 'service', 'c|n').edge('assigned', 'c|a', `c|s${index}`);
    const visible = open(b.graph);
    const routes = routesOf(visible, arrange(visible, { lanes: 'column', perRow: 1 }), visible.edges.values());
    assert.equal(new Set([...routes.values()].map((route) => route[1].x)).size, 1);
  });

  it('leads out of the cluster on the far side of the nodes, away from those to pods', () => {
    const b = new GraphBuilder().add('c', 'cluster', undefined).add('c|n', 'namespace', 'c').add('c|s', 'service', 'c|n');
    b.add('c|node', 'node', 'c').add('c|p', 'pod', 'c|node').add('c|office', 'externalNetwork', 'c');
    b.edge('answers', 'c|s', 'c|p').edge('reaches', 'c|node', 'c|office');
    for (const lanes of ['tall', 'narrow'] as const) {
      const visible = open(b.graph);
      const placement = arrange(visible, { lanes, perRow: 1 });
      const [cluster] = placement.get('c') ?? [];
      const [node] = placement.get('c|node') ?? [];
      const way = routesOf(visible, placement, visible.edges.values()).get('c|node>reaches>c|office');
      assert.ok(cluster !== undefined && node !== undefined && way !== undefined);
      // Beside the node and in its cluster, unless it leads straight down.
      const right = Math.max(...way.map(({ x }) => x));
      assert.ok(way.length === 2 || (right > node.x + node.width && right < cluster.x + cluster.width), lanes);
    }
  });

  it('is found for all edges of a picture of thousands', () => {
    const visible = open(largeGraph(2000));
    assert.ok(routesOf(visible, arrange(visible), [...visible.edges.values()].slice(0, 250)).size > 0);
  });
});
