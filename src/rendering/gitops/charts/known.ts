/*
 * What well-known charts make of their values, as far as it matters to addresses, names and classes: Services, IngressClasses, workloads with their placement, the settings of MetalLB, Calico and CoreDNS. Charts in little,
 * rendered as any other; all that is left out of them stays unknown.
 */

export interface KnownChart {
  readonly values: string;
  readonly templates: Readonly<Record<string, string>>;
}

/** As most charts name what they make. */
const fullname = `{{- define "fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}{{ $name := default .Chart.Name .Values.nameOverride }}{{ if contains $name .Release.Name }}{{ .Release.Name | trunc 63 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- end }}
{{- define "placement" -}}
{{- with .nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}
`;

/** kubernetes/ingress-nginx charts/ingress-nginx/templates/{controller-service,controller-ingressclass,controller-deployment,controller-daemonset}.yaml */
const ingressNginx: KnownChart = {
  values: `controller:
  name: controller
  kind: Deployment
  replicaCount: 1
  hostNetwork: false
  containerPort: { http: 80, https: 443 }
  hostPort: { enabled: false, ports: { http: 80, https: 443 } }
  ingressClassResource: { name: nginx, enabled: true, controllerValue: k8s.io/ingress-nginx }
  service:
    enabled: true
    external: { enabled: true }
    type: LoadBalancer
    enableHttp: true
    enableHttps: true
    ports: { http: 80, https: 443 }
    targetPorts: { http: http, https: https }
    nodePorts: { http: "", https: "" }
    annotations: {}
`,
  templates: {
    'service.yaml': `{{- $service := .Values.controller.service }}
{{- if and $service.enabled $service.external.enabled }}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "fullname" . }}-{{ .Values.controller.name }}
  labels: { app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}, app.kubernetes.io/instance: {{ .Release.Name }}, app.kubernetes.io/component: controller }
  {{- if $service.annotations }}
  annotations:
  {{- range $key, $value := $service.annotations }}
    {{ $key }}: {{ tpl ($value | toString) $ | quote }}
  {{- end }}
  {{- end }}
spec:
  type: {{ $service.type }}
  {{- range $field := list "clusterIP" "loadBalancerIP" "loadBalancerClass" "externalTrafficPolicy" "ipFamilyPolicy" }}
  {{- with index $service $field }}
  {{ $field }}: {{ . }}
  {{- end }}
  {{- end }}
  {{- range $field := list "externalIPs" "loadBalancerSourceRanges" "ipFamilies" }}
  {{- with index $service $field }}
  {{ $field }}: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  selector: { app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}, app.kubernetes.io/instance: {{ .Release.Name }}, app.kubernetes.io/component: controller }
  ports:
  {{- range $name := list "http" "https" }}
  {{- if index $service (eq $name "http" | ternary "enableHttp" "enableHttps") }}
    - name: {{ $name }}
      port: {{ index $service.ports $name }}
      targetPort: {{ index $service.targetPorts $name }}
      {{- with index $service.nodePorts $name }}
      nodePort: {{ . }}
      {{- end }}
  {{- end }}
  {{- end }}
  {{- range $protocol := list "tcp" "udp" }}
  {{- range $port, $target := index $.Values $protocol }}
    - name: {{ $port }}-{{ $protocol }}
      port: {{ $port }}
      protocol: {{ upper $protocol }}
      targetPort: {{ $port }}-{{ $protocol }}
  {{- end }}
  {{- end }}
{{- end }}
`,
    'class.yaml': `{{- with .Values.controller.ingressClassResource }}
{{- if .enabled }}
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: {{ .name }}
  {{- if .default }}
  annotations: { ingressclass.kubernetes.io/is-default-class: "true" }
  {{- end }}
spec:
  controller: {{ .controllerValue }}
{{- end }}
{{- end }}
`,
    'workload.yaml': `{{- $controller := .Values.controller }}
apiVersion: apps/v1
kind: {{ if eq (toString $controller.kind) "DaemonSet" }}DaemonSet{{ else }}Deployment{{ end }}
metadata:
  name: {{ include "fullname" . }}-{{ $controller.name }}
spec:
  {{- if ne (toString $controller.kind) "DaemonSet" }}
  replicas: {{ $controller.replicaCount }}
  {{- end }}
  selector:
    matchLabels: { app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}, app.kubernetes.io/instance: {{ .Release.Name }}, app.kubernetes.io/component: controller }
  template:
    metadata:
      labels: { app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}, app.kubernetes.io/instance: {{ .Release.Name }}, app.kubernetes.io/component: controller }
    spec:
      {{- if $controller.hostNetwork }}
      hostNetwork: true
      {{- end }}
      {{- include "placement" $controller | nindent 6 }}
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller
          ports:
          {{- range $name, $port := $controller.containerPort }}
            - name: {{ $name }}
              containerPort: {{ $port }}
              {{- if $controller.hostPort.enabled }}
              hostPort: {{ index $controller.hostPort.ports $name | default $port }}
              {{- end }}
          {{- end }}
          {{- range $protocol := list "tcp" "udp" }}
          {{- range $port, $target := index $.Values $protocol }}
            - name: {{ $port }}-{{ $protocol }}
              containerPort: {{ $port }}
              protocol: {{ upper $protocol }}
          {{- end }}
          {{- end }}
`,
  },
};

