import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpClient, MetricProvider } from '@flagger/sdk';
import { signatureProblem } from './support/aws-signature.ts';
import { fetchClient, startService } from './support/loopback-service.ts';
import type { Answer, Heard, LoopbackService } from './support/loopback-service.ts';
import { NOW_MS, openProvider } from './support/open-provider.ts';

const signal = new AbortController().signal;
const NOW_S = Math.floor(NOW_MS / 1000);
const json = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) });
const csv = (...lines: string[]): Answer => ({ status: 200, body: `${lines.join('\r\n')}\r\n`, contentType: 'text/csv' });

/** A service as its vendor documents it. */
interface Vendor {
  readonly type: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly query: string;
  /** Whether the request has who it is in the way that is demanded. */
  readonly admits: (heard: Heard) => boolean;
  /** What is wrong with a request that is admitted; '' where nothing is. */
  readonly problem: (heard: Heard, parameter: (name: string) => string) => string;
  /** A documented answer whose value is 12.5. */
  readonly good: Answer;
  /** Documented refusals, and what is told of each. */
  readonly refusals: readonly (readonly [Answer, string])[];
  readonly unauthorized: readonly [Answer, string];
}

const demands = (...all: readonly (readonly [boolean, string])[]): string => all.filter(([holds]) => !holds).map(([, what]) => what).join(', ');

