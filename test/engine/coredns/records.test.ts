import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { query } from '../../../src/engine/coredns/query.ts';
import { explainRecord, recordsOf, recordsOfService } from '../../../src/engine/coredns/records.ts';
import { corefile, kubernetes, showRecord } from '../../support/dns.ts';
import { observed } from '../../support/observed.ts';

const service = (name: string, spec: string) => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { ${spec} }`;

const pod = (name: string, ips: string, spec = '', labels = 'app: web') => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, labels: { ${labels} } }
spec: { nodeName: n1, containers: []${spec} }
status: { podIPs: [${ips
  .split(' ')
  .map((ip) => `{ ip: "${ip}" }`)
  .join(', ')}] }`;

/** Without the version of the schema and the names of pods, which come with every zone. */
const list = (manifests: string) =>
  recordsOf(observed(manifests))
    .filter(({ origin }) => origin.kind !== 'version' && origin.kind !== 'pod')
    .map(showRecord);

/** Whatever is told of one service alone must be what the whole list has of it. */
function assertEachAlone(manifests: string): void {
  const allocation = observed(manifests);
  for (const { name, namespace, resource } of allocation.services) {
    const own = recordsOf(allocation).filter(
      ({ origin, type }) => origin.kind === 'service' && origin.service.resource === resource && type !== 'PTR',
    );
    const alone = recordsOfService(allocation, { name, namespace }).filter(({ origin }) => origin.kind === 'service');
    assert.deepEqual(alone.map(showRecord), own.map(showRecord));
  }
}

