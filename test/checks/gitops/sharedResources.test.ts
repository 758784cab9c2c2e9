import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const flux = (name: string, path: string, more = '') => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec: { path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: flux-system }${more} }
---
`;
const application = (name: string, path: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  destination: { server: https://kubernetes.default.svc, namespace: shop }
  source: { repoURL: https://git.example.org/o/site, path: ${path} }
---
`;
const map = (name: string, value = '1', mark = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: shop }\n${mark}data: { a: "${value}" }\n`;

describe('resources that two objects apply', () => {
  it('are said once for the two, with what Flux does', () => {
    checkWorkspace(`# file: clusters/site/apps.yaml
${flux('one', './one')}${flux('two', './two')}
# file: one/maps.yaml
${map('x')}---
${map('y')}
# file: two/maps.yaml
${map('x', '2', '#                 ^ error resource/duplicate: Kustomization flux-system/one and Kustomization flux-system/two both apply 2 resources, ConfigMap shop/x among them: each reconciles them again and again,…\n')}---
${map('y')}
`);
  });

  it('are a warning where both make the same, with what Argo CD says', () => {
    checkWorkspace(`# file: argocd/apps.yaml
${application('one', 'one')}${application('two', 'two')}
# file: one/map.yaml
${map('x')}
# file: two/map.yaml
${map('x', '1', '#                 ^ warning resource/duplicate: Application argocd/one and Application argocd/two both apply ConfigMap shop/x: Argo CD says SharedResourceWarning,…\n')}
`);
  });

  it('may be a Namespace, which everybody brings', () => {
    const namespace = (more = '') => `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop${more} }\n`;
    checkWorkspace(`# file: clusters/site/apps.yaml
${flux('one', './one')}${flux('two', './two')}
# file: one/namespace.yaml
${namespace()}
# file: two/namespace.yaml
${namespace()}
# file: bootstrap/kustomization.yaml
resources: [namespace.yaml]
# file: bootstrap/namespace.yaml
${namespace(', labels: { a: b }')}
`);
  });
});

describe('what depends on something that is not seen', () => {
  it('is no fault of a patch beside what is fetched', () => {
    const patch = 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: agent }\nspec: { minReadySeconds: 5 }\n';
    checkWorkspace(`# file: kustomization.yaml
resources: [https://example.org/agent.yaml]
patches: [{ path: patch.yaml }]
# file: patch.yaml
${patch}`);
  });

  it('is no fault of a text that an unknown value is filled into', () => {
    const from = ', postBuild: { substituteFrom: [{ kind: Secret, name: site }], substitute: { LIST: "[{ a: b }]" } }';
    checkWorkspace(`# file: clusters/site/apps.yaml
${flux('one', './one', from)}
# file: one/map.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: x, namespace: shop }
data:
  list: \${Q:='}\${LIST}\${Q:='}
`);
  });
});
