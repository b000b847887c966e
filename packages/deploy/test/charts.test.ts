import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { generatedFiles } from '../generate-charts.ts';

const root = `${import.meta.dirname}/..`;
const files = await generatedFiles();

interface ChartRbac {
  readonly version: readonly object[];
  readonly operator: readonly object[];
  readonly providers: Readonly<Record<string, readonly { readonly apiGroups: readonly string[] }[]>>;
  readonly clusterScoped: Readonly<Record<string, readonly object[]>>;
}

/** The part of a JSON Schema that names what there is. */
interface ValuesSchema {
  readonly properties?: Readonly<Record<string, ValuesSchema>>;
  readonly additionalProperties?: boolean | object;
}

interface LoadTesterValues {
  readonly cmd: { readonly allowed: readonly string[] };
  readonly auth: { readonly enabled: boolean };
}

const read = <T>(path: string): T => parse(readFileSync(`${root}/${path}`, 'utf8')) as T;

describe('files of the charts that are written from elsewhere', () => {
  it.each([...files].map(([file, text]) => [relative(root, file), file, text] as const))('%s is current; run node packages/deploy/generate-charts.ts', (_name, file, text) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('has the rules of each provider under its name', () => {
    const { providers } = read<ChartRbac>('charts/flagger/files/rbac.yaml');
    expect(Object.keys(providers)).toEqual(expect.arrayContaining(['istio', 'kubernetes', 'nginx', 'traefik']));
    expect(providers['istio']?.flatMap(({ apiGroups }) => apiGroups)).toEqual(['networking.istio.io']);
  });

  it('has those that a Role can hold apart from the others', () => {
    const { version, operator, providers, clusterScoped } = read<ChartRbac>('charts/flagger/files/rbac.yaml');
    expect(version).toEqual([{ nonResourceURLs: ['/version'], verbs: ['get'] }]);
    expect([...operator, ...Object.values(providers).flat()].filter(rule => 'nonResourceURLs' in rule)).toEqual([]);
    expect(Object.keys(clusterScoped)).toEqual(['kuma']);
    expect(providers['kuma']).toEqual([]);
  });
});

/** Accepted, and not among the values of the file: what a chart around this one sets, and what Flagger's chart had. */
const BESIDE_THE_FILE = ['global', 'enabled', 'rbac.pspEnabled', 'slack.proxy'];

/** Paths of what a schema names, as far down as it does. */
const pathsOf = ({ properties = {} }: ValuesSchema, under = ''): readonly string[] =>
  Object.entries(properties).flatMap(([name, below]) => (below.properties === undefined ? [`${under}${name}`] : pathsOf(below, `${under}${name}.`)));
const valueAt = (values: unknown, path: string): unknown => path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], values);

describe.each(['flagger', 'loadtester'])('the schema of the values of %s', chart => {
  const schema = read<ValuesSchema>(`charts/${chart}/values.schema.json`);
  const values = read<object>(`charts/${chart}/values.yaml`);

  it('has no other values than the file, which says what they are', () => {
    const missing = pathsOf(schema).filter(path => valueAt(values, path) === undefined && !BESIDE_THE_FILE.includes(path));
    expect(missing).toEqual([]);
  });

  it('has all of them, and refuses others', () => {
    expect(Object.keys(values).filter(name => schema.properties?.[name] === undefined)).toEqual([]);
    expect(schema.additionalProperties).toBe(false);
  });
});

describe('the values', () => {
  it('load every provider, unless told', () => {
    expect(read<object>('charts/flagger/values.yaml')).toMatchObject({
      providers: [], meshProvider: '', logLevel: 'info', metricsServer: 'http://prometheus:9090', leaderElection: { enabled: false, replicaCount: 1 },
      securityContext: { enabled: true, context: { readOnlyRootFilesystem: true, runAsUser: 10_001, runAsNonRoot: true, allowPrivilegeEscalation: false } },
    });
  });

  it('have the load tester ask for a token, and run no shell', () => {
    const { cmd, auth } = read<LoadTesterValues>('charts/loadtester/values.yaml');
    expect(auth.enabled).toBe(true);
    expect(cmd.allowed).not.toHaveLength(0);
    expect(cmd.allowed).not.toEqual(expect.arrayContaining(['bash']));
  });
});