const VENDORS: readonly Vendor[] = [
  {
    type: 'prometheus', credentials: { token: 'good' }, query: 'up',
    admits: ({ headers }) => headers.authorization === 'Bearer good',
    problem: ({ method, path }, parameter) => demands([method === 'GET', 'method'], [path === '/api/v1/query', 'path'], [parameter('query') === 'up', 'query']),
    good: json(200, { status: 'success', data: { resultType: 'vector', result: [{ metric: { __name__: 'up' }, value: [NOW_S, '12.5'] }] } }),
    refusals: [
      [json(400, { status: 'error', errorType: 'bad_data', error: 'parse error' }), 'error response: Status 400 Bad Request: {"status":"error","errorType":"bad_data","error":"parse error"}'],
      [json(422, { status: 'error', errorType: 'execution', error: 'too many samples' }), 'Status 422 Unprocessable Entity'],
      [json(503, { status: 'error', errorType: 'timeout', error: 'query timed out' }), 'Status 503 Service Unavailable'],
    ],
    unauthorized: [{ status: 401, body: 'Unauthorized' }, 'error response: Status 401 Unauthorized'],
  },
  {
    type: 'graphite', credentials: { username: 'u', password: 'good' }, query: 'target=a.b&from=-5min',
    admits: ({ headers }) => headers.authorization === `Basic ${btoa('u:good')}`,
    problem: ({ method, path }, parameter) => demands([method === 'GET', 'method'], [path === '/render', 'path'], [parameter('target') === 'a.b', 'target'], [parameter('from') === '-5min', 'from'], [parameter('format') === 'json', 'format']),
    good: json(200, [{ target: 'a.b', tags: { name: 'a.b' }, datapoints: [[3, NOW_S - 60], [12.5, NOW_S], [null, NOW_S + 60]] }]),
    refusals: [[{ status: 400, body: 'Invalid target' }, 'error response: Invalid target'], [{ status: 500, body: 'error' }, 'error response: error']],
    unauthorized: [{ status: 401, body: 'Authorization Required' }, 'error response: Authorization Required'],
  },
  {
    type: 'datadog', credentials: { datadog_api_key: 'good', datadog_application_key: 'app' }, query: 'avg:system.cpu.idle{*}',
    admits: ({ headers }) => headers['dd-api-key'] === 'good' && headers['dd-application-key'] === 'app',
    problem: ({ method, path }, parameter) => demands([method === 'GET', 'method'], [path === '/api/v1/query', 'path'], [parameter('query').startsWith('avg:'), 'query'], [parameter('to') === String(NOW_S), 'to'], [parameter('from') === String(NOW_S - 1200), 'from']),
    good: json(200, { status: 'ok', res_type: 'time_series', series: [{ metric: 'system.cpu.idle', pointlist: [[NOW_MS - 60_000, 12.5], [NOW_MS, 99]] }] }),
    refusals: [
      [json(400, { errors: ['Error parsing query'] }), 'error response: {"errors":["Error parsing query"]}: 400 Bad Request'],
      [json(429, { errors: ['Rate limit of 300 requests in 3600 seconds reached. Please try again later.'] }), '429 Too Many Requests'],
    ],
    unauthorized: [json(403, { errors: ['Forbidden'] }), 'error response: {"errors":["Forbidden"]}: 403 Forbidden'],
  },
  {
    type: 'newrelic', credentials: { newrelic_account_id: '42', newrelic_query_key: 'good' }, query: 'SELECT average(x) FROM Metric',
    admits: ({ headers }) => headers['x-query-key'] === 'good',
    problem: ({ method, path }, parameter) => demands([method === 'GET', 'method'], [path === '/v1/accounts/42/query', 'path'], [parameter('nrql') === 'SELECT average(x) FROM Metric SINCE 120 seconds ago', 'nrql']),
    good: json(200, { results: [{ result: 12.5 }], metadata: { eventTypes: ['Metric'] } }),
    refusals: [[json(400, { error: 'NRQL Syntax Error' }), 'error response: {"error":"NRQL Syntax Error"}'], [json(503, { error: 'Query inspected too many events' }), 'too many events'], [{ status: 429, body: 'Too many requests' }, 'Too many requests']],
    unauthorized: [json(403, { error: 'Invalid query key' }), 'Invalid query key'],
  },
  {
    type: 'dynatrace', credentials: { dynatrace_token: 'good' }, query: 'builtin:host.cpu.usage',
    admits: ({ headers }) => headers.authorization === 'Api-Token good',
    problem: ({ method, path }, parameter) => demands([method === 'GET', 'method'], [path === '/api/v2/metrics/query', 'path'], [parameter('metricSelector') === 'builtin:host.cpu.usage', 'metricSelector'], [parameter('resolution') === 'Inf', 'resolution'], [parameter('to') === String(NOW_S * 1000), 'to'], [parameter('from') === String((NOW_S - 1200) * 1000), 'from']),
    good: json(200, { totalCount: 1, resolution: 'Inf', result: [{ metricId: 'builtin:host.cpu.usage', data: [{ dimensions: [], timestamps: [NOW_MS], values: [12.5] }] }] }),
    refusals: [[json(400, { error: { code: 400, message: 'Constraints violated.' } }), 'Constraints violated.'], [json(429, { error: { code: 429, message: 'Too many requests' } }), 'Too many requests']],
    unauthorized: [json(401, { error: { code: 401, message: 'Token Authentication failed' } }), 'Token Authentication failed'],
  },
  {
    type: 'influxdb', credentials: { token: 'good', org: 'acme' }, query: 'from(bucket: "b") |> range(start: -1m)',
    admits: ({ headers }) => headers.authorization === 'Token good',
    problem: ({ method, path, headers, body }, parameter) => demands([method === 'POST', 'method'], [path === '/api/v2/query', 'path'], [parameter('org') === 'acme', 'org'], [headers['content-type'] === 'application/json', 'content type'], [(JSON.parse(body) as { query: string }).query.startsWith('from('), 'query']),
    good: csv('#datatype,string,long,double', '#group,false,false,false', '#default,_result,,', ',result,table,_value', ',,0,12.5'),
    refusals: [
      [json(400, { code: 'invalid', message: 'compilation failed: undefined identifier' }), 'error accessing influxdb query api: invalid: compilation failed: undefined identifier'],
      [json(429, { code: 'too many requests', message: 'org 1 has exceeded limited_query plan limit' }), 'too many requests: org 1 has exceeded'],
      [json(404, { code: 'not found', message: 'organization name "acme" not found' }), 'not found: organization name'],
    ],
    unauthorized: [json(401, { code: 'unauthorized', message: 'unauthorized access' }), 'unauthorized: unauthorized access'],
  },
];

let service: LoopbackService;
beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.close());

const open = ({ type, credentials }: Pick<Vendor, 'type' | 'credentials'>): MetricProvider => openProvider({ spec: { type, address: service.address }, credentials });

/** Answers as documented: who is not admitted is told so, and so is who asks in another way than is demanded. */
function enforce({ admits, problem, unauthorized, good }: Vendor): void {
  service.answer = heard => {
    if (!admits(heard)) return unauthorized[0];
    const wrong = problem(heard, name => heard.parameters.find(([each]) => each === name)?.[1] ?? '');
    return wrong === '' ? good : { status: 400, body: `wrong: ${wrong}` };
  };
}

