import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { parseAddress } from '../../../src/base/ip.ts';
import { english } from '../../../src/base/message.ts';
import type { AllocatedNode, Announcement, Endpoint, EndpointSlice } from '../../../src/engine/allocation.ts';
import { announce } from '../../../src/engine/metallb/announce.ts';
import { assignExternalAddresses } from '../../../src/engine/metallb/assign.ts';
import { networkOf } from '../../../src/engine/network.ts';
import { admitServices } from '../../../src/engine/serviceAllocator/admit.ts';
import { clusterOf, resourceOf } from '../../support/cluster.ts';
import { dualStack, manifest, poolsOf, servicesOf } from './notation.ts';

function node(name: string, labels: Record<string, string> = {}, networkUnavailable = false): AllocatedNode {
  const resource = resourceOf(
    'Node',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels },
      status: { conditions: [{ type: 'NetworkUnavailable', status: networkUnavailable ? 'True' : 'False' }] },
    }),
  );
  return {
    name,
    labels,
    resource,
    role: 'worker',
    taints: [],
    unschedulable: false,
    ips: [],
    podCIDRs: [],
    podBlocks: [],
    tunnelIPs: [],
    place: undefined,
    explanation: { certainty: 'fixed', reason: { key: '', args: [] }, because: [] },
  };
}

/** Endpoints in short: `node` serves, `node-` does not, `node~` is terminating but still serves. */
function slicesOf(text: string): readonly EndpointSlice[] {
  const endpoints = text
    .split(' ')
    .filter((word) => word !== '')
    .map((word, index): Endpoint => {
      const name = word.replace(/[-~]$/, '');
      const serving = !word.endsWith('-');
      return {
        ip: parseAddress(`172.16.0.${index}`)!,
        pod: undefined,
        target: undefined,
        node: name,
        zone: undefined,
        hostname: undefined,
        ready: serving && !word.endsWith('~'),
        serving,
        terminating: word.endsWith('~'),
        hintZones: [],
        hintNodes: [],
      };
    });
  return [{ name: 's', family: 4, ports: [], endpoints }];
}

const l2 = (name: string, spec: object = {}) =>
  manifest('metallb.io/v1beta1', 'L2Advertisement', { name, namespace: 'metallb-system' }, spec);
const bgp = (name: string, spec: object = {}, labels: object = {}) =>
  manifest('metallb.io/v1beta1', 'BGPAdvertisement', { name, namespace: 'metallb-system', labels }, spec);
const community = (name: string, aliases: Record<string, string>, namespace = 'metallb-system') =>
  manifest(
    'metallb.io/v1beta1',
    'Community',
    { name, namespace },
    { communities: Object.entries(aliases).map(([alias, value]) => ({ name: alias, value })) },
  );
const peer = (name: string, spec: object = {}, namespace = 'metallb-system') =>
  manifest('metallb.io/v1beta2', 'BGPPeer', { name, namespace }, { myASN: 64500, peerASN: 64501, peerAddress: '10.9.9.9', ...spec });
const bfd = (name: string, spec: object = {}) => manifest('metallb.io/v1beta1', 'BFDProfile', { name, namespace: 'metallb-system' }, spec);
const pool = poolsOf('a: 10.0.0.0/24,fd00::/120');
const nodes = [node('n1', { zone: 'x' }), node('n2', { zone: 'y' }), node('n3', { zone: 'y' })];

function announcement(
  texts: readonly string[],
  options: {
    readonly service?: string;
    readonly endpoints?: string;
    readonly nodes?: readonly AllocatedNode[];
    readonly network?: string;
  } = {},
): Announcement | undefined {
  const cluster = clusterOf(options.network ?? dualStack, ...texts, servicesOf(options.service ?? 's=10.0.0.1'));
  const network = networkOf(cluster, 'custom');
  const services = admitServices(cluster, network);
  const { outcomes } = assignExternalAddresses({ cluster, network, services });
  const service = services.at(-1)!;
  return announce({
    cluster,
    network,
    service,
    outcome: outcomes.get(service)!,
    slices: slicesOf(options.endpoints ?? 'n1 n2 n3'),
    unaddressed: [],
    nodes: options.nodes ?? nodes,
  });
}

