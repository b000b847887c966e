/** A value of a template: text, boolean, int (bigint), float64 (number), map; undefined is nil. */
export type TemplateValue = string | boolean | bigint | number | Readonly<Record<string, string>> | undefined;

/** Where a part of a template begins, and its text, for errors. */
export interface SourcePart {
  readonly at: number;
  readonly source: string;
}

/** What yields a value; `fields` are taken of it, as in `variables.level`. */
export type Operand = SourcePart & { readonly fields: readonly string[] } & (
    | { readonly kind: 'literal'; readonly value: TemplateValue }
    | { readonly kind: 'nil' }
    | { readonly kind: 'dot' }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'function'; readonly name: string }
    | { readonly kind: 'group'; readonly pipeline: Pipeline }
  );

/** A function with its arguments, or a lone operand. */
export interface Command extends SourcePart {
  readonly first: Operand;
  readonly rest: readonly Operand[];
}

/** Commands, each given the value of the one before as its last argument; `{{ $x := target | len }}` sets a variable. */
export interface Pipeline {
  readonly variables: readonly string[];
  readonly declares: boolean;
  readonly commands: readonly Command[];
}

/** A piece of a template. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | { readonly kind: 'if' | 'with' | 'range'; readonly pipeline: Pipeline; readonly body: readonly TemplateNode[]; readonly otherwise: readonly TemplateNode[] };
