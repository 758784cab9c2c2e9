import { expect } from 'chai';
import { addressesOf, announcerOf, endpointText, lastOf, outcomesOf, podLines } from '../../support/happenings.ts';
import { addressPool, likes, node, pool, service, twoNodes, workload } from './eventManifests.ts';

describe('a node that fails', () => {
  const web = workload('Deployment', 'web', 'replicas: 2', likes('alpha')) + service('web');

  it('keeps its pods until the cluster notices, which then come up elsewhere, and do not move back', () => {
    const states = outcomesOf(twoNodes + web, '[fail alpha, elapse 60, elapse 360, return alpha]').map(({ state }) =>
      endpointText(state, 'web'),
    );
    expect(states).to.deep.equal([
      '10.20.0.0 10.20.0.1',
      '10.20.0.0! 10.20.0.1!',
      '10.20.0.0† 10.20.0.1† 10.20.1.0 10.20.1.1',
      '10.20.1.0 10.20.1.1',
    ]);
  });

  it('that returns before anything was evicted has its pods again, where they were', () => {
    const { state } = lastOf(twoNodes + web, '[fail alpha, elapse 60, return alpha]');
    expect(endpointText(state, 'web')).to.equal('10.20.0.0 10.20.0.1');
  });

  it('whose taint a pod bears for a time only drives each pod away when that time is over for it', () => {
    const patient = workload(
      'Deployment',
      'web',
      'replicas: 1',
      'nodeSelector: { kubernetes.io/hostname: alpha }\n      tolerations: [{ key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 100 }]',
    );
    const states = outcomesOf(twoNodes + patient, '["taint alpha a=b:NoExecute", elapse 90, elapse 20, elapse 80, elapse 20]');
    expect(states.map(({ state }) => addressesOf(state))).to.deep.equal(['10.20.0.0', '10.20.0.0', '10.20.0.1', '10.20.0.1', '10.20.0.2']);
  });

  it('that was rebooted gives its pods new sandboxes, and so new addresses', () => {
    expect(addressesOf(lastOf(twoNodes + web, '[fail alpha, elapse 60, return alpha rebooted]').state)).to.equal('10.20.0.2 10.20.0.3');
  });

  it('keeps a StatefulSet waiting until somebody deletes the pod by force', () => {
    const [, evicted, forced, collected] = outcomesOf(
      twoNodes + workload('StatefulSet', 'db', '', likes('alpha')),
      '[fail alpha, elapse 400, force-delete shop/db-0, elapse 900]',
    );
    expect(evicted && podLines(evicted.state)).to.deep.equal(['db-0† 10.20.0.0 alpha']);
    expect(evicted?.stuck).to.have.length(1);
    expect(forced && podLines(forced.state)).to.deep.equal(['db-0 10.20.1.0 bravo']);
    expect(forced?.state.held).to.have.length(1);
    expect(collected?.state.held).to.deep.equal([]);
  });

  it('that is deleted gives everything back at once', () => {
    const { state } = lastOf(twoNodes + workload('StatefulSet', 'db', '', likes('alpha')), '[fail alpha, elapse 400, delete node/alpha]');
    expect(podLines(state)).to.deep.equal(['db-0 10.20.1.0 bravo']);
    expect(state.held).to.deep.equal([]);
    expect(state.blocks.map(({ owner }) => owner)).to.deep.equal(['bravo']);
  });

  it('out of service lets a StatefulSet go on', () => {
    const events = '[fail alpha, elapse 60, "taint alpha node.kubernetes.io/out-of-service=x:NoExecute"]';
    expect(podLines(lastOf(twoNodes + workload('StatefulSet', 'db', '', likes('alpha')), events).state)).to.deep.equal([
      'db-0 10.20.1.0 bravo',
    ]);
  });

  it('keeps pods that tolerate it for as long as they say', () => {
    const patient = `tolerations: [{ key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 1000 }]`;
    const states = outcomesOf(
      twoNodes + workload('Deployment', 'web', 'replicas: 1', `${patient}\n      ${likes('alpha')}`),
      '[fail alpha, elapse 900, elapse 200]',
    ).map(({ state }) => podLines(state));
    expect(states.slice(1)).to.deep.equal([['web-*! 10.20.0.0 alpha'], ['web-*† 10.20.0.0 alpha', 'web-* 10.20.1.0 bravo']]);
  });

  it('leaves DaemonSet pods bound to it', () => {
    expect(podLines(lastOf(twoNodes + workload('DaemonSet', 'agent'), '[fail alpha, elapse 5000]').state)).to.deep.equal([
      'agent-*! 10.20.0.0 alpha',
      'agent-* 10.20.1.0 bravo',
    ]);
  });

  it('evicts nobody when all nodes fail', () => {
    const { state } = lastOf(twoNodes + web, '[fail alpha, fail bravo, elapse 5000]');
    expect(endpointText(state, 'web')).to.equal('10.20.0.0! 10.20.0.1!');
  });

  it('stops everything but the speakers when it was the only control plane', () => {
    const master = node('alpha').replace('hostname: alpha }', 'hostname: alpha, node-role.kubernetes.io/control-plane: "" }');
    const manifests = master + node('bravo') + pool('a', '10.20.0.0/28', 'alpha') + pool('b', '10.20.1.0/28', 'bravo') + web;
    const { state } = lastOf(manifests, '[fail alpha, elapse 5000]');
    expect(endpointText(state, 'web')).to.equal('10.20.0.0 10.20.0.1');
  });
});

