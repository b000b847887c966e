import type {
  Canary, CanaryStatus, Clock, HttpClient, KubernetesApi, Logger, MetricProviderFactory, Notifier, NotifierFactory, ObjectReader, Observer, ProviderCapabilities, Router, Scaler,
  TargetController, Traffic,
} from '@flagger/sdk';
import type { CallMeasures } from '../calls/call-measures.ts';
import type { SharedAnswers } from '../metrics/shared-answers.ts';
import type { SlotVerdict } from '../decide/evidence.ts';
import type { Strategy } from '../strategy/strategy.ts';
import type { Outbox } from '../webhooks/outbox.ts';

/** Counts and measures what happens to canaries. @source flagger pkg/metrics/recorder.go */
export interface Recorder {
  /** 0 runs, 1 all is well, 2 failed. */
  status(canary: Canary, value: 0 | 1 | 2): void;
  weight(canary: Canary, traffic: Pick<Traffic, 'primary' | 'canary'>): void;
  /** The last value of a metric check; durations in seconds. */
  analysis(canary: Canary, metric: string, value: number): void;
  /** How long a tick took that judged the canary. */
  duration(canary: Canary, seconds: number): void;
  finished(canary: Canary, result: 'success' | 'failure', strategy: Strategy, how: 'completed' | 'skipped'): void;
}

/** Writes what belongs to the engine of a canary: its status, its finalizer and the verb that it was told. */
export interface CanaryWriter {
  /** Writes `status` and gives the canary as it then stands. @throws CanaryError Conflict, where another writer changed the status */
  writeStatus(canary: Canary, status: CanaryStatus, signal: AbortSignal): Promise<Canary>;
  /** Adds or removes {@link FINALIZER} and leaves other finalizers alone. */
  setFinalizer(canary: Canary, present: boolean, signal: AbortSignal): Promise<Canary>;
  /** Removes an annotation, if it still has this value. */
  removeAnnotation(canary: Canary, annotation: { readonly name: string; readonly value: string }, signal: AbortSignal): Promise<Canary>;
}

/** Keeps a canary with `revertOnDeletion` until its target is given back. @source flagger pkg/controller/finalizer.go */
export const FINALIZER = 'finalizer.flagger.app';

/** Takes Kubernetes Events; it never waits. */
export interface EventSink {
  record(event: { readonly canary: Canary; readonly type: 'Normal' | 'Warning'; readonly message: string }): void;
}

/** Knows which runs are under way, where their number is limited. */
export interface RolloutSlots {
  /** Whether the canary may begin a run now. One that may has its slot until the end of its tick; a status that says that it runs keeps it. */
  ask(canary: Canary): SlotVerdict;
}

/** Finds the field manager that set an annotation of a canary as it stands; undefined where the API server does not tell. */
export type AskedBy = (canary: Canary, annotation: string, signal: AbortSignal) => Promise<string | undefined>;

/** Everything that the engine needs to run one canary. */
export interface CanaryPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly http: HttpClient;
  /** Reads MetricTemplates, AlertProviders and their Secrets. */
  readonly reader: ObjectReader;
  /** The API server, for metric services that are asked through it. */
  readonly kubernetesApi?: KubernetesApi;
  readonly target: TargetController;
  /** Absent where the canary has no `autoscalerRef`. */
  readonly scaler: Scaler | undefined;
  readonly router: Router;
  readonly capabilities: ProviderCapabilities;
  /** The provider string, for messages. */
  readonly providerName: string;
  readonly observer: Observer;
  /** URL of the Prometheus for built-in checks and inline queries. */
  readonly metricsServer: string;
  readonly metricFactories: ReadonlyMap<string, MetricProviderFactory>;
  readonly notifierFactories: ReadonlyMap<string, NotifierFactory>;
  /** The operator's own channel, for canaries without `analysis.alerts`. */
  readonly globalNotifier: Notifier | undefined;
  /** URL that hears every event of canaries without event webhooks of their own; '' for none. */
  readonly eventWebhookUrl: string;
  /** Flag `-cluster-name`; '' for none. */
  readonly clusterName: string;
  readonly outbox: Outbox;
  readonly recorder: Recorder;
  /** Told of each call to a metric service, a hook or a channel; absent where nobody is. */
  readonly calls?: CallMeasures;
  /** What metric services answered other canaries a moment ago; absent where each canary asks for itself. */
  readonly answers?: SharedAnswers;
  /** Absent where any number of runs may be under way. */
  readonly rolloutSlots?: RolloutSlots;
  readonly writer: CanaryWriter;
  readonly askedBy: AskedBy;
  readonly events: EventSink;
}
