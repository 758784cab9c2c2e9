import assert from 'node:assert/strict';
import { formatRange } from '../../../src/base/ip.ts';
import { english } from '../../../src/base/message.ts';
import { give, manifest, outcomesOf, outcomesWith, poolsOf, servicesOf } from './notation.ts';

/** `a:ok b:refused`, in apply order. */
function validity(pools: string, ...more: readonly string[]): string {
  return outcomesOf(poolsOf(pools), ...more)
    .pools.map(({ name, valid }) => `${name}:${valid ? 'ok' : 'refused'}`)
    .join(' ');
}

/** A blank is written `_`. */
function isAccepted(addresses: string): boolean {
  const { refused, text } = give(`a: ${addresses}`, 's');
  assert.equal(text.startsWith('s:invalid-configuration'), refused);
  return !refused;
}

describe('address entries', () => {
  for (const entry of [
    '10.0.0.0/24',
    '10.0.0.7/24',
    '0.0.0.0/0',
    '10.0.0.1/32',
    'fd00::/64',
    '::ffff:10.0.0.0/120',
    '10.0.0.1-10.0.0.1',
    '10.0.0.1_-_10.0.0.9',
    '_10.0.0.1-10.0.0.9_',
    'fd00::1-fd00::9',
    '::1-1.2.3.4',
  ]) {
    it(`accepts "${entry}"`, () => assert.equal(isAccepted(entry), true));
  }
  for (const entry of [
    '_10.0.0.0/24',
    '10.0.0.0/24_',
    '10.0.0.0_/24',
    '10.0.0.1',
    '10.0.0.010/32',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.9-10.0.0.1',
    '10.0.0.1-9',
    '10.0.0.0/24-10.0.1.0/24',
    '1.2.3.4-::5',
    '10.0.0.1-',
    '-',
    'x',
    '10.0.0.1-10.0.0.5-10.0.0.9',
  ]) {
    it(`refuses "${entry}"`, () => assert.equal(isAccepted(entry), false));
  }

  it('a range of which the families differ may be accepted but holds nothing', () => {
    const { pools, text } = give('a: ::1-1.2.3.4', 's');
    assert.equal(text, 's:exhausted');
    assert.deepEqual([pools[0]?.ranges, pools[0]?.capacity], [[], 0n]);
  });

  it('a mapped IPv4 prefix is the IPv4 prefix', () => {
    assert.deepEqual(give('a: ::ffff:10.0.0.0/120', '').pools[0]?.ranges.map(formatRange), ['10.0.0.0-10.0.0.255']);
  });
});

