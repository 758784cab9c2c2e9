import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { pageStrings } from '../../../src/service/pageStrings.ts';
import { arrange } from '../../../src/topology/placement/arrange.ts';
import { announcementsFor } from '../../../webview/graph/announcements.ts';
import { neighbour } from '../../../webview/graph/keyboard.ts';
import { findElements, findProblems } from '../../../webview/find/search.ts';
import { ancestorsOf, pictureOf } from '../../../src/topology/placement/picture.ts';
import { initialState, parseState, serializeState } from '../../../webview/state/viewState.ts';
import { chooseLevel, mostVisible, standIn, visibleOf } from '../../../src/topology/placement/visible.ts';
import { noteOf, podCountOf, spokenText } from '../../../src/topology/placement/wording.ts';
import type { GraphElement } from '../../../src/topology/protocol.ts';
import { GraphBuilder, largeGraph, shopGraph } from '../../webview/support/graphs.ts';

const shop = pictureOf(shopGraph(), 1);
const none = new Set<string>();
const worker = 'store|worker';
const webHere = 'store|Deployment/shop/web@worker';

describe('What is visible', () => {
  it('is every pod when the reader asks for each, side by side in its node', () => {
    const { shown } = visibleOf(shop, { level: 0, toggled: none });
    assert.equal([...shown.values()].filter(({ element }) => element.kind === 'pod').length, 7);
    assert.equal(shown.get('store|Pod/web-6f9d4c7b8-2xkqp')?.frame, worker);
    assert.ok(!shown.has(webHere));
  });

  it('is one card for the pods of a workload on a node, also where there are few', () => {
    assert.equal(chooseLevel(shop, none), 1);
    const { shown, edges } = visibleOf(shop, { level: 1, toggled: none });
    assert.deepEqual([shown.get(webHere)?.role, shown.get(webHere)?.pods], ['card', 3]);
    assert.deepEqual(
      [...edges.values()].filter(({ to }) => to === webHere).map(({ from, label }) => [from, label]),
      [['store|Service/web', '80 → 8080']],
    );
    assert.ok(shown.has('store|Pod/database-0'), 'a single pod needs no group');
  });

  it('says of a service that leads to no pod here that some may not be known, and only of such a one', () => {
    const b = new GraphBuilder().add('c', 'cluster', undefined).add('c|n', 'namespace', 'c').add('c|p', 'pod', 'c');
    b.add('c|led', 'service', 'c|n', { podsUnknown: true })
      .add('c|alone', 'service', 'c|n', { podsUnknown: true })
      .add('c|none', 'service', 'c|n');
    b.edge('answers', 'c|led', 'c|p');
    const { shown } = visibleOf(pictureOf(b.graph, 1), { level: 0, toggled: none });
    const strings = pageStrings(english);
    const said = ['c|led', 'c|alone', 'c|none'].map((id) => spokenText(shown.get(id)!, strings).includes('pods not known here'));
    assert.deepEqual(said, [false, true, false]);
  });

  it('says of a folded workload which addresses its pods have, and no more surely than of the least sure', () => {
    const looks: Readonly<Record<string, Partial<GraphElement>>> = {
      'store|Pod/web-6f9d4c7b8-h7vzn': { certainty: 'possible' },
      'store|Pod/web-6f9d4c7b8-qm4tw': { detail: 'pending', certainty: undefined, pending: true },
    };
    const graph = shopGraph();
    const web = (looks: Readonly<Record<string, Partial<GraphElement>>>) =>
      visibleOf(pictureOf({ ...graph, elements: graph.elements.map((element) => ({ ...element, ...looks[element.id] })) }, 1), {
        level: 1,
        toggled: none,
      }).shown.get(webHere);
    const before = web({});
    const after = web(looks);
    assert.deepEqual([before?.detail, before?.certainty, before?.pending, before?.waiting], ['172.27.35.65-67', 'predicted', false, 0]);
    assert.deepEqual([after?.detail, after?.certainty, after?.pending, after?.waiting], ['172.27.35.65-66', 'possible', true, 1]);
    const strings = pageStrings(english);
    assert.equal(podCountOf(after!, strings), '3 pods, 1 waiting');
    assert.equal(spokenText(before!, strings), 'workload web, 3 pods, 172.27.35.65-67, Deployment, predicted for a fresh cluster');
  });

  it('tells services that are reached from outside from those that are not', () => {
    const graph = shopGraph();
    const notes: Readonly<Record<string, string>> = {
      'store|Service/web': ':80',
      'store|Service/kiosk': 'NodePort :80',
      'store|Service/metrics': 'ExternalName',
    };
    const { shown } = visibleOf(
      pictureOf(
        {
          ...graph,
          elements: graph.elements.map((element) => ({ ...element, note: notes[element.id] ?? element.note })),
          edges: graph.edges.filter(({ from }) => from !== 'store|address/245'),
        },
        1,
      ),
      { level: 1, toggled: none },
    );
    const exposures = ['web', 'kiosk', 'reports', 'database', 'metrics'].map((name) => shown.get(`store|Service/${name}`)?.exposure);
    assert.deepEqual(
      exposures,
      ['exposed', 'exposed', 'exposed', 'internal', 'alias'],
      'by its external address, a port on every node, its type',
    );
    assert.equal(shown.get('store|DNS/web')?.exposure, undefined);
  });

  it('folds the address ranges, with the worst of their findings and their number, until the reader opens them', () => {
    const plan = visibleOf(shop, { level: 0, toggled: none }).shown.get('store|plan');
    assert.deepEqual([plan?.role, plan?.severity], ['card', 'error']);
    assert.equal(noteOf(plan!, pageStrings(english)), '8 ranges');
    assert.equal(visibleOf(shop, { level: 3, toggled: new Set(['store|plan']) }).shown.get('store|plan')?.role, 'frame');
  });

  it('opens one group alone when the reader asks for it', () => {
    const { shown } = visibleOf(shop, { level: 2, toggled: new Set([worker]) });
    assert.equal(shown.get(worker)?.role, 'frame');
    assert.equal(shown.get('store|master')?.role, 'card');
  });

  it('shows on a folded card the worst of what is inside', () => {
    const { shown } = visibleOf(shop, { level: 3, toggled: none });
    assert.equal(shown.get('store|shop')?.severity, 'error');
    assert.equal(shown.get('store|unscheduled')?.pending, true);
  });

  it('shows as one what no manifest here writes, until the reader opens it', () => {
    assert.equal(visibleOf(shop, { level: 0, toggled: none }).shown.get('store|system')?.role, 'card');
    assert.ok(visibleOf(shop, { level: 0, toggled: new Set(['store|system']) }).shown.has('store|Service/kube-dns'));
  });

  it('stays below the bound, however large the picture', () => {
    for (const pods of [100, 1000, 5000, 20_000]) {
      const picture = pictureOf(largeGraph(pods), 1);
      const level = chooseLevel(picture, none);
      assert.ok(visibleOf(picture, { level, toggled: none }).shown.size <= mostVisible, `${pods} pods`);
    }
  });

  it('lets the group stand for what is folded in it', () => {
    const visible = visibleOf(shop, { level: 2, toggled: none });
    assert.equal(standIn(shop, visible, 'store|Pod/database-0'), worker);
    assert.equal(standIn(shop, visible, 'gone'), undefined);
    assert.deepEqual(ancestorsOf(shop, 'store|Pod/database-0'), ['store', worker, 'store|StatefulSet/shop/database@worker']);
  });
});

