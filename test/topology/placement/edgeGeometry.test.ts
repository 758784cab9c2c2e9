import assert from 'node:assert/strict';
import { edgeCurve } from '../../../src/topology/placement/edgeGeometry.ts';

const box = (x: number, y: number) => ({ x, y, width: 100, height: 40 });

describe('An edge', () => {
  it('leads from side to facing side of boxes beside each other', () => {
    const { start, end } = edgeCurve(box(0, 0), box(200, 90));
    assert.deepEqual(
      [start, end],
      [
        { x: 100, y: 20 },
        { x: 200, y: 110 },
      ],
    );
  });

  it('leads straight down between boxes right above each other', () => {
    const { start, end, arrival } = edgeCurve(box(0, 0), box(20, 80));
    assert.deepEqual(
      [start, end, arrival],
      [
        { x: 84, y: 40 },
        { x: 84, y: 80 },
        { x: 0, y: -1 },
      ],
    );
  });

  it('goes round on the left where other boxes may stand between, and clears both ends', () => {
    for (const [source, target] of [
      [box(0, 0), box(14, 300)],
      [box(14, 300), box(0, 0)],
    ] as const) {
      const { start, firstControl, secondControl, end } = edgeCurve(source, target);
      assert.deepEqual([start.x, end.x], [source.x, target.x]);
      for (const { x } of [firstControl, secondControl]) assert.ok(x < -20 && x > -60, String(x));
    }
  });

  it('that says who announces an address leaves beside the one that says whose it is', () => {
    assert.notEqual(edgeCurve(box(0, 0), box(200, 0), 'announces').start.y, edgeCurve(box(0, 0), box(200, 0), 'assigned').start.y);
  });
});
