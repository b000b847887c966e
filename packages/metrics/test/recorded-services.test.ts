import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MetricProvider } from '@flagger/sdk';
import { startService } from './support/loopback-service.ts';
import type { Answer, Heard, LoopbackService } from './support/loopback-service.ts';
import { openProvider } from './support/open-provider.ts';

interface Exchange {
  readonly request: { readonly method: string; readonly path: string; readonly params: readonly (readonly [string, string])[]; readonly headers: Record<string, string>; readonly body?: unknown };
  readonly answer: Answer;
}

/** What Flagger sent to a service, what that answered, and what Flagger made of it. */
interface Recording {
  readonly type: string;
  readonly outcome: string;
  readonly secret: Record<string, string>;
  readonly query: string;
  readonly probe: Exchange;
  readonly ask: Exchange;
  readonly value?: number;
  readonly probeFailure?: string;
  readonly queryFailure?: string;
  readonly noValues?: string;
}

const recordings = JSON.parse(readFileSync(new URL('fixtures/recorded-services.json', import.meta.url), 'utf8')) as readonly Recording[];
const cases = recordings.map(recording => [recording.type, recording.outcome, recording] as const);
const signal = new AbortController().signal;
let service: LoopbackService;

beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.close());

function open({ type, secret }: Recording): MetricProvider {
  return openProvider({ spec: { type, address: `${service.address}/vendor/` }, credentials: secret });
}

/** The request as recordings hold it: times are not compared. */
function asRecorded({ method, path, parameters, headers, body }: Heard, like: Exchange['request']): unknown {
  return {
    method,
    path: path.replace('/vendor', ''),
    params: parameters.map(([name, value]) => [name, /^\d{10,13}$/.test(value) ? '<time>' : value]),
    headers: Object.fromEntries(Object.keys(like.headers).map(name => [name, headers[name]])),
    ...(body !== '' && { body: JSON.parse(body) as unknown }),
  };
}

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

describe('as Flagger asks and understands', () => {
  it.each(cases)('%s that is %s is probed', async (_, __, recording) => {
    const { request, answer } = recording.probe;
    service.answer = answer;
    const failure = await settled(open(recording).probe(signal));
    expect(service.heard.map(heard => asRecorded(heard, request))).toEqual([request]);
    expect(failure instanceof Error ? failure.message : undefined).toBe(recording.probeFailure);
  });

  it.each(cases)('%s that is %s is queried', async (_, __, recording) => {
    const { request, answer } = recording.ask;
    service.answer = answer;
    const result = await settled(open(recording).query(recording.query, signal));
    expect(service.heard.map(heard => asRecorded(heard, request))).toEqual([request]);
    expect(described(result)).toBe(described(recording.value ?? recording.queryFailure ?? recording.noValues));
  });

  it.each(cases)('%s that is %s tells no secret', async (_, __, recording) => {
    const planted = Object.fromEntries(Object.keys(recording.secret).map(key => [key, `s3cret-${key}`]));
    service.answer = recording.ask.answer;
    const provider = open({ ...recording, secret: planted });
    const results = await Promise.all([settled(provider.query(recording.query, signal)), settled(provider.probe(signal))]);
    expect(results.map(result => (result instanceof Error ? `${result.message} ${String(result.cause)}` : '')).join()).not.toContain('s3cret');
  });
});

/** One text for a number, a failure, or no values. */
function described(result: unknown): string {
  if (result instanceof Error) return result.message;
  return result === 'no-values' ? 'no values found' : String(result);
}
