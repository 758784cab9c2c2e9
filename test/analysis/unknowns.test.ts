import { expect } from 'chai';
import { english } from '../../src/base/message.ts';
import { RenderedWorkspace } from '../support/renderedWorkspace.ts';

const deployment = (name: string, labels = `app: ${name}`, namespace = 'shop') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec:\n  selector: { matchLabels: { ${labels} } }\n  template:\n    metadata: { labels: { ${labels} } }\n    spec: { containers: [{ name: a, image: a }] }\n`;
const service = (name: string, labels: string, namespace = 'shop') =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ports: [{ port: 80 }], selector: { ${labels} } }\n`;

/** What is said of the selectors of a workspace: how much it weighs, and why no more. */
function selectorsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const { clusters } = new RenderedWorkspace(files).refreshed();
  return clusters.flatMap(({ findings }) =>
    findings
      .filter(({ code }) => code === 'selector/no-match')
      .map(({ severity, resource, message }) => [severity, resource, ...(/\(.*\)$/.exec(english.say(message)) ?? [])].join(' ')),
  );
}

const chart = { 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n', 'values.yaml': '' };
const site = 'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\n';

describe('what is not known of a unit', () => {
  it('is a matter of the namespace that its kustomization sets', () => {
    const files = (namespace: string) => ({
      'network.yaml': site,
      'k/kustomization.yaml': `namespace: ${namespace}\nresources: [github.com/x/y]\n`,
      'web.yaml': `${deployment('web')}---\n${service('cache', 'app: cache')}`,
    });
    expect(selectorsOf(files('monitoring'))).to.deep.equal(['warning Service shop/cache']);
    expect(selectorsOf(files('shop'))).to.deep.equal([
      'hint Service shop/cache (What github.com/x/y brings or changes is not known here.)',
    ]);
  });

  it('makes nothing in namespaces of the workspace where it is what a project publishes', () => {
    const files = (resource: string) => ({
      'network.yaml': site,
      'k/kustomization.yaml': `resources: [own.yaml, ${resource}]\n`,
      'k/own.yaml': `${deployment('agent', 'app: agent', 'system')}---\n${service('hook', 'app: hook', 'system')}`,
      'web.yaml': `${deployment('web')}---\n${service('cache', 'app: cache')}`,
    });
    const release = 'https://github.com/x/y/releases/download/v1.0.0/all.yaml';
    const doubt = `(What ${release} brings or changes is not known here.)`;
    expect(selectorsOf(files(release))).to.deep.equal([`hint Service system/hook ${doubt}`, 'warning Service shop/cache']);
    expect(selectorsOf(files('github.com/x/y')).at(-1)).match(/^hint Service shop\/cache/);
  });

  it('is of a chart what it makes in its namespace, and not once more with each patch that is for it', () => {
    const files = {
      'network.yaml': site,
      'k/kustomization.yaml':
        'helmCharts: [{ name: csi, repo: "https://charts.example", namespace: csi }]\npatches: [{ path: patch.yaml }]\n',
      'k/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: csi }\nspec: { replicas: 2 }\n',
      'web.yaml': `${deployment('web')}---\n${service('cache', 'app: cache')}`,
    };
    expect(selectorsOf(files)).to.deep.equal(['warning Service shop/cache']);
  });

  it('changes what is rendered in it, and nothing else', () => {
    const bad = 'patches: [{ path: gone.yaml }]\n';
    const found = selectorsOf({
      'network.yaml': site,
      'k/kustomization.yaml': `resources: [web.yaml]\n${bad}`,
      'k/web.yaml': `${deployment('one', 'app: one', 'a')}---\n${service('one', 'app: oen', 'a')}`,
      'two.yaml': `${deployment('two', 'app: two', 'b')}---\n${service('two', 'app: tow', 'b')}`,
    });
    expect(found).to.deep.equal(['hint Service a/one (What gone.yaml brings or changes is not known here.)', 'warning Service b/two']);
  });

  it('is of a template that fails what that makes: of one that makes no pods, none', () => {
    const files = (template: string) => ({
      ...chart,
      'templates/web.yaml': `${deployment('web')}---\n${service('cache', 'app: cache')}`,
      'templates/bad.yaml': template,
    });
    expect(selectorsOf(files('kind: ConfigMap\nmetadata:\n  name: {{ .Values.a.b.c }}\n'))).to.deep.equal(['warning Service shop/cache']);
    const why = 'What {{ .Values.a.b.c }} brings or changes is not known here.';
    expect(selectorsOf(files('kind: Deployment\nmetadata:\n  name: {{ .Values.a.b.c }}\n')).map((text) => text.slice(0, 28))).to.deep.equal(
      [`hint Service shop/cache (${why}`.slice(0, 28)],
    );
    expect(selectorsOf(files('{{ include "all" . }}\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.a.b.c }}\n')).length).to.equal(1);
  });

  it('is of a value that only the cluster or chance gives no more than its field', () => {
    const files = (labels: string) => ({
      ...chart,
      'templates/web.yaml': `${deployment('web', labels)}---\n${deployment('api')}---\n${service('cache', 'app: cache')}`,
    });
    expect(selectorsOf(files('app: web'))).to.deep.equal(['warning Service shop/cache']);
    expect(selectorsOf(files('app: web, run: {{ randAlphaNum 5 }}'))).to.deep.equal(['warning Service shop/cache']);
    expect(selectorsOf(files('app: {{ randAlphaNum 5 }}'))).to.deep.equal([
      'hint Service shop/cache (Part of Deployment shop/web is filled in later.)',
    ]);
  });
});
