import { english } from '../../../src/base/message.ts';
import assert from 'node:assert/strict';
import { runAtOnce } from '../../../src/base/slices.ts';
import { samePlan } from '../../../src/rendering/clusters/clusterPlan.ts';
import {
  buildCluster,
  ClusterPlanner,
  skeletonOf,
  type ClusterPlan,
  type FileSkeleton,
  type WorkspaceFolder,
} from '../../../src/rendering/clusters/clusters.ts';
import { memorySources } from '../memorySources.ts';
import { endsSoon } from '../../support/processorTime.ts';
import { clustersIn, edgeNetwork, filesOf, outlineOf, service } from '../../support/workspace.ts';

describe('the clusters of a workspace', () => {
  it('are what is left of each workspace folder, in apply order: by file path, then by position', () => {
    const clusters = clustersIn({ 'b.yaml': service('c'), 'a/x.yaml': `${service('a')}---\n${service('b')}`, 'a.yaml': service('z') });
    assert.deepEqual(outlineOf(clusters), { workspace: ['z', 'a', 'b', 'c'] });
    assert.equal(clusters[0]?.root, '');
  });

  it('are one for each of several workspace folders, nested ones for themselves', () => {
    const clusters = clustersIn(
      {
        '/w/one/a.yaml': service('a'),
        '/w/one/inner/b.yaml': service('b'),
        '/w/two/c.yaml': service('c'),
        '/w/one-more/d.yaml': service('d'),
      },
      [
        { name: 'one', path: '/w/one' },
        { name: 'inner', path: '/w/one/inner/' },
        { name: 'two', path: '/w/two' },
      ],
    );
    assert.deepEqual(outlineOf(clusters), { one: ['a'], inner: ['b'], 'one-more': ['d'], two: ['c'] });
    assert.deepEqual(
      clusters.map(({ root }) => root),
      ['/w/one', '/w/one-more', '/w/one/inner', '/w/two'],
    );
  });

  it('do not include a folder without a single manifest', () => {
    assert.deepEqual(clustersIn({ 'ci.yaml': 'kind\njobs: []\n', 'values.yaml': 'a: 1\n' }), []);
    assert.deepEqual(clustersIn({}), []);
  });
});

