import fc from 'fast-check';
import { SCHEMA_ROWS } from './rows.ts';
import type { SchemaRow } from './rows.ts';

/** Mixtures of up to six rows; the last one with a field wins. */
export const arbitraryRow: fc.Arbitrary<SchemaRow> = fc.shuffledSubarray([...SCHEMA_ROWS], { minLength: 2, maxLength: 6 }).map(rows => {
  const title = rows.map(row => row.title).join(' + ');
  return rows.reduce<SchemaRow>((mixed, row) => ({
    ...mixed, ...row, title,
    service: { ...mixed.service, ...row.service }, status: { ...mixed.status, ...row.status },
  }), { title, analysis: {} });
});
