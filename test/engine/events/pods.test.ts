import { expect } from 'chai';
import { addressesOf, endpointText, lastOf, outcomesOf, podLines } from '../../support/happenings.ts';
import { node, pool, service, workload } from './eventManifests.ts';

const one = node('alpha') + pool('pods', '10.20.0.0/28');
const tight = node('alpha') + pool('pods', '10.20.0.0/30');

describe('a pod that restarts', () => {
  it('gets the next address that nobody has had, not its own', () => {
    const states = outcomesOf(
      one + workload('StatefulSet', 'web', 'replicas: 2'),
      '[restart shop/web-0, restart shop/web-0, restart shop/web-1]',
    );
    expect(states.map(({ state }) => addressesOf(state))).to.deep.equal([
      '10.20.0.1 10.20.0.2',
      '10.20.0.1 10.20.0.3',
      '10.20.0.3 10.20.0.4',
    ]);
  });

  it('gets its own address again when its block is full of others', () => {
    expect(podLines(lastOf(tight + workload('StatefulSet', 'web', 'replicas: 4'), '[restart shop/web-2]').state)).to.deep.equal([
      'web-0 10.20.0.0 alpha',
      'web-1 10.20.0.1 alpha',
      'web-3 10.20.0.3 alpha',
      'web-2 10.20.0.2 alpha',
    ]);
  });

  it('of a Deployment waits in a full pool until the old pod has gone', () => {
    const manifests = tight + workload('Deployment', 'web', 'replicas: 4');
    const [meanwhile, after] = outcomesOf(
      manifests,
      '[{ do: deletePod, podAt: 10.20.0.1, until: old pod still terminating }, { do: terminated }]',
    );
    expect(meanwhile && podLines(meanwhile.state)).to.deep.equal([
      'web-* 10.20.0.0 alpha',
      'web-*† 10.20.0.1 alpha',
      'web-* 10.20.0.2 alpha',
      'web-* 10.20.0.3 alpha',
      'web-*! exhausted alpha',
    ]);
    expect(after && addressesOf(after.state)).to.equal('10.20.0.0 10.20.0.1 10.20.0.2 10.20.0.3');
  });

  it('ends at last when time elapses', () => {
    const events = '[{ do: deletePod, pod: shop/web-0, until: old pod still terminating }, elapse 20, elapse 20]';
    const states = outcomesOf(one + workload('StatefulSet', 'web'), events).map(({ state }) => podLines(state));
    expect(states).to.deep.equal([['web-0† 10.20.0.0 alpha'], ['web-0† 10.20.0.0 alpha'], ['web-0 10.20.0.1 alpha']]);
  });

  for (const [written, seconds] of [
    ['terminationGracePeriodSeconds: 5', 5],
    ['terminationGracePeriodSeconds: 300', 300],
    ['terminationGracePeriodSeconds: -1', 1],
  ] as const)
    it(`has gone when the time that it takes is over: ${written}`, () => {
      const events = `[{ do: deletePod, pod: shop/web-0, until: old pod still terminating }, elapse ${seconds - 1}, elapse 1]`;
      const states = outcomesOf(one + workload('StatefulSet', 'web', '', written), events).map(({ state }) => podLines(state));
      expect(states.slice(1)).to.deep.equal([['web-0† 10.20.0.0 alpha'], ['web-0 10.20.0.1 alpha']]);
    });

  it('has the address that its annotation asks for, again and again', () => {
    const manifests = one + workload('StatefulSet', 'plc', '', '', `cni.projectcalico.org/ipAddrs: '["10.20.0.9"]'`);
    expect(podLines(lastOf(manifests, '[restart shop/plc-0, restart shop/plc-0]').state)).to.deep.equal(['plc-0 10.20.0.9 alpha']);
  });

  it('of a DaemonSet comes back to its node when the old one has gone', () => {
    expect(podLines(lastOf(tight + workload('DaemonSet', 'agent'), '[restart 10.20.0.0]').state)).to.deep.equal([
      'agent-* 10.20.0.1 alpha',
    ]);
  });

  it('that nobody owns does not come back', () => {
    const bare = `---\napiVersion: v1\nkind: Pod\nmetadata: { name: bare, namespace: shop }\nspec: { containers: [{ name: main, image: app }] }\n`;
    const { state, notes } = lastOf(one + bare, '[restart shop/bare]');
    expect(podLines(state)).to.deep.equal([]);
    expect(notes.map(({ key }) => key)).to.deep.equal(['Nobody puts another pod in the place of {0}: it has no controller here.']);
  });

  it('of an ordered StatefulSet does not come back while one before it is not ready', () => {
    const events = '[unready shop/web-0, restart shop/web-2]';
    expect(podLines(lastOf(one + workload('StatefulSet', 'web', 'replicas: 3'), events).state)).to.deep.equal([
      'web-0! 10.20.0.0 alpha',
      'web-1 10.20.0.1 alpha',
    ]);
    const parallel = workload('StatefulSet', 'web', 'replicas: 3\n  podManagementPolicy: Parallel');
    expect(podLines(lastOf(one + parallel, events).state)).to.have.length(3);
  });

  it('gets the next address of its node with host-local, which goes on where it was', () => {
    const k3s = `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store }\nspec: { profile: k3s, nodes: [{ name: alpha }] }\n`;
    const manifests = k3s + workload('StatefulSet', 'web', 'replicas: 2');
    const [before, after] = outcomesOf(manifests, '[elapse 1, restart shop/web-0]').map(({ state }) => addressesOf(state).split(' '));
    expect(after?.[0]).to.equal(before?.[1]);
    expect(after?.[1]).to.equal(before?.[1]?.replace(/[0-9]+$/, (last) => String(Number(last) + 1)));
  });
});

