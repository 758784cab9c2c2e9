import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { formatAddress } from '../../../src/base/ip.ts';
import type { EndpointSlice } from '../../../src/engine/allocation.ts';
import { selectedPods } from '../../../src/engine/endpoints/selection.ts';
import { observed } from '../../support/observed.ts';

/** A pod with label app=web on node n1; `more` is YAML inside of `spec`, `status` inside of `status`. */
function pod(name: string, ip: string, { labels = 'app: web', spec = '', status = '', meta = '', node = 'nodeName: n1' } = {}): string {
  return `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, labels: { ${labels} }${meta} }
spec:
  ${node}
  containers: [{ name: c, ports: [{ name: http, containerPort: 8080 }, { name: dns, containerPort: 53, protocol: UDP }] }]
  ${spec}
status:
  podIPs: [${
    ip === ''
      ? ''
      : ip
          .split(' ')
          .map((text) => `{ ip: "${text}" }`)
          .join(', ')
  }]
  ${status}`;
}

function service(spec: string, meta = ''): string {
  return `
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop${meta} }
spec: { selector: { app: web }, clusterIP: 10.96.0.9, ports: [{ port: 80, targetPort: 8080 }]${spec === '' ? '' : `, ${spec}`} }`;
}

const node = (name: string, zone: string, cpu = '4', labels = '') => `
---
apiVersion: v1
kind: Node
metadata: { name: ${name}, labels: { topology.kubernetes.io/zone: ${zone}${labels} } }
status: { allocatable: { cpu: "${cpu}" } }`;

function slicesOf(yaml: string): readonly EndpointSlice[] {
  return observed(yaml).services[0]?.slices ?? [];
}

/** `web-ipv4-1 :8080/TCP 10.0.0.1 10.0.0.2!`: an exclamation mark for not ready, a question mark for not serving, a tilde for terminating. */
function show(slices: readonly EndpointSlice[]): readonly string[] {
  return slices.map(({ name, ports, endpoints }) =>
    [
      name,
      ...ports.map((port) => `${port.name ?? ''}:${port.port ?? '*'}/${port.protocol}`),
      ...endpoints.map(
        ({ ip, ready, serving, terminating }) => `${formatAddress(ip)}${ready ? '' : '!'}${serving ? '' : '?'}${terminating ? '~' : ''}`,
      ),
    ].join(' '),
  );
}

