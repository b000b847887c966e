export { CANARIES } from './crd/canary.ts';
export type { AutoscalerRef, Canary, CanaryCondition, CanarySpec, CanaryStatus, LastFailedCheck, LocalRef, RouteRef } from './crd/canary.ts';
export { CANARY_VERBS, VERB_ANNOTATION } from './crd/canary-verb.ts';
export type { CanaryVerb, LastVerb } from './crd/canary-verb.ts';
export { NO_DATA_MEANINGS, WEBHOOK_TYPES } from './crd/canary-analysis.ts';
export type {
  AlertSeverity, AnalysisMatch, CanaryAlert, CanaryAnalysis, CanaryMetric, CanaryWebhook, NamespacedRef, NoDataMeaning, SessionAffinity, ThresholdRange, WebhookType,
} from './crd/canary-analysis.ts';
export type {
  CanaryService, CorsPolicy, CustomMetadata, GatewayRef, HeaderOperations, HttpHeaders, HttpMatch, HttpRetry, HttpRewrite, RequestMirror,
} from './crd/canary-service.ts';
export type { ClientTls, ConnectionPool, ConsistentHash, LoadBalancer, OutlierDetection, TrafficPolicy } from './crd/traffic-policy.ts';
export type { StringMatch, StringMatches } from './crd/string-match.ts';
export { CANARY_PHASES } from './crd/phase.ts';
export type { CanaryPhase } from './crd/phase.ts';
export { METRIC_TEMPLATES } from './crd/metric-template.ts';
export type { MetricTemplate, MetricTemplateProvider, WebMetricProvider } from './crd/metric-template.ts';
export { ALERT_PROVIDERS } from './crd/alert-provider.ts';
export type { AlertProvider, AlertProviderSpec } from './crd/alert-provider.ts';
export type { Manifest, ObjectKey, ObjectMeta, OwnerReference, ResourceType } from './manifest.ts';
export type { MergePatch, ObjectReader, ObjectStore, ObjectWriter } from './object-store.ts';
export { upsert } from './upsert.ts';
export type { UpsertOutcome, UpsertStore } from './upsert.ts';
export { explained } from './explained.ts';
export { storeInWords } from './store-in-words.ts';
export type { WriteWords } from './store-in-words.ts';
export { getExisting } from './get-existing.ts';
export { updateChanged } from './update-changed.ts';
export type { ObjectUpdate } from './update-changed.ts';
export { withDesired } from './with-desired.ts';
export { CanaryError, isCanaryError } from './errors.ts';
export type { ErrorCode, Retry } from './errors.ts';
export { sleep } from './clock.ts';
export type { CancelTimer, Clock } from './clock.ts';
export type { LogFields, Logger } from './logger.ts';
export type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts';
export type { PolicyRule } from './policy-rule.ts';
export { ALL_TO_PRIMARY } from './traffic.ts';
export type { Traffic } from './traffic.ts';
export type { Readiness, Role } from './readiness.ts';
export { MATCH_KINDS } from './capabilities.ts';
export type { MatchKind, MatchPart, ProviderCapabilities } from './capabilities.ts';
export type { Router, RouteSubject } from './router.ts';
export { INGRESSES } from './ingress.ts';
export type { Ingress, IngressPath, IngressRule } from './ingress.ts';
export { ingressKeys } from './ingress-keys.ts';
export type { IngressKeys } from './ingress-keys.ts';
export { apexRouteMeta, routeMetadata } from './route-metadata.ts';
export type { RouteMetadata } from './route-metadata.ts';
export type { DurationUnit, Observer } from './observer.ts';
export { httpObserver } from './http-observer.ts';
export type { Provider, ProviderEnv } from './provider.ts';
export type { KubernetesApi, MetricProvider, MetricProviderEnv, MetricProviderFactory } from './metric-provider.ts';
export type { Alert, AlertField, Notifier, NotifierEnv, NotifierFactory } from './notifier.ts';
export type {
  DiscoveredPort, TargetController, TargetEnv, TargetFactory, TargetMetadata, TargetRevision, TargetSettings,
} from './target-controller.ts';
export { isRestorable } from './restorable-target.ts';
export type { KeptPrimary, RestorableTarget } from './restorable-target.ts';
export type { Scaler, ScalerFactory } from './scaler.ts';
export { definePlugin } from './plugin.ts';
export type { Plugin, PluginDefinition } from './plugin.ts';
export { serviceNames, workloadName } from './service-names.ts';
export type { ServiceNames } from './service-names.ts';
export { canaryOwner, controllerOf } from './owner-references.ts';
export { parseGoDuration } from './go-duration.ts';
export { canarySetCookie, cookiePattern, forgetCookie, primarySetCookie } from './session-cookies.ts';
export { GITOPS_MARKERS } from './gitops-markers.ts';
