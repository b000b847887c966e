import type { JsonObject } from '../json.ts';
import type { ApiObject } from '../api-object.ts';
import type { ServerResponse } from 'node:http';

/** What a request is answered with. */
export interface Answer {
  readonly code: number;
  /** The body as text. */
  readonly body: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What a write left behind, for the journal. */
  readonly result?: ApiObject | JsonObject;
}

/** An answer that stays open: it writes to the response itself. */
export interface StreamAnswer {
  readonly open: (response: ServerResponse) => void;
}

/** Answers with JSON. */
export function json(code: number, body: JsonObject): Answer {
  return { code, body: JSON.stringify(body) };
}

/** Answers with text. */
export function text(code: number, body: string): Answer {
  return { code, body, contentType: 'text/plain; charset=utf-8' };
}
