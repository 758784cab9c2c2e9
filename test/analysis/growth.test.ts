import assert from 'node:assert/strict';
import { shapes } from '../../bench/shapes.ts';
import { Analysis } from '../../src/analysis/analysis.ts';
import { growsInProportion } from '../support/growth.ts';

/** By the square in what is published, too: each of the services has each of the pods. */
const bySquare = 'services and as many pods of one label';

describe('a judgement takes time in proportion to a cluster', () => {
  for (const { title, size, manifests } of shapes.filter((shape) => shape.title !== bySquare))
    it(`of many ${title}`, () => {
      assert.ok(
        growsInProportion((count) => {
          const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [{ name: 'workspace', path: '' }]);
          analysis.setFile('cluster.yaml', manifests(count));
          analysis.refreshAtOnce();
          assert.equal(analysis.snapshot.clusters.length, 1);
        }, size / 5),
      );
    }).timeout(600_000);
});
