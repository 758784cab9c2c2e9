import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const flux = (name: string, more = '') => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  path: ./${name}
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
${more}---
`;
const namespace = (name: string) => `# file: ${name}/namespace.yaml
apiVersion: v1
kind: Namespace
metadata: { name: ${name} }
`;
const map = (name: string, kind = 'ConfigMap', where = 'flux-system') => `apiVersion: v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${where} }
${kind === 'Secret' ? 'stringData' : 'data'}: { SITE: north }
---
`;

function said(objects: string): void {
  checkWorkspace(`# file: clusters/site/apps.yaml
${objects}
${namespace('apps')}${namespace('infrastructure')}`);
}

describe('gitops/unknown-object', () => {
  it('finds a dependency that nobody makes, and names the nearest', () => {
    said(
      `${flux(
        'apps',
        `  dependsOn:
    - name: infrastructur
#           ^^^^^^^^^^^^^ warning gitops/unknown-object: No manifest here makes Kustomization infrastructur in namespace flux-system. Kustomization apps waits for it, and is not applied before it is there. Nearest is infrastructure.
`,
      )}${flux('infrastructure')}`,
    );
  });

  it('finds one that is near no other, and one in another namespace', () => {
    said(
      `${flux(
        'apps',
        `  dependsOn:
    - name: storage
#           ^^^^^^^ warning gitops/unknown-object: No manifest here makes Kustomization storage in namespace flux-system.…
    - { name: infrastructure, namespace: infra }
#             ^^^^^^^^^^^^^^ warning gitops/unknown-object: No manifest here makes Kustomization infrastructure in namespace infra. Kustomization apps waits for it, and is not applied before it is there. infrastructure is in namespace flux-system.
`,
      )}${flux('infrastructure')}`,
    );
  });

  it('is silent on one that is there, and on one to be filled in', () => {
    said(`${flux('apps', '  dependsOn: [{ name: infrastructure }, { name: "${BASE}" }]\n')}${flux('infrastructure')}`);
  });

  it('is silent on what the installation of Flux makes', () => {
    said(`${flux('apps', '  dependsOn: [{ name: flux-system }]\n')}${flux('infrastructure')}`);
  });

  it('only says that it is not known where more may come from elsewhere', () => {
    said(`${flux('apps', '  dependsOn:\n    - name: storage\n#           ^^^^^^^ information gitops/not-rendered: No manifest here makes Kustomization storage…\n')}apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: base, namespace: flux-system }
spec:
  path: ./
  prune: true
  sourceRef: { kind: OCIRepository, name: base }
#                                         ^^^^ information gitops/not-rendered
`);
  });

  it('finds variables that nobody sets', () => {
    said(
      `${map('cluster-setings')}${flux(
        'apps',
        `  postBuild:
    substituteFrom:
      - kind: ConfigMap
        name: cluster-settings
#             ^^^^^^^^^^^^^^^^ warning gitops/unknown-object: No manifest here makes ConfigMap cluster-settings in namespace flux-system. Without it Flux does not apply this Kustomization, and the values of its variables are not known here. Nearest is cluster-setings.
      - kind: ConfigMap
        name: place
#             ^^^^^ warning gitops/unknown-object: No manifest here makes ConfigMap place in namespace flux-system. Without it Flux does not apply this Kustomization, and the values of its variables are not known here.
`,
      )}${flux('infrastructure')}`,
    );
  });

  it('names the Secret or the namespace where they are', () => {
    said(
      `${map('site', 'Secret')}${map('place', 'ConfigMap', 'default')}${flux(
        'apps',
        `  postBuild:
    substituteFrom:
      - kind: ConfigMap
        name: site
#             ^^^^ warning gitops/unknown-object: No manifest here makes ConfigMap site in namespace flux-system. Without it Flux does not apply this Kustomization, and the values of its variables are not known here. site is a Secret.
      - kind: ConfigMap
        name: place
#             ^^^^^ warning gitops/unknown-object: No manifest here makes ConfigMap place in namespace flux-system. Without it Flux does not apply this Kustomization, and the values of its variables are not known here. place is in namespace default.
`,
      )}${flux('infrastructure')}`,
    );
  });

  it('is silent on what is optional, and on a Secret that somebody makes by hand', () => {
    said(
      `${flux(
        'apps',
        '  postBuild:\n    substituteFrom:\n      - { kind: ConfigMap, name: settings, optional: true }\n      - { kind: Secret, name: keys }\n',
      )}${flux('infrastructure')}`,
    );
  });

  it('finds a source by a slip of its name', () => {
    checkWorkspace(`# file: clusters/site/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  path: ./apps
  prune: true
  sourceRef: { kind: GitRepository, name: flux-sytem }
#                                         ^^^^^^^^^^ warning gitops/unknown-object: No manifest here makes GitRepository flux-sytem in namespace flux-system. Without it Flux has nothing to apply. Nearest is flux-system.
${namespace('apps')}`);
  });

  const application = (project: string, mark = '') => `---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  project: ${project}
${mark}  destination: { server: https://kubernetes.default.svc, namespace: apps }
  source: { repoURL: https://git.example.org/o/site, path: apps }
`;
  const project = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: shop, namespace: argocd }
spec: { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }] }
`;

  it('finds an AppProject by a slip of its name, and is silent where projects are somebody else’s', () => {
    checkWorkspace(`# file: argocd/apps.yaml
${project}${application(
      'shpo',
      '#          ^^^^ warning gitops/unknown-object: No manifest here makes AppProject shpo in namespace argocd. Without it Argo CD refuses this Application. Nearest is shop.\n',
    )}
${namespace('apps')}`);
    checkWorkspace(`# file: argocd/apps.yaml
${project}${application('shop')}
${namespace('apps')}`);
    checkWorkspace(`# file: argocd/apps.yaml
${application('shop')}
${namespace('apps')}`);
  });

  it('is silent on what nobody is known to apply', () => {
    checkWorkspace(`# file: clusters/site/flux-system/sync.yaml
${flux('clusters/site').replace('name: clusters/site', 'name: flux-system')}
# file: clusters/site/kustomization.yaml
resources: [apps.yaml]
# file: clusters/site/apps.yaml
${flux('apps')}
# file: clusters/site/old.yaml
${flux('infrastructure', '  dependsOn: [{ name: gone }]\n').replace('metadata: { name: infrastructure,', 'metadata: { name: old,')}
${namespace('apps')}${namespace('infrastructure')}`);
  });
});