describe('publishEndpoints', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'takes the pods with all labels of the selector, in pod order',
      service('') + pod('b', '10.0.0.2') + pod('a', '10.0.0.1') + pod('c', '10.0.0.3', { labels: 'app: db' }),
      ['web-ipv4-1 :8080/TCP 10.0.0.2 10.0.0.1'],
    ],
    [
      'makes no slices for a service without selector (B6.1)',
      service('').replace('selector: { app: web }, ', '') + pod('a', '10.0.0.1'),
      [],
    ],
    ['makes no slices for an empty selector (B6.1)', service('').replace('{ app: web }', '{}') + pod('a', '10.0.0.1'), []],
    ['makes no slices for ExternalName', service('type: ExternalName, externalName: example.org') + pod('a', '10.0.0.1'), []],
    [
      "looks only at the service's namespace",
      service('') + pod('a', '10.0.0.1').replace('namespace: shop', 'namespace: other'),
      ['web-ipv4-1'],
    ],
    [
      'leaves finished pods out (B6.2)',
      service('') + pod('a', '10.0.0.1', { status: 'phase: Succeeded' }) + pod('b', '10.0.0.2', { status: 'phase: Failed' }),
      ['web-ipv4-1'],
    ],
    ['leaves pods without an address out (B6.2)', service('') + pod('a', ''), ['web-ipv4-1']],
    [
      'keeps pending, unknown and unready pods (B6.2)',
      service('') +
        pod('a', '10.0.0.1', { status: 'phase: Pending\n  conditions: [{ type: Ready, status: "False" }]' }) +
        pod('b', '10.0.0.2', { status: 'phase: Unknown' }),
      ['web-ipv4-1 :8080/TCP 10.0.0.1!? 10.0.0.2'],
    ],
    ['leaves a pod without node out (B6.3)', service('') + pod('a', '10.0.0.1', { node: '' }), ['web-ipv4-1']],
    [
      'keeps a pod without node when not ready addresses are published (B6.3)',
      service('publishNotReadyAddresses: true') + pod('a', '10.0.0.1', { node: '' }),
      ['web-ipv4-1 :8080/TCP 10.0.0.1'],
    ],
    [
      'leaves a pod out whose node does not exist, where the manifests hold the nodes (B6.3)',
      node('n2', 'a') + service('') + pod('a', '10.0.0.1') + pod('b', '10.0.0.2', { node: 'nodeName: n2' }),
      ['web-ipv4-1 :8080/TCP 10.0.0.2'],
    ],
    [
      'keeps it when not ready addresses are published (B6.3)',
      node('n2', 'a') + service('publishNotReadyAddresses: true') + pod('a', '10.0.0.1'),
      ['web-ipv4-1 :8080/TCP 10.0.0.1'],
    ],
    [
      "takes the address of the slice's family and prints it canonically (B6.4)",
      service('ipFamilies: [IPv6]').replace('10.96.0.9', '"fd00::9"') + pod('a', '10.0.0.1 fd00:0::1'),
      ['web-ipv6-1 :8080/TCP fd00::1'],
    ],
    [
      'leaves a pod out of the family that it lacks (B6.4)',
      service('ipFamilies: [IPv4, IPv6]') + pod('a', '10.0.0.1'),
      ['web-ipv4-1 :8080/TCP 10.0.0.1', 'web-ipv6-1'],
    ],
    [
      'tells ready, serving and terminating apart (B6.5)',
      service('') +
        pod('a', '10.0.0.1', { meta: ', deletionTimestamp: "2024-01-01T00:00:00Z"' }) +
        pod('b', '10.0.0.2', { status: 'conditions: [{ type: Ready, status: "False" }]' }),
      ['web-ipv4-1 :8080/TCP 10.0.0.1!~ 10.0.0.2!?'],
    ],
    [
      'publishes what is not ready as ready when told so (B6.5)',
      service('publishNotReadyAddresses: true') +
        pod('a', '10.0.0.1', {
          meta: ', deletionTimestamp: "2024-01-01T00:00:00Z"',
          status: 'conditions: [{ type: Ready, status: "False" }]',
        }),
      ['web-ipv4-1 :8080/TCP 10.0.0.1?~'],
    ],
    [
      'goes by the family of the cluster IP when no families are known (B6.7)',
      service('').replace('10.96.0.9', '"fd00::9"') + pod('a', '10.0.0.1 fd00::1'),
      ['web-ipv6-1 :8080/TCP fd00::1'],
    ],
    [
      'makes slices of both families for a headless service without families (B6.7)',
      service('').replace('10.96.0.9', 'None') + pod('a', '10.0.0.1 fd00::1'),
      ['web-ipv4-1 :8080/TCP 10.0.0.1', 'web-ipv6-1 :8080/TCP fd00::1'],
    ],
    [
      'does not check a numeric target against the containers (B6.8)',
      service('').replace('targetPort: 8080', 'targetPort: 9999') + pod('a', '10.0.0.1'),
      ['web-ipv4-1 :9999/TCP 10.0.0.1'],
    ],
    [
      'resolves a named target by name and protocol (B6.8)',
      service('').replace(
        '[{ port: 80, targetPort: 8080 }]',
        '[{ name: web, port: 80, targetPort: http }, { name: dns, port: 53, protocol: UDP, targetPort: dns }]',
      ) + pod('a', '10.0.0.1'),
      ['web-ipv4-1 web:8080/TCP dns:53/UDP 10.0.0.1'],
    ],
    [
      'leaves out a port whose protocol does not match, and keeps the pod (B6.8)',
      service('').replace(
        '[{ port: 80, targetPort: 8080 }]',
        '[{ name: web, port: 80, targetPort: http }, { name: dns, port: 53, targetPort: dns }]',
      ) + pod('a', '10.0.0.1'),
      ['web-ipv4-1 web:8080/TCP 10.0.0.1'],
    ],
    [
      'finds a named port in a native sidecar, not in other init containers (B6.8)',
      service('').replace('targetPort: 8080', 'targetPort: metrics') +
        pod('a', '10.0.0.1', {
          spec: 'initContainers: [{ name: i, ports: [{ name: metrics, containerPort: 1 }] }, { name: s, restartPolicy: Always, ports: [{ name: metrics, containerPort: 2 }] }]',
        }),
      ['web-ipv4-1 :2/TCP 10.0.0.1'],
    ],
    [
      'groups pods by the ports that they resolve to (B6.9)',
      service('').replace('targetPort: 8080', 'targetPort: http') +
        pod('a', '10.0.0.1') +
        pod('b', '10.0.0.2').replace('8080', '8081') +
        pod('c', '10.0.0.3') +
        pod('d', '10.0.0.4').replace('name: http', 'name: other'),
      ['web-ipv4-1 :8080/TCP 10.0.0.1 10.0.0.3', 'web-ipv4-2 :8081/TCP 10.0.0.2', 'web-ipv4-3 10.0.0.4'],
    ],
    ['makes an empty slice without ports when there is no endpoint (B6.9)', service(''), ['web-ipv4-1']],
    [
      'gives a headless service without ports slices without ports (B6.8)',
      service('').replace('10.96.0.9', 'None').replace(', ports: [{ port: 80, targetPort: 8080 }]', ', ipFamilies: [IPv4]') +
        pod('a', '10.0.0.1'),
      ['web-ipv4-1 10.0.0.1'],
    ],
  ];
  for (const [title, yaml, expected] of cases) it(title, () => assert.deepEqual(show(slicesOf(yaml)), expected));

  it('fills slices with at most 100 endpoints (B6.9)', () => {
    const pods = Array.from({ length: 250 }, (_, index) => pod(`p${index}`, `10.0.${index >> 8}.${index & 255}`)).join('');
    assert.deepEqual(
      slicesOf(service('') + pods).map(({ name, endpoints }) => `${name} ${endpoints.length}`),
      ['web-ipv4-1 100', 'web-ipv4-2 100', 'web-ipv4-3 50'],
    );
  });

  it('names node, zone, pod and hostname of an endpoint (B6.6)', () => {
    const [slice] = slicesOf(
      node('n1', 'a') +
        service('') +
        pod('a', '10.0.0.1', { spec: 'hostname: h\n  subdomain: web' }) +
        pod('b', '10.0.0.2', { spec: 'hostname: h\n  subdomain: other' }),
    );
    assert.deepEqual(
      slice?.endpoints.map(({ node: on, zone, target, hostname }) => [on, zone, target, hostname]),
      [
        ['n1', 'a', 'shop/a', 'h'],
        ['n1', 'a', 'shop/b', undefined],
      ],
    );
  });
});

