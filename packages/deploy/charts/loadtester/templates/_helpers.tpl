{{- define "loadtester.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "loadtester.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "loadtester.labels" -}}
app: {{ include "loadtester.name" . }}
app.kubernetes.io/name: {{ include "loadtester.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- /* The account of the pods: the given one; or one of the chart's, where it gives rights; or none. */ -}}
{{- define "loadtester.account" -}}
{{- default (ternary (include "loadtester.fullname" .) "" (not (empty (include "loadtester.makesAccount" .)))) .Values.serviceAccountName -}}
{{- end -}}

{{- define "loadtester.makesAccount" -}}
{{- ternary "true" "" (or .Values.rbac.create (and (not (empty .Values.gateConfigMap)) (empty .Values.serviceAccountName))) -}}
{{- end -}}

{{- /* Objects of users, as YAML or as text, which may hold templates. */ -}}
{{- define "loadtester.extra" -}}
{{- tpl (ternary .object (toYaml .object) (kindIs "string" .object)) .context -}}
{{- end -}}

{{- define "loadtester.args" -}}
{{- $v := .Values -}}
{{- $always := list
  (list "port" 8080) (list "log-level" $v.logLevel) (list "timeout" $v.cmd.timeout) (list "namespace-regexp" (default "" $v.cmd.namespaceRegexp))
  (list "max-tasks" ($v.maxTasks | int64)) -}}
{{- $optional := list
  (list "allowed-commands" (join "," $v.cmd.allowed)) (list "token-file" (ternary "/var/run/loadtester/token" "" $v.auth.enabled))
  (list "gate-config-map" (ternary "" (printf "%s/%s" .Release.Namespace $v.gateConfigMap) (empty $v.gateConfigMap))) -}}
{{- range $always }}
- {{ printf "-%s=%v" (first .) (last .) | quote }}
{{- end }}
{{- range $optional }}
{{- if last . }}
- {{ printf "-%s=%v" (first .) (last .) | quote }}
{{- end }}
{{- end }}
{{- range $v.extraArgs }}
- {{ . | quote }}
{{- end }}
{{- end -}}
