import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createRealClock, startApiServer } from '../../src/index.ts';
import type { ApiServer } from '../../src/index.ts';
import { readFixture } from './fixtures.ts';

jest.setTimeout(60_000);
const found = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' }).status === 0;
const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: podinfo }
spec:
  selector: { matchLabels: { app: podinfo } }
  template:
    metadata: { labels: { app: podinfo } }
    spec: { containers: [{ name: podinfod, image: "podinfo:1", ports: [{ containerPort: 9898 }] }, { name: side, image: "side:1" }] }
`;
const CANARY = `
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: { name: podinfo }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: podinfo }
  service: { port: 80 }
  analysis: { interval: 1m, threshold: 5, iterations: 3 }
`;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

(found ? describe : describe.skip)('kubectl', () => {
  let api: ApiServer;
  let directory: string;

  beforeAll(async () => {
    api = await startApiServer({ clock: createRealClock() });
    api.installCrds(await readFixture('crds/flagger.yaml'));
    directory = await mkdtemp(path.join(tmpdir(), 'testkit-kubectl-'));
    await writeFile(path.join(directory, 'kubeconfig'), api.kubeconfig);
  });
  afterAll(async () => {
    await api.close();
    await rm(directory, { recursive: true });
  });

  const start = (...args: string[]): ReturnType<typeof spawn> => spawn('kubectl', ['--kubeconfig', path.join(directory, 'kubeconfig'), '--cache-dir', path.join(directory, 'cache'), ...args]);

  async function kubectl(args: readonly string[], input = ''): Promise<Ran> {
    const child = start(...args);
    let out = '';
    let err = '';
    child.stdout?.on('data', chunk => (out += String(chunk)));
    child.stderr?.on('data', chunk => (err += String(chunk)));
    child.stdin?.end(input);
    const code = await new Promise<number | null>(resolve => child.on('close', resolve));
    return { code, out: out.trim(), err: err.trim() };
  }

  it('applies: new, unchanged, changed', async () => {
    expect(await kubectl(['apply', '-f', '-'], DEPLOYMENT)).toEqual({ code: 0, out: 'deployment.apps/podinfo created', err: '' });
    expect((await kubectl(['apply', '-f', '-'], DEPLOYMENT)).out).toBe('deployment.apps/podinfo unchanged');
    expect((await kubectl(['apply', '-f', '-'], DEPLOYMENT.replace('podinfo:1', 'podinfo:2').replace(', { name: side, image: "side:1" }', ''))).out).toBe('deployment.apps/podinfo configured');
    expect((await kubectl(['get', 'deploy', 'podinfo', '-o', 'jsonpath={.spec.template.spec.containers[*].image}'])).out).toBe('podinfo:2');
    expect((await kubectl(['apply', '-f', '-'], DEPLOYMENT)).out).toBe('deployment.apps/podinfo configured');
  });

  it('applies a custom resource, and says what is wrong with one', async () => {
    expect((await kubectl(['apply', '-f', '-'], CANARY)).out).toBe('canary.flagger.app/podinfo created');
    expect((await kubectl(['apply', '-f', '-'], CANARY)).out).toBe('canary.flagger.app/podinfo unchanged');
    const wrong = await kubectl(['apply', '-f', '-'], CANARY.replace('threshold: 5', 'threshold: many').replace('name: podinfo }\nspec', 'name: wrong }\nspec'));
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('The Canary "wrong" is invalid')]);
    expect(wrong.err).toContain('spec.analysis.threshold: Invalid value: "string": spec.analysis.threshold in body must be of type number: "string"');
    const unknown = await kubectl(['apply', '-f', '-'], CANARY.replace('spec:', 'spec:\n  typo: 1'));
    expect(unknown.err).toContain('strict decoding error: unknown field "spec.typo"');
  });

  it('applies on the server, with conflicts', async () => {
    const apply = ['apply', '--server-side', '-f', '-'];
    const config = (value: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shared' }, data: { x: value } });
    expect((await kubectl([...apply, '--field-manager=one'], config('1'))).out).toBe('configmap/shared serverside-applied');
    expect((await kubectl([...apply, '--field-manager=two'], config('2'))).err).toContain('conflict with "one": .data.x');
    expect((await kubectl([...apply, '--field-manager=two', '--force-conflicts'], config('2'))).code).toBe(0);
    expect((await kubectl(['get', 'cm', 'shared', '-o', 'jsonpath={.data.x}'])).out).toBe('2');
  });

  it('takes over on the server what it applied before', async () => {
    expect(await kubectl(['apply', '--server-side', '-f', '-'], CANARY)).toMatchObject({ code: 0, out: 'canary.flagger.app/podinfo serverside-applied' });
  });

  it.each([
    [['--type=merge', '-p', '{"spec":{"replicas":3}}'], '{.spec.replicas}', '3'],
    [['--type=json', '-p', '[{"op":"replace","path":"/spec/replicas","value":4}]'], '{.spec.replicas}', '4'],
    [['-p', '{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"side:9"}]}}}}'], '{.spec.template.spec.containers[*].image}', 'podinfo:1 side:9'],
  ])('patches %j', async (args, query, value) => {
    expect((await kubectl(['patch', 'deploy', 'podinfo', ...args])).out).toBe('deployment.apps/podinfo patched');
    expect((await kubectl(['get', 'deploy', 'podinfo', '-o', `jsonpath=${query}`])).out).toBe(value);
  });

  it.each([
    [['scale', 'deploy', 'podinfo', '--replicas=2'], 'deployment.apps/podinfo scaled'],
    [['set', 'image', 'deploy/podinfo', 'side=side:3'], 'deployment.apps/podinfo image updated'],
    [['label', 'canary', 'podinfo', 'team=a'], 'canary.flagger.app/podinfo labeled'],
    [['annotate', 'canary', 'podinfo', 'note=b'], 'canary.flagger.app/podinfo annotated'],
    [['rollout', 'restart', 'deploy', 'podinfo'], 'deployment.apps/podinfo restarted'],
    [['create', 'namespace', 'fresh'], 'namespace/fresh created'],
    [['create', 'configmap', 'plain', '--from-literal=a=b'], 'configmap/plain created'],
    [['create', 'secret', 'generic', 'hidden', '--from-literal=a=b'], 'secret/hidden created'],
    [['create', 'deployment', 'web', '--image=web:1', '--replicas=2', '--port=80'], 'deployment.apps/web created'],
    [['expose', 'deployment', 'web', '--port=80', '--target-port=8080'], 'service/web exposed'],
  ])('does %j', async (args, out) => {
    expect(await kubectl(args)).toMatchObject({ code: 0, out });
  });

  it('stores what was created in the binary form', async () => {
    expect((await kubectl(['get', 'secret', 'hidden', '-o', 'jsonpath={.data.a} {.type}'])).out).toBe('Yg== Opaque');
    expect((await kubectl(['get', 'deploy', 'web', '-o', 'jsonpath={.spec.replicas} {.spec.template.spec.containers[0].ports[0].containerPort}'])).out).toBe('2 80');
    expect((await kubectl(['get', 'svc', 'web', '-o', 'jsonpath={.spec.ports[0].port} {.spec.ports[0].targetPort} {.spec.selector.app}'])).out).toBe('80 8080 web');
  });

  it('describes and explains', async () => {
    expect((await kubectl(['describe', 'canary', 'podinfo'])).out).toMatch(/Kind: +Canary[\s\S]*Interval: +1m/);
    expect((await kubectl(['describe', 'deploy', 'podinfo'])).out).toMatch(/Image: +podinfo:1/);
    expect((await kubectl(['explain', 'canary.spec.targetRef'])).out).toContain('FIELD: targetRef <Object>');
  });

  it('gets tables', async () => {
    expect((await kubectl(['get', 'canaries'])).out.split('\n')[0]).toMatch(/^NAME +STATUS +WEIGHT +LASTTRANSITIONTIME$/);
    expect((await kubectl(['get', 'all'])).out).toContain('deployment.apps/podinfo');
  });

  it('edits', async () => {
    const edited = await new Promise<number | null>(resolve => {
      const child = spawn('kubectl', ['--kubeconfig', path.join(directory, 'kubeconfig'), 'edit', 'canary', 'podinfo'], { env: { ...process.env, EDITOR: 'sed -i s/threshold:.5/threshold:\\ 7/' } });
      child.on('close', resolve);
    });
    expect([edited, (await kubectl(['get', 'canary', 'podinfo', '-o', 'jsonpath={.spec.analysis.threshold}'])).out]).toEqual([0, '7']);
  });

  it('watches', async () => {
    const child = start('get', 'cm', '-w', '--no-headers', '-o', 'name', '--field-selector', 'metadata.name=late');
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
    api.store.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late', namespace: 'default' } });
    expect((await lines.next()).value).toBe('configmap/late');
    child.kill();
  });

  it('waits, and deletes', async () => {
    const waiting = kubectl(['wait', '--for=jsonpath={.status.phase}=Succeeded', 'canary/podinfo', '--timeout=20s']);
    api.store.patchStatus({ apiVersion: 'flagger.app/v1beta1', kind: 'Canary' }, { name: 'podinfo' }, { status: { phase: 'Succeeded' } });
    expect((await waiting).out).toBe('canary.flagger.app/podinfo condition met');
    expect((await kubectl(['delete', 'canary', 'podinfo'])).out).toBe('canary.flagger.app "podinfo" deleted');
    expect((await kubectl(['get', 'canary', 'podinfo'])).err).toBe('Error from server (NotFound): canaries.flagger.app "podinfo" not found');
  });
});
