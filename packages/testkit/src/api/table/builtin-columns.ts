import type { PrinterColumn } from '../resources/resource-definition.ts';

/** What `kubectl get` prints for built-in kinds, besides name and age. */
export const BUILTIN_COLUMNS: Readonly<Record<string, readonly PrinterColumn[]>> = {};
