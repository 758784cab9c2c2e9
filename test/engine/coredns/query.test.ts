import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import { describe, it } from 'mocha';
import { query } from '../../../src/engine/coredns/query.ts';
import { dnsServerOf } from '../../../src/engine/coredns/server.ts';
import { ask, corefile, kubernetes, showRecord } from '../../support/dns.ts';
import { clusterOf } from '../../support/cluster.ts';
import { observed, podNamed } from '../../support/observed.ts';

const apps = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: { tier: front } }
spec: { clusterIP: 10.96.0.9, selector: { app: web }, ports: [{ name: http, port: 80 }, { name: metrics, port: 9100, protocol: UDP }] }
---
apiVersion: v1
kind: Service
metadata: { name: dual, namespace: shop }
spec: { clusterIP: 10.96.0.10, clusterIPs: [10.96.0.10, "fd00:96::10"], ipFamilies: [IPv4, IPv6], selector: { app: none }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: None, ipFamilies: [IPv4, IPv6], selector: { app: db }, ports: [{ name: pg, port: 5432 }, { name: admin, port: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: bare, namespace: shop }
spec: { clusterIP: 10.96.0.11, selector: { app: none } }
---
apiVersion: v1
kind: Service
metadata: { name: peers, namespace: shop }
spec: { clusterIP: None, ipFamilies: [IPv4], selector: { app: web } }
---
apiVersion: v1
kind: Service
metadata: { name: out, namespace: shop }
spec: { type: ExternalName, externalName: Www.Example.org }
---
apiVersion: v1
kind: Service
metadata: { name: alias, namespace: shop }
spec: { type: ExternalName, externalName: web.shop.svc.cluster.local }
---
apiVersion: v1
kind: Service
metadata: { name: chain, namespace: shop }
spec: { type: ExternalName, externalName: alias.shop.svc.cluster.local. }
---
apiVersion: v1
kind: Service
metadata: { name: loop, namespace: shop }
spec: { type: ExternalName, externalName: pool.shop.svc.cluster.local }
---
apiVersion: v1
kind: Service
metadata: { name: pool, namespace: shop }
spec: { type: ExternalName, externalName: loop.shop.svc.cluster.local }
---
apiVersion: v1
kind: Service
metadata: { name: dead, namespace: shop }
spec: { type: ExternalName, externalName: nobody.shop.svc.cluster.local }
---
apiVersion: v1
kind: Service
metadata: { name: literal, namespace: shop }
spec: { type: ExternalName, externalName: 192.0.2.7 }
---
apiVersion: v1
kind: Pod
metadata: { name: web-1, namespace: shop, labels: { app: web } }
spec: { nodeName: n1, containers: [] }
status: { podIPs: [{ ip: 10.244.0.5 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web-2, namespace: shop, labels: { app: web } }
spec: { nodeName: n2, containers: [] }
status: { podIPs: [{ ip: 10.244.0.6 }], conditions: [{ type: Ready, status: "False" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: shop, labels: { app: db } }
spec: { nodeName: n1, hostname: db-0, subdomain: db, containers: [] }
status: { podIPs: [{ ip: 10.244.1.1 }, { ip: "fd00:244::1" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db-1, namespace: shop, labels: { app: db } }
spec: { nodeName: n2, containers: [] }
status: { podIPs: [{ ip: 10.244.1.2 }] }
---
apiVersion: v1
kind: Node
metadata: { name: n1, labels: { topology.kubernetes.io/zone: East } }
---
apiVersion: v1
kind: Node
metadata: { name: n2, labels: { topology.kubernetes.io/zone: west } }
---
apiVersion: v1
kind: Namespace
metadata: { name: empty, labels: { team: x } }
`;

type Case = readonly [title: string, question: string, expected: string];

/** One table of questions against one cluster. */
function asks(manifests: string, cases: readonly Case[]): void {
  const allocation = observed(apps, manifests);
  for (const [title, question, expected] of cases) it(`${title}: ${question}`, () => assert.equal(ask(allocation, question), expected));
}

describe('the kubernetes plugin', () => {
  describe("with kubeadm's Corefile", () => {
    asks('', [
      ['a cluster IP', 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
      ['NODATA for the other family', 'web.shop AAAA', 'NOERROR'],
      ['pods insecure', '10-1-2-3.shop.pod.cluster.local.', 'NOERROR | 10-1-2-3.shop.pod.cluster.local. A 10.1.2.3'],
      ['reverse names that it does not know go on', '1.2.0.192.in-addr.arpa. PTR', '1.2.0.192.in-addr.arpa.>/etc/resolv.conf'],
      ['names of its own zone do not go on', 'nobody.shop', 'NXDOMAIN'],
      ['all else is forwarded', 'example.org.', 'example.org.>/etc/resolv.conf'],
    ]);
    it('gives the TTL of its Corefile', () => {
      const answer = query(observed(apps), { name: 'web.shop.svc.cluster.local', type: 'a' });
      assert.ok(answer.kind === 'answered');
      assert.deepEqual([answer.answers[0]?.ttl, answer.authoritative], [30, true]);
    });
  });

  describe('zones and case (C3.1)', () => {
    asks(kubernetes('', 'cluster.local sub.cluster.local in-addr.arpa'), [
      ['the longest zone counts', 'web.shop.svc.sub.cluster.local.', 'NOERROR | web.shop.svc.sub.cluster.local. A 10.96.0.9'],
      ['case is ignored and given back', 'WEB.Shop.SVC.Cluster.Local.', 'NOERROR | WEB.Shop.SVC.Cluster.Local. A 10.96.0.9'],
      [
        'the zone of a target is as asked, the rest as it is',
        '_HTTP._tcp.Web.shop.svc.CLUSTER.local. SRV',
        'NOERROR | _HTTP._tcp.Web.shop.svc.CLUSTER.local. SRV 0 100 80 web.shop.svc.CLUSTER.local.',
      ],
      ["another zone is another plugin's", 'web.shop.svc.cluster.org.', 'web.shop.svc.cluster.org.>192.0.2.53'],
    ]);
  });

  describe('the grammar of names (C3.2, C3.3)', () => {
    asks(kubernetes(), [
      ['the zone exists', 'cluster.local.', 'NOERROR'],
      ['bare svc exists', 'svc.cluster.local.', 'NOERROR'],
      ['bare pod exists', 'pod.cluster.local.', 'NOERROR'],
      ['another kind does not', 'x.cluster.local.', 'NXDOMAIN'],
      ['nor below it', 'web.shop.x.cluster.local.', 'NXDOMAIN'],
      ['a namespace exists', 'shop', 'NOERROR'],
      ['an unknown one does not', 'nowhere', 'NXDOMAIN'],
      ['a namespace of pods does not when pods are disabled', 'shop.pod.cluster.local.', 'NXDOMAIN'],
      ['three labels left of a service are too many', 'a.b.c.web.shop', 'NXDOMAIN'],
      ['port and protocol need no underscore', 'http.tcp.web.shop', 'NOERROR | http.tcp.web.shop.svc.cluster.local. A 10.96.0.9'],
      ['forward names do not exist in reverse zones', 'web.shop.svc.10.in-addr.arpa.', 'NXDOMAIN'],
    ]);
  });

  describe('namespaces (C1, C3.4)', () => {
    asks(kubernetes(), [
      ['a declared namespace', 'empty', 'NOERROR'],
      ['one that only a manifest stands in', 'shop', 'NOERROR'],
      ['those of every cluster', 'kube-public', 'NOERROR'],
    ]);
    describe('with namespaces', () =>
      asks(kubernetes('    namespaces shop nowhere'), [
        ['a listed one', 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
        ['a listed one that does not exist', 'nowhere', 'NXDOMAIN'],
        ['one that is not listed', 'empty', 'NXDOMAIN'],
      ]));
    describe('with namespace_labels', () =>
      asks(kubernetes('    namespace_labels team in (x, y)'), [
        ['one with the label', 'empty', 'NOERROR'],
        ['one without', 'web.shop', 'NXDOMAIN'],
        [
          'reverse names do not look at labels',
          '9.0.96.10.in-addr.arpa. PTR',
          'NOERROR | 9.0.96.10.in-addr.arpa. PTR web.shop.svc.cluster.local.',
        ],
      ]));
    describe('with the label that every namespace has', () =>
      asks(kubernetes('    namespace_labels kubernetes.io/metadata.name=shop'), [
        ['a namespace by name', 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
      ]));
    describe('with labels', () =>
      asks(kubernetes('    labels tier=front'), [
        ['a service with the label', 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
        ['a service without', 'dual.shop', 'NXDOMAIN'],
      ]));
  });

  describe('services (C3.5)', () => {
    asks(kubernetes(), [
      ['an unknown one', 'nobody.shop', 'NXDOMAIN'],
      ['both families', 'dual.shop AAAA', 'NOERROR | dual.shop.svc.cluster.local. AAAA fd00:96::10'],
      ['equal addresses once', 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
      [
        'ready endpoints of a headless one',
        'db.shop',
        'NOERROR | db.shop.svc.cluster.local. A 10.244.1.1 | db.shop.svc.cluster.local. A 10.244.1.2',
      ],
      ['the other family of a headless one', 'db.shop AAAA', 'NOERROR | db.shop.svc.cluster.local. AAAA fd00:244::1'],
      ['an endpoint that is not ready has no name', '10-244-0-6.peers.shop', 'NXDOMAIN'],
      ['a headless one without ports', 'peers.shop', 'NOERROR | peers.shop.svc.cluster.local. A 10.244.0.5'],
      ['an endpoint of one with a cluster IP', '10-244-0-5.web.shop', 'NOERROR | 10-244-0-5.web.shop.svc.cluster.local. A 10.244.0.5'],
      ['an endpoint of the other family', '10-244-0-5.web.shop AAAA', 'NOERROR'],
      ['an unknown endpoint', '10-244-0-7.web.shop', 'NXDOMAIN'],
      ['one without endpoints keeps its address', 'dual.shop', 'NOERROR | dual.shop.svc.cluster.local. A 10.96.0.10'],
      ['an address by port', '_http._tcp.web.shop', 'NOERROR | _http._tcp.web.shop.svc.cluster.local. A 10.96.0.9'],
      ['the wrong protocol', '_http._udp.web.shop', 'NXDOMAIN'],
      ['an unknown port', '_x._tcp.web.shop', 'NXDOMAIN'],
      [
        'a port of a headless one',
        '_pg._tcp.db.shop',
        'NOERROR | _pg._tcp.db.shop.svc.cluster.local. A 10.244.1.1 | _pg._tcp.db.shop.svc.cluster.local. A 10.244.1.2',
      ],
      ['an ExternalName has no ports', '_http._tcp.alias.shop', 'NXDOMAIN'],
      ['an ExternalName has no endpoints', 'x.alias.shop', 'NXDOMAIN'],
      ['an ExternalName that is an address', 'literal.shop', 'NXDOMAIN'],
    ]);
    describe('with ignore empty_service', () =>
      asks(kubernetes('    ignore empty_service'), [
        ['no ready endpoint, no name', 'dual.shop', 'NXDOMAIN'],
        ['a ready endpoint keeps it', 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
        ['an ExternalName stays', 'out.shop CNAME', 'NOERROR | out.shop.svc.cluster.local. CNAME Www.Example.org.'],
      ]));
    describe('with noendpoints', () =>
      asks(kubernetes('    noendpoints'), [
        ['a headless service does not exist', 'db.shop', 'NXDOMAIN'],
        ['a cluster IP does', 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
      ]));
  });

  describe('names of endpoints (C3.6)', () => {
    asks(kubernetes(), [
      ['the hostname', 'db-0.db.shop', 'NOERROR | db-0.db.shop.svc.cluster.local. A 10.244.1.1'],
      ['no dashed alias beside a hostname', '10-244-1-1.db.shop', 'NXDOMAIN'],
      ['dashes without a hostname', '10-244-1-2.db.shop', 'NOERROR | 10-244-1-2.db.shop.svc.cluster.local. A 10.244.1.2'],
      ["the pod's name is none", 'db-1.db.shop', 'NXDOMAIN'],
    ]);
    describe('with endpoint_pod_names', () =>
      asks(kubernetes('    endpoint_pod_names'), [
        ["the pod's name", 'db-1.db.shop', 'NOERROR | db-1.db.shop.svc.cluster.local. A 10.244.1.2'],
        ['the hostname still goes first', 'db-0.db.shop', 'NOERROR | db-0.db.shop.svc.cluster.local. A 10.244.1.1'],
        ['no dashes', '10-244-1-2.db.shop', 'NXDOMAIN'],
      ]));
    it('an IPv6 text that ends in a dash gets a zero', () => {
      const allocation = observed(kubernetes(), apps.replaceAll('fd00:244::1', 'fd00:244::').replace('hostname: db-0, ', ''));
      assert.equal(ask(allocation, 'fd00-244--0.db.shop AAAA'), 'NOERROR | fd00-244--0.db.shop.svc.cluster.local. AAAA fd00:244::');
    });
  });

  describe('pods (C3.7)', () => {
    describe('disabled', () => asks(kubernetes(), [['no names', '10-244-0-5.shop.pod.cluster.local.', 'NXDOMAIN']]));
    describe('insecure', () =>
      asks(kubernetes('    pods insecure'), [
        ['any address', '1-2-3-4.empty.pod.cluster.local.', 'NOERROR | 1-2-3-4.empty.pod.cluster.local. A 1.2.3.4'],
        ['an IPv6 address', 'fd00--1.shop.pod.cluster.local. AAAA', 'NOERROR | fd00--1.shop.pod.cluster.local. AAAA fd00::1'],
        ['the other family', 'fd00--1.shop.pod.cluster.local.', 'NOERROR'],
        ['no address', '1-2-3-400.shop.pod.cluster.local.', 'NXDOMAIN'],
        ['no namespace', '1-2-3-4.nowhere.pod.cluster.local.', 'NXDOMAIN'],
        ['the namespace', 'shop.pod.cluster.local.', 'NOERROR'],
        [
          'labels to the left are ignored',
          'a.b.1-2-3-4.shop.pod.cluster.local.',
          'NOERROR | a.b.1-2-3-4.shop.pod.cluster.local. A 1.2.3.4',
        ],
        ['three are too many', 'a.b.c.1-2-3-4.shop.pod.cluster.local.', 'NXDOMAIN'],
      ]));
    describe('verified', () =>
      asks(kubernetes('    pods verified'), [
        ['a pod', '10-244-0-5.shop.pod.cluster.local.', 'NOERROR | 10-244-0-5.shop.pod.cluster.local. A 10.244.0.5'],
        ['no pod', '10-244-0-9.shop.pod.cluster.local.', 'NXDOMAIN'],
        ['a pod of another namespace', '10-244-0-5.empty.pod.cluster.local.', 'NXDOMAIN'],
        ["a pod's second address", 'fd00-244--1.shop.pod.cluster.local. AAAA', 'NXDOMAIN'],
      ]));
  });

  describe('record types (C3.8)', () => {
    asks(kubernetes(), [
      [
        'SRV of a port',
        '_http._tcp.web.shop SRV',
        'NOERROR | _http._tcp.web.shop.svc.cluster.local. SRV 0 100 80 web.shop.svc.cluster.local.',
      ],
      [
        'SRV of the bare name lists every port',
        'web.shop SRV',
        'NOERROR | web.shop.svc.cluster.local. SRV 0 50 80 web.shop.svc.cluster.local. | web.shop.svc.cluster.local. SRV 0 50 9100 web.shop.svc.cluster.local.',
      ],
      [
        'SRV of two families is one record with half the weight',
        'dual.shop SRV',
        'NOERROR | dual.shop.svc.cluster.local. SRV 0 50 80 dual.shop.svc.cluster.local.',
      ],
      [
        'SRV of endpoints',
        '_pg._tcp.db.shop SRV',
        'NOERROR | _pg._tcp.db.shop.svc.cluster.local. SRV 0 33 5432 db-0.db.shop.svc.cluster.local. | _pg._tcp.db.shop.svc.cluster.local. SRV 0 33 5432 10-244-1-2.db.shop.svc.cluster.local.',
      ],
      ['no SRV without ports', 'bare.shop SRV', 'NOERROR'],
      ['an address without ports', 'bare.shop', 'NOERROR | bare.shop.svc.cluster.local. A 10.96.0.11'],
      ['no SRV of headless endpoints without ports', 'peers.shop SRV', 'NOERROR'],
      ['no SRV of an ExternalName', 'out.shop SRV', 'NOERROR'],
      ['CNAME of an ExternalName', 'out.shop CNAME', 'NOERROR | out.shop.svc.cluster.local. CNAME Www.Example.org.'],
      ['no CNAME otherwise', 'web.shop CNAME', 'NOERROR'],
      [
        'SOA at the apex',
        'cluster.local. SOA',
        'NOERROR | cluster.local. SOA ns.dns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 30',
      ],
      ['no SOA below, whatever the name', 'nobody.nowhere SOA', 'NOERROR'],
      ['TXT of the version', 'dns-version.cluster.local. TXT', 'NOERROR | dns-version.cluster.local. TXT "1.1.0"'],
      ['TXT of a service', 'web.shop TXT', 'NOERROR'],
      ['TXT of nothing', 'nobody.shop TXT', 'NXDOMAIN'],
      ['MX of a service', 'web.shop MX', 'NOERROR'],
      ['MX of nothing', 'nobody.shop MX', 'NXDOMAIN'],
      ['any other type of a service', 'web.shop CAA', 'NOERROR'],
      ['any other type of nothing', 'nobody.shop CAA', 'NXDOMAIN'],
      ['NS below the apex', 'web.shop NS', 'NOERROR'],
      ['no transfers', 'cluster.local. AXFR', 'REFUSED'],
      ['PTR of a forward name', 'web.shop PTR', 'NOERROR'],
      ['PTR of no name', 'nobody.shop PTR', 'NXDOMAIN'],
    ]);
    it('SRV comes with the addresses of both families', () => {
      const answer = query(observed(apps, kubernetes()), { name: '_pg._tcp.db.shop.svc.cluster.local.', type: 'SRV' });
      assert.ok(answer.kind === 'answered');
      assert.deepEqual(answer.additional.map(showRecord), [
        'db-0.db.shop.svc.cluster.local. A 10.244.1.1',
        '10-244-1-2.db.shop.svc.cluster.local. A 10.244.1.2',
        'db-0.db.shop.svc.cluster.local. AAAA fd00:244::1',
      ]);
    });
    it('weights are cut, never below 1', () => {
      const many = (count: number) =>
        Array.from(
          { length: count },
          (_, index) => `
---
apiVersion: v1
kind: Pod
metadata: { name: p${index}, namespace: shop, labels: { app: many } }
spec: { nodeName: n1, containers: [] }
status: { podIPs: [{ ip: 10.1.${index >> 8}.${index & 255} }] }`,
        ).join('') +
        `
---
apiVersion: v1
kind: Service
metadata: { name: many, namespace: shop }
spec: { clusterIP: None, ipFamilies: [IPv4], selector: { app: many }, ports: [{ name: x, port: 1 }] }`;
      const weights = (count: number) =>
        [...new Set(ask(kubernetes() + many(count), '_x._tcp.many.shop SRV').match(/SRV 0 [0-9]+/g))].join();
      assert.deepEqual([weights(6), weights(7), weights(150)], ['SRV 0 16', 'SRV 0 14', 'SRV 0 1']);
    });
  });

  describe('CNAMEs (C3.9)', () => {
    asks(kubernetes(), [
      [
        'into the zone',
        'alias.shop',
        'NOERROR | alias.shop.svc.cluster.local. CNAME web.shop.svc.cluster.local. | web.shop.svc.cluster.local. A 10.96.0.9',
      ],
      [
        'along a chain',
        'chain.shop',
        'NOERROR | chain.shop.svc.cluster.local. CNAME alias.shop.svc.cluster.local. | alias.shop.svc.cluster.local. CNAME web.shop.svc.cluster.local. | web.shop.svc.cluster.local. A 10.96.0.9',
      ],
      ['to nothing in the zone: NODATA', 'dead.shop', 'NOERROR'],
      ['to nothing of the family: NODATA', 'alias.shop AAAA', 'NOERROR'],
      ['in a circle: NODATA', 'loop.shop', 'NOERROR'],
      [
        'asked for, it shows all the same',
        'dead.shop CNAME',
        'NOERROR | dead.shop.svc.cluster.local. CNAME nobody.shop.svc.cluster.local.',
      ],
      [
        'out of the zone it goes on elsewhere',
        'out.shop',
        'NOERROR | out.shop.svc.cluster.local. CNAME Www.Example.org. | +Www.Example.org.>192.0.2.53',
      ],
    ]);
    it('out of the zone it goes through the whole server', () => {
      const manifests = corefile('.:53 {\n  hosts {\n    192.0.2.80 www.example.org\n    fallthrough\n  }\n  kubernetes cluster.local\n}');
      assert.equal(
        ask(apps + manifests, 'out.shop'),
        'NOERROR | out.shop.svc.cluster.local. CNAME Www.Example.org. | Www.Example.org. A 192.0.2.80',
      );
      assert.equal(
        ask(apps + manifests.replace('www.example.org', 'other.example.org'), 'out.shop'),
        'NOERROR | out.shop.svc.cluster.local. CNAME Www.Example.org.',
      );
    });
    it('across zones in a circle ends', () => {
      const manifests =
        corefile('.:53 {\n  kubernetes one\n}\ntwo:53 {\n  kubernetes two\n}') +
        `
---
apiVersion: v1
kind: Service
metadata: { name: a }
spec: { type: ExternalName, externalName: b.default.svc.two }
---
apiVersion: v1
kind: Service
metadata: { name: b }
spec: { type: ExternalName, externalName: a.default.svc.one }`;
      assert.match(ask(manifests, 'a.default.svc.one.'), /^NOERROR \| a\.default\.svc\.one\. CNAME b\.default\.svc\.two\./);
    });
  });

  describe('fallthrough (C3.10)', () => {
    asks(kubernetes('    fallthrough'), [
      ['what does not exist goes on', 'nobody.shop', 'nobody.shop.svc.cluster.local.>192.0.2.53'],
      ['NODATA does not', 'web.shop AAAA', 'NOERROR'],
    ]);
    describe('for a zone', () =>
      asks(kubernetes('    fallthrough shop.svc.cluster.local'), [
        ['in it', 'nobody.shop', 'nobody.shop.svc.cluster.local.>192.0.2.53'],
        ['outside of it', 'nobody.default', 'NXDOMAIN'],
      ]));
    describe('without a plugin behind it', () =>
      asks(corefile('.:53 {\n  kubernetes cluster.local {\n    fallthrough\n  }\n}'), [['nobody answers', 'nobody.shop', 'SERVFAIL']]));
  });

  it("negative answers carry the zone's SOA (C3.11)", () => {
    const authority = (ttl: number, name: string) => {
      const answer = query(observed(apps, corefile(`.:53 {\n  kubernetes cluster.local {\n    ttl ${ttl}\n  }\n}`)), {
        name,
        type: 'AAAA',
      });
      assert.ok(answer.kind === 'answered');
      return answer.authority.map((record) => `${record.ttl} ${showRecord(record)}`);
    };
    assert.deepEqual(authority(30, 'web.shop.svc.cluster.local'), [
      '30 cluster.local. SOA ns.dns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 30',
    ]);
    assert.deepEqual(authority(3600, 'nobody.shop.svc.cluster.local'), [
      '300 cluster.local. SOA ns.dns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 3600',
    ]);
  });

  describe('reverse names (C4)', () => {
    const twice = `
---
apiVersion: v1
kind: Service
metadata: { name: web2, namespace: other }
spec: { clusterIP: 10.96.0.20, selector: { app: web } }
---
apiVersion: v1
kind: Service
metadata: { name: also, namespace: shop }
spec: { clusterIP: 10.96.0.21, selector: { app: web } }`;
    asks(kubernetes() + twice, [
      ['a cluster IP', '9.0.96.10.in-addr.arpa. PTR', 'NOERROR | 9.0.96.10.in-addr.arpa. PTR web.shop.svc.cluster.local.'],
      [
        'an IPv6 cluster IP',
        '0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.9.0.0.0.0.d.f.ip6.arpa. PTR',
        'NOERROR | 0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.9.0.0.0.0.d.f.ip6.arpa. PTR dual.shop.svc.cluster.local.',
      ],
      [
        'an endpoint with a hostname',
        '1.1.244.10.in-addr.arpa. PTR',
        'NOERROR | 1.1.244.10.in-addr.arpa. PTR db-0.db.shop.svc.cluster.local.',
      ],
      [
        'an endpoint of several services',
        '5.0.244.10.in-addr.arpa. PTR',
        'NOERROR | 5.0.244.10.in-addr.arpa. PTR 10-244-0-5.web.shop.svc.cluster.local. | 5.0.244.10.in-addr.arpa. PTR 10-244-0-5.peers.shop.svc.cluster.local. | 5.0.244.10.in-addr.arpa. PTR 10-244-0-5.also.shop.svc.cluster.local.',
      ],
      ['an endpoint that is not ready', '6.0.244.10.in-addr.arpa. PTR', 'NXDOMAIN'],
      ['an address of nobody', '1.0.0.1.in-addr.arpa. PTR', 'NXDOMAIN'],
      ['a part of an address', '96.10.in-addr.arpa. PTR', 'NXDOMAIN'],
      ['another type', '9.0.96.10.in-addr.arpa. A', 'NXDOMAIN'],
    ]);
    describe('without reverse zones', () =>
      asks(kubernetes('', 'cluster.local'), [['they go on', '9.0.96.10.in-addr.arpa. PTR', '9.0.96.10.in-addr.arpa.>192.0.2.53']]));
    describe('with a prefix for a zone', () =>
      asks(kubernetes('', '10.96.0.0/16 cluster.local'), [
        [
          'inside, with the first forward zone',
          '9.0.96.10.in-addr.arpa. PTR',
          'NOERROR | 9.0.96.10.in-addr.arpa. PTR web.shop.svc.cluster.local.',
        ],
        ['outside', '5.0.244.10.in-addr.arpa. PTR', '5.0.244.10.in-addr.arpa.>192.0.2.53'],
      ]));
    describe('with namespaces', () =>
      asks(kubernetes('    namespaces empty'), [['a hidden one does not answer', '9.0.96.10.in-addr.arpa. PTR', 'NXDOMAIN']]));
  });

  describe('name servers (C5)', () => {
    const dns = `
---
apiVersion: v1
kind: Service
metadata: { name: kube-dns, namespace: kube-system }
spec: { clusterIP: 10.96.0.10, selector: { k8s-app: kube-dns }, ports: [{ name: dns, port: 53, protocol: UDP }] }`;
    const server = `
---
apiVersion: v1
kind: Pod
metadata: { name: coredns-1, namespace: kube-system, labels: { k8s-app: kube-dns } }
spec: { nodeName: n1, containers: [] }
status: { podIPs: [{ ip: 10.244.9.1 }] }`;
    const headless = dns
      .replace('name: kube-dns,', 'name: peers,')
      .replace('10.96.0.10', 'None')
      .replace('ports', 'ipFamilies: [IPv4], ports');
    const question = 'cluster.local. NS';
    const cases: readonly (readonly [string, string, string, string])[] = [
      ['the service in front of the server', dns + server, question, 'NOERROR | cluster.local. NS kube-dns.kube-system.svc.cluster.local.'],
      [
        'a headless service by its endpoint',
        headless + server,
        question,
        'NOERROR | cluster.local. NS 10-244-9-1.peers.kube-system.svc.cluster.local.',
      ],
      ['without a service the pod itself', server, question, 'NOERROR | cluster.local. NS ns.dns.cluster.local.'],
      [
        'without a pod in the manifests the DNS service',
        dns,
        question,
        'NOERROR | cluster.local. NS kube-dns.kube-system.svc.cluster.local.',
      ],
      ['ns.dns has the same addresses', dns + server, 'ns.dns.cluster.local.', 'NOERROR | ns.dns.cluster.local. A 10.96.0.10'],
      ['ns.dns of the other family', dns + server, 'ns.dns.cluster.local. AAAA', 'NOERROR'],
      ['options that hide do not count', dns + server, question, 'NOERROR | cluster.local. NS kube-dns.kube-system.svc.cluster.local.'],
    ];
    for (const [title, manifests, asked, expected] of cases)
      it(title, () => assert.equal(ask(kubernetes(title.startsWith('options') ? '    namespaces shop' : '') + manifests, asked), expected));
  });

  describe('zonal (C6)', () => {
    asks(kubernetes('    zonal'), [
      ['pin to a zone, whatever its case', 'east.pin._zone.db.shop', 'NOERROR | east.pin._zone.db.shop.svc.cluster.local. A 10.244.1.1'],
      ['pin to a zone without endpoints', 'north.pin._zone.db.shop', 'NOERROR'],
      ['prefer a zone', 'west.prefer._zone.db.shop', 'NOERROR | west.prefer._zone.db.shop.svc.cluster.local. A 10.244.1.2'],
      [
        'prefer a zone without endpoints',
        'north.prefer._zone.db.shop',
        'NOERROR | north.prefer._zone.db.shop.svc.cluster.local. A 10.244.1.1 | north.prefer._zone.db.shop.svc.cluster.local. A 10.244.1.2',
      ],
      ['only headless services', 'east.pin._zone.web.shop', 'NXDOMAIN'],
      ['only pin and prefer', 'east.any._zone.db.shop', 'NXDOMAIN'],
      ['no service', 'east.pin._zone.nobody.shop', 'NXDOMAIN'],
    ]);
    describe('switched off', () => asks(kubernetes(), [['too many labels', 'east.pin._zone.db.shop', 'NXDOMAIN']]));
  });

  describe('multicluster (C6)', () => {
    const imported = (name: string, spec: string) => `
---
apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceImport
metadata: { name: ${name}, namespace: shop }
spec: { ${spec} }`;
    const slice = (name: string, service: string, cluster: string, endpoints: string) => `
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: ${name}, namespace: shop, labels: { multicluster.kubernetes.io/service-name: ${service}, multicluster.kubernetes.io/source-cluster: ${cluster} } }
addressType: IPv4
endpoints: [${endpoints}]
ports: [{ name: http, protocol: TCP, port: 80 }]`;
    const set =
      imported('web', 'type: ClusterSetIP, ips: [10.98.0.1, "fd00:98::1"], ports: [{ name: http, protocol: TCP, port: 80 }]') +
      imported('db', 'type: Headless, ports: [{ name: http, protocol: TCP, port: 80 }]') +
      imported('none', 'type: ClusterSetIP, ips: [10.98.0.2]') +
      slice('web-1', 'web', 'one', '{ addresses: [172.16.0.1] }') +
      slice('db-2', 'db', 'Two', '{ addresses: [172.16.2.1], hostname: h }, { addresses: [172.16.2.2], conditions: { ready: false } }') +
      slice('db-1', 'db', 'one', '{ addresses: [172.16.1.1] }');
    asks(kubernetes('    multicluster clusterset.local', 'cluster.local clusterset.local') + set, [
      ['a service that is not imported', 'dual.shop.svc.clusterset.local.', 'NXDOMAIN'],
      ['an imported one', 'web.shop.svc.clusterset.local.', 'NOERROR | web.shop.svc.clusterset.local. A 10.98.0.1'],
      ['its other family', 'WEB.shop.svc.clusterset.local. AAAA', 'NOERROR | WEB.shop.svc.clusterset.local. AAAA fd00:98::1'],
      [
        'its ports',
        '_http._tcp.web.shop.svc.clusterset.local. SRV',
        'NOERROR | _http._tcp.web.shop.svc.clusterset.local. SRV 0 50 80 web.shop.svc.clusterset.local.',
      ],
      ['an unknown port', '_x._tcp.web.shop.svc.clusterset.local. SRV', 'NXDOMAIN'],
      [
        'an endpoint with its cluster',
        '172-16-0-1.one.web.shop.svc.clusterset.local.',
        'NOERROR | 172-16-0-1.one.web.shop.svc.clusterset.local. A 172.16.0.1',
      ],
      ['an endpoint of another cluster', '172-16-0-1.two.web.shop.svc.clusterset.local.', 'NXDOMAIN'],
      ['an endpoint without its cluster', '172-16-0-1.web.shop.svc.clusterset.local.', 'NXDOMAIN'],
      [
        'a headless one, clusters by slice name',
        'db.shop.svc.clusterset.local.',
        'NOERROR | db.shop.svc.clusterset.local. A 172.16.1.1 | db.shop.svc.clusterset.local. A 172.16.2.1',
      ],
      [
        'targets name the cluster',
        '_http._tcp.db.shop.svc.clusterset.local. SRV',
        'NOERROR | _http._tcp.db.shop.svc.clusterset.local. SRV 0 50 80 172-16-1-1.one.db.shop.svc.clusterset.local. | _http._tcp.db.shop.svc.clusterset.local. SRV 0 50 80 h.Two.db.shop.svc.clusterset.local.',
      ],
      ['one without ports has no names', 'none.shop.svc.clusterset.local.', 'NXDOMAIN'],
      ['namespaces exist', 'shop.svc.clusterset.local.', 'NOERROR'],
      ["the cluster's own zone is as ever", 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
    ]);
  });

  it('labels hide endpoints too, by the labels of their slice', () => {
    const manifests =
      kubernetes('    labels tier=front') +
      `
---
apiVersion: v1
kind: Service
metadata: { name: hand, namespace: shop, labels: { tier: front } }
spec: { clusterIP: None }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: hand-1, namespace: shop, labels: { kubernetes.io/service-name: hand, tier: front } }
addressType: IPv4
endpoints: [{ addresses: [192.0.2.1] }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: hand-2, namespace: shop, labels: { kubernetes.io/service-name: hand } }
addressType: IPv4
endpoints: [{ addresses: [192.0.2.2] }]`;
    assert.deepEqual(
      [ask(apps + manifests, 'hand.shop'), ask(apps + manifests, '10-244-0-5.web.shop')],
      ['NOERROR | hand.shop.svc.cluster.local. A 192.0.2.1', 'NOERROR | 10-244-0-5.web.shop.svc.cluster.local. A 10.244.0.5'],
    );
  });
});

describe('a Corefile that CoreDNS refuses', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a missing brace', '.:53 {\n  kubernetes cluster.local'],
    ["an option's value", '.:53 {\n  kubernetes cluster.local {\n    pods all\n  }\n}'],
    ['a zone in two server blocks', '.:53 {\n  kubernetes cluster.local\n}\n.:53 {\n  log\n}'],
    ['kubernetes twice', '.:53 {\n  kubernetes cluster.local\n  kubernetes example.org\n}'],
    ['a fault in a block that no question reaches', '.:53 {\n  kubernetes cluster.local\n}\n.:5353 {\n  forward .\n}'],
  ];
  for (const [title, text] of cases)
    it(`answers nobody: ${title}`, () => {
      const answer = query(observed(apps, corefile(text)), { name: 'web.shop.svc.cluster.local', type: 'A' });
      assert.deepEqual(
        [
          answer.kind === 'answered' && answer.rcode,
          /^CoreDNS does not start with this Corefile because of line \d+\. ./.test(english.say(answer.reason)),
          answer.because.length,
        ],
        ['SERVFAIL', true, 1],
      );
    });
  it('is none where views tell two blocks of a zone apart, or ports', () => {
    for (const text of [
      '.:53 {\n  kubernetes cluster.local\n}\n.:53 {\n  view a {\n    expr true\n  }\n}',
      '.:53 {\n  kubernetes cluster.local\n}\n.:5353 {\n  log\n}',
    ]) {
      assert.equal(ask(apps + corefile(text), 'web.shop'), 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9');
    }
  });
});

describe('plugins that answer by themselves', () => {
  asks(
    corefile(
      '.:53 {\n  file /zones/db example.org\n  route53 example.net.:Z1\n  k8s_external example.com\n  any\n  kubernetes cluster.local\n  forward . 192.0.2.53\n}',
    ),
    [
      ['a zone whose data is not known', 'x.example.org.', 'x.example.org.>'],
      ['a zone of another service', 'x.example.net.', 'x.example.net.>'],
      ['a zone for names of services outside', 'web.shop.example.com.', 'web.shop.example.com.>'],
      ['all other names', 'x.example.edu.', 'x.example.edu.>192.0.2.53'],
      ["the cluster's names", 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
      ['any', 'web.shop ANY', 'NOERROR | web.shop.svc.cluster.local. HINFO "ANY obsoleted" "See RFC 8482"'],
    ],
  );
  describe('whoami', () =>
    asks(corefile('.:53 {\n  kubernetes cluster.local\n  whoami\n}'), [['has no records', 'example.org.', 'NOERROR']]));
});

describe('server blocks (C2)', () => {
  const blocks = corefile(
    '.:53 {\n  forward . 192.0.2.1\n}\nexample.org {\n  forward . 192.0.2.2\n}\nb.example.org:53 {\n  forward . 192.0.2.3\n}\nc.org:5353 {\n  forward . 192.0.2.4\n}\ntls://d.org {\n  forward . 192.0.2.5\n}\nquiet.org {\n  health\n  ready\n}\nlog.org {\n  log\n}',
  );
  asks(blocks, [
    ['the root', 'x.', 'x.>192.0.2.1'],
    ['the longest zone', 'a.b.Example.org.', 'a.b.Example.org.>192.0.2.3'],
    ['a zone itself', 'example.org.', 'example.org.>192.0.2.2'],
    ['not inside of a label', 'myexample.org.', 'myexample.org.>192.0.2.1'],
    ['another port is not asked', 'c.org.', 'c.org.>192.0.2.1'],
    ['another transport is not asked', 'd.org.', 'd.org.>192.0.2.1'],
    ['no plugin that answers', 'quiet.org.', 'REFUSED'],
    ['plugins that only look on', 'log.org.', 'SERVFAIL'],
  ]);
  describe('without the root', () =>
    asks(corefile('cluster.local {\n  kubernetes\n}'), [
      ['no block', 'example.org.', 'REFUSED'],
      ["the plugin takes the block's zones", 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
    ]));
  it('leads to the port that the DNS service targets', () => {
    const manifests =
      corefile('.:1053 {\n  forward . 192.0.2.1\n}\n.:53 {\n  forward . 192.0.2.2\n}') +
      `
---
apiVersion: v1
kind: Service
metadata: { name: kube-dns, namespace: kube-system }
spec: { clusterIP: 10.96.0.10, ports: [{ port: 53, protocol: UDP, targetPort: 1053 }] }`;
    assert.equal(ask(manifests, 'x.'), 'x.>192.0.2.1');
  });
  it('runs plugins in their own order, not the written one', () => {
    const manifests = corefile(
      '.:53 {\n  forward . 192.0.2.1\n  kubernetes cluster.local\n  hosts {\n    192.0.2.9 web.shop.svc.cluster.local\n    fallthrough\n  }\n  rewrite name old.example web.shop.svc.cluster.local\n}',
    );
    assert.equal(ask(apps + manifests, 'old.example.'), 'NOERROR | old.example. A 192.0.2.9');
  });
  it('reads what a product mounts from coredns-custom', () => {
    const custom = `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: coredns-custom, namespace: kube-system }
data:
  site.server: |
    store.example:53 {
      forward . 192.0.2.77
    }`;
    assert.equal(
      ask(corefile('.:53 {\n  forward . 192.0.2.1\n}\nimport custom/*.server') + custom, 'x.store.example.'),
      'x.store.example.>192.0.2.77',
    );
  });
  // The real server does not start: coredns/caddy caddyfile/parse.go doImport
  for (const pattern of ['*a*.server', '??.server', '[s]ite.server', 'site.[server', 'site.server\\'])
    it(`does not start with the import ${pattern}`, () => {
      const allocation = observed(corefile(`.:53 {\n  forward . 192.0.2.1\n}\nimport custom/${pattern}`));
      assert.equal(ask(allocation, 'x.'), 'SERVFAIL');
      assert.deepEqual(
        dnsServerOf(allocation).problems.map(({ kind, line }) => `${line} ${kind}`),
        ['3 refused'],
      );
    });
  it('what is no name is asked of nobody.', () => assert.equal(ask(apps, 'a..b.'), 'NXDOMAIN'));
});

describe('forward (C7)', () => {
  asks(
    corefile('.:53 {\n  forward corp.example 192.0.2.1 192.0.2.2 {\n    except a.corp.example corp.example\n  }\n  forward . 192.0.2.9\n}'),
    [
      ['a name in its zone', 'x.corp.example.', 'x.corp.example.>192.0.2.9'],
      ['its zone itself, though excepted', 'corp.example.', 'corp.example.>192.0.2.1,192.0.2.2'],
      ['an excepted name goes on', 'b.a.corp.example.', 'b.a.corp.example.>192.0.2.9'],
      ['not inside of a label', 'xcorp.example.', 'xcorp.example.>192.0.2.9'],
    ],
  );
});

describe('autopath (C7)', () => {
  const auto = corefile(
    'cluster.local:53 {\n  autopath @kubernetes\n  kubernetes {\n    pods verified\n  }\n}\n.:53 {\n  forward . 192.0.2.1\n}',
  );
  const one = corefile('.:53 {\n  autopath @kubernetes\n  kubernetes cluster.local {\n    pods verified\n  }\n  forward . 192.0.2.1\n}');
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['the first hit is as without it', auto, 'web.shop', 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9'],
    [
      'a later hit comes with a CNAME',
      auto,
      'web.shop.shop',
      'NOERROR | web.shop.shop.svc.cluster.local. CNAME web.shop.svc.cluster.local. | web.shop.svc.cluster.local. A 10.96.0.9',
    ],
    ['a name outside of the first search domain is left alone', auto, 'web.empty', 'NXDOMAIN'],
    ['at the end it asks for the name itself', one, 'example.org.shop', 'example.org.>192.0.2.1'],
    ['when nothing is found the first answer counts', auto, 'nobody.shop', 'NXDOMAIN'],
    ['without pods verified it does nothing', auto.replace('verified', 'insecure'), 'web.shop.shop', 'NXDOMAIN'],
  ];
  for (const [title, manifests, question, expected] of cases) {
    it(title, () => {
      const allocation = observed(apps, manifests);
      assert.equal(ask(allocation, question, podNamed(allocation, 'db-1')), expected);
    });
  }
  it('is for pods only', () => assert.equal(ask(apps + auto, 'web.shop.shop'), 'NXDOMAIN'));
});

describe('pods whose addresses no manifest tells', () => {
  const database = `
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: db }] } }
`;
  const rcode = (name: string) => {
    const found = query(allocate(clusterOf(database)), { name, type: 'A' });
    return 'rcode' in found ? `${found.rcode} ${found.answers.length}` : 'elsewhere';
  };
  it('have names all the same', () =>
    assert.deepEqual([rcode('db.shop.svc.cluster.local.'), rcode('db-0.db.shop.svc.cluster.local.')], ['NOERROR 0', 'NOERROR 0']));
  it('give no names to pods that are not there', () => assert.equal(rcode('db-1.db.shop.svc.cluster.local.'), 'NXDOMAIN 0'));
});
