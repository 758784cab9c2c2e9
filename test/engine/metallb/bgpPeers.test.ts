import assert from 'node:assert/strict';
import { bfdProfileFault, nativePeerFault, peerFault } from '../../../src/engine/metallb/bgpPeers.ts';
import { resourceOf } from '../../support/cluster.ts';
import { manifest } from './notation.ts';

const peerOf = (spec: object) =>
  resourceOf(
    'BGPPeer',
    manifest('metallb.io/v1beta2', 'BGPPeer', { name: 'p' }, { myASN: 1, peerASN: 2, peerAddress: '10.0.0.1', ...spec }),
  );

describe('a BGP peer', () => {
  /** The field at fault; empty: none. */
  const cases: readonly (readonly [string, object, string])[] = [
    ['is accepted with both ASes and an address', {}, ''],
    ['needs an AS of its own', { myASN: undefined }, 'myASN'],
    ['needs an AS to speak to', { peerASN: undefined }, 'peerASN'],
    ['may learn the AS of the other', { peerASN: undefined, dynamicASN: 'external' }, ''],
    ['may learn the AS in two ways only', { peerASN: undefined, dynamicASN: 'any' }, 'dynamicASN'],
    ['may not both know and learn the AS', { dynamicASN: 'internal' }, 'dynamicASN'],
    ['needs an address', { peerAddress: undefined }, 'peerAddress'],
    ['may be found by an interface instead', { peerAddress: undefined, interface: 'eth0' }, ''],
    ['may not be found both ways', { interface: 'eth0' }, 'interface'],
    ['needs an address that is one', { peerAddress: 'router.lan' }, 'peerAddress'],
    ['may have an IPv6 address', { peerAddress: 'fd00::1' }, ''],
    ['may be some hops away', { ebgpMultiHop: true }, ''],
    ['may not be some hops away within the AS', { ebgpMultiHop: true, peerASN: 1 }, 'ebgpMultiHop'],
    ['needs a router ID that is an address', { routerID: '1' }, 'routerID'],
    ['needs a source that is an address', { sourceAddress: 'x' }, 'sourceAddress'],
    ['may hold for ever', { holdTime: '0s' }, ''],
    ['may hold for three seconds', { holdTime: '3s' }, ''],
    ['may not hold for less', { holdTime: '2.9s' }, 'holdTime'],
    ['counts less than a second as none', { holdTime: '500ms' }, ''],
    ['needs a hold time that is a duration', { holdTime: '90' }, 'holdTime'],
    ['needs a keepalive time within the hold time', { holdTime: '90s', keepaliveTime: '91s' }, 'keepaliveTime'],
    ['may have them equal', { holdTime: '90s', keepaliveTime: '90s' }, ''],
    ['has a hold time of three times the keepalive time', { keepaliveTime: '1s' }, ''],
    ['may not so have a hold time that is too short', { keepaliveTime: '500ms' }, 'keepaliveTime'],
    ['may not repeat a node selector', { nodeSelectors: [{ matchLabels: { a: 'b' } }, { matchLabels: { a: 'b' } }] }, 'nodeSelectors'],
    ['may have a password', { password: 'x' }, ''],
    ['may have a Secret', { passwordSecret: { name: 's' } }, ''],
    ['may not have both', { password: 'x', passwordSecret: { name: 's' } }, 'passwordSecret'],
  ];
  for (const [behaviour, spec, field] of cases) it(behaviour, () => assert.equal(peerFault(peerOf(spec))?.path[0] ?? '', field));

  it('is read without its password', () =>
    assert.ok(!JSON.stringify({ ...peerOf({ password: 'hunter2' }), document: undefined }).includes('hunter2')));

  const needsFRR: readonly (readonly [string, object])[] = [
    ['bfdProfile', { bfdProfile: 'x' }],
    ['keepaliveTime', { keepaliveTime: '30s' }],
    ['vrf', { vrf: 'red' }],
    ['connectTime', { connectTime: '5s' }],
    ['enableGracefulRestart', { enableGracefulRestart: true }],
    ['disableMP', { disableMP: true }],
    ['dualStackAddressFamily', { dualStackAddressFamily: true }],
    ['dynamicASN', { dynamicASN: 'internal' }],
    ['interface', { interface: 'eth0' }],
    ['localASN', { localASN: 7 }],
  ];
  for (const [field, spec] of needsFRR) it(`needs FRR for ${field}`, () => assert.deepEqual(nativePeerFault(peerOf(spec))?.path, [field]));
  it('needs no FRR for the rest', () =>
    assert.equal(nativePeerFault(peerOf({ holdTime: '90s', keepaliveTime: '0s', ebgpMultiHop: true, routerID: '1.1.1.1' })), undefined));
});

describe('a BFD profile', () => {
  const bounds = {
    receiveInterval: [10, 60000],
    transmitInterval: [10, 60000],
    echoInterval: [10, 60000],
    detectMultiplier: [2, 255],
    minimumTtl: [1, 254],
  };
  for (const [field, [least, most]] of Object.entries(bounds)) {
    it(`has a ${field} of ${least} to ${most}`, () => {
      const fault = (value: number | undefined) =>
        bfdProfileFault(resourceOf('BFDProfile', manifest('metallb.io/v1beta1', 'BFDProfile', { name: 'f' }, { [field]: value })))?.path[0];
      assert.deepEqual(
        [fault(least), fault(most), fault(undefined), fault(least! - 1), fault(most! + 1)],
        [undefined, undefined, undefined, field, field],
      );
    });
  }
});
