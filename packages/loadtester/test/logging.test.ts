import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import { createLogger } from '../src/logging/create-logger.ts';
import { createRedact } from '../src/logging/redact.ts';

function written(level: string, encoding: 'json' | 'console'): string {
  const stream = new PassThrough({ encoding: 'utf8' });
  const logger = createLogger({ level, encoding, stream, clock: createVirtualClock(), redact: createRedact() });
  logger.child({ canary: 'podinfo.test' }).info('task starting hey', { url: 'http://a:b@c/' });
  logger.debug('detail');
  logger.warn('odd', { at: 1 });
  logger.error('bad', { error: new Error('token=abc') });
  return String(stream.read() ?? '');
}

describe('log lines', () => {
  it('are JSON with the keys of Flagger', () => {
    const [info, warn, error] = written('info', 'json').trim().split('\n');
    expect(info).toBe('{"level":"info","ts":"2026-01-01T00:00:00.000Z","msg":"task starting hey","canary":"podinfo.test","url":"http://[redacted]@c/"}');
    expect(warn).toBe('{"level":"warn","ts":"2026-01-01T00:00:00.000Z","msg":"odd","at":1}');
    expect(JSON.parse(error ?? '')).toMatchObject({ level: 'error', msg: 'bad', error: expect.stringContaining('Error: token=[redacted]') });
  });

  it('are for people', () => {
    expect(written('info', 'console').split('\n')[0]).toBe('2026-01-01T00:00:00.000Z\tinfo\ttask starting hey\t{"canary":"podinfo.test","url":"http://[redacted]@c/"}');
  });

  it.each([['debug', 4], ['info', 3], ['warning', 3], ['warn', 2], ['error', 1], ['fatal', 0], ['panic', 0]])('%s: %i of four', (level, count) => {
    expect(written(level, 'json').split('\n').length - 1).toBe(count);
  });
});