describe('a configuration', () => {
  it('is refused as a whole for one faulty pool', () => {
    const { text, refused } = give('a: 10.0.0.0/24\nb: 10.0.1.0', 's1 s2~10.0.0.7');
    assert.equal(text, 's1:invalid-configuration s2:invalid-configuration');
    assert.equal(refused, true);
    assert.equal(validity('a: 10.0.0.0/24\nb: 10.0.1.0'), 'a:ok b:refused');
  });

  const overlaps: readonly (readonly [string, string, string])[] = [
    ['between pools: of two the later by name is refused', 'b: 10.0.0.0/24\na: 10.0.0.128/25', 'b:refused a:ok'],
    ['inside one pool', 'a: 10.0.0.0/24,10.0.0.5/32', 'a:refused'],
    ['of equal entries', 'a: 10.0.0.0/24,10.0.0.0/24', 'a:refused'],
    ['of ranges, exactly', 'a: 10.0.0.1-10.0.0.10\nb: 10.0.0.10-10.0.0.20', 'a:ok b:refused'],
    ['of neighbours is none', 'a: 10.0.0.1-10.0.0.9\nb: 10.0.0.10-10.0.0.20', 'a:ok b:ok'],
    ['of a pool that is not assigned automatically too', 'a: 10.0.0.0/24\nb: 10.0.0.0/25 !auto', 'a:ok b:refused'],
    ['of pools meant for different services too', 'a: 10.0.0.0/24 ns=x\nb: 10.0.0.0/25 ns=y', 'a:ok b:refused'],
    ['in IPv6', 'a: fd00::/64\nb: fd00::7/128', 'a:ok b:refused'],
    ['of different families is none', 'a: 0.0.0.0/0\nb: ::/0', 'a:ok b:ok'],
    [
      'of several: each later one is refused',
      'a: 10.0.0.0/24\nb: 10.0.0.0/26\nc: 10.0.0.0/28\nd: 10.0.1.0/24',
      'a:ok b:refused c:refused d:ok',
    ],
    ['within a pool that itself is the last', 'z: 10.0.0.0/16\na: 10.0.1.0/24\nb: 10.0.1.0/28', 'z:refused a:ok b:refused'],
  ];
  for (const [behaviour, pools, expected] of overlaps) it(`overlap ${behaviour}`, () => assert.equal(validity(pools), expected));

  const faults: readonly (readonly [string, string, string])[] = [
    ['a pool without addresses', 'a: -\nb: 10.0.0.0/24', 'a:refused b:ok'],
    ['two pools of one name', 'a: 10.0.0.0/24\na: 10.0.1.0/24', 'a:ok a:refused'],
    ['a namespace that is listed twice', 'a: 10.0.0.0/24 ns=x,x', 'a:refused'],
  ];
  for (const [behaviour, pools, expected] of faults) it(`is refused for ${behaviour}`, () => assert.equal(validity(pools), expected));

  const scopes: readonly (readonly [string, object])[] = [
    ['two equal selectors', { serviceSelectors: [{ matchLabels: { a: '1', b: '2' } }, { matchLabels: { b: '2', a: '1' } }] }],
    ['two equal namespace selectors', { namespaceSelectors: [{ matchLabels: { a: '1' } }, { matchLabels: { a: '1' } }] }],
    ['a value that is repeated', { serviceSelectors: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['x', 'y', 'x'] }] }] }],
    [
      'an expression that is repeated',
      {
        serviceSelectors: [
          {
            matchExpressions: [
              { key: 'a', operator: 'In', values: ['x', 'y'] },
              { key: 'a', operator: 'In', values: ['y', 'x'] },
            ],
          },
        ],
      },
    ],
    ['an operator that does not exist', { serviceSelectors: [{ matchExpressions: [{ key: 'a', operator: 'Is', values: ['x'] }] }] }],
  ];
  for (const [behaviour, serviceAllocation] of scopes) {
    it(`is refused for ${behaviour}`, () => {
      const pool = manifest('metallb.io/v1beta1', 'IPAddressPool', { name: 'a' }, { addresses: ['10.0.0.0/24'], serviceAllocation });
      assert.equal(outcomesOf(pool, servicesOf('s')).text, 's:invalid-configuration');
    });
  }

  const communities: readonly (readonly [string, string, boolean])[] = [
    ['an alias that is defined twice in one Community', 'x=1:1,x=1:1', true],
    ['an alias that is defined in two of them', 'x=1:1|x=2:2', true],
    ['a Community value that is none', 'x=1234', true],
    ['a Community value out of bounds', 'x=65536:1', true],
    ['a large Community value out of bounds', 'x=large:1:2:4294967296', true],
    ['Community values that are good', 'x=0:65535,y=large:1:2:4294967295|z=1:1', false],
  ];
  for (const [behaviour, aliases, refused] of communities) {
    it(`is ${refused ? 'refused' : 'accepted'} for ${behaviour}, since the controller reads them too`, () => {
      const texts = aliases
        .split('|')
        .map((one, index) =>
          manifest(
            'metallb.io/v1beta1',
            'Community',
            { name: `c${index}`, namespace: 'metallb-system' },
            { communities: one.split(',').map((pair) => ({ name: pair.split('=')[0], value: pair.split('=')[1] })) },
          ),
        );
      assert.equal(give('a: 10.0.0.0/24', 's', ...texts).text, refused ? 's:invalid-configuration' : 's=10.0.0.0');
    });
  }

  it('is accepted whatever the peers and BFD profiles say, which the controller does not read', () => {
    const peer = manifest('metallb.io/v1beta2', 'BGPPeer', { name: 'p', namespace: 'metallb-system' }, {});
    const profile = manifest('metallb.io/v1beta1', 'BFDProfile', { name: 'f', namespace: 'metallb-system' }, { detectMultiplier: 0 });
    assert.equal(give('a: 10.0.0.0/24', 's', peer, profile).text, 's=10.0.0.0');
  });

  it('is refused for a pool without a name', () => {
    const { refused } = outcomesOf(manifest('metallb.io/v1beta1', 'IPAddressPool', {}, { addresses: ['10.0.0.0/24'] }));
    assert.equal(refused, true);
  });

  it('says why, and points at the entry', () => {
    const { byName } = give('a: 10.0.0.0/24\nb: 10.0.0.128/25', 's');
    assert.equal(
      english.say(byName.get('s')!.explanation.reason),
      'MetalLB refuses its whole configuration. 10.0.0.128/25 of pool "b" overlaps 10.0.0.0/24 of pool "a".',
    );
    const { because } = give('a: 10.0.0.0/24,10.0.1.0', 's').byName.get('s')!.explanation;
    assert.deepEqual(
      because.map(({ path }) => path?.join('.')),
      ['spec.addresses.1'],
    );
  });
});

