import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { resolveFrom } from '../../../src/engine/coredns/resolver.ts';
import { resolverConfigOf } from '../../../src/engine/coredns/resolverConfig.ts';
import { corefile, kubernetes, showRecord } from '../../support/dns.ts';
import { observed, podNamed } from '../../support/observed.ts';

const services = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { clusterIP: 10.96.0.9, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: kube-dns, namespace: kube-system }
spec: { clusterIP: 10.96.0.10, ports: [{ port: 53, protocol: UDP }] }
---
apiVersion: v1
kind: Service
metadata: { name: out, namespace: shop }
spec: { type: ExternalName, externalName: example.org }
`;

function pod(spec: string): string {
  return `
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop }
spec: { containers: []${spec === '' ? '' : `, ${spec}`} }`;
}

/** `tried, tried = rcode answers`, or `= > server`. */
function resolve(manifests: string, name: string, { from = true, type = 'A' } = {}): string {
  const allocation = observed(services + manifests);
  const resolution = resolveFrom(allocation, from ? podNamed(allocation, 'client') : undefined, name, type);
  const result =
    resolution.kind === 'forwarded' ? `> ${resolution.to.join()}` : [resolution.rcode, ...resolution.answers.map(showRecord)].join(' | ');
  return `${resolution.tried.join(' ')} = ${result}`;
}

/** As Kubernetes' own manifest has it. */
function nodeLocal(domain = 'cluster.local', bind = '169.254.20.10 10.96.0.10', upstream = '10.96.0.77'): string {
  return `
---
apiVersion: v1
kind: Service
metadata: { name: kube-dns-upstream, namespace: kube-system }
spec: { clusterIP: 10.96.0.77, ports: [{ port: 53, protocol: UDP }], selector: { k8s-app: kube-dns } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: node-local-dns, namespace: kube-system }
data:
  Corefile: |
    ${domain}:53 {
        errors
        cache {
                success 9984 30
                denial 9984 5
        }
        reload
        loop
        bind ${bind}
        forward . ${upstream} {
                force_tcp
        }
        prometheus :9253
        health 169.254.20.10:8080
    }
    .:53 {
        errors
        cache 30
        bind ${bind}
        forward . __PILLAR__UPSTREAM__SERVERS__
    }
