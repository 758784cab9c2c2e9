import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { meetsRequirements, parseLabelSelectorText } from '../../src/engine/labelSelectorText.ts';

const labels = { app: 'web', n: '5', empty: '', in: 'in' };

describe('the text form of a label selector', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['', true],
    [' \t\n', true],
    ['app', true],
    ['!app', false],
    ['!zone', true],
    ['app=web', true],
    ['app == web', true],
    ['app!=web', false],
    ['zone!=web', true],
    ['app in (db,web)', true],
    ['app notin (db)', true],
    ['zone notin (a)', true],
    ['zone in (a)', false],
    ['app,n', true],
    ['app , !n', false],
    ['empty=', true],
    ['app=', false],
    ['empty in ()', true],
    ['empty in (x,)', true],
    ['in in (in)', true],
    ['in=in', true],
    ['n>4', true],
    ['n>5', false],
    ['n<6', true],
    ['app>4', false],
    ['zone<4', false],
  ];
  for (const [text, expected] of cases) {
    it(`${JSON.stringify(text)} ${expected ? 'matches' : 'does not match'}`, () => {
      const parsed = parseLabelSelectorText(text);
      assert.ok(parsed.ok);
      assert.equal(meetsRequirements(parsed.requirements, labels), expected);
    });
  }

  for (const text of [
    ',app',
    'app,',
    'app||n',
    '"app"',
    'app=web=x',
    'app in web',
    'app in (a',
    'n>x',
    'n>',
    '!',
    '!=x',
    'app web',
    'a/b/c',
    'app=x/y',
    '()',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseLabelSelectorText(text).ok, false));
  }

  it('is read as its terms in key order', () => {
    const parsed = parseLabelSelectorText('z in (b, a),!y , x==1,  w != 2, v');
    assert.ok(parsed.ok);
    assert.deepEqual(
      parsed.requirements.map(({ key, operator, values }) => [key, operator, ...values.toSorted()].join(' ')),
      ['v exists', 'w != 2', 'x = 1', 'y !', 'z in a b'],
    );
  });

  it('never throws', () =>
    fc.assert(
      fc.property(fc.string(), (text) => typeof parseLabelSelectorText(text).ok === 'boolean'),
      { seed: 1 },
    ));
});
