import type { CanaryAnalysis, CanaryService, CanaryStatus } from '@flagger/sdk';

/** A canary that uses some fields. */
export interface SchemaRow {
  readonly title: string;
  readonly service?: Partial<CanaryService>;
  readonly analysis: CanaryAnalysis;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly status?: CanaryStatus;
}

/** A row whose analysis is nothing special. */
type ServiceRow = Omit<SchemaRow, 'analysis'>;

const exact = { exact: 'v' };
const STEPS: CanaryAnalysis = { interval: '1m', threshold: 5, stepWeight: 10 };
const TESTS: CanaryAnalysis = { interval: '1m', threshold: 5, iterations: 3 };

/** Headers, on their way in or out. */
const changes = { add: { 'x-added': 'a, b', 'X-Upper': 'A' }, set: { 'x-set': 'a "b"' }, remove: ['x-gone', 'X-Gone-Too'] };

/** How requests come in and where they go: every field of `spec.service` but those of matches and of the traffic policy. */
const ENTRANCES: readonly ServiceRow[] = [
  { title: 'nothing but a port' },
  { title: 'another name', service: { name: 'shop' } },
  { title: 'a named port', service: { port: 9898, portName: 'grpc-shop', targetPort: 'grpc', appProtocol: 'grpc' } },
  { title: 'a numbered target port', service: { port: 65535, portName: 'http2', targetPort: 9898, appProtocol: 'kubernetes.io/h2c', trafficDistribution: 'PreferClose' } },
  { title: 'discovered ports', service: { portDiscovery: true, targetPort: 'http', headless: true, trafficDistribution: 'PreferSameZone' } },
  { title: 'hosts', service: { hosts: ['shop.example', '*.shop.example'] } },
  { title: 'gateways', service: { hosts: ['shop.example'], gateways: ['istio-system/public', 'mesh'] } },
  { title: 'every host', service: { hosts: ['*'], gateways: ['public.istio-system.svc.cluster.local'] } },
  { title: 'a delegate', service: { delegation: true } },
  { title: 'a delegate with hosts', service: { delegation: true, hosts: ['shop.example'] } },
  { title: 'parents', service: { gatewayRefs: [{ name: 'public' }, { name: 'public', namespace: 'infra', sectionName: 'web' }, { group: '', kind: 'Service', name: 'podinfo', port: 80 }] } },
  { title: 'mesh and backends', service: { meshName: 'global', backends: ['backend.test', 'arn:aws:appmesh:eu-west-1:1:mesh/global/virtualService/backend'] } },
  {
    title: 'metadata',
    service: {
      apex: { labels: { 'team.example/name': 'shop' }, annotations: { 'example.com/note': 'any text: "quoted", long' } },
      primary: { labels: { role: 'primary' }, annotations: { a: '' } },
      canary: { labels: { role: 'canary' }, annotations: { b: '1' } },
      unmanagedMetadata: { labels: ['argocd.argoproj.io/instance'], annotations: ['x.y/z'] },
    },
  },
  { title: 'annotations of the canary', annotations: { 'appmesh.flagger.app/accesslog': 'enabled', 'kuma.io/mesh': 'other' } },
  { title: 'over TCP', service: { appProtocol: 'tcp', portName: 'tcp', match: [{ port: 9000 }, {}], hosts: ['shop.example'] } },
];

