import assert from 'node:assert/strict';
import { applied, emptyStore } from '../../../webview/state/store.ts';
import { graphMessage, shopGraph } from '../support/graphs.ts';

const status = { state: 'ready', text: '' } as const;
const nothing = { removedEdges: [], removedElements: [], changed: [], added: [], edges: [] };
const plan = { clusters: [{ id: 'store', name: 'store-42', bars: [] }], bars: [] };

function learned(...messages: readonly Parameters<typeof applied>[1][]) {
  return messages.reduce((store, message) => {
    const next = applied(store, message);
    assert.ok(next !== undefined, message.type);
    return next;
  }, emptyStore('Reading'));
}

function graph(version: number) {
  const message = graphMessage(shopGraph(), version);
  assert.ok(message.type === 'graph');
  return message;
}

describe('What the page knows', () => {
  it('is nothing at first, and says what it waits for', () => {
    const { picture, status: first, plan: none } = emptyStore('Reading');
    assert.deepEqual([picture.elements.size, first, none], [0, { state: 'loading', text: 'Reading' }, undefined]);
  });

  it('grows by patches of the version that is here', () => {
    const { picture } = learned(graph(3), {
      type: 'patch',
      base: 3,
      version: 4,
      patch: { ...nothing, removedElements: ['store|clients'] },
      status,
    });
    assert.equal(picture.version, 4);
    assert.ok(!picture.elements.has('store|clients'));
  });

  it('refuses a patch of another version', () =>
    assert.equal(applied(learned(graph(3)), { type: 'patch', base: 2, version: 4, patch: nothing, status }), undefined));

  it('keeps the address plan over patches without one, and drops it with a new graph', () => {
    const withPlan = learned(
      graph(1),
      { type: 'patch', base: 1, version: 2, patch: nothing, status, plan },
      { type: 'patch', base: 2, version: 3, patch: nothing, status },
    );
    assert.equal(withPlan.plan?.clusters.length, 1);
    assert.equal(applied(withPlan, graph(4))?.plan, undefined);
  });

  it('keeps what is highlighted and described over patches', () => {
    const { highlighted, described } = learned(
      graph(1),
      { type: 'highlight', ids: ['store'] },
      { type: 'description', id: 'store', description: undefined },
      { type: 'patch', base: 1, version: 2, patch: nothing, status },
    );
    assert.deepEqual([highlighted, described?.id], [['store'], 'store']);
  });
});