`;
}

const found = 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9';

describe('resolveFrom (C8)', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['a name without enough dots goes through the search list first', '', 'web', `web.shop.svc.cluster.local. = ${found}`],
    [
      'the second search domain is asked when the first has nothing',
      '',
      'web.shop',
      `web.shop.shop.svc.cluster.local. web.shop.svc.cluster.local. = ${found}`,
    ],
    [
      'the third too',
      '',
      'web.shop.svc',
      `web.shop.svc.shop.svc.cluster.local. web.shop.svc.svc.cluster.local. web.shop.svc.cluster.local. = ${found}`,
    ],
    [
      'four dots are still fewer than five',
      '',
      'web.shop.svc.cluster.local',
      `web.shop.svc.cluster.local.shop.svc.cluster.local. web.shop.svc.cluster.local.svc.cluster.local. web.shop.svc.cluster.local.cluster.local. web.shop.svc.cluster.local. = ${found}`,
    ],
    [
      'a name outside is asked with every search domain before itself',
      '',
      'www.example.org',
      'www.example.org.shop.svc.cluster.local. www.example.org.svc.cluster.local. www.example.org.cluster.local. www.example.org. = > /etc/resolv.conf',
    ],
    ['a dot at the end ends the search', '', 'web.', 'web. = > /etc/resolv.conf'],
    ['a full name with its dot is asked once', '', 'web.shop.svc.cluster.local.', `web.shop.svc.cluster.local. = ${found}`],
    [
      'ndots of the pod',
      'dnsConfig: { options: [{ name: ndots, value: "1" }] }',
      'www.example.org',
      'www.example.org. = > /etc/resolv.conf',
    ],
    [
      'at least ndots dots: as it is first',
      'dnsConfig: { options: [{ name: ndots, value: "4" }] }',
      'web.shop.svc.cluster.local',
      `web.shop.svc.cluster.local. = ${found}`,
    ],
    [
      'as it is first, then the search list',
      'dnsConfig: { options: [{ name: ndots, value: "0" }], searches: [] }',
      'nobody.cluster.local',
      'nobody.cluster.local. nobody.cluster.local.shop.svc.cluster.local. nobody.cluster.local.svc.cluster.local. nobody.cluster.local.cluster.local. = NXDOMAIN',
    ],
    [
      "search domains of the pod come after the cluster's",
      'dnsConfig: { searches: [other.svc.cluster.local, shop.svc.cluster.local] }',
      'nobody.shop.svc.cluster.local.',
      'nobody.shop.svc.cluster.local. = NXDOMAIN',
    ],
    [
      "None has the pod's own search list only",
      'dnsPolicy: None, dnsConfig: { nameservers: [10.96.0.10], searches: [shop.svc.cluster.local] }',
      'web',
      `web.shop.svc.cluster.local. = ${found}`,
    ],
    [
      'None without ndots asks a name with a dot as it is first',
      'dnsPolicy: None, dnsConfig: { nameservers: [10.96.0.10], searches: [svc.cluster.local] }',
      'web.shop',
      'web.shop. = > /etc/resolv.conf',
    ],
    [
      'None with another name server does not ask the cluster',
      'dnsPolicy: None, dnsConfig: { nameservers: [192.0.2.1] }',
      'web',
      'web. = > 192.0.2.1',
    ],
    ["Default asks the node's name servers", 'dnsPolicy: Default', 'web', 'web. = > /etc/resolv.conf'],
    ["ClusterFirst on the host's network asks the node's name servers", 'hostNetwork: true', 'web', 'web. = > /etc/resolv.conf'],
    [
      'ClusterFirstWithHostNet asks the cluster',
      'hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet',
      'web',
      `web.shop.svc.cluster.local. = ${found}`,
    ],
    [
      'the root in the search list is the name itself',
      'dnsPolicy: None, dnsConfig: { nameservers: [10.96.0.10], searches: ["."], options: [{ name: ndots, value: "5" }] }',
      'web.shop.svc.cluster.local',
      `web.shop.svc.cluster.local. = ${found}`,
    ],
    ['what is no name is not asked', '', 'a..b', ' = NXDOMAIN'],
    [
      'a search that makes a name too long is left out',
      `dnsConfig: { searches: [${'x'.repeat(60)}.${'y'.repeat(60)}.${'z'.repeat(60)}.${'w'.repeat(60)}.example] }`,
      'nobody-at-all',
      'nobody-at-all.shop.svc.cluster.local. nobody-at-all.svc.cluster.local. nobody-at-all.cluster.local. nobody-at-all. = > /etc/resolv.conf',
    ],
  ];
  for (const [title, spec, name, expected] of cases) it(title, () => assert.equal(resolve(pod(spec), name), expected));

  it('NODATA does not end the walk, and outweighs NXDOMAIN at its end', () => {
    const manifests =
      pod('') +
      corefile('.:53 {\n  kubernetes cluster.local\n  hosts {\n    fallthrough\n  }\n}\nexample:53 {\n  kubernetes other.example\n}');
    assert.equal(resolve(manifests, 'web', { type: 'AAAA' }).split(' = ')[1], 'SERVFAIL');
    const closed = pod('') + corefile('.:53 {\n  kubernetes cluster.local .\n}');
    assert.equal(
      resolve(closed, 'web', { type: 'AAAA' }),
      'web.shop.svc.cluster.local. web.svc.cluster.local. web.cluster.local. web. = NOERROR',
    );
    assert.equal(
      resolve(closed, 'nobody'),
      'nobody.shop.svc.cluster.local. nobody.svc.cluster.local. nobody.cluster.local. nobody. = NXDOMAIN',
    );
  });

  it('without a pod the name is asked as it is', () => {
    assert.equal(resolve('', 'web.shop.svc.cluster.local', { from: false }), `web.shop.svc.cluster.local. = ${found}`);
    assert.equal(resolve('', 'web', { from: false }), 'web. = > /etc/resolv.conf');
  });

  it('a chain that leaves the cluster says where it goes on', () => {
    const allocation = observed(services + pod(''));
    const resolution = resolveFrom(allocation, podNamed(allocation, 'client'), 'out', 'A');
    assert.deepEqual(resolution.kind === 'answered' && [resolution.rcode, resolution.answers.map(showRecord), resolution.continued], [
      'NOERROR',
      ['out.shop.svc.cluster.local. CNAME example.org.'],
      { name: 'example.org.', to: ['/etc/resolv.conf'] },
    ]);
  });

  it("search domains are in the cluster's domain", () => {
    assert.equal(
      resolve(pod('') + kubernetes('', 'edge.example'), 'web'),
      'web.shop.svc.edge.example. = NOERROR | web.shop.svc.edge.example. A 10.96.0.9',
    );
  });
});

describe("names of the pod's own hosts file", () => {
  const aliased = pod('hostAliases: [{ ip: 10.9.0.1, hostnames: [web, Plc.example] }, { ip: "fd00::9", hostnames: [web] }]');

  it('come before any server, for the name as it is', () => {
    assert.equal(resolve(aliased, 'web'), ' = NOERROR | web. A 10.9.0.1');
    assert.equal(resolve(aliased, 'plc.example'), ' = NOERROR | plc.example. A 10.9.0.1');
    assert.equal(resolve(aliased, 'web', { type: 'AAAA' }), ' = NOERROR | web. AAAA fd00::9');
  });

  it("are nobody else's, and hold no other name and no other type", () => {
    assert.equal(resolve(aliased, 'web', { from: false }), 'web. = > /etc/resolv.conf');
    assert.equal(resolve(aliased, 'web.shop.svc.cluster.local.'), `web.shop.svc.cluster.local. = ${found}`);
    assert.match(resolve(aliased, 'plc.example', { type: 'AAAA' }), /> \/etc\/resolv\.conf$/);
  });
});

describe('the cache on the nodes', () => {
  const client = pod('');
  const hosts = corefile(
    '.:53 {\n  kubernetes cluster.local\n  hosts {\n    10.8.0.8 plc.example\n    fallthrough\n  }\n  forward . 192.0.2.53\n}',
  );

  it('asks CoreDNS for names of the cluster, by its address, that of its other service, or the place of it', () => {
    for (const upstream of ['10.96.0.77', '10.96.0.10', '__PILLAR__CLUSTER__DNS__'])
      assert.equal(resolve(client + nodeLocal('cluster.local', undefined, upstream), 'web'), `web.shop.svc.cluster.local. = ${found}`);
    assert.equal(resolve(client + nodeLocal('__PILLAR__DNS__DOMAIN__'), 'web'), `web.shop.svc.cluster.local. = ${found}`);
  });

  it('passes over what the Corefile of CoreDNS says of names outside', () => {
    assert.equal(resolve(client + hosts, 'plc.example.'), 'plc.example. = NOERROR | plc.example. A 10.8.0.8');
    assert.equal(resolve(client + hosts + nodeLocal(), 'plc.example.'), 'plc.example. = > __PILLAR__UPSTREAM__SERVERS__');
  });

  it('is asked by pods that name its own address, and by others only where it has that of the DNS service too', () => {
    const own = pod('dnsPolicy: None, dnsConfig: { nameservers: [169.254.20.10] }');
    assert.equal(resolve(own, 'web.shop.svc.cluster.local'), 'web.shop.svc.cluster.local. = > 169.254.20.10');
    assert.equal(resolve(own + nodeLocal(), 'web.shop.svc.cluster.local'), `web.shop.svc.cluster.local. = ${found}`);
    assert.equal(
      resolve(client + hosts + nodeLocal('cluster.local', '169.254.20.10'), 'plc.example.'),
      'plc.example. = NOERROR | plc.example. A 10.8.0.8',
    );
  });
});

describe('resolverConfigOf (C8)', () => {
  const config = (spec: string) => {
    const allocation = observed(services + pod(spec));
    return resolverConfigOf(allocation, podNamed(allocation, 'client'));
  };

  it("is the cluster's for ClusterFirst", () => {
    const { nameservers, searches, options, ndots } = config('');
    assert.deepEqual(
      [nameservers, searches, options, ndots],
      [['10.96.0.10'], ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], ['ndots:5'], 5],
    );
  });
  it('merges what the pod adds, dropping what is there already', () => {
    const { nameservers, searches, options } = config(
      'dnsConfig: { nameservers: [10.96.0.10, 192.0.2.1], searches: [svc.cluster.local, a.example], options: [{ name: ndots, value: "2" }, { name: edns0 }] }',
    );
    assert.deepEqual(
      [nameservers, searches, options],
      [
        ['10.96.0.10', '192.0.2.1'],
        ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local', 'a.example'],
        ['ndots:2', 'edns0'],
      ],
    );
  });
  it('has three name servers at most', () => {
    const { nameservers, cut } = config('dnsConfig: { nameservers: [192.0.2.1, 192.0.2.2, 192.0.2.3] }');
    assert.deepEqual([nameservers, cut.length], [['10.96.0.10', '192.0.2.1', '192.0.2.2'], 1]);
  });
  it('has 32 search domains at most', () => {
    const { searches, cut } = config(
      `dnsConfig: { searches: [${Array.from({ length: 32 }, (_, index) => `s${index}.example`).join(', ')}] }`,
    );
    assert.deepEqual([searches.length, searches.at(-1), cut.length], [32, 's28.example', 1]);
  });
  it('leaves out a search domain that is too long', () => {
    const { searches, cut } = config(`dnsConfig: { searches: [${'a.'.repeat(127)}b, x.example] }`);
    assert.deepEqual([searches.at(-1), searches.length, cut.length], ['x.example', 4, 1]);
  });
  it('has 2048 characters of search domains at most', () => {
    const { searches, cut } = config(
      `dnsConfig: { searches: [${Array.from({ length: 20 }, (_, index) => `${String(index).padStart(3, '0')}${'a'.repeat(60)}.${'b'.repeat(60)}`).join(', ')}] }`,
    );
    assert.ok(searches.join(' ').length <= 2048 && searches.join(' ').length + 125 > 2048);
    assert.equal(cut.length, 1);
  });
  it('cuts ndots at 15', () =>
    assert.deepEqual(
      ['99', 'x', '7'].map((value) => config(`dnsConfig: { options: [{ name: ndots, value: "${value}" }] }`).ndots),
      [15, 0, 7],
    ));
});

describe('a name of a Service whose address no manifest tells', () => {
  const unknown = `
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }`;

  it('is found by the search list, which goes no further', () => {
    assert.equal(resolve(pod('') + unknown, 'db'), 'db.shop.svc.cluster.local. = NOERROR');
    assert.equal(resolve(pod('') + unknown, 'db.shop'), 'db.shop.shop.svc.cluster.local. db.shop.svc.cluster.local. = NOERROR');
  });
});
