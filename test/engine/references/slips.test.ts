import { expect } from 'chai';
import { editDistance } from '../../../src/base/nearest.ts';
import { isSlip } from '../../../src/engine/references/names/serviceNames.ts';

const cases: readonly (readonly [one: string, other: string, slip: boolean])[] = [
  ['ordres', 'orders', true],
  ['cartservice', 'cart-service', true],
  ['ledgerd-b', 'ledger-db', true],
  ['selenium-uhb', 'selenium-hub', true],
  ['user-ddb', 'user-db', true],
  ['user-xb', 'user-db', true],
  ['user-bd', 'user-db', true],
  ['user-d', 'user-db', true],
  ['ax-service', 'ux-service', true],
  ['user-ui', 'user-db', false],
  ['user-db', 'user-dc', false],
  ['redis-1', 'redis-2', false],
  ['web-eu', 'web-us', false],
  ['web-a', 'web-b', false],
];

describe('a slip of the pen in a name', () => {
  for (const [one, other, slip] of cases)
    it(`${slip ? 'is' : 'is not'} ${one} for ${other}`, () => void expect(isSlip(one, other, editDistance(one, other))).to.equal(slip));
});
