import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { dnsServerOf } from '../../../src/engine/coredns/server.ts';
import { ask, corefile } from '../../support/dns.ts';
import { observed } from '../../support/observed.ts';

function hosts(lines: string, zones = ''): string {
  const indented = lines
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  return corefile(`.:53 {\n  hosts${zones === '' ? '' : ` /etc/hosts ${zones}`} {\n${indented}\n  }\n  forward . 192.0.2.53\n}`);
}

const entries =
  '192.0.2.1 one.example.org Two.example.org\n2001:db8::1 one.example.org\n192.0.2.2 one.example.org\n::ffff:192.0.2.3 mapped.example.org\n192.0.2.4 *.wild.example.org\n192.0.2.5 known.wild.example.org\nnonsense x.example.org';

describe('the hosts plugin (C7)', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['all addresses of a name in order', '', 'one.example.org.', 'NOERROR | one.example.org. A 192.0.2.1 | one.example.org. A 192.0.2.2'],
    ['case is ignored and given back', '', 'TWO.example.ORG.', 'NOERROR | TWO.example.ORG. A 192.0.2.1'],
    ['IPv6', '', 'one.example.org. AAAA', 'NOERROR | one.example.org. AAAA 2001:db8::1'],
    ['a mapped address is an A record', '', 'mapped.example.org.', 'NOERROR | mapped.example.org. A 192.0.2.3'],
    ['a known name without the type is NODATA, and never goes on', 'fallthrough', 'two.example.org. AAAA', 'NOERROR'],
    ['other types of a known name are NODATA', 'fallthrough', 'one.example.org. MX', 'NOERROR'],
    ['other types go on when told so', 'fallthrough\nfallthrough_unsupported', 'one.example.org. MX', 'one.example.org.>192.0.2.53'],
    ['being told so alone does nothing', 'fallthrough_unsupported', 'one.example.org. MX', 'NOERROR'],
    ['an unknown name without fallthrough is SERVFAIL', '', 'three.example.org.', 'SERVFAIL'],
    ['an unknown name with fallthrough goes on', 'fallthrough', 'three.example.org.', 'three.example.org.>192.0.2.53'],
    ['fallthrough for another zone is none', 'fallthrough example.com', 'three.example.org.', 'SERVFAIL'],
    ['a wildcard covers one label', '', 'any.wild.example.org.', 'NOERROR | any.wild.example.org. A 192.0.2.4'],
    ['a wildcard does not cover two', '', 'a.b.wild.example.org.', 'SERVFAIL'],
    ['a wildcard does not cover its own name', '', 'wild.example.org.', 'SERVFAIL'],
    ['an explicit name goes before it', '', 'known.wild.example.org.', 'NOERROR | known.wild.example.org. A 192.0.2.5'],
    [
      'PTR of a known address',
      '',
      '1.2.0.192.in-addr.arpa. PTR',
      'NOERROR | 1.2.0.192.in-addr.arpa. PTR one.example.org. | 1.2.0.192.in-addr.arpa. PTR two.example.org.',
    ],
    ['PTR of an unknown address always goes on', '', '9.2.0.192.in-addr.arpa. PTR', '9.2.0.192.in-addr.arpa.>192.0.2.53'],
    ['no PTR with no_reverse', 'no_reverse', '1.2.0.192.in-addr.arpa. PTR', '1.2.0.192.in-addr.arpa.>192.0.2.53'],
  ];
  for (const [title, options, question, expected] of cases)
    it(title, () => assert.equal(ask(hosts(`${entries}\n${options}`), question), expected));

  it('reads a file that its ConfigMap holds, before its own lines', () => {
    const manifests = `${corefile('.:53 {\n  hosts /etc/coredns/NodeHosts {\n    192.0.2.2 node-1\n    fallthrough\n  }\n  forward . 192.0.2.53\n}')}  NodeHosts: |\n    # nodes\n    192.0.2.1 node-1 # first\n    192.0.2.3\tnode-2\n`;
    assert.deepEqual(
      [ask(manifests, 'node-1.'), ask(manifests, 'node-2.'), ask(manifests, 'node-3.'), dnsServerOf(observed(manifests)).problems],
      ['NOERROR | node-1. A 192.0.2.1 | node-1. A 192.0.2.2', 'NOERROR | node-2. A 192.0.2.3', 'node-3.>192.0.2.53', []],
    );
    assert.deepEqual(
      dnsServerOf(observed(manifests.replace('NodeHosts {', 'OtherHosts {'))).problems.map(({ line, kind }) => `${line} ${kind}`),
      ['1 unknown'],
    );
  });

  it('names outside of its zones go on', () => {
    const manifests = hosts(`${entries}\n192.0.2.8 one.example.com`, 'example.com');
    assert.deepEqual(
      [ask(manifests, 'one.example.org.'), ask(manifests, 'one.example.com.'), ask(manifests, '1.2.0.192.in-addr.arpa. PTR')],
      ['one.example.org.>192.0.2.53', 'NOERROR | one.example.com. A 192.0.2.8', '1.2.0.192.in-addr.arpa.>192.0.2.53'],
    );
  });

  it('a line that CoreDNS refuses is a problem', () => {
    const problems = (lines: string) => dnsServerOf(observed(hosts(lines))).problems.map(({ line, message }) => `${line} ${message.key}`);
    assert.deepEqual(problems('fallthrough\n192.0.2.1 a'), ['3 {0} is not known to CoreDNS.']);
    assert.deepEqual(problems('ttl x'), ['2 The option ttl of hosts must be a number from 1 to 65534.']);
    assert.deepEqual(problems('ttl 60\n192.0.2.1 a'), []);
  });
});
