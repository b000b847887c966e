/** Labels, annotations, selectors. */
export type StringMap = Readonly<Record<string, string>>;
