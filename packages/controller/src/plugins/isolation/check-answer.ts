import { inspect } from 'node:util';

/** An answer that no caller can use. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

/** What an answer must be, for methods that give one. */
interface AnswerShape {
  readonly isGood: (answer: unknown) => boolean;
  readonly means: string;
}

const OBJECT: AnswerShape = { isGood: isRecord, means: 'an object' };
const SHAPES: ReadonlyMap<string, AnswerShape> = new Map([
  ['router.getTraffic', { isGood: isTraffic, means: 'percentages primary and canary, and mirrored' }],
  ['metric provider.query', { isGood: answer => typeof answer === 'number' || answer === 'no-values', means: "a number or 'no-values'" }],
  ['target.metadata', OBJECT],
  ['target.revision', OBJECT],
  ['target.readiness', OBJECT],
]);

/** Looks at what a plug-in in plain JavaScript may get wrong. @throws BadAnswer */
export function checkAnswer(method: string, answer: unknown): void {
  const shape = SHAPES.get(method);
  if (shape === undefined || shape.isGood(answer)) return;
  throw new BadAnswer(`answered ${inspect(answer, { depth: 1, breakLength: Number.POSITIVE_INFINITY }).slice(0, 100)}, not ${shape.means}`);
}

function isTraffic(answer: unknown): boolean {
  return isRecord(answer) && isShare(answer['primary']) && isShare(answer['canary']) && typeof answer['mirrored'] === 'boolean';
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 100;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
