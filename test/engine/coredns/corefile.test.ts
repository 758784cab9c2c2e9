import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseCorefile } from '../../../src/engine/coredns/corefile.ts';

/** `zone,zone:port | plugin arg {line;line}`; a server block to a line. */
function show(text: string, imported?: (pattern: string) => readonly string[] | undefined): readonly string[] {
  return parseCorefile(text, imported).servers.map(({ keys, directives }) =>
    [
      keys
        .map(
          ({ zones, port, transport }) =>
            `${transport === 'dns' ? '' : `${transport}://`}${zones.join('+')}${port === undefined ? '' : `:${port}`}`,
        )
        .join(','),
      ...directives.map(({ name, args, lines }) =>
        [name, ...args, ...(lines.length > 0 ? [`{${lines.map(({ words }) => words.join(' ')).join(';')}}`] : [])].join(' '),
      ),
    ].join(' | '),
  );
}

describe('parseCorefile', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'reads zones, ports, plugins and their options',
      '.:53 {\n  errors\n  kubernetes cluster.local in-addr.arpa {\n    pods insecure\n    ttl 30\n  }\n  forward . /etc/resolv.conf\n}\n',
      ['.:53 | errors | kubernetes cluster.local in-addr.arpa {pods insecure;ttl 30} | forward . /etc/resolv.conf'],
    ],
    [
      'reads several blocks and several keys',
      'a.example b.example:5300 {\n whoami\n}\ndns://c.example, tls://d.example {\n log\n}',
      ['a.example.,b.example.:5300 | whoami', 'c.example.,tls://d.example. | log'],
    ],
    ['lets keys go on after a comma', 'a,\nb {\n log\n}', ['a.,b. | log']],
    ['lowers zones', 'Example.ORG {\n log\n}', ['example.org. | log']],
    ['turns a prefix into its reverse zone', '10.1.0.0/16 {\n log\n}', ['1.10.in-addr.arpa. | log']],
    ['turns a prefix inside of an octet into all its zones', '10.0.0.0/15 {\n log\n}', ['0.10.in-addr.arpa.+1.10.in-addr.arpa. | log']],
    ['turns an IPv6 prefix into its nibbles', 'fd00:10::/32 {\n log\n}', ['0.1.0.0.0.0.d.f.ip6.arpa. | log']],
    ['skips comments', '# first\n.:53 { # here\n  log # and "here\n  # } not a brace\n}', ['.:53 | log']],
    [
      'keeps quoted words whole',
      '.:53 {\n  template IN A {\n    answer "{{ .Name }} 60 IN A \\"1\\" \\n # x"\n  }\n}',
      ['.:53 | template IN A {answer {{ .Name }} 60 IN A "1" \\n # x}'],
    ],
    ["reads a brace on the next line as the block's", 'a\n{\n log\n}', ['a. | log']],
    ['needs no braces around the only block', 'a\nlog\nforward . 1.1.1.1', ['a. | log | forward . 1.1.1.1']],
    [
      'puts snippets where they are imported',
      '(common) {\n  errors\n  cache 30\n}\na {\n  import common\n  log\n}',
      ['a. | errors | cache 30 | log'],
    ],
    ['keeps nested braces inside of a directive', 'a {\n x {\n  y {\n   z\n  }\n }\n log\n}', ['a. | x {y {;z;}} | log']],
    ['reads Windows line ends', '.:53 {\r\n  log\r\n}\r\n', ['.:53 | log']],
    [
      'reads a block without end as far as it goes',
      '.:53 {\n  log\n  kubernetes cluster.local {\n    ttl 5',
      ['.:53 | log | kubernetes cluster.local {ttl 5}'],
    ],
    ['empties an environment variable', '{$ZONE}.:53 {\n forward . {$UP}\n}', ['.:53 | forward . ']],
    ['reads nothing from nothing', '\n  \n', []],
  ];
  for (const [title, text, expected] of cases) it(title, () => assert.deepEqual(show(text), expected));

  it('takes imported files from where it is told', () => {
    assert.deepEqual(
      show('.:53 {\n import custom/*.override\n log\n}\nimport custom/*.server', (pattern) =>
        pattern === 'custom/*.override' ? ['hosts', 'rewrite name a b'] : ['b {\n whoami\n}'],
      ),
      ['.:53 | hosts | rewrite name a b | log', 'b. | whoami'],
    );
  });

  const problems: readonly (readonly [string, string, string])[] = [
    ['a missing brace', '.:53 {\n log', '0 A closing brace is missing.'],
    ['a missing brace of a plugin', '.:53 {\n log\n hosts {\n', '2 A closing brace is missing.'],
    ['a brace too many', '.:53 {\n log\n}\n}', '3 There is no server block around "{0}".'],
    ['an open quote', '.:53 {\n log "x\n}', '1 A closing quote is missing.'],
    ['an unknown import', 'a {\n import /etc/x\n}', '1 The imported file "{0}" is not known here.'],
    ['a variable', 'a {\n forward . {$UP}\n}', '1 The environment variable {0} is not known here.'],
    [
      'a pattern that CoreDNS refuses',
      'a {\n import x[\n}',
      '1 An import takes one "*" and one "?" and no brackets, which "{0}" does not keep to.',
    ],
    [
      'imports that multiply',
      `(a) {\n${' log\n'.repeat(2000)}}\nb {\n${' import a\n'.repeat(60)}}`,
      '2051 The Corefile with all that it imports is too long to be followed here.',
    ],
    [
      'a very long line',
      `a {\n log ${'x '.repeat(300_000)}\n}`,
      '0 The Corefile with all that it imports is too long to be followed here.',
    ],
    [
      'a very long line of variables',
      `a {\n log ${'{$A} '.repeat(300_000)}\n}`,
      '0 The Corefile with all that it imports is too long to be followed here.',
    ],
    ['an import of itself', '(a) {\n import a\n}\nb {\n import a\n}', '4 Imports nest too deeply.'],
  ];
  for (const [title, text, expected] of problems) {
    it(`reports ${title}`, () => {
      const found = parseCorefile(text, (pattern) => (pattern === 'x[' ? 'refused' : undefined)).problems;
      assert.ok(
        found.some(
          ({ line, message }) => `${line} ${message.key}` === expected || (expected.startsWith('4') && message.key === expected.slice(2)),
        ),
        JSON.stringify(found.slice(0, 3)),
      );
    });
  }

  it('never throws and always ends', () => {
    const word = fc.constantFrom(
      '.:53',
      '{',
      '}',
      '\n',
      ' ',
      '"',
      '#',
      'import',
      '(s)',
      's',
      'hosts',
      ',',
      '\\',
      '{$A}',
      '10.0.0.0/9',
      'rewrite',
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 30 }),
        (words) => Array.isArray(parseCorefile(words.join('')).servers) && Array.isArray(parseCorefile(words.join(' ')).servers),
      ),
      { seed: 3, numRuns: 300 },
    );
  });
});
