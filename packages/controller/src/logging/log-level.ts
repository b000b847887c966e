/** From the few lines that matter most to all of them. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug'] as const;

/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Which lines are written. */
export interface LevelChoice {
  readonly level: LogLevel;
  /** Why it is not what the flag says. */
  readonly note?: string;
}

/** The level that `-log-level` means; a word that it doesn't know is 'info', and `note` says so. @source flagger pkg/logger/logger.go */
export function chooseLevel(word: string): LevelChoice {
  if (word === 'panic') return { level: 'fatal' };
  const level = LOG_LEVELS.find(known => known === word);
  if (level !== undefined) return { level };
  return { level: 'info', note: `Log level "${word}" is taken as info; allowed: debug, info, warn, error, fatal, panic` };
}
