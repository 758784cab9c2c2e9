import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { query } from '../../../src/engine/coredns/query.ts';
import { ask, corefile } from '../../support/dns.ts';
import { observed } from '../../support/observed.ts';

const server = (templates: string) =>
  corefile(`.:53 {\n${templates}\n  hosts {\n    192.0.2.9 known.example.org\n    fallthrough\n  }\n  forward . 192.0.2.53\n}`);

describe('the template plugin', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      'answers every name of its zone',
      'template IN A apps.example.org {\n answer "{{ .Name }} 60 IN A 192.0.2.10"\n}',
      'Any.apps.example.org.',
      'NOERROR | any.apps.example.org. A 192.0.2.10',
    ],
    [
      'leaves other zones alone',
      'template IN A apps.example.org {\n answer "{{ .Name }} 60 IN A 192.0.2.10"\n}',
      'example.org.',
      'example.org.>192.0.2.53',
    ],
    [
      'leaves other types alone',
      'template IN A apps.example.org {\n answer "{{ .Name }} 60 IN A 192.0.2.10"\n}',
      'x.apps.example.org. AAAA',
      'x.apps.example.org.>192.0.2.53',
    ],
    [
      'has named groups',
      'template IN A example {\n match (^|[.])ip-(?P<a>[0-9]*)-(?P<b>[0-9]*)-(?P<c>[0-9]*)-(?P<d>[0-9]*)[.]example[.]$\n answer "{{ .Name }} 60 IN A {{ .Group.a }}.{{ .Group.b }}.{{ .Group.c }}.{{ .Group.d }}"\n fallthrough\n}',
      'ip-10-0-0-7.example.',
      'NOERROR | ip-10-0-0-7.example. A 10.0.0.7',
    ],
    [
      'has numbered groups',
      'template IN A example {\n match "^(.*)-x[.]example[.]$"\n answer "{{ index .Match 1 }}.{{ .Zone }} A 10.0.0.7"\n}',
      'a-x.example.',
      'NOERROR | a.example. A 10.0.0.7',
    ],
    [
      'reads numbers',
      'template IN A example {\n match "^ip0a(?P<b>[a-f0-9]{2})[.]example[.]$"\n answer "{{ .Name }} 60 IN A 10.0.0.{{ parseInt .Group.b 16 8 }}"\n}',
      'ip0a7b.example.',
      'NOERROR | ip0a7b.example. A 10.0.0.123',
    ],
    [
      'without a match and fallthrough nobody answers',
      'template IN A example {\n match ^a[.]\n answer "{{ .Name }} A 10.0.0.7"\n}',
      'b.example.',
      'SERVFAIL',
    ],
    [
      'without a match the next template is tried',
      'template IN A example {\n match ^a[.]\n rcode NXDOMAIN\n fallthrough\n}\ntemplate ANY ANY example {\n rcode REFUSED\n}',
      'b.example.',
      'REFUSED',
    ],
    [
      'gives a response code',
      'template ANY ANY invalid {\n rcode NXDOMAIN\n authority "invalid. 60 {{ .Class }} SOA ns.invalid. hostmaster.invalid. (1 60 60 60 60)"\n}',
      'a.invalid. MX',
      'NXDOMAIN',
    ],
    [
      'follows a CNAME',
      'template IN ANY foogle.org {\n match "^foogle\\.org\\.$"\n answer "foogle.org 60 IN CNAME known.example.org"\n}',
      'foogle.org.',
      'NOERROR | foogle.org. CNAME known.example.org. | known.example.org. A 192.0.2.9',
    ],
    ['is for the class of names', 'template CH A example {\n rcode NXDOMAIN\n}', 'a.example.', 'a.example.>192.0.2.53'],
    [
      'what it cannot follow is not known',
      'template IN A example {\n answer "{{ if true }}a{{ end }} A 10.0.0.7"\n}',
      'a.example.',
      'a.example.>',
    ],
    [
      'nor an expression that is too large',
      'template IN A example {\n match (a{100}){100}\n answer "{{ .Name }} A 10.0.0.7"\n}',
      'a.example.',
      'a.example.>',
    ],
    [
      'nor an action with braces in it',
      'template IN A example {\n answer "{{ .Name }} A {{ printf `}` }}"\n}',
      'a.example.',
      'a.example.>',
    ],
    [
      'nor an answer that is longer than a message',
      `template IN A example {\n answer "{{ .Name }} A 10.0.0.7 ${'{{.Name}}'.repeat(7000)}"\n}`,
      'a.example.',
      'a.example.>',
    ],
    [
      'takes an expression with repetitions in each other',
      'template IN A example {\n match ^((a+)+)+[.]example[.]$\n answer "{{ .Name }} A 10.0.0.7"\n}',
      'aa.example.',
      'NOERROR | aa.example. A 10.0.0.7',
    ],
    ['nor a line that is no record', 'template IN A example {\n answer "{{ .Name }} A nowhere"\n}', 'a.example.', 'a.example.>'],
    ['an option that it does not have is refused', 'template IN A example {\n anser x\n}', 'known.example.org.', 'SERVFAIL'],
  ];
  for (const [title, templates, question, expected] of cases) it(title, () => assert.equal(ask(server(templates), question), expected));

  it('ends where each answer leads to several others', () => {
    const cnames = ['a', 'b', 'c'].map((name) => `"{{ .Name }} CNAME ${name}.example"`).join(' ');
    const answer = query(observed(server(`template IN A example {\n answer ${cnames}\n}`)), { name: 'a.example.', type: 'A' });
    assert.ok(answer.kind === 'answered' && answer.answers.length > 3 && answer.answers.length < 1000);
  });

  it("has the record's own TTL, and 3600 seconds without one", () => {
    const ttls = ['{{ .Name }} 60 IN A 10.0.0.7', '{{ .Name }} IN A 10.0.0.7'].map((answer) => {
      const given = query(observed(server(`template IN A example {\n answer "${answer}"\n}`)), { name: 'a.example.', type: 'A' });
      return given.kind === 'answered' ? given.answers[0]?.ttl : undefined;
    });
    assert.deepEqual(ttls, [60, 3600]);
  });
});
