import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import { Connection } from '../../src/access/connection.ts';
import { inClusterAccess } from '../../src/access/in-cluster-access.ts';
import { afterTest } from '../support/bench.ts';
import { fixture } from './tls-server.ts';

async function serviceAccount(token: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'account-'));
  afterTest(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'token'), `${token}\n`);
  await copyFile(fixture('ca.crt'), join(directory, 'ca.crt'));
  return directory;
}

const POD = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };

describe('access from a pod', () => {
  it('takes the address from the environment and the token from its file', async () => {
    const access = inClusterAccess(POD, await serviceAccount('one'));
    expect(access.server).toBe('https://10.0.0.1:443');
    expect(await access.loadCredentials()).toMatchObject({ headers: { authorization: 'Bearer one' }, tls: { ca: expect.any(Buffer) } });
  });

  it('writes IPv6 addresses as URLs do', () => {
    expect(inClusterAccess({ ...POD, KUBERNETES_SERVICE_HOST: 'fd00::1' }).server).toBe('https://[fd00::1]:443');
  });

  it('is refused outside of a pod', () => {
    expect(() => inClusterAccess({})).toThrow(expect.objectContaining({ code: 'Invalid', retry: 'never', message: expect.stringContaining('-kubeconfig') }));
  });

  it('tells where the service account is missing', async () => {
    await expect(inClusterAccess(POD, '/absent').loadCredentials()).rejects.toMatchObject({ code: 'ApiUnavailable', message: 'cannot read the service account in /absent' });
  });
});

describe('a connection', () => {
  it('follows a rotated token within a minute, and keeps its sockets', async () => {
    const clock = createVirtualClock();
    const directory = await serviceAccount('one');
    const connection = new Connection(inClusterAccess(POD, directory), clock);
    const before = await connection.authenticate('request');
    await writeFile(join(directory, 'token'), 'two');
    expect((await connection.authenticate('request')).headers).toEqual(before.headers);
    clock.advance(60_000);
    const after = await connection.authenticate('request');
    expect(after.headers).toEqual({ authorization: 'Bearer two' });
    expect(after.agent).toEqual(before.agent);
    connection.close();
  });

  it('opens new sockets when the certificate authority changes', async () => {
    const directory = await serviceAccount('one');
    const connection = new Connection(inClusterAccess(POD, directory), createVirtualClock());
    const { agent } = await connection.authenticate('request') as { agent: { https: object } };
    await copyFile(fixture('client.crt'), join(directory, 'ca.crt'));
    connection.forgetCredentials();
    const { agent: next } = await connection.authenticate('request') as { agent: { https: object } };
    expect(next.https).not.toBe(agent.https);
    connection.close();
  });

  it('reads its credentials again after a failure', async () => {
    let loads = 0;
    const load = (): Promise<never> => Promise.reject(new Error(`failure ${(loads += 1)}`));
    const connection = new Connection({ server: 'http://127.0.0.1:1', loadCredentials: load }, createVirtualClock());
    await expect(connection.authenticate('request')).rejects.toThrow('failure 1');
    await expect(connection.authenticate('request')).rejects.toThrow('failure 2');
  });
});
