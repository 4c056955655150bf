{{- define "server" -}}
app.kubernetes.io/name: vault
app.kubernetes.io/instance: {{ .Release.Name }}
component: server
{{- end }}

{{- define "injector" -}}
app.kubernetes.io/name: vault-agent-injector
app.kubernetes.io/instance: {{ .Release.Name }}
component: webhook
{{- end }}
