import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allocate } from '../../src/engine/allocate.ts';
import { clusterOfManifests, generatedManifests } from '../support/generatedCluster.ts';
import { handedOut } from '../support/handedOut.ts';
import { snapshotOf } from '../support/snapshot.ts';

describe('a snapshot of a cluster that came out as predicted', () => {
  it('has the same addresses, nodes and ports, and the same reasons for those that wait', () => {
    fc.assert(
      fc.property(generatedManifests, (manifests) => {
        const predicted = allocate(clusterOfManifests(manifests));
        const shown = allocate(clusterOfManifests(snapshotOf(manifests, predicted)));
        const [before, after] = [new Map(handedOut(predicted)), handedOut(shown)];
        for (const { namespace, name, rejected } of predicted.services)
          if (rejected !== undefined) before.delete(`service ${namespace}/${name}`);
        assert.deepEqual(new Map([...after].sort()), new Map([...before].sort()));
      }),
      { seed: 51, numRuns: 30 },
    );
  });

  it('leaves nothing about its addresses to chance', () => {
    fc.assert(
      fc.property(generatedManifests, (manifests) => {
        const { pods, services } = allocate(clusterOfManifests(snapshotOf(manifests, allocate(clusterOfManifests(manifests)))));
        for (const { name, ips, spec, explanation } of pods)
          if (ips.length > 0 && !spec.hostNetwork) assert.equal(explanation.certainty, 'fixed', name);
        for (const { name, resource, clusterIPs, explanation, ports, loadBalancer } of services) {
          if (resource !== undefined && clusterIPs.length > 0) assert.equal(explanation.certainty, 'fixed', name);
          for (const { nodePort, nodePortCertainty } of ports) if (nodePort !== undefined) assert.equal(nodePortCertainty, 'fixed', name);
          if (loadBalancer !== undefined && loadBalancer.ips.length > 0) assert.equal(loadBalancer.explanation.certainty, 'fixed', name);
        }
      }),
      { seed: 52, numRuns: 25 },
    );
  });
});
