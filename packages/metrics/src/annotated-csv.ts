import { parse } from 'csv-parse/sync';

/** A row of a Flux answer: what stands in each column, and its type, such as `double`. */
export type FluxRow = ReadonlyMap<string, { readonly text: string; readonly type: string }>;

/**
 * The first data row of annotated CSV; undefined where there is none.
 *
 * @example
 * // #datatype,string,long,double
 * // #default,_result,,
 * // ,result,table,_value
 * // ,,0,3.5
 * firstRow(csv)?.get('_value'); // { text: '3.5', type: 'double' }
 * @throws Error, where `body` is no CSV
 */
export function firstRow(body: string): FluxRow | undefined {
  const annotations = new Map<string, readonly string[]>();
  let names: readonly string[] | undefined;
  for (const cells of parse(body, { relaxColumnCount: true, skipEmptyLines: true })) {
    const [mark = ''] = cells;
    if (mark.startsWith('#')) {
      annotations.set(mark, cells);
      names = undefined;
    } else if (names !== undefined) {
      return rowOf(names, cells, annotations);
    } else {
      names = cells;
    }
  }
  return undefined;
}

function rowOf(names: readonly string[], cells: readonly string[], annotations: ReadonlyMap<string, readonly string[]>): FluxRow {
  const at = (mark: string, column: number): string => annotations.get(mark)?.[column] ?? '';
  return new Map(names.map((name, column) => [name, { text: cells[column] || at('#default', column), type: at('#datatype', column) }] as const).slice(1));
}
