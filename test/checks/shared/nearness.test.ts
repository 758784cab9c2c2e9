import { expect } from 'chai';
import { isSlip } from '../../../src/checks/shared/slip.ts';

describe('a slip of the fingers', () => {
  for (const [one, other] of [
    ['fontend', 'frontend'],
    ['wbe', 'web'],
    ['cartservice', 'cart-service'],
    ['user-db', 'usr-db'],
    ['orders', 'oorders'],
  ] as const)
    it(`is ${one} for ${other}`, () => void expect([isSlip(one, other), isSlip(other, one)]).to.deep.equal([true, true]));

  for (const [one, other] of [
    ['v1', 'v2'],
    ['redis-1', 'redis-2'],
    ['web-a', 'web-b'],
    ['order', 'orders'],
    ['blue', 'green'],
    ['web-eu', 'web-us'],
    ['web', 'web'],
  ] as const)
    it(`is not ${one} for ${other}`, () => void expect([isSlip(one, other), isSlip(other, one)]).to.deep.equal([false, false]));
});
