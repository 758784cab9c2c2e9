import { expect } from 'chai';
import { AppliedOrder, type Applied } from '../../src/manifests/appliedOrder.ts';

/** `a/b:1`: what b applies, which a brings in wave 1; without a wave in wave 0. */
function applied(text: string, more: Partial<Applied> = {}): Applied {
  const lineage = text.split('/').map((step) => {
    const [object = '', wave = '0'] = step.split(':');
    return { object, wave: Number(wave) };
  });
  return { unit: text, lineage, names: [], after: [], waits: false, ...more };
}

type Case = readonly [behaviour: string, all: readonly Applied[], one: string, other: string, open: boolean];

const cases: readonly Case[] = [
  ['is open between two that do not know each other', [applied('a'), applied('b')], 'a', 'b', true],
  ['is known where one waits for the other', [applied('a'), applied('b', { after: ['a'] })], 'a', 'b', false],
  [
    'is known where one waits for what waits for the other',
    [applied('a'), applied('m', { after: ['a'] }), applied('b', { after: ['m'] })],
    'a',
    'b',
    false,
  ],
  ['is known where one brings the other', [applied('a'), applied('a/b')], 'a', 'a/b', false],
  ['is known where what brings one waits for the other', [applied('a'), applied('p', { after: ['a'] }), applied('p/b')], 'a', 'p/b', false],
  [
    'is open where one waits for what brings the other alone',
    [applied('p'), applied('p/a'), applied('b', { after: ['p'] })],
    'p/a',
    'b',
    true,
  ],
  [
    'is known where one waits for what brings the other, and waits for all of it',
    [applied('p', { waits: true }), applied('p/a'), applied('b', { after: ['p'] })],
    'p/a',
    'b',
    false,
  ],
  ['is known by the waves of what both are brought by', [applied('p/a:1'), applied('p/b:2')], 'p/a:1', 'p/b:2', false],
  ['is known by the waves of what these are brought by', [applied('p/x:1/a'), applied('p/y:2/b')], 'p/x:1/a', 'p/y:2/b', false],
  ['is open in one wave', [applied('p/a:1'), applied('p/b:1')], 'p/a:1', 'p/b:1', true],
  ['is open between waves of different parents', [applied('p/a:1'), applied('q/b:2')], 'p/a:1', 'q/b:2', true],
  ['is known by another name that is waited for', [applied('a', { names: ['x'] }), applied('b', { after: ['x'] })], 'a', 'b', false],
  ['ends in a circle', [applied('a', { after: ['b'] }), applied('b', { after: ['a'] }), applied('c')], 'a', 'c', true],
  ['is no question for what nobody is known to apply', [applied('a')], 'a', 'none', false],
  ['is no question for what one applies', [applied('a')], 'a', 'a', false],
];

describe('the order in which objects apply', () => {
  for (const [behaviour, all, one, other, open] of cases)
    it(behaviour, () => {
      const order = new AppliedOrder(all);
      expect([order.isOpen(one, other), order.isOpen(other, one)]).to.deep.equal([open, open]);
    });
});
