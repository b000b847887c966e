import type { Split } from './splits.ts';

/** Follows which session cookies routes hand out: a session that was promised to a version must not be lost while the run goes on. */
export class SessionCookies {
  readonly #values = new Map<string, string>();

  /** What was lost with these routes. */
  note(splits: readonly Split[]): readonly string[] {
    return splits.flatMap(({ cookies }) => cookies).flatMap(cookie => {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      const before = this.#values.get(name);
      this.#values.set(name, value);
      return before === undefined || before === value ? [] : [`the cookie ${name} changed`];
    });
  }
}
