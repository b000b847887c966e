/** A request that a Pod answered. */
export interface AnsweredRequest {
  readonly namespace: string;
  readonly service: string;
  readonly workload: string;
  readonly pod: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
  /** A copy, whose answer nobody saw. */
  readonly mirrored: boolean;
}

/** Hears of every request that a Pod answered. */
export type RequestListener = (record: AnsweredRequest) => void;
