import assert from 'node:assert/strict';
import { check, relatedTo } from '../../support/marks.ts';

const pool = (name: string, spec: string, mark = '', namespace = 'metallb-system') => `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  namespace: ${namespace}
  name: ${name}
${mark}spec: ${spec}
`;

describe('metallb/refused', () => {
  it('finds a pool without addresses', () => {
    check(
      pool(
        'lan',
        '{ addresses: [] }',
        '  #     ^^^ error metallb/refused: MetalLB refuses its whole configuration, so that no service gets an address. Pool "lan" has no addresses.\n',
      ),
    );
  });

  it('finds a fault in the scope of a pool, at its field', () => {
    check(
      pool(
        'lan',
        `
  addresses: [10.0.0.1/32]
  serviceAllocation:
    namespaces:
    - shop
    - shop
    # ^^^^ error metallb/refused`,
      ),
    );
  });

  it('says which services so get no address, or are not announced', () => {
    const service = (name: string) =>
      `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }\n`;
    const quiet = { severities: { 'selector/no-match': 'off' } } as const;
    const empty = (who: string) =>
      pool(
        'lan',
        '{ addresses: [] }',
        `  #     ^^^ error metallb/refused: MetalLB refuses its whole configuration, so that ${who} Pool "lan" has no addresses.\n`,
      );
    const [finding] = check(`${empty('Service shop/a gets no address.')}${service('a')}`, quiet);
    assert.deepEqual(relatedTo(finding), ['LoadBalancer | Service shop/a gets no address']);
    check(`${empty('none of the 2 services of type LoadBalancer gets an address.')}${service('a')}${service('b')}`, quiet);
    const peer = (who: string) =>
      `---\napiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: { name: tor, namespace: metallb-system }\nspec:\n  myASN: 64500\n  peerASN: 64501\n  peerAddress: router\n  #            ^^^^^^ error metallb/refused: MetalLB's speakers refuse the configuration, so that ${who}.…\n`;
    check(`${pool('lan', '{ addresses: [10.0.0.4/30] }')}${peer('the address of Service shop/a is not announced')}${service('a')}`, quiet);
    check(
      `${pool('lan', '{ addresses: [10.0.0.4/30] }')}${peer('none of the addresses of 2 services is announced')}${service('a')}${service('b')}`,
      quiet,
    );
  });

  it('leaves ranges, overlaps and repeated names to the findings that name them', () => {
    check(pool('lan', '\n  addresses:\n  - 10.0.0.1\n  # ^^^^^^^^ error range/invalid'));
    check(
      `${pool('a', '{ addresses: [10.0.0.0/30] }')}${pool('b', '\n  addresses:\n  - 10.0.0.0/30\n  # ^^^^^^^^^^^ error range/overlap')}`,
    );
    check(
      `${pool('a', '{ addresses: [10.0.0.0/30] }')}${pool('a', '{ addresses: [10.0.1.0/30] }', '  #     ^ error resource/duplicate\n')}`,
    );
  });

  it('finds what the old ConfigMap has wrong besides, pool by pool', () => {
    check(`apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
    - name: lan
      protocol: layer3
      #         ^^^^^^ error metallb/refused: MetalLB refuses its whole configuration, so that no service gets an address. The protocol "layer3" of pool "lan" does not exist. The values are layer2 and bgp.
      addresses: [10.0.0.0/30]
    - name: wan
      protocol: bgp
      addresses:
      - 10.0.1.1
      # ^^^^^^^^ error range/invalid
`);
  });

  it('finds a community that is defined twice, which takes the addresses away', () => {
    check(`${pool('lan', '{ addresses: [10.0.0.1/32] }')}---
apiVersion: metallb.io/v1beta1
kind: Community
metadata: { name: names, namespace: metallb-system }
spec:
  communities:
  - { name: x, value: "1:1" }
  - { name: x, value: "1:2" }
  # ^^^^^^^^^^^^^^^^^^^^^^^^^ error metallb/refused: MetalLB refuses its whole configuration, so that no service gets an address. Community "x" is defined twice.
`);
  });

  it('finds what only the speakers refuse', () => {
    check(`${pool('lan', '{ addresses: [10.0.0.1/32] }')}---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: tor, namespace: metallb-system }
spec:
  myASN: 64500
  peerASN: 64501
  peerAddress: router
  #            ^^^^^^ error metallb/refused: MetalLB's speakers refuse the configuration, so that no address is announced. The fault is in BGPPeer "tor". "router" is not an IP address.
`);
    check(`${pool('lan', '{ addresses: [10.0.0.0/24] }')}---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: all, namespace: metallb-system }
spec:
  communities: [no-export]
  #            ^^^^^^^^^^^ error metallb/refused: MetalLB's speakers refuse the configuration, so that no address is announced. The fault is in BGPAdvertisement "all". "no-export" is not a BGP community, and no Community object gives that name to one.
`);
  });

  it('is silent on pools that MetalLB takes', () => {
    check(`${pool('a', '{ addresses: [10.0.0.0/30] }')}${pool('b', '{ addresses: [10.0.0.4/30] }')}`);
  });

  const object = (apiVersion: string, kind: string, name: string, spec: string) =>
    `---\napiVersion: metallb.io/${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: metallb-system }\nspec:\n${spec}`;

  it('finds faults of peers, communities and advertisements without a pool, each at its place', () => {
    check(
      object(
        'v1beta2',
        'BGPPeer',
        'tor',
        '  myASN: 64500\n  peerASN: 64500\n  peerAddress: 10.0.0.999\n  #            ^^^^^^^^^^ error metallb/refused: MetalLB\'s speakers refuse the configuration, so that no address is announced. The fault is in BGPPeer "tor" "10.0.0.999" is not an IP address.\n  ebgpMultiHop: true\n  #             ^^^^ error metallb/refused\n'.replace(
          '"tor" "',
          '"tor". "',
        ),
      ) +
        object(
          'v1beta1',
          'Community',
          'c',
          "  communities:\n  - { name: a, value: '1234' }\n  # ^^^^^^^^^^^^^^^^^^^^^^^^^^ error metallb/refused\n  - { name: b, value: '1:2' }\n  - { name: b, value: '3:4' }\n  # ^^^^^^^^^^^^^^^^^^^^^^^^^ error metallb/refused\n",
        ) +
        object('v1beta1', 'L2Advertisement', 'l', '  ipAddressPools:\n  - a\n  - a\n  # ^ error metallb/refused\n'),
    );
  });

  it('finds what stands behind the fault at which MetalLB stops', () => {
    check(
      pool('lan', '{ addresses: [10.0.0.1/32] }') +
        object(
          'v1beta2',
          'BGPPeer',
          'tor',
          '  myASN: 64500\n  peerASN: 64501\n  peerAddress: router\n  #            ^^^^^^ error metallb/refused\n',
        ) +
        object('v1beta1', 'L2Advertisement', 'l', '  ipAddressPools:\n  - lan\n  - lan\n  # ^^^ error metallb/refused\n'),
    );
  });

  it('is silent about objects that are right, or stand where MetalLB does not look', () => {
    const right = object('v1beta2', 'BGPPeer', 'tor', '  myASN: 64500\n  peerASN: 64501\n  peerAddress: 10.0.0.9\n');
    check(right + object('v1beta1', 'Community', 'c', "  communities: [{ name: a, value: '1:2' }, { name: b, value: 'large:1:2:3' }]\n"));
  });

  describe('of peers that meet on a node', () => {
    const peer = (name: string, spec: string) =>
      `---\napiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: { name: ${name}, namespace: metallb-system }\nspec:\n  peerASN: 64501\n${spec}`;
    const one = (more = '') => peer('a', `  myASN: 64500\n  peerAddress: 10.0.0.1\n${more}`);
    const refusal =
      'warning metallb/refused: With FRR, as MetalLB\'s chart runs it, the speakers refuse the configuration, so that no address is announced. The fault is in BGPPeer "b".';

    it('warns of what FRR refuses, where nothing tells whether it is there', () => {
      check(
        `${one()}${peer('b', `  myASN: 64500\n  peerAddress: 10.0.0.1\n  #            ^^^^^^^^ ${refusal} It is the router of peer "a" on the same node.\n  holdTime: 30s\n`)}`,
      );
      check(
        `${one()}${peer('b', `  myASN: 64502\n  #      ^^^^^ ${refusal} Its myASN differs from that of peer "a" on the same node.\n  peerAddress: 10.0.0.2\n`)}`,
      );
      check(
        `${one()}${peer('b', `  myASN: 64500\n  peerAddress: 10.0.0.2\n  routerID: 10.9.9.9\n  #         ^^^^^^^^ ${refusal} Its routerID differs from that of peer "a" on the same node.\n`)}`,
      );
    });

    it('is silent where they differ as they may, or do not meet', () => {
      check(one() + peer('b', '  myASN: 64500\n  peerAddress: 10.0.0.2\n'));
      check(one() + peer('b', '  myASN: 64502\n  peerAddress: 10.0.0.1\n  vrf: red\n'));
      const node = (name: string) => `---\napiVersion: v1\nkind: Node\nmetadata: { name: ${name}, labels: { rack: ${name} } }\n`;
      const on = (rack: string) => `  nodeSelectors: [{ matchLabels: { rack: ${rack} } }]\n`;
      check(one(on('r1')) + peer('b', `  myASN: 64502\n  peerAddress: 10.0.0.1\n${on('r2')}`) + node('r1') + node('r2'));
    });
  });
});
