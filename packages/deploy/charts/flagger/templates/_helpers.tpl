{{- define "flagger.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "flagger.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "flagger.selectorLabels" -}}
app.kubernetes.io/name: {{ include "flagger.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "flagger.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "flagger.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end -}}

{{- define "flagger.serviceAccountName" -}}
{{- default (ternary (include "flagger.fullname" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name -}}
{{- end -}}

{{- /* Labels that users write: their values may be numbers. */ -}}
{{- define "flagger.quoted" -}}
{{- range $key, $value := . }}
{{ $key }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- /* Objects of users, as YAML or as text, which may hold templates. */ -}}
{{- define "flagger.extra" -}}
{{- tpl (ternary .object (toYaml .object) (kindIs "string" .object)) .context -}}
{{- end -}}

{{- define "flagger.metricsServer" -}}
{{- ternary (printf "http://%s-prometheus:9090" (include "flagger.fullname" .)) .Values.metricsServer .Values.prometheus.install -}}
{{- end -}}

{{- /* Flags with their values; most are passed only where their value is set. */ -}}
{{- define "flagger.args" -}}
{{- $v := .Values -}}
{{- $always := list
  (list "log-level" $v.logLevel) (list "metrics-server" (include "flagger.metricsServer" .))
  (list "enable-config-tracking" $v.configTracking.enabled) (list "slack-user" $v.slack.user) -}}
{{- $optional := list
  (list "mesh-provider" $v.meshProvider) (list "providers" (join "," $v.providers)) (list "namespace" $v.namespace)
  (list "selector-labels" $v.selectorLabels) (list "ingress-annotations-prefix" $v.ingressAnnotationsPrefix)
  (list "include-label-prefix" $v.includeLabelPrefix) (list "ingress-class" $v.ingressClass) (list "event-webhook" $v.eventWebhook)
  (list "cluster-name" $v.clusterName) (list "kubeconfig-qps" $v.kubeconfigQPS) (list "kubeconfig-burst" $v.kubeconfigBurst)
  (list "threadiness" $v.threadiness) (list "no-cross-namespace-refs" $v.noCrossNamespaceRefs)
  (list "max-concurrent-rollouts" $v.maxConcurrentRollouts) (list "max-concurrent-rollouts-per-namespace" $v.maxConcurrentRolloutsPerNamespace)
  (list "slack-channel" $v.slack.channel) (list "slack-url" $v.slack.url) (list "slack-proxy-url" $v.slack.proxyUrl)
  (list "msteams-url" $v.msteams.url) (list "msteams-proxy-url" $v.msteams.proxyUrl)
  (list "enable-leader-election" $v.leaderElection.enabled)
  (list "leader-election-namespace" (ternary .Release.Namespace "" $v.leaderElection.enabled))
  (list "kubeconfig-service-mesh" (ternary (printf "/tmp/controlplane/%s" $v.controlplane.kubeconfig.key) "" (not (empty $v.controlplane.kubeconfig.secretName)))) -}}
{{- range $always }}
- {{ printf "-%s=%v" (first .) (last .) | quote }}
{{- end }}
{{- range $optional }}
{{- if last . }}
- {{ printf "-%s=%v" (first .) (kindIs "float64" (last .) | ternary (last . | int64) (last .)) | quote }}
{{- end }}
{{- end }}
{{- range $v.extraArgs }}
- {{ . | quote }}
{{- end }}
{{- end -}}
