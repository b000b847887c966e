/** A Pod that the server plays. */
export interface PlayedPod {
  readonly ip: string;
  readonly name: string;
  readonly namespace: string;
  /** Tag of its image. */
  readonly version: string;
  /** It was deleted: it answers what is on its way, and then no longer. */
  readonly leaving: boolean;
}

/** What became of one request of a user. */
export interface Answer {
  /** When it was sent, in milliseconds since the epoch. */
  readonly sentAt: number;
  readonly tookMs: number;
  /** Undefined: there was no answer. */
  readonly status?: number;
  /** Undefined: no Pod gave the answer. */
  readonly pod?: string;
  readonly version?: string;
  readonly error?: string;
}