describe('a folder with an EdgeNetwork or a device configuration', () => {
  it('takes all below it, up to the next such folder', () => {
    const clusters = clustersIn({
      'sites/1/network.yaml': edgeNetwork('store-1'),
      'sites/1/apps/a.yaml': service('a'),
      'sites/1/lab/network.yaml': edgeNetwork('lab'),
      'sites/1/lab/b.yaml': service('b'),
      'sites/2/device.json': '{ "device": { "deviceInfo": { "name": "store-2" }, "network": { "interfaces": [] } } }',
      'sites/2/c.yaml': service('c'),
      'other.yaml': service('d'),
    });
    assert.deepEqual(outlineOf(clusters), {
      workspace: ['d'],
      'store-1': ['a', 'EdgeNetwork store-1'],
      lab: ['b', 'EdgeNetwork lab'],
      'store-2': ['c', 'DeviceConfiguration store-2'],
    });
  });

  it('may be one of AKS Edge Essentials, which counts in its own folder only', () => {
    const aksEdge = (name: string) => `{ "DeploymentType": "ScalableCluster", "Arc": { "ClusterName": "${name}" }, "Network": {} }`;
    const clusters = clustersIn({
      'sites/1/aksedge-config.json': aksEdge('store-1'),
      'sites/1/apps/a.yaml': service('a'),
      'sites/1/apps/b/aksedge-config.json': aksEdge('lab'),
      'c.yaml': service('c'),
    });
    assert.deepEqual(outlineOf(clusters), {
      workspace: ['c'],
      'store-1': ['AksEdgeConfiguration store-1', 'a'],
      lab: ['AksEdgeConfiguration lab'],
    });
  });

  it('is a cluster even alone, and without a name goes by its folder', () => {
    const clusters = clustersIn({
      'sites/7/network.yaml': 'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\n',
      'network.yaml': 'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\n',
    });
    assert.deepEqual(
      clusters.map(({ name, root }) => [name, root]),
      [
        ['workspace', ''],
        ['7', 'sites/7'],
      ],
    );
  });

  it('is described by what stands in it, also where a tool builds from that file and leaves it out', () => {
    const description = edgeNetwork('store');
    const descriptionsIn = (texts: Readonly<Record<string, string>>) =>
      clustersIn(texts).map(({ name, resources }) => [name, resources.filter(({ type }) => type === 'EdgeNetwork').length]);
    assert.deepEqual(descriptionsIn({ 'store/site.yaml': description, 'store/kustomization.yaml': 'resources: [site.yaml]\n' }), [
      ['store', 1],
    ]);
    const flux =
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: all, namespace: flux-system }\nspec: { path: ./store, prune: true, interval: 1m, sourceRef: { kind: GitRepository, name: flux-system } }\n';
    assert.deepEqual(descriptionsIn({ 'store/site.yaml': description, 'store/flux.yaml': flux, 'store/web.yaml': service('web') }), [
      ['store', 1],
    ]);
  });

  it('is one cluster, with several descriptions in it', () => {
    const clusters = clustersIn({
      's/a.yaml': edgeNetwork('a', ['../x']),
      's/b.yaml': edgeNetwork('b', ['../y']),
      'x/x.yaml': service('x'),
      'y/y.yaml': service('y'),
    });
    assert.deepEqual(outlineOf(clusters), { a: ['EdgeNetwork a', 'EdgeNetwork b', 'x', 'y'] });
  });

  describe('with spec.manifests', () => {
    const texts = {
      'apps/web.yaml': service('web'),
      'apps/db/db.yaml': service('db'),
      'apps/db/old/db.yaml': service('old'),
      'shared.yaml': service('shared'),
      'apps-two/x.yaml': service('x'),
    };
    const table: readonly (readonly [manifests: readonly string[], names: readonly string[]])[] = [
      [['../../apps'], ['db', 'old', 'web']],
      [['../../apps/'], ['db', 'old', 'web']],
      [['../../shared.yaml'], ['shared']],
      [['../../apps/*.yaml'], ['web']],
      [['../../apps/d*'], ['db', 'old']],
      [
        ['../../apps/**/db.yaml', '../../shared.yaml'],
        ['db', 'old', 'shared'],
      ],
      [['../../{shared,none}.yaml'], ['shared']],
      [
        ['../../apps', '../../apps/web.yaml'],
        ['db', 'old', 'web'],
      ],
      [['../../nothing', '../../../outside', '/etc', 'https://example.com/x.yaml', ''], []],
    ];
    for (const [manifests, names] of table) {
      it(`takes ${JSON.stringify(manifests)} as well`, () => {
        const clusters = clustersIn({ ...texts, 'sites/1/network.yaml': edgeNetwork('store', manifests) });
        const store = clusters.find(({ name }) => name === 'store');
        assert.deepEqual(
          store?.resources.filter(({ type }) => type === 'Service').map(({ metadata }) => metadata.name),
          names,
        );
        const rest = clusters.find(({ name }) => name === 'workspace')?.resources.map(({ metadata }) => metadata.name) ?? [];
        assert.deepEqual([...names, ...rest].sort(), ['db', 'old', 'shared', 'web', 'x']);
      });
    }

    it('knows the entries that name nothing, each once', () => {
      const [, store] = clustersIn({
        ...texts,
        'sites/1/a.yaml': edgeNetwork('store', ['../../apps', '../../app', '../../apps/*.yml', 'https://example.com/x.yaml', '../../app']),
      });
      assert.deepEqual(
        [store?.name, store?.unmatchedManifests],
        ['store', ['../../app', '../../apps/*.yml', 'https://example.com/x.yaml']],
      );
      const [, other] = clustersIn({ ...texts, 'sites/1/a.yaml': edgeNetwork('store', ['../../apps']) });
      assert.deepEqual([other?.name, other?.unmatchedManifests], ['store', undefined]);
    });

    it('shares manifests with other clusters, but not the description of another site', () => {
      const clusters = clustersIn({
        'apps/web.yaml': service('web'),
        'sites/1/network.yaml': edgeNetwork('one', ['../../apps', '../2']),
        'sites/2/network.yaml': edgeNetwork('two', ['../../apps']),
        'sites/2/db.yaml': service('db'),
      });
      assert.deepEqual(outlineOf(clusters), { one: ['web', 'EdgeNetwork one', 'db'], two: ['web', 'db', 'EdgeNetwork two'] });
      assert.equal(clusters[0]?.resources[0], clusters[1]?.resources[0]);
    });
  });
});