describe('recordsOf', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'a cluster IP: addresses, named ports, reverse names',
      service(
        'web',
        'clusterIP: 10.96.0.9, clusterIPs: [10.96.0.9, "fd00::9"], ports: [{ name: http, port: 80 }, { name: dns, port: 53, protocol: UDP }]',
      ),
      [
        'web.shop.svc.cluster.local. A 10.96.0.9',
        'web.shop.svc.cluster.local. AAAA fd00::9',
        '_http._tcp.web.shop.svc.cluster.local. SRV 0 50 80 web.shop.svc.cluster.local.',
        '_dns._udp.web.shop.svc.cluster.local. SRV 0 50 53 web.shop.svc.cluster.local.',
        '9.0.96.10.in-addr.arpa. PTR web.shop.svc.cluster.local.',
        '9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa. PTR web.shop.svc.cluster.local.',
      ],
    ],
    [
      'a port without a name has no SRV record',
      service('web', 'clusterIP: 10.96.0.9, ports: [{ port: 80 }]'),
      ['web.shop.svc.cluster.local. A 10.96.0.9', '9.0.96.10.in-addr.arpa. PTR web.shop.svc.cluster.local.'],
    ],
    [
      'a headless service: addresses, endpoints, SRV to them, reverse names',
      service('db', 'clusterIP: None, ipFamilies: [IPv4], selector: { app: web }, ports: [{ name: pg, port: 5432 }]') +
        pod('db-0', '10.0.0.1', ', hostname: db-0, subdomain: db') +
        pod('x', '10.0.0.2'),
      [
        'db.shop.svc.cluster.local. A 10.0.0.1',
        'db-0.db.shop.svc.cluster.local. A 10.0.0.1',
        'db.shop.svc.cluster.local. A 10.0.0.2',
        '10-0-0-2.db.shop.svc.cluster.local. A 10.0.0.2',
        '_pg._tcp.db.shop.svc.cluster.local. SRV 0 50 5432 db-0.db.shop.svc.cluster.local.',
        '_pg._tcp.db.shop.svc.cluster.local. SRV 0 50 5432 10-0-0-2.db.shop.svc.cluster.local.',
        '1.0.0.10.in-addr.arpa. PTR db-0.db.shop.svc.cluster.local.',
        '2.0.0.10.in-addr.arpa. PTR 10-0-0-2.db.shop.svc.cluster.local.',
      ],
    ],
    [
      'endpoints of a service with a cluster IP have names too',
      service('web', 'clusterIP: 10.96.0.9, selector: { app: web }, ports: [{ port: 80 }]') + pod('a', '10.0.0.1'),
      [
        'web.shop.svc.cluster.local. A 10.96.0.9',
        '10-0-0-1.web.shop.svc.cluster.local. A 10.0.0.1',
        '9.0.96.10.in-addr.arpa. PTR web.shop.svc.cluster.local.',
        '1.0.0.10.in-addr.arpa. PTR 10-0-0-1.web.shop.svc.cluster.local.',
      ],
    ],
    [
      'an ExternalName',
      service('out', 'type: ExternalName, externalName: Example.org'),
      ['out.shop.svc.cluster.local. CNAME Example.org.'],
    ],
    ['an ExternalName that is an address has none', service('out', 'type: ExternalName, externalName: 192.0.2.1'), []],
    ['hidden namespaces', kubernetes('    namespaces other') + service('web', 'clusterIP: 10.96.0.9'), []],
    [
      'no reverse zone, no reverse names',
      kubernetes('', 'cluster.local') + service('web', 'clusterIP: 10.96.0.9'),
      ['web.shop.svc.cluster.local. A 10.96.0.9'],
    ],
    [
      'entries of hosts',
      corefile('.:53 {\n  hosts {\n    192.0.2.1 a.example b.example\n    fallthrough\n  }\n  kubernetes cluster.local in-addr.arpa\n}') +
        service('web', 'clusterIP: 192.0.2.1'),
      [
        'a.example. A 192.0.2.1',
        '1.2.0.192.in-addr.arpa. PTR a.example.',
        'b.example. A 192.0.2.1',
        '1.2.0.192.in-addr.arpa. PTR b.example.',
        'web.shop.svc.cluster.local. A 192.0.2.1',
      ],
    ],
    [
      'hosts that keeps all questions',
      corefile('.:53 {\n  hosts {\n    192.0.2.1 a.example\n    no_reverse\n  }\n  kubernetes cluster.local\n}') +
        service('web', 'clusterIP: 10.96.0.9'),
      ['a.example. A 192.0.2.1'],
    ],
    [
      'a zone that another server block takes',
      corefile('.:53 {\n  kubernetes cluster.local\n}\ncluster.local:53 {\n  forward . 192.0.2.1\n}') +
        service('web', 'clusterIP: 10.96.0.9'),
      [],
    ],
    [
      'two zones, one of reverse targets',
      kubernetes('', 'one.example two.example in-addr.arpa') + service('web', 'clusterIP: 10.96.0.9'),
      [
        'web.shop.svc.one.example. A 10.96.0.9',
        'web.shop.svc.two.example. A 10.96.0.9',
        '9.0.96.10.in-addr.arpa. PTR web.shop.svc.one.example.',
      ],
    ],
  ];
  for (const [title, manifests, expected] of cases)
    it(title, () => {
      assert.deepEqual(list(manifests), expected);
      assertEachAlone(manifests);
    });

  it('says which version of the schema it follows', () => {
    assert.deepEqual(
      recordsOf(observed(kubernetes('', 'one.example two.example'))).map((record) => `${record.ttl} ${showRecord(record)}`),
      ['28800 dns-version.one.example. TXT "1.1.0"', '28800 dns-version.two.example. TXT "1.1.0"'],
    );
  });

  describe('names of pods', () => {
    const pods =
      pod('a', '10.0.0.1 fd00::1') + pod('again', '10.0.0.1') + pod('b', '10.0.0.2').replace('status: {', 'status: { phase: Failed,');
    const names = (mode: string) =>
      recordsOf(observed(kubernetes(`    pods ${mode}`) + pods))
        .filter(({ origin }) => origin.kind === 'pod')
        .map(showRecord);
    it('have the first address of each live pod where they are verified', () =>
      assert.deepEqual(names('verified'), ['10-0-0-1.shop.pod.cluster.local. A 10.0.0.1']));
    it('have all their addresses where they are insecure', () =>
      assert.deepEqual(names('insecure'), ['10-0-0-1.shop.pod.cluster.local. A 10.0.0.1', 'fd00--1.shop.pod.cluster.local. AAAA fd00::1']));
    it('are none where they are disabled', () => assert.deepEqual(names('disabled'), []));
  });

  it('lists what a multicluster zone imports, each an answer of query', () => {
    const allocation = observed(
      kubernetes('    multicluster set.example', 'cluster.local set.example') +
        `
---
apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceImport
metadata: { name: db, namespace: shop }
spec: { type: Headless, ports: [{ name: pg, protocol: TCP, port: 5432 }] }
---
apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceImport
metadata: { name: web, namespace: shop }
spec: { type: ClusterSetIP, ips: [10.98.0.1], ports: [{ name: http, protocol: TCP, port: 80 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { multicluster.kubernetes.io/service-name: db, multicluster.kubernetes.io/source-cluster: one } }
addressType: IPv4
endpoints: [{ addresses: [172.16.0.1] }]
ports: [{ name: pg, protocol: TCP, port: 5432 }]`,
    );
    const records = recordsOf(allocation).filter(({ origin }) => origin.kind === 'import');
    assert.deepEqual(records.map(showRecord), [
      'db.shop.svc.set.example. A 172.16.0.1',
      '172-16-0-1.one.db.shop.svc.set.example. A 172.16.0.1',
      '_pg._tcp.db.shop.svc.set.example. SRV 0 100 5432 172-16-0-1.one.db.shop.svc.set.example.',
      'web.shop.svc.set.example. A 10.98.0.1',
      '_http._tcp.web.shop.svc.set.example. SRV 0 100 80 web.shop.svc.set.example.',
    ]);
    for (const { name, type, data, ...record } of records) {
      const answer = query(allocation, { name, type });
      assert.ok(answer.kind === 'answered' && answer.answers.some((given) => given.data === data), name);
      assert.ok(explainRecord({ ...record, name, type, data }).because.length > 0);
    }
  });

  it('has nothing with a Corefile that CoreDNS refuses', () =>
    assert.deepEqual(recordsOf(observed(kubernetes('    pods all') + service('web', 'clusterIP: 10.96.0.9'))), []));

  it('tells whose each record is, its TTL and why', () => {
    const records = recordsOf(
      observed(
        service('web', 'clusterIP: 10.96.0.9, selector: { app: web }, ports: [{ port: 80 }]') +
          pod('a', '10.0.0.1') +
          kubernetes('    pods verified'),
      ),
    );
    assert.deepEqual(
      records.map((record) => [record.type, record.for, record.ttl, explainRecord(record).reason.key]),
      [
        ['TXT', 'ConfigMap kube-system/coredns', 28800, 'The kubernetes plugin says which version of the DNS schema it follows.'],
        ['A', 'Service shop/web', 30, '{0} has this cluster IP.'],
        ['A', 'Service shop/web', 30, '{0} is a ready endpoint of {1}.'],
        ['PTR', 'Service shop/web', 30, '{0} has this cluster IP.'],
        ['PTR', 'Service shop/web', 30, '{0} is a ready endpoint of {1}.'],
        ['A', 'Pod shop/a', 30, 'CoreDNS serves a name for each verified pod, of which {0} is one.'],
      ],
    );
    for (const record of records.slice(1, 3))
      assert.ok(explainRecord(record).because.some((place) => place.path?.join('.') === 'metadata.name'));
  });

  describe('agrees with query', () => {
    const port = fc.record({
      name: fc.constantFrom('http', 'dns', 'x'),
      number: fc.integer({ min: 1, max: 3 }),
      protocol: fc.constantFrom('TCP', 'UDP'),
    });
    const arbitraryService = fc.record({
      kind: fc.constantFrom('ip', 'dual', 'headless', 'external', 'none'),
      app: fc.constantFrom('a', 'b'),
      ports: fc.uniqueArray(port, { maxLength: 3, selector: ({ name }) => name }),
    });
    const arbitraryPod = fc.record({
      app: fc.constantFrom('a', 'b'),
      ready: fc.boolean(),
      named: fc.boolean(),
      families: fc.constantFrom('4', '6', '46'),
    });
    const options = fc.subarray([
      'pods verified',
      'endpoint_pod_names',
      'ignore empty_service',
      'noendpoints',
      'fallthrough',
      'zonal',
      'ttl 7',
    ]);
    const world = fc.record({
      services: fc.array(arbitraryService, { maxLength: 4 }),
      pods: fc.array(arbitraryPod, { maxLength: 4 }),
      options,
    });

    const textOf = ({ services, pods, options: chosen }: typeof world extends fc.Arbitrary<infer World> ? World : never) =>
      services
        .map(({ kind, app, ports }, index) => {
          const written = `ports: [${ports.map(({ name, number, protocol }) => `{ name: ${name}, port: ${number}, protocol: ${protocol} }`).join(', ')}], selector: { app: ${app} }`;
          const address = {
            ip: `clusterIP: 10.96.0.${index}`,
            dual: `clusterIP: 10.96.0.${index}, clusterIPs: [10.96.0.${index}, "fd00::${index}"]`,
            headless: 'clusterIP: None',
            none: '',
            external: 'type: ExternalName, externalName: s0.shop.svc.cluster.local',
          }[kind];
          return service(`s${index}`, [address, written].filter((part) => part !== '').join(', '));
        })
        .join('') +
      pods
        .map(({ app, ready, named, families }, index) =>
          pod(
            `p${index}`,
            [families.includes('4') ? `10.0.0.${index}` : '', families.includes('6') ? `fd01::${index}` : '']
              .filter((ip) => ip !== '')
              .join(' '),
            named ? `, hostname: h${index}, subdomain: s0` : '',
            `app: ${app}`,
          ).replace('status: {', `status: { conditions: [{ type: Ready, status: "${ready ? 'True' : 'False'}" }],`),
        )
        .join('') +
      kubernetes(chosen.map((option) => `    ${option}`).join('\n'));

    it('every record is an answer, and all answers to its name are records', () => {
      fc.assert(
        fc.property(world, (given) => {
          const allocation = observed(textOf(given));
          const records = recordsOf(allocation);
          assert.equal(new Set(records.map(showRecord)).size, records.length, 'no record twice');
          for (const [key, same] of byKey(records.map((record) => [`${record.name} ${record.type}`, showRecord(record)] as const))) {
            const [name = '', type = ''] = key.split(' ');
            const answer = query(allocation, { name, type });
            assert.ok(answer.kind === 'answered');
            assert.deepEqual(answer.answers.map(showRecord).toSorted(), same.toSorted());
          }
        }),
        { seed: 11, numRuns: 80 },
      );
    });

    it('a service name has no address but those listed', () => {
      fc.assert(
        fc.property(world, (given) => {
          const allocation = observed(textOf(given));
          const records = recordsOf(allocation).map(showRecord);
          for (const index of given.services.keys()) {
            for (const [label, type] of [
              ['', 'A'],
              ['', 'AAAA'],
              ['', 'CNAME'],
              ['_http._tcp.', 'SRV'],
              ['_dns._udp.', 'SRV'],
              ['h0.', 'A'],
              ['10-0-0-1.', 'A'],
              ['fd01--2.', 'AAAA'],
              ['p3.', 'A'],
            ] as const) {
              const name = `${label}s${index}.shop.svc.cluster.local.`;
              const answer = query(allocation, { name, type });
              if (answer.kind === 'forwarded') continue;
              const own = answer.answers.filter((record) => record.name === name && record.type === type).map(showRecord);
              assert.deepEqual(
                own.filter((record) => !records.includes(record)),
                [],
              );
            }
          }
        }),
        { seed: 12, numRuns: 50 },
      );
    });
  });
});

function byKey(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}