describe('capacity', () => {
  const cases: readonly (readonly [string, bigint])[] = [
    ['10.0.0.0/24', 256n],
    ['10.0.0.0/24 buggy', 254n],
    ['10.0.0.0/16 buggy', 65536n - 512n],
    ['10.0.0.0/25 buggy', 127n],
    ['10.0.0.64/26 buggy', 64n],
    ['10.0.0.0/32 buggy', -1n],
    ['10.0.0.255/32 buggy', -1n],
    ['10.0.0.1/32 buggy', 1n],
    ['10.0.0.240-10.0.0.250', 11n],
    ['10.0.0.240-10.0.1.0 buggy', 15n - 1n],
    ['fd00::/120 buggy', 256n],
    ['fd00::/67', 2n ** 61n],
    ['fd00::/66', 2n ** 63n - 1n],
    ['10.0.0.0/24,fd00::/64', 2n ** 63n - 1n],
  ];
  for (const [pool, capacity] of cases)
    it(`of ${pool} is ${capacity}`, () => assert.equal(give(`a: ${pool}`, '').pools[0]?.capacity, capacity));

  it('counts a shared address once', () => {
    assert.equal(give('a: 10.0.0.0/24,fd00::/120', 's1:80#k s2:81#k s3^dual').pools[0]?.used, 3);
  });
});

