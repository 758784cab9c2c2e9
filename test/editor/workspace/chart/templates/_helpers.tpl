{{- define "chart.selector" -}}
app: web
{{- end -}}
