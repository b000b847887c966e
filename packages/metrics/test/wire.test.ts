import { describe, expect, it } from '@jest/globals';
import type { HttpRequest, HttpResponse, MetricProvider, MetricTemplateProvider } from '@flagger/sdk';
import { NOW_MS, openProvider } from './support/open-provider.ts';

const signal = new AbortController().signal;
const ADDRESS = 'http://service:8080';
const NOW_S = Math.floor(NOW_MS / 1000);
/** What Go and JavaScript write differently, in Go's form. */
const TEXT = `a{b="c d"}~'é'*(1+2)!`;
const ESCAPED = 'a%7Bb%3D%22c+d%22%7D~%27%C3%A9%27%2A%281%2B2%29%21';
const SECRETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  prometheus: { token: 'tok' },
  graphite: { username: 'u', password: 'p' },
  datadog: { datadog_api_key: 'api', datadog_application_key: 'app' },
  newrelic: { newrelic_account_id: '42', newrelic_query_key: 'key' },
  dynatrace: { dynatrace_token: 'tok' },
  influxdb: { token: 'tok', org: 'acme & co' },
  externalmetrics: { token: 'tok' },
};

/** Lets a provider do something, and gives what it sent; what it makes of the empty answer is of no interest. */
async function sent(spec: MetricTemplateProvider, act: (provider: MetricProvider) => Promise<unknown>, secret: 'with its Secret' | 'without' = 'with its Secret'): Promise<readonly HttpRequest[]> {
  const requests: HttpRequest[] = [];
  const credentials = secret === 'without' ? undefined : SECRETS[spec.type];
  const send = (request: HttpRequest): Promise<HttpResponse> => (requests.push(request), Promise.resolve({ status: 200, headers: {}, body: '{}' }));
  await act(openProvider({ spec, http: { send }, ...(credentials && { credentials }) })).catch(() => undefined);
  return requests;
}
const asked = async (type: string, query: string, fields: Partial<MetricTemplateProvider> = {}): Promise<HttpRequest | undefined> =>
  (await sent({ type, address: ADDRESS, ...fields }, provider => provider.query(query, signal)))[0];

describe('the URL of a query is that of Flagger, to the letter', () => {
  it.each<[string, string, string]>([
    ['prometheus', ` ${TEXT}\n\t x`, `/api/v1/query?query=+${ESCAPED}+x`],
    ['graphite', `target=alias(a.*,"b~c")&from=-5min&target=d\n e&format=png`, '/render?format=json&from=-5min&target=alias%28a.%2A%2C%22b~c%22%29&target=d+e'],
    ['datadog', TEXT, `/api/v1/query?from=${NOW_S - 1200}&query=${ESCAPED}&to=${NOW_S}`],
    ['newrelic', TEXT, `/v1/accounts/42/query?nrql=${ESCAPED}+SINCE+120+seconds+ago`],
    ['dynatrace', TEXT, `/api/v2/metrics/query?from=${NOW_S - 1200}000&metricSelector=${ESCAPED}&resolution=Inf&to=${NOW_S}000`],
    ['influxdb', TEXT, '/api/v2/query?org=acme+%26+co'],
    ['externalmetrics', 'a/datadogmetric@b:c d?labelSelector=x!%3Dy', '/apis/external.metrics.k8s.io/v1beta1/namespaces/a/datadogmetric@b:c%20d?labelSelector=x%21%3Dy'],
  ])('%s', async (type, query, url) => {
    expect((await asked(type, query))?.url).toBe(ADDRESS + url);
    expect((await asked(type, query, { address: `${ADDRESS}/vendor/?x=1#y` }))?.url).toBe(`${ADDRESS}/vendor${url}`);
  });

  it.each([
    ['datadog', 'https://api.datadoghq.com/api/v1/query'],
    ['newrelic', 'https://insights-api.newrelic.com/v1/accounts/42/query'],
  ])('%s has an address of its own', async (type, url) => {
    for (const fields of [{}, { address: '' }]) {
      const [request] = await sent({ type, ...fields }, provider => provider.query('q', signal));
      expect(request?.url.split('?')[0]).toBe(url);
    }
  });
});

describe('the request', () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['prometheus', 'GET', { Authorization: 'Bearer tok' }],
    ['graphite', 'GET', { Authorization: `Basic ${btoa('u:p')}` }],
    ['datadog', 'GET', { 'DD-API-KEY': 'api', 'DD-APPLICATION-KEY': 'app' }],
    ['newrelic', 'GET', { 'X-Query-Key': 'key' }],
    ['dynatrace', 'GET', { Authorization: 'Api-Token tok' }],
    ['influxdb', 'POST', { Authorization: 'Token tok', 'Content-Type': 'application/json', 'Accept-Encoding': 'gzip' }],
    ['externalmetrics', 'GET', { Accept: 'application/json, */*', Authorization: 'Bearer tok' }],
  ])('of %s is a %s with nothing but its own headers, to be answered in time', async (type, method, headers) => {
    const timeoutMs = type === 'influxdb' ? 15_000 : 5000;
    const others = { headers: { 'X-Scope': ['a', 'b'] }, region: 'eu-west-1' };
    const own = type === 'prometheus' ? { ...headers, 'X-Scope': ['a', 'b'] } : headers;
    const [query] = await sent({ type, address: ADDRESS, ...others }, provider => provider.query('q=1', signal));
    const [probe] = await sent({ type, address: ADDRESS, ...others }, provider => provider.probe(signal));
    expect(query).toMatchObject({ method, timeoutMs });
    expect(probe).toMatchObject({ method, timeoutMs });
    expect([query?.headers, probe?.headers]).toEqual([own, own]);
  });

  it.each(Object.keys(SECRETS).map(type => [type, ['prometheus', 'graphite', 'externalmetrics'].includes(type)] as const))('of %s trusts any certificate where it may: %p', async (type, may) => {
    expect((await asked(type, 'q=1', { insecureSkipVerify: true }))?.insecureSkipVerify ?? false).toBe(may);
    expect((await asked(type, 'q=1'))?.insecureSkipVerify ?? false).toBe(false);
  });

  it.each(['prometheus', 'graphite', 'datadog', 'newrelic', 'influxdb'])('of %s sends user and password of the address, where its Secret leaves room', async type => {
    const address = ADDRESS.replace('//', '//me:p%40ss@');
    const needsSecret = ['datadog', 'newrelic'].includes(type);
    const [request] = await sent({ type, address }, provider => provider.query('q=1', signal), needsSecret ? 'with its Secret' : 'without');
    expect(request?.headers).toMatchObject({ Authorization: `Basic ${btoa('me:p@ss')}` });
    expect(request?.url).toMatch(/^http:\/\/service:8080\//);
  });

  it('of influxdb without a Secret names nobody', async () => {
    const [request] = await sent({ type: 'influxdb', address: ADDRESS }, provider => provider.query('q', signal), 'without');
    expect(request).toMatchObject({ url: `${ADDRESS}/api/v2/query?org=` });
    expect(request?.headers).not.toHaveProperty('Authorization');
    expect(JSON.parse(request?.body ?? '')).toEqual({ dialect: { annotations: ['datatype', 'group', 'default'], delimiter: ',', header: true }, query: 'q', type: 'flux' });
  });
});
