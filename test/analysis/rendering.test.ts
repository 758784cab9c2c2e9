import assert from 'node:assert/strict';
import { hoverAt } from '../../src/analysis/hover/hover.ts';
import { renderedFrom, renderedText } from '../../src/analysis/renderedManifests.ts';
import { resolvePlace } from '../../src/analysis/resolve.ts';
import { findingsOf, type Snapshot } from '../../src/analysis/snapshot.ts';
import { english } from '../../src/base/message.ts';
import { fileEditsOf } from '../../src/analysis/fixes/fileEdits.ts';
import { RenderedWorkspace, checkWorkspace } from '../support/renderedWorkspace.ts';

const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
  selector:
    app: web
  ports:
    - port: 80
      protocol: TCP
      targetPort: http
`;

const site = (name: string) => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata:
  name: ${name}
spec:
  profile: azure-stack-edge
  kubernetesServiceIPs: 10.1.0.20-10.1.0.25
`;

const summary = (snapshot: Snapshot, path: string) =>
  findingsOf(snapshot, path).map(({ code, place, related }) => ({
    code,
    line: (resolvePlace(snapshot, place)?.start.line ?? -1) + 1,
    related: related.map(({ message }) => english.say(message)),
  }));

describe('what Kustomize builds', () => {
  it('is judged, and a finding stands in the patch that wrote the field', () => {
    checkWorkspace(`
# file: base/kustomization.yaml
resources: [web.yaml]
# file: base/web.yaml
${web}
# file: west/site.yaml
${site('west')}
# file: west/kustomization.yaml
resources: [../base]
patches: [{ path: address.yaml }]
# file: west/address.yaml
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  loadBalancerIP: 10.1.0.99
#                 ^^^^^^^^^ error service/pending: Service web gets no external address…
# file: east/site.yaml
${site('east')}
# file: east/kustomization.yaml
resources: [../base]
patches: [{ path: address.yaml }]
# file: east/address.yaml
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  loadBalancerIP: 10.1.0.21
`);
  });

  it('is found in an inline patch at its very token, and in labels at the pair', () => {
    checkWorkspace(`
# file: base/kustomization.yaml
resources: [web.yaml]
# file: base/web.yaml
${web}
# file: west/kustomization.yaml
resources: [../base]
patches:
  - patch: |-
      apiVersion: v1
      kind: Service
      metadata:
        name: web
      spec:
        selector:
          app: wbe
#              ^^^ warning selector/no-match: No pod has the labels app: wbe…
`);
  });

  it('says a fault of a base once for all that build it, with each of them beside it', () => {
    const files = {
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': web.replace('targetPort: http', 'targetPort: htpp'),
      'west/kustomization.yaml': 'resources: [../base]\nnamespace: west\n',
      'east/kustomization.yaml': 'resources: [../base]\nnamespace: east\n',
    };
    const [finding, ...others] = summary(new RenderedWorkspace(files).refreshed(), 'base/web.yaml');
    assert.equal(finding?.code, 'port/unknown-name');
    assert.deepEqual(
      others.map(({ code }) => code).filter((code) => code === 'port/unknown-name'),
      [],
    );
    assert.ok(finding.related.some((text) => text.includes('west')) && finding.related.some((text) => text.includes('east')));
  });

  it('leaves a value of the base alone that every overlay overwrites', () => {
    checkWorkspace(`
# file: base/kustomization.yaml
resources: [pool.yaml]
# file: base/pool.yaml
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [TO-BE-SET] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
# file: west/kustomization.yaml
resources: [../base]
patches:
  - target: { kind: IPAddressPool }
    patch: |-
      - op: replace
        path: /spec/addresses
        value: [10.1.0.20-10.1.0.30]
`);
  });

  it('fails where kustomize fails, at the place that makes it', () => {
    checkWorkspace(`
# file: k/kustomization.yaml
resources:
  - web.yaml
  - ../bse
#   ^^^^^^ error kustomize/unknown-path
patches:
  - patch: |-
      apiVersion: v1
      kind: Service
      metadata:
        name: wbe
#             ^^^ error kustomize/patch
# file: k/web.yaml
${web}
`);
  });

  it('follows edits of whatever it was made from, also of files that are no manifests', () => {
    const workspace = new RenderedWorkspace({
      'k/kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator:\n  - name: settings\n    envs: [settings.env]\n',
      'k/web.yaml': web,
      'k/settings.env': 'LEVEL=info\n',
    });
    const names = (snapshot: Snapshot) =>
      snapshot.clusters[0]?.cluster.resources.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name);
    const before = names(workspace.refreshed());
    assert.match(before?.[0] ?? '', /^settings-[a-z0-9]{10}$/);
    workspace.write('k/settings.env', 'LEVEL=debug\n');
    assert.notDeepEqual(names(workspace.refreshed()), before);
    workspace.write('k/kustomization.yaml', 'resources: [web.yaml, gone.yaml]\n');
    assert.deepEqual(
      summary(workspace.refreshed(), 'k/kustomization.yaml').map(({ code }) => code),
      ['kustomize/unknown-path'],
    );
    workspace.write('k/gone.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n');
    assert.deepEqual(summary(workspace.refreshed(), 'k/kustomization.yaml'), []);
  });

  it('answers in the base what comes of it', () => {
    const workspace = new RenderedWorkspace({
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': web,
      'west/kustomization.yaml': 'resources: [../base]\nnamePrefix: west-\nnamespace: shop\n',
    });
    const snapshot = workspace.refreshed();
    const hover = hoverAt(snapshot, 'base/web.yaml', web.lastIndexOf('name: web') + 'name: '.length + 1);
    assert.equal(hover?.sections[0]?.title, 'Service shop/west-web');
  });

  it('is fixed in the source that wrote it', () => {
    const files = {
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': web.replace('targetPort: http', 'targetPort: htpp'),
      'west/kustomization.yaml': 'resources: [../base]\nnamespace: west\n',
    };
    const snapshot = new RenderedWorkspace(files).refreshed();
    const [finding] = findingsOf(snapshot, 'base/web.yaml');
    const edits = finding?.fixes.map((fix) => fileEditsOf(snapshot, fix));
    assert.deepEqual(
      edits?.[0]?.map(({ range, text }) => [range.path, range.start.line + 1, text]),
      [['base/web.yaml', files['base/web.yaml'].split('\n').findIndex((line) => line.includes('htpp')) + 1, 'http']],
    );
  });

  it('can be looked at, each line with the place that wrote it', () => {
    const snapshot = new RenderedWorkspace({
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': web,
      'west/kustomization.yaml': 'resources: [../base]\nnamespace: shop\npatches: [{ path: p.yaml }]\n',
      'west/p.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { loadBalancerIP: 10.1.0.21 }\n',
    }).refreshed();
    const [ref] = renderedFrom(snapshot, 'west/p.yaml', 70);
    assert.equal(ref?.name, 'Service shop/web');
    const shown = renderedText(snapshot, ref.key);
    const lines = shown?.text.split('\n') ?? [];
    const origin = (what: string) => {
      const line = lines.findIndex((each) => each.includes(what));
      const at = shown?.lines.find(({ start }) => start.line === line)?.at;
      return at === undefined ? undefined : `${at.path}:${at.start.line + 1}`;
    };
    assert.equal(origin('loadBalancerIP: 10.1.0.21'), 'west/p.yaml:4');
    assert.equal(origin('namespace: shop'), 'west/kustomization.yaml:2');
    assert.match(origin('targetPort: http') ?? '', /^base\/web\.yaml:/);
  });

  it('may be meant as it is, said by a comment in the patch or by an annotation in the base', () => {
    const patch =
      'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec:\n  selector:\n    # edge-network-disable-next-line selector/no-match -- later\n    app: wbe\n';
    checkWorkspace(`
# file: base/kustomization.yaml
resources: [web.yaml]
# file: base/web.yaml
${web}
# file: west/kustomization.yaml
resources: [../base]
patches: [{ path: p.yaml }]
# file: west/p.yaml
${patch}
`);
    checkWorkspace(`
# file: base/kustomization.yaml
resources: [web.yaml]
# file: base/web.yaml
${web.replace('kind: Service\nmetadata:\n', 'kind: Service\nmetadata:\n  annotations:\n    edgenetwork/disable: selector/no-match\n')}
# file: west/kustomization.yaml
resources: [../base]
patches: [{ path: p.yaml }]
# file: west/p.yaml
${patch.replace(/ *# edge.*\n/, '')}
`);
  });
});

