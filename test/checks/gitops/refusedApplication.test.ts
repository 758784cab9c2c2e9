import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const application = (name: string, destination: string, source: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  destination: ${destination}
  ${source}
---
`;
const own = '{ server: https://kubernetes.default.svc, namespace: shop }';
const web = 'source: { repoURL: https://git.example.org/o/site, path: web }';
const map = '# file: web/map.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

describe('an Application that Argo CD refuses', () => {
  it('names its cluster in two ways, or in none', () => {
    checkWorkspace(`# file: argocd/apps.yaml
${application(
  'both',
  `
    name: in-cluster
    server: https://kubernetes.default.svc
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error gitops/refused: Argo CD refuses this Application: its destination has a name and a server, and may have only one of the two.`,
  web,
)}${application(
      'none',
      '{ namespace: shop }\n#              ^^^^^^^^^^^^^^^^^^^ error gitops/refused: Argo CD refuses this Application: its destination has neither a name nor a server.',
      web.replace('web', 'other'),
    )}
${map}# file: other/map.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: b }
`);
  });

  it('says nothing of what is taken from its repository', () => {
    checkWorkspace(`# file: argocd/apps.yaml
${application('web', own, web)}${application(
      'nothing',
      own,
      'source:\n    repoURL: https://git.example.org/o/site\n#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error gitops/refused: Argo CD refuses this Application: its source names neither a path nor a chart.',
    )}
${map}`);
  });

  it('is none that is a patch of one, and none that a chart makes of values to come', () => {
    checkWorkspace(`# file: argocd/patch.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  destination: { namespace: other }
  source: { repoURL: https://git.example.org/o/site, helm: { releaseName: a } }
# file: apps/Chart.yaml
apiVersion: v2
name: apps
version: 1.0.0
# file: apps/values.yaml
server: ""
# file: apps/templates/app.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: app, namespace: argocd }
spec:
  project: default
  destination:
    namespace: shop
    {{- if .Values.server }}
    server: {{ .Values.server }}
    {{- end }}
  source: { repoURL: https://charts.example.org, chart: web, targetRevision: 1.0.0 }
`);
  });

  it('is none that lends its files, and none of a chart whose values are somebody else’s to give', () => {
    checkWorkspace(`# file: argocd/apps.yaml
${application('web', own, `sources: [${web.slice(8)}, { repoURL: https://git.example.org/o/site, ref: values }]`)}
${map}# file: apps/Chart.yaml
apiVersion: v2
name: apps
version: 1.0.0
# file: apps/values.yaml
path:
server: ""
# file: apps/templates/app.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: app, namespace: argocd }
spec:
  destination: { server: {{ .Values.server }}, name: "" }
  source: { repoURL: https://git.example.org/o/site, path: {{ .Values.path }} }
`);
  });

  it('bears the name of another one of its set', () => {
    const set = (name: string, mark = '') => `# file: argocd/set.yaml
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: sites, namespace: argocd }
spec:
  goTemplate: true
  generators: [{ list: { elements: [{ site: east }, { site: west }] } }]
  template:
    metadata:
      name: '${name}'
${mark}    spec:
      destination: ${own}
      source: { repoURL: https://git.example.org/o/site, path: '{{ .site }}' }
# file: east/map.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: east }
# file: west/map.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: west }
`;
    checkWorkspace(
      set(
        'web',
        '      #     ^^^^^ error gitops/refused: Argo CD makes one Application of each name, and this set makes two that are named web.\n',
      ),
    );
    checkWorkspace(set('web-{{ .site }}'));
  });
});
