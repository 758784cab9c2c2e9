/** A chart that shows its values, for releases of it. */
export const chart = (folder: string, values = 'port: 80\ntarget: http\nwhere: chart\n') => ({
  [`${folder}/Chart.yaml`]: 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  [`${folder}/values.yaml`]: values,
  [`${folder}/templates/service.yaml`]: `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
  labels:
    where: {{ toYaml .Values.where }}
    in: {{ .Release.Namespace }}
spec:
  ports:
    - port: {{ .Values.port }}
      targetPort: {{ .Values.target }}
`,
  [`${folder}/templates/test.yaml`]: `apiVersion: v1
kind: Pod
metadata:
  name: probe
  annotations: { helm.sh/hook: test }
`,
  [`${folder}/templates/class.yaml`]: `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: web }
`,
});