describe('who announces an address', () => {
  const three = node('alpha') + node('bravo') + node('cedar') + addressPool('10.128.44.244-10.128.44.250');

  it('goes to the next of a fixed order when a node fails, and back when it returns', () => {
    const states = outcomesOf(
      three + workload('DaemonSet', 'web') + service('web', 'type: LoadBalancer'),
      '[elapse 1, fail cedar, fail bravo, return cedar]',
    );
    expect(states.map(({ state }) => announcerOf(state, 'web'))).to.deep.equal(['cedar', 'bravo', 'alpha', 'cedar']);
  });

  it('follows the endpoints under policy Local', () => {
    const local =
      workload('Deployment', 'web', 'replicas: 1', likes('alpha')) + service('web', 'type: LoadBalancer\n  externalTrafficPolicy: Local');
    const pools = pool('pods', '10.20.0.0/24');
    const states = outcomesOf(three + pools + local, '[elapse 1, cordon cedar, drain alpha, "unready 10.20.0.1"]');
    expect(states.map(({ state }) => announcerOf(state, 'web')).slice(0, 3)).to.deep.equal(['alpha', 'alpha', 'bravo']);
  });

  it('does not change when a node is cordoned or drained under policy Cluster', () => {
    const states = outcomesOf(
      three + workload('DaemonSet', 'web') + service('web', 'type: LoadBalancer'),
      '[cordon cedar, drain cedar, "taint cedar a=b:NoSchedule", "label cedar node.kubernetes.io/exclude-from-external-load-balancers="]',
    );
    expect(states.map(({ state }) => announcerOf(state, 'web'))).to.deep.equal(['cedar', 'cedar', 'cedar', 'bravo']);
  });
});