/** Before version 33 the port of its own was 9000. traefik/traefik-helm-chart traefik/Changelog.md, traefik/templates/{_service.tpl,service,ingressclass,deployment,daemonset}.yaml */
const traefik: KnownChart = {
  values: `deployment: { enabled: true, kind: Deployment, replicas: 1 }
ingressClass: { enabled: true }
hostNetwork: false
service: { enabled: true, annotations: {}, annotationsTCP: {}, spec: {}, type: LoadBalancer }
ports:
  web: { port: 8000, expose: { default: true }, exposedPort: 80, protocol: TCP }
  websecure: { port: 8443, expose: { default: true }, exposedPort: 443, protocol: TCP }
  traefik: { port: 8080, expose: { default: false }, exposedPort: 8080, protocol: TCP }
`,
  templates: {
    'service.yaml': `{{- define "exposed" -}}
{{- if kindIs "bool" .expose }}{{ .expose }}{{ else }}{{ dig "default" false (default dict .expose) }}{{ end }}
{{- end }}
{{- if .Values.service.enabled }}
{{- range $protocol := list "TCP" "UDP" }}
{{- $ports := dict }}
{{- range $name, $config := $.Values.ports }}
{{- if and $config (eq (include "exposed" $config) "true") (or (eq (toString (default "TCP" $config.protocol)) $protocol) $.Values.service.single) (or (eq $protocol "TCP") (not $.Values.service.single)) }}
{{- $_ := set $ports $name $config }}
{{- end }}
{{- end }}
{{- if $ports }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "fullname" $ }}{{ if eq $protocol "UDP" }}-udp{{ end }}
  labels: { app.kubernetes.io/name: {{ default $.Chart.Name $.Values.nameOverride }}, app.kubernetes.io/instance: {{ $.Release.Name }}-{{ $.Release.Namespace }} }
  {{- with merge dict (default dict (index $.Values.service (printf "annotations%s" $protocol))) (default dict $.Values.service.annotations) }}
  annotations: {{ toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with $.Values.service.spec }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- if not (hasKey (default dict $.Values.service.spec) "type") }}
  type: {{ $.Values.service.type }}
  {{- end }}
  {{- with $.Values.service.loadBalancerSourceRanges }}
  loadBalancerSourceRanges: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with $.Values.service.externalIPs }}
  externalIPs: {{ toYaml . | nindent 4 }}
  {{- end }}
  selector: { app.kubernetes.io/name: {{ default $.Chart.Name $.Values.nameOverride }}, app.kubernetes.io/instance: {{ $.Release.Name }}-{{ $.Release.Namespace }} }
  ports:
  {{- range $name, $config := $ports }}
    - name: {{ lower $name }}
      port: {{ default $config.port $config.exposedPort }}
      targetPort: {{ default (lower $name) $config.targetPort }}
      protocol: {{ default "TCP" $config.protocol }}
      {{- with $config.nodePort }}
      nodePort: {{ . }}
      {{- end }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}
`,
    'class.yaml': `{{- if .Values.ingressClass.enabled }}
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: {{ .Values.ingressClass.name | default (include "fullname" .) }}
spec:
  controller: traefik.io/ingress-controller
{{- end }}
`,
    'workload.yaml': `{{- if .Values.deployment.enabled }}
apiVersion: apps/v1
kind: {{ .Values.deployment.kind }}
metadata:
  name: {{ include "fullname" . }}
spec:
  {{- if and (ne .Values.deployment.kind "DaemonSet") (not (kindIs "invalid" .Values.deployment.replicas)) }}
  replicas: {{ .Values.deployment.replicas }}
  {{- end }}
  selector:
    matchLabels: { app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}, app.kubernetes.io/instance: {{ .Release.Name }}-{{ .Release.Namespace }} }
  template:
    metadata:
      labels: { app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}, app.kubernetes.io/instance: {{ .Release.Name }}-{{ .Release.Namespace }} }
    spec:
      {{- if .Values.hostNetwork }}
      hostNetwork: true
      {{- end }}
      {{- include "placement" .Values | nindent 6 }}
      containers:
        - name: traefik
          image: docker.io/traefik
          ports:
          {{- range $name, $config := .Values.ports }}
          {{- if and $config $config.port }}
            - name: {{ lower $name }}
              containerPort: {{ $config.containerPort | default $config.port }}
              protocol: {{ default "TCP" $config.protocol }}
              {{- with $config.hostPort }}
              hostPort: {{ . }}
              {{- end }}
          {{- end }}
          {{- end }}
{{- end }}
`,
  },
};

