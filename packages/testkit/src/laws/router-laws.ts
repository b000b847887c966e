import { AFFINITY_LAWS } from './affinity-laws.ts';
import { API_FAILURE_LAWS } from './api-failure-laws.ts';
import { BAD_OBJECT_LAWS } from './bad-object-laws.ts';
import { BYSTANDER_LAWS } from './bystander-laws.ts';
import { FINALIZE_LAWS } from './finalize-laws.ts';
import { INTERRUPTION_LAWS } from './interruption-laws.ts';
import type { LawSuite } from './law.ts';
import type { LawRow } from './law-row.ts';
import { LIVE_LAWS } from './live-laws.ts';
import { MATCH_LAWS } from './match-laws.ts';
import { METADATA_LAWS } from './metadata-laws.ts';
import { MIRROR_LAWS } from './mirror-laws.ts';
import { PROVIDER_LAWS } from './provider-laws.ts';
import { RouterLab } from './router-lab.ts';
import type { RouterSubject } from './router-subject.ts';
import { TCP_LAWS } from './tcp-laws.ts';
import { WEIGHT_LAWS } from './weight-laws.ts';

const BOOK: readonly LawRow[] = [
  ...PROVIDER_LAWS, ...WEIGHT_LAWS, ...TCP_LAWS, ...LIVE_LAWS, ...MIRROR_LAWS, ...MATCH_LAWS, ...AFFINITY_LAWS, ...METADATA_LAWS, ...FINALIZE_LAWS,
  ...BYSTANDER_LAWS, ...BAD_OBJECT_LAWS, ...API_FAILURE_LAWS, ...INTERRUPTION_LAWS,
];

/**
 * The laws of routers, for one provider. Each check starts from a server without routing objects.
 *
 * @example
 * const suite = routerLaws(acmeSubject);
 * afterAll(() => suite.close());
 * it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check());
 * it('leaves out what it cannot do', () => expect(suite.leftOut).toEqual([]));
 */
export function routerLaws(subject: RouterSubject): LawSuite {
  const { signal } = new AbortController();
  let lab: Promise<RouterLab> | undefined;
  const check = async (row: LawRow): Promise<void> => {
    lab ??= RouterLab.start(subject, { crds: true });
    const opened = await lab;
    await opened.reset(signal);
    await row.check(opened, signal);
  };
  const judged = BOOK.map(row => ({ row, reason: row.exempt.map(exempt => exempt(subject)).find(Boolean) }));
  return {
    laws: judged.flatMap(({ row, reason }) => (reason === undefined ? [{ title: row.title, check: () => check(row) }] : [])),
    leftOut: judged.flatMap(({ row: { title }, reason }) => (reason === undefined ? [] : [{ title, reason }])),
    close: async () => {
      const opened = await lab;
      await opened?.close();
    },
  };
}
