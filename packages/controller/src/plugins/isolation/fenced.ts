import { checkAnswer } from './check-answer.ts';
import type { CalledMethod } from './plugin-call.ts';
import type { PluginFence } from './plugin-fence.ts';

/** What every call of a piece has in common. */
export interface FencedPiece extends Omit<CalledMethod, 'method'> {
  readonly fence: PluginFence;
  /** What it is: `router`, `metric provider`. */
  readonly role: string;
}

/**
 * A router, metric provider, notifier, target or scaler of a plug-in behind its fence. All their methods return promises and
 * take a signal last. It is made at the first call: making it may fail, too.
 */
export function fenced<T extends object>(create: () => T, { fence, role, ...caller }: FencedPiece): T {
  let made: T | undefined;
  // The piece itself comes later; only its methods are ever asked for.
  return new Proxy({} as T, {
    get: (_target, name) => {
      // The language itself asks whether it is a promise, and how it is printed.
      if (typeof name === 'symbol' || name === 'then') return undefined;
      const method = `${role}.${name}`;
      return async (...args: unknown[]): Promise<unknown> => {
        const outer = args.at(-1);
        if (!(outer instanceof AbortSignal)) throw new TypeError(`${method} was called without a signal`);
        const run = async (signal: AbortSignal): Promise<unknown> => {
          made ??= create();
          const answer: unknown = await Reflect.apply(methodOf(made, name), made, [...args.slice(0, -1), signal]);
          checkAnswer(method, answer);
          return answer;
        };
        return fence.call({ ...caller, method }, run, outer);
      };
    },
  });
}

function methodOf(piece: object, name: string): (...args: unknown[]) => unknown {
  const method: unknown = Reflect.get(piece, name);
  if (typeof method !== 'function') throw new TypeError(`method ${name} is missing`);
  return method as (...args: unknown[]) => unknown;
}
