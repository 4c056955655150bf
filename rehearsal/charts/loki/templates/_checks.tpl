{{- /* What the real chart refuses, and what it would start besides Loki unless told otherwise. */}}
{{- define "checks" -}}
{{- if ne .Values.deploymentMode "Monolithic" }}
{{- fail "the stand-in knows the deployment mode Monolithic only" }}
{{- end }}
{{- if or (gt (int .Values.read.replicas) 0) (gt (int .Values.write.replicas) 0) (gt (int .Values.backend.replicas) 0) }}
{{- fail "You have more than zero replicas configured for both the monolithic and simple scalable targets" }}
{{- end }}
{{- if and (ne .Values.loki.storage.type "filesystem") }}
{{- fail "Please define loki.storage.bucketNames.chunks" }}
{{- end }}
{{- if not .Values.loki.schemaConfig.configs }}
{{- fail "You must provide a schema_config for Loki" }}
{{- end }}
{{- if and .Values.test.enabled (not .Values.lokiCanary.enabled) }}
{{- fail "Helm test requires the Loki Canary to be enabled" }}
{{- end }}
{{- range $name, $part := dict "chunksCache" .Values.chunksCache "resultsCache" .Values.resultsCache "lokiCanary" .Values.lokiCanary "gateway" .Values.gateway "sidecar.rules" .Values.sidecar.rules }}
{{- if $part.enabled }}
{{- fail (printf "the stand-in has no %s: set %s.enabled to false" $name $name) }}
{{- end }}
{{- end }}
{{- end }}
