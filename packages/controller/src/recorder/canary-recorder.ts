import type { Recorder } from '@flagger/core';
import { workloadName } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import type { Registry } from 'prom-client';
import { declareCanarySeries } from './canary-series.ts';
import type { CanarySeries } from './canary-series.ts';

type Labels<L extends string> = Readonly<Record<L, string>>;

/**
 * Counts and measures canaries for Prometheus. The label `name` is the target's name.
 *
 * @source flagger pkg/metrics/recorder.go
 * @differs The series of a canary end with it. Test: recorder "all series of one that is gone are removed, those of others stay"
 */
export class CanaryRecorder implements Recorder {
  readonly #series: CanarySeries;
  /** By canary and metric, the labels of its series. */
  readonly #written = new Map<string, Map<Labelled<never, unknown>, Map<string, Labels<string>>>>();

  constructor(registry: Registry, facts: { readonly version: string; readonly meshProvider: string }) {
    this.#series = declareCanarySeries(registry);
    this.#series.info.set({ version: facts.version, mesh_provider: facts.meshProvider }, 1);
  }

  status(canary: Canary, value: 0 | 1 | 2): void {
    this.#label(canary, this.#series.status, target(canary)).set(value);
  }

  weight(canary: Canary, traffic: { readonly primary: number; readonly canary: number }): void {
    const { namespace = '' } = canary.metadata;
    for (const role of ['primary', 'canary'] as const) {
      this.#label(canary, this.#series.weight, { workload: workloadName(canary, role), namespace }).set(traffic[role]);
    }
  }

  analysis(canary: Canary, metric: string, value: number): void {
    this.#label(canary, this.#series.analysis, { ...target(canary), metric }).set(value);
  }

  duration(canary: Canary, seconds: number): void {
    this.#label(canary, this.#series.duration, target(canary)).observe(seconds);
  }

  finished(canary: Canary, result: 'success' | 'failure', strategy: string, how: 'completed' | 'skipped'): void {
    const counter = result === 'success' ? this.#series.successes : this.#series.failures;
    this.#label(canary, counter, { ...target(canary), deployment_strategy: strategy, analysis_status: how }).inc();
  }

  /** Says how many canaries each namespace has; namespaces without any have no series. */
  total(byNamespace: ReadonlyMap<string, number>): void {
    this.#series.total.reset();
    for (const [namespace, count] of byNamespace) this.#series.total.set({ namespace }, count);
  }

  /** Removes the series of a canary that is gone. */
  forget(canary: Canary): void {
    const key = canaryKey(canary);
    for (const [metric, series] of this.#written.get(key) ?? []) {
      for (const labels of series.values()) metric.remove(labels);
    }
    this.#written.delete(key);
  }

  #label<L extends string, C>(canary: Canary, metric: Labelled<L, C>, labels: Labels<L>): C {
    const key = canaryKey(canary);
    const metrics = this.#written.get(key) ?? new Map<Labelled<never, unknown>, Map<string, Labels<string>>>();
    const series = metrics.get(metric) ?? new Map<string, Labels<string>>();
    this.#written.set(key, metrics.set(metric, series.set(JSON.stringify(labels), labels)));
    return metric.labels(labels);
  }
}

/** A metric with labels: gauge, counter or histogram. */
interface Labelled<L extends string, C> {
  labels(labels: Labels<L>): C;
  remove(labels: Labels<L>): void;
}

function target(canary: Canary): Labels<'name' | 'namespace'> {
  return { name: canary.spec.targetRef.name, namespace: canary.metadata.namespace ?? '' };
}

function canaryKey({ metadata: { namespace = '', name } }: Canary): string {
  return `${namespace}/${name}`;
}
