import { closest, distance } from 'fastest-levenshtein';

/** The word that may have been meant; undefined where none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined;
  const found = closest(word.toLowerCase(), words.map(each => each.toLowerCase()));
  return distance(word.toLowerCase(), found) <= Math.max(1, Math.floor(found.length / 3)) ? words.find(each => each.toLowerCase() === found) : undefined;
}
