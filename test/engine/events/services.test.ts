import { expect } from 'chai';
import { formatAddress } from '../../../src/base/ip.ts';
import { externalText, lastOf, outcomesOf, podLines } from '../../support/happenings.ts';
import { addressPool, node, pool, service, workload } from './eventManifests.ts';

const object = (name: string, more = '') =>
  `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: shop }, spec: { type: LoadBalancer, selector: { app: ${name} }, ports: [{ port: 80 }]${more} } }`;
const poolObject = (range: string) =>
  `{ apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: { name: lan, namespace: metallb-system }, spec: { addresses: [${range}] } }`;
const two = addressPool('10.0.0.1-10.0.0.3') + service('a', 'type: LoadBalancer') + service('b', 'type: LoadBalancer');

describe('an external address', () => {
  it('of a service that is made again is the lowest free one, and that of a deleted one may go to another', () => {
    const states = outcomesOf(two, `[delete service/shop/a, { do: apply, object: ${object('c')} }, { do: apply, object: ${object('a')} }]`);
    const last = states.at(-1)?.state;
    expect(last && ['a', 'b', 'c'].map((name) => externalText(last, name))).to.deep.equal(['10.0.0.3', '10.0.0.2', '10.0.0.1']);
  });

  it('goes to a service that waits when it comes free', () => {
    const full = addressPool('10.0.0.1/32') + service('a', 'type: LoadBalancer') + service('b', 'type: LoadBalancer');
    expect(externalText(lastOf(full, '[elapse 1]').state, 'b')).to.equal('exhausted');
    expect(externalText(lastOf(full, '[delete svc/shop/a]').state, 'b')).to.equal('10.0.0.1');
  });

  it('moves when the range leaves it, and stays when it does not; nobody moves back', () => {
    const states = outcomesOf(
      two,
      `[{ do: apply, object: ${poolObject('10.0.0.2-10.0.0.5')} }, { do: apply, object: ${poolObject('10.0.0.1-10.0.0.5')} }]`,
    );
    expect(states.map(({ state }) => ['a', 'b'].map((name) => externalText(state, name)))).to.deep.equal([
      ['10.0.0.3', '10.0.0.2'],
      ['10.0.0.3', '10.0.0.2'],
    ]);
  });

  it('that is asked for waits for ever when the range leaves it', () => {
    const pinned = addressPool('10.0.0.1-10.0.0.3') + service('a', 'type: LoadBalancer\n  loadBalancerIP: 10.0.0.1');
    expect(externalText(lastOf(pinned, `[{ do: apply, object: ${poolObject('10.0.0.2-10.0.0.5')} }]`).state, 'a')).to.equal('not-in-pool');
  });

  it('stays when a change makes the whole configuration invalid', () => {
    const { state, notes } = lastOf(two, `[{ do: apply, object: ${poolObject('10.0.0.9-10.0.0.2')} }]`);
    expect(['a', 'b'].map((name) => externalText(state, name))).to.deep.equal(['10.0.0.1', '10.0.0.2']);
    expect(notes).to.have.length(1);
  });

  it('is given back when the type changes, and so are node ports; the cluster IP stays', () => {
    const subnet = 'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store }\nspec: { profile: kubeadm }\n';
    const [before, after] = outcomesOf(
      subnet + two,
      `[elapse 1, { do: apply, object: { apiVersion: v1, kind: Service, metadata: { name: a, namespace: shop }, spec: { selector: { app: a }, ports: [{ name: http, port: 80 }] } } }]`,
    ).map(({ state }) => state.allocation.services.find(({ name }) => name === 'a'));
    expect(before?.ports[0]?.nodePort).to.be.a('number');
    expect(after?.ports[0]?.nodePort).to.equal(undefined);
    expect(after?.loadBalancer).to.equal(undefined);
    expect(after?.clusterIPs.map(formatAddress)).to.deep.equal(before?.clusterIPs.map(formatAddress));
    expect(after?.clusterIPs).to.have.length(1);
  });

  it('goes to another pool when its own is deleted', () => {
    const more = `---\napiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: more, namespace: metallb-system }\nspec: { addresses: [10.1.0.1-10.1.0.9] }\n`;
    const { state } = lastOf(two + more, '[delete IPAddressPool/metallb-system/lan]');
    expect(['a', 'b'].map((name) => externalText(state, name))).to.deep.equal(['10.1.0.1', '10.1.0.2']);
  });
});

describe('the last pool', () => {
  it('takes the addresses with it when it is deleted', () => {
    const { state } = lastOf(two, '[delete IPAddressPool/metallb-system/lan]');
    expect(['a', 'b'].map((name) => externalText(state, name))).to.deep.equal(['no-pools', 'no-pools']);
  });
});

describe('a pool of pod addresses', () => {
  const manifests =
    node('alpha') + pool('one', '10.20.0.0/28') + pool('two', '10.30.0.0/28') + workload('StatefulSet', 'web', 'replicas: 2');
  const disabled =
    '{ apiVersion: projectcalico.org/v3, kind: IPPool, metadata: { name: one }, spec: { cidr: 10.20.0.0/28, blockSize: 28, disabled: true, ipipMode: Never, vxlanMode: Never } }';

  it('that is disabled or deleted leaves running pods alone; the next start takes from another', () => {
    for (const event of [`{ do: apply, object: ${disabled} }`, 'delete IPPool/one']) {
      const [first, second] = outcomesOf(manifests, `[${event}, restart shop/web-0]`);
      expect(first && podLines(first.state)).to.deep.equal(['web-0 10.20.0.0 alpha', 'web-1 10.20.0.1 alpha']);
      expect(second && podLines(second.state)).to.deep.equal(['web-1 10.20.0.1 alpha', 'web-0 10.30.0.0 alpha']);
    }
  });

  it('lets reservations step in for what is given next, not for who has it', () => {
    const reservation =
      '{ apiVersion: projectcalico.org/v3, kind: IPReservation, metadata: { name: keep }, spec: { reservedCIDRs: [10.20.0.0/30] } }';
    const [, , last] = outcomesOf(manifests, `[{ do: apply, object: ${reservation} }, restart shop/web-0, restart shop/web-1]`);
    expect(last && podLines(last.state)).to.deep.equal(['web-0 10.20.0.4 alpha', 'web-1 10.20.0.5 alpha']);
  });
});

describe('manifests that come and go', () => {
  it('make pods and take them away', () => {
    const base = node('alpha') + pool('one', '10.20.0.0/28');
    const deployment =
      '{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { replicas: 2, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: main, image: a }] } } } }';
    const [made, gone] = outcomesOf(base, `[{ do: apply, object: ${deployment} }, delete deployment/shop/web]`);
    expect(made && podLines(made.state)).to.deep.equal(['web-* 10.20.0.0 alpha', 'web-* 10.20.0.1 alpha']);
    expect(gone && podLines(gone.state)).to.deep.equal([]);
  });

  it('bring a node, on which DaemonSets start', () => {
    const base = node('alpha') + pool('one', '10.20.0.0/28') + workload('DaemonSet', 'agent');
    const bravo = '{ apiVersion: v1, kind: Node, metadata: { name: bravo } }';
    expect(podLines(lastOf(base, `[{ do: apply, object: ${bravo} }]`).state).map((line) => line.split(' ').at(-1))).to.deep.equal([
      'alpha',
      'bravo',
    ]);
  });
});
