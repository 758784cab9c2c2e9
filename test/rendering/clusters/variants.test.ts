import assert from 'node:assert/strict';
import { contradictions, type Item } from '../../../src/rendering/clusters/contradictions.ts';
import { variantsOf } from '../../../src/rendering/clusters/variants.ts';

/** `shop/dev/web: Service web` */
function item(text: string): Item {
  const [path = '', ids = ''] = text.split(':');
  return { location: path === '.' ? [] : path.split('/'), isFile: path.startsWith('x/'), ids: ids.split(',').map((id) => id.trim()) };
}

function said(texts: readonly string[]): readonly string[] {
  const items = texts.map(item);
  const { splits } = contradictions(items);
  return variantsOf(items, splits).map(
    ({ label, folder, items: own, elsewhere }) =>
      `${label === undefined ? '-' : `${label || '.'} of ${folder?.join('/')}`}: ${own.map(({ location }) => location.join('/')).join(' ')}` +
      (elsewhere.length === 0 ? '' : ` | ${elsewhere.map(({ location }) => location.join('/')).join(' ')}`),
  );
}

describe('what contradicts', () => {
  const table: readonly (readonly [title: string, items: readonly string[], clusters: readonly string[]])[] = [
    ['is nothing where every resource stands once', ['a/x: 1', 'b/x: 2', 'c: 3'], ['-: a/x b/x c']],
    [
      'are two folders that hold the same resource, with what is beside them in both',
      ['shop/dev/web: 1', 'shop/prod/web: 1', 'shop/prod/extra: 2', 'base/ns: 3', 'shop/common: 4'],
      ['dev of shop/dev: base/ns shop/common shop/dev/web', 'prod of shop/prod: base/ns shop/common shop/prod/extra shop/prod/web'],
    ],
    ['are files of one folder', ['a: 1', 'b: 1', 'c: 2'], ['a of a: a c', 'b of b: b c']],
    [
      'is a folder and one below it',
      ['app/x: 1', 'app/prod/x: 2', 'app/prod/y: 1', 'app/z: 3'],
      ['prod of app/prod: app/prod/x app/prod/y app/z', 'x of app/x: app/x app/z'],
    ],
    [
      'is a unit right at a folder and one below it',
      ['app: 1', 'app/prod: 1', 'app/other: 2'],
      ['. of app: app app/other', 'prod of app/prod: app/other app/prod'],
    ],
    [
      'of two families are never multiplied: what the other one holds is not known',
      ['shop/dev: 1', 'shop/prod: 1', 'plant/line-1: 2', 'plant/line-2: 2', 'x: 3'],
      [
        'line-1 of plant/line-1: plant/line-1 x | shop/dev shop/prod',
        'line-2 of plant/line-2: plant/line-2 x | shop/dev shop/prod',
        'dev of shop/dev: shop/dev x | plant/line-1 plant/line-2',
        'prod of shop/prod: shop/prod x | plant/line-1 plant/line-2',
      ],
    ],
    [
      'at several places under the same words is one family',
      ['releases/a/dev: 1', 'releases/a/production: 1', 'releases/b/dev: 2', 'releases/b/production: 2', 'releases/b/test: 2'],
      [
        'dev of releases/a/dev: releases/a/dev releases/b/dev',
        'production of releases/a/production: releases/a/production releases/b/production',
        'test of releases/b/test: releases/b/test',
      ],
    ],
    [
      'tells folders of these words apart where nothing in them contradicts, two of them at least',
      ['web/dev: 1', 'web/prod: 1', 'crds/dev: 2', 'crds/prod: 3', 'docs/dev: 4', 'y: 5'],
      ['dev of crds/dev: crds/dev docs/dev web/dev y', 'prod of crds/prod: crds/prod docs/dev web/prod y'],
    ],
    [
      'inside a label refines that label only',
      ['c/east/v1/a: 1', 'c/east/v2/a: 1', 'c/west/a: 1', 'c/east/b: 2', 'd: 3'],
      ['v1 of c/east/v1: c/east/b c/east/v1/a d', 'v2 of c/east/v2: c/east/b c/east/v2/a d', 'west of c/west: c/west/a d'],
    ],
    [
      'in folders beside each other makes no examples of them',
      ['o/a: 1', 'o/b: 1', 'o/c: 1', 'o/d: 1', 'y: 3'],
      ['a of o/a: o/a y', 'b of o/b: o/b y', 'c of o/c: o/c y', 'd of o/d: o/d y'],
    ],
    [
      'in most files of a folder makes it a collection of examples, each for itself',
      ['x/a: 1', 'x/b: 1', 'x/c: 1', 'x/d: 1', 'x/pool: 2', 'y: 3'],
      [
        'a of x/a: x/a y | x/b x/c x/d x/pool',
        'b of x/b: x/b y | x/a x/c x/d x/pool',
        'c of x/c: x/c y | x/a x/b x/d x/pool',
        'd of x/d: x/d y | x/a x/b x/c x/pool',
        'pool of x/pool: x/pool y | x/a x/b x/c x/d',
      ],
    ],
  ];
  for (const [title, items, clusters] of table) it(title, () => assert.deepEqual(said(items), clusters));

  it('tells nothing apart at one place', () => {
    const items = [item('a/b: 1'), item('a/b: 1'), item('a/c: 2')];
    const { splits, indistinct } = contradictions(items);
    assert.deepEqual([splits, [...indistinct].length], [[], 2]);
  });

  it('of 20,000 files in 1,000 folders that all hold the same is found in a moment', () => {
    const items = Array.from({ length: 20_000 }, (_, index) => ({
      location: ['sites', `s${index % 1000}`, `f${Math.floor(index / 1000)}`],
      ids: [`r${Math.floor(index / 1000)}`],
    }));
    const { splits } = contradictions(items);
    assert.equal(variantsOf(items, splits).length, 1000);
  });
});
