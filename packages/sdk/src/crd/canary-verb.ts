/** What a user can tell a running release to do. Not Flagger's: see `docs/verbs.md`. */
export const CANARY_VERBS = ['promote', 'abort', 'pause', 'resume', 'retry', 'skip-step'] as const;

/** One of {@link CANARY_VERBS}. */
export type CanaryVerb = (typeof CANARY_VERBS)[number];

/** The annotation of a Canary by which a verb is asked for: `VERB REVISION`, and a word of one's own to ask the same again. */
export const VERB_ANNOTATION = 'flagger.app/verb';

/** The verb that was done last. Its annotation may come back, from Git for example; this keeps it from being done twice. */
export interface LastVerb {
  readonly verb: CanaryVerb;
  readonly revision: string;
  /** The third word of the annotation. */
  readonly id?: string;
  /** The field manager that set the annotation, such as `kubectl-annotate`; absent where the API server does not tell. */
  readonly by?: string;
  /** When it was done, in RFC 3339. */
  readonly at: string;
}
