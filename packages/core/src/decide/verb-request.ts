import { CANARY_VERBS, VERB_ANNOTATION } from '@flagger/sdk';
import type { Canary, CanaryVerb } from '@flagger/sdk';

/** A verb as it is asked for. */
export interface VerbRequest {
  readonly verb: CanaryVerb;
  readonly revision: string;
  /** A word of the user's own, to ask for the same once more. */
  readonly id?: string;
}

/** What the annotation of a canary says: a request, or a text that is none. */
export type FoundVerb = { readonly text: string; readonly request: VerbRequest | undefined };

const FORM = /^(\S+)\s+(\S+)(?:\s+(\S{1,63}))?$/;

/** Reads the verb that is asked for by annotation, `VERB REVISION [ID]`; undefined where there is none. */
export function readVerb({ metadata }: Pick<Canary, 'metadata'>): FoundVerb | undefined {
  const text = metadata.annotations?.[VERB_ANNOTATION]?.trim() ?? '';
  if (text === '') return undefined;
  const [, word = '', revision = '', id] = FORM.exec(text) ?? [];
  const verb = CANARY_VERBS.find(known => known === word);
  return { text, request: verb && { verb, revision, ...(id !== undefined && { id }) } };
}

/** `Skip-step of revision v1-x`. */
export function titleOf({ verb, revision }: VerbRequest): string {
  return `${verb.charAt(0).toUpperCase()}${verb.slice(1)} of revision ${revision}`;
}
