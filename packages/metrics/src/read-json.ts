import { queryFailed, shorten } from './failures.ts';

/** Any JSON; `at` looks into it without knowing what is there. */
export class JsonAnswer {
  readonly #value: unknown;

  private constructor(value: unknown) {
    this.#value = value;
  }

  /** @throws CanaryError QueryFailed, where `body` is no JSON */
  static read(body: string): JsonAnswer {
    try {
      return new JsonAnswer(JSON.parse(body));
    } catch (error) {
      throw queryFailed(`error unmarshaling result: ${error instanceof Error ? error.message : String(error)}, '${shorten(body)}'`, error);
    }
  }

  /** What stands at a path of keys and indices; -1 is the last of a list. Undefined where the path leads nowhere. */
  at(...path: readonly (string | number)[]): unknown {
    return path.reduce<unknown>((value, step) => {
      if (Array.isArray(value)) return typeof step === 'number' ? (value as unknown[]).at(step) : undefined;
      return typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined;
    }, this.#value);
  }

  /** The list at a path; undefined where there is none. */
  listAt(...path: readonly (string | number)[]): readonly unknown[] | undefined {
    const value = this.at(...path);
    return Array.isArray(value) ? (value as unknown[]) : undefined;
  }

  /** The number at a path; undefined where there is none. @throws CanaryError QueryFailed, where something else stands there */
  numberAt(...path: readonly (string | number)[]): number | undefined {
    const value = this.at(...path) ?? undefined;
    if (value === undefined || typeof value === 'number') return value;
    throw queryFailed(`error unmarshaling result: ${shorten(JSON.stringify(value))} is no number`);
  }
}
