{{- define "labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- define "security" -}}
allowPrivilegeEscalation: false
capabilities: { drop: [ALL] }
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 999
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "program" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .name }}
---
apiVersion: apps/v1
kind: {{ .kind }}
metadata:
  name: {{ .name }}
spec:
  replicas: {{ .replicas }}
  {{- if eq .kind "StatefulSet" }}
  serviceName: {{ .name }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "labels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "labels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ .name }}
      {{- with .first }}
      initContainers:
        - name: copyutil
          image: {{ $.repository }}:3.10
          resources:
            {{- toYaml . | nindent 12 }}
          securityContext:
            {{- include "security" $ | nindent 12 }}
      {{- end }}
      containers:
        - name: {{ .container }}
          image: {{ .repository }}:3.10
          ports:
            {{- range $name, $port := .ports }}
            - { name: {{ $name }}, containerPort: {{ $port }}, protocol: TCP }
            {{- end }}
          resources:
            {{- toYaml .resources | nindent 12 }}
          securityContext:
            {{- include "security" . | nindent 12 }}
{{- if .metrics.enabled }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}-metrics
  labels:
    app.kubernetes.io/name: {{ .name }}-metrics
    app.kubernetes.io/instance: {{ .root.Release.Name }}
spec:
  selector:
    {{- include "labels" . | nindent 4 }}
  ports:
    - { name: http-metrics, port: {{ .ports.metrics }}, targetPort: metrics, protocol: TCP }
{{- if .metrics.serviceMonitor.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ .name }}
spec:
  endpoints:
    - { port: http-metrics, path: /metrics }
  selector:
    matchLabels:
      app.kubernetes.io/name: {{ .name }}-metrics
      app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}
{{- end }}
{{- with .rules }}
{{- if .enabled }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ $.name }}
rules:
  {{- toYaml .rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ $.name }}
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{ $.name }} }
subjects:
  - { kind: ServiceAccount, name: {{ $.name }}, namespace: {{ $.root.Release.Namespace }} }
{{- end }}
{{- end }}
{{- end }}
