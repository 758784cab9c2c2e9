import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const flux = (path: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }
`;
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

describe('what no entry point applies', () => {
  it('fails nowhere: a file that is not there is worth a word, and what the API server would refuse a warning', () => {
    checkWorkspace(`# file: clusters/site/apps.yaml
${flux('./apps')}
# file: apps/kustomization.yaml
resources: [map.yaml]
# file: apps/map.yaml
${map}
# file: apps/next/kustomization.yaml
resources: [map.yaml, gone.yaml]
#                     ^^^^^^^^^ information kustomize/unknown-path: There is neither a file nor a folder gone.yaml.
# file: apps/next/map.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: Big }
#                 ^^^ warning resource/refused: The API server refuses ConfigMap Big.…
`);
  });

  it('may still get its files where it stands beside what is applied', () => {
    checkWorkspace(`# file: k8s/clusters/site/apps.yaml
${flux('./k8s/apps')}
# file: k8s/apps/map.yaml
${map}
# file: bootstrap/kustomization.yaml
resources: [made.yaml]
#           ^^^^^^^^^ information kustomize/not-rendered: There is neither a file nor a folder made.yaml.
`);
  });

  it('is as wrong as ever where no object says what is applied', () => {
    checkWorkspace(`# file: bootstrap/kustomization.yaml
resources: [made.yaml]
#           ^^^^^^^^^ error kustomize/unknown-path: There is neither a file nor a folder made.yaml.
`);
  });

  it('gets from people or scripts what git leaves out, unless a GitOps tool takes it from git', () => {
    checkWorkspace(`# file: .gitignore
env/
# file: web/kustomization.yaml
resources: [env/made.yaml, gone.yaml]
#           ^^^^^^^^^^^^^ information kustomize/not-rendered: There is no env/made.yaml here, for git leaves it out (.gitignore).
#                          ^^^^^^^^^ error kustomize/unknown-path: There is neither a file nor a folder gone.yaml.
secretGenerator:
- name: login
  envs: [env/login.env]
#        ^^^^^^^^^^^^^ information kustomize/not-rendered: There is no env/login.env here, for git leaves it out (.gitignore).
`);
    checkWorkspace(`# file: .gitignore
env/
# file: clusters/site/apps.yaml
${flux('./web')}
# file: web/kustomization.yaml
resources: [env/made.yaml]
#           ^^^^^^^^^^^^^ error kustomize/unknown-path: There is neither a file nor a folder env/made.yaml.
`);
  });

  it('may get its files, and what is told to all charts, where a chart stands by itself', () => {
    checkWorkspace(`# file: web/Chart.yaml
apiVersion: v2
name: web
version: 1.0.0
# file: web/values.yaml
port: 80
# file: web/templates/map.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: a }
data: { a: "{{ .Values.global.cluster.name }}" }
#                     ^^^^^^^^^^^^^^^^^^^^ information helm/not-rendered: Helm says: nil pointer evaluating interface {}.cluster
# file: web/kustomization.yaml
resources: [made.yaml]
#           ^^^^^^^^^ information kustomize/not-rendered: There is neither a file nor a folder made.yaml.
`);
  });

  it('may bring the same Namespace as another that is applied by hand', () => {
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
    checkWorkspace(`# file: k8s/clusters/site/apps.yaml
${flux('./k8s/apps')}
# file: k8s/apps/map.yaml
${map}
# file: bootstrap/one/kustomization.yaml
resources: [shop.yaml]
# file: bootstrap/one/shop.yaml
${namespace}
# file: bootstrap/two/kustomization.yaml
resources: [shop.yaml]
# file: bootstrap/two/shop.yaml
${namespace}
`);
  });

  it('may be changed by a patch that is fetched before one that counts on it', () => {
    checkWorkspace(`# file: web/kustomization.yaml
resources: [web.yaml]
patches:
- { path: https://example.org/sidecar.yaml, target: { kind: Deployment } }
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information kustomize/not-rendered: https://example.org/sidecar.yaml is fetched from elsewhere, which is not done here.
- target: { kind: Deployment }
  patch: |
    - { op: replace, path: /spec/template/spec/containers/1/image, value: a }
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information kustomize/not-rendered: The object has no /spec/template/spec/containers/1/image.
# file: web/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web }] } }
`);
  });
});