/** metallb/metallb charts/metallb/templates/{controller,speaker,deprecated_configInline}.yaml */
const metallb: KnownChart = {
  values: `controller: { enabled: true }
speaker: { enabled: true, tolerateMaster: true, frr: { enabled: true } }
`,
  templates: {
    'config.yaml': `{{- if .Values.configInline }}
{{- if semverCompare ">=0.13.0-0" .Chart.Version }}
{{- fail "MetalLB has not read configInline since version 0.13: pools are objects of kind IPAddressPool now." }}
{{- end }}
apiVersion: v1
kind: ConfigMap
metadata: { name: config }
data:
  config: |
    {{- toYaml .Values.configInline | nindent 4 }}
{{- end }}
`,
    'controller.yaml': `{{- if .Values.controller.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata: { name: {{ include "fullname" . }}-controller }
spec:
  selector:
    matchLabels: { app.kubernetes.io/name: metallb, app.kubernetes.io/instance: {{ .Release.Name }}, app.kubernetes.io/component: controller }
  template:
    metadata:
      labels: { app.kubernetes.io/name: metallb, app.kubernetes.io/instance: {{ .Release.Name }}, app.kubernetes.io/component: controller }
    spec:
      {{- include "placement" .Values.controller | nindent 6 }}
      containers:
        - name: controller
          image: quay.io/metallb/controller
          args:
            - --port=7472
            {{- with .Values.loadBalancerClass }}
            - --lb-class={{ . }}
            {{- end }}
{{- end }}
`,
    'speaker.yaml': `{{- if .Values.speaker.enabled }}
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: {{ include "fullname" . }}-speaker }
spec:
  selector:
    matchLabels: { app.kubernetes.io/name: metallb, app.kubernetes.io/instance: {{ .Release.Name }}, app.kubernetes.io/component: speaker }
  template:
    metadata:
      labels: { app.kubernetes.io/name: metallb, app.kubernetes.io/instance: {{ .Release.Name }}, app.kubernetes.io/component: speaker }
    spec:
      hostNetwork: true
      {{- with .Values.speaker.nodeSelector }}
      nodeSelector: {{ toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.speaker.affinity }}
      affinity: {{ toYaml . | nindent 8 }}
      {{- end }}
      {{- if or .Values.speaker.tolerateMaster .Values.speaker.tolerations }}
      tolerations:
      {{- if .Values.speaker.tolerateMaster }}
        - { key: node-role.kubernetes.io/master, effect: NoSchedule, operator: Exists }
        - { key: node-role.kubernetes.io/control-plane, effect: NoSchedule, operator: Exists }
      {{- end }}
      {{- with .Values.speaker.tolerations }}
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- end }}
      containers:
        - name: speaker
          image: quay.io/metallb/speaker
          args:
            - --port=7472
            {{- with .Values.loadBalancerClass }}
            - --lb-class={{ . }}
            {{- end }}
            {{- if .Values.speaker.ignoreExcludeLB }}
            - --ignore-exclude-lb
            {{- end }}
        {{- if .Values.speaker.frr.enabled }}
        - name: frr
          image: quay.io/frrouting/frr
        {{- end }}
{{- end }}
`,
  },
};

