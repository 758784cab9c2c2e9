import assert from 'node:assert/strict';
import { locate } from '../../../src/manifests/locate.ts';
import { placeOf } from '../../../src/manifests/place.ts';
import { factsOf, resourceOf } from '../../support/cluster.ts';
import { problemsOf } from '../../support/reading.ts';

const configMap = (config: string, name = 'config') => `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: metallb-system }
data:
  config: |
${config.replace(/^(?=.)/gm, '    ')}`;

describe('the ConfigMap that MetalLB read until v0.12', () => {
  const pools = `peers:
- peer-address: 10.0.0.1
  peer-asn: 64501
  my-asn: 64500
bgp-communities: { no-advertise: 65535:65282 }
address-pools:
- name: default
  protocol: layer2
  addresses:
  - 10.0.0.240-10.0.0.250
  - 10.0.1.0/28
- name: bgp
  protocol: bgp
  auto-assign: false
  avoid-buggy-ips: true
  addresses: [10.1.0.0/24]
  bgp-advertisements:
  - { aggregation-length: 32, aggregation-length-v6: 128, localpref: 100, communities: [no-advertise] }
`;

  it('is read into its pools', () => {
    const config = resourceOf('MetalLBConfig', configMap(pools));
    assert.equal(config.refused, undefined);
    assert.deepEqual(config.pools, [
      {
        name: 'default',
        protocol: 'layer2',
        addresses: ['10.0.0.240-10.0.0.250', '10.0.1.0/28'],
        autoAssign: true,
        avoidBuggyIPs: false,
        bgpAdvertisements: [],
      },
      {
        name: 'bgp',
        protocol: 'bgp',
        addresses: ['10.1.0.0/24'],
        autoAssign: false,
        avoidBuggyIPs: true,
        bgpAdvertisements: [{ aggregationLength: 32, aggregationLengthV6: 128, localPref: 100, communities: ['no-advertise'] }],
      },
    ]);
  });

  it('is read into its peers, BFD profiles and communities', () => {
    const config = resourceOf(
      'MetalLBConfig',
      configMap(`${pools}bfd-profiles: [{ name: fast, detect-multiplier: 3, echo-mode: true }]\n`),
    );
    assert.deepEqual(
      config.peers.map(({ myASN, peerASN, peerAddress, nodeSelectors }) => [myASN, peerASN, peerAddress, nodeSelectors]),
      [[64500, 64501, '10.0.0.1', []]],
    );
    assert.deepEqual(
      config.bfdProfiles.map(({ name, detectMultiplier, echoMode, minimumTtl }) => [name, detectMultiplier, echoMode, minimumTtl]),
      [['fast', 3, true, undefined]],
    );
    assert.deepEqual(config.communities, [{ name: 'no-advertise', value: '65535:65282' }]);
  });

  it('has places that lead into its text', () => {
    const config = resourceOf('MetalLBConfig', configMap(pools));
    const { start, end } = locate(placeOf(config, 'data', 'config', 'address-pools', 0, 'addresses', 1));
    assert.equal(config.document.text.slice(start, end), '10.0.1.0/28');
  });

  it('is known by name and content; any other ConfigMap stays one', () => {
    for (const text of [configMap(pools, 'other'), configMap('log-level: debug\n')])
      assert.equal(factsOf(text)[0]?.resources[0]?.type, 'ConfigMap');
  });

  const refusals: readonly (readonly [what: string, config: string, problem: string])[] = [
    ['an unknown key', 'address-pools: []\naddress-pool: []\n', 'It knows no key "address-pool" here. @ address-pool'],
    ['an unknown key of a pool', 'address-pools:\n- name: a\n  autoassign: false\n', 'It knows no key "autoassign" here. @ autoassign'],
    [
      'an unknown key of an advertisement',
      'address-pools:\n- name: a\n  bgp-advertisements:\n  - localPref: 1\n',
      'It knows no key "localPref" here. @ localPref',
    ],
    [
      'an unknown key of a peer',
      'address-pools: []\npeers:\n- peerAddress: 10.0.0.1\n',
      'It knows no key "peerAddress" here. @ peerAddress',
    ],
    [
      'an unknown key of a node selector',
      'address-pools: []\npeers:\n- node-selectors:\n  - matchLabels: {}\n',
      'It knows no key "matchLabels" here. @ matchLabels',
    ],
    ['an unknown key of a BFD profile', 'address-pools: []\nbfd-profiles:\n- interval: 5\n', 'It knows no key "interval" here. @ interval'],
    ['a key that repeats', 'address-pools:\n- name: a\n  name: b\n', 'The key "name" stands twice in one map. @ name'],
  ];
  for (const [what, config, problem] of refusals) {
    it(`is refused as a whole for ${what}`, () => {
      const [facts] = factsOf(configMap(config));
      const resource = facts?.resources[0];
      assert.ok(resource?.type === 'MetalLBConfig' && resource.refused !== undefined);
      assert.deepEqual(problemsOf(configMap(config)), [`resource/wrong-type: MetalLB refuses this whole configuration. ${problem}`]);
    });
  }

  it('is refused for text that is not YAML, while the rest of the document is read', () => {
    const [facts] = factsOf(configMap('address-pools: [ { name: a\n'));
    const resource = facts?.resources[0];
    assert.ok(resource?.type === 'MetalLBConfig' && resource.refused !== undefined);
    assert.equal(facts?.unreadable, false);
    assert.match(
      facts.problems[0] === undefined ? '' : (problemsOf(configMap('address-pools: [ { name: a\n'))[0] ?? ''),
      /^resource\/wrong-type: MetalLB refuses this whole configuration. It is not YAML \(/,
    );
  });

  it('is refused for a field of another type', () => {
    const text = configMap('address-pools:\n- name: a\n  addresses: 10.0.0.0/24\n');
    assert.deepEqual(problemsOf(text), ['resource/wrong-type: addresses must be a list. @ 10.0.0.0/24']);
    const resource = factsOf(text)[0]?.resources[0];
    assert.ok(resource?.type === 'MetalLBConfig' && resource.refused !== undefined);
  });
});
