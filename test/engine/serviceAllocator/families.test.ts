import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { admitted, service, site } from './notation.ts';

const clusters = {
  v4: '10.96.0.0/16',
  v6: 'fd00:96::/108',
  v4v6: '10.96.0.0/16,fd00:96::/108',
  v6v4: 'fd00:96::/108,10.96.0.0/16',
  unknown: undefined,
};

/** `SingleStack 4`, `RequireDualStack 46` or `invalid-ip-fields`. */
function familiesOf(cluster: keyof typeof clusters, spec: object): string {
  const [one] = admitted('custom', site(clusters[cluster] === undefined ? {} : { serviceSubnet: clusters[cluster] }), service('s', spec));
  return one!.rejected?.reason ?? `${one!.ipFamilyPolicy ?? '-'} ${one!.ipFamilies.join('')}`;
}

type Row = readonly [spec: object, ...outcomes: readonly string[]];

/** One outcome for each of `v4`, `v6`, `v4v6`, `v6v4`. */
function matrix(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [spec, ...outcomes] of rows) {
      for (const [index, cluster] of (['v4', 'v6', 'v4v6', 'v6v4'] as const).entries()) {
        it(`${JSON.stringify(spec)} on ${cluster}: ${outcomes[index]!}`, () => assert.equal(familiesOf(cluster, spec), outcomes[index]));
      }
    }
  });
}

