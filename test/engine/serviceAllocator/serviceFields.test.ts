import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { addressesOf, admitted, service, site } from './notation.ts';

const subnet = site({ serviceSubnet: '10.0.0.0/24,fd00::/112' });
const one = (spec: object, metadata: string | object = 's') => admitted('custom', subnet, service(metadata, spec))[0]!;
const ports = (...list: readonly object[]) => ({ ports: list });

describe('the API server refuses for a field by itself', () => {
  const refused: readonly (readonly [behaviour: string, spec: object, reason: string, path: string])[] = [
    ['a type that does not exist', { type: 'LoadBalancr' }, 'invalid-type', 'spec.type'],
    ['a port 0', ports({ port: 0 }), 'invalid-ports', 'spec.ports.0.port'],
    ['a port beyond 65535', ports({ port: 65536 }), 'invalid-ports', 'spec.ports.0.port'],
    ['a protocol that does not exist', ports({ port: 80, protocol: 'tcp' }), 'invalid-ports', 'spec.ports.0.protocol'],
    ['several ports without names', ports({ name: 'a', port: 80 }, { port: 81 }), 'invalid-ports', 'spec.ports.1'],
    ['two ports of one name', ports({ name: 'a', port: 80 }, { name: 'a', port: 81 }), 'invalid-ports', 'spec.ports.1.name'],
    ['a port name with capitals', ports({ name: 'a', port: 80 }, { name: 'Web', port: 81 }), 'invalid-ports', 'spec.ports.1.name'],
    ['one port twice', ports({ name: 'a', port: 80 }, { name: 'b', port: 80 }), 'invalid-ports', 'spec.ports.1.port'],
    ['a target port out of range', ports({ port: 80, targetPort: 70000 }), 'invalid-ports', 'spec.ports.0.targetPort'],
    ['a number in quotes as target port', ports({ port: 80, targetPort: '8080' }), 'invalid-ports', 'spec.ports.0.targetPort'],
    ['a long name as target port', ports({ port: 80, targetPort: 'a-name-too-long-for-it' }), 'invalid-ports', 'spec.ports.0.targetPort'],
    ['an application protocol that is no name', ports({ port: 80, appProtocol: 'a b' }), 'invalid-ports', 'spec.ports.0.appProtocol'],
    ['ExternalName without a name', { type: 'ExternalName' }, 'invalid-external-name', 'spec.externalName'],
    [
      'ExternalName with a name that is none',
      { type: 'ExternalName', externalName: 'a_b.example' },
      'invalid-external-name',
      'spec.externalName',
    ],
    [
      'an unknown external traffic policy',
      { type: 'NodePort', externalTrafficPolicy: 'local' },
      'invalid-field',
      'spec.externalTrafficPolicy',
    ],
    [
      'an external traffic policy that nothing external uses',
      { externalTrafficPolicy: 'Local' },
      'invalid-field',
      'spec.externalTrafficPolicy',
    ],
    ['an unknown internal traffic policy', { internalTrafficPolicy: 'Node' }, 'invalid-field', 'spec.internalTrafficPolicy'],
    ['an unknown session affinity', { sessionAffinity: 'Cookie' }, 'invalid-field', 'spec.sessionAffinity'],
    [
      'an affinity of more than a day',
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86401 } } },
      'invalid-field',
      'spec.sessionAffinityConfig.clientIP.timeoutSeconds',
    ],
    [
      'an affinity of no time',
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } } },
      'invalid-field',
      'spec.sessionAffinityConfig.clientIP.timeoutSeconds',
    ],
    ['an unknown traffic distribution', { trafficDistribution: 'Near' }, 'invalid-field', 'spec.trafficDistribution'],
    ['a load balancer class on another type', { loadBalancerClass: 'a/b' }, 'invalid-field', 'spec.loadBalancerClass'],
    [
      'a load balancer class that is no name',
      { type: 'LoadBalancer', loadBalancerClass: 'a b' },
      'invalid-field',
      'spec.loadBalancerClass',
    ],
    ['a selector key that is none', { selector: { 'a b': 'c' } }, 'invalid-field', 'spec.selector.a b'],
    ['a selector value that is none', { selector: { a: 'b c' } }, 'invalid-field', 'spec.selector.a'],
    ['an external IP that is none', { externalIPs: ['192.0.2.1', 'host'] }, 'invalid-field', 'spec.externalIPs.1'],
    ...['127.0.0.1', '0.0.0.0', '169.254.1.1', '224.0.0.7', '::1', '::', 'fe80::1', 'ff02::1'].map(
      (ip): [string, object, string, string] => [`${ip} as external IP`, { externalIPs: [ip] }, 'invalid-field', 'spec.externalIPs.0'],
    ),
  ];
  for (const [behaviour, spec, reason, path] of refused) {
    it(behaviour, () => {
      const { rejected, clusterIPs, explanation } = one(spec);
      assert.equal(rejected?.reason, reason);
      assert.deepEqual(
        rejected.because.map((place) => place.path?.join('.')),
        [path],
      );
      assert.deepEqual([clusterIPs, explanation.certainty], [[], 'fixed']);
      assert.doesNotMatch(english.say(rejected.message), /\{\d\}/);
    });
  }

  it('a name that is none', () => {
    assert.deepEqual(
      ['Web', 'a.b', '-a', 'a'.repeat(64)].map((name) => one({}, name).rejected?.reason),
      Array.from({ length: 4 }, () => 'invalid-name'),
    );
  });

  it('topology annotations that disagree', () => {
    const annotated = (mode: string) =>
      one(
        {},
        { name: 's', annotations: { 'service.kubernetes.io/topology-mode': mode, 'service.kubernetes.io/topology-aware-hints': 'Auto' } },
      ).rejected?.reason;
    assert.deepEqual([annotated('Auto'), annotated('Disabled')], [undefined, 'invalid-field']);
  });
});

