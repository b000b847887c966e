import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createRuntimeApi } from '../../src/agent/runtime-api.ts';

const folder = mkdtempSync(join(tmpdir(), 'haproxy-socket-'));
const { signal } = new AbortController();
let server: Server | undefined;

afterEach(async () => {
  await new Promise(resolve => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** Answers as HAProxy does: to one line, and then it closes. */
async function listen(where: string | number, answer: (command: string) => string | undefined): Promise<AddressInfo | string | null> {
  server = createServer(socket => {
    socket.on('error', () => undefined);
    socket.once('data', data => {
      const text = answer(data.toString());
      if (text !== undefined) socket.end(text);
    });
  });
  const own = server;
  await new Promise<void>(resolve => (typeof where === 'number' ? own.listen(where, '127.0.0.1', resolve) : own.listen(where, resolve)));
  return own.address();
}

describe('the runtime API', () => {
  it('is asked over TCP', async () => {
    const address = (await listen(0, command => `heard ${command}`)) as AddressInfo;
    expect(await createRuntimeApi(`127.0.0.1:${address.port}`).send('show info', signal)).toBe('heard show info\n');
  });

  it('is asked over a socket file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'haproxy-socket-')), 'admin.sock');
    await listen(path, command => `heard ${command}`);
    expect(await createRuntimeApi(path).send('show info', signal)).toBe('heard show info\n');
  });

  it('that nobody offers is an error', async () => {
    await expect(createRuntimeApi(join(folder, 'none.sock')).send('show info', signal)).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  });

  it('that hangs is left when the agent stops', async () => {
    const life = new AbortController();
    const address = (await listen(0, () => {
      life.abort();
      return undefined;
    })) as AddressInfo;
    await expect(createRuntimeApi(`127.0.0.1:${address.port}`).send('show info', life.signal)).rejects.toThrow('the agent stops');
  });
});
