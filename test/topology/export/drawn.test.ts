import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { drawnAfresh, drawnAsShown, graphOf, summaryOf } from '../../../src/topology/export/drawn.ts';
import { arrange } from '../../../src/topology/placement/arrange.ts';
import { moveTo } from '../../../src/topology/placement/moving.ts';
import { pictureOf } from '../../../src/topology/placement/picture.ts';
import { mostVisible, visibleOf } from '../../../src/topology/placement/visible.ts';
import { pageStrings } from '../../../src/service/pageStrings.ts';
import { largeGraph, shopGraph } from '../../webview/support/graphs.ts';

const shop = shopGraph();
const strings = pageStrings(english);
const window = { width: 1600, height: 1000 };

describe('What an export draws', () => {
  it('is, untouched, the same each time', () => {
    assert.deepEqual(drawnAfresh(shop, window), drawnAfresh(shop, window));
  });

  it('folds what is too much for one picture, and says how much it stands for', () => {
    const drawn = drawnAfresh(largeGraph(2000), window);
    assert.ok(drawn.visible.shown.size <= mostVisible);
    assert.match(summaryOf(drawn, strings), /^Edge network topology · 2\d\d\d elements in \d+ cards$/);
  });

  it('has what was dragged where it was dragged to', () => {
    const pins = new Map([['store|worker', { x: 900, y: 700 }]]);
    const [worker] = drawnAfresh(shop, window, pins).placement.get('store|worker') ?? [];
    const [store] = drawnAfresh(shop, window, pins).placement.get('store') ?? [];
    assert.deepEqual([worker!.x - store!.x, worker!.y - store!.y], [900, 700]);
  });

  it('is, of a page, exactly what the page shows: its folds, its places', () => {
    const folds = { level: 1, toggled: new Set(['store|shop']) };
    const visible = visibleOf(pictureOf(shop, 1), folds);
    const { placement } = moveTo(visible, arrange(visible), new Map(), 'store|clients', -300, 40);
    const drawn = drawnAsShown(shop, { folds, placement });
    assert.deepEqual(drawn.placement, placement);
    assert.deepEqual([...drawn.visible.shown.keys()], [...visible.shown.keys()]);
  });

  it('leaves out what the page has no place for, with all it holds and its lines', () => {
    const folds = { level: 0, toggled: new Set<string>(['store|plan']) };
    const visible = visibleOf(pictureOf(shop, 1), folds);
    const placement = new Map([...arrange(visible)].filter(([id]) => id !== 'store|worker'));
    const { shown, edges } = drawnAsShown(shop, { folds, placement }).visible;
    assert.ok(!shown.has('store|worker') && !shown.has('store|Pod/database-0') && shown.has('store|master'));
    assert.ok([...edges.values()].every(({ from, to }) => shown.has(from) && shown.has(to)));
  });

  it('as a graph names each folded group with what it holds', () => {
    const drawn = drawnAsShown(shop, {
      folds: { level: 2, toggled: new Set() },
      placement: arrange(visibleOf(pictureOf(shop, 1), { level: 2, toggled: new Set() })),
    });
    const worker = graphOf(drawn, strings).elements.find(({ id }) => id === 'store|worker');
    assert.equal(worker?.detail, '10.128.44.242 · 5 pods');
  });
});
