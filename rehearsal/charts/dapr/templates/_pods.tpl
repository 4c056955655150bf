{{- define "labels" -}}
app: {{ .app }}
app.kubernetes.io/name: {{ .root.Release.Name }}
app.kubernetes.io/part-of: dapr
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- /* Metadata and spec of a pod of the control plane, with ports, environment and volumes of its own. */}}
{{- define "pod" -}}
metadata:
  labels:
    {{- include "labels" . | nindent 4 }}
spec:
  serviceAccountName: dapr-{{ .account }}
  {{- if .volumes }}
  securityContext:
    fsGroup: 65532
  {{- end }}
  {{- if .root.Values.global.ha.enabled }}
  affinity:
    podAntiAffinity:
      preferredDuringSchedulingIgnoredDuringExecution:
        - weight: 100
          podAffinityTerm:
            topologyKey: {{ .root.Values.global.ha.topologyKey }}
            labelSelector:
              matchLabels:
                app: {{ .app }}
  {{- end }}
  containers:
    - name: {{ .app }}
      image: {{ .root.Values.global.registry }}/pause:3.10
      env:
        - name: LOG_AS_JSON
          value: {{ .root.Values.global.logAsJson | quote }}
        {{- range $name, $value := .environment }}
        - name: {{ $name }}
          value: {{ $value | quote }}
        {{- end }}
      ports:
        {{- range $name, $port := .ports }}
        - name: {{ $name }}
          containerPort: {{ $port }}
        {{- end }}
        {{- if .root.Values.global.prometheus.enabled }}
        - name: metrics
          containerPort: {{ .root.Values.global.prometheus.port }}
        {{- end }}
      resources:
        {{- toYaml .resources | nindent 8 }}
      {{- with .volumes }}
      volumeMounts:
        - name: {{ .name }}
          mountPath: {{ .path }}
      {{- end }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        runAsNonRoot: true
        runAsUser: 65535
        capabilities:
          drop: ["ALL"]
        {{- with .root.Values.global.seccompProfile }}
        seccompProfile:
          type: {{ . }}
        {{- end }}
  {{- with .volumes }}
  {{- if .memory }}
  volumes:
    - name: {{ .name }}
      emptyDir:
        medium: Memory
  {{- end }}
  {{- end }}
{{- end }}

{{- define "budget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .name }}
spec:
  maxUnavailable: 25%
  selector:
    matchLabels:
      app: {{ .app }}
{{- end }}

{{- define "replicas" -}}
{{ .Values.global.ha.enabled | ternary .Values.global.ha.replicaCount 1 }}
{{- end }}
