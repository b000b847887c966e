import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Canary } from '@flagger/sdk';
import { Registry } from 'prom-client';
import { CanaryRecorder } from '../../src/recorder/canary-recorder.ts';
import { declareOperatorSeries } from '../../src/recorder/operator-series.ts';

const GOLDEN = readFileSync(join(import.meta.dirname, '../fixtures/flagger-metrics.txt'), 'utf8');

const canary = (namespace: string, name = 'podinfo', target = 'podinfo'): Canary => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name, namespace },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target }, analysis: {} },
});

function createBench(): { recorder: CanaryRecorder; text: () => Promise<string[]> } {
  const registry = new Registry();
  const recorder = new CanaryRecorder(registry, { version: '1.44.0', meshProvider: 'istio' });
  return { recorder, text: async () => (await registry.metrics()).split('\n') };
}

/** A line as its parts, so that the order of labels does not matter; recordings leave some values out. */
function series(line: string): { name: string; labels: Record<string, string>; value: string } {
  const [, name = '', inner = '', value = ''] = /^(\w+)(?:\{(.*)\})? (.*)$/.exec(line) ?? [];
  const labels = [...inner.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return { name, labels: Object.fromEntries(labels), value };
}

describe('the series of Flagger', () => {
  const comments = GOLDEN.split('\n').filter(line => line.startsWith('#'));
  const samples = GOLDEN.split('\n').filter(line => line.startsWith('flagger_')).map(series);

  it('have its names, types and help texts', async () => {
    const lines = await createBench().text();
    expect(comments.length).toBe(16);
    expect(lines).toEqual(expect.arrayContaining(comments));
  });

  it('have its labels and values after the same things happened', async () => {
    const { recorder, text } = createBench();
    recordWhatGoldenShows(recorder);
    const lines = (await text()).filter(line => line.startsWith('flagger_')).map(series);
    const known = samples.map(({ name, labels, value }) => ({ name, labels, value: value === '…' ? expect.any(String) : value }));
    expect(lines).toEqual(expect.arrayContaining(known));
    const ours = lines.map(({ name, labels }) => `${name}${JSON.stringify(labels)}`).filter(line => !line.includes('_bucket'));
    const theirs = samples.map(({ name, labels }) => `${name}${JSON.stringify(labels)}`).filter(line => !line.includes('_bucket'));
    expect(ours.sort()).toEqual(theirs.sort());
  });
});

/** What the recorded run of Flagger had done. */
function recordWhatGoldenShows(recorder: CanaryRecorder): void {
  const spaces = ['istio-ab-testing', 'istio-canary-promote', 'istio-canary-rollback', 'istio-skip-analysis', 'kubernetes-blue-green'];
  recorder.total(new Map(spaces.map(space => [space, 1])));
  for (const space of spaces) {
    const skipped = space === 'istio-skip-analysis';
    const isGreen = space === 'kubernetes-blue-green';
    const failed = space === 'istio-canary-rollback';
    recorder.weight(canary(space), isGreen ? { primary: 0, canary: 100 } : { primary: 100, canary: 0 });
    recorder.status(canary(space), isGreen ? 0 : failed ? 2 : 1);
    if (skipped) recorder.finished(canary(space), 'success', 'canary', 'skipped');
    if (failed) recorder.finished(canary(space), 'failure', 'canary', 'completed');
    if (!skipped) {
      recorder.duration(canary(space), 0.2);
      recorder.analysis(canary(space), 'request-success-rate', failed ? 50 : 100);
    }
    if (!skipped && !failed) recorder.analysis(canary(space), 'request-duration', isGreen ? 0.05 : 0);
  }
}

describe('canaries come and go', () => {
  it('all series of one that is gone are removed, those of others stay', async () => {
    const { recorder, text } = createBench();
    for (const each of [canary('a'), canary('b')]) {
      recorder.status(each, 1);
      recorder.weight(each, { primary: 100, canary: 0 });
      recorder.duration(each, 1);
      recorder.analysis(each, 'm', 1);
      recorder.finished(each, 'success', 'canary', 'completed');
      recorder.finished(each, 'failure', 'blue-green', 'completed');
    }
    recorder.forget(canary('a'));
    recorder.forget(canary('never seen'));
    const lines = await text();
    expect(lines.filter(line => line.includes('namespace="a"'))).toEqual([]);
    expect(lines.filter(line => line.includes('namespace="b"')).length).toBeGreaterThan(15);
  });

  it('the label name is the target', async () => {
    const { recorder, text } = createBench();
    recorder.status(canary('a', 'release', 'web'), 2);
    expect(await text()).toContain('flagger_canary_status{name="web",namespace="a"} 2');
  });

  it('a namespace without canaries has no total', async () => {
    const { recorder, text } = createBench();
    recorder.total(new Map([['a', 2], ['b', 1]]));
    recorder.total(new Map([['b', 1]]));
    expect((await text()).filter(line => line.startsWith('flagger_canary_total'))).toEqual(['flagger_canary_total{namespace="b"} 1']);
  });
});

describe('the operator itself', () => {
  it('tells its queue, restarts, ticks and requests', async () => {
    const registry = new Registry();
    const measures = declareOperatorSeries(registry, { queued: () => 3, watchRestarts: () => new Map([['canaries', 2]]) });
    measures.apiRequests.inc({ verb: 'list', code: '200' });
    measures.tickSeconds.observe({ outcome: 'done' }, 0.01);
    measures.tickLag.observe(0.2);
    measures.calls.called('metric-query', 'prometheus', { seconds: 0.3, failure: undefined });
    measures.calls.called('webhook', 'rollout', { seconds: 10, failure: 'TimedOut' });
    measures.calls.called('alert', 'slack', { seconds: 1, failure: 'HttpFailed' });
    const read = async (): Promise<string> => registry.metrics();
    await read();
    const text = await read();
    expect(text.split('\n')).toEqual(expect.arrayContaining([
      'flagger_operator_queue_depth 3',
      'flagger_operator_watch_restarts_total{resource="canaries"} 2',
      'flagger_operator_api_requests_total{verb="list",code="200"} 1',
      'flagger_operator_tick_duration_seconds_count{outcome="done"} 1',
      'flagger_operator_tick_lag_seconds_sum 0.2',
      'flagger_operator_metric_query_duration_seconds_count{provider="prometheus"} 1',
      'flagger_operator_webhook_duration_seconds_sum{type="rollout"} 10',
      'flagger_operator_webhook_errors_total{type="rollout",reason="TimedOut"} 1',
      'flagger_operator_alert_errors_total{channel="slack",reason="HttpFailed"} 1',
    ]));
    expect(text).not.toContain('flagger_operator_metric_query_errors_total{');
    expect(text).toContain('process_resident_memory_bytes');
  });
});
