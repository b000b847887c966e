/** Where a task stands. */
export type TaskState = 'running' | 'succeeded' | 'failed' | 'timed-out' | 'stopped';

/** What is known of a task, as `/tasks` shows it. */
export interface TaskRecord {
  readonly id: string;
  readonly type: string;
  /** `name.namespace` */
  readonly canary: string;
  readonly task: string;
  readonly state: TaskState;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Of an ended task. */
  readonly durationSeconds?: number;
  /** Why it failed. */
  readonly reason?: string;
  /** The end of what it wrote. */
  readonly output?: string;
}