describe('a drain', () => {
  const web = workload('Deployment', 'web', 'replicas: 2', likes('alpha'));
  const budget = (spec: string) =>
    `---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: web, namespace: shop }\nspec: { selector: { matchLabels: { app: web } }, ${spec} }\n`;

  it('moves pods elsewhere, DaemonSets apart, and uncordoning moves nothing back', () => {
    const { state } = lastOf(twoNodes + web + workload('DaemonSet', 'agent'), '[drain alpha, uncordon alpha]');
    expect([...podLines(state)].sort()).to.deep.equal([
      'agent-* 10.20.0.0 alpha',
      'agent-* 10.20.1.0 bravo',
      'web-* 10.20.1.1 bravo',
      'web-* 10.20.1.2 bravo',
    ]);
  });

  it('goes pod by pod where a budget wants it so', () => {
    const { state, stuck } = lastOf(twoNodes + web + budget('minAvailable: 1'), '[drain alpha]');
    expect(addressesOf(state)).to.equal('10.20.1.0 10.20.1.1');
    expect(stuck).to.deep.equal([]);
  });

  const alone = workload('Deployment', 'web', 'replicas: 1', 'nodeSelector: { kubernetes.io/hostname: alpha }');
  const pod =
    '---\napiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop, labels: { app: web } }\nspec: { nodeName: alpha, containers: [{ name: main, image: app }] }\n';
  const standsStill: readonly (readonly [of: string, manifests: string, events: string])[] = [
    ['that says neither how many have to be there nor how many may be missing', web + budget(''), '[drain alpha]'],
    ['for the share of a pod that nobody counts on', pod + budget('maxUnavailable: 1'), '[drain alpha force]'],
    ['whose only pod is not ready', alone + budget('maxUnavailable: 1'), '["unready 10.20.0.0", drain alpha]'],
    [
      'beside another one for the same pods',
      web + budget('minAvailable: 0') + budget('maxUnavailable: 2').replace('name: web', 'name: more'),
      '[drain alpha]',
    ],
  ];
  for (const [of, manifests, events] of standsStill)
    it(`does not end at a budget ${of}`, () => {
      const { state, stuck } = lastOf(twoNodes + manifests, events);
      expect(stuck).not.to.deep.equal([]);
      expect(addressesOf(state)).to.contain('10.20.0.');
      expect(addressesOf(state)).not.to.contain('10.20.1.');
    });

  it('takes a pod that is not ready where the budget says so, and one that nobody counts on where none has to stay', () => {
    const spared = lastOf(
      twoNodes + alone + budget('minAvailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow'),
      '["unready 10.20.0.0", drain alpha]',
    );
    expect(podLines(spared.state)).to.deep.equal(['web-*! unschedulable -']);
    expect(addressesOf(lastOf(twoNodes + pod + budget('minAvailable: 0'), '[drain alpha force]').state)).to.equal('');
  });

  it('does not end where a budget lets nobody go', () => {
    const { state, stuck } = lastOf(twoNodes + web + budget('minAvailable: 2'), '[drain alpha]');
    expect(addressesOf(state)).to.equal('10.20.0.0 10.20.0.1');
    expect(stuck).to.have.length(2);
  });

  it('refuses before it begins where a pod has no controller', () => {
    const bare = `---\napiVersion: v1\nkind: Pod\nmetadata: { name: bare, namespace: shop }\nspec: { nodeName: alpha, containers: [{ name: main, image: app }] }\n`;
    expect(addressesOf(lastOf(twoNodes + web + bare, '[drain alpha]').state)).to.equal('10.20.0.0 10.20.0.1 10.20.0.2');
    expect(addressesOf(lastOf(twoNodes + web + bare, '[drain alpha force]').state)).to.equal('10.20.1.0 10.20.1.1');
  });

  it('leaves pods waiting where no other node takes them', () => {
    const { state } = lastOf(node('alpha') + pool('a', '10.20.0.0/28') + web, '[drain alpha]');
    expect(podLines(state)).to.deep.equal(['web-*! unschedulable -', 'web-*! unschedulable -']);
  });
});

describe('a taint', () => {
  const web = workload('Deployment', 'web', 'replicas: 1', likes('alpha'));

  it('with NoExecute drives off what does not tolerate it, with NoSchedule nobody', () => {
    const [soft, hard] = outcomesOf(twoNodes + web, '["taint alpha a=b:NoSchedule", "taint alpha a=b:NoExecute"]');
    expect(soft && podLines(soft.state)).to.deep.equal(['web-* 10.20.0.0 alpha']);
    expect(hard && podLines(hard.state)).to.deep.equal(['web-* 10.20.1.0 bravo']);
  });
});
