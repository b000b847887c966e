import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { generatedFiles } from '../generate-charts.ts';

const root = `${import.meta.dirname}/..`;
const files = await generatedFiles();

interface ChartRbac {
  readonly operator: readonly object[];
  readonly providers: Readonly<Record<string, readonly { readonly apiGroups: readonly string[] }[]>>;
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
