import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { clusterDomainOf, dnsServerOf } from '../../../src/engine/coredns/server.ts';
import { corefile, kubernetes } from '../../support/dns.ts';
import { observed } from '../../support/observed.ts';

const problemsOf = (text: string) => dnsServerOf(observed(text)).problems.map(({ line, message }) => `${line} ${message.key}`);

describe('options of the kubernetes plugin (C2)', () => {
  const faults: readonly (readonly [string, string])[] = [
    ['pods maybe', 'The option pods must be disabled, insecure or verified.'],
    ['pods', 'The option pods must be disabled, insecure or verified.'],
    ['ttl 3601', 'The option ttl of kubernetes must be a number from 0 to 3600.'],
    ['ttl', 'The option ttl of kubernetes must be a number from 0 to 3600.'],
    ['labels a!=b', '{0} cannot be used in this label selector.'],
    ['labels a>1', '{0} cannot be used in this label selector.'],
    ['labels a,', 'The label selector "{0}" ends too early.'],
    ['namespaces', '{0} needs a value.'],
    ['ignore all', '{0} is not known to CoreDNS.'],
    ['endpoint_pod_names yes', '{0} takes no value.'],
    ['noendpoints yes', '{0} takes no value.'],
  ];
  for (const [option, expected] of faults)
    it(`"${option}" is a problem`, () => assert.deepEqual(problemsOf(kubernetes(`    ${option}`)), [`4 ${expected}`]));
  it('an option that this version does not know keeps nobody from starting', () =>
    assert.deepEqual(
      dnsServerOf(observed(kubernetes('    colour blue'))).problems.map(({ line, kind }) => `${line} ${kind}`),
      ['4 unknown'],
    ));
  for (const option of [
    'endpoint https://10.0.0.1:6443',
    'kubeconfig /etc/x',
    'ttl 0',
    'pods verified',
    'labels a in (b), !c',
    'fallthrough',
    'apiserver_qps 5',
  ]) {
    it(`"${option}" is none`, () => assert.deepEqual(problemsOf(kubernetes(`    ${option}`)), []));
  }
  it('namespaces and namespace_labels exclude each other', () =>
    assert.deepEqual(problemsOf(kubernetes('    namespaces a\n    namespace_labels b')), [
      '2 The options namespaces and namespace_labels cannot both be set.',
    ]));
  it('wants a zone that is no reverse zone', () =>
    assert.deepEqual(problemsOf(corefile('.:53 {\n  kubernetes 10.0.0.0/8\n}')), [
      '1 The kubernetes plugin needs a zone that is not a reverse zone.',
    ]));
  it('says of which plugins nothing is known', () =>
    assert.deepEqual(problemsOf(corefile('.:53 {\n  file /zones/example.org example.org\n  log\n}')), [
      '1 The answers that plugin {0} gives by itself are not followed here.',
    ]));
});

describe('clusterDomainOf', () => {
  const edge = (more: string) => `
---
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom${more} }`;
  const cases: readonly (readonly [string, string, string])[] = [
    ['cluster.local when nothing says otherwise', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }', 'cluster.local'],
    ['what the Corefile serves', kubernetes('', 'in-addr.arpa edge.example'), 'edge.example'],
    ['what the EdgeNetwork says, before the Corefile', kubernetes('', 'edge.example') + edge(', dnsDomain: site.example'), 'site.example'],
    ['what the Corefile serves when the EdgeNetwork does not say', kubernetes('', 'edge.example') + edge(''), 'edge.example'],
    ["a profile's own", kubernetes('', 'edge.example') + edge('').replace('custom', 'k3s'), 'cluster.local'],
  ];
  for (const [title, manifests, expected] of cases) it(title, () => assert.equal(clusterDomainOf(observed(manifests)), expected));
});
