import { expect } from 'chai';
import { rollingStep } from '../../../src/engine/events/controllers/deployment.ts';
import { addressesOf, lastOf, outcomesOf, podLines } from '../../support/happenings.ts';
import { node, pool, workload } from './eventManifests.ts';

const one = node('alpha') + pool('pods', '10.20.0.0/28');

describe('an update of a Deployment', () => {
  const cases: readonly (readonly [string, string, object])[] = [
    ['by default', 'replicas: 4', { surge: 1, unavailable: 1, peakPods: 5, minReady: 3, peakAddresses: { atLeast: 5, atMost: 8 } }],
    ['of one pod', 'replicas: 1', { surge: 1, unavailable: 0, peakPods: 2, minReady: 1, peakAddresses: { atLeast: 2, atMost: 2 } }],
    [
      'that recreates',
      'replicas: 3\n  strategy: { type: Recreate }',
      { surge: 0, unavailable: 3, peakPods: 3, minReady: 0, peakAddresses: { atLeast: 3, atMost: 3 } },
    ],
    [
      'with both numbers at nothing',
      'replicas: 3\n  strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0% } }',
      { surge: 0, unavailable: 1, peakPods: 3, minReady: 2, peakAddresses: { atLeast: 3, atMost: 6 } },
    ],
    [
      'with shares, rounded up and down',
      'replicas: 10\n  strategy: { rollingUpdate: { maxSurge: 25%, maxUnavailable: 25% } }',
      { surge: 3, unavailable: 2, peakPods: 13, minReady: 8, peakAddresses: { atLeast: 13, atMost: 20 } },
    ],
  ];
  for (const [name, spec, figures] of cases) {
    it(`takes so much ${name}`, () => {
      expect(lastOf(one + workload('Deployment', 'web', spec), '[rollout deploy/shop/web]').rollout).to.deep.include(figures);
    });
  }

  it('gives every pod another address', () => {
    const { state, stuck } = lastOf(one + workload('Deployment', 'web', 'replicas: 3'), '[restart deployment/shop/web]');
    expect(addressesOf(state)).to.equal('10.20.0.3 10.20.0.4 10.20.0.5');
    expect(stuck).to.deep.equal([]);
  });

  it('stops at the first new pods when they never become ready', () => {
    const { state, stuck } = lastOf(one + workload('Deployment', 'web', 'replicas: 4'), '[rollout deploy/shop/web failing]');
    expect(podLines(state).filter((line) => line.includes('!'))).to.have.length(2);
    expect(podLines(state).filter((line) => !line.includes('!'))).to.have.length(3);
    expect(stuck).to.have.length(1);
  });

  it('replaces an old pod by an old one while it is stuck', () => {
    const states = outcomesOf(one + workload('Deployment', 'web', 'replicas: 4'), '[rollout deploy/shop/web failing, restart 10.20.0.1]');
    expect(states.map(({ state }) => podLines(state).filter((line) => !line.includes('!')).length)).to.deep.equal([3, 3]);
  });

  it('does not begin while it is paused', () => {
    const { state, notes } = lastOf(one + workload('Deployment', 'web', 'replicas: 2\n  paused: true'), '[rollout deploy/shop/web]');
    expect(addressesOf(state)).to.equal('10.20.0.0 10.20.0.1');
    expect(notes).to.have.length(1);
  });

  it('begins when another image is applied, and not when the same is', () => {
    const manifest = (image: string) =>
      `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { replicas: 1, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: main, image: ${image} }] } } } }`;
    const addresses = outcomesOf(
      `${one}---\n${manifest('a')}\n`,
      `[{ do: apply, object: ${manifest('a')} }, { do: apply, object: ${manifest('b')} }]`,
    ).map(({ state }) => addressesOf(state));
    expect(addresses).to.deep.equal(['10.20.0.0', '10.20.0.1']);
  });
});

