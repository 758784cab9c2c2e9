import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { choicesOf, clustersOf, countOf, narrow, namespaceOf } from '../../../webview/find/filter.ts';
import { noFilter } from '../../../webview/state/viewState.ts';
import { chainThrough } from '../../../webview/find/flow.ts';
import { findElements } from '../../../webview/find/search.ts';
import { pictureOf } from '../../../src/topology/placement/picture.ts';
import { pageStrings } from '../../../src/service/pageStrings.ts';
import { shopGraph } from '../support/graphs.ts';

const strings = pageStrings(english);

const picture = pictureOf(shopGraph(), 1);
const ids = (ofKind: string, from = picture) => [...from.elements.values()].filter(({ kind }) => kind === ofKind).map(({ label }) => label);

describe('A filter', () => {
  it('that asks for nothing is the same picture', () => assert.equal(narrow(picture, noFilter, undefined), picture));

  it('by namespace knows that of pods, through their workloads', () => {
    assert.equal(namespaceOf(picture, picture.elements.get('store|Pod/database-0')), 'shop');
    assert.equal(namespaceOf(picture, picture.elements.get('store|Service/kube-dns')), 'kube-system');
    assert.equal(namespaceOf(picture, picture.elements.get('store|master')), undefined);
    assert.equal(ids('pod', narrow(picture, { ...noFilter, namespaces: ['shop'] }, undefined)).length, ids('pod').length);
    assert.deepEqual(ids('pod', narrow(picture, { ...noFilter, namespaces: ['kube-system'] }, undefined)), []);
  });

  it('holds everything that holds what it keeps', () => {
    for (const filter of [
      { ...noFilter, problems: true },
      { ...noFilter, exposed: true },
      { ...noFilter, kinds: ['pod'] as const },
    ]) {
      const part = narrow(picture, filter, undefined);
      assert.ok(part !== picture && countOf(part) < countOf(picture));
      for (const { parent } of part.elements.values()) assert.ok(parent === undefined || part.elements.has(parent));
      for (const { from, to } of part.edges.values()) assert.ok(part.elements.has(from) && part.elements.has(to));
    }
  });

  it('offers what there is', () => {
    const { namespaces, kinds } = choicesOf(picture);
    const clusters = clustersOf(picture);
    assert.deepEqual(namespaces, ['kube-system', 'shop']);
    assert.ok(kinds.includes('pod') && !kinds.includes('cluster'));
    assert.equal(clusters.length, 1);
  });
});

describe('The chain of an element', () => {
  const chain = (id: string) =>
    [...chainThrough(picture, id)]
      .map((each) => picture.elements.get(each))
      .filter((element) => element?.kind === 'service' || element?.kind === 'externalAddress')
      .map((element) => element?.label);

  it('is what leads to it and what it leads to, with what holds them', () => {
    const all = chainThrough(picture, 'store|Service/web');
    for (const id of [
      'store|clients',
      'store|pool',
      'store|address/244',
      'store|DNS/web',
      'store|Pod/web-6f9d4c7b8-2xkqp',
      'store|worker',
      'store',
    ])
      assert.ok(all.has(id), id);
    for (const id of ['store|address/245', 'store|Service/kiosk', 'store|Pod/database-0', 'store|master']) assert.ok(!all.has(id), id);
  });
  it('of a name is that of its service', () => assert.deepEqual(chain('store|DNS/web').toSorted(), ['10.128.44.244', 'web']));
  it('of a pod leads outwards', () => assert.deepEqual(chain('store|Pod/kiosk-5d8b6-9c2ls').toSorted(), ['10.128.44.245', 'kiosk']));
  it('of a node is that of all that runs on it', () =>
    assert.deepEqual(chain('store|worker').toSorted(), ['10.128.44.244', '10.128.44.245', 'database', 'kiosk', 'web']));
});

describe('The search', () => {
  const cases: readonly (readonly [query: string, first: string])[] = [
    ['.244', 'store|address/244'],
    ['10.128.44.241', 'store|master'],
    ['kiosk.shop.svc', 'store|DNS/kiosk'],
    ['app=database', 'store|StatefulSet/shop/database@worker'],
    ['DATABASE-0', 'store|Pod/database-0'],
  ];
  for (const [query, first] of cases)
    it(`for "${query}" meets ${first} first`, () => assert.equal(findElements(picture, query, strings)[0], first));

  it('finds pods by the labels that their workload says for all', () =>
    assert.ok(findElements(picture, 'app=web', strings).includes('store|Pod/web-6f9d4c7b8-2xkqp')));
  it('finds a service by its external address and its name in full', () => {
    assert.ok(findElements(picture, '10.128.44.245', strings).includes('store|Service/kiosk'));
    assert.ok(findElements(picture, 'kiosk.shop.svc.cluster.local', strings).includes('store|Service/kiosk'));
  });
  it('finds by what is wrong, in the words of the list', () => {
    const services = (query: string) =>
      findElements(picture, query, strings)
        .map((id) => picture.elements.get(id))
        .filter((element) => element?.kind === 'service')
        .map((element) => element?.label);
    assert.deepEqual(services('no pods'), ['reports', 'metrics']);
    assert.deepEqual(services('pending'), ['reports']);
    assert.ok(findElements(picture, 'pending', strings).includes('store|Pod/import-x7s9q'));
  });
  it('finds the ranges round an address that nobody has, the smallest first', () => {
    const found = findElements(picture, '10.128.44.249', strings).map((id) => picture.elements.get(id)?.detail);
    assert.deepEqual(found.at(-1), '10.128.44.0/22');
    assert.ok(found.length > 1 && found[0]?.startsWith('10.128.44.24'), found.join());
    assert.deepEqual(findElements(picture, '203.0.113.9', strings), []);
  });
  it('finds nothing for nothing', () =>
    assert.deepEqual([findElements(picture, '  ', strings), findElements(picture, 'zebra', strings)], [[], []]));
});
