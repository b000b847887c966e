import { durationMs, list, oneOf, onOff, text, wholeNumber } from './flag-kind.ts';
import type { FlagKind } from './flag-kind.ts';
import type { Flags } from './flags.ts';

/** One flag. */
export interface FlagRow<T> {
  readonly name: string;
  readonly kind: FlagKind<T>;
  readonly initial: T;
  readonly help: string;
  /** The variable that wins over the flag where it is not empty. */
  readonly env?: string;
}

const MANY = 1_000_000;

/** Every flag, by the field that it sets. @source flagger cmd/flagger/main.go init */
export const FLAGS: { readonly [K in keyof Flags]: FlagRow<Flags[K]> } = {
  kubeconfig: { name: 'kubeconfig', kind: text, initial: '', help: 'Path of a kubeconfig; only needed outside of the cluster.' },
  master: { name: 'master', kind: text, initial: '', help: 'Address of the API server; overrides the kubeconfig.' },
  kubeconfigServiceMesh: { name: 'kubeconfig-service-mesh', kind: text, initial: '', help: 'Path of a kubeconfig of the cluster where routing objects live.' },
  kubeconfigQps: { name: 'kubeconfig-qps', kind: wholeNumber(-MANY, MANY), initial: 100, help: 'API requests a second, in the long run; below zero: any number.' },
  kubeconfigBurst: { name: 'kubeconfig-burst', kind: wholeNumber(0, MANY), initial: 250, help: 'API requests at once.' },
  metricsServer: { name: 'metrics-server', kind: text, initial: 'http://prometheus:9090', help: 'URL of the Prometheus for built-in metric checks.' },
  controlLoopIntervalMs: {
    name: 'control-loop-interval', kind: durationMs, initial: 10_000,
    help: 'Accepted for compatibility: changes are watched, no loop looks for them.',
  },
  logLevel: { name: 'log-level', kind: text, initial: 'debug', help: 'debug, info, warn, error, fatal or panic.' },
  port: { name: 'port', kind: wholeNumber(0, 65_535), initial: 8080, help: 'Port of /metrics, /healthz and /readyz.' },
  slackUrl: { name: 'slack-url', kind: text, initial: '', env: 'SLACK_URL', help: 'Slack hook URL.' },
  slackToken: { name: 'slack-token', kind: text, initial: '', env: 'SLACK_TOKEN', help: 'Slack bot token.' },
  slackProxyUrl: { name: 'slack-proxy-url', kind: text, initial: '', env: 'SLACK_PROXY_URL', help: 'Proxy on the way to Slack.' },
  slackUser: { name: 'slack-user', kind: text, initial: 'flagger', help: 'Slack user name.' },
  slackChannel: { name: 'slack-channel', kind: text, initial: '', help: 'Slack channel.' },
  msteamsUrl: { name: 'msteams-url', kind: text, initial: '', env: 'MSTEAMS_URL', help: 'MS Teams hook URL; it replaces Slack.' },
  msteamsProxyUrl: { name: 'msteams-proxy-url', kind: text, initial: '', env: 'MSTEAMS_PROXY_URL', help: 'Proxy on the way to MS Teams.' },
  eventWebhook: { name: 'event-webhook', kind: text, initial: '', env: 'EVENT_WEBHOOK_URL', help: 'URL that hears every event.' },
  includeLabelPrefix: { name: 'include-label-prefix', kind: list, initial: [], help: 'Prefixes of the labels that primaries take over; * takes all.' },
  threadiness: { name: 'threadiness', kind: wholeNumber(1, MANY), initial: 2, help: 'Accepted for compatibility: canaries do not wait for each other.' },
  zapReplaceGlobals: { name: 'zap-replace-globals', kind: onOff, initial: false, help: 'Accepted for compatibility.' },
  zapEncoding: { name: 'zap-encoding', kind: oneOf('json', 'console'), initial: 'json', help: 'Form of log lines: json or console.' },
  namespace: { name: 'namespace', kind: text, initial: '', help: 'Watch this namespace only.' },
  meshProvider: { name: 'mesh-provider', kind: text, initial: 'istio', help: 'Provider of canaries that name none.' },
  selectorLabels: {
    name: 'selector-labels', kind: list, initial: ['app', 'name', 'app.kubernetes.io/name'],
    help: 'Labels by which a target may select its pods, best first.',
  },
  ingressAnnotationsPrefix: {
    name: 'ingress-annotations-prefix', kind: text, initial: 'nginx.ingress.kubernetes.io', help: 'Prefix of NGINX ingress annotations.',
  },
  ingressClass: { name: 'ingress-class', kind: text, initial: '', help: 'Ingress class of generated HTTPProxies.' },
  enableLeaderElection: { name: 'enable-leader-election', kind: onOff, initial: false, help: 'Of several replicas only one acts.' },
  leaderElectionNamespace: { name: 'leader-election-namespace', kind: text, initial: 'kube-system', help: 'Namespace of the leader election Lease.' },
  enableConfigTracking: { name: 'enable-config-tracking', kind: onOff, initial: true, help: 'Copy and track ConfigMaps and Secrets.' },
  clusterName: { name: 'cluster-name', kind: text, initial: '', help: 'Name of the cluster in alerts.' },
  noCrossNamespaceRefs: { name: 'no-cross-namespace-refs', kind: onOff, initial: false, help: "Refuse references out of a canary's namespace." },
  maxConcurrentRollouts: {
    name: 'max-concurrent-rollouts', kind: wholeNumber(0, MANY), initial: 0, help: 'How many rollouts may be under way in all; 0: any number.',
  },
  maxConcurrentRolloutsPerNamespace: {
    name: 'max-concurrent-rollouts-per-namespace', kind: wholeNumber(0, MANY), initial: 0, help: 'How many rollouts may be under way in a namespace; 0: any number.',
  },
  version: { name: 'version', kind: onOff, initial: false, help: 'Print the version and exit.' },
  providers: { name: 'providers', kind: list, initial: [], help: 'Plug-ins to load: bundled names, npm packages, files. Default: every bundled one.' },
};

/** Flags of klog that Flagger also takes; they have no effect here. True: a switch. @source k8s.io/klog InitFlags */
export const KLOG_FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['add_dir_header', true], ['alsologtostderr', true], ['alsologtostderrthreshold', false], ['legacy_stderr_threshold_behavior', true],
  ['log_backtrace_at', false], ['log_dir', false], ['log_file', false], ['log_file_max_size', false], ['logtostderr', true], ['one_output', true], ['skip_headers', true], ['skip_log_headers', true],
  ['stderrthreshold', false], ['v', false], ['vmodule', false],
]);
