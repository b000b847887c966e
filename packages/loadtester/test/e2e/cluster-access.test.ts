import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiAccess } from '../../src/gates/api-access.ts';
import { ConfigMapApi } from '../../src/gates/config-map-api.ts';
import { ConfigMapGates } from '../../src/gates/config-map-gates.ts';
import { selfSigned } from './self-signed.ts';

const folder = mkdtempSync(join(tmpdir(), 'cluster-access-'));
const { key, cert } = selfSigned(folder, 'IP:127.0.0.1');
const requests: string[] = [];
const server = createServer({ key, cert }, (request, response) => {
  requests.push(`${request.method} ${request.url} ${request.headers.authorization}`);
  response.end('{"data":{"gate.podinfo.test":"open"}}');
});

beforeAll(() => new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  await new Promise(resolve => void server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** Asks for a gate as a pod would that trusts `ca`. */
async function ask(ca: string): Promise<boolean> {
  writeFileSync(join(folder, 'ca.crt'), ca);
  writeFileSync(join(folder, 'token'), 'pod-token\n');
  const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: `${(server.address() as AddressInfo).port}` };
  const gates = new ConfigMapGates(new ConfigMapApi(openApiAccess('', env, folder), 'test/gates'));
  return gates.isOpen({ kind: 'gate', name: 'podinfo', namespace: 'test' }, new AbortController().signal);
}

describe('the Kubernetes API from inside a cluster', () => {
  it('is asked with the token of the pod', async () => {
    expect(await ask(cert)).toBe(true);
    expect(requests).toEqual(['GET /api/v1/namespaces/test/configmaps/gates Bearer pod-token']);
  });

  it('is not believed under another certificate, and gets no token', async () => {
    const other = mkdtempSync(join(tmpdir(), 'other-'));
    await expect(ask(selfSigned(other, 'IP:127.0.0.1').cert)).rejects.toMatchObject({ code: 'ApiUnavailable', message: expect.not.stringContaining('pod-token') });
    expect(requests).toHaveLength(1);
    rmSync(other, { recursive: true });
  });
});
