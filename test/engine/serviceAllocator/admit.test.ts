import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contains, formatAddress, parseCIDR, rangeOfCIDR } from '../../../src/base/ip.ts';
import { english } from '../../../src/base/message.ts';
import { addressesOf, admitted, nodePortsOf, service, servicesWith, site } from './notation.ts';

/** Cluster IPs on a cluster with one service subnet and nothing built in. */
function addresses(serviceSubnet: string, clusterIPs: readonly string[]): string {
  return addressesOf(admitted('custom', site({ serviceSubnet }), servicesWith(clusterIPs)));
}

const auto = '';

describe('cluster IPs', () => {
  const cases: readonly (readonly [string, string, readonly string[], string])[] = [
    ['automatic ones come from the dynamic band of a /24', '10.0.0.0/24', [auto, auto], 's1=10.0.0.17 s2=10.0.0.18'],
    ['of a /22', '10.0.0.0/22', [auto], 's1=10.0.0.65'],
    ['of a /20', '10.0.0.0/20', [auto], 's1=10.0.1.1'],
    ['of a /12', '10.96.0.0/12', [auto], 's1=10.96.1.1'],
    ['of a /27', '10.0.0.0/27', [auto], 's1=10.0.0.17'],
    ['a /28 has no static band', '10.0.0.0/28', [auto, auto], 's1=10.0.0.1 s2=10.0.0.2'],
    ['in IPv6', 'fd00::/108', [auto], 's1=fd00::101'],
    ['in an IPv6 /64', 'fd00::/64', [auto], 's1=fd00::101'],
    ['in IPv6 the last address is usable', 'fd00::/126', [auto, auto, auto, auto], 's1=fd00::1 s2=fd00::2 s3=fd00::3 s4:ip-range-full'],
    ['in IPv4 it is not, nor is the first', '10.0.0.0/30', [auto, auto, auto], 's1=10.0.0.1 s2=10.0.0.2 s3:ip-range-full'],
    ['a /31 has none', '10.0.0.0/31', [auto, '10.0.0.1'], 's1:ip-range-full s2:ip-out-of-range'],
    ['a /32 and a /128 have none', '10.0.0.0/32', [auto], 's1:ip-range-full'],
    ['host bits of the subnet do not count', '10.0.0.5/28', [auto], 's1=10.0.0.1'],
    ['explicit ones may be in any band', '10.0.0.0/24', ['10.0.0.1', '10.0.0.200'], 's1=10.0.0.1 s2=10.0.0.200'],
    [
      'explicit ones come first, however late they stand',
      '10.0.0.0/24',
      [auto, '10.0.0.17', auto],
      's1=10.0.0.18 s2=10.0.0.17 s3=10.0.0.19',
    ],
    [
      'explicit ones outside the subnet are refused',
      '10.0.0.0/24',
      ['10.0.1.1', '10.0.0.0', '10.0.0.255'],
      's1:ip-out-of-range s2:ip-out-of-range s3:ip-out-of-range',
    ],
    ['of equal explicit ones the first wins', '10.0.0.0/24', ['10.0.0.9', '10.0.0.9', '10.0.0.9'], 's1=10.0.0.9 s2:ip-taken s3:ip-taken'],
    ['headless services have none', '10.0.0.0/24', ['None', auto], 's1=None s2=10.0.0.17'],
    [
      'when the dynamic band is full the static one serves',
      '10.0.0.0/27',
      Array.from({ length: 16 }, () => auto),
      `${Array.from({ length: 14 }, (_, index) => `s${index + 1}=10.0.0.${index + 17}`).join(' ')} s15=10.0.0.1 s16=10.0.0.2`,
    ],
    [
      'when both are full the service is refused',
      '10.0.0.0/29',
      Array.from({ length: 7 }, () => auto),
      's1=10.0.0.1 s2=10.0.0.2 s3=10.0.0.3 s4=10.0.0.4 s5=10.0.0.5 s6=10.0.0.6 s7:ip-range-full',
    ],
    ['an IPv6 subnet wider than /64 is not accepted, so nothing is known', 'fd00::/48', [auto], 's1=-'],
    ['host bits, mapped notation and zeros are one address', '10.0.0.0/24', ['::ffff:10.0.0.9', '10.0.0.9'], 's1=10.0.0.9 s2:ip-taken'],
  ];
  for (const [behaviour, subnet, clusterIPs, outcome] of cases) it(behaviour, () => assert.equal(addresses(subnet, clusterIPs), outcome));

  it('of both families come in the order of the families', () => {
    const both = site({ serviceSubnet: '10.0.0.0/24,fd00::/108' });
    const text = addressesOf(
      admitted(
        'custom',
        both,
        [
          service('s1', { ipFamilyPolicy: 'PreferDualStack' }),
          service('s2', { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6'] }),
          service('s3', { ipFamilyPolicy: 'PreferDualStack', clusterIP: 'fd00::9' }),
        ].join('---\n'),
      ),
    );
    assert.equal(text, 's1=10.0.0.17,fd00::101 s2=fd00::102,10.0.0.18 s3=fd00::9,10.0.0.19');
  });

  it('are all given up when a later step fails', () => {
    const text = admitted(
      'custom',
      site({ serviceSubnet: '10.0.0.0/30', serviceNodePortRange: '30000-30000' }),
      [
        service('s1', { type: 'NodePort' }),
        service('s2', { type: 'NodePort' }),
        service('s3'),
        service('s4', { type: 'NodePort', clusterIP: '10.0.0.2', ports: [{ port: 80, nodePort: 40000 }] }),
      ].join('---\n'),
    );
    assert.equal(addressesOf(text), 's1=10.0.0.1 s2:port-range-full s3=10.0.0.2 s4:port-out-of-range');
  });

  it('of the second family that is full leave the first free', () => {
    const text = addressesOf(
      admitted(
        'custom',
        site({ serviceSubnet: '10.0.0.0/30,fd00::/127' }),
        [service('s1', { ipFamilyPolicy: 'RequireDualStack' }), service('s2', { ipFamilyPolicy: 'RequireDualStack' }), service('s3')].join(
          '---\n',
        ),
      ),
    );
    assert.equal(text, 's1=10.0.0.1,fd00::1 s2:ip-range-full s3=10.0.0.2');
  });

  it('are honoured where the service subnet is not known, and else unknown', () => {
    const services = admitted('custom', servicesWith(['10.7.0.1', auto, '10.7.0.1']));
    assert.equal(addressesOf(services), 's1=10.7.0.1 s2=- s3:ip-taken');
    assert.equal(services[1]!.explanation.certainty, 'predicted');
    assert.match(english.say(services[1]!.explanation.reason), /service subnet is not known/);
  });

  it('an ExternalName service has none', () => {
    assert.equal(
      addressesOf(
        admitted('custom', site({ serviceSubnet: '10.0.0.0/24' }), service('s', { type: 'ExternalName', externalName: 'a.example' })),
      ),
      's=-',
    );
  });

  it('a service of a type that does not exist has none', () => {
    const [one] = admitted('custom', site({ serviceSubnet: '10.0.0.0/24' }), service('s', { type: 'LoadBalancr' }));
    assert.match(english.say(one!.explanation.reason), /"LoadBalancr" is not a type of Service/);
    assert.deepEqual(one!.clusterIPs, []);
  });

  it('no two services have one, all are usable, and explicit ones are as asked', () => {
    const subnets = ['10.0.0.0/29', '10.0.0.0/27', '10.0.0.0/24', 'fd00::/123', 'fd00::/64'];
    fc.assert(
      fc.property(
        fc.constantFrom(...subnets),
        fc.array(fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }), { maxLength: 40 }),
        (subnet, wishes) => {
          const range = rangeOfCIDR(parseCIDR(subnet)!);
          const texts = wishes.map((wish) =>
            wish === undefined ? auto : formatAddress({ family: range.family, value: range.first + BigInt(wish) }),
          );
          const services = admitted('custom', site({ serviceSubnet: subnet }), servicesWith(texts));
          const given = services.flatMap(({ clusterIPs }) => clusterIPs);
          assert.equal(new Set(given.map(formatAddress)).size, given.length);
          assert.ok(
            given.every(
              (address) =>
                contains(range, address) && address.value !== range.first && (range.family === 6 || address.value !== range.last),
            ),
          );
          for (const [index, { clusterIPs, rejected }] of services.entries()) {
            if (texts[index] !== auto && rejected === undefined) assert.deepEqual(clusterIPs.map(formatAddress), [texts[index]]);
            assert.equal(clusterIPs.length === 0, rejected !== undefined);
          }
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });
});

describe('certainty of cluster IPs', () => {
  const certainties = (subnet: string, clusterIPs: readonly string[]) =>
    admitted('custom', site({ serviceSubnet: subnet }), servicesWith(clusterIPs))
      .map(({ explanation }) => explanation.certainty)
      .join(' ');

  it('is fixed for explicit ones and for none, possible for automatic ones', () => {
    assert.equal(certainties('10.0.0.0/24', ['10.0.0.9', 'None', auto]), 'fixed fixed possible');
  });
  it('is predicted when one address is left to choose', () => {
    assert.equal(
      certainties('10.0.0.0/29', ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', auto]),
      'fixed fixed fixed fixed fixed predicted',
    );
  });
  it('names the band that the API server picks from', () => {
    const [automatic, explicit] = admitted('custom', site({ serviceSubnet: '10.0.0.0/24' }), servicesWith([auto, '10.0.0.99']));
    assert.equal(
      english.say(automatic!.explanation.reason),
      'The API server picks a free address at random from 10.0.0.17-10.0.0.254 of service subnet 10.0.0.0/24; 10.0.0.17 is the lowest.',
    );
    assert.match(english.say(explicit!.explanation.reason), /It lies in 10\.0\.0\.17-10\.0\.0\.254/);
    assert.deepEqual(
      explicit!.explanation.because.map(({ path }) => path?.join('.')),
      ['spec.clusterIP'],
    );
  });
  it('says who has an address that is taken', () => {
    const [, taken] = admitted('custom', site({ serviceSubnet: '10.0.0.0/24' }), servicesWith(['10.0.0.9', '10.0.0.9']));
    assert.equal(english.say(taken!.rejected!.message), '10.0.0.9 is already the cluster IP of Service default/s1.');
    assert.equal(taken!.rejected!.because.length, 2);
  });
});

describe('services that the profile implies', () => {
  it('stand first, with their addresses and ports', () => {
    const [kubernetes, dns, mine] = admitted('azure-stack-edge', servicesWith([auto]));
    assert.equal(addressesOf([kubernetes!, dns!, mine!]), 'kubernetes=172.28.0.1 kube-dns=172.28.0.10 s1=172.28.1.1');
    assert.deepEqual(
      kubernetes!.ports.map(({ name, protocol, port, targetPort }) => [name, protocol, port, targetPort]),
      [['https', 'TCP', 443, 6443]],
    );
    assert.deepEqual(
      dns!.ports.map(({ name, protocol, port }) => [name, protocol, port]),
      [
        ['dns', 'UDP', 53],
        ['dns-tcp', 'TCP', 53],
        ['metrics', 'TCP', 9153],
      ],
    );
    assert.deepEqual([kubernetes!.namespace, dns!.namespace, kubernetes!.resource], ['default', 'kube-system', undefined]);
  });
  it('move with the service subnet and the cluster DNS address', () => {
    assert.equal(addressesOf(admitted('k3s', site({ serviceSubnet: '10.9.0.0/16' }))), 'kubernetes=10.9.0.1 kube-dns=10.9.0.10');
    assert.equal(
      addressesOf(admitted('k3s', site({ serviceSubnet: '10.9.0.0/16', clusterDNS: '10.9.0.53' }))),
      'kubernetes=10.9.0.1 kube-dns=10.9.0.53',
    );
  });
  it('hold their addresses against manifests', () => {
    assert.equal(
      addressesOf(admitted('kubeadm', servicesWith(['10.96.0.1', '10.96.0.10']))),
      'kubernetes=10.96.0.1 kube-dns=10.96.0.10 s1:ip-taken s2:ip-taken',
    );
  });
  it('are not repeated when a manifest declares them, and keep their address', () => {
    const services = admitted(
      'kubeadm',
      service('kubernetes'),
      service({ name: 'kube-dns', namespace: 'kube-system' }),
      servicesWith([auto]),
    );
    assert.equal(addressesOf(services), 'kubernetes=10.96.0.1 kube-dns=10.96.0.10 s1=10.96.1.1');
    assert.ok(services.every(({ resource }) => resource !== undefined));
  });
  it('know cluster DNS by its address under another name', () => {
    const text = addressesOf(admitted('kubeadm', service({ name: 'rke2-coredns', namespace: 'kube-system' }, { clusterIP: '10.96.0.10' })));
    assert.equal(text, 'kubernetes=10.96.0.1 rke2-coredns=10.96.0.10');
  });
  it('do not exist under the custom profile', () => {
    assert.equal(addressesOf(admitted('custom', site({ serviceSubnet: '10.96.0.0/16' }))), '');
  });
  it('include the node ports that the device uses itself', () => {
    const services = admitted('azure-stack-edge', service('s', { type: 'NodePort', ports: [{ port: 80, nodePort: 31000 }] }));
    assert.equal(nodePortsOf(services.slice(2)), 's:port-taken');
    assert.match(english.say(services[2]!.rejected!.message), /Kubernetes dashboard/);
  });
});

describe('one name twice', () => {
  it('is one service: the later manifest, at the place of the earlier', () => {
    const services = admitted(
      'custom',
      site({ serviceSubnet: '10.0.0.0/24' }),
      [
        service('a', { clusterIP: '10.0.0.5' }),
        service('b'),
        service('a', { clusterIP: '10.0.0.6' }),
        service({ name: 'a', namespace: 'other' }),
      ].join('---\n'),
    );
    assert.equal(addressesOf(services), 'a=10.0.0.6 b=10.0.0.17 a=10.0.0.18');
  });
});

describe('node ports', () => {
  const given = (ports: readonly object[], spec: object = {}, name = 's') => service(name, { type: 'NodePort', ports, ...spec });
  const nodePorts = (...texts: readonly string[]) =>
    nodePortsOf(admitted('custom', site({ serviceSubnet: '10.0.0.0/16' }), texts.join('---\n')));
  const p = (port: number, nodePort?: number, protocol?: string) => ({
    name: `p${port}${protocol ?? ''}${nodePort ?? ''}`.toLowerCase(),
    port,
    ...(nodePort === undefined ? {} : { nodePort }),
    ...(protocol === undefined ? {} : { protocol }),
  });
  const local = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' };

  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['automatic ones come from the dynamic band', [given([p(80), p(443)])], 's=30086,30087'],
    ['a LoadBalancer service has them too', [given([p(80)], { type: 'LoadBalancer' })], 's=30086'],
    ['a ClusterIP service has none', [given([p(80)], { type: 'ClusterIP' })], 's=-'],
    ['explicit ones are honoured, in any band', [given([p(80, 30000), p(443, 32767)])], 's=30000,32767'],
    ['explicit ones come first, however late they stand', [given([p(80)]), given([p(80, 30086)], {}, 't')], 's=30087 t=30086'],
    [
      'explicit ones outside the range are refused',
      [given([p(80, 29999)]), given([p(80, 32768)], {}, 't'), given([p(80, -1)], {}, 'u')],
      's:port-out-of-range t:port-out-of-range u:port-out-of-range',
    ],
    ['are taken whatever the protocol', [given([p(80, 30100)]), given([p(80, 30100, 'UDP')], {}, 't')], 's=30100 t:port-taken'],
    [
      'are taken across namespaces',
      [given([p(80, 30100)]), service({ name: 't', namespace: 'x' }, { type: 'NodePort', ports: [p(80, 30100)] })],
      's=30100 t:port-taken',
    ],
    ['of one port number are one in a service', [given([p(53, undefined, 'UDP'), p(53, undefined, 'TCP')])], 's=30086,30086'],
    ['of one port number may be asked for once', [given([p(53, undefined, 'UDP'), p(53, 30100, 'TCP')])], 's=30100,30100'],
    ['of one port number may be asked for twice alike', [given([p(53, 30100, 'UDP'), p(53, 30100, 'TCP')])], 's=30100,30100'],
    ['of one port number may differ', [given([p(53, 30100, 'UDP'), p(53, 30101, 'TCP')])], 's=30100,30101'],
    [
      'of one port number are not remembered when they differ',
      [given([p(53, 30100, 'UDP'), p(53, 30101, 'TCP'), p(53, 30101, 'SCTP')])],
      's:port-taken',
    ],
    [
      'of one port number: one without goes with the first',
      [given([p(53, 30100, 'UDP'), p(53, 30101, 'TCP'), p(53, undefined, 'SCTP')])],
      's=30100,30101,30100',
    ],
    ['of different port numbers clash, across protocols too', [given([p(80, 30100), p(81, 30100, 'UDP')])], 's:port-taken'],
    ['of one protocol may not stand twice', [given([p(80, 30100), p(81, 30100)])], 's:duplicate-node-port'],
    ['0 is as if not written', [given([p(80, 0)]), given([p(80, 0)], { type: 'ClusterIP' }, 't')], 's=30086 t=-'],
    ['are not allowed on a ClusterIP service', [given([p(80, 30100)], { type: 'ClusterIP' })], 's:node-port-not-allowed'],
    [
      'are not allowed on an ExternalName service',
      [given([p(80, 30100)], { type: 'ExternalName', externalName: 'a.b' })],
      's:node-port-not-allowed',
    ],
    [
      'can be switched off on a LoadBalancer service',
      [given([p(80)], { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false })],
      's=-',
    ],
    [
      'switched off, explicit ones are still honoured, but not lent to others',
      [given([p(53, undefined, 'UDP'), p(53, 30100, 'TCP')], { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false })],
      's=-,30100',
    ],
    [
      'cannot be switched off on a NodePort service: the field is refused',
      [given([p(80)], { allocateLoadBalancerNodePorts: false })],
      's:invalid-field',
    ],
    ['a health check port is one more', [given([p(80)], local)], 's=30086+30087'],
    [
      'a health check port is there without node ports too',
      [given([p(80)], { ...local, allocateLoadBalancerNodePorts: false })],
      's=-+30086',
    ],
    [
      'a health check port may be asked for',
      [given([p(80)], { ...local, healthCheckNodePort: 30100 }), given([p(80, 30100)], {}, 't')],
      's=30086+30100 t:port-taken',
    ],
    [
      'a health check port that is taken',
      [given([p(80, 30100)]), given([p(80)], { ...local, healthCheckNodePort: 30100 }, 't')],
      's=30100 t:port-taken',
    ],
    ['a health check port out of range', [given([p(80)], { ...local, healthCheckNodePort: 80 })], 's:port-out-of-range'],
    [
      "a health check port that is the service's own node port",
      [given([p(80, 30100)], { ...local, healthCheckNodePort: 30100 })],
      's:port-taken',
    ],
    [
      'a health check port is not allowed under Cluster',
      [given([p(80)], { type: 'LoadBalancer', healthCheckNodePort: 30100 })],
      's:health-check-port-not-allowed',
    ],
    [
      'a health check port is not allowed on a NodePort service',
      [given([p(80)], { externalTrafficPolicy: 'Local', healthCheckNodePort: 30100 })],
      's:health-check-port-not-allowed',
    ],
    ['a refused service holds none', [given([p(80, 30100), p(81, 29999)]), given([p(80, 30100)], {}, 't')], 's:port-out-of-range t=30100'],
  ];
  for (const [behaviour, texts, outcome] of cases) it(behaviour, () => assert.equal(nodePorts(...texts), outcome));

  const ranges: readonly (readonly [string, readonly number[]])[] = [
    ['30000-30009', [30000, 30001]],
    ['30000-30015', [30000, 30001]],
    ['30000-30016', [30016, 30000]],
    ['30000-31023', [30032, 30033]],
    ['20000-32767', [20128, 20129]],
  ];
  for (const [serviceNodePortRange, expected] of ranges) {
    it(`of ${serviceNodePortRange} begin with ${expected.join(', ')}`, () => {
      const [one] = admitted('custom', site({ serviceSubnet: '10.0.0.0/16', serviceNodePortRange }), given([p(80), p(81)]));
      assert.deepEqual(
        one!.ports.map(({ nodePort }) => nodePort),
        expected,
      );
    });
  }

  it('run out', () => {
    const services = admitted(
      'custom',
      site({ serviceSubnet: '10.0.0.0/16', serviceNodePortRange: '30000-30001' }),
      [given([p(80)]), given([p(80)], local, 't'), given([p(80)], {}, 'u')].join('---\n'),
    );
    assert.equal(nodePortsOf(services), 's=30000 t:port-range-full u=30001');
  });

  it('say whether the manifest asks for them', () => {
    const [one] = admitted(
      'custom',
      site({ serviceSubnet: '10.0.0.0/16' }),
      given([p(80, 30100), p(81), p(53, undefined, 'UDP'), p(53, undefined, 'TCP')]),
    );
    assert.deepEqual(
      one!.ports.map(({ nodePortCertainty }) => nodePortCertainty),
      ['fixed', 'possible', 'possible', 'possible'],
    );
  });

  it('default the target port and the protocol', () => {
    const [one] = admitted(
      'custom',
      service('s', {
        ports: [{ port: 80 }, { name: 'a', port: 81, targetPort: 0 }, { name: 'b', port: 82, targetPort: 'http', protocol: 'UDP' }],
      }),
    );
    assert.deepEqual(
      one!.ports.map(({ targetPort, protocol }) => [targetPort, protocol]),
      [
        [80, 'TCP'],
        [81, 'TCP'],
        ['http', 'UDP'],
      ],
    );
  });
});
