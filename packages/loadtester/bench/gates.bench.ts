import { createRealClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { MeasuredTester } from './measured-tester.ts';
import type { BenchAnswer } from './measured-tester.ts';

type Report = (figure: string, value: number, unit: string, beside?: string) => void;

const TASKS = 100;
const REQUESTS = 5_000;
const AT_ONCE = 50;
const TOGGLES = 10_000;
const NAMESPACE = 'test';

/** Gates while tasks run, and gates that two replicas toggle and read at once. */
export default [
  { name: 'gates in memory', rounds: 3, run: (report: Report): Promise<void> => measureChecks(report, 'memory') },
  { name: 'gates in a ConfigMap', rounds: 3, run: (report: Report): Promise<void> => measureChecks(report, 'config-map') },
  { name: 'gates of two replicas', rounds: 3, run: measureToggles },
];

async function measureChecks(report: Report, kept: 'memory' | 'config-map'): Promise<void> {
  const api = kept === 'memory' ? undefined : await startApi();
  const tester = await MeasuredTester.start(...flagsFor(api));
  for (let at = 0; at < TASKS; at += 1) expectStatus(await tester.post('/', { ...gate(at), metadata: { cmd: `sleep ${600 + at}` } }), 202);
  const startMs = performance.now();
  await inParallel(REQUESTS, async at => expectStatus(await tester.post('/gate/check', gate(at)), 403));
  report('checks while 100 tasks run', REQUESTS / ((performance.now() - startMs) / 1000), '/s', 'wanted: 1,000 /s');
  const running = await tester.running();
  if (running !== TASKS) throw new Error(`${running} of ${TASKS} tasks run`);
  await tester.stop();
  await api?.close();
}

/** Each toggle of one replica is read back through the other. */
async function measureToggles(report: Report): Promise<void> {
  const api = await startApi();
  const [one, two] = [await MeasuredTester.start(...flagsFor(api)), await MeasuredTester.start(...flagsFor(api))];
  let lost = 0;
  const startMs = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, async (_, worker) => {
    for (let at = 0; at < TOGGLES / AT_ONCE; at += 1) {
      const [writer, reader] = (worker + at) % 2 === 0 ? [one, two] : [two, one];
      const open = at % 2 === 0;
      expectStatus(await writer.post(open ? '/gate/open' : '/gate/close', gate(worker)), 202);
      const { status } = await reader.post('/gate/check', gate(worker));
      if ((status === 200) !== open) lost += 1;
    }
  }));
  report('toggles, each read back', TOGGLES / ((performance.now() - startMs) / 1000), '/s');
  report('toggles lost of 10,000', lost, 'toggles', 'wanted: 0');
  await Promise.all([one.stop(), two.stop()]);
  await api.close();
}

async function startApi(): Promise<ApiServer> {
  const api = await startApiServer({ clock: createRealClock() });
  api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  return api;
}

function flagsFor(api: ApiServer | undefined): readonly string[] {
  return api === undefined ? [] : [`-gate-config-map=${NAMESPACE}/gates`, `-master=${api.url}`];
}

function gate(at: number): { readonly name: string; readonly namespace: string } {
  return { name: `app-${at % AT_ONCE}`, namespace: NAMESPACE };
}

async function inParallel(times: number, run: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < times) await run(next++);
  }));
}

function expectStatus({ status, body }: BenchAnswer, expected: number): void {
  if (status !== expected) throw new Error(`answered ${status}: ${body}`);
}
