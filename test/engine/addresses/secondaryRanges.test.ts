import assert from 'node:assert/strict';
import { formatRange } from '../../../src/base/ip.ts';
import { handedOutBy } from '../../../src/engine/addresses/secondaryRanges.ts';

const of = (ipam: object) =>
  handedOutBy(JSON.stringify({ cniVersion: '0.3.1', type: 'macvlan', ipam })).map(({ range }) => formatRange(range));

describe('what a secondary network hands out', () => {
  const tables: readonly [title: string, ipam: object, expected: readonly string[]][] = [
    ['is the range of whereabouts', { type: 'whereabouts', range: '10.0.0.100-10.0.0.110/24' }, ['10.0.0.100-10.0.0.110']],
    ['is a prefix of whereabouts without its ends', { type: 'whereabouts', range: '10.0.0.0/29' }, ['10.0.0.1-10.0.0.6']],
    [
      'begins and ends where whereabouts is told',
      { type: 'whereabouts', range: '10.0.0.0/24', range_start: '10.0.0.9', range_end: '10.0.0.12' },
      ['10.0.0.9-10.0.0.12'],
    ],
    [
      'is not what whereabouts excludes',
      { type: 'whereabouts', range: '10.0.0.0/29', exclude: ['10.0.0.2/31', '10.0.0.6/32'] },
      ['10.0.0.1', '10.0.0.4-10.0.0.5'],
    ],
    [
      'is each of several ranges',
      { type: 'whereabouts', ipRanges: [{ range: '10.0.0.4-10.0.0.5/24' }, { range: 'fd00::1-fd00::2/64' }] },
      ['10.0.0.4-10.0.0.5', 'fd00::1-fd00::2'],
    ],
    ['is a subnet of host-local behind its gateway', { type: 'host-local', subnet: '10.0.0.0/29' }, ['10.0.0.2-10.0.0.6']],
    [
      'is each set of host-local',
      { type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.20', rangeEnd: '10.0.0.29' }]] },
      ['10.0.0.20-10.0.0.29'],
    ],
    ['is each address that stands there', { type: 'static', addresses: [{ address: '10.0.0.7/24', gateway: '10.0.0.1' }] }, ['10.0.0.7']],
    ['is up to others with dhcp', { type: 'dhcp' }, []],
    ['is nothing where it cannot be read', { type: 'whereabouts', range: 'x' }, []],
  ];
  for (const [title, ipam, expected] of tables) it(title, () => assert.deepEqual(of(ipam), expected));

  it('is that of every plugin of a list', () => {
    const config = JSON.stringify({
      plugins: [{ type: 'ipvlan', ipam: { type: 'host-local', subnet: '10.0.0.0/30' } }, { type: 'tuning' }],
    });
    assert.deepEqual(
      handedOutBy(config).map(({ range }) => formatRange(range)),
      ['10.0.0.0-10.0.0.3'],
    );
  });

  it('is nothing of what is no JSON, or names a configuration on the nodes', () => {
    assert.deepEqual(handedOutBy('{'), []);
    assert.deepEqual(handedOutBy(''), []);
  });
});
