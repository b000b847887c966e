import { lostFields } from './lost-fields.ts';
import type { SchemaReport } from './plays.ts';
import { SCHEMA_REFUSALS } from './refusals.ts';

/** What is wrong with the objects of a canary; empty where the API server takes all of them as they are, or refuses what it should. */
export function complaints({ writes, refusal, restless }: SchemaReport, { provider, row }: { readonly provider: string; readonly row: string }): readonly string[] {
  const lost = writes.flatMap(({ verb, type, sent, stored }) => (stored === undefined ? [] : lostFields(sent, stored).map(field => `${verb} ${type.kind}: ${field}`)));
  return [...new Set([...refusalComplaints(refusal, provider, row), ...lost, ...restless])];
}

/** Whether it is on purpose that a provider writes nothing: for a row, or for any. */
export function isExpected(refusal: string, provider: string, row?: string): boolean {
  return SCHEMA_REFUSALS.some(each => provider.startsWith(each.provider) && (row === undefined || each.rows.includes(row)) && refusal.includes(each.message));
}

/** A report without what two API servers may do differently: which addresses Services get, and in which order several errors are told. */
export function comparable(report: SchemaReport | undefined): object {
  const { writes = [], refusal = '', restless } = report ?? {};
  const judged = writes.map(({ verb, sent, stored }) => ({ verb, sent, spec: withoutAddresses((stored as { readonly spec?: object } | undefined)?.spec) }));
  return { refusal: refusal.split(/[[\],]+ ?/).toSorted(), restless, judged };
}

function withoutAddresses(spec: object | undefined): object | undefined {
  return spec && Object.fromEntries(Object.entries(spec).filter(([field]) => !field.startsWith('clusterIP')));
}

function refusalComplaints(refusal: string | undefined, provider: string, row: string): readonly string[] {
  return refusal === undefined || isExpected(refusal, provider, row) ? [] : [refusal];
}
