/** What the value of a duration query counts. */
export type DurationUnit = 'milliseconds' | 'seconds';

/**
 * The two built-in checks of a provider, as PromQL templates. Templates use the functions `name`, `namespace`, `target`,
 * `service`, `ingress`, `route` and `interval`; `{{ namespace }}` gives the canary's namespace.
 *
 * @source flagger pkg/metrics/observers
 */
export interface Observer {
  /** Percent of requests that succeeded, 0 to 100. */
  readonly successRate: { readonly query: string };
  readonly duration: { readonly query: string; readonly unit: DurationUnit };
  /** How names stand in its labels: as they are, which is the default, or with `_` for each character that is no letter, digit or `_`. */
  readonly names?: 'plain' | 'words';
}
