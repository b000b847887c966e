/** How long a rollout may take. */
export interface Deadline {
  readonly nowMs: number;
  readonly deadlineSeconds: number;
}

/** Whether what began at `since`, in RFC 3339, has taken longer than it may; of a beginning that nobody knows, nothing is said. */
export function isOverdue(since: string | undefined, { nowMs, deadlineSeconds }: Deadline): boolean {
  return since !== undefined && Date.parse(since) + deadlineSeconds * 1000 < nowMs;
}