describe('the API server accepts', () => {
  const accepted: readonly (readonly [behaviour: string, spec: object])[] = [
    ['one port without a name', ports({ port: 80 })],
    ['one number for two protocols', ports({ name: 'a', port: 53, protocol: 'UDP' }, { name: 'b', port: 53, protocol: 'TCP' })],
    [
      'a target port by name, 0 or empty',
      ports(
        { name: 'a', port: 1, targetPort: 'http-1' },
        { name: 'b', port: 2, targetPort: 0 },
        { name: 'c', port: 65535, targetPort: '' },
      ),
    ],
    ['a name with a dot at its end', { type: 'ExternalName', externalName: 'a.example.' }],
    ['an external traffic policy with external IPs', { externalIPs: ['192.0.2.1'], externalTrafficPolicy: 'Local' }],
    ['an external traffic policy on a NodePort service', { type: 'NodePort', externalTrafficPolicy: 'Local' }],
    ['an affinity without a time', { sessionAffinity: 'ClientIP' }],
    ['a time without affinity', { sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } } }],
    ['every traffic distribution', { trafficDistribution: 'PreferSameNode', internalTrafficPolicy: 'Local' }],
    ['a class with a prefix', { type: 'LoadBalancer', loadBalancerClass: 'metallb.io/other', allocateLoadBalancerNodePorts: false }],
    ['ports that another manifest may bring', ports()],
    ['digits at the beginning of a name', {}],
  ];
  for (const [behaviour, spec] of accepted)
    it(behaviour, () => assert.equal(one(spec, behaviour.startsWith('digits') ? '1s' : 's').rejected, undefined));
});

describe('a service refused for a field', () => {
  it('holds neither address nor node port', () => {
    const services = admitted(
      'custom',
      subnet,
      [
        service('a', { type: 'NodePort', clusterIP: '10.0.0.9', ports: [{ port: 80, nodePort: 30100, targetPort: 'NO' }] }),
        service('b', { type: 'NodePort', clusterIP: '10.0.0.9', ports: [{ port: 80, nodePort: 30100 }] }),
      ].join('---\n'),
    );
    assert.equal(addressesOf(services), 'a:invalid-ports b=10.0.0.9');
    assert.equal(services[1]!.ports[0]!.nodePort, 30100);
  });

  it('is refused for its addresses and node ports first', () => {
    assert.equal(one({ clusterIP: '10.9.0.1', sessionAffinity: 'x' }).rejected?.reason, 'ip-out-of-range');
    assert.equal(one({ type: 'NodePort', ports: [{ port: 80, nodePort: 80, protocol: 'x' }] }).rejected?.reason, 'port-out-of-range');
  });
});
