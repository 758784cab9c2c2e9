import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { formatAddress } from '../../../src/base/ip.ts';
import type { Allocation } from '../../../src/engine/allocation.ts';
import { route, type Route, type RouteClient, type RouteDestination } from '../../../src/engine/kubeProxy/route.ts';
import { observed, podNamed } from '../../support/observed.ts';

const nodes = ['n1: a', 'n2: a', 'n3: b', 'n4: ""']
  .map((text) => {
    const [name = '', zone = ''] = text.split(': ');
    return `
---
apiVersion: v1
kind: Node
metadata: { name: ${name}, labels: { topology.kubernetes.io/zone: ${zone} } }
status: { addresses: [{ type: InternalIP, address: 192.0.2.${name.slice(1)} }] }`;
  })
  .join('');

/** `p1@n1` on node n1; `!` not ready, `~` terminating but serving, `x` neither. */
function pods(...texts: readonly string[]): string {
  return (
    texts
      .map((text) => {
        const [, name = '', node = '', state = ''] = /^(\w+)@(\w+?)([!~x]?)$/.exec(text) ?? [];
        return `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, labels: { app: web }${state === '~' || state === 'x' ? ', deletionTimestamp: "2024-01-01T00:00:00Z"' : ''} }
spec: { nodeName: ${node}, containers: [] }
status: { podIPs: [{ ip: 10.0.0.${name.slice(1)} }], conditions: [{ type: Ready, status: "${state === '!' || state === 'x' ? 'False' : 'True'}" }] }`;
      })
      .join('') +
    ['n1', 'n2', 'n3', 'n4']
      .map(
        (node) => `
---
apiVersion: v1
kind: Pod
metadata: { name: client-${node}, namespace: shop }
spec: { nodeName: ${node}, containers: [] }`,
      )
      .join('')
  );
}

function service(spec = '', { type = 'ClusterIP', ports = '{ port: 80, targetPort: 8080 }', status = '' } = {}): string {
  return `
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: ${type}, clusterIP: 10.96.0.9, selector: { app: web }, ports: [${ports}]${spec === '' ? '' : `, ${spec}`} }
${status === '' ? '' : `status: { loadBalancer: { ingress: [{ ip: ${status} }] } }`}`;
}

const loadBalancer = (spec = '') =>
  service(spec, { type: 'LoadBalancer', ports: '{ port: 80, targetPort: 8080, nodePort: 30080 }', status: '192.0.2.100' });

/** `pod n1 cluster-ip`, `node n1 …`, `outside … n2`: client, where it is, the address asked, and the node that takes the packet. */
function ask(allocation: Allocation, question: string, port = 0): Route {
  const [who = '', where = '', kind = '', on = ''] = question.split(' ');
  const nodeNamed = (name: string) => allocation.nodes.find((node) => node.name === name);
  const node = nodeNamed(where);
  const client: RouteClient =
    who === 'pod'
      ? { kind: 'pod', pod: podNamed(allocation, `client-${where}`) }
      : who === 'node' && node !== undefined
        ? { kind: 'node', node }
        : { kind: 'outside' };
  const entry = nodeNamed(on);
  const destination = { kind, ...(entry === undefined ? {} : { node: entry }) } as RouteDestination;
  const [first] = allocation.services;
  const asked = first?.ports[port];
  assert.ok(first !== undefined && asked !== undefined);
  return route(allocation, { client, service: first, port: asked, destination });
}

function show(result: Route): string {
  return result.outcome === 'endpoints'
    ? result.backends
        .map(({ endpoint, port, share }) => `${formatAddress(endpoint.ip)}:${port} ${Math.round(share * 1000) / 1000}`)
        .join(', ')
    : result.outcome;
}

type Case = readonly [title: string, manifests: string, question: string, expected: string];

function table(cases: readonly Case[]): void {
  for (const [title, manifests, question, expected] of cases)
    it(`${title} (${question})`, () => assert.equal(show(ask(observed(nodes, manifests), question)), expected));
}

const three = pods('p1@n1', 'p2@n2', 'p3@n3');
const all = '10.0.0.1:8080 0.333, 10.0.0.2:8080 0.333, 10.0.0.3:8080 0.333';