describe('topology hints (B6.10)', () => {
  const nodes =
    node('n1', 'a') +
    node('n2', 'b') +
    `
---
apiVersion: v1
kind: Node
metadata: { name: n3 }`;
  const on = (name: string) => ({ node: `nodeName: ${name}` });
  const unready = { ...on('n2'), status: 'conditions: [{ type: Ready, status: "False" }]' };
  const pods =
    pod('p1', '10.0.0.1', on('n1')) + pod('p2', '10.0.0.2', on('n2')) + pod('p3', '10.0.0.3', on('n3')) + pod('p4', '10.0.0.4', unready);
  const hints = (yaml: string) =>
    slicesOf(yaml).flatMap(({ endpoints }) => endpoints.map(({ hintZones, hintNodes }) => [...hintZones, ...hintNodes].join('+')));

  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['none without a wish', '', '', ['', '', '', '']],
    ['PreferClose hints ready endpoints for their zone', 'trafficDistribution: PreferClose', '', ['a', 'b', '', '']],
    ['PreferSameZone does the same', 'trafficDistribution: PreferSameZone', '', ['a', 'b', '', '']],
    ['PreferSameNode adds the node', 'trafficDistribution: PreferSameNode', '', ['a+n1', 'b+n2', 'n3', '']],
    ['an unknown wish hints nothing', 'trafficDistribution: preferclose', '', ['', '', '', '']],
    [
      'the annotation overrides the field, here by giving no hints: a node has no zone',
      'trafficDistribution: PreferClose',
      ', annotations: { service.kubernetes.io/topology-mode: Auto }',
      ['', '', '', ''],
    ],
    [
      'the older annotation goes before the newer',
      'trafficDistribution: PreferClose',
      ', annotations: { service.kubernetes.io/topology-aware-hints: disabled, service.kubernetes.io/topology-mode: Auto }',
      ['a', 'b', '', ''],
    ],
    [
      "the annotation's value is exactly Auto or auto",
      'trafficDistribution: PreferClose',
      ', annotations: { service.kubernetes.io/topology-mode: AUTO }',
      ['a', 'b', '', ''],
    ],
  ];
  for (const [title, spec, meta, expected] of cases) it(title, () => assert.deepEqual(hints(nodes + service(spec, meta) + pods), expected));

  const auto = ', annotations: { service.kubernetes.io/topology-mode: auto }';
  const two = node('n1', 'a') + node('n2', 'b');
  const list = (...names: readonly string[]) => names.map((name, index) => pod(`p${index}`, `10.0.0.${index + 1}`, on(name))).join('');
  const proportional: readonly (readonly [string, string, readonly string[]])[] = [
    ['endpoints spread like the processors keep their zones', two + service('', auto) + list('n1', 'n2'), ['a', 'b']],
    ['a zone with too many gives some away', two + service('', auto) + list('n1', 'n1', 'n1', 'n2'), ['b', 'a', 'a', 'b']],
    ['a zone without endpoints gets some', two + service('', auto) + list('n1', 'n1'), ['b', 'a']],
    ['fewer endpoints than zones get no hints', two + service('', auto) + list('n1'), ['']],
    ['one zone alone gives no hints', node('n1', 'a') + service('', auto) + list('n1', 'n1'), ['', '']],
    ['a node without processors gives no hints', node('n1', 'a') + node('n2', 'b', '0') + service('', auto) + list('n1', 'n2'), ['', '']],
    [
      'a control plane node does not count',
      two + node('m', 'c', '64', ', node-role.kubernetes.io/control-plane: ""') + service('', auto) + list('n1', 'n2'),
      ['a', 'b'],
    ],
    [
      'a zone with most of the processors gets most endpoints',
      node('n1', 'a', '3') + node('n2', 'b', '1000m') + service('', auto) + list('n1', 'n1', 'n2', 'n2'),
      ['a', 'a', 'a', 'b'],
    ],
    [
      'no hints when the least shares exceed the endpoints',
      node('n1', 'a', '10') + node('n2', 'b', '1') + service('', auto) + list('n1', 'n2'),
      ['', ''],
    ],
  ];
  for (const [title, yaml, expected] of proportional) it(title, () => assert.deepEqual(hints(yaml), expected));
});

