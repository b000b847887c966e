import { playApart } from '../test/e2e/data-plane/play-apart.ts';
import type { ServedProvider } from '../test/e2e/data-plane/setting.ts';

type Report = (figure: string, value: number, unit: string, beside?: string) => void;

const PROVIDERS: readonly ServedProvider[] = ['traefik', 'gatewayapi:v1'];
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
/** Fields of the analysis to change, such as `{"stepWeight":null,"stepWeights":[5,30,60]}`. */
const analysis = JSON.parse(process.env['BENCH_ANALYSIS'] ?? '{}') as object;

/**
 * A good and a bad release through a real Traefik, seen by its users: `npm run bench -- data-plane`. Flagger's figures are those of 1.44 in
 * the same setting. `BENCH_ANALYSIS` changes the analysis.
 */
export default PROVIDERS.map(provider => ({ name: `data plane, ${provider}`, rounds, run: (report: Report) => measure(provider, report) }));

async function measure(provider: ServedProvider, report: Report): Promise<void> {
  for (const { good, bad } of await playApart([provider], analysis)) {
    const steps = [...good.steps, ...bad.steps];
    report('promoted after the change', good.seconds, 's', 'Flagger 64; aim 45');
    report('only the new version answers', good.untilOneVersionSeconds, 's');
    report('rolled back after the bad one', bad.seconds, 's', 'Flagger 48; aim 30');
    report('failed requests of users', bad.failed, '', 'Flagger 300; aim 220');
    report('failed requests in the good release', good.failed, '', 'aim 0');
    report('requests without an answer of a Pod', good.broken.length + bad.broken.length, '', 'aim 0');
    report('farthest share from its weight', Math.max(...steps.map(({ weight, share }) => Math.abs(share - weight))), 'points', 'Flagger 0.1; aim 2');
  }
}
