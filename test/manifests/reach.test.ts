import { expect } from 'chai';
import { couldMake, type Reach, type Sought } from '../../src/manifests/reach.ts';
import { couldChange } from '../../src/manifests/unknown.ts';
import { resourceOf } from '../support/cluster.ts';

const sought = {
  'a Service web in shop': { kinds: ['Service'], namespace: 'shop', name: 'web' },
  'a Service anywhere': { kinds: ['Service'] },
  'a node': { kinds: ['Node'], clusterWide: true },
  'anything that is no ConfigMap': { kinds: (kind: string) => kind !== 'ConfigMap', namespace: 'shop' },
} satisfies Readonly<Record<string, Sought>>;

type Question = keyof typeof sought;

/** What could make which of these. */
const makers: readonly (readonly [what: string, reach: Partial<Reach>, could: readonly Question[]])[] = [
  ['a text of which nothing is known', {}, ['a Service web in shop', 'a Service anywhere', 'a node', 'anything that is no ConfigMap']],
  ['a ConfigMap', { kinds: ['ConfigMap'] }, []],
  [
    'a Service or a ConfigMap',
    { kinds: ['ConfigMap', 'Service'] },
    ['a Service web in shop', 'a Service anywhere', 'anything that is no ConfigMap'],
  ],
  ['what a project publishes', { foreign: true, besides: ['shop'] }, ['a Service anywhere', 'a node']],
  ['a chart of another namespace', { namespace: 'monitoring' }, ['a Service anywhere']],
  ['a chart of the namespace', { namespace: 'shop' }, ['a Service web in shop', 'a Service anywhere', 'anything that is no ConfigMap']],
  ['a base in a kustomization of another namespace', { namespace: 'monitoring', clusterWide: true }, ['a Service anywhere', 'a node']],
  ['something of another name', { names: ['other'] }, ['a Service anywhere', 'a node', 'anything that is no ConfigMap']],
  ['something whose name begins otherwise', { names: ['db-*'] }, ['a Service anywhere', 'a node', 'anything that is no ConfigMap']],
  [
    'something whose name may be it',
    { kinds: ['Service'], names: ['w*'] },
    ['a Service web in shop', 'a Service anywhere', 'anything that is no ConfigMap'],
  ],
  ['a patch', { makes: false, changes: 'anything' }, []],
];

describe('what something unknown could make', () => {
  for (const [what, reach, could] of makers)
    it(`is what lies in its reach: ${what}`, () => {
      const found = Object.entries(sought).filter(([, each]) => couldMake({ changes: 'nothing', ...reach }, each));
      expect(found.map(([question]) => question)).to.deep.equal(could);
    });
});

describe('what something unknown could change', () => {
  const web = resourceOf('Service', 'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: {}\n');
  const rendered = { ...web, document: { ...web.document, unitKey: 'one' } };
  const cases: readonly (readonly [what: string, reach: Partial<Reach>, unit: string | undefined, written: boolean, ofUnit: boolean])[] = [
    ['anything', { changes: 'anything' }, undefined, true, true],
    ['nothing', { changes: 'nothing' }, 'one', false, false],
    ['its unit', { changes: 'unit' }, 'one', false, true],
    ['another unit', { changes: 'unit' }, 'other', false, false],
    ['its unit, but Deployments alone', { changes: 'unit', kinds: ['Deployment'] }, 'one', false, false],
    ['its unit, but another name', { changes: 'unit', names: ['other'] }, 'one', false, false],
    ['its unit in another namespace', { changes: 'unit', namespace: 'monitoring' }, 'one', false, false],
    ['its unit in the namespace', { changes: 'unit', namespace: 'shop', kinds: ['Service'], names: ['web'] }, 'one', false, true],
  ];
  for (const [what, reach, unit, written, ofUnit] of cases)
    it(`is what lies in its reach: ${what}`, () => {
      const unknown = { reach: { changes: 'nothing' as const, ...reach }, unit };
      expect([couldChange(unknown, web), couldChange(unknown, rendered)]).to.deep.equal([written, ofUnit]);
    });
});