describe('route', () => {
  describe('the list of the whole cluster (B7.1)', () => {
    table([
      ['every ready endpoint gets the same share', service() + three, 'pod n1 cluster-ip', all],
      ['whatever the node', service() + three, 'node n4 cluster-ip', all],
      [
        'those that are not ready get nothing',
        service() + pods('p1@n1', 'p2@n2!', 'p3@n3~', 'p4@n3x'),
        'pod n1 cluster-ip',
        '10.0.0.1:8080 1',
      ],
      [
        'without ready ones those that still serve while they end',
        service() + pods('p1@n1!', 'p2@n2~', 'p3@n3~', 'p4@n3x'),
        'pod n1 cluster-ip',
        '10.0.0.2:8080 0.5, 10.0.0.3:8080 0.5',
      ],
      ['not ready and not ending is nothing', service() + pods('p1@n1!'), 'pod n1 cluster-ip', 'rejected'],
      ['no pods at all', service(), 'outside - cluster-ip', 'rejected'],
    ]);
  });

  describe('hints (B7.1)', () => {
    const zone = service('trafficDistribution: PreferSameZone');
    const node = service('trafficDistribution: PreferSameNode');
    table([
      ['the own zone', zone + three, 'pod n1 cluster-ip', '10.0.0.1:8080 0.5, 10.0.0.2:8080 0.5'],
      ['another zone', zone + three, 'pod n3 cluster-ip', '10.0.0.3:8080 1'],
      ['a node without a zone', zone + three, 'pod n4 cluster-ip', all],
      ['a zone without endpoints', zone + pods('p1@n1', 'p2@n2'), 'pod n3 cluster-ip', '10.0.0.1:8080 0.5, 10.0.0.2:8080 0.5'],
      [
        'one ready endpoint without a hint is enough for none',
        zone + pods('p1@n1', 'p4@n4'),
        'pod n1 cluster-ip',
        '10.0.0.1:8080 0.5, 10.0.0.4:8080 0.5',
      ],
      ['one that is not ready needs no hint', zone + pods('p1@n1', 'p3@n3', 'p4@n4!'), 'pod n1 cluster-ip', '10.0.0.1:8080 1'],
      ['the own node', node + three, 'pod n1 cluster-ip', '10.0.0.1:8080 1'],
      ['a node without endpoints takes its zone', node + pods('p1@n1', 'p3@n3'), 'pod n2 cluster-ip', '10.0.0.1:8080 1'],
      ['a node without endpoints and without zone takes all', node + three, 'pod n4 cluster-ip', all],
      [
        'when none is ready hints do not count',
        zone + pods('p1@n1~', 'p3@n3~'),
        'pod n1 cluster-ip',
        '10.0.0.1:8080 0.5, 10.0.0.3:8080 0.5',
      ],
      [
        'the Local list takes no hints',
        service('trafficDistribution: PreferSameNode, internalTrafficPolicy: Local') + pods('p1@n1', 'p2@n1'),
        'pod n1 cluster-ip',
        '10.0.0.1:8080 0.5, 10.0.0.2:8080 0.5',
      ],
    ]);
  });

  describe('the list of one node (B7.2, B7.4)', () => {
    const local = service('internalTrafficPolicy: Local');
    table([
      ["the endpoints on the client's node", local + three, 'pod n1 cluster-ip', '10.0.0.1:8080 1'],
      [
        'those that still serve while they end, when none is ready there',
        local + pods('p1@n1~', 'p2@n2'),
        'pod n1 cluster-ip',
        '10.0.0.1:8080 1',
      ],
      ['none on this node, but elsewhere', local + three, 'pod n4 cluster-ip', 'dropped'],
      ['none anywhere', local + pods('p1@n1x'), 'pod n1 cluster-ip', 'rejected'],
      [
        'the external policy does not govern the cluster IP',
        loadBalancer('externalTrafficPolicy: Local') + three,
        'pod n1 cluster-ip',
        all,
      ],
    ]);
  });

  describe('traffic from outside (B7.3)', () => {
    const local = loadBalancer('externalTrafficPolicy: Local');
    table([
      ['Cluster: all endpoints, wherever it comes in', loadBalancer() + three, 'outside - node-port n4', all],
      ['Local: those of the node it comes in', local + three, 'outside - node-port n2', '10.0.0.2:8080 1'],
      ['Local: none on that node', local + three, 'outside - node-port n4', 'dropped'],
      ['Local: none anywhere', local + pods(), 'outside - node-port n4', 'rejected'],
      ['the load balancer address comes in on the node that announces it', local + three, 'outside - load-balancer', '10.0.0.1:8080 1'],
      ['from inside it counts as traffic to the whole cluster', local + three, 'pod n4 load-balancer', all],
      ['and so does a node port', local + three, 'pod n4 node-port n4', all],
      [
        'internalTrafficPolicy Local does not govern external traffic',
        loadBalancer('internalTrafficPolicy: Local') + three,
        'outside - node-port n4',
        all,
      ],
      [
        'any node, when none is named: the nodes without endpoints answer nobody',
        local + pods('p1@n1', 'p2@n2', 'p3@n2'),
        'outside - node-port',
        '10.0.0.1:8080 0.5, 10.0.0.2:8080 0.25, 10.0.0.3:8080 0.25',
      ],
      ['an external IP', service('externalIPs: [192.0.2.77]') + three, 'outside - external-ip n4', all],
    ]);
  });

  describe('what is not there', () => {
    table([
      ['a headless service', service().replace('10.96.0.9', 'None') + three, 'pod n1 cluster-ip', 'no-address'],
      ['an ExternalName', service('externalName: example.org', { type: 'ExternalName' }) + three, 'pod n1 cluster-ip', 'no-address'],
      ['a node port that is not given', service() + three, 'outside - node-port n1', 'no-address'],
      ['a load balancer', service() + three, 'outside - load-balancer', 'no-address'],
      ['a pending address', service('', { type: 'LoadBalancer' }) + three, 'outside - load-balancer', 'no-address'],
      ['an external IP', service() + three, 'outside - external-ip n1', 'no-address'],
    ]);
  });

  it("goes by the port's name and protocol", () => {
    const allocation = observed(
      nodes,
      service('', {
        ports:
          '{ name: a, port: 80, targetPort: 1 }, { name: b, port: 81, targetPort: 2 }, { name: c, port: 80, targetPort: 3, protocol: UDP }',
      }) + pods('p1@n1'),
    );
    assert.deepEqual(
      [0, 1, 2].map((port) => show(ask(allocation, 'pod n1 cluster-ip', port))),
      ['10.0.0.1:1 1', '10.0.0.1:2 1', '10.0.0.1:3 1'],
    );
  });

  it('goes by the family of the address', () => {
    const manifests =
      service('ipFamilies: [IPv6, IPv4], clusterIPs: ["fd00::9", 10.96.0.9]').replace('clusterIP: 10.96.0.9', 'clusterIP: "fd00::9"') +
      pods('p1@n1').replace('{ ip: 10.0.0.1 }', '{ ip: 10.0.0.1 }, { ip: "fd01::1" }');
    const allocation = observed(nodes, manifests);
    const [web] = allocation.services;
    const port = web?.ports[0];
    assert.ok(web !== undefined && port !== undefined);
    assert.equal(show(ask(allocation, 'pod n1 cluster-ip')), 'fd01::1:8080 1');
    assert.equal(
      show(route(allocation, { client: { kind: 'outside' }, service: web, port, destination: { kind: 'cluster-ip' }, family: 4 })),
      '10.0.0.1:8080 1',
    );
  });

  it('notes session affinity (B7.5)', () => {
    const affinity = (spec: string) => {
      const result = ask(observed(nodes, service(spec) + three), 'pod n1 cluster-ip');
      return result.outcome === 'endpoints' ? result.affinity : result.outcome;
    };
    assert.deepEqual(
      [
        affinity(''),
        affinity('sessionAffinity: None'),
        affinity('sessionAffinity: ClientIP'),
        affinity('sessionAffinity: ClientIP, sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } }'),
      ],
      [undefined, undefined, { timeoutSeconds: 10800 }, { timeoutSeconds: 60 }],
    );
  });

  it('says why, and how sure it is', () => {
    const explained = (manifests: string, question: string) => {
      const { certainty, reason, because } = ask(observed(nodes, manifests), question).explanation;
      return [certainty, reason.key, because.map((place) => place.path?.join('.'))];
    };
    assert.deepEqual(explained(service() + pods('p1@n1'), 'pod n1 cluster-ip'), [
      'predicted',
      'The only endpoint of Service {0} is {1}.',
      ['spec.ports'],
    ]);
    assert.deepEqual(explained(service() + three, 'pod n1 cluster-ip'), [
      'possible',
      'One of the endpoints of Service {0} is taken at random: {1}.',
      ['spec.ports'],
    ]);
    assert.deepEqual(explained(service('internalTrafficPolicy: Local') + three, 'pod n4 cluster-ip')[2], [
      'spec.internalTrafficPolicy',
      'spec.ports',
    ]);
  });

  it('shares are positive and add up to 1', () => {
    const state = fc.constantFrom('', '!', '~', 'x');
    const placed = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), state), { maxLength: 6 });
    const question = fc.constantFrom(
      'pod n1 cluster-ip',
      'node n2 cluster-ip',
      'outside - node-port',
      'outside - node-port n3',
      'pod n4 node-port',
      'outside - load-balancer',
    );
    const spec = fc.constantFrom(
      '',
      'internalTrafficPolicy: Local',
      'externalTrafficPolicy: Local',
      'trafficDistribution: PreferSameZone',
      'trafficDistribution: PreferSameNode, externalTrafficPolicy: Local',
    );
    fc.assert(
      fc.property(placed, question, spec, (where, asked, written) => {
        const result = ask(
          observed(nodes, loadBalancer(written) + pods(...where.map(([node, mark], index) => `p${index}@n${node}${mark}`))),
          asked,
        );
        if (result.outcome !== 'endpoints') return;
        assert.ok(result.backends.every(({ share }) => share > 0 && share <= 1));
        assert.ok(Math.abs(result.backends.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
      }),
      { seed: 5, numRuns: 40 },
    );
  });
});