describe('The announcements', () => {
  it('are those of an address, of a service by its addresses, and of a node', () => {
    const folded = visibleOf(shop, { level: 1, toggled: none });
    for (const id of ['store|address/244', 'store|Service/web'])
      assert.deepEqual(
        announcementsFor(folded, id).map(({ from, to }) => [from, to]),
        [['store|address/244', worker]],
        id,
      );
    assert.equal(announcementsFor(folded, worker).length, 2);
    assert.deepEqual(announcementsFor(folded, 'store|Service/database'), []);
  });
});

describe('A search', () => {
  const strings = pageStrings(english);
  it('looks in names, addresses and keywords, every word counting', () => {
    assert.deepEqual(findElements(shop, '10.128.44.244 app=web', strings), ['store|Service/web']);
    assert.deepEqual(findElements(shop, 'DATABASE-0', strings), ['store|Pod/database-0']);
    assert.ok(findElements(shop, 'web.shop.svc', strings).includes('store|DNS/web'));
  });

  it('finds nothing for blanks', () => assert.deepEqual(findElements(shop, '  ', strings), []));
  it('for problems gives errors first', () =>
    assert.deepEqual(
      findProblems(shop).map((id) => shop.elements.get(id)?.severity),
      ['error', 'error', 'error', 'warning'],
    ));
});

describe('An arrow key', () => {
  const visible = visibleOf(shop, { level: 0, toggled: none });
  const placement = arrange(visible);
  it('starts at the first element', () => assert.equal(neighbour(visible, placement, undefined, 'ArrowRight'), 'store'));
  it('goes along the flow', () => assert.equal(neighbour(visible, placement, 'store|address/244', 'ArrowRight'), 'store|Service/web'));
  it('goes down a column', () => assert.equal(neighbour(visible, placement, 'store|address/244', 'ArrowDown'), 'store|address/245'));
  it('stops at the edge', () => assert.equal(neighbour(visible, placement, 'store', 'ArrowUp'), undefined));
});

describe('Saved view state', () => {
  it('comes back as it was', () => {
    const placement = arrange(visibleOf(shop, { level: 0, toggled: none }));
    const state = {
      ...initialState,
      mode: 'list' as const,
      selected: worker,
      query: 'web',
      toggled: [worker],
      camera: { x: 1, y: 2, zoom: 0.5 },
      placement,
      pins: new Map([[worker, { x: 3, y: 4 }]]),
      level: 1,
    };
    assert.deepEqual(parseState(JSON.parse(JSON.stringify(serializeState(state)))), state);
  });

  for (const value of [undefined, null, 7, 'state', [], {}, { protocol: 0 }]) {
    it(`of another make is a fresh start: ${(JSON.stringify(value) as string | undefined) ?? 'undefined'}`, () =>
      assert.deepEqual(parseState(value), initialState));
  }

  it('is taken as far as it makes sense', () => {
    const state = parseState({
      protocol: 1,
      mode: 'cube',
      selected: 7,
      camera: { x: 'left' },
      placement: [['a', [1, 2, 3]], ['b', [1, 2, 3, 4]], 'c'],
      pins: 'x',
      toggled: [1, 'a'],
    });
    assert.deepEqual(state, { ...initialState, placement: new Map([['b', [{ x: 1, y: 2, width: 3, height: 4 }]]]), toggled: ['a'] });
  });
});
