import { table } from './markdown-table.ts';
import type { PrintedLaws } from './printed-providers.ts';

/** A provider in one setting, beside others. */
export interface LawColumn {
  readonly title: string;
  readonly laws: PrintedLaws;
}

/** What binds all, what binds some, and why it does not bind the others. */
export function lawSection(columns: readonly LawColumn[]): readonly string[] {
  const titles = [...new Set(columns.flatMap(({ laws: { binding } }) => binding))];
  const some = titles.filter(title => columns.some(column => reasonFor(title, column) !== undefined));
  const reasons = [...new Set(some.flatMap(title => columns.map(column => reasonFor(title, column)).filter(reason => reason !== undefined)))];
  const letter = (reason: string): string => (reasons.indexOf(reason) + 10).toString(36);
  const mark = (reason: string | undefined): string => (reason === undefined ? 'yes' : letter(reason));
  return [
    'Every router',
    '',
    ...titles.filter(title => !some.includes(title)).map(title => `- ${title}`),
    '',
    'Some do not, and a letter says why:',
    '',
    ...table([['law', ...columns.map(({ title }) => title)], ...some.map(title => [title, ...columns.map(column => mark(reasonFor(title, column)))])]),
    '',
    ...reasons.map(reason => `- ${letter(reason)}: ${reason}`),
  ];
}

/** Why a law does not bind; undefined: it does. */
function reasonFor(title: string, { laws: { leftOut } }: LawColumn): string | undefined {
  return leftOut.find(each => each.title === title)?.reason;
}