describe('a Helm chart', () => {
  const chart = (folder: string, more: Readonly<Record<string, string>> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries({
        'Chart.yaml': 'name: x\nversion: 1.0.0\n',
        'templates/a.yaml': service('{{ .Values.name | default "a" }}'),
        'templates/tests/b.yaml': service('b'),
        'crds/c.yaml': 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: c }\n',
        ...more,
      }).map(([path, text]) => [`${folder}/${path}`, text]),
    );

  it('belongs to the cluster in whose folder it lies, and elsewhere to what it does not contradict', () => {
    const clusters = clustersIn({
      ...chart('chart'),
      ...chart('sites/1/chart'),
      'sites/1/network.yaml': edgeNetwork('one'),
      'd.yaml': service('d'),
      'templates/e.yaml': service('e'),
    });
    assert.deepEqual(outlineOf(clusters), { workspace: ['a', 'b', 'd', 'e'], one: ['a', 'b', 'EdgeNetwork one'] });
    assert.deepEqual(
      clusters.map(({ unknowns }) => unknowns),
      clusters.map(() => []),
    );
  });

  it('is a cluster with each set of values beside it; in a site with those that are called like it', () => {
    const values = {
      'values.yaml': 'name: plain\n',
      'values-east.yaml': 'name: e\n',
      'west.values.yaml': 'name: w\n',
      'values/north.yaml': 'name: nn\n',
    };
    const clusters = clustersIn({
      ...chart('web', values),
      ...chart('sites/west/web', values),
      'sites/west/network.yaml': edgeNetwork('store'),
      ...chart('sites/1/web', values),
      'sites/1/network.yaml': edgeNetwork('one'),
    });
    assert.deepEqual(outlineOf(clusters), {
      store: ['EdgeNetwork store', 'w', 'b'],
      one: ['EdgeNetwork one', 'plain', 'b'],
      east: ['e', 'b'],
      north: ['nn', 'b'],
      west: ['w', 'b'],
    });
  });

  it('may lie at the top of a workspace', () => {
    const [cluster] = clustersIn({ 'Chart.yaml': 'name: x\nversion: 1.0.0\n', 'templates/a.yaml': service('a') });
    assert.deepEqual(
      cluster?.resources.map(({ metadata }) => metadata.name),
      ['a'],
    );
  });
});

describe('what a cluster does not know', () => {
  it('is what could not be read, as far as it shows what it is', () => {
    const [cluster] = clustersIn({
      'a.yaml': `${service('a')}---\nkind: Service\nmetadata: { name: {{ x }} }\n---\nkind: Service\nspec: [\n`,
      'b.yaml': service('b'),
    });
    assert.deepEqual(
      cluster?.unknowns.map(({ sentence, reach }) => [english.say(sentence), reach.kinds, reach.names]),
      [
        ['Part of a Service in a.yaml is filled in later.', ['Service'], undefined],
        ['A Service in a.yaml could not be read.', ['Service'], undefined],
      ],
    );
  });
});

function planned(
  skeletons: readonly FileSkeleton[],
  folders: readonly WorkspaceFolder[],
  texts: Readonly<Record<string, string>>,
): readonly ClusterPlan[] {
  const planner = new ClusterPlanner(memorySources(texts), folders);
  for (const skeleton of skeletons) planner.note(skeleton.path, skeleton);
  return runAtOnce(planner.refresh(new Set()));
}

