/** The lines of a table; the first row is its head. */
export function table([head = [], ...rows]: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`);
}

/** Values as code, or a dash for none. */
export function code(values: readonly string[]): string {
  return values.length === 0 ? '–' : values.map(value => `\`${value}\``).join(', ');
}
