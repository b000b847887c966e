import { describe, expect, it } from '@jest/globals';
import type { Cluster } from '@flagger/cluster';
import { CanaryError } from '@flagger/sdk';
import { createAskedBy } from '../../src/canary/asked-by.ts';
import { canaryWith } from './subject.ts';

const never = new AbortController().signal;
const entry = (manager: string, time: string, name: string): unknown => ({ manager, time, fieldsV1: { 'f:metadata': { 'f:annotations': { '.': {}, [`f:${name}`]: {} } } } });

function askedBy(answer: () => Promise<unknown>): Promise<string | undefined> {
  const request: Cluster['request'] = <T>() => answer() as Promise<T>;
  return createAskedBy({ request })(canaryWith(), 'flagger.app/verb', never);
}

const managed = (managedFields?: readonly unknown[]): Promise<string | undefined> => askedBy(() => Promise.resolve({ metadata: { name: 'web', managedFields } }));

describe('who set an annotation', () => {
  it('is its field manager, the latest where there are several', async () => {
    expect(await managed([
      entry('helm', '2026-05-01T10:00:00Z', 'other'), entry('kubectl-annotate', '2026-05-01T10:00:02Z', 'flagger.app/verb'), entry('argocd', '2026-05-01T10:00:01Z', 'flagger.app/verb'),
    ])).toBe('kubectl-annotate');
  });

  it('is unknown where the API server tells no manager of it', async () => {
    expect([await managed(), await managed([]), await managed([entry('helm', '', 'other'), { manager: 'x' }])]).toEqual([undefined, undefined, undefined]);
  });

  it('is unknown where the canary is gone; any other failure is one', async () => {
    expect(await askedBy(() => Promise.reject(new CanaryError('NotFound', 'later', 'gone')))).toBeUndefined();
    await expect(askedBy(() => Promise.reject(new CanaryError('ApiForbidden', 'later', 'no')))).rejects.toMatchObject({ code: 'ApiForbidden' });
  });
});
