const WORDS: ReadonlyMap<string, boolean> = new Map(
  [['1', '0'], ['t', 'f'], ['T', 'F'], ['true', 'false'], ['TRUE', 'FALSE'], ['True', 'False']]
    .flatMap(([yes = '', no = '']): [string, boolean][] => [[yes, true], [no, false]]),
);

/** Yes or no in the words of Go; undefined for any other. @source Go strconv.ParseBool */
export function parseGoBool(word: string): boolean | undefined {
  return WORDS.get(word);
}
