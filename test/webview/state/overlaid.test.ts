import assert from 'node:assert/strict';
import { pictureOf } from '../../../src/topology/placement/picture.ts';
import { visibleOf } from '../../../src/topology/placement/visible.ts';
import { overlaid } from '../../../webview/state/overlaid.ts';
import { shopGraph } from '../support/graphs.ts';

describe('a picture with what has gone', () => {
  it('counts what is there, and of what has gone as a whole how much it was', () => {
    const graph = shopGraph();
    const picture = pictureOf(graph, 1);
    const shown = (of: typeof picture) => visibleOf(of, { level: 1, toggled: new Set() }).shown;
    const pod = graph.elements.find(({ kind, parent }) => kind === 'pod' && parent !== undefined);
    const workload = graph.elements.find(({ id }) => id === pod?.parent);
    assert.ok(pod !== undefined && workload !== undefined);
    const former = { ...workload, id: 'store|Deployment/shop/former@worker', label: 'former' };
    const ghosts = [{ ...pod, id: `${pod.id}-gone` }, former, ...[1, 2].map((n) => ({ ...pod, id: `former-${n}`, parent: former.id }))];
    const over = overlaid(picture, { ghosts, links: [] });
    assert.equal(over.elements.size, picture.elements.size + ghosts.length);
    for (const id of [workload.parent ?? '', 'store']) assert.equal(shown(over).get(id)?.pods, shown(picture).get(id)?.pods, id);
    assert.equal(shown(over).get(former.id)?.pods, 2);
  });
});
