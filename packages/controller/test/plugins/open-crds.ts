import { readFileSync } from 'node:fs';

const SHIPPED = new URL('../../../deploy/crds/flagger.yaml', import.meta.url);
/** `provider: { type: string, enum: … }` of a Canary; Flagger lists its own providers there. */
const CLOSED = /(\n +provider:\n +type: string)\n +enum:(\n +- \S+)+/;

/** The shipped CRDs, as somebody has them who runs providers that Flagger does not know. */
export function openCrds(): string {
  return readFileSync(SHIPPED, 'utf8').replace(CLOSED, '$1');
}
