import assert from 'node:assert/strict';
import { rollingUpdateOf } from '../../../src/engine/workloads/rollout.ts';
import { resourceOf } from '../../support/cluster.ts';

function update(replicas: number, strategy: object | undefined, kind = 'Deployment'): string {
  const found = rollingUpdateOf(
    resourceOf(
      'Workload',
      JSON.stringify({ apiVersion: 'apps/v1', kind, metadata: { name: 'a' }, spec: { replicas, strategy, template: { spec: {} } } }),
    ),
  );
  return found === undefined ? 'none' : `+${found.surge} -${found.unavailable}`;
}
const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({ rollingUpdate: { maxSurge, maxUnavailable } });

describe('the rolling update of a Deployment', () => {
  const tables: readonly [title: string, replicas: number, strategy: object | undefined, expected: string][] = [
    ['starts one more and misses none of up to three by default', 3, undefined, '+1 -0'],
    ['misses one of four by default', 4, undefined, '+1 -1'],
    ['takes numbers as they are', 8, rolling(2, 0), '+2 -0'],
    ['rounds the surge up and the unavailable down', 5, rolling('30%', '30%'), '+2 -1'],
    ['misses one where both come to nothing', 2, rolling(0, '10%'), '+0 -1'],
    ['is none where pods are recreated', 1, { type: 'Recreate' }, 'none'],
    ['is not known where a number is none', 1, rolling('x', 0), 'none'],
  ];
  for (const [title, replicas, strategy, expected] of tables) it(title, () => assert.equal(update(replicas, strategy), expected));
  it('is of Deployments alone', () => assert.equal(update(1, undefined, 'StatefulSet'), 'none'));
});
