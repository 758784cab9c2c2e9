import assert from 'node:assert/strict';
import { lastApplied } from '../../src/engine/lastApplied.ts';
import { clusterOf } from '../support/cluster.ts';
import { nodeYaml, podYaml } from '../support/podAddresses.ts';

describe('applying manifests in order', () => {
  it('leaves the last of each kind, namespace and name, at the place of the first', () => {
    const { resources } = clusterOf(
      podYaml('a', { labels: { version: 'one' } }),
      podYaml('b'),
      podYaml('a', { namespace: 'other' }),
      nodeYaml('a'),
      podYaml('a', { labels: { version: 'two' } }),
    );
    assert.deepEqual(
      lastApplied(resources).map(({ kind, metadata: { name, namespace, labels } }) => [kind, namespace, name, labels['version']]),
      [
        ['Pod', 'default', 'a', 'two'],
        ['Pod', 'default', 'b', undefined],
        ['Pod', 'other', 'a', undefined],
        ['Node', undefined, 'a', undefined],
      ],
    );
  });

  it('leaves out what has no name', () => {
    assert.deepEqual(
      lastApplied(clusterOf('apiVersion: v1\nkind: Pod\nmetadata: { generateName: a- }\nspec: { containers: [] }\n').resources),
      [],
    );
  });
});
