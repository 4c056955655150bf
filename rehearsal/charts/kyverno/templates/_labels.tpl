{{- define "kyverno.selector" -}}
app.kubernetes.io/component: admission-controller
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: kyverno
{{- end }}
{{- define "kyverno.security" -}}
allowPrivilegeEscalation: false
capabilities: { drop: [ALL] }
privileged: false
readOnlyRootFilesystem: true
runAsGroup: 65534
runAsNonRoot: true
runAsUser: 65534
seccompProfile: { type: RuntimeDefault }
{{- end }}
