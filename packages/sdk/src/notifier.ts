import type { AlertSeverity } from './crd/canary.ts';
import type { HttpClient } from './http-client.ts';

/** One line of an alert's table. */
export interface AlertField {
  readonly name: string;
  readonly value: string;
}

/** What happened to a canary, for people. */
export interface Alert {
  readonly canary: { readonly name: string; readonly namespace: string };
  readonly severity: Exclude<AlertSeverity, ''>;
  readonly message: string;
  readonly fields: readonly AlertField[];
}

/** Where and as whom a notifier posts. */
export interface NotifierEnv {
  readonly address: string;
  readonly token: string;
  readonly channel: string;
  readonly username: string;
  readonly proxy: string;
  readonly http: HttpClient;
}

/** Posts alerts to one channel. */
export interface Notifier {
  /** At most one POST a call; the caller decides about failure. @throws CanaryError HttpFailed, TimedOut */
  notify(alert: Alert, signal: AbortSignal): Promise<void>;
}

/** Makes notifiers for AlertProviders of one `spec.type`. */
export interface NotifierFactory {
  readonly types: readonly string[];
  /** @throws CanaryError Invalid where the address, user or channel is unusable */
  create(env: NotifierEnv): Notifier;
}
