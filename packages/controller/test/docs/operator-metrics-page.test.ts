import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { CanaryRecorder } from '../../src/recorder/canary-recorder.ts';
import { declareOperatorSeries } from '../../src/recorder/operator-series.ts';

interface Series {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly help: string;
}

const DOCUMENT = readFileSync(new URL('../../../../docs/operator-metrics.md', import.meta.url), 'utf8');
const told: readonly Series[] = [...DOCUMENT.matchAll(/^\| `(\w+)` \| (\w+) \|([^|]*)\| (.+) \|$/gm)]
  .map(([, name = '', type = '', labels = '', help = '']) => ({ name, type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label), help }));

/** Every series of the operator, but for those of its process. */
async function declared(): Promise<readonly Series[]> {
  const registry = new Registry();
  new CanaryRecorder(registry, { version: '1', meshProvider: 'istio' });
  declareOperatorSeries(registry, { queued: () => 0, watchRestarts: () => new Map() });
  const all = await registry.getMetricsAsJSON();
  return all.filter(({ name }) => name.startsWith('flagger_')).map(({ name, type, help }) => {
    // The types of prom-client leave the names of labels out.
    const { labelNames } = registry.getSingleMetric(name) as unknown as { labelNames: readonly string[] };
    return { name, type: String(type), labels: labelNames, help };
  });
}

const sorted = (series: readonly Series[]): readonly Series[] => series.toSorted((a, b) => (a.name < b.name ? -1 : 1));

describe('docs/operator-metrics.md', () => {
  it('tells every series with its type, labels and help, and none that is not there', async () => {
    expect(sorted(told)).toEqual(sorted(await declared()));
  });

  it("has Flagger's eight, whose names no version may change", () => {
    const FLAGGERS = ['info', 'canary_duration_seconds', 'canary_total', 'canary_status', 'canary_weight', 'canary_metric_analysis', 'canary_successes_total', 'canary_failures_total'];
    expect(told.map(({ name }) => name).filter(name => !name.startsWith('flagger_operator_'))).toEqual(FLAGGERS.map(name => `flagger_${name}`));
  });
});
