import assert from 'node:assert/strict';
import { english } from '../../src/base/message.ts';
import { pageStrings } from '../../src/service/pageStrings.ts';
import type { Rect } from '../../src/topology/placement/geometry.ts';
import { routesOf } from '../../src/topology/placement/routing.ts';
import type { Shown, VisibleEdge } from '../../src/topology/placement/visible.ts';
import { edgeLabels } from '../../webview/graph/edgeLabels.ts';

const strings = pageStrings(english);
const places = new Map<string, Rect>([
  ['address', { x: 0, y: 0, width: 200, height: 40 }],
  ['service', { x: 300, y: 0, width: 280, height: 50 }],
  ['other', { x: 300, y: 100, width: 280, height: 50 }],
]);
for (let pod = 0; pod < 60; pod++) places.set(`pod${pod}`, { x: 700, y: pod * 60, width: 200, height: 46 });
const edge = (kind: VisibleEdge['kind'], from: string, to: string, label = ''): VisibleEdge => ({
  id: `${from}>${kind}>${to}`,
  kind,
  from,
  to,
  label,
  certainty: undefined,
});
const shown = new Map([...places.keys()].map((id) => [id, { role: 'card' } as Shown]));
const label = (edges: readonly VisibleEdge[], cards: readonly Rect[] = [...places.values()]) => {
  const placement = new Map([...places].map(([id, rect]) => [id, [rect] as const]));
  const routes = routesOf({ shown, edges: new Map() }, placement, edges);
  return edgeLabels(edges, (id) => routes.get(id), cards, strings);
};

describe('Labels on edges', () => {
  it('say what an edge is, with its ports', () => {
    const said = label([
      edge('assigned', 'address', 'service'),
      edge('answers', 'service', 'pod0', '80 → 8080'),
      edge('selects', 'other', 'pod2', '80'),
      edge('announces', 'address', 'pod5', 'layer 2'),
    ]);
    assert.deepEqual(
      said.map(({ word, text }) => [word, text]),
      [
        ['address of', ''],
        ['answers on', '80 → 8080'],
        ['selects', '80'],
        ['announced by', 'layer 2'],
      ],
    );
    assert.equal(label([edge('answers', 'service', 'pod0')])[0]?.word, 'is answered by', 'where ports differ');
  });

  it('stand between the cards', () => {
    for (const {
      centre: { x, y },
    } of label([edge('assigned', 'address', 'service'), edge('answers', 'service', 'pod4', '80')])) {
      assert.ok(
        [...places.values()].every((rect) => x < rect.x || x > rect.x + rect.width || y < rect.y || y > rect.y + rect.height),
        `${x}, ${y}`,
      );
    }
  });

  it('are one for edges that fan out and say the same, one for those that come together', () => {
    assert.equal(label([0, 1, 2].map((pod) => edge('answers', 'service', `pod${pod}`, '80'))).length, 1);
    assert.equal(label([0, 1, 2].map((pod) => edge('answers', 'service', `pod${pod}`, String(pod)))).length, 3);
    assert.equal(label([edge('answers', 'service', 'pod1', '80'), edge('answers', 'other', 'pod1', '80')]).length, 1);
  });

  it('are left out rather than laid over a card', () => {
    const everywhere = [{ x: -1000, y: -1000, width: 4000, height: 6000 }];
    assert.deepEqual(label([edge('assigned', 'address', 'service')], everywhere), []);
  });

  it('are no crowd, and the first asked for come first', () => {
    const said = label(
      Array.from({ length: 60 }, (_, pod) => edge('answers', 'service', `pod${pod}`, String(pod))),
      [],
    );
    assert.ok(said.length > 5 && said.length <= 20, String(said.length));
    assert.equal(said[0]?.text, '0');
  });
});
