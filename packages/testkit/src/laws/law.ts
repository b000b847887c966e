/** One rule that every implementation of a contract obeys. */
export interface Law {
  /** A sentence about what is held to it, such as `writes nothing when all is right`. */
  readonly title: string;
  /** Rejects where the law is broken, with what was expected. The checks of a suite run one after another. */
  check(): Promise<void>;
}

/** A law that does not bind, and why. */
export interface LeftOutLaw {
  readonly title: string;
  readonly reason: string;
}

/** The laws that bind one subject. Print those that are left out, or hold them in a test: none is skipped in silence. */
export interface LawSuite {
  readonly laws: readonly Law[];
  readonly leftOut: readonly LeftOutLaw[];
  /** Ends the server that the checks ran on. */
  close(): Promise<void>;
}
