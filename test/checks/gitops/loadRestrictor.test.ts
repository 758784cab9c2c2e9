import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const service = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
`;
const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  destination: { server: https://kubernetes.default.svc, namespace: shop }
  source: { repoURL: https://git.example.org/o/site, path: apps/web/site }
`;
const options = (text: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: argocd-cm, namespace: argocd }
data: { kustomize.buildOptions: "${text}" }
`;
const patch = 'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { type: NodePort }\n';

describe('files outside of the folder of a kustomization', () => {
  it('are refused where nobody says otherwise; that a patch finds nothing then is not said as well', () => {
    checkWorkspace(`# file: argocd/web.yaml
${application}---
${options('--enable-helm')}
# file: apps/web/site/kustomization.yaml
resources: [../base/web.yaml]
#           ^^^^^^^^^^^^^^^^ error kustomize/unknown-path: ../base/web.yaml is not in or below the folder of this kustomization,…
patches: [{ path: patch.yaml }]
# file: apps/web/site/patch.yaml
${patch}
# file: apps/web/base/web.yaml
${service}
`);
  });

  it('are read where Argo CD is told so, by its own settings or by the values of its chart', () => {
    for (const said of [
      options('--enable-helm --load-restrictor LoadRestrictionsNone'),
      'configs:\n  cm:\n    kustomize.buildOptions: --load-restrictor=LoadRestrictionsNone\n',
    ])
      checkWorkspace(`# file: argocd/web.yaml
${application}
# file: argocd/settings.yaml
${said}
# file: apps/web/site/kustomization.yaml
resources: [../base/web.yaml]
patches: [{ path: patch.yaml }]
# file: apps/web/site/patch.yaml
${patch}
# file: apps/web/base/web.yaml
${service}
`);
  });
});
