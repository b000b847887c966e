import { afterEach, describe, expect, it } from '@jest/globals';
import { event, phase } from '../golden/lab.ts';
import { builtinMetrics } from '../golden/objects.ts';
import { VerbLab } from './verb-lab.ts';

let lab: VerbLab;
afterEach(() => lab.world.close());

/** A run that no traffic comes to. */
async function silent(noData: string | undefined): Promise<VerbLab> {
  lab = await VerbLab.start({ metrics: builtinMetrics.map(metric => ({ ...metric, ...(noData !== undefined && { noData }) })) });
  lab.world.lab.control.metrics.push([/./, null]);
  await lab.world.lab.image('2');
  return lab;
}

const NO_VALUES = /^Halt advancement no values found for istio metric request-success-rate probably podinfo\.verbs is not receiving traffic: running query failed: no values found/;

describe('a run without traffic', () => {
  it.each([[undefined], ['fail']])('fails, with noData %s', async noData => {
    await silent(noData);
    await phase(lab.world.lab, 'Failed');
    expect(lab.said(NO_VALUES)).toHaveLength(2);
    expect(lab.said(/holding/)).toEqual([]);
  });

  it('waits with noData hold: said once an interval, nothing is counted, no step is taken', async () => {
    await silent('hold');
    await event(lab.world.lab, /, holding$/);
    lab.world.api.requests.reset();
    await lab.world.lab.sleep(50_000);
    expect(await lab.status()).toMatchObject({ phase: 'Progressing', failedChecks: 0, canaryWeight: 20 });
    expect((await lab.status()).lastFailedCheck).toBeUndefined();
    expect(lab.said(NO_VALUES)).toHaveLength(6);
    expect(lab.world.writes()).toEqual([]);
    expect(await lab.advancing()).toMatchObject({ status: 'False', reason: 'NoData', message: expect.stringMatching(/^the metric request-success-rate has no value; query: /) });
    lab.world.lab.control.metrics.length = 0;
    await phase(lab.world.lab, 'Succeeded');
  });

  it('goes on with noData pass', async () => {
    await silent('pass');
    await phase(lab.world.lab, 'Succeeded');
    expect(lab.said(/no values/)).toEqual([]);
  });
});
