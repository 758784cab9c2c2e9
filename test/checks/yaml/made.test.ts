import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const web = (replicas: string, port: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: web
          ports: [{ containerPort: ${port} }]
`;

describe('what the reader says of manifests that a tool makes', () => {
  it('stands in the base that is built, once for all that build it', () => {
    checkWorkspace(`# file: base/kustomization.yaml
resources: [web.yaml]
# file: base/web.yaml
${web(
  `  replica: 2
# ^^^^^^^ warning resource/unknown-field: There is no field replica here…`,
  'abc',
)}#                                  ^^^ error resource/wrong-type: containerPort must be a whole number.
# file: sites/one/kustomization.yaml
resources: [../../base]
# file: sites/two/kustomization.yaml
resources: [../../base]
`);
  });

  it('stands in the patch that says it, and not in the base that was right', () => {
    checkWorkspace(`# file: base/kustomization.yaml
resources: [web.yaml]
# file: base/web.yaml
${web('  replicas: 2', '8080')}
# file: sites/one/kustomization.yaml
resources: [../../base]
patches: [{ path: more.yaml }]
# file: sites/one/more.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { replicas: "3" }
#                 ^^^ error resource/wrong-type: replicas must be a whole number.
`);
  });

  it('is not said of a value that every build writes over', () => {
    checkWorkspace(`# file: base/kustomization.yaml
resources: [web.yaml]
# file: base/web.yaml
${web('  replicas: two', '8080')}
# file: sites/one/kustomization.yaml
resources: [../../base]
replicas: [{ name: web, count: 3 }]
`);
  });

  it('stands in the values that a template prints, and is not said of what is not known', () => {
    checkWorkspace(`# file: shop/Chart.yaml
apiVersion: v2
name: shop
version: 1.0.0
# file: shop/values.yaml
port: many
#     ^^^^ error resource/wrong-type: containerPort must be a whole number.
# file: shop/templates/web.yaml
${web('  replicas: {{ randInt 1 5 }}', '{{ .Values.port }}')}`);
  });

  it('is said once of plain files that a GitOps object applies, and not of what it substitutes', () => {
    checkWorkspace(`# file: clusters/site/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  path: ./apps
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
  postBuild: { substituteFrom: [{ kind: ConfigMap, name: settings, optional: true }] }
# file: apps/web.yaml
${web('  replicas: ${REPLICAS}', 'abc')}#                                  ^^^ error resource/wrong-type: containerPort must be a whole number.
`);
  });
});
