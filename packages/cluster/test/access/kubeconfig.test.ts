import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createRealClock } from '@flagger/testkit';
import { createCluster } from '../../src/index.ts';
import type { Cluster, ClusterOptions } from '../../src/index.ts';
import { afterTest } from '../support/bench.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { fixture, startTlsServer } from './tls-server.ts';
import type { TlsServer } from './tls-server.ts';

const VERSION = { verb: 'get', path: '/version', resource: '/version' } as const;
const signal = new AbortController().signal;

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cluster-'));
  afterTest(() => rm(directory, { recursive: true }));
});

async function connect(options: Partial<ClusterOptions>): Promise<Cluster> {
  const cluster = await createCluster({ clock: createRealClock(), logger: recordingLogger(), ...options });
  afterTest(() => cluster.close());
  return cluster;
}

/** Writes one; YAML takes JSON. */
async function kubeconfig(server: TlsServer, user: object, cluster: object = {}): Promise<string> {
  const file = join(directory, 'kubeconfig');
  await writeFile(file, JSON.stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'here',
    clusters: [{ name: 'lab', cluster: { server: `https://127.0.0.1:${server.port}/`, 'certificate-authority': fixture('ca.crt'), 'tls-server-name': 'api.test', ...cluster } }],
    users: [{ name: 'me', user }],
    contexts: [{ name: 'here', context: { cluster: 'lab', user: 'me' } }],
  }));
  return file;
}

describe('a kubeconfig', () => {
  it('gives address, server certificate and token', async () => {
    const server = await startTlsServer();
    const cluster = await connect({ kubeconfig: await kubeconfig(server, { token: 'secret' }) });
    expect(cluster.host).toBe(`https://127.0.0.1:${server.port}`);
    await expect(cluster.request(VERSION, signal)).resolves.toEqual({ major: '1' });
    expect(server.seen).toEqual([{ authorization: 'Bearer secret', impersonated: undefined, client: undefined }]);
  });

  it('gives client certificates, passwords and who to act as', async () => {
    const server = await startTlsServer();
    const certificate = { 'client-certificate': fixture('client.crt'), 'client-key-data': (await readFile(fixture('client.key'))).toString('base64') };
    await (await connect({ kubeconfig: await kubeconfig(server, certificate) })).request(VERSION, signal);
    await (await connect({ kubeconfig: await kubeconfig(server, { username: 'me', password: 'pass', as: 'you' }) })).request(VERSION, signal);
    expect(server.seen).toMatchObject([{ client: 'client' }, { authorization: `Basic ${Buffer.from('me:pass').toString('base64')}`, impersonated: 'you' }]);
  });

  it('asks an exec plug-in, and asks again when the server refuses its token', async () => {
    const server = await startTlsServer();
    const count = join(directory, 'count');
    await writeFile(count, '');
    const script = `const fs = require('fs'); fs.appendFileSync(${JSON.stringify(count)}, 'x');
      const status = { token: 'token-' + fs.readFileSync(${JSON.stringify(count)}).length, expirationTimestamp: '2020-01-01T00:00:00Z' };
      console.log(JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status }));`;
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', script] };
    const cluster = await connect({ kubeconfig: await kubeconfig(server, { exec }) });
    await cluster.request(VERSION, signal);
    await cluster.request(VERSION, signal);
    server.answerNext(401);
    await cluster.request(VERSION, signal);
    expect(server.seen.map(({ authorization }) => authorization)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  it('tells of a refusal that new credentials do not heal', async () => {
    const server = await startTlsServer();
    const cluster = await connect({ kubeconfig: await kubeconfig(server, { token: 'secret' }) });
    server.answerNext(401, 401);
    const error = await cluster.request(VERSION, signal).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ApiForbidden', retry: 'later' });
    expect(String(error)).not.toContain('secret');
  });

  it('tells of an exec plug-in that fails', async () => {
    const server = await startTlsServer();
    const cluster = await connect({ kubeconfig: await kubeconfig(server, { exec: { command: join(directory, 'absent') } }) });
    await expect(cluster.request(VERSION, signal)).rejects.toMatchObject({ code: 'ApiUnavailable', message: expect.stringContaining('no credentials for user "me"') });
  });

  it('does not trust a server that the certificate authority does not vouch for, unless told to', async () => {
    const server = await startTlsServer();
    const stranger = await connect({ kubeconfig: await kubeconfig(server, { token: 'secret' }, { 'tls-server-name': 'other.test' }) });
    const error = await stranger.request(VERSION, signal).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ApiUnavailable' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
    const lax = { 'certificate-authority': undefined, 'tls-server-name': undefined, 'insecure-skip-tls-verify': true };
    const trusting = await connect({ kubeconfig: await kubeconfig(server, { token: 'secret' }, lax) });
    await expect(trusting.request(VERSION, signal)).resolves.toEqual({ major: '1' });
  });

  it('yields to -master', async () => {
    const server = await startTlsServer();
    const file = await kubeconfig(server, { token: 'secret' }, { server: 'https://nowhere.invalid' });
    const cluster = await connect({ kubeconfig: file, master: `https://127.0.0.1:${server.port}` });
    await expect(cluster.request(VERSION, signal)).resolves.toEqual({ major: '1' });
  });

  it('is refused by name where it cannot be used', async () => {
    await expect(connect({ kubeconfig: join(directory, 'absent') })).rejects.toMatchObject({ code: 'Invalid', retry: 'never', message: expect.stringContaining(join(directory, 'absent')) });
    const file = join(directory, 'empty');
    await writeFile(file, JSON.stringify({ 'current-context': 'gone', clusters: [], users: [], contexts: [] }));
    await expect(connect({ kubeconfig: file })).rejects.toMatchObject({ code: 'Invalid', message: expect.stringContaining('current-context "gone"') });
  });
});