/** What happens to requests on their way. */
const POLICIES: readonly ServiceRow[] = [
  { title: 'timeouts', service: { timeout: '1m30s', backendTimeout: '30s' } },
  { title: 'fine timeouts', service: { timeout: '1.5s', backendTimeout: '1.25s' } },
  { title: 'timeouts of nothing', service: { timeout: '0s', backendTimeout: '0s' } },
  { title: 'timeouts out of order', service: { timeout: '30s', backendTimeout: '1m' } },
  { title: 'timeouts in small units', service: { timeout: '1500us', backendTimeout: '1.25ms' } },
  { title: 'long timeouts', service: { timeout: '2562047h', backendTimeout: '2562047h' } },
  { title: 'retries', service: { retries: { attempts: 3, perTryTimeout: '250ms', retryOn: 'gateway-error,connect-failure,refused-stream' } } },
  { title: 'retries by default', service: { retries: {} } },
  { title: 'no retries', service: { retries: { attempts: 0, perTryTimeout: '1.5s', retryOn: '' } } },
  { title: 'retries of no time', service: { retries: { attempts: 2, perTryTimeout: '0s' } } },
  { title: 'retries on codes', service: { retries: { attempts: 1, retryOn: '5xx,retriable-status-codes, 503' } } },
  { title: 'a rewritten path', service: { rewrite: { uri: '/' } } },
  { title: 'a rewritten authority', service: { rewrite: { authority: 'shop.example' } } },
  { title: 'a rewritten prefix', service: { match: [{ uri: { prefix: '/api' } }], rewrite: { uri: '/v2', authority: 'shop.example', type: 'ReplacePrefixMatch' } } },
  { title: 'a rewritten prefix of several paths', service: { match: [{ uri: { prefix: '/a' } }, { uri: { exact: '/b' } }], rewrite: { uri: '/v2', type: 'ReplacePrefixMatch' } } },
  { title: 'an empty rewrite', service: { rewrite: {} } },
  { title: 'a mirror', service: { mirror: [{ backendRef: { name: 'audit', port: 80 } }, { backendRef: { group: '', kind: 'Service', name: 'audit', namespace: 'infra', port: 8080 } }] } },
  { title: 'a mirror of another kind', service: { mirror: [{ backendRef: { group: 'example.com', kind: 'Sink', name: 'audit' } }] } },
  { title: 'header changes', service: { headers: { request: changes, response: changes } } },
  { title: 'header changes to nothing', service: { headers: { request: { add: { 'X-Upper': '' } } } } },
  { title: 'empty header changes', service: { headers: { request: {}, response: { add: {}, set: {}, remove: [] } } } },
  {
    title: 'cross-origin rules',
    service: {
      corsPolicy: {
        allowOrigin: ['https://shop.example', 'https://*.shop.example'], allowOrigins: [{ exact: 'https://shop.example' }, { prefix: 'https://' }, { regex: '.*' }],
        allowMethods: ['GET', 'POST'], allowHeaders: ['x-a', 'Authorization'], exposeHeaders: ['x-b'], maxAge: '24h', allowCredentials: true,
      },
    },
  },
  { title: 'open cross-origin rules', service: { corsPolicy: { allowOrigin: ['*'], allowMethods: ['*'], allowHeaders: ['*'], exposeHeaders: ['*'], maxAge: '1h30m' } } },
  { title: 'cross-origin rules of no time', service: { corsPolicy: { allowOrigins: [{ exact: '*' }], maxAge: '0s' } } },
  { title: 'short cross-origin rules', service: { corsPolicy: { allowOrigins: [{ exact: '*' }], maxAge: '500ms', allowCredentials: false } } },
  { title: 'empty cross-origin rules', service: { corsPolicy: {} } },
];

