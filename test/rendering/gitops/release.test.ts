import { expect } from 'chai';
import { chart } from './charts.ts';
import { names, nodeOf, places, said, told, valueOf, workspaceOf, type Files } from './workspace.ts';

const release = (
  spec: string,
  chartText = '{ spec: { chart: ./charts/web, sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system } } }',
) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: web
  namespace: shop
spec:
  chart: ${chartText}
${spec}`;

const map = (data: string, name = 'values', kind = 'ConfigMap') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\n${data}`;

const install = (spec: string, files: Files = {}, chartText?: string) => {
  const all = { 'release.yaml': release(spec, chartText), ...chart('charts/web'), ...files };
  return { ...workspaceOf(all).applied('HelmRelease', 'web'), files: all };
};

const port = (rendered: ReturnType<typeof install>, name = 'web') => nodeOf(rendered, 'Service', name, 'spec', 'ports', 0, 'port');
const target = (rendered: ReturnType<typeof install>, name = 'web') => nodeOf(rendered, 'Service', name, 'spec', 'ports', 0, 'targetPort');

describe('A HelmRelease of Flux', () => {
  it('renders a chart of the repository into its namespace, without its tests', () => {
    const rendered = install('');
    expect(names(rendered)).to.deep.equal(['Service shop/web', 'IngressClass web']);
    expect(rendered.problems).to.deep.equal([]);
  });

  it('lays ConfigMaps over the chart in order, then its own values', () => {
    const rendered = install(
      '  valuesFrom:\n    - { kind: ConfigMap, name: values }\n    - { kind: ConfigMap, name: values, valuesKey: more }\n  values:\n    where: release\n',
      { 'values.yaml': map('data:\n  values.yaml: |\n    port: 81\n    target: one\n    where: map\n  more: |\n    target: two\n') },
    );
    expect(places(port(rendered), rendered.files)[0]).to.equal('values.yaml:81');
    expect(places(target(rendered), rendered.files)[0]).to.equal('values.yaml:two');
    expect(valueOf(rendered, 'Service', 'web', 'metadata', 'labels', 'where')).to.equal('release');
  });

  it('sets one value at a path, as a text where it stands in quotes', () => {
    const from =
      '  valuesFrom:\n    - { kind: ConfigMap, name: values, valuesKey: p, targetPath: port }\n    - { kind: ConfigMap, name: values, valuesKey: q, targetPath: where }\n';
    const rendered = install(from, { 'values.yaml': map('data:\n  p: "81"\n  q: "\'yes\'"\n') });
    expect(places(port(rendered), rendered.files)[0]).to.equal('values.yaml:"81"');
    expect(valueOf(rendered, 'Service', 'web', 'metadata', 'labels', 'where')).to.equal('yes');
  });

  it('concludes nothing from a value of a Secret that is not known', () => {
    const rendered = install('  valuesFrom: [{ kind: Secret, name: s, valuesKey: port, targetPath: port }]\n');
    expect(valueOf(rendered, 'Service', 'web', 'spec', 'ports', 0, 'port')).to.equal('${s.port}');
    expect(rendered.problems).to.deep.equal([]);
    const whole = install('  valuesFrom: [{ kind: Secret, name: s }]\n');
    expect(whole.problems.map(({ severity, reach }) => ({ severity, reach }))).to.deep.equal([
      { severity: 'unknown', reach: { namespace: 'shop', changes: 'unit' } },
    ]);
  });

  it('leaves out what is optional and not there', () => {
    expect(install('  valuesFrom: [{ kind: ConfigMap, name: none, optional: true }]\n').problems).to.deep.equal([]);
    const rendered = install('  valuesFrom: [{ kind: ConfigMap, name: values, valuesKey: none }]\n', { 'v.yaml': map('data: {}\n') });
    expect(told(rendered.problems, rendered.files)).to.deep.equal(['error values-invalid release.yaml:none']);
  });

  it('puts values files in the place of the chart’s own', () => {
    const rendered = install(
      '',
      { 'sites/a.yaml': 'port: 81\ntarget: http\n' },
      '{ spec: { chart: charts/web, valuesFiles: [sites/a.yaml] } }',
    );
    expect(places(port(rendered), rendered.files)[0]).to.equal('sites/a.yaml:81');
    expect(valueOf(rendered, 'Service', 'web', 'metadata', 'labels', 'where')).to.equal(null);
    const lost = install('', {}, '{ spec: { chart: charts/web, valuesFiles: [sites/b.yaml] } }');
    expect(told(lost.problems, lost.files)).to.deep.equal(['error missing-path release.yaml:sites/b.yaml']);
  });

  it('is called by its target namespace, too, and cut to what Helm takes', () => {
    expect(names(install('  targetNamespace: blue\n'))[0]).to.equal('Service blue/blue-web');
    expect(names(install('  releaseName: front\n  targetNamespace: blue\n'))[0]).to.equal('Service blue/front');
    const long = names(install(`  targetNamespace: ${'n'.repeat(52)}\n`))[0] ?? '';
    // sha256sum of the whole name
    expect(long.slice(long.indexOf('/') + 1)).to.match(/^n{40}-[0-9a-f]{12}$/);
  });

  it('is changed by its post renderers, references included', () => {
    const rendered = install(
      '  postRenderers:\n    - kustomize:\n        patches:\n          - target: { kind: Service }\n            patch: |\n              - { op: replace, path: /spec/ports/0/port, value: 90 }\n',
    );
    expect(valueOf(rendered, 'Service', 'web', 'spec', 'ports', 0, 'port')).to.equal(90);
  });

  it('says which chart is not here, and where that could make something', () => {
    const rendered = install(
      '  targetNamespace: tools\n',
      {},
      '{ spec: { chart: grafana, sourceRef: { kind: HelmRepository, name: g } } }',
    );
    const [problem] = rendered.problems;
    expect(problem === undefined ? '' : said(problem)).to.equal(
      'Chart grafana of g is not in this workspace: what it makes in namespace tools is not known here.',
    );
    expect(problem?.reach).to.deep.equal({ namespace: 'tools', changes: 'nothing' });
    expect(rendered.deliveries).to.deep.equal([]);
  });

  it('may name its chart by another object', () => {
    const ref = (kind: string) => `  chartRef: { kind: ${kind}, name: web, namespace: flux-system }\n`;
    const named = install(ref('HelmChart'), {
      'chart.yaml':
        'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmChart\nmetadata: { name: web, namespace: flux-system }\nspec: { chart: charts/web, sourceRef: { kind: GitRepository, name: flux-system } }\n',
    });
    expect(names(named)).to.deep.equal(['Service shop/web', 'IngressClass web']);
    const remote = install(ref('OCIRepository'), {
      'oci.yaml':
        'apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: { name: web, namespace: flux-system }\nspec: { url: "oci://example.org/web" }\n',
    });
    expect(remote.problems.map(said)).to.deep.equal([
      'Chart web of oci://example.org/web is not in this workspace: what it makes in namespace shop is not known here.',
    ]);
  });

  it('doubts what a chart that is fetched could make', () => {
    const rendered = install('', {
      'charts/web/Chart.yaml':
        'apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies: [{ name: db, version: 1.0.0, repository: "https://charts.example.org" }]\n',
    });
    expect(rendered.problems.map(({ severity, reach }) => ({ severity, reach }))).to.deep.equal([
      { severity: 'unknown', reach: { namespace: 'shop', changes: 'unit' } },
    ]);
    expect(names(rendered)).to.deep.equal(['Service shop/web', 'IngressClass web']);
  });

  it('finds the folder that a release of flux-instance sets the cluster up with', () => {
    const rendered = install(
      '  values:\n    instance:\n      sync: { kind: GitRepository, url: "https://git.example.org/a/b", path: ./clusters/a }\n',
      { 'clusters/a/web.yaml': map('') },
      '{ spec: { chart: flux-instance, sourceRef: { kind: HelmRepository, name: g } } }',
    );
    expect(names(rendered)).to.deep.equal(['ConfigMap shop/values']);
    expect(rendered.problems).to.have.length(1);
    const instance = workspaceOf({
      'instance.yaml': `apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: { name: flux, namespace: flux-system }\nspec:\n  sync: { kind: GitRepository, url: "https://git.example.org/a/b", path: ./clusters/a }\n`,
      'clusters/a/values.yaml': map(''),
    });
    expect(names(instance.applied('FluxInstance', 'flux'))).to.deep.equal(['ConfigMap shop/values']);
  });

  it('takes the components of an instance for controllers, and builds its folder as its patches say', () => {
    const instance = (more: string) =>
      workspaceOf({
        'instance.yaml': `apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata: { name: flux, namespace: flux-system }
spec:
  components: [source-controller, kustomize-controller]
  sync: { kind: GitRepository, url: "https://git.example.org/a/b", path: ./clusters/a }
${more}`,
        'clusters/a/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "web-${SITE}", namespace: shop }\ndata: { a: b }\n',
      }).applied('FluxInstance', 'flux');
    const patched = instance(`  kustomize:
    patches:
      - target: { kind: Deployment }
        patch: |
          - { op: remove, path: /spec/none }
      - target: { kind: Kustomization, name: flux-system }
        patch: |
          - op: add
            path: /spec/postBuild
            value: { substitute: { SITE: north } }
`);
    expect(names(patched)).to.deep.equal(['ConfigMap shop/web-north']);
    expect(patched.problems).to.deep.equal([]);
    const plain = instance('');
    expect(names(plain)).to.deep.equal(['ConfigMap shop/web-${SITE}']);
    expect(plain.problems).to.deep.equal([]);
  });

  it('reads the instance of a release from a ConfigMap of values, too', () => {
    const rendered = workspaceOf({
      'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: flux-instance, namespace: flux-system }
spec:
  chartRef: { kind: OCIRepository, name: flux-instance }
  targetNamespace: flux-system
  valuesFrom: [{ kind: ConfigMap, name: flux-values }]
`,
      'values.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: flux-values, namespace: flux-system }
data:
  values.yaml: |
    instance:
      sync: { kind: GitRepository, url: "https://git.example.org/a/b", path: ./clusters/a }
`,
      'clusters/a/web.yaml': map(''),
    }).applied('HelmRelease', 'flux-instance');
    // The namespace of the release is none for what the instance applies.
    expect(names(rendered)).to.deep.equal(['ConfigMap shop/values']);
  });
});