/** What the real speakers agree on. */
function hashWinner(names: readonly string[], address: string): string {
  const hash = (name: string) => createHash('sha256').update(`${name}#${address}`).digest('hex');
  return [...names].sort((one, other) => (hash(one) < hash(other) ? -1 : 1))[0]!;
}

const short = (found: Announcement | undefined) => (found === undefined ? 'nothing' : `${found.protocol}:${found.nodes.join(',')}`);

describe('announcement by BGP', () => {
  const known = [node('n1', { rack: 'a' }), node('n2', { rack: 'b' })].map((one) => ({
    ...one,
    place: { document: one.resource!.document, path: [] } as never,
  }));
  const on = (rack: string) => ({ nodeSelectors: [{ matchLabels: { rack } }] });
  const sessions: readonly (readonly [string, readonly string[], string, string | undefined])[] = [
    ['is by every node where no peer is written', [bgp('b')], 'bgp:n1,n2', undefined],
    ['is by the nodes that a peer is for', [bgp('b'), peer('r', on('b'))], 'bgp:n2', undefined],
    ['is by nobody where no node has a session', [bgp('b'), peer('r', on('c'))], 'bgp:', 'no-peer'],
    ['goes to the named peers alone', [bgp('b', { peers: ['q'] }), peer('r', on('b')), peer('q', on('a'))], 'bgp:n1', undefined],
    ['is by nobody where nodes and peers do not meet', [bgp('b', on('a')), peer('r', on('b'))], 'bgp:', 'no-peer'],
    ['passes over peers of another namespace', [bgp('b'), peer('r', {}), peer('q', on('c'), 'other')], 'bgp:n1,n2', undefined],
  ];
  for (const [title, texts, expected, silence] of sessions)
    it(title, () => {
      const found = announcement([pool, ...texts], { nodes: known });
      assert.deepEqual([short(found), found?.silence], [expected, silence]);
    });

  it('holds nothing against nodes of which no manifest tells the labels', () => {
    assert.equal(short(announcement([pool, bgp('b'), peer('r', on('c'))])), 'bgp:n1,n2,n3');
  });
});