const no = 'invalid-ip-fields';
const [single, prefer, require] = [
  { ipFamilyPolicy: 'SingleStack' },
  { ipFamilyPolicy: 'PreferDualStack' },
  { ipFamilyPolicy: 'RequireDualStack' },
];
const [f4, f6, f46, f64] = [
  { ipFamilies: ['IPv4'] },
  { ipFamilies: ['IPv6'] },
  { ipFamilies: ['IPv4', 'IPv6'] },
  { ipFamilies: ['IPv6', 'IPv4'] },
];
const a4 = { clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9'] };
const a6 = { clusterIP: 'fd00:96::9', clusterIPs: ['fd00:96::9'] };
const a46 = { clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9', 'fd00:96::9'] };
const a64 = { clusterIP: 'fd00:96::9', clusterIPs: ['fd00:96::9', '10.96.0.9'] };
const none = { clusterIP: 'None' };
const alone = { ...none, selector: {} };

matrix('families of a service with a cluster IP', [
  [{}, 'SingleStack 4', 'SingleStack 6', 'SingleStack 4', 'SingleStack 6'],
  [single, 'SingleStack 4', 'SingleStack 6', 'SingleStack 4', 'SingleStack 6'],
  [prefer, 'PreferDualStack 4', 'PreferDualStack 6', 'PreferDualStack 46', 'PreferDualStack 64'],
  [require, no, no, 'RequireDualStack 46', 'RequireDualStack 64'],
  [f4, 'SingleStack 4', no, 'SingleStack 4', 'SingleStack 4'],
  [f6, no, 'SingleStack 6', 'SingleStack 6', 'SingleStack 6'],
  [{ ...prefer, ...f4 }, 'PreferDualStack 4', no, 'PreferDualStack 46', 'PreferDualStack 46'],
  [{ ...prefer, ...f6 }, no, 'PreferDualStack 6', 'PreferDualStack 64', 'PreferDualStack 64'],
  [{ ...require, ...f6 }, no, no, 'RequireDualStack 64', 'RequireDualStack 64'],
  [f46, no, no, no, no],
  [{ ...single, ...f46 }, no, no, no, no],
  [{ ...prefer, ...f46 }, no, no, 'PreferDualStack 46', 'PreferDualStack 46'],
  [{ ...require, ...f64 }, no, no, 'RequireDualStack 64', 'RequireDualStack 64'],
  [a4, 'SingleStack 4', no, 'SingleStack 4', 'SingleStack 4'],
  [a6, no, 'SingleStack 6', 'SingleStack 6', 'SingleStack 6'],
  [{ ...prefer, ...a6 }, no, 'PreferDualStack 6', 'PreferDualStack 64', 'PreferDualStack 64'],
  [{ ...require, ...a4 }, no, no, 'RequireDualStack 46', 'RequireDualStack 46'],
  [a46, no, no, no, no],
  [{ ...require, ...a46 }, no, no, 'RequireDualStack 46', 'RequireDualStack 46'],
  [{ ...prefer, ...a64 }, no, no, 'PreferDualStack 64', 'PreferDualStack 64'],
  [{ ...f4, ...a6 }, no, no, no, no],
  [{ ...prefer, ...f46, ...a64 }, no, no, no, no],
  [{ ...prefer, ...f46, ...a4 }, no, no, 'PreferDualStack 46', 'PreferDualStack 46'],
  [{ ...prefer, ...f4, ...a46 }, no, no, 'PreferDualStack 46', 'PreferDualStack 46'],
]);

matrix('families of a headless service with a selector', [
  [none, 'SingleStack 4', 'SingleStack 6', 'SingleStack 4', 'SingleStack 6'],
  [{ ...none, ...prefer }, 'PreferDualStack 4', 'PreferDualStack 6', 'PreferDualStack 46', 'PreferDualStack 64'],
  [{ ...none, ...require }, no, no, 'RequireDualStack 46', 'RequireDualStack 64'],
  [{ ...none, ...f6 }, no, 'SingleStack 6', 'SingleStack 6', 'SingleStack 6'],
  [{ ...none, ...f46 }, no, no, no, no],
]);

matrix('families of a headless service without a selector', [
  [alone, 'RequireDualStack 46', 'RequireDualStack 64', 'RequireDualStack 46', 'RequireDualStack 64'],
  [{ ...alone, ...single }, 'SingleStack 4', 'SingleStack 6', 'SingleStack 4', 'SingleStack 6'],
  [{ ...alone, ...prefer }, 'PreferDualStack 46', 'PreferDualStack 64', 'PreferDualStack 46', 'PreferDualStack 64'],
  [{ ...alone, ...f6 }, 'RequireDualStack 64', 'RequireDualStack 64', 'RequireDualStack 64', 'RequireDualStack 64'],
  [{ ...alone, ...single, ...f6 }, 'SingleStack 6', 'SingleStack 6', 'SingleStack 6', 'SingleStack 6'],
  [{ ...alone, ...f46 }, 'RequireDualStack 46', 'RequireDualStack 46', 'RequireDualStack 46', 'RequireDualStack 46'],
]);

describe('families where no service subnet is known', () => {
  const cases: readonly (readonly [object, string])[] = [
    [{}, 'SingleStack 4'],
    [f6, 'SingleStack 6'],
    [a6, 'SingleStack 6'],
    [require, 'RequireDualStack 46'],
    [prefer, 'PreferDualStack 4'],
    [{ ...require, ...a46 }, 'RequireDualStack 46'],
    [a46, no],
    [{ ...f4, ...a6 }, no],
  ];
  for (const [spec, outcome] of cases) it(`${JSON.stringify(spec)}: ${outcome}`, () => assert.equal(familiesOf('unknown', spec), outcome));
});

it('an IPv4 cluster IP may have leading zeros, which are decimal', () => {
  const [one] = admitted('custom', site({ serviceSubnet: '10.96.0.0/16' }), service('s', { clusterIP: '010.096.000.09' }));
  assert.deepEqual(one!.clusterIPs, [{ family: 4, value: 0x0a600009n }]);
});

describe('the API server refuses', () => {
  const refused: readonly (readonly [string, object, string])[] = [
    ['a policy that does not exist', { ipFamilyPolicy: 'Dual' }, 'invalid-ip-fields'],
    ['a family that does not exist', { ipFamilies: ['ipv4'] }, 'invalid-ip-fields'],
    ['a family twice', { ...prefer, ipFamilies: ['IPv4', 'IPv4'] }, 'invalid-ip-fields'],
    ['three families', { ...prefer, ipFamilies: ['IPv4', 'IPv6', 'IPv4'] }, 'invalid-ip-fields'],
    ['three addresses', { ...prefer, clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1', 'fd00:96::1', '10.96.0.2'] }, 'invalid-ip-fields'],
    ['an address that is none', { clusterIP: '10.96.0' }, 'invalid-ip-fields'],
    ['None beside an address', { ...prefer, clusterIP: 'None', clusterIPs: ['None', 'fd00:96::1'] }, 'invalid-ip-fields'],
    ['an address beside None', { ...prefer, clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1', 'None'] }, 'invalid-ip-fields'],
    ['two addresses of one family', { ...prefer, clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1', '10.96.0.2'] }, 'invalid-ip-fields'],
    ['clusterIPs without clusterIP', { clusterIPs: ['10.96.0.1'] }, 'invalid-ip-fields'],
    ['clusterIPs that begin otherwise than clusterIP', { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.2'] }, 'invalid-ip-fields'],
    ['a headless NodePort service', { clusterIP: 'None', type: 'NodePort' }, 'headless-not-allowed'],
    ['a headless LoadBalancer service', { clusterIP: 'None', type: 'LoadBalancer' }, 'headless-not-allowed'],
    [
      'an ExternalName service with a cluster IP',
      { type: 'ExternalName', externalName: 'a.b', clusterIP: '10.96.0.1' },
      'invalid-ip-fields',
    ],
    ['an ExternalName service that is headless', { type: 'ExternalName', externalName: 'a.b', clusterIP: 'None' }, 'invalid-ip-fields'],
    ['an ExternalName service with families', { type: 'ExternalName', externalName: 'a.b', ipFamilies: ['IPv4'] }, 'invalid-ip-fields'],
    [
      'an ExternalName service with a policy',
      { type: 'ExternalName', externalName: 'a.b', ipFamilyPolicy: 'SingleStack' },
      'invalid-ip-fields',
    ],
  ];
  for (const [behaviour, spec, reason] of refused) it(behaviour, () => assert.equal(familiesOf('v4v6', spec), reason));

  it('with a sentence, and points at the field', () => {
    const [one] = admitted(
      'custom',
      site({ serviceSubnet: '10.96.0.0/16' }),
      service('s', { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4', 'IPv6'] }),
    );
    assert.equal(english.say(one!.rejected!.message), 'IPv6 is not configured for services of this cluster.');
    assert.deepEqual(
      one!.rejected!.because.map(({ path }) => path?.join('.')),
      ['spec.ipFamilies.1'],
    );
    assert.deepEqual([one!.clusterIPs, one!.ipFamilies], [[], []]);
  });
});
