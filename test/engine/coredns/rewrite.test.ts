import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { query } from '../../../src/engine/coredns/query.ts';
import { dnsServerOf } from '../../../src/engine/coredns/server.ts';
import { ask, corefile } from '../../support/dns.ts';
import { observed } from '../../support/observed.ts';

const shop = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { clusterIP: 10.96.0.9, clusterIPs: [10.96.0.9, "fd00::9"], ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: out, namespace: shop }
spec: { type: ExternalName, externalName: web.shop.svc.cluster.local }
`;

function rewrites(...rules: readonly string[]): string {
  return (
    shop + corefile(`.:53 {\n${rules.map((rule) => `  rewrite ${rule}`).join('\n')}\n  kubernetes cluster.local\n  forward . 192.0.2.53\n}`)
  );
}

const web = 'web.shop.svc.cluster.local.';

describe('the rewrite plugin (C7)', () => {
  const cases: readonly (readonly [string, readonly string[], string, string])[] = [
    [
      'two names mean exact, and the answer is turned back',
      [`name old.example ${web}`],
      'old.example.',
      'NOERROR | old.example. A 10.96.0.9',
    ],
    ['exact is the whole name', [`name exact old.example ${web}`], 'x.old.example.', 'x.old.example.>192.0.2.53'],
    [
      'names compare without case, and come back in lower case',
      [`name exact OLD.example ${web}`],
      'Old.Example.',
      'NOERROR | old.example. A 10.96.0.9',
    ],
    [
      'targets in the answer are turned back too',
      ['name exact old.example out.shop.svc.cluster.local'],
      'old.example. CNAME',
      'NOERROR | old.example. CNAME web.shop.svc.cluster.local.',
    ],
    [
      'a target below the name too',
      [`name exact shop.example ${web}`],
      'shop.example. SRV',
      'NOERROR | shop.example. SRV 0 50 80 shop.example.',
    ],
    ['a prefix stands for whole labels', ['name prefix www web'], 'www.shop.svc.cluster.local.', `NOERROR | ${web} A 10.96.0.9`],
    ['a prefix does not match inside of a label', ['name prefix w x'], web, `NOERROR | ${web} A 10.96.0.9`],
    [
      'a prefix with answer auto is turned back',
      ['name prefix www web answer auto'],
      'www.shop.svc.cluster.local.',
      'NOERROR | www.shop.svc.cluster.local. A 10.96.0.9',
    ],
    ['a suffix', ['name suffix .example .svc.cluster.local'], 'web.shop.example.', `NOERROR | ${web} A 10.96.0.9`],
    [
      'a suffix with answer auto is turned back',
      ['name suffix .example .svc.cluster.local answer auto'],
      'web.shop.example.',
      'NOERROR | web.shop.example. A 10.96.0.9',
    ],
    ['a substring stands for whole labels', ['name substring mall shop'], 'web.mall.svc.cluster.local.', `NOERROR | ${web} A 10.96.0.9`],
    [
      'a regular expression with groups',
      [String.raw`name regex (.*)\.(.*)\.example\. {1}.{2}.svc.cluster.local`],
      'web.shop.example.',
      `NOERROR | ${web} A 10.96.0.9`,
    ],
    [
      'a regular expression need not match the whole, but replaces it',
      [`name regex old ${web}`],
      'x.older.example.',
      `NOERROR | ${web} A 10.96.0.9`,
    ],
    [
      'answer name turns the owner back',
      [String.raw`name regex (.*)\.example\. {1}.svc.cluster.local answer name (.*)\.svc\.cluster\.local\. {1}.example`],
      'web.shop.example.',
      'NOERROR | web.shop.example. A 10.96.0.9',
    ],
    [
      'answer value changes the target',
      [
        String.raw`name regex (.*)\.example\. {1}.svc.cluster.local answer name (.*)\.svc\.cluster\.local\. {1}.example answer value (.*)\.svc\.cluster\.local\. {1}.example`,
      ],
      'out.shop.example. CNAME',
      'NOERROR | out.shop.example. CNAME web.shop.example.',
    ],
    [
      'the first rule that matches ends the list',
      [`name a.example ${web}`, `name ${web} b.example`],
      'a.example.',
      'NOERROR | a.example. A 10.96.0.9',
    ],
    ['continue goes on', ['continue name a.example b.example', `name b.example ${web}`], 'a.example.', 'NOERROR | a.example. A 10.96.0.9'],
    [
      'a rule that does not match is passed over',
      [`name x.example ${web}`, `stop name a.example ${web}`],
      'a.example.',
      'NOERROR | a.example. A 10.96.0.9',
    ],
    ['a rule over several lines', [`{\n name exact a.example\n ${web}\n}`], 'a.example.', 'NOERROR | a.example. A 10.96.0.9'],
    ['a type', ['type AAAA A'], `${web} AAAA`, `NOERROR | ${web} A 10.96.0.9`],
    ['a name that is none ends in SERVFAIL', ['name regex (.*) ..'], web, 'SERVFAIL'],
  ];
  for (const [title, rules, question, expected] of cases) it(title, () => assert.equal(ask(rewrites(...rules), question), expected));

  const ttls: readonly (readonly [string, number])[] = [
    [`ttl ${web} 30-`, 30],
    [`ttl ${web} -3`, 3],
    [`ttl ${web} 77`, 77],
    [`ttl suffix .local 10-20`, 10],
    ['ttl other.example 9', 5],
  ];
  for (const [rule, expected] of ttls) {
    it(`${rule} gives ${expected} seconds`, () => {
      const answer = query(observed(rewrites(rule)), { name: web, type: 'A' });
      assert.deepEqual(answer.kind === 'answered' && answer.answers.map(({ ttl }) => ttl), [expected]);
    });
  }

  const lists: readonly (readonly [string, readonly string[], string, string])[] = [
    [
      'each rule of a chain turns its own name back',
      [`continue name exact a.example b.example`, `continue name exact b.example ${web}`],
      'a.example.',
      'NOERROR | a.example. A 10.96.0.9',
    ],
    [
      'a rule without auto in a chain is not turned back',
      [`continue name prefix a. b.`, `name exact b.example ${web}`],
      'a.example.',
      'NOERROR | b.example. A 10.96.0.9',
    ],
    [
      'a class that no question has does nothing',
      ['class CH IN', `name a.example ${web}`],
      'a.example.',
      'NOERROR | a.example. A 10.96.0.9',
    ],
    ['a class that every question has ends the list', ['class IN IN', `name a.example ${web}`], 'a.example.', 'a.example.>192.0.2.53'],
    [
      'an option of the transport ends the list',
      ['edns0 local set 0xffee x', `name a.example ${web}`],
      'a.example.',
      'a.example.>192.0.2.53',
    ],
    [
      'an option that no client sends does nothing',
      ['edns0 nsid replace', `name a.example ${web}`],
      'a.example.',
      'NOERROR | a.example. A 10.96.0.9',
    ],
    ['a response code', ['rcode suffix .shop.svc.cluster.local NXDOMAIN NOERROR'], 'nobody.shop.svc.cluster.local.', 'NOERROR'],
    ['another response code stays', [`rcode nobody.shop.svc.cluster.local SERVFAIL NOERROR`], 'nobody.shop.svc.cluster.local.', 'NXDOMAIN'],
    [
      'the target of a CNAME',
      ['cname exact web.shop.svc.cluster.local. other.example.'],
      'out.shop.svc.cluster.local.',
      'NOERROR | out.shop.svc.cluster.local. CNAME other.example. | +other.example.>192.0.2.53',
    ],
    [
      'a target in the cluster is asked for anew',
      [String.raw`cname regex w(.*) x{1}`, 'continue name out.shop.svc.cluster.local x'],
      'out.shop.svc.cluster.local.',
      'NOERROR | out.shop.svc.cluster.local. CNAME xeb.shop.svc.cluster.local.',
    ],
    [
      'an expression with a flag and named groups',
      [String.raw`name regex (?i)(?P<app>[A-Z]+)\.my\.example\.*$ {1}.shop.svc.cluster.local`],
      'web.my.example.',
      `NOERROR | ${web} A 10.96.0.9`,
    ],
    [
      'an expression whose repetitions stand in each other',
      ['name regex ^(([a-z]+)+)[.]my[.]example[.]$ {2}.shop.svc.cluster.local'],
      'web.my.example.',
      `NOERROR | ${web} A 10.96.0.9`,
    ],
    [
      "classes of Go's own",
      [String.raw`name regex ^(\pL+)-[[:digit:]]+\.my\.example\.\z {1}.shop.svc.cluster.local`],
      'web-07.my.example.',
      `NOERROR | ${web} A 10.96.0.9`,
    ],
    ['a group that takes no part is empty', ['name regex ^(x)?w web{1}'], web, 'web.>192.0.2.53'],
    ['repetitions side by side', ['name regex ^.*.*.*.*.*.*.*.*.*.*.*.*x$ other.example'], web, `NOERROR | ${web} A 10.96.0.9`],
  ];
  for (const [title, rules, question, expected] of lists) it(title, () => assert.equal(ask(rewrites(...rules), question), expected));

  const refused = [
    'name a',
    'name odd a b',
    'name exact a b oops',
    'name regex ( b',
    'name regex (?=a) b',
    String.raw`name regex \Z b`,
    'name regex a++ b',
    `name regex ${'a'.repeat(10001)} b`,
    'name exact a b answer',
    'name exact a b answer name x',
    'name regex (.*) {1}.{2}',
    'name prefix a b answer auto answer name x y',
    'type A',
    'type XY A',
    'type A A A',
    'class IN',
    'class IN XY',
    'ttl a',
    'ttl a 20-10',
    'ttl a -',
    'ttl a x',
    'rcode a NXDOMAIN',
    'rcode a ODD NOERROR',
    'cname a',
    'edns0',
    'colour a b',
    'unknown-action name a b',
  ];
  for (const rule of refused)
    it(`CoreDNS does not start with the rule "${rule}"`, () => {
      const allocation = observed(rewrites(rule));
      assert.equal(ask(allocation, web), 'SERVFAIL');
      assert.deepEqual(
        dnsServerOf(allocation).problems.map(({ kind, line }) => `${line} ${kind}`),
        ['1 refused'],
      );
    });

  for (const rule of ['name regex .{1000}.{1000}.{1000} b', `name regex ${'a'.repeat(2001)} b`, 'rcode a FORMERR NOERROR'])
    it(`reports the rule "${rule}" and goes on without it`, () => {
      const allocation = observed(rewrites(rule));
      assert.equal(ask(allocation, web), `NOERROR | ${web} A 10.96.0.9`);
      assert.deepEqual(
        dnsServerOf(allocation).problems.map(({ kind }) => kind),
        ['unknown'],
      );
    });

  it('goes on without the rules whose expressions are too many', () => {
    const allocation = observed(rewrites(...Array.from({ length: 3000 }, (_, at) => `name regex ^x${at}$ b`)));
    assert.equal(ask(allocation, 'x1.'), 'x1.>192.0.2.53');
    assert.ok(dnsServerOf(allocation).problems.every(({ kind }) => kind === 'unknown'));
  });
});
