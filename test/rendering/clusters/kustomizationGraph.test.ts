import { english } from '../../../src/base/message.ts';
import assert from 'node:assert/strict';
import type { Cluster } from '../../../src/manifests/cluster.ts';
import { clustersIn, edgeNetwork, outlineOf, service } from '../../support/workspace.ts';

function onlyCluster(texts: Readonly<Record<string, string>>, name: string): Cluster {
  const cluster = clustersIn(texts).find((each) => each.name === name);
  assert.ok(cluster !== undefined, `there is no cluster ${name}`);
  return cluster;
}

describe('a kustomization that no other refers to', () => {
  it('is a unit; bases count only through it, and what nobody names is left', () => {
    const clusters = clustersIn({
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': service('web'),
      'base/unlisted.yaml': service('unlisted'),
      'overlays/dev/kustomization.yaml': 'resources: [../../base]\n',
      'overlays/prod/kustomization.yml': 'bases: [../../base]\nresources: [extra.yaml]\n',
      'overlays/prod/extra.yaml': service('extra'),
    });
    assert.deepEqual(outlineOf(clusters), { dev: ['unlisted', 'web'], prod: ['unlisted', 'extra', 'web'] });
    assert.deepEqual(
      clusters.map(({ root }) => root),
      ['overlays/dev', 'overlays/prod'],
    );
  });

  it('at the top of the workspace has its name, and takes in what is left', () => {
    assert.deepEqual(outlineOf(clustersIn({ 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': service('a') })), {
      workspace: ['a'],
    });
    assert.deepEqual(
      outlineOf(clustersIn({ 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': service('a'), 'b.yaml': service('b') })),
      { workspace: ['a', 'b'] },
    );
  });

  it('keeps patches out of every cluster', () => {
    const clusters = clustersIn({
      'k/kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: patch.yaml }]\npatchesStrategicMerge: [merge.yaml]\n',
      'k/a.yaml': service('a'),
      'k/patch.yaml': service('a'),
      'k/merge.yaml': service('a'),
    });
    assert.deepEqual(outlineOf(clusters), { k: ['a'] });
    assert.deepEqual(clusters[0]?.unknowns, []);
  });

  it('names what it brings and is not at hand', () => {
    const entries = [
      'https://github.com/x/y//base?ref=v1',
      'github.com/x/y?ref=main',
      '../nowhere',
      '../../../outside',
      'git@github.com:x/y.git',
    ];
    const cluster = onlyCluster(
      {
        'k/kustomization.yaml': `resources:\n${entries.map((entry) => `- ${entry}\n`).join('')}- a.yaml\ncomponents: [../none]\n`,
        'k/a.yaml': service('a'),
      },
      'k',
    );
    assert.deepEqual(
      cluster.unknowns.map(({ sentence }) => english.say(sentence)).sort(),
      [...entries, '../none'].map((entry) => `What ${entry} brings or changes is not known here.`).sort(),
    );
    assert.deepEqual(
      cluster.faults?.map(({ class: kind }) => kind),
      ['unsupported', 'unsupported', 'missing-file', 'unsupported', 'unsupported', 'missing-file'],
    );
  });

  it('drops what is for local use only', () => {
    const local = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, annotations: { config.kubernetes.io/local-config: "true" } }\n';
    assert.deepEqual(
      outlineOf(clustersIn({ 'k/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n', 'k/a.yaml': local, 'k/b.yaml': service('b') })),
      { k: ['b'] },
    );
  });

  it('may use one base twice under different names', () => {
    const cluster = onlyCluster(
      {
        'db/kustomization.yaml': 'resources: [db.yaml]\n',
        'db/db.yaml': service('db'),
        'one/kustomization.yaml': 'resources: [../db]\nnamePrefix: one-\n',
        'two/kustomization.yaml': 'resources: [../db]\nnameSuffix: -two\n',
        'all/kustomization.yaml': 'resources: [../one, ../two]\nnamePrefix: all-\n',
      },
      'all',
    );
    assert.deepEqual(
      cluster.resources.map(({ metadata }) => metadata.name),
      ['all-db-two', 'all-one-db'],
    );
  });
});

describe('a Component', () => {
  const texts = {
    'component/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\nnamePrefix: c-\n',
    'component/extra.yaml': service('extra'),
    'k/a.yaml': service('a'),
  };

  it("reaches all that the kustomization that names it has gathered, before that one's own changes", () => {
    const cluster = onlyCluster(
      { ...texts, 'k/kustomization.yaml': 'components: [../component]\nresources: [a.yaml]\nnamePrefix: k-\n' },
      'k',
    );
    assert.deepEqual(
      cluster.resources.map(({ metadata }) => metadata.name),
      ['k-c-a', 'k-c-extra'],
    );
  });

  it('is nothing by itself', () => {
    assert.deepEqual(outlineOf(clustersIn({ ...texts, 'k/kustomization.yaml': 'resources: [a.yaml]\n' })), { k: ['a'] });
  });
});

describe('kustomizations that refer to each other in a circle', () => {
  it('are refused where they close', () => {
    const clusters = clustersIn({
      'a/kustomization.yaml': 'resources: [../b, a.yaml]\n',
      'a/a.yaml': service('a'),
      'b/kustomization.yaml': 'resources: [../a, b.yaml]\n',
      'b/b.yaml': service('b'),
      'c/kustomization.yaml': 'resources: [., c.yaml]\n',
      'c/c.yaml': service('c'),
    });
    assert.deepEqual(outlineOf(clusters), { workspace: ['a', 'b', 'c'] });
    assert.deepEqual(
      clusters.flatMap(({ faults }) => faults?.map(({ class: kind, place }) => [kind, place.document.file])),
      [
        ['cycle', 'b/kustomization.yaml'],
        ['cycle', 'c/kustomization.yaml'],
      ],
    );
  });

  it('or multiply at every level end at a limit', () => {
    const texts: Record<string, string> = { 'k40/kustomization.yaml': 'resources: [a.yaml]\n', 'k40/a.yaml': service('a') };
    for (let level = 0; level < 40; level++) {
      texts[`k${level}/kustomization.yaml`] = `resources: [../l${level}, ../r${level}]\n`;
      texts[`l${level}/kustomization.yaml`] = `resources: [../k${level + 1}]\nnamePrefix: l\n`;
      texts[`r${level}/kustomization.yaml`] = `resources: [../k${level + 1}]\nnamePrefix: r\n`;
    }
    assert.ok(onlyCluster(texts, 'k0').unknowns.length > 0);
  });

  it('or lie one in another 3,000 deep end at a limit', () => {
    const texts: Record<string, string> = {};
    for (let level = 0; level < 3000; level++) texts[`k${level}/kustomization.yaml`] = `resources: [../k${level + 1}, a.yaml]\n`;
    texts['k0/a.yaml'] = service('a');
    assert.deepEqual(onlyCluster(texts, 'k0').resources.length, 1);
  });
});

describe('kustomizations that ask for more than any cluster holds', () => {
  const doubling = (levels: number): Record<string, string> => {
    const texts: Record<string, string> = { [`k${levels}/a.yaml`]: service('a') };
    for (let level = 0; level < levels; level++) {
      texts[`k${level}/kustomization.yaml`] = `resources: [../l${level}, ../r${level}]\n`;
      texts[`l${level}/kustomization.yaml`] = `resources: [../k${level + 1}]\nnamePrefix: l\n`;
      texts[`r${level}/kustomization.yaml`] = `resources: [../k${level + 1}]\nnamePrefix: r\n`;
    }
    return texts;
  };

  it('by long lists at the end of many ways, end at the limit', () => {
    const patches = Array.from({ length: 5000 }, (_, index) => `- path: p${index}.yaml\n`).join('');
    const { unknowns } = onlyCluster({ ...doubling(16), 'k16/kustomization.yaml': `resources: [a.yaml]\npatches:\n${patches}` }, 'k0');
    assert.ok(unknowns.length > 0);
  });

  it('by thousands of labels on hundreds of files, are not followed', () => {
    const labels = Array.from({ length: 4000 }, (_, index) => `  k${index}: a\n`).join('');
    const texts: Record<string, string> = {};
    for (let file = 0; file < 400; file++) texts[`f${file}.yaml`] = service(`s${file}`);
    const names = Object.keys(texts).map((name) => `- ${name}\n`);
    const { resources, unknowns } = onlyCluster(
      { ...texts, 'kustomization.yaml': `resources:\n${names.join('')}commonLabels:\n${labels}` },
      'workspace',
    );
    assert.equal(unknowns.length, 1);
    assert.equal(resources.length, 400);
    assert.deepEqual(resources[0]?.metadata.labels, {});
  });

  it('of a name alike, are told apart by what they do', () => {
    const texts = {
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': service('a'),
      'x/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-\n',
      'y/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-\n',
      'z/kustomization.yaml': 'resources: [../base]\nnamePrefix: z-\n',
      'all/kustomization.yaml': 'resources: [../x, ../y, ../z]\n',
    };
    assert.deepEqual(outlineOf(clustersIn(texts)), { all: ['x-a', 'z-a'] });
  });
});

describe('inside a folder with an EdgeNetwork', () => {
  it('kustomizations are honoured, and the other files stand for themselves', () => {
    const clusters = clustersIn({
      'site/network.yaml': edgeNetwork('site'),
      'site/plain.yaml': service('plain'),
      'site/apps/kustomization.yaml': 'resources: [../base, ../../shared]\nnamePrefix: p-\n',
      'site/apps/unlisted.yaml': service('unlisted'),
      'site/base/kustomization.yaml': 'resources: [web.yaml]\n',
      'site/base/web.yaml': service('web'),
      'shared/kustomization.yaml': 'resources: [s.yaml]\n',
      'shared/s.yaml': service('s'),
    });
    assert.deepEqual(outlineOf(clusters), { site: ['p-s', 'p-web', 'unlisted', 'EdgeNetwork site', 'plain'] });
  });

  it('a base that is named in spec.manifests counts through its kustomization', () => {
    const clusters = clustersIn({
      'site/network.yaml': edgeNetwork('site', ['../base']),
      'base/kustomization.yaml': 'resources: [web.yaml]\nnamespace: shop\n',
      'base/web.yaml': service('web'),
    });
    assert.deepEqual(
      clusters.map(({ resources }) => resources.map(({ metadata: { namespace, name } }) => [namespace, name])),
      [
        [
          ['shop', 'web'],
          [undefined, 'site'],
        ],
      ],
    );
  });
});

describe('backends of an Ingress', () => {
  it('are renamed with the Services that the kustomization renames, others not', () => {
    const ingress =
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: in }\nspec:\n  defaultBackend: { service: { name: web, port: { number: 80 } } }\n  rules: [{ http: { paths: [{ backend: { service: { name: api, port: { name: http } } } }, { backend: { service: { name: elsewhere, port: { number: 1 } } } }, { path: / }] } }]\n';
    const cluster = onlyCluster(
      {
        'k/kustomization.yaml': 'resources: [in.yaml, web.yaml, api.yaml]\nnamePrefix: p-\n',
        'k/in.yaml': ingress,
        'k/web.yaml': service('web'),
        'k/api.yaml': service('api'),
      },
      'k',
    );
    const [resource] = cluster.resources.filter((each) => each.type === 'Ingress');
    assert.deepEqual(
      [
        resource?.metadata.name,
        resource?.defaultBackend?.serviceName,
        resource?.rules[0]?.paths.map(({ backend }) => backend?.serviceName),
      ],
      ['p-in', 'p-web', ['p-api', 'elsewhere', undefined]],
    );
  });
});

describe('selectors of a NetworkPolicy', () => {
  const policy =
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: db }\nspec:\n  podSelector: { matchLabels: { app: db } }\n  ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }, { podSelector: {} }] }]\n  egress: [{ to: [{ namespaceSelector: { matchLabels: { team: a } } }] }]\n';
  const labelled = (kustomization: string) => {
    const [resource] = onlyCluster(
      { 'k/kustomization.yaml': `resources: [db.yaml]\n${kustomization}`, 'k/db.yaml': policy },
      'k',
    ).resources.filter((each) => each.type === 'NetworkPolicy');
    return [
      resource?.podSelector,
      ...(resource?.ingress[0]?.peers ?? []).map(({ podSelector }) => podSelector),
      resource?.egress[0]?.peers[0]?.namespaceSelector,
    ].map((selector) => selector?.matchLabels);
  };

  it('get common labels where labels are written, of pods alone', () => {
    assert.deepEqual(labelled('commonLabels: { site: x }\n'), [{ app: 'db', site: 'x' }, { app: 'web', site: 'x' }, {}, { team: 'a' }]);
  });

  it('are left by labels that are not for selectors', () => {
    assert.deepEqual(labelled('labels: [{ pairs: { site: x }, includeTemplates: true }]\n'), [
      { app: 'db' },
      { app: 'web' },
      {},
      { team: 'a' },
    ]);
  });
});
