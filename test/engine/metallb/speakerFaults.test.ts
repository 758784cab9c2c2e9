import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { bgpModeOf } from '../../../src/engine/metallb/bgpMode.ts';
import { bgpPeersOf } from '../../../src/engine/metallb/speakerFaults.ts';
import { networkOf } from '../../../src/engine/network.ts';
import { nodesOf } from '../../../src/engine/nodes/nodes.ts';
import { clusterOf } from '../../support/cluster.ts';
import { give, manifest } from './notation.ts';

const peer = (name: string, spec: object = {}) =>
  manifest(
    'metallb.io/v1beta2',
    'BGPPeer',
    { name, namespace: 'metallb-system' },
    { myASN: 1, peerASN: 2, peerAddress: '10.0.0.1', ...spec },
  );
const daemonSet = (name: string, labels: object, containers: readonly string[]) =>
  manifest(
    'apps/v1',
    'DaemonSet',
    { name, namespace: 'metallb-system', labels },
    {
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: containers.map((container) => ({ name: container })) } },
    },
  );
const speaker = (...containers: readonly string[]) =>
  daemonSet('speaker', { app: 'metallb', component: 'speaker' }, ['speaker', ...containers]);
const node = (name: string) => manifest('v1', 'Node', { name, labels: { on: name } }, {});

describe('what speaks BGP for MetalLB', () => {
  const cases: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['is not known without the speaker', [peer('p')], undefined],
    ['is MetalLB itself where the speaker stands alone', [speaker()], 'native'],
    ['is FRR where it stands beside the speaker', [speaker('frr', 'reloader')], 'frr'],
    [
      'is FRR where it has pods of its own',
      [speaker(), daemonSet('frr-k8s-daemon', { app: 'frr-k8s', component: 'frr-k8s' }, ['frr'])],
      'frr',
    ],
    [
      'is known by the labels of the Helm chart too',
      [
        daemonSet('release-metallb-speaker', { 'app.kubernetes.io/name': 'metallb', 'app.kubernetes.io/component': 'speaker' }, [
          'speaker',
          'frr',
        ]),
      ],
      'frr',
    ],
  ];
  for (const [behaviour, texts, expected] of cases) it(behaviour, () => assert.equal(bgpModeOf(clusterOf(...texts)), expected));
});

describe('the peers that speakers read', () => {
  /** Why they are refused; empty: they are not. */
  function fault(...texts: readonly string[]): string {
    const cluster = clusterOf(...texts);
    const found = bgpPeersOf(cluster, nodesOf(cluster, networkOf(cluster, 'custom'))).fault;
    return found === undefined ? '' : english.say(found.message);
  }
  const on = (name: string) => ({ nodeSelectors: [{ matchLabels: { on: name } }] });

  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['may be two to one router, as far as is known', [peer('p'), peer('q')], /^$/],
    [
      'may not be two to one router under FRR',
      [speaker('frr'), peer('p'), peer('q')],
      /^The fault is in BGPPeer "q"\. It is the router of peer "p"/,
    ],
    ['may be two to one router on different nodes', [speaker('frr'), node('a'), node('b'), peer('p', on('a')), peer('q', on('b'))], /^$/],
    ['may be two to one router in different VRFs', [speaker('frr'), peer('p'), peer('q', { vrf: 'red' })], /^$/],
    [
      'may not differ in their own AS under FRR',
      [speaker('frr'), peer('p'), peer('q', { peerAddress: '10.0.0.2', myASN: 3 })],
      /myASN differs/,
    ],
    [
      'may differ in their own AS in different VRFs',
      [speaker('frr'), peer('p'), peer('q', { peerAddress: '10.0.0.2', myASN: 3, vrf: 'red' })],
      /^$/,
    ],
    [
      'may not differ in the router ID under FRR, in whatever VRF',
      [speaker('frr'), peer('p'), peer('q', { peerAddress: '10.0.0.2', routerID: '1.1.1.1', vrf: 'red' })],
      /routerID differs/,
    ],
    [
      'may differ in the router ID where MetalLB speaks itself',
      [speaker(), peer('p'), peer('q', { peerAddress: '10.0.0.2', routerID: '1.1.1.1' })],
      /^$/,
    ],
    ['may not use what only FRR can do', [speaker(), peer('p', { vrf: 'red' })], /^The fault is in BGPPeer "p"\. vrf needs FRR/],
    [
      'may not stand beside BFD profiles without FRR',
      [speaker(), manifest('metallb.io/v1beta1', 'BFDProfile', { name: 'f', namespace: 'metallb-system' }, {})],
      /^The fault is in BFDProfile "f"\. It needs FRR/,
    ],
  ];
  for (const [behaviour, texts, expected] of cases) it(behaviour, () => assert.match(fault(...texts), expected));

  it('a large community takes the addresses away where MetalLB speaks BGP itself, since the controller reads it', () => {
    const community = manifest(
      'metallb.io/v1beta1',
      'Community',
      { name: 'c', namespace: 'metallb-system' },
      { communities: [{ name: 'x', value: 'large:1:1:1' }] },
    );
    assert.equal(give('a: 10.0.0.0/24', 's', community, speaker()).text, 's:invalid-configuration');
    assert.equal(give('a: 10.0.0.0/24', 's', community, speaker('frr')).text, 's=10.0.0.0');
  });
});
