import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findIn, goRegexp, sizeOf } from '../../src/base/goRegexp.ts';
import { endsSoon } from '../support/processorTime.ts';

/** `a|b` for the groups of the leftmost match. */
function show(expression: string, text: string): string {
  const read = goRegexp(expression);
  return typeof read === 'string' ? read : (findIn(read, text)?.groups.join('|') ?? 'none');
}

describe("a regular expression of Go's", () => {
  // What Go 1.22 prints for regexp.MustCompile(expression).FindStringSubmatch(text), or that it does not compile.
  const table: readonly (readonly [expression: string, text: string, expected: string])[] = [
    ['b', 'abc', 'b'],
    ['b', 'xyz', 'none'],
    ['(a+)(b+)?', 'xaac', 'aa|aa|'],
    ['(a|ab)(c|bcd)', 'abcd', 'abcd|a|bcd'],
    ['(?i)WEB', 'my-web', 'web'],
    ['(?i:W)eb', 'web', 'web'],
    ['(?U)a+', 'aaa', 'a'],
    ['(?s).', '\n', '\n'],
    ['.', '\n', 'none'],
    ['(?m)^b$', 'a\nb', 'b'],
    ['^b$', 'a\nb', 'none'],
    [String.raw`\Aa\z`, 'a', 'a'],
    [String.raw`\Qa.b\E+`, 'a.bb', 'a.bb'],
    [String.raw`\pL+`, 'été1', 'été'],
    [String.raw`\p{Greek}+`, 'aλμ', 'λμ'],
    [String.raw`\PL`, 'a1', '1'],
    ['[[:alpha:]]+', '12ab', 'ab'],
    [String.raw`\x61\101\_\/`, 'aA_/', 'aA_/'],
    ['a{2}', 'aaa', 'aa'],
    ['a{,2}', 'a{,2}', 'a{,2}'],
    ['[]a]+', 'x]a', ']a'],
    ['a*?b', 'aab', 'aab'],
    ['(', '', 'invalid'],
    [')', '', 'invalid'],
    ['[a', '', 'invalid'],
    ['[b-a]', '', 'invalid'],
    ['*a', '', 'invalid'],
    ['a**', '', 'invalid'],
    ['a*+', '', 'invalid'],
    ['a{1001}', '', 'invalid'],
    ['a{2,1}', '', 'invalid'],
    ['(?=a)', '', 'invalid'],
    ['(?<!a)b', '', 'invalid'],
    ['(?x)a', '', 'invalid'],
    [String.raw`(a)\1`, '', 'invalid'],
    [String.raw`a\Z`, '', 'invalid'],
    [String.raw`\u0061`, '', 'invalid'],
    ['(?P<a>x)(?P<a>y)', '', 'invalid'],
    ['(?P<a-b>x)', '', 'invalid'],
    [String.raw`a` + '\\', '', 'invalid'],
  ];
  for (const [expression, text, expected] of table)
    it(`${expression} finds ${expected} in ${JSON.stringify(text)}`, () => assert.equal(show(expression, text), expected));

  it('names groups in both ways', () => {
    const read = goRegexp('(?P<host>[a-z]+)[.](?<zone>[a-z]+)([.])?');
    assert.ok(typeof read !== 'string');
    assert.deepEqual(
      [...(findIn(read, 'web.shop')?.named ?? [])],
      [
        ['host', 'web'],
        ['zone', 'shop'],
      ],
    );
    assert.equal(read.groups, 3);
  });

  for (const expression of [
    '^.*.*.*.*.*.*.*.*.*x$',
    '(a+)+$b',
    '((((((a*)*)*)*)*)*)*b',
    '(a?){200}a{200}',
    '(?:a|aa|aaa){150}$b',
    '(a|a)*c',
  ])
    it(`${expression} ends on a long text`, () => {
      endsSoon(() => assert.equal(show(expression, 'a'.repeat(1000)).slice(0, 4), expression.includes('200') ? 'aaaa' : 'none'));
    });

  describe('is not compiled when it is too large', () => {
    for (const expression of [
      '.{1000}.{1000}.{1000}',
      '(a{50}){50}',
      '(?:a{50}(?i){50})',
      'a{50}(?i)*(?i){50}',
      'a'.repeat(2001),
      '(x)'.repeat(101),
      String.raw`\pL`.repeat(101),
      `(${'b'.repeat(100)}[(]a){400}`,
      String.raw`(${'b'.repeat(100)}\Q(\Ea){400}`,
      `(${'b'.repeat(100)}[[:alpha:](]a){400}`,
    ])
      it(`${expression.slice(0, 30)} of ${expression.length} characters`, () => assert.equal(goRegexp(expression), 'too-large'));
  });

  const part = fc.oneof(
    fc.constantFrom('(', ')', '(?:', '|', '*', '+', '?', '{2}', '{3,}', '{1,40}', '.', '[a-c]', '[(]', '[^)]', '[[:digit:]]', '[', ']'),
    fc.constantFrom('\\', String.raw`\Q`, String.raw`\E`, String.raw`\pL`, '^', '$', 'a', 'b', '(?i)', '(?P<n>', '\u{1F600}', '\ud800'),
  );
  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.string(), (parts, text) => {
        show(parts.join(''), text);
      }),
      { numRuns: 2000 },
    );
  });

  it('has at most the size that its text tells', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const read = goRegexp(text);
        // Beside its parts it has a start, an end, and a fork for each repetition and each choice.
        if (typeof read !== 'string')
          assert.ok(read.compiled.programSize() <= 3 * sizeOf(text) + 4, `${read.compiled.programSize()} of ${text}`);
      }),
      // Flags between a part and its repetition are found once in some thousand runs.
      { numRuns: 3000, examples: [[['a', '{1,40}', '(?i)', '{2}']], [['a', '{1,40}', '(?i)', '*', '(?i)', '{2}']]] },
    );
  });
});
