import type { HttpResponse } from '@flagger/sdk';
import { shorten } from './failures.ts';
import { JsonAnswer } from './read-json.ts';

/** Why the Kubernetes API refused: the message of its Status, or what it said instead. */
export function refusalOf({ status, body }: HttpResponse): string {
  const message = body.startsWith('{') ? JsonAnswer.read(body).at('message') : undefined;
  return typeof message === 'string' ? message : `${status} ${shorten(body)}`.trim();
}

/** Whether the API did what it was asked. */
export function isDone({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}
