import { expect } from 'chai';
import { renderChart, usualChartOptions } from '../../../src/rendering/helm/render.ts';
import { memorySources } from '../memorySources.ts';
import { faultsOf, leavesOf, type Files } from './mutation.ts';

const files: Files = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: "7"\n',
  'web/values.yaml': `image: {repository: nginx, tag: "1.0"}
replicas: 2
labels:
  team: net
  "quoted key": 'quoted value'
resources:
  limits: {memory: 1Gi, cpu: 1}
  requests:
    memory: 512Mi
env:
- {name: A, value: x}
- {name: B, value: y}
ports:
  web: 80
  admin: 9090
text: |
  first line
  second line
templated: "{{ .Values.image.repository }}-suffix"
defaults: {one: 1, two: zwei}
overrides: {two: deux}
services:
  front: {port: 80, type: ClusterIP}
  back: {port: 81, type: LoadBalancer}
flag: true
`,
  'web/east.yaml': 'replicas: 3\nimage: {tag: "2.0"}\nlabels: {site: east}\n',
  'web/more.yaml': 'resources:\n  limits: {cpu: 2}\nservices:\n  edge: {port: 82, type: NodePort}\n',
  'web/templates/_helpers.tpl': `{{- define "web.name" }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- define "web.labels" }}
app: web
{{- range $key, $value := .Values.labels }}
{{ $key | quote }}: {{ $value | quote }}
{{- end }}
{{- end }}
`,
  'web/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.name" . }}
  labels: {{- include "web.labels" . | nindent 4 }}
  annotations:
    fixed: text
    templated: {{ tpl .Values.templated . }}
    mixed: "a-{{ .Values.replicas }}-b"
    upper: {{ upper .Values.image.repository }}
    fallback: {{ .Values.missing | default "fallen" }}
spec:
  replicas: {{ .Values.replicas }}
  {{- if .Values.flag }}
  paused: {{ .Values.flag }}
  {{- end }}
  template:
    metadata:
      labels: {{ include "web.labels" . | nindent 8 }}
    spec:
      {{- with .Values.image }}
      containers:
      - name: main
        image: "{{ .repository }}:{{ .tag }}"
      {{- end }}
        resources:
          {{- toYaml .Values.resources | nindent 10 }}
        env: {{- toYaml .Values.env | nindent 8 }}
        ports:
        {{- range $name, $port := .Values.ports }}
        - name: {{ $name }}
          containerPort: {{ $port }}
        {{- end }}
`,
  'web/templates/services.yaml': `{{- range $name, $service := .Values.services }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "web.name" $ }}-{{ $name }}
spec:
  type: {{ $service.type }}
  ports:
  - port: {{ $service.port | int }}
    targetPort: {{ add $service.port 8000 }}
{{- end }}
`,
  'web/templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: config}
data:
  text: |
    {{- .Values.text | nindent 4 }}
  quoted: {{ .Values.text | quote }}
  {{- $merged := merge (dict) .Values.overrides .Values.defaults }}
  {{- range $key, $value := $merged }}
  {{ $key }}: {{ $value | toString | squote }}
  {{- end }}
  joined: {{ list "a" "b" | join "," | quote }}
  json: {{ toJson .Values.resources | quote }}
  file: {{ .Files.Get "file.txt" | quote }}
`,
  'web/file.txt': 'content',
};

/** Keys that are walked in their order. */
const isOrder = (path: string) => /\/ports\/\d+\/name$/.test(path);

describe('the origin of every field that Helm makes', () => {
  it('is where its text is: that changes it, and nothing that comes from elsewhere', () => {
    const options = { ...usualChartOptions, values: [{ file: 'web/east.yaml' }, { file: 'web/more.yaml' }] };
    const render = (given: Files) => renderChart(memorySources(given), 'web', options);
    const rendered = render(files);
    expect(rendered.problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
    expect(leavesOf(rendered).size).to.be.greaterThan(55);
    expect(faultsOf(files, render, isOrder).map(({ path, what }) => `${path} ${what}`)).to.deep.equal([]);
  });
});