/** projectcalico/calico charts/tigera-operator/templates/crs/custom-resources.yaml. Without pools the operator makes one by what it finds in the cluster. */
const tigeraOperator: KnownChart = {
  values: 'installation: { enabled: true }\n',
  templates: {
    'installation.yaml': `{{- if and .Values.installation.enabled .Values.installation.calicoNetwork }}
apiVersion: operator.tigera.io/v1
kind: Installation
metadata: { name: default }
spec: {{ omit .Values.installation "enabled" | toYaml | nindent 2 }}
{{- end }}
`,
  },
};

/** coredns/helm charts/coredns/templates/{configmap,service,deployment}.yaml */
const coredns: KnownChart = {
  values: `isClusterService: true
replicaCount: 1
service: {}
`,
  templates: {
    'service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: {{ default (include "fullname" .) .Values.service.name }}
spec:
  type: {{ default "ClusterIP" .Values.serviceType }}
  {{- range $field := list "clusterIP" "loadBalancerIP" "loadBalancerClass" "externalTrafficPolicy" }}
  {{- with index $.Values.service $field }}
  {{ $field }}: {{ . }}
  {{- end }}
  {{- end }}
  selector: { app.kubernetes.io/name: coredns, app.kubernetes.io/instance: {{ .Release.Name }} }
  ports:
    - { name: udp-53, port: 53, protocol: UDP, targetPort: 53 }
    - { name: tcp-53, port: 53, protocol: TCP, targetPort: 53 }
`,
    'workload.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: {{ include "fullname" . }} }
spec:
  replicas: {{ .Values.replicaCount }}
  selector:
    matchLabels: { app.kubernetes.io/name: coredns, app.kubernetes.io/instance: {{ .Release.Name }} }
  template:
    metadata:
      labels: { app.kubernetes.io/name: coredns, app.kubernetes.io/instance: {{ .Release.Name }} }
    spec:
      dnsPolicy: Default
      {{- include "placement" .Values | nindent 6 }}
      containers:
        - name: coredns
          image: coredns/coredns
          ports: [{ containerPort: 53, name: udp-53, protocol: UDP }, { containerPort: 53, name: tcp-53, protocol: TCP }]
`,
    'config.yaml': `{{- if .Values.servers }}
apiVersion: v1
kind: ConfigMap
metadata: { name: {{ include "fullname" . }} }
data:
  Corefile: |-
    {{- range .Values.servers }}
    {{- $port := .port }}
    {{ range $index, $zone := .zones }}{{ if $index }} {{ end }}{{ default "" $zone.scheme }}{{ default "." $zone.zone }}{{ if $port }}:{{ $port }}{{ end }}{{ else }}.{{ if $port }}:{{ $port }}{{ end }}{{ end }} {
        {{- range .plugins }}
        {{ .name }}{{ with .parameters }} {{ . }}{{ end }}{{ with .configBlock }} {
        {{- . | nindent 12 }}
        }{{ end }}
        {{- end }}
    }
    {{- end }}
{{- end }}
`,
  },
};

const known: ReadonlyMap<string, KnownChart> = new Map([
  ['ingress-nginx', ingressNginx],
  ['traefik', traefik],
  ['metallb', metallb],
  ['tigera-operator', tigeraOperator],
  ['coredns', coredns],
]);

export function knownChart(name: string): KnownChart | undefined {
  return known.get(name);
}

/** The files of the chart, of a version, by their paths in its folder. */
export function filesOfKnownChart(name: string, version: string, { values, templates }: KnownChart): ReadonlyMap<string, string> {
  return new Map([
    ['Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: ${version}\n`],
    ['values.yaml', name === 'traefik' && Number.parseInt(version, 10) < 33 ? values.replaceAll('8080', '9000') : values],
    ['templates/_names.tpl', fullname],
    ...Object.entries(templates).map(([file, text]): [string, string] => [`templates/${file}`, text]),
  ]);
}
