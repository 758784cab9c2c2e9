import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ask, corefile } from '../../support/dns.ts';
import { observed, podNamed } from '../../support/observed.ts';

const manifests = `
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop }
spec: { containers: [] }
status: { podIPs: [{ ip: 10.244.0.5 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { clusterIP: 10.96.0.9, ports: [{ port: 80 }] }
`;

const web = 'NOERROR | web.shop.svc.cluster.local. A 10.96.0.9';

describe('the acl plugin', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['refuses a network', 'acl {\n block net 10.244.0.0/16\n}', 'web.shop', 'REFUSED'],
    ['lets others ask', 'acl {\n block net 10.245.0.0/16 192.0.2.1\n}', 'web.shop', web],
    ['refuses a type', 'acl {\n block type AAAA\n}', 'web.shop AAAA', 'REFUSED'],
    ['not another type', 'acl {\n block type AAAA MX net *\n}', 'web.shop', web],
    ['empties an answer', 'acl {\n filter type A\n}', 'web.shop', 'NOERROR'],
    ['drops a question', 'acl {\n drop\n}', 'web.shop', 'SERVFAIL'],
    ['the first policy that fits decides', 'acl {\n allow net 10.244.0.5\n block\n}', 'web.shop', web],
    ['is for its zones', 'acl example.org {\n block\n}', 'web.shop', web],
    ['goes on with the next block', 'acl {\n block net 192.0.2.1\n}\nacl cluster.local {\n block\n}', 'web.shop', 'REFUSED'],
    ['is refused itself', 'acl {\n deny\n}', 'web.shop', 'SERVFAIL'],
  ];
  for (const [title, lines, question, expected] of cases)
    it(title, () => {
      const allocation = observed(manifests, corefile(`.:53 {\n${lines}\n  kubernetes cluster.local\n}`));
      assert.equal(ask(allocation, question, podNamed(allocation, 'client')), expected);
    });
  it('does not know who asks without a pod', () => {
    assert.equal(
      ask(manifests + corefile('.:53 {\n  acl {\n    block net 10.244.0.0/16\n  }\n  kubernetes cluster.local\n}'), 'web.shop'),
      'web.shop.svc.cluster.local.>',
    );
  });
});
