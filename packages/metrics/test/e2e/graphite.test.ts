import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpClient } from '@flagger/sdk';
import { fetchClient } from '../support/loopback-service.ts';
import { openProvider } from '../support/open-provider.ts';
import { GraphiteProcess } from './graphite-process.ts';

const { signal } = new AbortController();
const errors = 'apps.prod.podinfo.errors';
const requests = 'apps.prod.podinfo.requests';

let graphite: GraphiteProcess;

const ask = (query: string, http: HttpClient = fetchClient, credentials?: Record<string, string>): Promise<number | 'no-values'> =>
  openProvider({ spec: { type: 'graphite', address: graphite.url }, http, ...(credentials && { credentials }) }).query(query, signal);

beforeAll(async () => {
  graphite = await GraphiteProcess.start({ web: 28610, line: 28611, cache: 28612 });
  await graphite.feed([[errors, 30, 20], [errors, 5, 10], [requests, 50, 20], [requests, 100, 10]]);
  // Carbon writes a little later than it reads, and maybe in two goes.
  for (const [series, newest] of [[errors, 5], [requests, 100]]) while (await ask(`target=${series}&from=-5min`) !== newest) await new Promise(resolve => void setTimeout(resolve, 100));
}, 60_000);

afterAll(() => graphite?.stop(), 30_000);

describe('the graphite provider, answered by a real Graphite', () => {
  it.each<[string, string, number | 'no-values']>([
    ['the newest point', `target=${errors}&from=-5min`, 5],
    ['of a function of one series', `target=maxSeries(scale(${errors},2))&from=-5min`, 10],
    ['of a function of two, on several lines', `target=asPercent(\n  sumSeries(${errors}),\n  sumSeries(${requests})\n)&from=-5min`, 5],
    ['of a summary', `target=summarize(${errors},"1h","max",true)&from=-10min`, 30],
    ['nothing of a series without points in that time', `target=${errors}&from=-30min&until=-20min`, 'no-values'],
    ['nothing of a series that is unknown', 'target=apps.prod.elsewhere.errors&from=-5min', 'no-values'],
    ['nothing of a function of what is unknown', 'target=sumSeries(apps.prod.elsewhere.*)&from=-5min', 'no-values'],
  ])('reads %s', async (_, query, value) => {
    expect(await ask(query)).toBe(value);
  });

  it('fails where a function is unknown, with what Graphite says', async () => {
    await expect(ask(`target=noSuchFunction(${errors})&from=-5min`)).rejects.toThrow(/error response: .*noSuchFunction/);
  });

  it('sends the credentials of the secret, which do not change the answer', async () => {
    const sent: unknown[] = [];
    const listening: HttpClient = {
      send: (request, stop) => {
        sent.push(request.headers?.['Authorization']);
        return fetchClient.send(request, stop);
      },
    };
    expect(await ask(`target=${errors}&from=-5min`, listening, { username: 'reader', password: 'pass:word' })).toBe(5);
    expect(sent).toEqual([`Basic ${btoa('reader:pass:word')}`]);
  });

  it('is online', async () => {
    await expect(openProvider({ spec: { type: 'graphite', address: graphite.url } }).probe(signal)).resolves.toBeUndefined();
  });
});
