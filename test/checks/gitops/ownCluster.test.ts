import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const applications = (path: string, more = '') => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: web, namespace: argocd }
spec:
  goTemplate: true
  generators: [{ clusters: {} }]
  template:
    metadata: { name: 'web-{{ .name }}' }
    spec:
      project: default
      destination: { server: '{{ .server }}', namespace: shop }
      source: { repoURL: https://git.example.org/o/site, path: ${path}${more} }
`;
/** What says that the repository is this one. */
const other = `---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: other, namespace: argocd }
spec:
  destination: { name: in-cluster, namespace: shop }
  source: { repoURL: https://git.example.org/o/site, path: web/plant }
`;
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n';
const chart = '# file: chart/Chart.yaml\napiVersion: v2\nname: web\nversion: 1.0.0\n';

describe('a path that is made of the name of the cluster that Argo CD runs in', () => {
  it('may lead somewhere else, since that cluster may have another name', () => {
    checkWorkspace(`# file: argocd/web.yaml
${applications("'web/{{ .name }}'")}${other}
# file: web/plant/map.yaml
${map}
`);
    checkWorkspace(`# file: argocd/web.yaml
${applications('chart', ", helm: { valueFiles: ['values-{{ .name }}.yaml'] }")}
${chart}# file: chart/values-plant.yaml
a: b
`);
  });

  it('is as wrong as ever where the name has no part in it', () => {
    checkWorkspace(`# file: argocd/web.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  destination: { name: in-cluster, namespace: shop }
  source:
    repoURL: https://git.example.org/o/site
    path: webb/plant
#         ^^^^^^^^^^ error gitops/unknown-path: There is no webb/plant in this repository: nothing is applied. Nearest is web/plant.
${other}
# file: web/plant/map.yaml
${map}
`);
  });
});