describe('what Helm renders', () => {
  const chart = `
# file: web/Chart.yaml
apiVersion: v2
name: web
version: 1.0.0
# file: web/templates/_names.tpl
{{ define "web.labels" }}app: {{ .Chart.Name }}{{ end }}
`;
  const template = (selector: string) => `
# file: web/templates/web.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: { {{- include "web.labels" . -}} }
spec:
  containers: [{ name: web }]
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: ${selector}
`;

  it('is judged with the values beside the chart, and a finding stands at the value', () => {
    checkWorkspace(`${chart}
# file: web/values.yaml
app: web
# file: web/values-west.yaml
app: wbe
#    ^^^ warning selector/no-match
${template('{{ .Values.app }}')}  ports: [{ port: 80 }]
`);
  });

  it('is found in the template where the template itself writes it', () => {
    checkWorkspace(`${chart}${template('wbe')}#        ^^^ warning selector/no-match
  ports: [{ port: 80 }]
`);
  });

  it('fails where Helm fails, at the action', () => {
    checkWorkspace(`${chart}
# file: web/templates/broken.yaml
kind: ConfigMap
metadata: { name: {{ .Values.name.first }} }
#                           ^^^^^^^^^^^ error helm/template: Helm says: nil pointer…
`);
  });

  it('says nothing where several templates ask for a value that whoever installs the chart gives', () => {
    checkWorkspace(`${chart}
# file: web/templates/one.yaml
{{- if (index .Values.sites.enabled "one") }}
kind: ConfigMap
{{- end }}
# file: web/templates/two.yaml
{{- if (index .Values.sites.enabled "two") }}
kind: ConfigMap
{{- end }}
# file: web/templates/three.yaml
{{- if .Values.argo.features.three }}
kind: ConfigMap
{{- end }}
# file: web/templates/four.yaml
{{- if .Values.argo.features.four }}
kind: ConfigMap
{{- end }}
`);
  });

  it('fails where one template alone asks for it, also beside a value that begins alike', () => {
    checkWorkspace(`${chart}
# file: web/templates/one.yaml
kind: ConfigMap
metadata: { name: {{ .Values.site.name }} }
#                           ^^^^^^^^^^ error helm/template: Helm says: nil pointer…
# file: web/templates/two.yaml
kind: ConfigMap
metadata: { name: {{ .Values.siteName }} }
# file: web/templates/three.yaml
{{- if (index .Values.enabled "one") }}
#       ^^^^^ error helm/template: Helm says: error calling index: index of untyped nil
kind: ConfigMap
{{- end }}
`);
  });

  it('says of a Chart.yaml that something else fills in that it is not known, and of any other what Helm says', () => {
    const lone = (version: string) => `
# file: web/templates/web.yaml
kind: ConfigMap
metadata: { name: web }
# file: web/Chart.yaml
apiVersion: v2
name: web
version: ${version}
`;
    checkWorkspace(lone('{{.Version}}'));
    checkWorkspace(`${lone('latest')}#        ^^^^^^ error helm/chart: latest is no version…\n`);
  });
});
