import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { give, manifest, outcomesOf, outcomesWith, poolsOf, servicesOf } from './notation.ts';

type Case = readonly [behaviour: string, pools: string, services: string, outcome: string];

function table(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [behaviour, pools, services, outcome] of cases) it(behaviour, () => assert.equal(give(pools, services).text, outcome));
  });
}

const noPool = 'MetalLB has no address pools.';

describe('external addresses', () => {
  table('automatic choice', [
    [
      'goes through a pool from the network address to the broadcast address',
      'a: 10.0.0.0/30',
      's1 s2 s3 s4 s5',
      's1=10.0.0.0 s2=10.0.0.1 s3=10.0.0.2 s4=10.0.0.3 s5:exhausted',
    ],
    ['goes through the entries in written order', 'a: 10.0.1.0/31,10.0.0.0/32', 's1 s2 s3', 's1=10.0.1.0 s2=10.0.1.1 s3=10.0.0.0'],
    [
      'goes through a range that is several CIDRs in ascending order',
      'a: 10.0.0.3-10.0.0.5',
      's1 s2 s3 s4',
      's1=10.0.0.3 s2=10.0.0.4 s3=10.0.0.5 s4:exhausted',
    ],
    [
      'takes general pools by name where MetalLB takes them in no fixed order',
      'b: 10.0.1.0/32\na: 10.0.0.0/32',
      's1 s2',
      's1=10.0.0.0 s2=10.0.1.0',
    ],
    ['passes over a pool that is not assigned automatically', 'a: 10.0.0.0/30 !auto\nb: 10.0.1.0/32', 's1 s2', 's1=10.0.1.0 s2:exhausted'],
    ['gives nothing when no pool may be used', 'a: 10.0.0.0/30 !auto', 's1', 's1:exhausted'],
    ['gives nothing of another family', 'a: 10.0.0.0/30', 's1^v6', 's1:exhausted'],
    ['masks host bits away', 'a: 10.0.0.7/30', 's1', 's1=10.0.0.4'],
    ['takes IPv6 addresses from the first', 'a: fd00::/126', 's1^v6 s2^v6', 's1=fd00:: s2=fd00::1'],
    ['takes the first address of a /8 and of a /64 alike', 'a: 10.0.0.0/8\nb: fd00::/64', 's1 s2^v6', 's1=10.0.0.0 s2=fd00::'],
  ]);

  table('avoidBuggyIPs', [
    ['leaves out .0 and .255 of every /24', 'a: 10.0.0.254-10.0.1.1 buggy', 's1 s2 s3', 's1=10.0.0.254 s2=10.0.1.1 s3:exhausted'],
    [
      'owns no .0 either, so it cannot be asked for',
      'a: 10.0.0.0/24 buggy',
      's1=10.0.0.0 s2=10.0.0.255 s3=10.0.0.1',
      's1:not-in-pool s2:not-in-pool s3=10.0.0.1',
    ],
    [
      'counts every boundary, whatever the prefix',
      'a: 10.0.0.0/16 buggy',
      's1=10.0.7.255 s2=10.0.8.0 s3=10.0.7.254',
      's1:not-in-pool s2:not-in-pool s3=10.0.7.254',
    ],
    ['never concerns IPv6', 'a: fd00::/127 buggy', 's1^v6', 's1=fd00::'],
  ]);

  table('pools meant for some services', [
    ['are tried before the others', 'a: 10.0.0.0/24\nz: 10.0.9.0/32 ns=shop', 's1@shop s2@shop s3', 's1=10.0.9.0 s2=10.0.0.0 s3=10.0.0.1'],
    [
      'are never used for others, even when all else is full',
      'a: 10.0.0.0/32\nz: 10.0.9.0/24 ns=shop',
      's1 s2',
      's1=10.0.0.0 s2:exhausted',
    ],
    [
      'by labels of the service',
      'a: 10.0.0.0/24\nz: 10.0.9.0/24 sel=tier:web',
      's1&tier.web s2&tier.db s3',
      's1=10.0.9.0 s2=10.0.0.0 s3=10.0.0.1',
    ],
    [
      'by namespace and labels: both must hold',
      'a: 10.0.0.0/24\nz: 10.0.9.0/24 ns=shop sel=tier:web',
      's1@shop&tier.web s2@shop&tier.db s3&tier.web',
      's1=10.0.9.0 s2=10.0.0.0 s3=10.0.0.1',
    ],
    [
      'go by priority, 1 before 2',
      'a: 10.0.1.0/32 ns=shop priority=2\nb: 10.0.2.0/32 ns=shop priority=1',
      's1@shop s2@shop',
      's1=10.0.2.0 s2=10.0.1.0',
    ],
    [
      'with priority 0 come last, since it means unset',
      'a: 10.0.1.0/32 ns=shop priority=0\nb: 10.0.2.0/32 ns=shop priority=9',
      's1@shop s2@shop',
      's1=10.0.2.0 s2=10.0.1.0',
    ],
    [
      'mix namespace and label scopes by priority',
      'a: 10.0.1.0/32 ns=shop priority=3\nb: 10.0.2.0/32 sel=tier:web priority=2',
      's1@shop&tier.web s2@shop&tier.web',
      's1=10.0.2.0 s2=10.0.1.0',
    ],
    ['of equal priority go by name', 'b: 10.0.2.0/32 ns=shop\na: 10.0.1.0/32 ns=shop', 's1@shop s2@shop', 's1=10.0.1.0 s2=10.0.2.0'],
    [
      'with an empty scope are for every service, before the unscoped',
      'a: 10.0.0.0/24\nz: 10.0.9.0/32 scoped',
      's1 s2',
      's1=10.0.9.0 s2=10.0.0.0',
    ],
    ['with only a priority are for every service too', 'a: 10.0.0.0/24\nz: 10.0.9.0/32 priority=1', 's1 s2', 's1=10.0.9.0 s2=10.0.0.0'],
    [
      'that are not assigned automatically are left out',
      'a: 10.0.0.0/24\nz: 10.0.9.0/24 ns=shop !auto',
      's1@shop s2@shop>z',
      's1=10.0.0.0 s2=10.0.9.0',
    ],
    [
      'match a namespace by the name that every namespace has as label',
      'z: 10.0.9.0/24 nssel=kubernetes.io/metadata.name:shop',
      's1@shop s2',
      's1=10.0.9.0 s2:exhausted',
    ],
    [
      'whose namespace selector matches nothing are never chosen, yet may be asked for by all',
      'z: 10.0.9.0/24 nssel=team:none',
      's1 s2=10.0.9.5 s3>z',
      's1:exhausted s2=10.0.9.5 s3=10.0.9.0',
    ],
    [
      'of an exhausted family fall back to the others',
      'a: fd00::/126\nz: 10.0.9.0/32 ns=shop',
      's1@shop s2@shop^v6',
      's1=10.0.9.0 s2=fd00::',
    ],
  ]);

  it('match namespaces by the labels of their manifests', () => {
    const namespace = manifest('v1', 'Namespace', { name: 'shop', labels: { team: 'red' } }, {});
    assert.equal(give('z: 10.0.9.0/24 nssel=team:red', 's1@shop s2@other', namespace).text, 's1=10.0.9.0 s2:exhausted');
  });

  table('asking for a pool', [
    ['takes from that pool, also when it is not assigned automatically', 'a: 10.0.0.0/24\nb: 10.0.1.0/24 !auto', 's1>b', 's1=10.0.1.0'],
    ['does not fall back to another pool', 'a: 10.0.0.0/24\nb: 10.0.1.0/32', 's1>b s2>b', 's1=10.0.1.0 s2:exhausted'],
    ['that does not exist', 'a: 10.0.0.0/24', 's1>b', 's1:unknown-pool'],
    ['that is meant for others', 'a: 10.0.0.0/24 ns=shop', 's1>a', 's1:pool-not-allowed'],
    ['that has only the other family', 'a: fd00::/120', 's1>a', 's1:exhausted'],
    ['is found full before it is found to be meant for others', 'a: 10.0.0.0/32 ns=shop', 's1@shop s2>a', 's1=10.0.0.0 s2:exhausted'],
  ]);

  table('asking for an address', [
    ['gets it', 'a: 10.0.0.0/24', 's1=10.0.0.9 s2', 's1=10.0.0.9 s2=10.0.0.0'],
    [
      'is no precedence over an automatic service that comes earlier',
      'a: 10.0.0.0/24',
      's1 s2=10.0.0.0',
      's1=10.0.0.0 s2:sharing-conflict',
    ],
    ['is passed over by automatic services that come later', 'a: 10.0.0.0/30', 's1=10.0.0.0 s2 s3', 's1=10.0.0.0 s2=10.0.0.1 s3=10.0.0.2'],
    ['that no pool has', 'a: 10.0.0.0/24', 's1=10.0.1.1', 's1:not-in-pool'],
    ['works in a pool that is not assigned automatically', 'a: 10.0.0.0/24 !auto', 's1=10.0.0.9', 's1=10.0.0.9'],
    ['of a pool meant for others', 'a: 10.0.0.0/24 ns=shop', 's1=10.0.0.9', 's1:pool-not-allowed'],
    ['of another family', 'a: 10.0.0.0/24,fd00::/120', 's1=fd00::9 s2^v6=10.0.0.9', 's1:family-mismatch s2:family-mismatch'],
    [
      'that is none',
      'a: 10.0.0.0/24',
      's1=10.0.0 s2=10.0.0.1+ s3=10.0.0.01',
      's1:invalid-requested-ip s2:invalid-requested-ip s3:invalid-requested-ip',
    ],
    ['three times', 'a: 10.0.0.0/24', 's1=10.0.0.1+10.0.0.2+fd00::1', 's1:too-many-ips'],
    ['twice of one family', 'a: 10.0.0.0/24', 's1=10.0.0.1+10.0.0.2', 's1:same-family-pair'],
    ['in the notation of mapped IPv4', 'a: 10.0.0.0/24', 's1=::ffff:10.0.0.9', 's1=10.0.0.9'],
    [
      'and for its pool',
      'a: 10.0.0.0/24\nb: 10.0.1.0/24',
      's1=10.0.0.9>a s2=10.0.0.8>b s3=10.0.0.8',
      's1=10.0.0.9 s2:ip-pool-mismatch s3=10.0.0.8',
    ],
    ['and for a pool that does not exist', 'a: 10.0.0.0/24', 's1=10.0.0.9>b', 's1:ip-pool-mismatch'],
  ]);

  describe('annotations and fields', () => {
    const service = (annotations: Record<string, string>, spec: object = {}) =>
      manifest('v1', 'Service', { name: 's', annotations }, { type: 'LoadBalancer', ports: [{ port: 80 }], ...spec });
    const one = (annotations: Record<string, string>, spec?: object) =>
      outcomesOf(poolsOf('a: 10.0.0.0/24\nb: 10.0.1.0/24'), service(annotations, spec)).text;
    const cases: readonly (readonly [string, Record<string, string>, object, string])[] = [
      ['loadBalancerIP asks for an address', {}, { loadBalancerIP: '10.0.1.7' }, 's=10.0.1.7'],
      ['loadBalancerIP is not trimmed', {}, { loadBalancerIP: ' 10.0.1.7' }, 's:invalid-requested-ip'],
      ['each address of the annotation is trimmed', { 'metallb.io/loadBalancerIPs': ' 10.0.1.7 ' }, {}, 's=10.0.1.7'],
      [
        'annotation and loadBalancerIP together are refused',
        { 'metallb.io/loadBalancerIPs': '10.0.1.7' },
        { loadBalancerIP: '10.0.1.7' },
        's:conflicting-ip-requests',
      ],
      ['the old prefix is read', { 'metallb.universe.tf/loadBalancerIPs': '10.0.1.7' }, {}, 's=10.0.1.7'],
      [
        'the new prefix hides the old one',
        { 'metallb.io/loadBalancerIPs': '10.0.1.7', 'metallb.universe.tf/loadBalancerIPs': '10.0.1.8' },
        {},
        's=10.0.1.7',
      ],
      [
        'present but empty, it hides the old one',
        { 'metallb.io/loadBalancerIPs': '', 'metallb.universe.tf/loadBalancerIPs': '10.0.1.8' },
        {},
        's=10.0.0.0',
      ],
      [
        'an empty annotation leaves loadBalancerIP in force',
        { 'metallb.io/loadBalancerIPs': '' },
        { loadBalancerIP: '10.0.1.8' },
        's=10.0.1.8',
      ],
      [
        'the old annotation and loadBalancerIP together are refused, equal or not',
        { 'metallb.universe.tf/loadBalancerIPs': '10.0.1.7' },
        { loadBalancerIP: '10.0.1.7' },
        's:conflicting-ip-requests',
      ],
      [
        'an empty new annotation hides the old one, so loadBalancerIP is in force',
        { 'metallb.io/loadBalancerIPs': '', 'metallb.universe.tf/loadBalancerIPs': '10.0.1.7' },
        { loadBalancerIP: '10.0.1.8' },
        's=10.0.1.8',
      ],
      ['an annotation of blanks is a request that cannot be read', { 'metallb.io/loadBalancerIPs': ' ' }, {}, 's:invalid-requested-ip'],
      ['loadBalancerIP may be mapped IPv4', {}, { loadBalancerIP: '::ffff:10.0.1.7' }, 's=10.0.1.7'],
      [
        'an address by the one prefix and its pool by the other',
        { 'metallb.io/loadBalancerIPs': '10.0.1.7', 'metallb.universe.tf/address-pool': 'b' },
        {},
        's=10.0.1.7',
      ],
      [
        'the pool by both prefixes: the new one counts',
        { 'metallb.io/address-pool': 'b', 'metallb.universe.tf/address-pool': 'a' },
        {},
        's=10.0.1.0',
      ],
      ['the pool by the old prefix', { 'metallb.universe.tf/address-pool': 'b' }, {}, 's=10.0.1.0'],
      ['the pool by an empty new prefix', { 'metallb.io/address-pool': '', 'metallb.universe.tf/address-pool': 'b' }, {}, 's=10.0.0.0'],
    ];
    for (const [behaviour, annotations, spec, outcome] of cases) it(behaviour, () => assert.equal(one(annotations, spec), outcome));

    it('the sharing key by the old prefix is hidden by an empty one of the new', () => {
      const other = (annotations: Record<string, string>) =>
        manifest(
          'v1',
          'Service',
          { name: 't', annotations: { ...annotations, 'metallb.io/loadBalancerIPs': '10.0.0.0' } },
          { type: 'LoadBalancer', ports: [{ port: 81 }] },
        );
      const first = service({ 'metallb.universe.tf/allow-shared-ip': 'k' });
      const pools = poolsOf('a: 10.0.0.0/24');
      assert.equal(outcomesOf(pools, first, other({ 'metallb.universe.tf/allow-shared-ip': 'k' })).text, 's=10.0.0.0 t=10.0.0.0');
      assert.equal(
        outcomesOf(pools, first, other({ 'metallb.io/allow-shared-ip': '', 'metallb.universe.tf/allow-shared-ip': 'k' })).text,
        's=10.0.0.0 t:sharing-conflict',
      );
    });
  });

  table('sharing', [
    ['needs one key and different ports', 'a: 10.0.0.0/24', 's1:80#k s2:81#k', 's1=10.0.0.0 s2=10.0.0.0'],
    ['works across namespaces', 'a: 10.0.0.0/24', 's1:80@x#k s2:81@y#k', 's1=10.0.0.0 s2=10.0.0.0'],
    [
      'by status works across namespaces too',
      'a: 10.0.0.0/24',
      's1:80@x#k~10.0.0.7 s2:81@y#k~10.0.0.7 s3:82@z#k=10.0.0.7',
      's1=10.0.0.7 s2=10.0.0.7 s3=10.0.0.7',
    ],
    [
      'of a pair needs both addresses',
      'a: 10.0.0.0/24,fd00::/120',
      's1:80^dual#k s2:81^dual#k s3:80^v6#k s4:81^dual#l',
      's1=10.0.0.0,fd00:: s2=10.0.0.0,fd00:: s3=fd00::1 s4=10.0.0.1,fd00::2',
    ],
    ['is not of services without a key', 'a: 10.0.0.0/24', 's1:80 s2:81', 's1=10.0.0.0 s2=10.0.0.1'],
    ['is not of different keys', 'a: 10.0.0.0/24', 's1:80#k s2:81#l=10.0.0.0', 's1=10.0.0.0 s2:sharing-conflict'],
    ['is not of one port', 'a: 10.0.0.0/24', 's1:80#k s2:80#k=10.0.0.0 s3:80#k', 's1=10.0.0.0 s2:port-conflict s3=10.0.0.1'],
    ['tells TCP from UDP', 'a: 10.0.0.0/24', 's1:53/TCP#k s2:53/UDP#k', 's1=10.0.0.0 s2=10.0.0.0'],
    ['whatever the selectors under externalTrafficPolicy Cluster', 'a: 10.0.0.0/24', 's1:80#k$x s2:81#k$y', 's1=10.0.0.0 s2=10.0.0.0'],
    ['under Local needs equal selectors', 'a: 10.0.0.0/24', 's1:80#k$x! s2:81#k$x! s3:82#k$y!', 's1=10.0.0.0 s2=10.0.0.0 s3=10.0.0.1'],
    ['is not of Local and Cluster', 'a: 10.0.0.0/24', 's1:80#k$x! s2:81#k$x', 's1=10.0.0.0 s2=10.0.0.1'],
    ['is not sought: a free address that comes earlier is taken', 'a: 10.0.0.0/24', 's1:80#k=10.0.0.3 s2:81#k', 's1=10.0.0.3 s2=10.0.0.0'],
    [
      'joins the first of several addresses where the ports allow it',
      'a: 10.0.0.0/24',
      's1:80#k s2:80#k s3:81#k s4:80#k s5:81#k',
      's1=10.0.0.0 s2=10.0.0.1 s3=10.0.0.0 s4=10.0.0.2 s5=10.0.0.1',
    ],
    [
      'prefers what comes first in the pool, not the smaller address',
      'a: 10.0.1.0/31,10.0.0.0/31',
      's1:80#k=10.0.0.0 s2:81#k',
      's1=10.0.0.0 s2=10.0.1.0',
    ],
    ['finds room in a full pool', 'a: 10.0.0.0/31', 's1:80#k s2 s3:81#k s4', 's1=10.0.0.0 s2=10.0.0.1 s3=10.0.0.0 s4:exhausted'],
    [
      'of several ports needs all of them free',
      'a: 10.0.0.0/24',
      's1:80+443#k s2:443+8080#k s3:8080#k',
      's1=10.0.0.0 s2=10.0.0.1 s3=10.0.0.0',
    ],
    [
      'finds an address that was inserted before others',
      'a: 10.0.0.0/24',
      's1:80#k=10.0.0.2 s2:80#k=10.0.0.3 s3=10.0.0.0 s4:80#k=10.0.0.1 s5:81#k',
      's1=10.0.0.2 s2=10.0.0.3 s3=10.0.0.0 s4=10.0.0.1 s5=10.0.0.1',
    ],
  ]);

  it('lets Local and Cluster share when the Local one has no selector', () => {
    const service = (name: string, port: number, spec: object) =>
      manifest(
        'v1',
        'Service',
        { name, annotations: { 'metallb.io/allow-shared-ip': 'k' } },
        { type: 'LoadBalancer', ports: [{ port }], ...spec },
      );
    const shared = outcomesOf(
      poolsOf('a: 10.0.0.0/24'),
      service('s', 80, { externalTrafficPolicy: 'Local' }),
      service('t', 81, { selector: { app: 'x' } }),
    );
    assert.equal(shared.text, 's=10.0.0.0 t=10.0.0.0');
    assert.deepEqual(shared.byName.get('s')?.sharedWith, ['default/t']);
    assert.deepEqual(shared.byName.get('t')?.sharedWith, ['default/s']);
    assert.equal(shared.pools[0]?.used, 1);
  });

  table('dual stack', [
    [
      'gets one address of each family, IPv4 first',
      'a: 10.0.0.0/24,fd00::/120',
      's1^dual s2^prefer6',
      's1=10.0.0.0,fd00:: s2=10.0.0.1,fd00::1',
    ],
    ['never gets them from two pools', 'a: 10.0.0.0/24\nb: fd00::/120', 's1^dual', 's1:exhausted'],
    ['prefers the pool that has both', 'a: 10.0.0.0/24\nb: 10.0.1.0/24,fd00::/120', 's1^prefer', 's1=10.0.1.0,fd00::'],
    [
      'under PreferDualStack is content with the primary family',
      'a: fd00::/120\nb: 10.0.1.0/24',
      's1^prefer s2^prefer6',
      's1=10.0.1.0 s2=fd00::',
    ],
    ['under PreferDualStack is content with the other family', 'a: fd00::/120', 's1^prefer', 's1=fd00::'],
    [
      'is settled by the pools meant for it, even with one address',
      'a: 10.0.0.0/24,fd00::/120\nz: 10.0.9.0/24 ns=shop',
      's1@shop^prefer s2@shop^dual',
      's1=10.0.9.0 s2=10.0.0.0,fd00::',
    ],
    [
      'asks for one of each or for none',
      'a: 10.0.0.0/24,fd00::/120',
      's1^prefer=10.0.0.5 s2^dual=10.0.0.6 s3^dual=10.0.0.7+fd00::7',
      's1:family-mismatch s2:family-mismatch s3=10.0.0.7,fd00::7',
    ],
    ['asks for a pair of one pool', 'a: 10.0.0.0/24\nb: fd00::/120', 's1^dual=10.0.0.7+fd00::7', 's1:not-in-pool'],
    ['keeps the order in which the pair is asked for', 'a: 10.0.0.0/24,fd00::/120', 's1^dual=fd00::7+10.0.0.7', 's1=fd00::7,10.0.0.7'],
    [
      'named pool: RequireDualStack needs both, PreferDualStack takes what there is',
      'a: 10.0.0.0/24',
      's1^dual>a s2^prefer>a',
      's1:exhausted s2=10.0.0.0',
    ],
    [
      'goes by the cluster IPs: PreferDualStack in a pool of both families gives both',
      'a: 10.0.0.0/32,fd00::/127',
      's1^prefer s2^prefer',
      's1=10.0.0.0,fd00:: s2=fd00::1',
    ],
  ]);

  table('addresses that the status shows', [
    ['are kept', 'a: 10.0.0.0/24', 's1~10.0.0.7', 's1=10.0.0.7'],
    ['come before services without', 'a: 10.0.0.0/24', 's1 s2~10.0.0.0', 's1=10.0.0.1 s2=10.0.0.0'],
    ['come before a service that asks for one of them', 'a: 10.0.0.0/24', 's1=10.0.0.0 s2~10.0.0.0', 's1:sharing-conflict s2=10.0.0.0'],
    ['two come before one', 'a: 10.0.0.0/24,fd00::/120', 's1~10.0.0.0 s2^dual~10.0.0.0+fd00::', 's1=10.0.0.1 s2=10.0.0.0,fd00::'],
    ['of no pool are given up', 'a: 10.0.0.0/24', 's1~10.9.9.9', 's1=10.0.0.0'],
    ['of another family are given up', 'a: 10.0.0.0/24,fd00::/120', 's1~fd00::7', 's1=10.0.0.0'],
    ['of a pool meant for others are given up', 'a: 10.0.0.0/24 ns=shop\nb: 10.0.1.0/24', 's1~10.0.0.7', 's1=10.0.1.0'],
    ['are kept in a pool that is no longer assigned automatically', 'a: 10.0.0.0/24 !auto\nb: 10.0.1.0/24', 's1~10.0.0.7', 's1=10.0.0.7'],
    ['are given up for another pool', 'a: 10.0.0.0/24\nb: 10.0.1.0/24', 's1~10.0.0.7>b', 's1=10.0.1.0'],
    ['are given up for another address', 'a: 10.0.0.0/24', 's1~10.0.0.7=10.0.0.8', 's1=10.0.0.8'],
    [
      'are lost though the address asked for is not to be had',
      'a: 10.0.0.0/24',
      's1~10.0.0.8 s2~10.0.0.7=10.0.0.8',
      's1=10.0.0.8 s2:sharing-conflict',
    ],
    [
      'can be taken by one that is looked at before and asks for them',
      'a: 10.0.0.0/24',
      's1~10.0.0.7=10.0.0.8 s2~10.0.0.8',
      's1=10.0.0.8 s2=10.0.0.0',
    ],
    [
      'that are given up go to a service that waited for them',
      'a: 10.0.0.0/32\nb: 10.0.1.0/24 !auto',
      's1 s2~10.0.0.0>b',
      's1=10.0.0.0 s2=10.0.1.0',
    ],
    ['stay while the request cannot be read', 'a: 10.0.0.0/24', 's1~10.0.0.7=x', 's1=10.0.0.7'],
    ['are shared lawfully', 'a: 10.0.0.0/24', 's1:80#k~10.0.0.7 s2:81#k~10.0.0.7 s3:81#k~10.0.0.7', 's1=10.0.0.7 s2=10.0.0.7 s3=10.0.0.0'],
    [
      'are completed under PreferDualStack from the same pool',
      'a: 10.0.0.0/24,fd00::/120',
      's1^prefer~10.0.0.7 s2^prefer~fd00::7',
      's1=10.0.0.7,fd00:: s2=fd00::7,10.0.0.0',
    ],
    [
      'completed under PreferDualStack, they no longer are what is asked for',
      'a: 10.0.0.0/24,fd00::/120',
      's1^prefer~10.0.0.7=10.0.0.7',
      's1:family-mismatch',
    ],
    [
      'that a second look gives up go to nobody who found another before, and then to those who wait',
      'a: 10.0.0.7/32,fd00::/120\nb: 10.0.1.0/32',
      's1^prefer~10.0.0.7=10.0.0.7 s2 s3',
      's1:family-mismatch s2=10.0.1.0 s3=10.0.0.7',
    ],
    ['are completed only from the pool that gave the first', 'a: 10.0.0.0/24\nb: fd00::/120', 's1^prefer~10.0.0.7', 's1=10.0.0.7'],
    [
      'in another order are the pair asked for, and are then written in text order',
      'a: 10.0.0.0/24,fd00::/120',
      's1^dual~fd00::7+10.0.0.7=fd00::7+10.0.0.7',
      's1=10.0.0.7,fd00::7',
    ],
  ]);

  describe('services that MetalLB leaves alone', () => {
    const pools = poolsOf('a: 10.0.0.0/31');
    const service = (name: string, spec: object, status?: object) =>
      manifest('v1', 'Service', { name }, { type: 'LoadBalancer', ports: [{ port: 80 }], ...spec }, status);

    it('are those of another class, and their addresses block nothing', () => {
      const foreign = service('s', { loadBalancerClass: 'example.com/other' }, { loadBalancer: { ingress: [{ ip: '10.0.0.0' }] } });
      assert.equal(outcomesOf(pools, foreign, service('t', {})).text, 's:class-not-handled t=10.0.0.0');
    });

    it('are those without a class when MetalLB runs for one', () => {
      const network = `${JSON.stringify({ apiVersion: 'edgenetwork/v1', kind: 'EdgeNetwork', metadata: { name: 'x' }, spec: { serviceSubnet: '10.96.0.0/16', loadBalancerClass: 'metallb' } })}\n`;
      const clusterText = [network, pools, service('s', {}), service('t', { loadBalancerClass: 'metallb' })];
      assert.equal(outcomesWith(...clusterText).text, 's:class-not-handled t=10.0.0.0');
    });

    it('are those of another type, or that the API server refuses: they have no outcome at all', () => {
      const outcomes = outcomesOf(pools, service('s', { type: 'NodePort' }), service('t', { clusterIP: 'None' }), service('u', {}));
      assert.equal(outcomes.text, 'u=10.0.0.0');
    });

    it('are those that require two families but show one cluster IP', () => {
      const text = `${JSON.stringify({ apiVersion: 'edgenetwork/v1', kind: 'EdgeNetwork', metadata: { name: 'x' }, spec: {} })}\n`;
      assert.equal(
        outcomesWith(text, pools, service('s', { ipFamilyPolicy: 'RequireDualStack', clusterIP: '10.1.1.1' })).text,
        's:not-enough-cluster-ips',
      );
    });
  });

  describe('without pools', () => {
    it("says nothing of a service's address", () => {
      const { byName, pools, refused, text } = outcomesOf(servicesOf('s'));
      assert.equal(text, 's:no-pools');
      assert.deepEqual([pools, refused, byName.get('s')?.ips], [[], false, []]);
    });

    it('takes the address that the status shows', () => {
      const { byName, text } = outcomesOf(servicesOf('s~192.0.2.1'));
      assert.equal(text, 's=192.0.2.1');
      assert.equal(byName.get('s')?.pool, undefined);
      assert.equal(byName.get('s')?.explanation.certainty, 'fixed');
    });

    it('but with pools in another namespace MetalLB has none', () => {
      const pool = manifest('metallb.io/v1beta1', 'IPAddressPool', { name: 'a', namespace: 'shop' }, { addresses: ['10.0.0.0/24'] });
      const { byName, pools, text } = outcomesOf(pool, manifest('v1', 'Namespace', { name: 'metallb-system' }, {}), servicesOf('s'));
      assert.equal(text, 's:no-pools');
      assert.equal(english.say(byName.get('s')!.explanation.reason), noPool);
      assert.deepEqual(
        pools.map(({ name, valid }) => [name, valid]),
        [['a', false]],
      );
    });
  });

  describe('certainty', () => {
    const certainty = (pools: string, services: string) =>
      [...give(pools, services).byName].map(([name, { explanation }]) => `${name}=${explanation.certainty}`).join(' ');

    it('is fixed for what is asked for and for what the status shows', () => {
      assert.equal(certainty('a: 10.0.0.0/24\nb: 10.0.1.0/24', 's1=10.0.0.9 s2~10.0.0.8'), 's1=fixed s2=fixed');
    });

    it('is predicted with one pool to take from', () => {
      assert.equal(certainty('a: 10.0.0.0/24\nb: 10.0.1.0/24 !auto', 's1 s2>b'), 's1=predicted s2=predicted');
    });

    it('is possible with several equal pools, which the reason names', () => {
      const { explanation } = give('b: 10.0.1.0/24\na: 10.0.0.0/24', 's1').byName.get('s1')!;
      assert.equal(explanation.certainty, 'possible');
      assert.match(english.say(explanation.reason), /"a", "b"/);
      assert.equal(certainty('a: 10.0.0.0/24 ns=shop priority=1\nb: 10.0.1.0/24 ns=shop priority=1', 's1@shop'), 's1=possible');
    });

    it('is predicted where priorities or families leave one pool', () => {
      assert.equal(certainty('a: 10.0.0.0/24 ns=shop priority=1\nb: 10.0.1.0/24 ns=shop priority=2', 's1@shop'), 's1=predicted');
      assert.equal(certainty('a: 10.0.0.0/24\nb: fd00::/120', 's1'), 's1=predicted');
      assert.equal(certainty('a: 10.0.0.0/24 ns=shop priority=1\nb: 10.0.1.0/24 ns=shop priority=2', 's1@shop^prefer'), 's1=predicted');
    });
  });

  describe('certainty of what follows from a race', () => {
    const certainty = (pools: string, services: string) =>
      [...give(pools, services).byName].map(([name, { explanation }]) => `${name}=${explanation.certainty}`).join(' ');

    it('is possible for a service that finds one of the pools full that an earlier one drew from', () => {
      assert.equal(certainty('a: 10.0.0.0/32\nb: 10.0.1.0/24', 's1 s2'), 's1=possible s2=possible');
      assert.equal(certainty('a: 10.0.0.0/32\nb: 10.0.1.0/24\nc: fd00::/120', 's1^v6 s2'), 's1=predicted s2=possible');
      assert.equal(certainty('a: 10.0.0.0/32\nb: 10.0.1.0/24\nz: 10.0.9.0/24 ns=shop', 's1 s2@shop'), 's1=possible s2=predicted');
    });

    it('is possible for services whose statuses show one address that they cannot share, which both reasons say', () => {
      const { byName, text } = give('a: 10.0.0.0/24', 's1~10.0.0.7 s2~10.0.0.7 s3~10.0.0.8');
      assert.equal(text, 's1=10.0.0.7 s2=10.0.0.0 s3=10.0.0.8');
      assert.deepEqual(
        [...byName.values()].map(({ explanation }) => explanation.certainty),
        ['possible', 'possible', 'fixed'],
      );
      assert.match(english.say(byName.get('s1')!.explanation.reason), /default\/s2/);
      assert.match(english.say(byName.get('s2')!.explanation.reason), /default\/s1/);
    });

    it('is possible for a service that loses its address to one that is looked at before, and pending then', () => {
      const { byName, text } = give('a: 10.0.0.7/32', 's1~10.0.0.7 s2~10.0.0.7');
      assert.equal(text, 's1=10.0.0.7 s2:exhausted');
      assert.equal(byName.get('s2')?.explanation.certainty, 'possible');
    });

    it('is possible for a service that asks for an address which another of as many addresses shows', () => {
      const { byName, text } = give('a: 10.0.0.0/24', 's1~10.0.0.7=10.0.0.8 s2~10.0.0.8');
      assert.equal(text, 's1=10.0.0.8 s2=10.0.0.0');
      assert.deepEqual(
        [...byName.values()].map(({ explanation }) => explanation.certainty),
        ['possible', 'possible'],
      );
      assert.match(english.say(byName.get('s1')!.explanation.reason), /^An address that the status of default\/s2 shows/);
    });

    it('is fixed when the one holds more addresses, since MetalLB looks at it first', () => {
      assert.equal(certainty('a: 10.0.0.0/24,fd00::/120', 's1~10.0.0.7 s2^dual~10.0.0.7+fd00::7'), 's1=predicted s2=fixed');
    });
  });

  it('names the manifests responsible', () => {
    const { byName } = give('a: 10.0.0.0/24', 's1 s2=10.0.0.0');
    const paths = (name: string) => byName.get(name)!.explanation.because.map(({ path }) => path?.join('.'));
    assert.deepEqual(paths('s1'), ['metadata.name']);
    assert.deepEqual(paths('s2'), ['metadata.annotations.metallb.io/loadBalancerIPs', 'metadata.name']);
    assert.match(english.say(byName.get('s2')!.explanation.reason), /default\/s1/);
  });

  it('takes empty fields as absent', () => {
    const { text } = give(
      'a: 10.0.0.0/31',
      's1',
      manifest(
        'v1',
        'Service',
        { name: 't' },
        { type: 'LoadBalancer', ports: [{ port: 80, name: '' }], loadBalancerIP: '', ipFamilies: [] },
      ),
    );
    assert.equal(text, 's1=10.0.0.0 t=10.0.0.1');
  });
});
