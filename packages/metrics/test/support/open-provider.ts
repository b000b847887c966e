import type { Canary, Clock, HttpClient, KubernetesApi, Logger, MetricProvider, MetricTemplateProvider } from '@flagger/sdk';
import { metricsPlugin } from '../../src/index.ts';
import { fetchClient } from './loopback-service.ts';

/** 2026-01-01T00:00:00.999Z, for ever. */
export const NOW_MS = Date.UTC(2026, 0, 1) + 999;

const stopped: Clock = { now: () => NOW_MS, after: () => () => undefined, random: () => 0, uuid: () => '' };
const logger: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => logger };

/** What a MetricTemplate and its Secret say. */
export interface Template {
  readonly spec: MetricTemplateProvider;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly interval?: string;
  readonly http?: HttpClient;
  readonly api?: KubernetesApi;
  readonly clock?: Clock;
  readonly canary?: Canary;
}

/** The plug-in's provider for a template. */
export function openProvider({ spec, credentials, interval = '2m', http = fetchClient, api, clock = stopped, canary }: Template): MetricProvider {
  const factory = metricsPlugin.metrics.find(({ types }) => types.includes(spec.type));
  if (factory === undefined) throw new Error(`no factory for ${spec.type}`);
  const withSecret = credentials === undefined ? spec : { ...spec, secretRef: { name: 'credentials' } };
  return factory.create({ spec: withSecret, credentials: credentials ?? {}, interval, http, api, clock, logger, canary });
}
