import assert from 'node:assert/strict';
import { emptySnapshot, filesToPublish, type Snapshot } from '../../src/analysis/snapshot.ts';
import { pick, randomOf } from '../support/randomWorkspace.ts';
import { RenderedWorkspace } from '../support/renderedWorkspace.ts';
import { clustersSaid, findingsSaid } from '../support/snapshotSaid.ts';

/** More by hand: `EDITS=2000 SEED=7 node scripts/test-unit.mjs test/analysis/gitops` */
const edits = Number(process.env['EDITS'] ?? 120);
const seed = Number(process.env['SEED'] ?? 1);

const flux = (name: string, path: string, more = ''): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  path: ./${path}
  sourceRef: { kind: GitRepository, name: flux-system }
${more}`;
const substituted = `  postBuild:
    substitute: { ADDRESS: 10.0.0.21 }
    substituteFrom: [{ kind: ConfigMap, name: settings }]
`;
const service = (name: string, app: string, address = ''): string =>
  `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  type: LoadBalancer
${address === '' ? '' : `  loadBalancerIP: ${address}\n`}  selector: { app: ${app} }
  ports: [{ port: 80, targetPort: http }]
`;
const deployment = (name: string, port: string): string =>
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: main, ports: [{ name: ${port}, containerPort: 8080 }] }] }
`;
const pool = (range: string): string =>
  `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [${range}] }
`;
const release = (chart: string, port: string): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: cache, namespace: shop }
spec:
  chart: { spec: { chart: ${chart}, sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system } } }
  valuesFrom: [{ kind: ConfigMap, name: cache-values }]
  values: { port: ${port} }
`;
const application = (name: string, path: string, namespace: string): string =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  source: { repoURL: https://git.example.org/sites.git, path: ${path} }
  destination: { server: https://kubernetes.default.svc, namespace: ${namespace} }
`;
const settings = (namespace: string, address: string): string =>
  `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: ${namespace} }
data: { ADDRESS: ${address} }
`;

/** What may stand in each file; undefined: it may not be there. */
const contents: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'clusters/east/apps.yaml': [flux('apps', 'apps/east'), flux('apps', 'apps/east', substituted), flux('apps', 'apps/gone'), undefined],
  'clusters/west/apps.yaml': [flux('apps', 'apps/west'), flux('apps', 'apps/west', '  targetNamespace: shop\n'), flux('apps', 'apps')],
  'clusters/east/infra.yaml': [
    flux('infra', 'infra'),
    `${flux('infra', 'infra')}---\n${flux('all', 'clusters/east')}`,
    flux('infra', 'infra', '  dependsOn: [{ name: apps }]\n'),
    undefined,
  ],
  'clusters/east/settings.yaml': [
    settings('flux-system', '10.0.0.22'),
    settings('other', '10.0.0.22'),
    settings('flux-system', '10.9.9.9'),
    undefined,
  ],
  'infra/lan.yaml': [pool('10.0.0.20-10.0.0.29'), pool('10.0.0.30-10.0.0.39'), undefined],
  'infra/release.yaml': [release('charts/cache', 'http'), release('charts/cache', 'htpp'), release('charts/gone', 'http'), undefined],
  'infra/values.yaml': [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: cache-values, namespace: shop }\ndata:\n  values.yaml: |\n    app: cache\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: cache-values, namespace: shop }\ndata:\n  values.yaml: |\n    app: other\n',
    'replicas: 2\n',
    undefined,
  ],
  'apps/base/kustomization.yaml': [
    'resources: [web.yaml]\n',
    'resources: [web.yaml, more.yaml]\n',
    'resources: [web.yaml]\nnamespace: edge\n',
  ],
  'apps/base/web.yaml': [
    `${service('web', 'web', '${ADDRESS}')}---\n${deployment('web', 'http')}`,
    `${service('web', 'wbe', '10.0.0.25')}---\n${deployment('web', 'http')}`,
    `${service('web', 'web')}---\n${deployment('web', 'metrics')}`,
  ],
  'apps/base/more.yaml': [service('more', 'web'), service('web2', 'web', '10.0.0.20'), undefined],
  'apps/east/kustomization.yaml': [
    'resources: [../base]\n',
    'resources: [../base]\nnamePrefix: east-\n',
    'resources: [../base, ../../old]\n',
  ],
  'apps/west/kustomization.yaml': ['resources: [../base]\n', 'resources: [../base]\nnamespace: west\n', undefined],
  'argocd/apps.yaml': [
    application('plain', 'plain', 'shop'),
    `${application('plain', 'plain', 'edge')}---\n${application('cache', 'charts/cache', 'shop')}`,
    undefined,
  ],
  'plain/web.yaml': [service('plain', 'plain'), `${service('plain', 'plain')}---\n${deployment('plain', 'http')}`, undefined],
  'old/web.yaml': [service('web', 'old'), deployment('old', 'http'), undefined],
  'charts/cache/Chart.yaml': ['apiVersion: v2\nname: cache\nversion: 1.0.0\n'],
  'charts/cache/values.yaml': ['app: cache\nport: http\n', 'app: cache\nport: metrics\n'],
  'charts/cache/templates/all.yaml': [
    `${service('{{ .Release.Name }}', '{{ .Values.app }}')}---\n${deployment('cache', '{{ .Values.port }}')}`,
    `${service('cache', 'cache')}---\n${deployment('cache', '{{ .Values.port }}')}`,
  ],
};

describe('an analysis of a workspace that GitOps objects apply', () => {
  it('says after each edit what a fresh one says of the same files', () => {
    const random = randomOf(seed);
    const first = new Map<string, string>();
    for (const [path, texts] of Object.entries(contents)) {
      const [text] = texts;
      if (text !== undefined) first.set(path, text);
    }
    const workspace = new RenderedWorkspace(first);
    const shown = new Map<string, readonly string[]>();
    let before: Snapshot = emptySnapshot;
    let last = 'the beginning';
    for (let edit = 0; edit <= edits; edit++) {
      const after = workspace.refreshed();
      for (const path of filesToPublish(before, after)) shown.set(path, findingsSaid(after, path));
      before = after;
      const fresh = new RenderedWorkspace(workspace.files).refreshed();
      const where = `seed ${seed}, edit ${edit}: ${last}`;
      assert.equal(clustersSaid(after), clustersSaid(fresh), where);
      for (const path of new Set([...Object.keys(contents), ...shown.keys()])) {
        const wanted = findingsSaid(fresh, path);
        assert.deepEqual(findingsSaid(after, path), wanted, `${where}: ${path}`);
        assert.deepEqual(shown.get(path) ?? [], wanted, `${where}: ${path} is shown as it was`);
      }
      const path = pick(random, Object.keys(contents));
      last = path;
      workspace.write(path, pick(random, contents[path] ?? []));
    }
  }).timeout(600_000);
});
