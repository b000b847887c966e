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

{{- /* Flags that are passed where their value is set. */ -}}
{{- define "flagger.args" -}}
{{- $v := .Values -}}
- -log-level={{ $v.logLevel }}
- -metrics-server={{ $v.metricsServer }}
- -enable-config-tracking={{ $v.configTracking.enabled }}
- -slack-user={{ $v.slack.user }}
{{- $optional := list
  (list "mesh-provider" $v.meshProvider) (list "providers" (join "," $v.providers)) (list "namespace" $v.namespace)
  (list "selector-labels" $v.selectorLabels) (list "ingress-annotations-prefix" $v.ingressAnnotationsPrefix)
  (list "include-label-prefix" $v.includeLabelPrefix) (list "ingress-class" $v.ingressClass) (list "event-webhook" $v.eventWebhook)
  (list "cluster-name" $v.clusterName) (list "kubeconfig-qps" $v.kubeconfigQPS) (list "kubeconfig-burst" $v.kubeconfigBurst)
  (list "threadiness" $v.threadiness) (list "no-cross-namespace-refs" $v.noCrossNamespaceRefs)
  (list "max-concurrent-rollouts" $v.maxConcurrentRollouts) (list "max-concurrent-rollouts-per-namespace" $v.maxConcurrentRolloutsPerNamespace)
  (list "slack-channel" $v.slack.channel) (list "slack-url" $v.slack.url) (list "slack-proxy-url" $v.slack.proxyUrl)
  (list "msteams-url" $v.msteams.url) (list "msteams-proxy-url" $v.msteams.proxyUrl) -}}
{{- range $optional }}
{{- if last . }}
- {{ printf "-%s=%v" (first .) (kindIs "float64" (last .) | ternary (last . | int64) (last .)) | quote }}
{{- end }}
{{- end }}
{{- if $v.leaderElection.enabled }}
- -enable-leader-election=true
- -leader-election-namespace={{ .Release.Namespace }}
{{- end }}
{{- with $v.controlplane.kubeconfig }}
{{- if .secretName }}
- -kubeconfig-service-mesh=/tmp/controlplane/{{ .key }}
{{- end }}
{{- end }}
{{- end -}}
