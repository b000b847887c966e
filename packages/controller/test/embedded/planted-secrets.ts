import type { CanaryFields, Loose } from '../golden/objects.ts';
import { canary, deployment } from '../golden/objects.ts';

type Fields = Record<string, unknown>;

/** Each secret is one of these, so that it is found wherever it comes to light. */
export const planted = (where: string): string => `S3CRET${where.replace(/\W/g, '')}`;
/** A secret in any form in which it could be read. */
export const LEAK = /S3CRET\w+|UzNDUkVU\w*|MzQ1JFV\w*|zM0NSRV\w*/g;

const secret = (name: string, data: Readonly<Record<string, string>>): Loose =>
  ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)])) });

/** What a metric provider's Secret holds, and how its address begins. */
interface PlantedProvider {
  readonly keys: Readonly<Record<string, string>>;
  readonly scheme?: string;
  readonly fields?: Fields;
}

const PROVIDERS: Readonly<Record<string, PlantedProvider>> = {
  prometheus: { keys: { token: planted('prometheus') }, scheme: `http://user:${planted('address')}@` },
  graphite: { keys: { username: 'reader', password: planted('graphite') } },
  datadog: { keys: { datadog_api_key: planted('datadogapi'), datadog_application_key: planted('datadogapp') } },
  newrelic: { keys: { newrelic_account_id: '1', newrelic_query_key: planted('newrelic') } },
  dynatrace: { keys: { dynatrace_token: planted('dynatrace') } },
  influxdb: { keys: { token: planted('influxdb'), org: 'acme' } },
  externalmetrics: { keys: { token: planted('external') } },
  splunk: { keys: { sf_token_key: planted('splunk') } },
  stackdriver: { keys: { project: 'p', serviceAccountKey: `{"client_email": "a@b", "private_key": "${planted('stackdriver')}"` } },
  web: { keys: { username: 'reader', password: planted('webpassword'), 'header.X-Api-Key': planted('webheader') }, fields: { web: { jsonPath: '$.ok' }, headers: { 'X-Auth': [planted('plainheader')] } } },
};

/** One canary for each metric provider, with its template and Secret. */
export function metricCanaries(host: string, types = Object.keys(PROVIDERS)): readonly Loose[] {
  return Object.entries(PROVIDERS).filter(([type]) => types.includes(type)).flatMap(([type, { keys, scheme = 'http://', fields = {} }]) => [
    secret(`metric-${type}`, keys),
    { apiVersion: 'flagger.app/v1beta1', kind: 'MetricTemplate', metadata: { name: type }, spec: { provider: { type, address: `${scheme}${host}`, secretRef: { name: `metric-${type}` }, ...fields }, query: type === 'externalmetrics' ? 'test/errors' : '/errors' } },
    ...released(type, { metrics: [{ name: 'errors', interval: '1m', thresholdRange: { max: 1 }, templateRef: { name: type } }] }),
  ]);
}

/** A canary whose hooks have secrets in their URLs. */
export function hookCanary(host: string): readonly Loose[] {
  const hook = (type: string): Fields => ({ name: type, type, timeout: '5s', retries: 1, url: `http://user:${planted(`${type}password`)}@${host}/hook?token=${planted(type)}` });
  return released('hooks', { webhooks: ['confirm-rollout', 'rollout', 'rollback', 'event'].map(hook) });
}

/** Addresses of channels, each a secret from its path on. */
const CHANNELS: Readonly<Record<string, (host: string) => string>> = {
  slack: host => `http://${host}/services/${planted('slack')}`,
  discord: host => `http://${host}/api/webhooks/${planted('discord')}?wait=${planted('discordquery')}`,
  rocket: host => `http://${host}/hooks/${planted('rocket')}`,
  gchat: host => `http://${host}/v1/spaces?key=${planted('gchat')}&token=${planted('gchattoken')}`,
  msteams: host => `http://${host}/workflows/${planted('teamsid')}/triggers/manual/paths/invoke?sig=${planted('teams')}`,
};

/** A canary that lists every channel; some addresses stand in a Secret, some in the spec. */
export function alertCanary(host: string): readonly Loose[] {
  const providers = Object.entries(CHANNELS).flatMap(([type, address], at) => {
    const kept = at % 2 === 0;
    const provider = { apiVersion: 'flagger.app/v1beta1', kind: 'AlertProvider', metadata: { name: type }, spec: { type, ...(kept ? { secretRef: { name: `alert-${type}` } } : { address: address(host) }) } };
    return kept ? [secret(`alert-${type}`, { address: address(host), token: planted('bottoken') }), provider] : [provider];
  });
  return [...providers, ...released('alerts', { alerts: Object.keys(CHANNELS).map(type => ({ name: type, severity: 'info', providerRef: { name: type } })) })];
}

/** Flags of an operator whose own channels and servers have secrets. */
export const plantedFlags = (host: string): Record<string, string> => ({
  meshProvider: 'kubernetes', slackUrl: `http://${host}/services/${planted('globalslack')}`, slackToken: planted('globaltoken'), slackChannel: 'general',
  eventWebhook: `http://user:${planted('eventpassword')}@${host}/events?token=${planted('events')}`, metricsServer: `http://user:${planted('metricsserver')}@${host}/prom`,
});

/** A canary of the operator's own Prometheus and channel. */
export const plainCanary = (): readonly Loose[] => released('plain', { metrics: [{ name: 'request-success-rate', interval: '1m', thresholdRange: { min: 99 } }] });

function released(name: string, analysis: Fields): readonly Loose[] {
  const target = deployment();
  const spec = { ...(target['spec'] as Fields), replicas: 1 };
  const fields: CanaryFields = { spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name } } };
  const own = canary('kubernetes', { iterations: 2, threshold: 3, ...analysis }, fields);
  return [{ ...target, metadata: { name, labels: { app: 'podinfo' } }, spec }, { ...own, metadata: { name } }];
}