describe('announcement in layer 2', () => {
  it('is by the node that comes first by the hash of its name and the address', () => {
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.77', '10.0.0.254']) {
      assert.equal(short(announcement([pool, l2('l')], { service: `s=${address}` })), `layer2:${hashWinner(['n1', 'n2', 'n3'], address)}`);
    }
  });

  it('goes by the first address of two, in canonical text', () => {
    assert.equal(
      short(announcement([pool, l2('l')], { service: 's^dual=fd00:0:0::9+10.0.0.9' })),
      `layer2:${hashWinner(['n1', 'n2', 'n3'], 'fd00::9')}`,
    );
  });

  it('agrees with the hash order for any nodes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/), { minLength: 1, maxLength: 6 }), (names) => {
        const found = announcement([pool, l2('l')], { nodes: names.map((name) => node(name)), endpoints: names[0]! });
        assert.deepEqual(found?.nodes, [hashWinner(names, '10.0.0.1')]);
      }),
      { seed: 11, numRuns: 25 },
    );
  });

  const cases: readonly (readonly [string, readonly string[], Parameters<typeof announcement>[1], string])[] = [
    ['is by nobody without an advertisement', [pool], {}, 'none:'],
    ['is by nobody when the advertisement is for another pool', [pool, l2('l', { ipAddressPools: ['b'] })], {}, 'none:'],
    [
      'may name the pool, and pools that do not exist',
      [pool, l2('l', { ipAddressPools: ['b', 'a'], nodeSelectors: [{ matchLabels: { zone: 'x' } }] })],
      {},
      'layer2:n1',
    ],
    ['is by nobody without an endpoint that serves', [pool, l2('l')], { endpoints: 'n1- n2-' }, 'layer2:'],
    [
      'counts endpoints that are terminating but still serve',
      [pool, l2('l', { nodeSelectors: [{ matchLabels: { zone: 'x' } }] })],
      { endpoints: 'n1~' },
      'layer2:n1',
    ],
    [
      'under Cluster does not care where the endpoints are',
      [pool, l2('l', { nodeSelectors: [{ matchLabels: { zone: 'x' } }] })],
      { endpoints: 'n2' },
      'layer2:n1',
    ],
    ['under Local is by a node with an endpoint', [pool, l2('l')], { service: 's!=10.0.0.1', endpoints: 'n2 n1-' }, 'layer2:n2'],
    [
      'under Local is by nobody when no advertised node has an endpoint',
      [pool, l2('l', { nodeSelectors: [{ matchLabels: { zone: 'x' } }] })],
      { service: 's!=10.0.0.1', endpoints: 'n2' },
      'layer2:',
    ],
    [
      'takes any of several node selectors',
      [pool, l2('l', { nodeSelectors: [{ matchLabels: { zone: 'none' } }, { matchLabels: { zone: 'x' } }] })],
      {},
      'layer2:n1',
    ],
    ['leaves out nodes without network', [pool, l2('l')], { nodes: [node('n1', {}, true), node('n2')] }, 'layer2:n2'],
    [
      'leaves out nodes that are excluded from load balancers',
      [pool, l2('l')],
      { nodes: [node('n1', { 'node.kubernetes.io/exclude-from-external-load-balancers': '' }), node('n2')] },
      'layer2:n2',
    ],
    [
      'prefers the node of the highest weight',
      [pool, l2('l', { preferredNodeSelectors: [{ weight: 10, preference: { matchLabels: { zone: 'x' } } }] })],
      {},
      'layer2:n1',
    ],
    [
      'counts a preference only for nodes that the advertisement selects',
      [
        pool,
        l2('l', { preferredNodeSelectors: [{ weight: 10, preference: { matchLabels: { zone: 'x' } } }] }),
        l2('m', {
          preferredNodeSelectors: [{ weight: 11, preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: ['y'] }] } }],
          nodeSelectors: [{ matchLabels: { zone: 'x' } }],
        }),
      ],
      {},
      'layer2:n1',
    ],
    [
      'is for the services that the advertisement selects',
      [pool, l2('l', { serviceSelectors: [{ matchLabels: { tier: 'web' } }] })],
      {},
      'none:',
    ],
    [
      'is for the services that the advertisement selects (those)',
      [pool, l2('l', { serviceSelectors: [{ matchLabels: { tier: 'web' } }], nodeSelectors: [{ matchLabels: { zone: 'x' } }] })],
      { service: 's&tier.web=10.0.0.1' },
      'layer2:n1',
    ],
    [
      'is not of services that may share, under service selectors',
      [pool, l2('l', { serviceSelectors: [{ matchLabels: { tier: 'web' } }] })],
      { service: 's&tier.web#k=10.0.0.1' },
      'layer2:',
    ],
    ['is by nobody at all after a fault in any advertisement', [pool, l2('l'), l2('m', { ipAddressPools: ['a', 'a'] })], {}, 'none:'],
    [
      'passes over advertisements in another namespace',
      [pool, manifest('metallb.io/v1beta1', 'L2Advertisement', { name: 'l', namespace: 'x' }, {})],
      {},
      'none:',
    ],
    ['is by unknown nodes where none is known', [pool, l2('l')], { nodes: [{ ...node('n'), name: '', resource: undefined }] }, 'layer2:'],
  ];
  for (const [behaviour, texts, options, expected] of cases)
    it(behaviour, () => assert.equal(short(announcement(texts, options)), expected));

  it('adds up what several advertisements prefer', () => {
    const prefer = (name: string, weight: number, zone: string) =>
      l2(name, { preferredNodeSelectors: [{ weight, preference: { matchLabels: { zone } } }] });
    assert.equal(
      short(announcement([pool, prefer('l', 10, 'x'), prefer('m', 6, 'y'), prefer('o', 6, 'y')])),
      `layer2:${hashWinner(['n2', 'n3'], '10.0.0.1')}`,
    );
  });

  it('selects pools by label', () => {
    const labelled = manifest(
      'metallb.io/v1beta1',
      'IPAddressPool',
      { name: 'a', namespace: 'metallb-system', labels: { lan: 'yes' } },
      { addresses: ['10.0.0.0/24'] },
    );
    const by = (lan: string) =>
      short(
        announcement([
          labelled,
          l2('l', { ipAddressPoolSelectors: [{ matchLabels: { lan } }], nodeSelectors: [{ matchLabels: { zone: 'x' } }] }),
        ]),
      );
    assert.deepEqual([by('yes'), by('no')], ['layer2:n1', 'none:']);
  });

  it("of the network's own range needs no advertisement", () => {
    const network = `${JSON.stringify({ apiVersion: 'edgenetwork/v1', kind: 'EdgeNetwork', metadata: { name: 'x' }, spec: { serviceSubnet: '10.96.0.0/16', kubernetesServiceIPs: '10.0.0.1-10.0.0.9' } })}\n`;
    assert.equal(short(announcement([], { network })), `layer2:${hashWinner(['n1', 'n2', 'n3'], '10.0.0.1')}`);
  });

  const interfaces: readonly (readonly [string, readonly object[], string])[] = [
    ['is on all interfaces when none is named', [{}], ''],
    [
      'is on the interfaces of all advertisements together',
      [{ interfaces: ['eth1', 'eth0'] }, { interfaces: ['eth2', 'eth0'] }],
      'eth0 eth1 eth2',
    ],
    ['is on all interfaces when one advertisement names none', [{ interfaces: ['eth0'] }, {}], ''],
    [
      'leaves out the interfaces of advertisements for other nodes',
      [{ interfaces: ['eth0'] }, { interfaces: ['eth9'], nodeSelectors: [{ matchLabels: { zone: 'y' } }] }],
      'eth0',
    ],
    [
      'leaves out the interfaces of advertisements for other services',
      [{ interfaces: ['eth0'] }, { interfaces: ['eth9'], serviceSelectors: [{ matchLabels: { a: 'b' } }] }],
      'eth0',
    ],
  ];
  for (const [behaviour, specs, expected] of interfaces) {
    it(behaviour, () => {
      const found = announcement([pool, ...specs.map((spec, index) => l2(`l${index}`, spec))], {
        nodes: nodes.slice(0, 1),
        endpoints: 'n1',
      });
      assert.deepEqual([found?.nodes, found?.interfaces.join(' ')], [['n1'], expected]);
    });
  }

  it('is nothing for a service without address', () => {
    assert.equal(short(announcement([pool, l2('l')], { service: 's=10.9.9.9' })), 'nothing');
  });

  it('says what is missing', () => {
    assert.match(english.say(announcement([pool])!.reason), /^Pool "a" has no L2Advertisement or BGPAdvertisement/);
    assert.match(english.say(announcement([pool, l2('l')], { endpoints: '' })!.reason), /no endpoint that serves/);
  });
});

