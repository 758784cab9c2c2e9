import { expect } from 'chai';
import { chart } from './charts.ts';
import { names, nodeOf, places, said, told, valueOf, workspaceOf, type Files } from './workspace.ts';

const application = (source: string, destination = '{ server: https://kubernetes.default.svc, namespace: shop }', name = 'web') =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  destination: ${destination}
${source}`;

const one = (text: string) => `  source:\n    repoURL: https://git.example.org/edge/sites.git\n${text}`;
const service = (name = 'web', more = '') =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n${more}spec: { ports: [{ port: 80 }] }\n`;

const sync = (source: string, files: Files, destination?: string) => {
  const all = { 'argocd/app.yaml': application(source, destination), ...files };
  return { ...workspaceOf(all).applied('Application', 'web'), files: all };
};

describe('An Application of Argo CD', () => {
  it('takes the files of a folder, and gives a namespace to what has none', () => {
    const rendered = sync(one('    path: web\n'), {
      'web/a.yaml': `${service()}---\n${service('old', '  namespace: legacy\n')}---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n`,
      'web/values.yaml': 'port: 80\n',
      'web/deep/b.yaml': service('deep'),
      'web/skip.yaml': `# +argocd:skip-file-rendering\n${service('skip')}`,
    });
    expect(names(rendered)).to.deep.equal(['Namespace shop', 'Service legacy/old', 'Service shop/web']);
    expect(places(nodeOf(rendered, 'Service', 'web', 'metadata', 'namespace'), rendered.files)).to.deep.equal(['argocd/app.yaml:shop']);
    expect(rendered.problems).to.deep.equal([]);
  });

  const folders: readonly (readonly [options: string, taken: readonly string[]])[] = [
    ['recurse: true', ['a', 'b', 'one', 'two']],
    ['{ recurse: true, exclude: "draft/*" }', ['a', 'b', 'one']],
    ['{ recurse: true, exclude: "{b.yml,draft/*}" }', ['a', 'one']],
    ['{ recurse: true, include: "*/one.yaml" }', ['one']],
    ['{ recurse: true, include: "*.yml" }', ['b']],
    ['{ include: "[!b]*" }', ['a']],
    ['{ recurse: true, include: "*", exclude: "d*" }', ['a', 'b']],
    ['{ recurse: true, exclude: "[" }', ['a', 'b', 'one', 'two']],
  ];
  for (const [options, taken] of folders)
    it(`takes ${taken.join(', ')} with the options ${options}`, () => {
      const directory = options.startsWith('{') ? options : `{ ${options} }`;
      const rendered = sync(one(`    path: web\n    directory: ${directory}\n`), {
        'web/a.yaml': service('a'),
        'web/b.yml': service('b'),
        'web/deep/one.yaml': service('one'),
        'web/draft/two.yaml': service('two'),
      });
      // What begins with d in the last but one: deep, draft.
      expect(names(rendered).map((name) => name.replace('Service shop/', ''))).to.deep.equal(taken);
    });

  it('builds charts that a chart depends on by their path, and knows nothing of those from elsewhere', () => {
    const metadata = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.2.0\n${more}`;
    const library = {
      'charts/common/Chart.yaml': metadata('common'),
      'charts/common/values.yaml': 'port: 80\n',
      'charts/common/templates/service.yaml': `apiVersion: v1\nkind: Service\nmetadata: { name: {{ .Release.Name }}-common }\nspec: { ports: [{ port: {{ .Values.port }} }] }\n`,
    };
    const depending = (list: string) => ({
      ...library,
      'web/Chart.yaml': metadata('web', `dependencies:\n${list}`),
      'web/values.yaml': 'common:\n  port: 8080\n',
      'web/templates/service.yaml': service(),
    });
    const local = '- { name: common, version: 1.x, repository: "file://../charts/common" }\n';
    const built = sync(one('    path: web\n'), depending(local));
    expect(names(built)).to.deep.equal(['Service shop/web', 'Service shop/web-common']);
    expect(places(nodeOf(built, 'Service', 'web-common', 'spec', 'ports', 0, 'port'), built.files)).to.deep.equal([
      'web/values.yaml:8080',
      'charts/common/values.yaml:80',
      'charts/common/templates/service.yaml:{{ .Values.port }}',
    ]);
    expect(built.problems).to.deep.equal([]);
    for (const other of [
      '- { name: common, version: 2.x, repository: "file://../charts/common" }\n',
      '- { name: common, version: 1.x, repository: "file://../../../common" }\n',
      '- { name: common, version: 1.x, repository: "file://." }\n',
      `${local}- { name: redis, version: 1.x, repository: https://charts.example.org }\n`,
    ]) {
      const partly = sync(one('    path: web\n'), depending(other));
      expect(partly.problems.map(said), other).to.deep.equal([
        'A chart that this one depends on is fetched from elsewhere: what it makes in namespace shop is not known here.',
      ]);
    }
  });

  it('refuses YAML that is no manifest behind one that is', () => {
    const rendered = sync(one('    path: web\n'), { 'web/a.yaml': `${service()}---\na: b\n` });
    expect(told(rendered.problems, rendered.files)).to.deep.equal(['error malformed-yaml web/a.yaml:a: b']);
  });

  it('changes a kustomization as its settings say', () => {
    const rendered = sync(
      one(`    path: web
    kustomize:
      namePrefix: lab-
      nameSuffix: -x
      namespace: blue
      images: ["registry.example/web:2"]
      replicas: [{ name: web, count: "3" }]
      commonLabels: { team: edge }
      labelWithoutSelector: true
      commonAnnotations: { app: $ARGOCD_APP_NAME }
      commonAnnotationsEnvsubst: true
      patches:
        - target: { kind: Deployment }
          patch: |
            - { op: add, path: /spec/paused, value: true }
`),
      {
        'web/kustomization.yaml': 'namePrefix: own-\nnamespace: shop\nresources: [web.yaml]\n',
        'web/web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: { a: b } }\n  template:\n    spec: { containers: [{ name: web, image: registry.example/web:1 }] }\n',
      },
    );
    expect(names(rendered)).to.deep.equal(['Deployment blue/lab-web-x']);
    expect(valueOf(rendered, 'Deployment', 'lab-web-x', 'spec')).to.deep.equal({
      paused: true,
      replicas: 3,
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { annotations: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'registry.example/web:2' }] } },
    });
    expect(valueOf(rendered, 'Deployment', 'lab-web-x', 'metadata', 'annotations', 'app')).to.equal('web');
    expect(rendered.problems).to.deep.equal([]);
  });

  it('is built by a plugin that is called after kustomize and told nothing more', () => {
    const files = { 'web/kustomization.yaml': 'resources: [web.yaml]\n', 'web/web.yaml': service() };
    const of = (plugin: string) => names(sync(one(`    path: web\n    plugin: ${plugin}\n`), files));
    expect(of('{ name: kustomize-build-with-helm }')).to.deep.equal(['Service shop/web']);
    expect(of('{ name: kustomize-build-with-helm, env: [{ name: A, value: b }] }')).to.deep.equal([]);
    expect(of('{ name: cdk8s }')).to.deep.equal([]);
  });

  it('lets parameters count before values, these before files and these before the chart', () => {
    const rendered = sync(
      one(`    path: charts/web
    helm:
      valueFiles: [lab.yaml]
      values: "where: values\\n"
      valuesObject: { target: object, port: 81 }
      parameters: [{ name: target, value: http }, { name: where, value: $ARGOCD_APP_NAME }]
`),
      { ...chart('charts/web'), 'charts/web/lab.yaml': 'target: file\nport: 82\nwhere: file\n' },
    );
    expect(valueOf(rendered, 'Service', 'web', 'spec', 'ports')).to.deep.equal([{ port: 81, targetPort: 'http' }]);
    expect(places(nodeOf(rendered, 'Service', 'web', 'spec', 'ports', 0, 'targetPort'), rendered.files)[0]).to.equal(
      'argocd/app.yaml:http',
    );
    expect(valueOf(rendered, 'Service', 'web', 'metadata', 'labels')).to.deep.equal({ where: 'web', in: 'shop' });
    expect(names(rendered)).to.deep.equal(['Service shop/web', 'IngressClass web']);
  });

  it('finds value files from the chart, from the root and by patterns', () => {
    const files = (entries: string, more = '') =>
      valueOf(
        sync(one(`    path: charts/web\n    helm:\n      valueFiles: ${entries}\n${more}`), {
          ...chart('charts/web'),
          'charts/web/a.yaml': 'where: a\n',
          'sites/b.yaml': 'where: b\n',
          'sites/c.yaml': 'where: c\n',
        }),
        'Service',
        'web',
        'metadata',
        'labels',
        'where',
      );
    expect(files('[a.yaml]')).to.equal('a');
    expect(files('[a.yaml, /sites/b.yaml]')).to.equal('b');
    expect(files('[../../sites/c.yaml]')).to.equal('c');
    expect(files('["/sites/*.yaml"]')).to.equal('c');
    expect(files('[/sites/c.yaml, "/sites/*.yaml"]')).to.equal('b');
    expect(files('[none.yaml]', '      ignoreMissingValueFiles: true\n')).to.equal('chart');
    expect(
      told(sync(one('    path: charts/web\n    helm: { valueFiles: [none.yaml] }\n'), chart('charts/web')).problems, {}),
    ).to.have.length(1);
  });

  it('joins several sources: of the same object the last counts, and a source may only lend its files', () => {
    const rendered = sync(
      `  sources:
    - repoURL: https://git.example.org/edge/sites.git
      path: one
    - repoURL: https://git.example.org/edge/sites.git
      path: two
    - repoURL: https://git.example.org/edge/sites.git
      path: charts/web
      helm: { releaseName: front, valueFiles: [$values/sites/a.yaml] }
    - repoURL: https://git.example.org/edge/sites
      ref: values
`,
      {
        ...chart('charts/web'),
        'one/a.yaml': service(),
        'two/a.yaml': service('web', '  labels: { of: two }\n'),
        'sites/a.yaml': 'where: lent\n',
      },
    );
    expect(names(rendered)).to.deep.equal(['Service shop/front', 'Service shop/web', 'IngressClass web']);
    expect(valueOf(rendered, 'Service', 'web', 'metadata', 'labels', 'of')).to.equal('two');
    expect(valueOf(rendered, 'Service', 'front', 'metadata', 'labels', 'where')).to.equal('lent');
    expect(rendered.problems).to.deep.equal([]);
  });

  it('merges the overrides that lie in the folder', () => {
    const rendered = sync(one('    path: web\n    kustomize: { namePrefix: a-, nameSuffix: -z }\n'), {
      'web/kustomization.yaml': 'resources: [web.yaml]\n',
      'web/web.yaml': service(),
      'web/.argocd-source.yaml': 'kustomize: { namePrefix: b- }\n',
      'web/.argocd-source-web.yaml': 'kustomize: { nameSuffix: null }\n',
    });
    expect(names(rendered)).to.deep.equal(['Service shop/b-web']);
  });

  it('says what another repository or a chart from elsewhere could make', () => {
    const files = { 'argocd/other.yaml': application(one('    path: web\n'), undefined, 'own'), 'web/a.yaml': service() };
    const other = sync('  source: { repoURL: https://git.example.org/edge/glass.git, path: . }\n', files);
    expect(other.problems.map(({ severity, reach }) => ({ severity, reach }))).to.deep.equal([
      { severity: 'unknown', reach: { namespace: 'shop', changes: 'nothing' } },
    ]);
    const remote = sync('  source: { repoURL: https://charts.example.org, chart: monitor, targetRevision: 1.2.3 }\n', files);
    const [problem] = remote.problems;
    expect(problem === undefined ? '' : said(problem)).to.equal(
      'Chart monitor of https://charts.example.org is not in this workspace: what it makes in namespace shop is not known here.',
    );
    const branch = sync('  source: { repoURL: https://git.example.org/edge/sites.git, path: web, targetRevision: v1 }\n', files);
    expect(branch.deliveries).to.deep.equal([]);
  });

  it('goes to the cluster of its destination', () => {
    const of = (destination: string) => sync(one('    path: web\n'), { 'web/a.yaml': service() }, destination).deliveries[0]?.destination;
    expect(of('{ name: in-cluster }')).to.deep.equal({ type: 'same' });
    expect(of('{ server: https://kubernetes.default.svc }')).to.deep.equal({ type: 'same' });
    expect(of('{ name: edge-7 }')).to.deep.equal({ type: 'named', name: 'edge-7' });
    expect(of('{ namespace: shop }')).to.deep.equal({ type: 'unknown' });
  });

  it('creates by wave, then by kind', () => {
    const wave = (name: string, number: string) => service(name, `  annotations: { argocd.argoproj.io/sync-wave: "${number}" }\n`);
    const rendered = sync(one('    path: web\n'), {
      'web/a.yaml': `${wave('late', '1')}---\n${service('b')}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n---\n${wave('early', '-1')}`,
    });
    expect(names(rendered)).to.deep.equal(['Service shop/early', 'ConfigMap shop/c', 'Service shop/b', 'Service shop/late']);
  });
});
