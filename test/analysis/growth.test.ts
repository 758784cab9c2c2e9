import assert from 'node:assert/strict';
import { shapes } from '../../bench/shapes.ts';
import { Analysis } from '../../src/analysis/analysis.ts';
import { growsInProportion } from '../support/growth.ts';

describe('a judgement takes time in proportion to a cluster', () => {
  for (const { title, size, manifests } of shapes)
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
