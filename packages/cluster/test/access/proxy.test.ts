import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { createRealClock } from '@flagger/testkit';
import { createCluster } from '../../src/index.ts';
import { afterTest } from '../support/bench.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { fixture, startTlsServer } from './tls-server.ts';

/** A proxy that only opens tunnels. */
async function startProxy(tunnels: string[]): Promise<string> {
  const sockets = new Set<Duplex>();
  const proxy = createServer().on('connect', (request, client) => {
    const [host = '', port = ''] = (request.url ?? '').split(':');
    tunnels.push(host);
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>(resolve => void proxy.listen(0, '127.0.0.1', resolve));
  afterTest(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise(resolve => void proxy.close(resolve));
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`; // it listens on a TCP port
}

it('goes through the proxy that a kubeconfig names', async () => {
  const tunnels: string[] = [];
  const [server, proxy, directory] = await Promise.all([startTlsServer(), startProxy(tunnels), mkdtemp(join(tmpdir(), 'proxy-'))]);
  afterTest(() => rm(directory, { recursive: true }));
  const file = join(directory, 'kubeconfig');
  await writeFile(file, JSON.stringify({
    'current-context': 'here', contexts: [{ name: 'here', context: { cluster: 'lab', user: 'me' } }], users: [{ name: 'me', user: { token: 'secret' } }],
    clusters: [{ name: 'lab', cluster: { server: `https://127.0.0.1:${server.port}`, 'proxy-url': proxy, 'certificate-authority': fixture('ca.crt'), 'tls-server-name': 'api.test' } }],
  }));
  const cluster = await createCluster({ kubeconfig: file, clock: createRealClock(), logger: recordingLogger() });
  afterTest(() => cluster.close());
  const answer = await cluster.request({ verb: 'get', path: '/version', resource: '/version' }, new AbortController().signal);
  expect(answer).toEqual({ major: '1' });
  expect(tunnels).toEqual(['127.0.0.1']);
  expect(server.seen).toMatchObject([{ authorization: 'Bearer secret' }]);
});