describe('what happens inside of a pod', () => {
  const manifests = one + workload('StatefulSet', 'web', 'replicas: 2') + service('web', 'clusterIP: None');

  it('keeps its address when a container restarts, and leaves the endpoints meanwhile', () => {
    const states = outcomesOf(
      manifests,
      '[{ do: containerRestart, pod: shop/web-0, until: starting }, ready shop/web-0, restart-container shop/web-0]',
    );
    expect(states.map(({ state }) => endpointText(state, 'web'))).to.deep.equal([
      '10.20.0.0! 10.20.0.1',
      '10.20.0.0 10.20.0.1',
      '10.20.0.0 10.20.0.1',
    ]);
  });

  it('frees the address when it succeeds, and a Job goes on with the next', () => {
    const job = workload('Job', 'load', 'completions: 2', 'restartPolicy: Never');
    const [first, second] = outcomesOf(one + job, '[succeed 10.20.0.0, succeed 10.20.0.1]');
    expect(first && podLines(first.state)).to.deep.equal(['load-*. - alpha', 'load-* 10.20.0.1 alpha']);
    expect(second && podLines(second.state)).to.deep.equal(['load-*. - alpha', 'load-*. - alpha']);
  });
});

describe('the size of a workload', () => {
  it('grows by the next addresses and shrinks a StatefulSet from its end', () => {
    const [grown, shrunk] = outcomesOf(one + workload('StatefulSet', 'web', 'replicas: 2'), '[scale sts/shop/web=4, scale sts/shop/web=1]');
    expect(grown && addressesOf(grown.state)).to.equal('10.20.0.0 10.20.0.1 10.20.0.2 10.20.0.3');
    expect(shrunk?.removed).to.deep.equal(['web-3', 'web-2', 'web-1'].map((name) => ({ pod: `shop/${name}`, among: [] })));
  });

  it('leaves open which of equal pods goes', () => {
    const { removed } = lastOf(one + workload('Deployment', 'web', 'replicas: 3'), '[scale deploy/shop/web=2]');
    expect(removed).to.have.length(1);
    expect(removed[0]?.among).to.have.length(3);
  });

  it('takes the pod that is not ready first, and says so without doubt', () => {
    const manifests = one + workload('Deployment', 'web', 'replicas: 3');
    const [first] = outcomesOf(manifests, '[elapse 1]');
    const second = first?.state.standing[1]?.pod.name ?? '';
    const { removed } = lastOf(manifests, `[unready shop/${second}, scale deploy/shop/web=2]`);
    expect(removed).to.deep.equal([{ pod: `shop/${second}`, among: [] }]);
  });

  it('takes the pod with the lowest deletion cost', () => {
    const pods = ['a', 'b'].map(
      (name, index) => `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
  labels: { app: web }
  annotations: { controller.kubernetes.io/pod-deletion-cost: "${10 - index * 5}" }
  ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: u, controller: true }]
spec: { nodeName: alpha, containers: [{ name: main, image: app }] }
status: { phase: Running, podIP: 10.20.0.${index}, conditions: [{ type: Ready, status: "True" }] }
`,
    );
    expect(lastOf(one + workload('ReplicaSet', 'web', 'replicas: 2') + pods.join(''), '[scale rs/shop/web=1]').removed).to.deep.equal([
      { pod: 'shop/b', among: [] },
    ]);
  });
});
