import { collectDefaultMetrics, Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** What the load tester counts. */
export interface TesterSeries {
  readonly tasks: Counter<'type' | 'outcome'>;
  readonly taskSeconds: Histogram<'type'>;
  readonly running: Gauge<'type'>;
  readonly notStarted: Counter<'type' | 'reason'>;
  readonly gateChecks: Counter<'kind' | 'answer'>;
}

/** Declares the load tester's series and those of its process. */
export function declareSeries(registry: Registry): TesterSeries {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    tasks: new Counter({ registers, name: 'flagger_loadtester_tasks_total', help: 'Tasks that ended', labelNames: ['type', 'outcome'] }),
    taskSeconds: new Histogram({
      registers, name: 'flagger_loadtester_task_duration_seconds', help: 'Seconds that a task took', labelNames: ['type'],
      buckets: [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600],
    }),
    running: new Gauge({ registers, name: 'flagger_loadtester_tasks_running', help: 'Tasks that run', labelNames: ['type'] }),
    notStarted: new Counter({
      registers, name: 'flagger_loadtester_tasks_not_started_total', help: 'Tasks that were not started, as the same one runs or too many do', labelNames: ['type', 'reason'],
    }),
    gateChecks: new Counter({ registers, name: 'flagger_loadtester_gate_checks_total', help: 'Answers of gates', labelNames: ['kind', 'answer'] }),
  };
}
