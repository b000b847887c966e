import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProgramFolder, TesterLab } from './tester-lab.ts';
import type { TesterAnswer } from './tester-lab.ts';

interface Question {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly answer: TesterAnswer | { readonly connection: string };
}

/** What Flagger's load tester 0.38 answered, asked with a timeout of 3 s and `-namespace-regexp=^(test|perf)`. */
const RECORDING = join(import.meta.dirname, 'fixtures/flagger-loadtester-0.38.json');
const questions = read(RECORDING);
/** The same, of methods, paths and bodies that nobody should send. */
const requests = read(join(import.meta.dirname, 'fixtures/flagger-loadtester-0.38-requests.json'));

function read(file: string): readonly Question[] {
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Question[];
}

/** The machine of the recording had kubectl, and no helm. */
const programs = new ProgramFolder({ kubectl: `echo "error: --output must be 'yaml' or 'json'" >&2; exit 1` });
let tester: TesterLab;

const textOf = (body: unknown): string | undefined => (body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
const ask = ({ method, path, body }: Question): Promise<TesterAnswer> => tester.ask(method, path, textOf(body));

beforeAll(async () => {
  tester = await TesterLab.start({ settings: { timeoutMs: 2500, namespaceRegexp: '^(test|perf)' }, env: { PATH: programs.path } });
});

afterAll(async () => {
  await tester.stop();
  programs.remove();
});

describe('the recording of Flagger', () => {
  const answered = questions.filter(({ answer }) => !('connection' in answer));
  const unanswered = questions.filter(({ answer }) => 'connection' in answer);

  it('holds 62 questions', () => {
    expect([answered.length, unanswered.length]).toEqual([60, 2]);
  });

  it.each(answered.map((question, at) => [at, `${question.method} ${question.path} ${textOf(question.body) ?? ''}`, question] as const))('%i: %s', async (_at, _title, question) => {
    expect(await ask(question)).toEqual(question.answer);
  });

  it('answers where the load tester of Flagger does not: an unknown type', async () => {
    const bodies = await Promise.all(unanswered.map(ask));
    expect(bodies.map(({ status, body }) => [status, body])).toEqual([[400, 'unknown task type nope'], [400, 'unknown task type ']]);
  });
});

it('answers whatever it is sent as Flagger does, in 230 requests', async () => {
  const answers: unknown[] = [];
  for (const question of requests) answers.push({ ...question, answer: await ask(question) });
  expect(answers).toEqual(requests);
  expect(answers).toHaveLength(230);
});
