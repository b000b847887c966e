import { errorCode } from './error-code.ts';
import { errnoText, signalText } from './system-words.ts';

/** How a process ended, in the words of Go; undefined: well. @source Go os.ProcessState.String */
export function exitText(code: number | null, signal: NodeJS.Signals | null): string | undefined {
  if (signal !== null) return `signal: ${signalText(signal)}`;
  return code === 0 ? undefined : `exit status ${code}`;
}

/** Why a process could not be started, in the words of Go. @source Go os/exec */
export function startText(program: string, error: unknown): string {
  return `fork/exec ${program}: ${errnoText(errorCode(error) ?? String(error))}`;
}
