import { expect } from 'chai';
import fc from 'fast-check';
import { formatAddress } from '../../../src/base/ip.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import { changesBetween } from '../../../src/engine/events/changes.ts';
import type { ClusterEvent } from '../../../src/engine/events/event.ts';
import { happen } from '../../../src/engine/events/happen.ts';
import type { ClusterState } from '../../../src/engine/events/state.ts';
import { clusterOfManifests, generatedManifests } from '../../support/generatedCluster.ts';
import { handedOut } from '../../support/handedOut.ts';
import { begun } from '../../support/happenings.ts';

/** The state behind an event; the state itself where it cannot happen. */
function after(state: ClusterState, event: ClusterEvent): ClusterState {
  const outcome = happen(state, event);
  return 'problem' in outcome ? state : outcome.state;
}

const pick = fc.nat({ max: 1000 });

/** Some event about something of the cluster. */
function eventAbout({ standing, allocation }: ClusterState, [what, which, amount]: readonly [number, number, number]): ClusterEvent {
  const node = allocation.nodes[which % Math.max(1, allocation.nodes.length)]?.name ?? 'none';
  const each = standing[which % Math.max(1, standing.length)];
  const pod = { name: each === undefined ? 'default/none' : `${each.pod.namespace}/${each.pod.name}` };
  const service = allocation.services[which % Math.max(1, allocation.services.length)];
  const workload = each?.workload ?? 'Deployment/default/none';
  const events: readonly ClusterEvent[] = [
    { do: 'restartPod', pod },
    { do: 'deletePod', pod, until: 'terminating' },
    { do: 'forceDeletePod', pod },
    { do: 'podSucceeds', pod, phase: 'Succeeded' },
    { do: 'setReady', pod, ready: amount % 2 === 0 },
    { do: 'containerRestart', pod, until: 'settled' },
    { do: 'scale', workload, replicas: amount % 6, now: undefined },
    { do: 'rollout', workload, becomesReady: amount % 3 > 0, now: undefined },
    { do: 'nodeFails', node },
    { do: 'nodeReturns', node, rebooted: amount % 3 === 0 },
    { do: 'elapse', seconds: amount },
    { do: 'deleteNode', node },
    { do: 'drain', node, force: true },
    { do: 'uncordon', node },
    { do: 'taint', node, taints: [{ key: 'k', value: '', effect: amount % 2 === 0 ? 'NoExecute' : 'NoSchedule' }], remove: [] },
    { do: 'delete', ref: `Service/${service?.namespace ?? ''}/${service?.name ?? ''}` },
  ];
  return events[what % events.length] as ClusterEvent;
}

describe('events', () => {
  it('leave everything as it is allocated today while nothing happens', () => {
    fc.assert(
      fc.property(generatedManifests, (manifests) => {
        const state = begun(clusterOfManifests(manifests));
        const outcome = happen(state, { do: 'elapse', seconds: 0 });
        if ('problem' in outcome) throw new Error(outcome.problem.key);
        expect(handedOut(outcome.state.allocation)).to.deep.equal(handedOut(allocate(clusterOfManifests(manifests))));
        expect(changesBetween(state, outcome)).to.deep.equal([]);
      }),
      { seed: 61, numRuns: 20 },
    );
  });

  it('never give one address to two, and never take one from who keeps it', () => {
    fc.assert(
      fc.property(generatedManifests, fc.array(fc.tuple(pick, pick, pick), { maxLength: 8 }), (manifests, choices) => {
        let state = begun(clusterOfManifests(manifests));
        const colliding = new Set(twice(state));
        for (const choice of choices) {
          const next = after(state, eventAbout(state, choice));
          for (const address of twice(next)) expect(colliding.has(address), address).to.equal(true);
          // Whatever is given lies in a block as given.
          for (const { cidr, allocated, unallocated } of next.blocks)
            expect(new Set([...allocated, ...unallocated]).size, String(cidr.network)).to.equal(allocated.length + unallocated.length);
          state = next;
        }
      }),
      { seed: 62, numRuns: 20 },
    );
  });

  it('are a pure function of the state and the event', () => {
    fc.assert(
      fc.property(generatedManifests, fc.array(fc.tuple(pick, pick, pick), { minLength: 1, maxLength: 5 }), (manifests, choices) => {
        const run = () => choices.reduce((state, choice) => after(state, eventAbout(state, choice)), begun(clusterOfManifests(manifests)));
        expect(handedOut(run().allocation)).to.deep.equal(handedOut(run().allocation));
      }),
      { seed: 63, numRuns: 20 },
    );
  });

  it('that undo each other lead back: cordon and uncordon, a failure that nobody noticed and the return, not ready and ready', () => {
    fc.assert(
      fc.property(generatedManifests, pick, (manifests, which) => {
        const state = begun(clusterOfManifests(manifests));
        const node = state.allocation.nodes[which % state.allocation.nodes.length];
        const each = state.standing.filter(({ pod }) => pod.ready)[which % Math.max(1, state.standing.length)];
        const there = [
          ...(node === undefined || node.unschedulable || state.allocation.pods.some(({ pending }) => pending !== undefined)
            ? []
            : [
                after(after(state, { do: 'cordon', node: node.name }), { do: 'uncordon', node: node.name }),
                after(after(state, { do: 'nodeFails', node: node.name }), { do: 'nodeReturns', node: node.name, rebooted: false }),
              ]),
          ...(each === undefined
            ? []
            : [
                [false, true].reduce(
                  (now, ready) => after(now, { do: 'setReady', pod: { name: `${each.pod.namespace}/${each.pod.name}` }, ready }),
                  state,
                ),
              ]),
        ];
        for (const back of there) expect(handedOut(back.allocation)).to.deep.equal(handedOut(state.allocation));
      }),
      { seed: 64, numRuns: 20 },
    );
  });
});

/** Addresses that two pods show at once. */
function twice({ standing, held }: ClusterState): readonly string[] {
  const seen = new Set<string>();
  const double: string[] = [];
  const all = [...standing.flatMap(({ pod }) => (pod.spec.hostNetwork ? [] : pod.ips)), ...held.map(({ address }) => address)];
  for (const ip of all) {
    const text = formatAddress(ip);
    if (seen.has(text)) double.push(text);
    seen.add(text);
  }
  return double;
}