describe('where the pools come from', () => {
  const network = (spec: object) =>
    `${JSON.stringify({ apiVersion: 'edgenetwork/v1', kind: 'EdgeNetwork', metadata: { name: 'x' }, spec: { serviceSubnet: '10.96.0.0/16', ...spec } })}\n`;
  const legacy = (config: string, namespace = 'metallb-system') =>
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config', namespace }, data: { config } });

  it('without a MetalLB manifest the external service range is the pool', () => {
    const { text, pools } = outcomesWith(network({ kubernetesServiceIPs: '10.0.0.1-10.0.0.2' }), servicesOf('s1 s2 s3'));
    assert.equal(text, 's1=10.0.0.1 s2=10.0.0.2 s3:exhausted');
    assert.deepEqual(
      pools.map(({ name, ranges, capacity, used }) => [name, ranges.map(formatRange), capacity, used]),
      [['kubernetes-service-ips', ['10.0.0.1-10.0.0.2'], 2n, 2]],
    );
  });

  it('an external service range that is none makes an invalid pool', () => {
    const { text, pools } = outcomesWith(network({ kubernetesServiceIPs: '10.0.0.9-10.0.0.2' }), servicesOf('s1'));
    assert.equal(text, 's1:invalid-configuration');
    assert.equal(pools[0]?.valid, false);
  });

  it('pools in manifests rule over the external service range', () => {
    assert.equal(
      outcomesWith(network({ kubernetesServiceIPs: '10.0.0.1-10.0.0.2' }), poolsOf('a: 10.7.0.0/24'), servicesOf('s1')).text,
      's1=10.7.0.0',
    );
  });

  it('the ConfigMap of MetalLB 0.12 gives the pools', () => {
    const { text, pools } = outcomesOf(
      legacy(
        'address-pools:\n- name: a\n  protocol: layer2\n  addresses: [10.0.0.0/31]\n- name: b\n  protocol: bgp\n  auto-assign: false\n  avoid-buggy-ips: true\n  addresses: [10.0.1.0/24]\n',
      ),
      servicesOf('s1 s2 s3 s4>b'),
    );
    assert.equal(text, 's1=10.0.0.0 s2=10.0.0.1 s3:exhausted s4=10.0.1.1');
    assert.deepEqual(
      pools.map(({ autoAssign, avoidBuggyIPs, valid }) => [autoAssign, avoidBuggyIPs, valid]),
      [
        [true, false, true],
        [false, true, true],
      ],
    );
  });

  it('the ConfigMap counts for nothing beside IPAddressPools', () => {
    assert.equal(
      outcomesOf(
        legacy('address-pools: [{ name: a, protocol: layer2, addresses: [10.0.0.0/31] }]'),
        poolsOf('p: 10.7.0.0/24'),
        servicesOf('s1'),
      ).text,
      's1=10.7.0.0',
    );
  });

  const refusals: readonly (readonly [string, string])[] = [
    ['no protocol', '{ name: a, addresses: [10.0.0.0/24] }'],
    ['a protocol that does not exist', '{ name: a, protocol: rip, addresses: [10.0.0.0/24] }'],
    ['no name', '{ protocol: layer2, addresses: [10.0.0.0/24] }'],
    ['no addresses', '{ name: a, protocol: layer2 }'],
    ['bgp-advertisements under layer2', '{ name: a, protocol: layer2, addresses: [10.0.0.0/24], bgp-advertisements: [{ localpref: 1 }] }'],
    [
      'equal bgp-advertisements',
      '{ name: a, protocol: bgp, addresses: [10.0.0.0/24], bgp-advertisements: [{ localpref: 1 }, { localpref: 1 }] }',
    ],
    [
      'an aggregation length that does not exist',
      '{ name: a, protocol: bgp, addresses: [10.0.0.0/24], bgp-advertisements: [{ aggregation-length: 33 }] }',
    ],
    [
      'an aggregation wider than an entry',
      '{ name: a, protocol: bgp, addresses: [10.0.0.0/24], bgp-advertisements: [{ aggregation-length: 20 }] }',
    ],
    [
      'a name that stands twice',
      '{ name: a, protocol: layer2, addresses: [10.0.0.0/24] }, { name: a, protocol: layer2, addresses: [10.0.1.0/24] }',
    ],
    [
      'pools that overlap',
      '{ name: a, protocol: layer2, addresses: [10.0.0.0/24] }, { name: b, protocol: layer2, addresses: [10.0.0.9/32] }',
    ],
  ];
  for (const [behaviour, pools] of refusals)
    it(`the ConfigMap is refused for ${behaviour}`, () =>
      assert.equal(outcomesOf(legacy(`address-pools: [${pools}]`), servicesOf('s')).text, 's:invalid-configuration'));

  const otherKeys: readonly (readonly [string, string, boolean])[] = [
    [
      'a peer',
      'peers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.9.9.9, hold-time: 90s, node-selectors: [{ match-labels: { a: b } }] }]',
      false,
    ],
    ['a peer without AS', 'peers: [{ my-asn: 1, peer-address: 10.9.9.9 }]', true],
    ['a peer without address', 'peers: [{ my-asn: 1, peer-asn: 2 }]', true],
    ['a hold time that is too short', 'peers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.9.9.9, hold-time: 2s }]', true],
    [
      'two equal peers',
      'peers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.9.9.9 }, { my-asn: 1, peer-asn: 2, peer-address: 10.9.9.9 }]',
      true,
    ],
    ['two peers', 'peers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.9.9.9 }, { my-asn: 1, peer-asn: 2, peer-address: 10.9.9.8 }]', false],
    [
      'a node selector that is none',
      'peers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.9.9.9, node-selectors: [{ match-expressions: [{ key: a, operator: Is, values: [b] }] }] }]',
      true,
    ],
    [
      'a peer with a BFD profile',
      'bfd-profiles: [{ name: fast, receive-interval: 50, passive-mode: true }]\npeers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.9.9.9, bfd-profile: fast }]',
      false,
    ],
    ['a BFD profile that does not exist', 'peers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.9.9.9, bfd-profile: fast }]', true],
    ['a BFD profile without name', 'bfd-profiles: [{ receive-interval: 50 }]', true],
    ['a BFD profile out of bounds', 'bfd-profiles: [{ name: fast, receive-interval: 5 }]', true],
    ['two BFD profiles of one name', 'bfd-profiles: [{ name: fast }, { name: fast }]', true],
    ['a community', 'bgp-communities: { one: 1:1 }', false],
    ['a community that is none', 'bgp-communities: { one: 1 }', true],
    ['a large community, which came later', 'bgp-communities: { one: "large:1:1:1" }', true],
  ];
  for (const [behaviour, more, refused] of otherKeys) {
    it(`the ConfigMap is ${refused ? 'refused' : 'accepted'} with ${behaviour}`, () => {
      const { text } = outcomesOf(
        legacy(`address-pools: [{ name: a, protocol: layer2, addresses: [10.0.0.0/24] }]\n${more}`),
        servicesOf('s'),
      );
      assert.equal(text, refused ? 's:invalid-configuration' : 's=10.0.0.0');
    });
  }

  it('the ConfigMap is refused for a community that it does not define', () => {
    const config = (communities: string) =>
      legacy(
        `${communities}address-pools: [{ name: a, protocol: bgp, addresses: [10.0.0.0/24], bgp-advertisements: [{ communities: [one] }] }]`,
      );
    assert.equal(outcomesOf(config(''), servicesOf('s')).text, 's:invalid-configuration');
    assert.equal(outcomesOf(config('bgp-communities: { one: 1:1 }\n'), servicesOf('s')).text, 's=10.0.0.0');
  });

  it('the ConfigMap counts in the namespace of MetalLB only', () => {
    const config = legacy('address-pools: [{ name: a, protocol: layer2, addresses: [10.0.0.0/24] }]', 'shop');
    assert.equal(outcomesOf(config, servicesOf('s')).text, 's=10.0.0.0');
    assert.equal(outcomesOf(config, manifest('v1', 'Namespace', { name: 'metallb-system' }, {}), servicesOf('s')).text, 's:no-pools');
  });

  it('a range in the ConfigMap may be announced with the length of its widest block', () => {
    const range = (length: number) =>
      outcomesOf(
        legacy(
          `address-pools: [{ name: a, protocol: bgp, addresses: [10.0.0.3-10.0.0.10], bgp-advertisements: [{ aggregation-length: ${length} }] }]`,
        ),
      ).refused;
    assert.deepEqual([range(30), range(29)], [false, true]);
  });
});

