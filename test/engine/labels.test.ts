import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isLabelKey, isLabelValue, matches, matchesLabels, selectorFault } from '../../src/engine/labels.ts';
import type { LabelSelector } from '../../src/manifests/labelSelector.ts';

function selector(matchLabels: Record<string, string>, ...expressions: readonly (readonly [string, string, ...string[]])[]): LabelSelector {
  return { matchLabels, matchExpressions: expressions.map(([key, operator, ...values]) => ({ key, operator, values })) };
}

const labels = { app: 'web', tier: '' };

describe('label selectors', () => {
  const cases: readonly (readonly [string, LabelSelector | undefined, boolean])[] = [
    ['an absent selector matches nothing', undefined, false],
    ['an empty selector matches everything', selector({}), true],
    ['matchLabels wants equality', selector({ app: 'web' }), true],
    ['matchLabels wants every pair', selector({ app: 'web', tier: 'front' }), false],
    ['an empty value is a value', selector({ tier: '' }), true],
    ['an empty value is not a missing label', selector({ zone: '' }), false],
    ['labels and expressions are both wanted', selector({ app: 'web' }, ['tier', 'Exists'], ['app', 'In', 'db']), false],
    ['In takes any of its values', selector({}, ['app', 'In', 'db', 'web']), true],
    ['In never matches a missing label', selector({}, ['zone', 'In', 'a']), false],
    ['NotIn matches a missing label', selector({}, ['zone', 'NotIn', 'a']), true],
    ['NotIn refuses its values', selector({}, ['app', 'NotIn', 'web']), false],
    ['Exists takes an empty value', selector({}, ['tier', 'Exists']), true],
    ['DoesNotExist matches a missing label', selector({}, ['zone', 'DoesNotExist']), true],
    ['DoesNotExist refuses a label with an empty value', selector({}, ['tier', 'DoesNotExist']), false],
    ['operators are case-sensitive', selector({}, ['app', 'in', 'web']), false],
    ['Gt is no operator here', selector({}, ['app', 'Gt', '1']), false],
    ['what every object inherits is no label', selector({}, ['constructor', 'Exists']), false],
  ];
  for (const [title, given, expected] of cases) it(title, () => assert.equal(matches(given, labels), expected));

  it('an empty equality map is met by all labels', () => assert.equal(matchesLabels({}, labels), true));
});

describe('selectorFault', () => {
  const cases: readonly (readonly [string, LabelSelector, string | undefined])[] = [
    [
      'accepts what the API server accepts',
      selector({ 'example.com/app': 'web' }, ['a', 'In', 'x'], ['b', 'Exists'], ['c', 'NotIn', '']),
      undefined,
    ],
    ['wants values for In', selector({}, ['a', 'In']), 'values-missing matchExpressions,0'],
    ['wants values for NotIn', selector({}, ['b', 'Exists'], ['a', 'NotIn']), 'values-missing matchExpressions,1'],
    ['wants no values for Exists', selector({}, ['a', 'Exists', 'x']), 'values-forbidden matchExpressions,0,values'],
    ['wants no values for DoesNotExist', selector({}, ['a', 'DoesNotExist', 'x']), 'values-forbidden matchExpressions,0,values'],
    ['refuses Gt', selector({}, ['a', 'Gt', '1']), 'operator matchExpressions,0,operator'],
    ['refuses an operator in lower case', selector({}, ['a', 'in', 'x']), 'operator matchExpressions,0,operator'],
    ['refuses a bad key', selector({ 'a/b/c': 'x' }), 'key matchLabels,a/b/c'],
    ['refuses a bad value', selector({ a: 'x y' }), 'value matchLabels,a'],
    ['refuses a bad value in a list', selector({}, ['a', 'In', 'x', '-y']), 'value matchExpressions,0,values,1'],
  ];
  for (const [title, given, expected] of cases) {
    it(title, () => {
      const fault = selectorFault(given);
      assert.equal(fault === undefined ? undefined : `${fault.fault} ${fault.path.join()}`, expected);
    });
  }
});

describe('label syntax', () => {
  const long = 'a'.repeat(63);
  for (const key of ['a', 'A.b-c_D', `${'b'.repeat(253)}/a`, 'a.b-c/x', long])
    it(`takes the key ${key.slice(0, 20)}`, () => assert.equal(isLabelKey(key), true));
  for (const key of ['', '/', 'a/', '/a', 'a/b/c', '-a', 'a-', 'A/b', 'a..b/c', `${long}a`, `${'b'.repeat(254)}/a`, 'a b', 'é'])
    it(`refuses the key "${key.slice(0, 20)}"`, () => assert.equal(isLabelKey(key), false));
  for (const value of ['', '1', 'a.b', long]) it(`takes the value "${value.slice(0, 20)}"`, () => assert.equal(isLabelValue(value), true));
  for (const value of ['a/b', '_a', 'a_', `${long}a`, 'a:b'])
    it(`refuses the value "${value.slice(0, 20)}"`, () => assert.equal(isLabelValue(value), false));
});
