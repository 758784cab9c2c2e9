import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSelector, selects, selectsAll, type Selector } from '../../../src/engine/calico/selector.ts';
import { canonicalText } from '../../support/calicoSelector.ts';

function canonical(text: string): string {
  const parsed = parseSelector(text);
  return parsed.ok ? canonicalText(parsed.selector) : `fault at ${parsed.fault.start}-${parsed.fault.end}`;
}

function evaluate(text: string, labels: Record<string, string>): boolean {
  const parsed = parseSelector(text);
  assert(parsed.ok, text);
  return selects(parsed.selector, labels);
}

describe('a Calico selector', () => {
  const spellings: readonly [text: string, canonical: string][] = [
    ['', 'all()'],
    [' \t', 'all()'],
    ['all( )', 'all()'],
    ['global()', 'global()'],
    ['a=="x"', 'a == "x"'],
    ["a == 'x'", 'a == "x"'],
    ["a == 'x\"y'", "a == 'x\"y'"],
    ['a!="x"', 'a != "x"'],
    ['has( a.b/c-d_e )', 'has(a.b/c-d_e)'],
    ['!has(a)', '!has(a)'],
    ['!!has(a)', 'has(a)'],
    ['! ! !has(a)', '!has(a)'],
    ['a in {}', 'a in {}'],
    ['a in{"y","x", "y",}', 'a in {"x", "y"}'],
    ['a notin {"x"}', 'a not in {"x"}'],
    ['a not \t in{"x"}', 'a not in {"x"}'],
    ['a contains"x"', 'a contains "x"'],
    ['a startswith "x"', 'a starts with "x"'],
    ['a ends   with "x"', 'a ends with "x"'],
    ['in in {"x"}', 'in in {"x"}'],
    ['has == "x"', 'has == "x"'],
    ['all == "x"', 'all == "x"'],
    ['contains contains "x"', 'contains contains "x"'],
    ['a == "x" && b == "y" && has(c)', '(a == "x" && b == "y" && has(c))'],
    ['a == "x" && b == "y" || has(c)', '((a == "x" && b == "y") || has(c))'],
    ['a == "x" && (b == "y" && has(c))', '(a == "x" && (b == "y" && has(c)))'],
    ['(a == "x")', 'a == "x"'],
    ['((a == "x"))&&(has(b))', '(a == "x" && has(b))'],
    ['!a == "x" && b == "y"', '(!a == "x" && b == "y")'],
    ['!(a == "x" || has(b))', '!(a == "x" || has(b))'],
  ];
  for (const [text, expected] of spellings) {
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => assert.equal(canonical(text), expected));
  }

  const broken: readonly [text: string, place: string][] = [
    ['a', '1-1'],
    ['a == x', '5-6'],
    ['a == "x', '5-7'],
    ['a = "x"', '2-3'],
    ['a\n== "x"', '1-2'],
    ['"a" == "x"', '0-3'],
    ['has("a")', '3-4'],
    ['has()', '3-4'],
    ['a in {,"x"}', '6-7'],
    ['a in {"x" "y"}', '10-13'],
    ['a in "x"', '5-8'],
    ['(a == "x"', '9-9'],
    ['a == "x")', '8-9'],
    ['a == "x" b == "y"', '9-10'],
    ['&& a == "x"', '0-2'],
    ['a == "x" &&', '11-11'],
    ['a inn {"x"}', '2-3'],
    ['a == "x" & b == "y"', '9-10'],
    ['é == "x"', '0-1'],
    ['!', '1-1'],
    [`${'a'.repeat(513)} == "x"`, '512-513'],
  ];
  for (const [text, place] of broken) {
    it(`refuses ${JSON.stringify(text.slice(0, 40))}, and says where`, () => assert.equal(canonical(text), `fault at ${place}`));
  }

  it('does not exhaust the stack on thousands of parentheses', () => {
    assert.equal(parseSelector('('.repeat(100_000)).ok, false);
    // As deep as the 1024 characters of a node selector allow.
    assert.equal(parseSelector(`${'('.repeat(509)}all()${')'.repeat(509)}`).ok, true);
    assert.equal(parseSelector(`${'!'.repeat(100_001)}has(a)`).ok, true);
  });

  const answers: readonly [text: string, labels: Record<string, string>, selected: boolean][] = [
    ['all()', {}, true],
    ['global()', {}, true],
    ['', {}, true],
    ['a == "x"', {}, false],
    ['a == "x"', { a: 'x' }, true],
    ['a == "X"', { a: 'x' }, false],
    ['a != "x"', {}, true],
    ['a != "x"', { a: 'x' }, false],
    ['a in {"x", "y"}', { a: 'y' }, true],
    ['a in {"x"}', {}, false],
    ['a in {}', { a: '' }, false],
    ['a not in {"x"}', {}, true],
    ['a not in {"x"}', { a: 'x' }, false],
    ['a not in {}', { a: 'x' }, true],
    ['a contains "b"', { a: 'abc' }, true],
    ['a contains "b"', {}, false],
    ['a starts with "ab"', { a: 'abc' }, true],
    ['a ends with "ab"', { a: 'abc' }, false],
    ['has(a)', { a: '' }, true],
    ['has(constructor)', {}, false],
    ['!has(a)', {}, true],
    ['!a == "x" && b == "y"', { a: 'z', b: 'y' }, true],
    ['!a == "x" && b == "y"', { a: 'z', b: 'z' }, false],
    ['a == "x" || b == "y" && c == "z"', { a: 'x' }, true],
  ];
  for (const [text, labels, selected] of answers) {
    it(`${text} ${selected ? 'selects' : 'does not select'} ${JSON.stringify(labels)}`, () =>
      assert.equal(evaluate(text, labels), selected));
  }

  const label = fc.constantFrom('a', 'b.c/d', 'in', 'has', 'e-f_g');
  const value = fc.constantFrom('', 'x', 'y z', '"', 'in');
  const { selector } = fc.letrec<{ selector: Selector }>((tie) => ({
    selector: fc.oneof(
      { maxDepth: 4 },
      fc.record({ kind: fc.constant('has' as const), label }, { noNullPrototype: true }),
      fc.record(
        {
          kind: fc.constantFrom('==' as const, '!=' as const, 'contains' as const, 'starts with' as const, 'ends with' as const),
          label,
          value,
        },
        { noNullPrototype: true },
      ),
      fc.record(
        { kind: fc.constantFrom('in' as const, 'not in' as const), label, values: fc.uniqueArray(value).map((values) => values.sort()) },
        { noNullPrototype: true },
      ),
      fc.record(
        { kind: fc.constantFrom('&&' as const, '||' as const), operands: fc.array(tie('selector'), { minLength: 2, maxLength: 3 }) },
        { noNullPrototype: true },
      ),
      tie('selector')
        .filter(({ kind }) => kind !== '!')
        .map((operand) => ({ kind: '!' as const, operand })),
    ),
  }));

  it('is the same selector after a round through its canonical text', () => {
    fc.assert(
      fc.property(selector, (original) => {
        const parsed = parseSelector(canonicalText(original));
        assert(parsed.ok);
        assert.deepEqual(parsed.selector, original);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'has(', ')', '(', '!', '==', '"', "'", '{', '}', ',', ' in ', ' not in ', '&&', '||', 'all()', ' '), {
          maxLength: 20,
        }),
        (parts) => {
          const text = parts.join('');
          const parsed = parseSelector(text);
          if (parsed.ok) assert.equal(canonical(canonicalText(parsed.selector)), canonicalText(parsed.selector));
          else assert(parsed.fault.start >= 0 && parsed.fault.end <= text.length && parsed.fault.start <= parsed.fault.end);
        },
      ),
      { seed: 5, numRuns: 1000 },
    );
  });

  it('knows when it selects whatever the labels are', () => {
    assert.equal(selectsAll({ kind: 'all' }), true);
    assert.equal(selectsAll({ kind: 'has', label: 'a' }), false);
  });
});