describe('the namespace of MetalLB', () => {
  const pool = (name: string, address: string, namespace?: string) =>
    manifest('metallb.io/v1beta1', 'IPAddressPool', { name, ...(namespace === undefined ? {} : { namespace }) }, { addresses: [address] });
  const controller = (namespace: string) =>
    `${JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'controller', namespace, labels: { app: 'metallb', component: 'controller' } }, spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c' }] } } } })}\n`;
  const seen = (...texts: readonly string[]) =>
    outcomesOf(...texts)
      .pools.filter(({ valid }) => valid)
      .map(({ name }) => name)
      .join(' ');

  it('is that of its controller', () => {
    assert.equal(seen(controller('lb'), pool('a', '10.0.0.0/24', 'metallb-system'), pool('b', '10.0.0.0/24', 'lb')), 'b');
  });
  it('is metallb-system where an object says so', () => {
    assert.equal(seen(pool('a', '10.0.0.0/24', 'x'), pool('b', '10.0.1.0/24', 'x'), pool('c', '10.0.0.0/24', 'metallb-system')), 'c');
  });
  it('is else the one of most objects', () => {
    assert.equal(seen(pool('a', '10.0.0.0/24', 'x'), pool('b', '10.0.1.0/24', 'y'), pool('c', '10.0.2.0/24', 'y')), 'b c');
  });
  it('is trusted to be right where it is not written', () => {
    assert.equal(seen(pool('a', '10.0.0.0/24'), pool('b', '10.0.1.0/24', 'metallb-system')), 'a b');
  });
  it('hides pools elsewhere, which so overlap with nothing', () => {
    const { text, pools } = outcomesOf(pool('a', '10.0.0.0/24', 'metallb-system'), pool('b', '10.0.0.0/24', 'x'), servicesOf('s1 s2>b'));
    assert.equal(text, 's1=10.0.0.0 s2:unknown-pool');
    assert.match(english.say(pools[1]!.refused!), /metallb-system/);
  });
});