describe('one look of the Deployment controller', () => {
  // deployment/rolling.go; the counts: replicas, surge, unavailable; new and old sets as count/available.
  const cases: readonly (readonly [string, [number, number, number], [number, number], (readonly [number, number])[], number, number[]])[] =
    [
      ['grows by the surge', [10, 2, 0], [0, 0], [[10, 10]], 2, [10]],
      ['grows no further than wanted', [10, 20, 0], [9, 9], [[10, 10]], 10, [10]],
      ['shrinks by what may be missing', [10, 0, 2], [0, 0], [[10, 10]], 0, [8]],
      ['waits while the new ones are not available', [10, 2, 0], [2, 0], [[10, 10]], 2, [10]],
      [
        'takes unhealthy old ones first, the oldest set first',
        [10, 4, 0],
        [4, 4],
        [
          [5, 3],
          [5, 5],
        ],
        4,
        [1, 5],
      ],
      ['cuts a new set that is too large', [3, 1, 0], [5, 5], [], 3, []],
    ];
  for (const [name, [replicas, surge, unavailable], [count, available], old, fresh, left] of cases) {
    it(name, () => {
      const step = rollingStep({
        replicas,
        surge,
        unavailable,
        new: { count, available },
        old: old.map(([c, a]) => ({ count: c, available: a })),
      });
      expect(step).to.deep.equal({ new: fresh, old: left });
    });
  }
});

describe('one look that is asked for', () => {
  const deployment =
    node('alpha') +
    pool('one', '10.20.0.0/28') +
    workload('Deployment', 'web', 'replicas: 10\n  strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 2 } }');
  // deployment/rolling_test.go
  const cases: readonly (readonly [string, string, number, number])[] = [
    ['is that of the only Deployment', 'old: 10', 0, 8],
    ['cleans up unhealthy pods, and then shrinks by what may be missing', 'old: 10, oldReady: 9', 0, 8],
    ['cleans up unhealthy pods alone', 'old: 10, oldReady: 9, function: cleanupUnhealthyReplicas', 0, 9],
    ['shrinks by what may be missing alone', 'old: 10, oldReady: 8, function: scaleDownOldReplicaSetsForRollingUpdate', 0, 10],
    ['grows the new set alone', 'old: 5, function: reconcileNewReplicaSet', 5, 5],
  ];
  for (const [name, counts, fresh, left] of cases) {
    it(name, () => {
      const { rollout } = lastOf(deployment, `[{ do: rolloutStep, new: 0, ${counts} }]`);
      expect(rollout?.step).to.deep.equal({ new: fresh, old: [left] });
    });
  }
});

describe('an update of other workloads', () => {
  it('goes through a StatefulSet from its end, down to the partition', () => {
    const set = workload('StatefulSet', 'web', 'replicas: 3\n  updateStrategy: { rollingUpdate: { partition: 1 } }');
    const { state, replaced } = lastOf(one + set, '[rollout sts/shop/web]');
    expect(replaced).to.deep.equal(['shop/web-2', 'shop/web-1']);
    expect(podLines(state)).to.deep.equal(['web-0 10.20.0.0 alpha', 'web-2 10.20.0.3 alpha', 'web-1 10.20.0.4 alpha']);
  });

  it('stops in a StatefulSet at the first pod that does not become ready', () => {
    const { state, stuck } = lastOf(one + workload('StatefulSet', 'web', 'replicas: 3'), '[rollout sts/shop/web failing]');
    expect(podLines(state)).to.deep.equal(['web-0 10.20.0.0 alpha', 'web-1 10.20.0.1 alpha', 'web-2! 10.20.0.3 alpha']);
    expect(stuck).to.have.length(1);
  });

  it('waits with OnDelete until somebody deletes a pod', () => {
    const set = workload('StatefulSet', 'web', 'updateStrategy: { type: OnDelete }');
    const [first] = outcomesOf(one + set, '[rollout sts/shop/web]');
    expect(first && addressesOf(first.state)).to.equal('10.20.0.0');
  });

  it('deletes a DaemonSet pod before its successor comes, or after it with a surge', () => {
    const nodes = node('alpha') + node('bravo') + pool('a', '10.20.0.0/28', 'alpha') + pool('b', '10.20.1.0/28', 'bravo');
    expect(addressesOf(lastOf(nodes + workload('DaemonSet', 'agent'), '[rollout ds/shop/agent]').state)).to.equal('10.20.0.1 10.20.1.1');
    const surging = workload('DaemonSet', 'agent', 'updateStrategy: { rollingUpdate: { maxSurge: 50%, maxUnavailable: 0 } }');
    const { rollout } = lastOf(nodes + surging, '[rollout ds/shop/agent]');
    expect(rollout).to.deep.include({ surge: 1, unavailable: 0, peakPods: 3, minReady: 2 });
  });
});
