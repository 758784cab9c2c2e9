import assert from 'node:assert/strict';
import { addressesInShort, leastCertain } from '../../../src/topology/placement/podAddresses.ts';

describe('The addresses of pods in short', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['of one', ['172.27.35.65'], '172.27.35.65'],
    ['in a row, however they are ordered', ['172.27.35.67', '172.27.35.65', '172.27.35.66'], '172.27.35.65-67'],
    ['of a few apart', ['172.27.35.65', '172.27.35.70', '172.27.36.9'], '172.27.35.65, .70, .36.9'],
    ['of many apart are the first and the last', ['10.0.0.9', '10.0.0.10', '10.0.0.12', '10.0.1.200'], '10.0.0.9 … .1.200'],
    ['as numbers, not as letters', ['10.0.0.100', '10.0.0.9'], '10.0.0.9, .100'],
    ['in a row over the end of a block are not shortened to their last part', ['10.0.0.255', '10.0.1.0'], '10.0.0.255, .1.0'],
    ["of pods that share their node's", ['10.128.44.241', '10.128.44.241'], '10.128.44.241'],
    ['without those that have none', ['172.27.35.65', 'pending', ''], '172.27.35.65'],
    ['of none are what all say', ['pending', 'pending'], 'pending'],
    ['of none that agree are nothing', ['pending', ''], ''],
    ['of nobody are nothing', [], ''],
    ['of two families one after the other', ['10.0.0.1, fd00::1', '10.0.0.2, fd00::2'], '10.0.0.1-2, fd00::1 … fd00::2'],
  ];
  for (const [name, details, expected] of cases)
    it(name, () => assert.equal(addressesInShort(details.map((detail) => ({ detail }))), expected));
});

describe('The certainty of several addresses', () => {
  it('is that of the least sure', () => {
    assert.equal(leastCertain([{ certainty: 'fixed' }, { certainty: undefined }, { certainty: 'predicted' }]), 'predicted');
    assert.equal(leastCertain([{ certainty: 'predicted' }, { certainty: 'possible' }]), 'possible');
    assert.equal(leastCertain([{ certainty: undefined }]), undefined);
  });
});
