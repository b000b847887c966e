import type { Clock, Logger } from '@flagger/sdk';
import type { Redact } from '../logging/redact.ts';
import type { Task, TaskResult } from '../tasks/task.ts';
import type { TaskLog } from './task-log.ts';
import type { TaskRecord, TaskState } from './task-record.ts';
import type { TesterSeries } from './task-series.ts';

/** What a runner is made from. */
export interface RunnerOptions {
  readonly timeoutMs: number;
  /** 0: any number. */
  readonly maxTasks: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly series: TesterSeries;
  readonly log: TaskLog;
  readonly redact: Redact;
}

/** What becomes of a task that nobody waits for. */
export type Launch = 'started' | 'already-running' | 'full';

interface Running {
  readonly awaited: boolean;
  readonly abort: AbortController;
  readonly ended: Promise<TaskResult>;
}

/** Ends of outputs are remembered up to this length. */
const REMEMBERED_CHARS = 16 * 1024;
const TIMED_OUT = 'timed-out';

/**
 * Runs tasks, each within its time, and never too many.
 *
 * @differs a task starts at once, not at the next tenth of a second: `tasks.test.ts` "do not run twice at once"
 * @differs more tasks at once than -max-tasks are refused: `tasks.test.ts` "is answered with 429"
 * @source flagger pkg/loadtester/runner.go
 */
export class TaskRunner {
  readonly #options: RunnerOptions;
  readonly #running = new Set<Running>();
  readonly #keys = new Set<string>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Starts a task of the background, unless one of the same key runs. */
  launch(task: Task): Launch {
    if (this.#keys.has(task.key)) {
      this.#options.logger.info(`command skipped ${task.title} is already running`, { canary: task.canary });
      this.#options.series.notStarted.inc({ type: task.type, reason: 'already-running' });
      return 'already-running';
    }
    if (this.#isFull(task)) return 'full';
    this.#keys.add(task.key);
    void this.#begin(task, false).finally(() => this.#keys.delete(task.key));
    return 'started';
  }

  /** Starts a task that somebody waits for; undefined: too many run. */
  run(task: Task): Promise<TaskResult> | undefined {
    return this.#isFull(task) ? undefined : this.#begin(task, true);
  }

  /** Ends the tasks that run, or those that nobody waits for, and resolves when they have ended. */
  async stop(which: 'background' | 'all'): Promise<void> {
    const chosen = [...this.#running].filter(({ awaited }) => which === 'all' || !awaited);
    for (const { abort } of chosen) abort.abort('stopped');
    await Promise.all(chosen.map(({ ended }) => ended));
  }

  /** A task does not throw; one that does must not end the others. */
  #broken({ canary, title }: Task, error: unknown): TaskResult {
    this.#options.logger.error('a task broke', { canary, task: title, error });
    return { succeeded: false, output: '', reason: `the task broke: ${error instanceof Error ? error.message : String(error)}` };
  }

  #isFull({ type }: Task): boolean {
    const { maxTasks, series } = this.#options;
    if (maxTasks === 0 || this.#running.size < maxTasks) return false;
    series.notStarted.inc({ type, reason: 'too-many' });
    return true;
  }

  #begin(task: Task, awaited: boolean): Promise<TaskResult> {
    const abort = new AbortController();
    const ended = this.#follow(task, abort);
    const running = { awaited, abort, ended };
    this.#running.add(running);
    return ended.finally(() => this.#running.delete(running));
  }

  async #follow(task: Task, abort: AbortController): Promise<TaskResult> {
    const { clock, timeoutMs, series, log, redact } = this.#options;
    const { type, canary } = task;
    const startMs = clock.now();
    const record: TaskRecord = { id: clock.uuid(), type, canary, task: redact(task.title), state: 'running', startedAt: new Date(startMs).toISOString() };
    log.put(record);
    series.running.inc({ type });
    const cancel = clock.after(timeoutMs, () => abort.abort(TIMED_OUT));
    const result = await task.run(abort.signal).catch((error: unknown) => this.#broken(task, error)).finally(cancel);
    const durationSeconds = (clock.now() - startMs) / 1000;
    const state = stateOf(result, abort.signal);
    series.running.dec({ type });
    series.tasks.inc({ type, outcome: state });
    series.taskSeconds.observe({ type }, durationSeconds);
    const end = (text: string): string => redact(text).slice(-REMEMBERED_CHARS);
    log.put({ ...record, state, durationSeconds, output: end(result.output), ...(!result.succeeded && { reason: end(result.reason) }) });
    return result;
  }
}

function stateOf({ succeeded }: TaskResult, { aborted, reason }: AbortSignal): TaskState {
  if (succeeded) return 'succeeded';
  if (!aborted) return 'failed';
  return reason === TIMED_OUT ? 'timed-out' : 'stopped';
}