/** Requests that the service takes. */
const MATCHES: readonly ServiceRow[] = [
  { title: 'paths', service: { match: [{ uri: { prefix: '/' } }, { uri: { exact: '/a' } }, { uri: { regex: '/a.*' } }] } },
  { title: 'a gRPC method', service: { match: [{ uri: { exact: '/shop.Cart/Add' } }, { uri: { prefix: '/shop.Cart/' } }, { headers: { 'x-a': exact } }] } },
  { title: 'headers to match', service: { match: [{ headers: { 'x-a': exact, 'X-B': { regex: '.+' } } }, { headers: { cookie: { regex: '.*a=b.*' } } }] } },
  { title: 'headers and paths to match', service: { match: [{ uri: { prefix: '/' }, headers: { cookie: { regex: '.*a=b.*' } } }] } },
  { title: 'the beginning of headers', service: { match: [{ headers: { 'x-a': { prefix: 'v' } } }] } },
  { title: 'query parameters to match', service: { match: [{ queryParams: { q: exact, r: { regex: 'a+' } } }, { queryParams: { 'a.b': { exact: 'x y' } } }] } },
  { title: 'the beginning of query parameters', service: { match: [{ queryParams: { q: { prefix: 'v' } } }] } },
  { title: 'methods', service: { match: [{ method: { exact: 'GET' }, uri: { prefix: '/' } }, { method: { exact: 'POST' } }] } },
  { title: 'methods by pattern', service: { match: [{ method: { regex: 'GET|HEAD' } }, { method: { prefix: 'P' } }] } },
  {
    title: 'all that a mesh can tell',
    service: {
      match: [
        { name: 'all', authority: exact, scheme: exact, ignoreUriCase: true, port: 80, gateways: ['mesh'], sourceLabels: { app: 'a' }, sourceNamespace: 'test', withoutHeaders: { 'x-n': exact } },
        { authority: { prefix: 'a' }, scheme: { prefix: 'http' }, withoutHeaders: { 'x-n': { prefix: 'v' }, 'x-m': { regex: 'v' } } },
        { authority: { regex: 'a' }, scheme: { regex: 'https?' }, ignoreUriCase: false },
      ],
    },
  },
  { title: 'a match of everything', service: { match: [{}] } },
  { title: 'no match', service: { match: [] } },
];

/** How pods are reached. */
const TRAFFIC_POLICIES: readonly ServiceRow[] = [
  {
    title: 'connections',
    service: { trafficPolicy: { connectionPool: { http: { h2UpgradePolicy: 'UPGRADE', http1MaxPendingRequests: 10, http2MaxRequests: 100, maxRequestsPerConnection: 1, maxRetries: 3, idleTimeout: '30s' } } } },
  },
  {
    title: 'outliers',
    service: {
      trafficPolicy: {
        outlierDetection: {
          baseEjectionTime: '30s', consecutive5xxErrors: 5, consecutiveErrors: 5, consecutiveGatewayErrors: 3, consecutiveLocalOriginFailures: 2, interval: '1m30s', maxEjectionPercent: 50, minHealthPercent: 20,
          splitExternalLocalOriginErrors: true,
        },
      },
    },
  },
  { title: 'mutual TLS', service: { trafficPolicy: { tls: { mode: 'MUTUAL', caCertificates: '/ca.pem', clientCertificate: '/c.pem', privateKey: '/k.pem', sni: 'shop.example', subjectAltNames: ['spiffe://a/b'] } } } },
  { title: 'simple load balancing', service: { trafficPolicy: { loadBalancer: { simple: 'LEAST_CONN', warmupDurationSecs: '1m' }, tls: { mode: 'ISTIO_MUTUAL' } } } },
  {
    title: 'local load balancing',
    service: {
      trafficPolicy: {
        loadBalancer: { simple: 'ROUND_ROBIN', localityLbSetting: { enabled: true, distribute: [{ from: 'eu/*', to: { 'eu/a/*': 80, 'eu/b/*': 20 } }] } },
        connectionPool: { http: { h2UpgradePolicy: 'DO_NOT_UPGRADE' } }, tls: { mode: 'DISABLE' },
      },
    },
  },
  { title: 'failover', service: { trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: false, failover: [{ from: 'eu', to: 'us' }] } }, tls: { mode: 'SIMPLE' } } } },
  { title: 'hashing by header', service: { trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: 'x-user', minimumRingSize: 1024 } } } } },
  { title: 'hashing by cookie', service: { trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: 'user', path: '/', ttl: '0s' } } } } } },
  { title: 'hashing by address', service: { trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } } } },
  { title: 'hashing by query parameter', service: { trafficPolicy: { loadBalancer: { consistentHash: { httpQueryParameterName: 'user' } } } } },
];

