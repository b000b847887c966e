/** What schema and types both say about one field. */
export interface Field {
  readonly type: 'array' | 'boolean' | 'map' | 'number' | 'number or string' | 'object' | 'string';
  readonly required: boolean;
  /** Sorted; undefined where any string is allowed. */
  readonly values?: readonly string[];
}

/** By path, such as `Canary.spec.analysis.metrics[].name`; `{}` stands for the values of a map. */
export type Fields = ReadonlyMap<string, Field>;
