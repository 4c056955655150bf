{{- /* The name that the real chart derives from its release: 26 characters at most. */}}
{{- define "fullname" -}}
{{ printf "%s-kube-prometheus-stack" .Release.Name | trunc 26 | trimSuffix "-" }}
{{- end }}

{{- define "pause" -}}
{{ .Values.global.imageRegistry }}/pause:3.10
{{- end }}

{{- define "restricted" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 65535
capabilities:
  drop: ["ALL"]
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "labels" -}}
app.kubernetes.io/name: {{ .app }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- /* A selector of monitoring objects: all, or only this release's. */}}
{{- define "selector" -}}
{{- if .ours -}}
{matchLabels: {release: {{ .root.Release.Name }}}}
{{- else -}}
{}
{{- end }}
{{- end }}
