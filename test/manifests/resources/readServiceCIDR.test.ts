import assert from 'node:assert/strict';
import { clusterOf, resourceOf } from '../../support/cluster.ts';
import { problemsOf } from '../../support/reading.ts';

const written = (apiVersion: string, rest = '') => `
apiVersion: ${apiVersion}
kind: ServiceCIDR
metadata: { name: kubernetes }
spec: { cidrs: [10.96.0.0/16, "fd00:96::/112"] }
${rest}`;

describe('a ServiceCIDR manifest', () => {
  it('is read in both of its versions', () => {
    for (const apiVersion of ['networking.k8s.io/v1', 'networking.k8s.io/v1beta1']) {
      const { cidrs, ready } = resourceOf('ServiceCIDR', written(apiVersion));
      assert.deepEqual({ cidrs, ready }, { cidrs: ['10.96.0.0/16', 'fd00:96::/112'], ready: undefined });
    }
  });

  it('is ready or not as its condition says', () => {
    const readyIs = (status: string) =>
      resourceOf(
        'ServiceCIDR',
        written('networking.k8s.io/v1', `status: { conditions: [{ type: Other, status: "True" }, { type: Ready, status: "${status}" }] }`),
      ).ready;
    assert.deepEqual([readyIs('True'), readyIs('False'), readyIs('Unknown')], [true, false, false]);
  });

  it('of another group is only known by name', () => assert.equal(clusterOf(written('example.org/v1')).resources[0]?.type, 'Other'));

  it('reports what is no list', () => {
    assert.deepEqual(
      problemsOf('apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: { name: a }\nspec: { cidrs: 10.0.0.0/24 }').length,
      1,
    );
  });
});