describe('announcement by BGP', () => {
  const routes = (found: Announcement | undefined) => `${short(found)} ${found?.routes.join(' ') ?? ''}`.trim();
  const cases: readonly (readonly [string, readonly string[], Parameters<typeof announcement>[1], string])[] = [
    ['is by every node, of the address alone', [pool, bgp('b')], {}, 'bgp:n1,n2,n3 10.0.0.1/32'],
    ['aggregates the route', [pool, bgp('b', { aggregationLength: 24 })], {}, 'bgp:n1,n2,n3 10.0.0.0/24'],
    [
      'has one route for each address and advertisement',
      [pool, bgp('b', { aggregationLength: 24, aggregationLengthV6: 120 }), bgp('c')],
      { service: 's^dual=10.0.0.9+fd00::9' },
      'bgp:n1,n2,n3 10.0.0.0/24 10.0.0.9/32 fd00::/120 fd00::9/128',
    ],
    [
      'is by the nodes that are selected',
      [pool, bgp('b', { nodeSelectors: [{ matchLabels: { zone: 'y' } }] })],
      {},
      'bgp:n2,n3 10.0.0.1/32',
    ],
    ['under Local is by nodes with an endpoint', [pool, bgp('b')], { service: 's!=10.0.0.1', endpoints: 'n1- n3' }, 'bgp:n3 10.0.0.1/32'],
    ['is by nobody without a healthy endpoint', [pool, bgp('b')], { endpoints: 'n1-' }, 'bgp:'],
    ['leaves out nodes without network', [pool, bgp('b')], { nodes: [node('n1', {}, true), node('n2')] }, 'bgp:n2 10.0.0.1/32'],
    ['stands beside layer 2', [pool, bgp('b'), l2('l', { nodeSelectors: [{ matchLabels: { zone: 'x' } }] })], {}, 'layer2:n1 10.0.0.1/32'],
  ];
  for (const [behaviour, texts, options, expected] of cases)
    it(behaviour, () => assert.equal(routes(announcement(texts, options)), expected));

  it('tells of every route what is sent with it, to whom and by whom', () => {
    const found = announcement([
      pool,
      community('c', { 'no-export': '65535:65281', big: 'large:1:2:3' }),
      bgp('b', {
        localPref: 100,
        communities: ['65535:65282', 'big', 'no-export', '00:07'],
        peers: ['p'],
        nodeSelectors: [{ matchLabels: { zone: 'y' } }],
      }),
      bgp('c', { aggregationLength: 24, nodeSelectors: [{ matchLabels: { zone: 'x' } }] }),
    ]);
    assert.deepEqual(found?.bgpRoutes, [
      {
        prefix: '10.0.0.1/32',
        localPref: 100,
        communities: ['large:1:2:3', '0:7', '65535:65281', '65535:65282'],
        peers: ['p'],
        nodes: ['n2', 'n3'],
      },
      { prefix: '10.0.0.0/24', localPref: 0, communities: [], peers: [], nodes: ['n1'] },
    ]);
  });

  const faults: readonly (readonly [string, readonly string[], boolean])[] = [
    ['an aggregation wider than an entry', [bgp('b', { aggregationLength: 23 })], true],
    ['an aggregation length that does not exist', [bgp('b', { aggregationLength: 33 })], true],
    ['service selectors with an aggregation', [bgp('b', { aggregationLength: 24, serviceSelectors: [{ matchLabels: { a: 'b' } }] })], true],
    [
      'service selectors with the whole address',
      [bgp('b', { aggregationLength: 32, serviceSelectors: [{ matchLabels: { a: 'b' } }] }), bgp('c')],
      false,
    ],
    ['equal objects', [bgp('b'), bgp('b')], true],
    ['equal content under two names', [bgp('b'), bgp('c')], false],
    ['a community that stands twice', [bgp('b', { communities: ['1:2', '1:2'] })], true],
    ['a community out of bounds', [bgp('b', { communities: ['65536:1'] })], true],
    ['a large community', [bgp('b', { communities: ['large:65536:1:1'] })], false],
    ['a large community of two numbers only', [bgp('b', { communities: ['large:1:1'] })], true],
    ['a community of four parts that is not large', [bgp('b', { communities: ['small:1:1:1'] })], true],
    ['an alias of a community', [community('c', { 'no-export': '65535:65281' }), bgp('b', { communities: ['no-export'] })], false],
    [
      'an alias that no Community object defines',
      [community('c', { other: '65535:65281' }), bgp('b', { communities: ['no-export'] })],
      true,
    ],
    [
      'an alias that a Community object in another namespace defines',
      [community('c', { 'no-export': '65535:65281' }, 'x'), bgp('b', { communities: ['no-export'] })],
      true,
    ],
    ['an alias that stands twice', [community('c', { one: '1:1' }), bgp('b', { communities: ['one', 'one'] })], true],
    ['an alias beside the community it stands for', [community('c', { one: '1:1' }), bgp('b', { communities: ['one', '1:1'] })], false],
    ['a peer without an AS of its own', [peer('p', { myASN: undefined }), bgp('b')], true],
    [
      'a peer that is faulty, though the advertisement names another',
      [peer('p', { peerASN: undefined }), peer('q'), bgp('b', { peers: ['q'] })],
      true,
    ],
    ['a faulty peer in another namespace', [peer('p', { peerASN: undefined }, 'x'), bgp('b')], false],
    ['a BFD profile that does not exist', [peer('p', { bfdProfile: 'fast' }), bgp('b')], true],
    ['a BFD profile out of bounds', [bfd('fast', { detectMultiplier: 1 }), bgp('b')], true],
    ['two BFD profiles of one name', [bfd('fast'), bfd('fast'), bgp('b')], true],
    ['BFD echo mode under IPv6', [peer('p', { bfdProfile: 'fast' }), bfd('fast', { echoMode: true }), bgp('b')], true],
    [
      'BFD echo mode of a peer that IPv6 is not announced to',
      [peer('p', { bfdProfile: 'fast' }), peer('q'), bfd('fast', { echoMode: true }), bgp('b', { peers: ['q'] })],
      false,
    ],
    ['BFD echo mode of a profile that no peer has', [peer('p'), bfd('fast', { echoMode: true }), bgp('b')], false],
    ['a peer that stands twice', [bgp('b', { peers: ['p', 'p'] })], true],
    ['two local preferences for one route', [bgp('b', { localPref: 1 }), bgp('c', { localPref: 2 })], true],
    [
      'two local preferences for routes of different lengths in one family only',
      [bgp('b', { localPref: 1 }), bgp('c', { localPref: 2, aggregationLength: 24 })],
      true,
    ],
    [
      'two local preferences for routes of different lengths in both families',
      [bgp('b', { localPref: 1 }), bgp('c', { localPref: 2, aggregationLength: 24, aggregationLengthV6: 120 })],
      false,
    ],
    [
      'two local preferences for different peers',
      [bgp('b', { localPref: 1, peers: ['p'] }), bgp('c', { localPref: 2, peers: ['q'] })],
      false,
    ],
    [
      'two local preferences for a common peer',
      [bgp('b', { localPref: 1, peers: ['p', 'r'] }), bgp('c', { localPref: 2, peers: ['q', 'r'] })],
      true,
    ],
    [
      'two local preferences on different nodes',
      [
        bgp('b', { localPref: 1, nodeSelectors: [{ matchLabels: { zone: 'x' } }] }),
        bgp('c', { localPref: 2, nodeSelectors: [{ matchLabels: { zone: 'y' } }] }),
      ],
      false,
    ],
    [
      'two local preferences, one under service selectors',
      [bgp('b', { localPref: 1, serviceSelectors: [{ matchLabels: { a: 'b' } }] }), bgp('c', { localPref: 2 })],
      false,
    ],
    ['selectors that are equal', [bgp('b', { nodeSelectors: [{ matchLabels: { a: 'b' } }, { matchLabels: { a: 'b' } }] })], true],
  ];
  for (const [behaviour, texts, refused] of faults) {
    it(`${refused ? 'ends with' : 'goes on with'} ${behaviour}, while addresses are assigned all the same`, () => {
      const found = announcement([pool, ...texts]);
      assert.equal(found?.protocol, refused ? 'none' : 'bgp', found === undefined ? '' : english.say(found.reason));
    });
  }

  it('resolves the communities that the ConfigMap of MetalLB 0.12 names', () => {
    const config =
      'bgp-communities: { one: 1:1 }\naddress-pools: [{ name: a, protocol: bgp, addresses: [10.0.0.0/24], bgp-advertisements: [{ localpref: 5, communities: [2:2, one] }] }]';
    const found = announcement([
      JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config', namespace: 'metallb-system' }, data: { config } }),
    ]);
    assert.deepEqual(found?.bgpRoutes, [
      { prefix: '10.0.0.1/32', localPref: 5, communities: ['1:1', '2:2'], peers: [], nodes: ['n1', 'n2', 'n3'] },
    ]);
  });

  it('follows the ConfigMap of MetalLB 0.12', () => {
    const config = (text: string) =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'config', namespace: 'metallb-system' },
        data: { config: `address-pools: [{ name: a, addresses: [10.0.0.0/24], ${text} }]` },
      });
    assert.equal(routes(announcement([config('protocol: bgp')])), 'bgp:n1,n2,n3 10.0.0.1/32');
    assert.equal(
      routes(announcement([config('protocol: bgp, bgp-advertisements: [{ aggregation-length: 24 }, { aggregation-length: 32 }]')])),
      'bgp:n1,n2,n3 10.0.0.0/24 10.0.0.1/32',
    );
    assert.equal(short(announcement([config('protocol: layer2')])), `layer2:${hashWinner(['n1', 'n2', 'n3'], '10.0.0.1')}`);
  });
});
