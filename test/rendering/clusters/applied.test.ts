import { expect } from 'chai';
import { english } from '../../../src/base/message.ts';
import type { Cluster } from '../../../src/manifests/cluster.ts';
import type { WorkspaceFolder } from '../../../src/rendering/clusters/clusters.ts';
import { clustersIn, edgeNetwork, service } from '../../support/workspace.ts';

/** A Kustomization of Flux. */
const flux = (name: string, path: string, more = '') => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 10m
  prune: true
  path: ${path}
  sourceRef: { kind: GitRepository, name: flux-system }
${more}---
`;

const kustomization = (...resources: readonly string[]) => `resources: [${resources.join(', ')}]\n`;

const url = 'https://git.example.org/o/site.git';

const application = (
  name: string,
  path: string,
  more = '',
  destination = '{ server: https://kubernetes.default.svc, namespace: shop }',
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  destination: ${destination}
  source:
    repoURL: ${url}
    path: ${path}
${more}---
`;

const applicationSet = (generators: string, path: string, more = '') => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: apps, namespace: argocd }
spec:
  generators:
${generators}
  template:
    metadata: { name: '{{name}}' }
    spec:
      project: default
      destination: { server: https://kubernetes.default.svc, namespace: shop }
      source: { repoURL: ${url}, path: '${path}' }
${more}---
`;

/** Names of the services of each cluster; those of an alternative behind its name and a question mark. */
function servicesOf(clusters: readonly Cluster[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    clusters.map(({ name, alternative, resources }) => [
      alternative === undefined ? name : `${name}?`,
      resources
        .filter(({ type }) => type === 'Service')
        .map(({ metadata }) => metadata.name)
        .sort(),
    ]),
  );
}

function services(
  texts: Readonly<Record<string, string>>,
  folders?: readonly WorkspaceFolder[],
): Readonly<Record<string, readonly string[]>> {
  return servicesOf(clustersIn(texts, folders));
}

function unknownsOf(clusters: readonly Cluster[], name: string): readonly string[] {
  return clusters.find((cluster) => cluster.name === name)?.unknowns.map(({ sentence }) => english.say(sentence)) ?? ['no such cluster'];
}

describe('the clusters of Flux', () => {
  it('are the entry points of a repository of several, each with what it reaches; what none does is judged alone', () => {
    const texts = {
      'clusters/east/apps.yaml': flux('infra', './infra') + flux('apps', './apps/east'),
      'clusters/west/apps.yaml': flux('infra', './infra') + flux('apps', './apps/west'),
      'infra/kustomization.yaml': kustomization('dns.yaml'),
      'infra/dns.yaml': service('dns'),
      'apps/base/kustomization.yaml': kustomization('web.yaml'),
      'apps/base/web.yaml': service('web'),
      'apps/east/kustomization.yaml': `${kustomization('../base')}nameSuffix: -e\n`,
      'apps/west/kustomization.yaml': `${kustomization('../base')}nameSuffix: -w\n`,
      'apps/lab/kustomization.yaml': `${kustomization('../base')}nameSuffix: -l\n`,
    };
    expect(services(texts)).to.deep.equal({ east: ['dns', 'web-e'], west: ['dns', 'web-w'], 'lab?': ['web-l'] });
  });

  it('have values of their own for one base', () => {
    const set = (port: string) => `  postBuild: { substitute: { NAME: ${port} } }\n`;
    expect(
      services({
        'clusters/east/apps.yaml': flux('apps', './apps', set('e')),
        'clusters/west/apps.yaml': flux('apps', './apps', set('w')),
        'apps/web.yaml': service('"web-${NAME}"'),
      }),
    ).to.deep.equal({ east: ['web-e'], west: ['web-w'] });
  });

  it('take variables from a ConfigMap that another Kustomization applies', () => {
    const from = '  postBuild: { substituteFrom: [{ kind: ConfigMap, name: site }] }\n';
    expect(
      services({
        'clusters/east/apps.yaml': flux('apps', './apps', from) + flux('settings', './settings'),
        'settings/site.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: site, namespace: flux-system }\ndata: { NAME: east }\n',
        'apps/web.yaml': service('"web-${NAME}"'),
      }),
    ).to.deep.equal({ east: ['web-east'] });
  });

  it('are one where seventy roots hang at one, which patches its children', () => {
    const apps = Array.from({ length: 70 }, (_, index) => `app-${index}`);
    const patch = `  patches:
    - target: { group: kustomize.toolkit.fluxcd.io, kind: Kustomization }
      patch: |
        - { op: add, path: /spec/postBuild, value: { substitute: { SITE: home } } }
`;
    const texts: Record<string, string> = {
      'flux/cluster.yaml': flux('cluster', './apps', patch),
      'apps/kustomization.yaml': kustomization(...apps.map((app) => `${app}/ks.yaml`)),
    };
    for (const app of apps) {
      texts[`apps/${app}/ks.yaml`] = flux(app, `./apps/${app}/app`);
      texts[`apps/${app}/app/kustomization.yaml`] = kustomization('service.yaml');
      texts[`apps/${app}/app/service.yaml`] = service(`"${app}-\${SITE}"`);
    }
    expect(services(texts)).to.deep.equal({ flux: apps.map((app) => `${app}-home`).sort() });
  });

  it('are those of tenants, who follow sources of their own', () => {
    const clusters = clustersIn({
      'clusters/site/tenants.yaml': flux('tenants', './tenants/site'),
      'tenants/base/team/kustomization.yaml': kustomization('sync.yaml'),
      'tenants/base/team/sync.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: team, namespace: apps }
spec: { url: https://git.example.org/o/team, ref: { branch: main } }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: team, namespace: apps }
spec: { path: ./, sourceRef: { kind: GitRepository, name: team } }
`,
      'tenants/site/kustomization.yaml': kustomization('../base/team', 'web.yaml'),
      'tenants/site/web.yaml': service('web'),
    });
    expect(servicesOf(clusters)).to.deep.equal({ site: ['web'] });
    expect(unknownsOf(clusters, 'site')).to.deep.equal([
      'https://git.example.org/o/team is not this repository: what Kustomization team applies is not known here.',
    ]);
  });

  it('are told apart by the namespaces of the Secrets that name them', () => {
    const remote = (namespace: string, path: string) =>
      flux('apps', path, '  kubeConfig: { secretRef: { name: cluster } }\n').replace('namespace: flux-system', `namespace: ${namespace}`);
    const release = (namespace: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: db, namespace: ${namespace} }
spec: { kubeConfig: { secretRef: { name: cluster } }, targetNamespace: data, chart: { spec: { chart: db, sourceRef: { kind: HelmRepository, name: charts } } } }
`;
    const clusters = clustersIn({
      'hub/fleet.yaml': flux('fleet', './fleet'),
      'fleet/one.yaml': remote('one', './apps') + release('one'),
      'fleet/two.yaml': remote('two', './apps'),
      'apps/web.yaml': service('web'),
    });
    expect(servicesOf(clusters)).to.deep.equal({ hub: [], 'one/cluster': ['web'], 'two/cluster': ['web'] });
    expect(unknownsOf(clusters, 'one/cluster')).to.deep.equal([
      'Chart db of charts is not in this workspace: what it makes in namespace data is not known here.',
    ]);
    expect(unknownsOf(clusters, 'two/cluster')).to.deep.equal([]);
  });

  it('go by the EdgeNetwork beside the objects, with all that these reach', () => {
    expect(
      services({
        'sites/1/network.yaml': edgeNetwork('store-1'),
        'sites/1/apps.yaml': flux('apps', './apps'),
        'apps/web.yaml': service('web'),
        'other/x.yaml': service('x'),
      }),
    ).to.deep.equal({ 'store-1': ['web'], 'other?': ['x'] });
  });

  it('are found in a folder of the repository by paths that count from its root', () => {
    const texts = { 'r/edge/clusters/east/apps.yaml': flux('apps', './edge/apps'), 'r/edge/apps/web.yaml': service('web') };
    expect(services(texts, [{ name: 'edge', path: 'r/edge', repositories: ['r/edge'], above: ['edge'] }])).to.deep.equal({ east: ['web'] });
    expect(services(texts, [{ name: 'edge', path: 'r/edge', repositories: ['r'] }])).to.deep.equal({ east: ['web'] });
  });

  it('do not hold what the folder that is applied leaves out', () => {
    const texts = {
      'flux/cluster.yaml': flux('cluster', './apps'),
      'apps/kustomization.yaml': kustomization('web/ks.yaml'),
      'apps/web/ks.yaml': flux('web', './apps/web/app'),
      'apps/web/app/web.yaml': service('web'),
      'apps/debug/ks.yaml': flux('debug', './apps/debug/app'),
      'apps/debug/app/debug.yaml': service('debug'),
    };
    expect(services(texts)).to.deep.equal({ flux: ['web'], 'debug?': [], 'app?': ['debug'] });
  });

  it('end where objects apply each other, and where they wait for each other', () => {
    const clusters = clustersIn({
      'a/a.yaml': flux('b', './b', '  dependsOn: [{ name: a }]\n') + service('a'),
      'b/b.yaml': flux('a', './a', '  dependsOn: [{ name: b }]\n') + service('b'),
    });
    expect(servicesOf(clusters)).to.deep.equal({ a: ['a', 'b'] });
    expect(clusters[0]?.faults?.map(({ class: name }) => name)).to.deep.equal(['dependency-cycle']);
  });
});

describe('the clusters of Argo CD', () => {
  const chart = {
    'root/Chart.yaml': 'name: root\nversion: 1.0.0\n',
    'root/values.yaml': 'apps: [web, db]\n',
    'root/templates/apps.yaml': `{{- range .Values.apps }}
${application('{{ . }}', 'apps/{{ . }}')}{{- end }}
`,
  };
  const apps = { 'apps/web/web.yaml': service('web'), 'apps/db/db.yaml': service('db') };

  it('are where Applications lead that come out of a chart', () => {
    expect(services({ ...chart, ...apps })).to.deep.equal({ 'in-cluster': ['db', 'web'] });
    expect(services({ ...chart, ...apps, 'bootstrap/root.yaml': application('root', 'root') })).to.deep.equal({
      'in-cluster': ['db', 'web'],
    });
  });

  it('are what ApplicationSets make of lists, folders, files and both', () => {
    const list = '    - list: { elements: [{ name: web }, { name: db }] }';
    const folders = `    - git: { repoURL: ${url}, directories: [{ path: apps/* }, { path: apps/old, exclude: true }] }`;
    const files = `    - git: { repoURL: ${url}, files: [{ path: 'sites/*.yaml' }] }`;
    const old = { 'apps/old/old.yaml': service('old') };
    expect(services({ 'argocd/set.yaml': applicationSet(list, 'apps/{{name}}'), ...apps })).to.deep.equal({ 'in-cluster': ['db', 'web'] });
    expect(
      services({ 'argocd/set.yaml': applicationSet(folders, '{{path}}').replace("'{{name}}'", "'{{path.basename}}'"), ...apps, ...old }),
    ).to.deep.equal({ 'in-cluster': ['db', 'web'], 'old?': ['old'] });
    expect(
      services({
        'argocd/set.yaml': applicationSet(files, '{{folder}}'),
        'sites/1.yaml': 'name: web\nfolder: apps/web\n',
        'sites/2.yaml': 'name: db\nfolder: apps/db\n',
        ...apps,
      }),
    ).to.deep.equal({ 'in-cluster': ['db', 'web'] });
  });

  it('are the destinations that a matrix names, and take values from another source', () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: sites, namespace: argocd }
spec:
  goTemplate: true
  generators:
    - matrix:
        generators:
          - list: { elements: [{ site: east }, { site: west }] }
          - git: { repoURL: ${url}, directories: [{ path: charts/* }] }
  template:
    metadata: { name: '{{ .path.basename }}-{{ .site }}' }
    spec:
      project: default
      destination: { name: '{{ .site }}', namespace: shop }
      sources:
        - { repoURL: ${url}, ref: values }
        - { repoURL: ${url}, path: '{{ .path.path }}', helm: { valueFiles: ['$values/values/{{ .site }}.yaml'] } }
`;
    expect(
      services({
        'argocd/set.yaml': set,
        'charts/web/Chart.yaml': 'name: web\nversion: 1.0.0\n',
        'charts/web/templates/web.yaml': service('web-{{ .Values.site }}'),
        'values/east.yaml': 'site: e\n',
        'values/west.yaml': 'site: w\n',
      }),
    ).to.deep.equal({ east: ['web-e'], west: ['web-w'] });
  });

  it('are one for equal destinations of several entry points, unless these contradict', () => {
    const edge = '{ name: edge, namespace: shop }';
    expect(
      services({
        'team-a/app.yaml': application('web', 'apps/web', '', edge),
        'team-b/app.yaml': application('db', 'apps/db', '', edge),
        ...apps,
      }),
    ).to.deep.equal({ edge: ['db', 'web'] });
    expect(
      services({
        'team-a/app.yaml': application('web', 'apps/web', '', edge),
        'team-b/app.yaml': application('web', 'apps/web', '', edge),
        'apps/web/web.yaml': service('web'),
      }),
    ).to.deep.equal({ 'team-a/edge': ['web'], 'team-b/edge': ['web'] });
  });

  it('are in doubt about a chart where it goes, and not where its Application stands', () => {
    const remote = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: db, namespace: argocd }
spec:
  destination: { name: edge, namespace: data }
  source: { repoURL: https://charts.example.org, chart: db, targetRevision: 1.0.0 }
`;
    const clusters = clustersIn({
      'argocd/app.yaml': `${application('web', 'apps/web', '', '{ name: edge, namespace: shop }')}${remote}`,
      'argocd/own.yaml': application('own', 'apps/db'),
      ...apps,
    });
    const sentence = 'Chart db of https://charts.example.org is not in this workspace: what it makes in namespace data is not known here.';
    expect(servicesOf(clusters)).to.deep.equal({ edge: ['web'], 'in-cluster': ['db'] });
    expect(unknownsOf(clusters, 'edge')).to.deep.equal([sentence]);
    expect(unknownsOf(clusters, 'in-cluster')).to.deep.equal([]);
  });

  it('do not know what Jsonnet makes, and say so where the folder is named', () => {
    const clusters = clustersIn({
      'argocd/app.yaml': application('web', 'apps'),
      'apps/main.jsonnet': '{}',
      'apps/web.yaml': service('web'),
    });
    expect(servicesOf(clusters)).to.deep.equal({ 'in-cluster': ['web'] });
    expect(clusters[0]?.faults?.map(({ place }) => place.document.file)).to.deep.equal(['argocd/app.yaml']);
  });
});

describe('the clusters of Fleet', () => {
  it('are the targets that bundles are changed for', () => {
    expect(
      services({
        'web/fleet.yaml': `defaultNamespace: shop
targetCustomizations:
  - { name: dev, clusterName: dev, kustomize: { dir: overlays/dev } }
  - { name: prod, clusterName: prod, kustomize: { dir: overlays/prod } }
`,
        'web/base/kustomization.yaml': kustomization('web.yaml'),
        'web/base/web.yaml': service('web'),
        'web/overlays/dev/kustomization.yaml': `${kustomization('../../base')}nameSuffix: -d\n`,
        'web/overlays/prod/kustomization.yaml': `${kustomization('../../base')}nameSuffix: -p\n`,
      }),
    ).to.deep.equal({ dev: ['web-d'], prod: ['web-p'] });
  });

  it('do not hold what a bundle ignores, and nobody else does', () => {
    const files = {
      'web/fleet.yaml': 'defaultNamespace: shop\n',
      'web/web.yaml': service('web'),
      'web/draft.yaml': service('draft'),
      'web/old/old.yaml': service('old'),
      'web/old/deep/deep.yaml': service('deep'),
      'web/old/live/fleet.yaml': 'defaultNamespace: shop\n',
      'web/old/live/live.yaml': service('live'),
    };
    const gitRepo = `apiVersion: fleet.cattle.io/v1alpha1\nkind: GitRepo\nmetadata: { name: site, namespace: fleet-local }\nspec: { repo: ${url}, paths: [web] }\n`;
    expect(services({ ...files, 'repo.yaml': gitRepo, 'web/.fleetignore': 'draft.yaml\nold/*\n' })).to.deep.equal({
      workspace: ['live', 'web'],
    });
    expect(services({ ...files, 'repo.yaml': gitRepo })).to.deep.equal({ workspace: ['deep', 'draft', 'live', 'old', 'web'] });
  });

  it('are none for a file of that name that another tool reads', () => {
    const set = applicationSet(`    - git: { repoURL: ${url}, files: [{ path: 'config/*.yaml' }] }`, '{{folder}}');
    expect(
      services({
        'argocd/set.yaml': set,
        'config/fleet.yaml': 'name: fleet\nnamespace: fleet\nfolder: apps/fleet\n',
        'apps/fleet/fleet.yaml': service('fleet'),
      }),
    ).to.deep.equal({ 'in-cluster': ['fleet'] });
  });
});

describe('what sets a cluster up', () => {
  it('holds once what its own objects take over', () => {
    const set = applicationSet(`    - git: { repoURL: ${url}, directories: [{ path: apps/* }] }`, '{{path}}').replaceAll(
      "'{{name}}'",
      "'{{path.basename}}'",
    );
    const clusters = clustersIn({
      'apps/kustomization.yaml': kustomization('set.yaml', 'web', 'project.yaml'),
      'apps/set.yaml': set,
      'apps/project.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: project, namespace: shop }\n',
      'apps/web/kustomization.yaml': kustomization('web.yaml'),
      'apps/web/web.yaml': service('web').replace('name: web', 'name: web, namespace: shop'),
    });
    expect(clusters.map(({ name, resources }) => [name, resources.map(({ kind, metadata }) => `${kind} ${metadata.name}`)])).to.deep.equal([
      ['in-cluster', ['ConfigMap project', 'ApplicationSet apps', 'Service web']],
    ]);
  });

  it('counts an Application without a namespace once, where it is also applied by itself', () => {
    const app = application('apps', 'argocd').replace(', namespace: argocd', '').replace('namespace: shop', 'namespace: argocd');
    const clusters = clustersIn({
      'argocd/apps.yaml': app,
      'argocd/web.yaml': application('web', 'web').replace(', namespace: argocd', ''),
      'web/web.yaml': service('web'),
    });
    expect(servicesOf(clusters)).to.deep.equal({ 'in-cluster': ['web'] });
  });

  it('leaves out what a kustomization around it does not list', () => {
    const texts = {
      'clusters/site/flux-system/sync.yaml': flux('flux-system', './clusters/site'),
      'clusters/site/kustomization.yaml': kustomization('apps.yaml'),
      'clusters/site/apps.yaml': flux('apps', './apps'),
      'clusters/site/old/old.yaml': flux('old', './old'),
      'apps/web.yaml': service('web'),
      'old/old.yaml': service('old'),
    };
    expect(services(texts)).to.deep.equal({ 'flux-system': ['web'], 'old?': ['old'], 'site/old?': [] });
  });

  it('leaves out what is not listed, too, where it is among what it applies', () => {
    const texts = {
      'site/apps/flux-system/kustomization.yaml': kustomization('sync.yaml'),
      'site/apps/flux-system/sync.yaml': flux('sync', './site/flux'),
      'site/flux/apps.yaml': flux('apps', './site/apps'),
      'site/apps/kustomization.yaml': kustomization('flux-system', 'web.yaml'),
      'site/apps/web.yaml': flux('web', './web'),
      'site/apps/old/old.yaml': flux('old', './old'),
      'web/web.yaml': service('web'),
      'old/old.yaml': service('old'),
    };
    const found = services(texts);
    expect(Object.keys(found)[0]).not.to.contain('?');
    expect(found).to.deep.include({ [Object.keys(found)[0] ?? '']: ['web'], 'old?': ['old'] });
  });

  it('leaves out what lies beside a kustomization that it builds and is not listed, and what is kept in an archive', () => {
    const texts = {
      'clusters/site/flux.yaml': flux('self', './clusters/site') + flux('apps', './apps'),
      'clusters/site/kustomization.yaml': kustomization('flux.yaml'),
      'clusters/site/left.yaml': service('left'),
      'apps/web.yaml': service('web'),
      '_archive/ks.yaml': flux('gone', './nowhere'),
      'talos/old.bak/dns.yaml': service('dns'),
    };
    expect(services(texts)).deep.equal({ site: ['web'], 'site?': ['left'], '_archive?': [], 'old.bak?': ['dns'] });
  });

  it('leaves out what lies beside the files that its kustomization names one by one', () => {
    const texts = {
      'argocd/kustomization.yaml': kustomization('over/named.yaml', 'app.yaml'),
      'argocd/app.yaml': application('web', 'web'),
      'argocd/over/named.yaml': service('named'),
      'argocd/over/left.yaml': service('left'),
      'web/web.yaml': service('web'),
    };
    expect(services(texts)).deep.equal({ 'in-cluster': ['named', 'web'], 'over?': ['left'] });
  });

  it('is kept where its objects stand once more, and what it was set up with by hand is no second one', () => {
    const texts = {
      'template/sync.yaml': flux('flux-system', './cluster/base'),
      'template/settings.yaml': service('settings'),
      'cluster/base/flux-system/sync.yaml': flux('flux-system', './cluster/base'),
      'cluster/base/settings.yaml': service('settings'),
    };
    expect(services(texts)).deep.equal({ 'flux-system': ['settings'], 'template?': ['settings'] });
  });

  it('is one of two entry points that hold one thing in common by an oversight, and is not multiplied by examples beside it', () => {
    const many = (name: string): string => Array.from({ length: 60 }, (_, index) => `---\n${service(`${name}-${index}`)}`).join('');
    const texts = {
      'k8s/apps/set.yaml': application('apps', 'k8s/apps/all'),
      'k8s/apps/all/all.yaml': `${many('app')}---\n${service('twice')}`,
      'k8s/infra/set.yaml': application('infra', 'k8s/infra/all'),
      'k8s/infra/all/all.yaml': `${many('infra')}---\n${service('twice')}`,
      'docs/one/web.yaml': service('web'),
      'docs/two/web.yaml': service('web'),
    };
    const found = services(texts);
    expect(Object.keys(found)).deep.equal(['in-cluster', 'one', 'two']);
    expect(found['in-cluster']?.filter((name) => name === 'twice')).length(2);
    expect(found['one']).deep.equal(['web']);
  });

  it('finds what it asks for in a folder beside it that is applied by itself', () => {
    const texts = (name: string) => ({
      [`clusters/${name}/config/kustomization.yaml`]: kustomization('settings.yaml'),
      [`clusters/${name}/config/settings.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: flux-system }\ndata: { SITE: ${name} }\n`,
      [`clusters/${name}/infra/apps.yaml`]: flux(
        'apps',
        './apps',
        '  postBuild: { substituteFrom: [{ kind: ConfigMap, name: settings }] }\n',
      ),
    });
    const apps = { 'apps/web.yaml': service('web').replace('name: web', 'name: "web-${SITE}"') };
    expect(services({ ...texts('east'), ...texts('west'), ...apps })).to.deep.equal({ east: ['web-east'], west: ['web-west'] });
  });

  it('does not find what it asks for in another cluster', () => {
    const variables = '  postBuild: { substituteFrom: [{ kind: ConfigMap, name: settings }] }\n';
    const clusters = clustersIn({
      'clusters/east/kustomization.yaml': kustomization('apps.yaml', 'settings.yaml'),
      'clusters/east/apps.yaml': flux('apps', './apps', variables),
      'clusters/east/settings.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: flux-system }\ndata: { SITE: east }\n',
      'clusters/west/kustomization.yaml': kustomization('apps.yaml'),
      'clusters/west/apps.yaml': flux('apps', './apps', variables),
      'apps/web.yaml': service('web').replace('name: web', 'name: "web-${SITE}"'),
    });
    expect(servicesOf(clusters)).to.deep.equal({ east: ['web-east'], west: [] });
  });
});

describe('the clusters of nobody in particular', () => {
  it('are the variants of a tree of releases, one for each word', () => {
    const overlay = (suffix: string) => `${kustomization('../../../base')}nameSuffix: ${suffix}\nnamePrefix: x-\n`;
    const texts: Record<string, string> = { 'base/kustomization.yaml': kustomization('web.yaml'), 'base/web.yaml': service('web') };
    for (const app of ['shop', 'till'])
      for (const variant of ['dev', 'production']) texts[`releases/${app}/${variant}/kustomization.yaml`] = overlay(`-${app}`);
    expect(services(texts)).to.deep.equal({ dev: ['x-web-shop', 'x-web-till'], production: ['x-web-shop', 'x-web-till'] });
  });

  it('are the overlays of sites', () => {
    expect(
      services({
        'base/kustomization.yaml': kustomization('web.yaml'),
        'base/web.yaml': service('web'),
        'sites/east/kustomization.yaml': kustomization('../../base'),
        'sites/west/kustomization.yaml': kustomization('../../base'),
      }),
    ).to.deep.equal({ east: ['web'], west: ['web'] });
  });

  it('do not know what charts of K3s make', () => {
    const clusters = clustersIn({
      'manifests/traefik.yaml': `apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: db, namespace: kube-system }
spec: { chart: db, repo: https://charts.example.org, targetNamespace: data }
`,
      'manifests/web.yaml': service('web'),
    });
    expect(servicesOf(clusters)).to.deep.equal({ workspace: ['web'] });
    expect(unknownsOf(clusters, 'workspace')).to.have.length(1);
  });
});
