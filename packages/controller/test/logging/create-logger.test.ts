import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { Logger } from '@flagger/sdk';
import { createVirtualClock } from '@flagger/testkit';
import { createLogger } from '../../src/logging/create-logger.ts';
import { chooseLevel } from '../../src/logging/log-level.ts';
import type { LogLevel } from '../../src/logging/log-level.ts';

function logged(level: LogLevel, encoding: 'json' | 'console', write: (logger: Logger) => void): string[] {
  const stream = new PassThrough({ encoding: 'utf8' });
  write(createLogger({ level, encoding, stream, clock: createVirtualClock() }));
  return String(stream.read() ?? '').split('\n').slice(0, -1);
}

describe('log lines', () => {
  it('are JSON with time, level, message and fields', () => {
    const lines = logged('debug', 'json', logger => logger.child({ canary: 'web.test' }).info('Synced', { provider: 'istio' }));
    expect(lines).toEqual(['{"ts":"2026-01-01T00:00:00.000Z","level":"info","msg":"Synced","canary":"web.test","provider":"istio"}']);
  });

  it('are tabbed for people', () => {
    const lines = logged('debug', 'console', logger => {
      logger.warn('plain');
      logger.error('with fields', { port: 1 });
    });
    expect(lines).toEqual(['2026-01-01T00:00:00.000Z\twarn\tplain', '2026-01-01T00:00:00.000Z\terror\twith fields\t{"port":1}']);
  });

  it('tell where an error comes from', () => {
    const [line = ''] = logged('debug', 'json', logger => logger.error('failed', { error: new Error('boom') }));
    expect((JSON.parse(line) as { error: string }).error).toMatch(/^Error: boom\n +at /);
  });

  it('take inner fields over outer ones', () => {
    const [line = ''] = logged('debug', 'json', logger => logger.child({ a: 1, b: 1 }).child({ b: 2 }).debug('x', { c: 3 }));
    expect(JSON.parse(line)).toMatchObject({ a: 1, b: 2, c: 3 });
  });

  it.each([['debug', 4], ['info', 3], ['warn', 2], ['error', 1], ['fatal', 0]] as const)('at level %s there are %i of four', (level, count) => {
    const lines = logged(level, 'json', logger => {
      for (const at of ['debug', 'info', 'warn', 'error'] as const) logger[at](at);
    });
    expect(lines).toHaveLength(count);
  });
});

describe('the level that a word means', () => {
  it.each([['debug', 'debug'], ['info', 'info'], ['warn', 'warn'], ['error', 'error'], ['fatal', 'fatal'], ['panic', 'fatal']])('%s is %s', (word, level) => {
    expect(chooseLevel(word)).toEqual({ level });
  });

  it.each(['warning', '', 'INFO'])('"%s" is info, with a note', word => {
    expect(chooseLevel(word)).toEqual({ level: 'info', note: expect.stringContaining(`"${word}" is taken as info`) });
  });
});
