/** The operator's settings, as flags and environment give them. @source flagger cmd/flagger/main.go */
export interface Flags {
  readonly kubeconfig: string;
  readonly master: string;
  readonly kubeconfigServiceMesh: string;
  readonly kubeconfigQps: number;
  readonly kubeconfigBurst: number;
  readonly metricsServer: string;
  readonly controlLoopIntervalMs: number;
  readonly logLevel: string;
  readonly port: number;
  readonly slackUrl: string;
  readonly slackToken: string;
  readonly slackProxyUrl: string;
  readonly slackUser: string;
  readonly slackChannel: string;
  readonly msteamsUrl: string;
  readonly msteamsProxyUrl: string;
  readonly eventWebhook: string;
  readonly includeLabelPrefix: readonly string[];
  readonly threadiness: number;
  readonly zapReplaceGlobals: boolean;
  readonly zapEncoding: 'json' | 'console';
  readonly namespace: string;
  readonly meshProvider: string;
  readonly selectorLabels: readonly string[];
  readonly ingressAnnotationsPrefix: string;
  readonly ingressClass: string;
  readonly enableLeaderElection: boolean;
  readonly leaderElectionNamespace: string;
  readonly enableConfigTracking: boolean;
  readonly clusterName: string;
  readonly noCrossNamespaceRefs: boolean;
  /** How many rollouts may be under way in all; 0: any number. */
  readonly maxConcurrentRollouts: number;
  /** How many rollouts may be under way in a namespace; 0: any number. */
  readonly maxConcurrentRolloutsPerNamespace: number;
  readonly version: boolean;
  /** Plug-ins to load: bundled names, npm packages, files. Empty: every bundled one. */
  readonly providers: readonly string[];
}
