import assert from 'node:assert/strict';
import { edgeGeometry } from '../../../src/topology/placement/edgeGeometry.ts';
import { arrivalOf, lengthOf, pointOn, type Route } from '../../../src/topology/placement/route.ts';

const box = (x: number, y: number) => ({ x, y, width: 100, height: 40 });
const route: Route = [
  { x: 100, y: 20 },
  { x: 150, y: 20 },
  { x: 150, y: 110 },
  { x: 200, y: 110 },
];

describe('The geometry of an edge', () => {
  it('has its ends at the sides of both boxes, and a corner for each turn', () => {
    const { sourceEnd, targetEnd, corners } = edgeGeometry(box(0, 0), box(200, 90), route);
    assert.deepEqual([sourceEnd, targetEnd, corners], ['50px 0px', '-50px 0px', 2]);
  });

  it('puts the corners where the route has them, in the terms of the line between the ends', () => {
    const { weights, distances } = edgeGeometry(box(0, 0), box(200, 90), route);
    const [dx, dy] = [100, 90];
    const length = Math.hypot(dx, dy);
    weights.forEach((weight, index) => {
      const aside = distances[index] ?? Number.NaN;
      assert.ok(Math.abs(100 + dx * weight - (dy / length) * -aside * -1 - (route[index + 1]?.x ?? 0)) < 90);
      assert.ok(
        Math.abs(
          weight * weight * length * length +
            aside * aside -
            ((route[index + 1]?.x ?? 0) - 100) ** 2 -
            ((route[index + 1]?.y ?? 0) - 20) ** 2,
        ) < 0.001,
      );
    });
  });

  it('is walked by its length', () => {
    assert.equal(lengthOf(route), 190);
    assert.deepEqual([pointOn(route, 0), pointOn(route, 50 / 190), pointOn(route, 1)], [route[0], route[1], route[3]]);
  });

  it('says from which side it arrives', () => assert.deepEqual(arrivalOf(route), { x: -1, y: 0 }));
});
