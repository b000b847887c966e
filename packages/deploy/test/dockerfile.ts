import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line of a Dockerfile, such as `RUN` and what is run. */
export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

export interface BuildStage {
  readonly base: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

const DOCKER = join(import.meta.dirname, '../docker');

/** The stages of `docker/NAME.Dockerfile`; the last one is the image. */
export function readStages(name: string): readonly BuildStage[] {
  const text = readFileSync(join(DOCKER, `${name}.Dockerfile`), 'utf8').replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, '');
  const instructions = text.split('\n').filter(line => line.trim() !== '').map(line => {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    return { word, rest };
  });
  const starts = instructions.flatMap(({ word }, at) => (word === 'FROM' ? [at] : []));
  return starts.map((start, at) => {
    const [base = '', , stage = ''] = (instructions[start]?.rest ?? '').split(/\s+/);
    return { base, name: stage, instructions: instructions.slice(start + 1, starts[at + 1]) };
  });
}

/** What is written for a word in a stage. */
export const written = ({ instructions }: BuildStage, word: string): readonly string[] => instructions.filter(each => each.word === word).map(({ rest }) => rest);

/** Patterns of paths that a build does not see. */
export const readIgnored = (name: string): readonly string[] => readFileSync(join(DOCKER, `${name}.Dockerfile.dockerignore`), 'utf8').trim().split('\n');
