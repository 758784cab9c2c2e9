import { expect } from 'chai';
import { findingsOf } from '../../../src/analysis/snapshot.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

/** The codes of what is found in a file. */
function codesIn(file: string, files: Readonly<Record<string, string>>): readonly string[] {
  return findingsOf(new RenderedWorkspace(files).refreshed(), file).map(({ code }) => code);
}

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: main, image: web }] }\n';
const application = (path: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web, namespace: argocd }\nspec:\n  project: default\n  source: { repoURL: https://git.example.org/o/site, path: ${path} }\n  destination: { server: https://kubernetes.default.svc, namespace: shop }\n`;
const chart = (folder: string) => ({
  [`${folder}/Chart.yaml`]: 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  [`${folder}/values.yaml`]: 'a: 1\n',
  [`${folder}/templates/web.yaml`]: '{{ .Values.none.at.all }}\n',
});

describe('What fails to be built is said by the tool that fails', () => {
  it('of the template of an ApplicationSet', () => {
    const set =
      'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: sites, namespace: argocd }\nspec:\n  goTemplate: true\n  goTemplateOptions: [missingkey=error]\n  generators: [{ list: { elements: [{ name: east }] } }]\n  template:\n    metadata: { name: "{{ .name }}" }\n    spec:\n      project: default\n      source: { repoURL: https://git.example.org/o/site, path: "{{ .folder }}" }\n      destination: { server: https://kubernetes.default.svc, namespace: shop }\n';
    expect(codesIn('set.yaml', { 'set.yaml': set, 'web/web.yaml': pod })).to.deep.equal(['gitops/refused']);
  });

  it('of a bundle of Fleet that puts what has no namespace into one', () => {
    const files = {
      'web/fleet.yaml': 'namespace: shop\n',
      'web/role.yaml': 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: web }\nrules: []\n',
    };
    expect(codesIn('web/role.yaml', files).concat(codesIn('web/fleet.yaml', files))).to.include('gitops/refused');
  });

  it('of a chart that an Application renders', () => {
    expect(codesIn('web/templates/web.yaml', { 'apps/web.yaml': application('web'), ...chart('web') })).to.deep.equal(['helm/template']);
  });

  it('of a kustomization that an Application builds', () => {
    const kustomization = 'resources: [web.yaml]\npatches:\n- patch: "{ apiVersion: v1, kind: Pod, metadata: { name: other } }"\n';
    const files = { 'apps/web.yaml': application('web'), 'web/kustomization.yaml': kustomization, 'web/web.yaml': pod };
    expect(codesIn('web/kustomization.yaml', files)).to.deep.equal(['kustomize/patch']);
  });

  it('of a chart among the helmCharts of a kustomization', () => {
    const files = { 'site/kustomization.yaml': 'helmCharts: [{ name: web }]\n', ...chart('site/charts/web') };
    expect(codesIn('site/charts/web/templates/web.yaml', files)).to.deep.equal(['helm/template']);
  });

  it('is not known of a kustomization that something else still fills in', () => {
    const files = (name: string) => ({
      'site/kustomization.yaml': `resources: [web.yaml]\nconfigMapGenerator:\n- name: ${name}\n  files: [values.yaml]\n`,
      'site/web.yaml': pod,
    });
    expect(new Set(codesIn('site/kustomization.yaml', files('{{ .app }}-values')))).to.deep.equal(new Set(['kustomize/not-rendered']));
    const lines = {
      'site/kustomization.yaml': 'resources: [web.yaml]\n',
      'site/web.yaml': `${pod}annotations:\n  a: b\n  <MORE_ANNOTATIONS>\n`,
    };
    expect(codesIn('site/web.yaml', lines)).not.to.include('kustomize/unreadable');
    expect(codesIn('site/kustomization.yaml', files('"{{ .app }}-values"'))).to.include('kustomize/unknown-path');
  });

  it('is a hint of a Service that what nobody applies names, and that may stand beside it', () => {
    const ingress = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: gone, port: { number: 80 } } } }] } }] }
`;
    const files = {
      'argocd/web.yaml': application('apps/web'),
      'apps/web/web.yaml': `${pod}---\n${ingress}`,
      'apps/old/old.yaml': ingress,
    };
    const found = new RenderedWorkspace(files).refreshed();
    const said = ['apps/web/web.yaml', 'apps/old/old.yaml'].map((file) =>
      findingsOf(found, file).flatMap(({ code, severity }) => (code === 'ingress/unknown-service' ? [severity] : [])),
    );
    expect(said).to.deep.equal([['warning'], ['hint']]);
  });
});