/** Who is let in to the canary, copies of requests, and cookies. */
const ANALYSES: readonly SchemaRow[] = [
  { title: 'iterations', analysis: TESTS },
  { title: 'testers by header', analysis: { ...TESTS, match: [{ headers: { 'x-a': exact } }, { headers: { 'X-B': { regex: '^(a|b)$' } } }] } },
  { title: 'testers by a header alone', analysis: { ...TESTS, match: [{ headers: { 'x-a': exact } }] } },
  { title: 'testers by the beginning of a header', analysis: { ...TESTS, match: [{ headers: { 'x-a': { prefix: 'v' } } }] } },
  { title: 'testers by the end of a header', analysis: { ...TESTS, match: [{ headers: { 'x-a': { suffix: 'v' } } }] } },
  { title: 'testers by cookie', analysis: { ...TESTS, match: [{ headers: { cookie: exact } }] } },
  { title: 'testers by a pattern of cookies', analysis: { ...TESTS, match: [{ headers: { cookie: { regex: '^(.*?;)?(type=insider)(;.*)?$' } } }] } },
  { title: 'testers by query parameter', analysis: { ...TESTS, match: [{ queryParams: { q: exact } }, { queryParams: { q: { regex: 'a+' } } }] } },
  { title: 'testers by the beginning of a query parameter', analysis: { ...TESTS, match: [{ queryParams: { q: { prefix: 'v' } } }] } },
  { title: 'testers by source', analysis: { ...TESTS, match: [{ sourceLabels: { app: 'a' } }] } },
  { title: 'testers by all at once', service: { match: [{ uri: { prefix: '/api' } }] }, analysis: { ...TESTS, match: [{ headers: { 'x-a': exact }, queryParams: { q: exact } }] } },
  { title: 'a mirror of steps', analysis: { ...STEPS, mirror: true, mirrorWeight: 50 } },
  { title: 'a mirror of iterations', analysis: { ...TESTS, mirror: true, mirrorWeight: 12.5 } },
  { title: 'a mirror of everything', analysis: { ...TESTS, mirror: true } },
  {
    title: 'a cookie', status: { sessionAffinityCookie: 'c=abc' },
    analysis: { ...STEPS, sessionAffinity: { cookieName: 'c', domain: 'shop.example', httpOnly: true, maxAge: 60, partitioned: true, path: '/', sameSite: 'Strict', secure: true } },
  },
  {
    title: 'cookies of both', service: { headers: { response: changes } }, status: { sessionAffinityCookie: 'c=abc', primarySessionAffinityCookie: 'p=def', previousSessionAffinityCookie: 'c=old' },
    analysis: { ...STEPS, sessionAffinity: { cookieName: 'c', primaryCookieName: 'p', sameSite: 'None' } },
  },
  {
    title: 'a cookie and paths', service: { match: [{ uri: { prefix: '/a' } }, { uri: { exact: '/b' }, headers: { 'x-a': exact } }] }, status: { sessionAffinityCookie: 'c=abc', previousSessionAffinityCookie: 'c=old' },
    analysis: { ...STEPS, sessionAffinity: { cookieName: 'c' } },
  },
  {
    title: 'a cookie and a mirror', status: { sessionAffinityCookie: 'c=abc' },
    analysis: { ...STEPS, mirror: true, mirrorWeight: 100, sessionAffinity: { cookieName: 'c', sameSite: 'Lax' } },
  },
];

/** Canaries that together use every field about Services and routes. */
export const SCHEMA_ROWS: readonly SchemaRow[] = [...[...ENTRANCES, ...MATCHES, ...POLICIES, ...TRAFFIC_POLICIES].map(row => ({ ...row, analysis: STEPS })), ...ANALYSES];