describe('written endpoints', () => {
  const bare = service('').replace('selector: { app: web }, ', '');
  const slice = (name: string, ip: string, labels = '') => `
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: ${name}, namespace: shop, labels: { kubernetes.io/service-name: web${labels} } }
addressType: IPv4
ports: [{ name: "", port: 80, protocol: TCP }]
endpoints: [{ addresses: [${ip}], conditions: { ready: true } }]`;
  const endpoints = (more = '') => `
---
apiVersion: v1
kind: Endpoints
metadata: { name: web, namespace: shop${more} }
subsets:
  - { addresses: [{ ip: 192.0.2.1 }, { ip: "2001:db8::1" }], notReadyAddresses: [{ ip: 192.0.2.2 }], ports: [{ port: 80 }] }
  - { addresses: [{ ip: 192.0.2.3 }], ports: [{ name: x, port: 81, protocol: UDP }] }`;
  const byController = ', endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io';
  const mirrored = ['web-ipv4-1 :80/TCP 192.0.2.1 192.0.2.2!?', 'web-ipv6-1 :80/TCP 2001:db8::1', 'web-ipv4-2 x:81/UDP 192.0.2.3'];

  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['Endpoints of a service without selector are mirrored', bare + endpoints(), mirrored],
    ['a label keeps them from it', bare + endpoints(', labels: { endpointslice.kubernetes.io/skip-mirror: "true" }'), []],
    ['those of a leader election are not mirrored', bare + endpoints(', annotations: { control-plane.alpha.kubernetes.io/leader: x }'), []],
    [
      'a mirror in the manifests does not count twice',
      bare +
        endpoints() +
        slice('web-abc', '192.0.2.1', ', endpointslice.kubernetes.io/managed-by: endpointslicemirroring-controller.k8s.io'),
      mirrored,
    ],
    [
      'slices of a service without selector count as written, by name',
      bare + slice('z', '192.0.2.9') + slice('a', '192.0.2.8'),
      ['a :80/TCP 192.0.2.8', 'z :80/TCP 192.0.2.9'],
    ],
    [
      'slices of a snapshot stand in for pods that are not in it',
      service('') + slice('web-x', '192.0.2.9', byController),
      ['web-x :80/TCP 192.0.2.9'],
    ],
    [
      'slices of a snapshot yield to its pods',
      service('') + slice('web-x', '192.0.2.9', byController) + pod('a', '10.0.0.1'),
      ['web-ipv4-1 :8080/TCP 10.0.0.1'],
    ],
    ['Endpoints of a snapshot stand in for pods that are not in it', service('') + endpoints(), mirrored],
    [
      'slices written by hand count beside the published ones',
      service('') + slice('extra', '192.0.2.9') + pod('a', '10.0.0.1'),
      ['web-ipv4-1 :8080/TCP 10.0.0.1', 'extra :80/TCP 192.0.2.9'],
    ],
    ['a slice of host names has no endpoints', bare + slice('a', 'example.org').replace('addressType: IPv4', 'addressType: FQDN'), []],
    ['an address of another family is left out', bare + slice('a', '"2001:db8::1"'), ['a :80/TCP']],
  ];
  for (const [title, yaml, expected] of cases) it(title, () => assert.deepEqual(show(slicesOf(yaml)), expected));

  it('hints count as written', () => {
    const [found] = slicesOf(
      bare +
        slice('a', '192.0.2.1').replace(
          'conditions:',
          'hints: { forZones: [{ name: a }, { name: b }], forNodes: [{ name: n1 }] }, conditions:',
        ),
    );
    assert.deepEqual([found?.endpoints[0]?.hintZones, found?.endpoints[0]?.hintNodes], [['a', 'b'], ['n1']]);
  });

  it('a target leads to the pod', () => {
    const [found] = slicesOf(
      bare + slice('a', '10.0.0.1').replace('conditions:', 'targetRef: { kind: Pod, name: p }, conditions:') + pod('p', '10.0.0.1'),
    );
    assert.deepEqual([found?.endpoints[0]?.target, found?.endpoints[0]?.pod?.name], ['shop/p', 'p']);
  });
});

describe('selectedPods', () => {
  it('knows pods without an address', () => {
    const allocation = observed(service('') + pod('a', '') + pod('b', '10.0.0.2', { status: 'phase: Failed' }));
    const [first] = allocation.services;
    assert.ok(first);
    assert.deepEqual(
      selectedPods(allocation, first).map(({ name }) => name),
      ['a', 'b'],
    );
  });

  it('finds what a look at every pod finds', () => {
    const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), { maxKeys: 3 });
    const yamlOf = (map: Record<string, string>) =>
      Object.entries(map)
        .map(([key, value]) => `${key}: "${value}"`)
        .join(', ');
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 8 }), labels, (pods, selector) => {
        const allocation = observed(
          service('').replace('app: web', yamlOf(selector)) +
            pods.map((map, index) => pod(`p${index}`, '', { labels: yamlOf(map) })).join(''),
        );
        const [first] = allocation.services;
        assert.ok(first);
        const expected =
          Object.keys(selector).length === 0
            ? []
            : pods.flatMap((map, index) => (Object.entries(selector).every(([key, value]) => map[key] === value) ? [`p${index}`] : []));
        assert.deepEqual(
          selectedPods(allocation, first).map(({ name }) => name),
          expected,
        );
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