describe('planning again', () => {
  const texts = {
    'sites/1/network.yaml': edgeNetwork('one', ['../../apps']),
    'apps/kustomization.yaml': 'resources: [web.yaml]\nnamePrefix: p-\n',
    'apps/web.yaml': service('web'),
    'rest.yaml': service('rest'),
  };
  const folders = [{ name: 'workspace', path: '' }];
  const skeletonsOf = (changes: Readonly<Record<string, string>>) => filesOf({ ...texts, ...changes }).map((file) => skeletonOf(file));
  const plansOf = (changes: Readonly<Record<string, string>>) => planned(skeletonsOf(changes), folders, { ...texts, ...changes });

  it('is needless after an edit that leaves the skeleton as it was', () => {
    const [before] = filesOf({ 'n.yaml': edgeNetwork('one') });
    const [after] = filesOf({ 'n.yaml': edgeNetwork('one').replace('spec:', 'spec: #') });
    assert.ok(before !== undefined && after !== undefined);
    const skeleton = skeletonOf(before);
    assert.equal(skeletonOf(after, skeleton), skeleton);
  });

  it('is due when a root, a kustomization, or a name, or whether there is any manifest at all, has changed', () => {
    const pairs: readonly (readonly [string, string, string])[] = [
      ['n.yaml', edgeNetwork('one'), edgeNetwork('two')],
      ['n.yaml', edgeNetwork('one'), edgeNetwork('one', ['x'])],
      ['kustomization.yaml', 'resources: [a]\n', 'resources: [b]\n'],
      ['a.yaml', service('a'), '# nothing\n'],
      ['a.yaml', service('a'), service('b')],
      ['a.yaml', 'a: --enable-helm\n', 'a: --load-restrictor LoadRestrictionsNone\n'],
    ];
    for (const [path, before, after] of pairs) {
      const [one, other] = [before, after].map((text) => filesOf({ [path]: text })[0]);
      assert.ok(one !== undefined && other !== undefined);
      const skeleton = skeletonOf(one);
      assert.notEqual(skeletonOf(other, skeleton), skeleton, after);
    }
  });

  it('tells equal plans from others', () => {
    const one = plansOf({});
    const again = plansOf({});
    const other = plansOf({ 'sites/1/network.yaml': edgeNetwork('one', ['../../apps', '../../rest.yaml']), 'more.yaml': service('rest') });
    assert.deepEqual(
      one.map((plan, index) => samePlan(plan, again[index] ?? plan)),
      [true, true],
    );
    assert.deepEqual(
      one.map((plan, index) => samePlan(plan, other[index] ?? plan)),
      [false, false],
    );
  });

  it('is not needed to build a cluster again: files that have gone are left out', () => {
    const nothing = () => ({ documents: [], faults: [], unknowns: [] });
    const gone = { file: () => undefined, unit: nothing, applying: nothing, runsModules: () => false };
    for (const plan of plansOf({})) assert.deepEqual(buildCluster(plan, gone).resources, []);
  });

  it('of 20,000 files in 2,000 folders with a hundred roots takes no more than a moment', () => {
    const skeleton = (path: string) => ({
      path,
      root: undefined,
      kustomization: undefined,
      hasResources: true,
      hasModules: false,
      ids: [path],
      mayApply: false,
      unrestricts: false,
      key: 'true',
    });
    const files = Array.from({ length: 20_000 }, (_, index) => skeleton(`f${index % 100}/g${index % 2000}/m${index}.yaml`));
    const roots = Array.from({ length: 100 }, (_, index) => ({
      ...skeleton(`f${index}/network.yaml`),
      root: { name: `n${index}`, manifests: ['*.yaml', '../f0/g0'] },
      key: 'r',
    }));
    endsSoon(() => {
      const plans = planned([...files, ...roots], folders, {});
      assert.equal(plans.length, 100);
      assert.equal(plans[1]?.files.length, 211);
    });
  });
});
