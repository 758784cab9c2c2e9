import assert from 'node:assert/strict';
import { english } from '../../src/base/message.ts';
import { leftOut, mostShown, shownOf } from '../../src/service/shownFindings.ts';

type Severity = 'error' | 'warning' | 'information' | 'hint';
const findings = (code: string, count: number, severity: Severity = 'hint') =>
  Array.from({ length: count }, (_, number) => ({ code, severity, number }));

/** `code number`, or how many are left out from there. */
const shown = (list: ReturnType<typeof findings>) =>
  shownOf(list).map(({ finding, left, severity }) => `${finding.code} ${finding.number} ${severity}${left === 0 ? '' : ` +${left}`}`);

describe('What a person is shown of many findings', () => {
  it('is all of them while one line would say no less', () => {
    assert.equal(shown(findings('a', mostShown + 1)).length, mostShown + 1);
    assert.deepEqual(shown(findings('a', mostShown + 2)).slice(-2), ['a 99 hint', 'a 100 hint +2']);
  });

  it('is bounded for each rule by itself', () => {
    const list = shown([...findings('a', 300), ...findings('b', 3), ...findings('c', 5000)]);
    assert.equal(list.length, 101 + 3 + 101);
    assert.deepEqual(list.slice(100, 104), ['a 100 hint +200', 'b 0 hint', 'b 1 hint', 'b 2 hint']);
    assert.equal(list.at(-1), 'c 100 hint +4900');
  });

  it('has the worst in it, wherever they stand, in the order of the file', () => {
    const list = shown([...findings('a', 150), ...findings('a', 20, 'error')]);
    assert.deepEqual(list.slice(79, 82), ['a 79 hint', 'a 80 hint +70', 'a 0 error']);
    assert.equal(list.at(-1), 'a 19 error');
  });

  it('weighs the line as the worst that it stands for', () => {
    assert.equal(shown([...findings('a', 101, 'error'), ...findings('a', 50)]).at(-1), 'a 100 error +51');
  });

  it('says how many are left out', () => {
    assert.equal(english.say(leftOut(200, 'a/b')), '200 more findings of a/b in this file are not listed here.');
  });
});
