import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { addressesOf, admitted, service, servicesWith, site } from './notation.ts';

/** `kubernetes: 10.0.0.0/29 fd00::/112`; `!` behind the name: not ready, `-`: being deleted. */
function serviceCIDRs(...texts: readonly string[]): string {
  return texts
    .map((text) => {
      const [head = '', list = ''] = text.split(': ');
      const name = head.replace(/[!-]$/, '');
      const object = {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'ServiceCIDR',
        metadata: { name, ...(head.endsWith('-') ? { deletionTimestamp: '2024-01-01T00:00:00Z' } : {}) },
        spec: { cidrs: list === '' ? [] : list.split(' ') },
        ...(head.endsWith('!') ? { status: { conditions: [{ type: 'Ready', status: 'False' }] } } : {}),
      };
      return `${JSON.stringify(object)}\n`;
    })
    .join('---\n');
}

const auto = '';
const subnet = (serviceSubnet: string) => site({ serviceSubnet });

describe('cluster IPs with ServiceCIDR objects', () => {
  const cases: readonly (readonly [
    behaviour: string,
    network: string,
    objects: readonly string[],
    clusterIPs: readonly string[],
    outcome: string,
  ])[] = [
    [
      'come from another range when the first is full',
      subnet('10.0.0.0/30'),
      ['more: 10.1.0.0/28'],
      [auto, auto, auto],
      's1=10.0.0.1 s2=10.0.0.2 s3=10.1.0.1',
    ],
    [
      'come from the other ranges by name',
      subnet('10.0.0.0/30'),
      ['b: 10.2.0.0/30', 'a: 10.1.0.0/30'],
      [auto, auto, auto, auto, auto],
      's1=10.0.0.1 s2=10.0.0.2 s3=10.1.0.1 s4=10.1.0.2 s5=10.2.0.1',
    ],
    [
      'come from the range of the object kubernetes first',
      '',
      ['a: 10.1.0.0/28', 'kubernetes: 10.9.0.0/30'],
      [auto, auto, auto],
      's1=10.9.0.1 s2=10.9.0.2 s3=10.1.0.1',
    ],
    [
      'may be asked for in any range',
      subnet('10.0.0.0/24'),
      ['more: 10.1.0.0/24'],
      ['10.1.0.7', '10.0.0.7', '10.2.0.7'],
      's1=10.1.0.7 s2=10.0.0.7 s3:ip-out-of-range',
    ],
    [
      'are not the first or last address of a range',
      subnet('10.0.0.0/24'),
      ['more: 10.1.0.0/24'],
      ['10.1.0.0', '10.1.0.255'],
      's1:ip-out-of-range s2:ip-out-of-range',
    ],
    [
      'may be that if another range has them inside',
      subnet('10.0.0.0/24'),
      ['wide: 10.0.0.0/16'],
      ['10.0.0.255', '10.0.0.0'],
      's1=10.0.0.255 s2:ip-out-of-range',
    ],
    [
      'are shared by ranges that overlap',
      subnet('10.0.0.0/30'),
      ['wide: 10.0.0.0/29'],
      [auto, auto, auto, '10.0.0.3', '10.0.0.3'],
      's1=10.0.0.1 s2=10.0.0.2 s3=10.0.0.4 s4=10.0.0.3 s5:ip-taken',
    ],
    [
      'have the bands of their own range',
      subnet('10.0.0.0/30'),
      ['more: 10.1.0.0/24'],
      [auto, auto, auto],
      's1=10.0.0.1 s2=10.0.0.2 s3=10.1.0.17',
    ],
    [
      'are not given from a range that is not ready',
      subnet('10.0.0.0/30'),
      ['more!: 10.1.0.0/24'],
      [auto, auto, auto, '10.1.0.9'],
      's1=10.0.0.1 s2=10.0.0.2 s3:ip-range-full s4:ip-out-of-range',
    ],
    ['are not given from a range that is being deleted', subnet('10.0.0.0/30'), ['more-: 10.1.0.0/24'], ['10.1.0.9'], 's1:ip-out-of-range'],
    [
      'are given from a range that one of two objects keeps ready',
      subnet('10.0.0.0/30'),
      ['a!: 10.1.0.0/24', 'b: 10.1.0.0/24'],
      ['10.1.0.9'],
      's1=10.1.0.9',
    ],
    [
      'are not given at all while no range is ready',
      '',
      ['kubernetes!: 10.9.0.0/24'],
      [auto, '10.9.0.9'],
      's1:ip-range-full s2:ip-out-of-range',
    ],
    [
      'do not come from an object that the API server refuses',
      subnet('10.0.0.0/30'),
      ['bits: 10.1.0.1/24', 'two: 10.2.0.0/24 10.3.0.0/24', 'none: ', 'text: 10.4.0.0'],
      ['10.1.0.9', '10.2.0.9', '10.4.0.9'],
      's1:ip-out-of-range s2:ip-out-of-range s3:ip-out-of-range',
    ],
  ];
  for (const [behaviour, network, objects, clusterIPs, outcome] of cases) {
    it(behaviour, () =>
      assert.equal(addressesOf(admitted('custom', network, serviceCIDRs(...objects), servicesWith(clusterIPs))), outcome),
    );
  }

  it('have the families of the service subnet alone', () => {
    const dual = service('s', { ipFamilyPolicy: 'PreferDualStack' });
    assert.equal(addressesOf(admitted('custom', subnet('10.0.0.0/24'), serviceCIDRs('more: fd00::/112'), dual)), 's=10.0.0.17');
    assert.equal(
      addressesOf(admitted('custom', subnet('10.0.0.0/24'), serviceCIDRs('more: fd00::/112'), service('s', { ipFamilies: ['IPv6'] }))),
      's:invalid-ip-fields',
    );
  });

  it('have the families of the object kubernetes where no service subnet is known, in its order', () => {
    const dual = service('s', { ipFamilyPolicy: 'PreferDualStack' });
    assert.equal(addressesOf(admitted('custom', serviceCIDRs('kubernetes: fd00::/112 10.0.0.0/24'), dual)), 's=fd00::101,10.0.0.17');
    assert.equal(addressesOf(admitted('custom', serviceCIDRs('a: 10.1.0.0/24', 'kubernetes: fd00::/112'), dual)), 's=fd00::101');
  });

  it('take the place of the service subnet where the object kubernetes says otherwise', () => {
    assert.equal(
      addressesOf(admitted('custom', subnet('10.0.0.0/24'), serviceCIDRs('kubernetes: 10.9.0.0/24'), servicesWith([auto, '10.0.0.9']))),
      's1=10.9.0.17 s2:ip-out-of-range',
    );
  });

  it('say that any of the ranges may be taken', () => {
    const [first, , , last] = admitted(
      'custom',
      subnet('10.0.0.0/30'),
      serviceCIDRs('more: 10.1.0.0/30'),
      servicesWith([auto, auto, auto, auto]),
    );
    assert.equal(
      english.say(first!.explanation.reason),
      'The API server picks a free address at random from any of the service ranges 10.0.0.0/30, 10.1.0.0/30; 10.0.0.1 is the lowest of 10.0.0.1-10.0.0.2.',
    );
    assert.equal(first!.explanation.certainty, 'possible');
    assert.deepEqual(
      last!.explanation.because.map(({ path }) => path?.join('.')),
      ['spec.serviceSubnet', 'spec.cidrs.0'],
    );
  });

  it('name every range when an address is in none', () => {
    const [one] = admitted('custom', subnet('10.0.0.0/24'), serviceCIDRs('more: 10.1.0.0/24'), servicesWith(['10.2.0.1']));
    assert.equal(english.say(one!.rejected!.message), '10.2.0.1 is not a usable address of the service subnet 10.0.0.0/24, 10.1.0.0/24.');
  });
});