describe.each(VENDORS.map(vendor => [vendor.type, vendor] as const))('%s, as its vendor documents it', (_, vendor) => {
  it('answers the request', async () => {
    enforce(vendor);
    expect(await open(vendor).query(vendor.query, signal)).toBe(12.5);
  });

  it('refuses who has no right', async () => {
    enforce(vendor);
    const wrong = Object.fromEntries(Object.entries(vendor.credentials).map(([key, value]) => [key, value === 'good' ? 'bad' : value]));
    await expect(open({ ...vendor, credentials: wrong }).query(vendor.query, signal)).rejects.toMatchObject({ code: 'QueryFailed', retry: 'later', message: expect.stringContaining(vendor.unauthorized[1]) });
  });

  it.each(vendor.refusals.map(([answer, told]) => [answer.status, answer, told] as const))('says %p and why', async (_status, answer, told) => {
    service.answer = answer;
    await expect(open(vendor).query(vendor.query, signal)).rejects.toMatchObject({ code: 'QueryFailed', retry: 'later', message: expect.stringContaining(told) });
  });
});

describe('CloudWatch, as AWS documents it', () => {
  const IDENTITY = { id: 'AKID', secret: 's3cret', region: 'eu-west-1' };
  const QUERY = '[{"Id":"e1","Expression":"m1"}]';
  const before = { ...process.env };
  beforeEach(() => {
    Object.assign(process.env, { AWS_ENDPOINT_URL_CLOUDWATCH: service.address, AWS_ACCESS_KEY_ID: IDENTITY.id, AWS_SECRET_ACCESS_KEY: IDENTITY.secret });
  });
  afterEach(() => {
    process.env = { ...before };
  });
  const ask = (): Promise<number | 'no-values'> => openProvider({ spec: { type: 'cloudwatch', region: IDENTITY.region } }).query(QUERY, signal);

  it('takes the signature of version 4', async () => {
    service.answer = heard => {
      const problem = signatureProblem(heard, IDENTITY);
      return problem === undefined ? json(200, { MetricDataResults: [{ Id: 'e1', Values: [12.5] }] }) : json(403, { __type: 'SignatureDoesNotMatch', message: problem });
    };
    expect(await ask()).toBe(12.5);
  });

  it('is asked four times where it asks for patience, then it is told', async () => {
    service.answer = json(400, { __type: 'ThrottlingException', message: 'Rate exceeded' });
    await expect(ask()).rejects.toMatchObject({ code: 'QueryFailed', message: 'error requesting cloudwatch: Rate exceeded' });
    expect(service.heard).toHaveLength(4);
  });
});

describe('Cloud Monitoring, as Google documents it', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  const http: HttpClient = { send: (request, aborted) => fetchClient.send({ ...request, url: request.url.replace(/^https:\/\/(monitoring|oauth2)\.googleapis\.com/, service.address) }, aborted) };
  const serviceAccountKey = JSON.stringify({ type: 'service_account', client_email: 'a@b', private_key: privateKey });
  const ask = (): Promise<number | 'no-values'> => openProvider({ spec: { type: 'stackdriver' }, credentials: { project: 'acme', serviceAccountKey }, http }).query('fetch x', signal);
  const decoded = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

  /** Gives a token for a JWT that the account signed, for this scope and audience. */
  function token({ body }: Heard): Answer {
    const [header = '', claims = '', signature = ''] = (new URLSearchParams(body).get('assertion') ?? '').split('.');
    const isSigned = verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), createPublicKey(publicKey), Buffer.from(signature, 'base64url'));
    const { iss, scope, aud } = decoded(claims);
    const isOurs = iss === 'a@b' && scope === 'https://www.googleapis.com/auth/monitoring.read' && aud === 'https://oauth2.googleapis.com/token';
    return isSigned && isOurs && decoded(header)['alg'] === 'RS256' ? json(200, { access_token: 'tok', expires_in: 3599, token_type: 'Bearer' }) : json(400, { error: 'invalid_grant' });
  }
  const enforceGoogle = (answer: Answer): void => {
    service.answer = heard => {
      if (heard.path === '/token') return token(heard);
      return heard.headers.authorization === 'Bearer tok' ? answer : json(401, { error: { status: 'UNAUTHENTICATED', message: 'no token' } });
    };
  };

  it('gives a token to the account, and a value to the token', async () => {
    enforceGoogle(json(200, { timeSeriesDescriptor: {}, timeSeriesData: [{ labelValues: [], pointData: [{ values: [{ doubleValue: 12.5 }], timeInterval: {} }] }] }));
    expect(await ask()).toBe(12.5);
  });

  it.each([[429, 'RESOURCE_EXHAUSTED', 'Quota exceeded'], [403, 'PERMISSION_DENIED', 'Permission monitoring.timeSeries.list denied'], [400, 'INVALID_ARGUMENT', 'Line 1:1 syntax error']])('says %p and why', async (code, status, message) => {
    enforceGoogle(json(code, { error: { code, status, message } }));
    await expect(ask()).rejects.toMatchObject({ code: 'QueryFailed', message: `error requesting stackdriver: ${message}` });
  });
});
