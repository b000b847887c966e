import type { Canary, CanaryAnalysis, CanaryPhase } from '@flagger/sdk';
import { LoadGenerator } from '@flagger/testkit';
import type { LoadReport } from '@flagger/testkit';
import { healthText, readHealth } from './canary-health.ts';
import type { CanaryEvent } from './event-receiver.ts';
import { APP, canary, deployment, imageOf } from './manifests.ts';
import type { Playground } from './playground.ts';
import { followImage } from './follow-image.ts';
import { followStages } from './release-stage.ts';
import type { PastStage, Stage } from './release-stage.ts';
import { bar } from './timeline.ts';
import type { Timeline, Tone } from './timeline.ts';

/** What makes one scenario differ from another. */
export interface ScenarioOptions {
  /** Names the namespace and the provider. */
  readonly provider: 'istio' | 'kubernetes';
  readonly strategy: Partial<CanaryAnalysis>;
  /** Whose counters tell how the canary does. */
  readonly counted: 'mesh' | 'app';
  readonly requestsPerSecond: number;
}

/** How one release went. */
export interface ReleaseResult {
  readonly version: string;
  readonly phase: CanaryPhase | '';
  /** What users got while it was analysed, stage by stage. */
  readonly stages: readonly PastStage[];
  /** What users got after it. */
  readonly after: LoadReport;
}

const CANARIES = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary' };
const DEPLOYMENTS = { apiVersion: 'apps/v1', kind: 'Deployment' };
const REQUESTS_AFTER = 100;
/** A share of fewer says nothing. */
const TELLING_REQUESTS = 10;
const TONES: { readonly [phase: string]: Tone } = { Succeeded: 'good', Failed: 'bad' };

/** The application in one namespace, with its users, and the releases that it goes through. */
export class Scenario {
  readonly #playground: Playground;
  readonly #timeline: Timeline;
  readonly #options: ScenarioOptions;
  readonly #namespace: string;
  readonly #users: LoadGenerator;
  readonly #tester: LoadGenerator;
  readonly #stops: (() => void)[] = [];
  readonly #said = new Set<string>();
  #stages: PastStage[] = [];
  #version = '1.0.0';

  constructor(playground: Playground, timeline: Timeline, options: ScenarioOptions) {
    this.#playground = playground;
    this.#timeline = timeline;
    this.#options = options;
    this.#namespace = options.provider;
    const common = { router: playground.router.url, clock: playground.clock, sourceNamespace: this.#namespace };
    this.#users = new LoadGenerator({ ...common, host: APP, requestsPerSecond: options.requestsPerSecond, clients: 20 });
    this.#tester = new LoadGenerator({ ...common, host: `${APP}-canary`, requestsPerSecond: options.counted === 'app' ? 40 : 0 });
  }

  /** Deploys version 1.0.0 with its release policy; resolves when the primary serves. */
  async deploy(signal: AbortSignal): Promise<void> {
    const { api, events } = this.#playground;
    this.#stops.push(
      followStages(api, this.#namespace, (before, now) => this.#stageChanged(before, now)),
      followImage(api, this.#namespace, image => { this.#version = image.slice(image.lastIndexOf(':') + 1); }),
      events.listen(event => this.#sayEvent(event)),
    );
    this.#say(`deploying ${APP} ${this.#version} with a Canary for the provider ${this.#options.provider}`, 'strong');
    const ready = this.#phase(['Initialized'], signal);
    api.store.create(deployment(this.#namespace, this.#version));
    api.store.create(canary(this.#namespace, this.#options.provider, this.#options.strategy));
    await ready;
    this.#users.start();
    this.#tester.start();
  }

  /** Changes the image, and resolves when the release has been promoted or rolled back. */
  async release(version: string, signal: AbortSignal): Promise<ReleaseResult> {
    this.#stages = [];
    this.#say(`releasing ${APP} ${version}: kubectl -n ${this.#namespace} set image deployment/${APP} ${APP}=${imageOf(version)}`, 'strong');
    const begun = this.#phase(['Progressing'], signal);
    this.#playground.api.store.patch(DEPLOYMENTS, this.#key(), { spec: { template: deployment(this.#namespace, version).spec.template } });
    await begun;
    const phase = await this.#phase(['Succeeded', 'Failed'], signal);
    const after = await this.#users.send(REQUESTS_AFTER);
    return { version, phase, stages: this.#stages, after };
  }

  /** Ends the users' requests and the messages. */
  stop(): void {
    this.#stops.forEach(stop => stop());
    this.#users.stop();
    this.#tester.stop();
  }

  #stageChanged(before: Stage, now: Stage): void {
    const report = this.#users.take();
    if (before.phase === 'Progressing' && report.requests > 0) this.#sayStage({ ...before, report });
    if (before.phase === now.phase) return;
    this.#said.clear();
    this.#say(`phase ${now.phase}`, TONES[now.phase] ?? 'plain');
  }

  #sayStage(past: PastStage): void {
    this.#stages.push(past);
    const { report, weight, iterations } = past;
    if (report.requests < TELLING_REQUESTS) return;
    const got = report.byVersion[this.#version] ?? 0;
    const share = (100 * got) / report.requests;
    const asked = this.#options.counted === 'mesh' ? `weight ${String(weight).padStart(2)} %` : `check ${iterations}`;
    const health = healthText(readHealth(this.#playground.prometheus, this.#options.counted, this.#namespace));
    this.#say(`${asked}  ${bar(share)}  ${this.#version} got ${got} of ${report.requests} requests (${share.toFixed(1)} %)  canary: ${health}`);
  }

  /** An event that repeats itself within a phase is said once. */
  #sayEvent({ namespace, message, warning }: CanaryEvent): void {
    if (namespace !== this.#namespace || this.#said.has(message)) return;
    this.#said.add(message);
    this.#say(`${warning ? '!' : '·'} ${message}`, warning ? 'bad' : 'quiet');
  }

  #say(text: string, tone?: Tone): void {
    this.#timeline.say(this.#options.provider, text, tone);
  }

  /** Resolves with the phase once it is one of these, by a change from now on. */
  #phase(wanted: readonly CanaryPhase[], signal: AbortSignal): Promise<CanaryPhase> {
    return new Promise((resolve, reject) => {
      const stop = this.#playground.api.store.subscribe(({ object }) => {
        if (object.kind !== CANARIES.kind || object.metadata.namespace !== this.#namespace) return;
        const phase = (object as Canary).status?.phase;
        if (phase === undefined || phase === '' || !wanted.includes(phase)) return;
        stop();
        resolve(phase);
      });
      signal.addEventListener('abort', () => reject(new Error(`${this.#namespace}: no phase ${wanted.join(' or ')}: ${String(signal.reason)}`)), { once: true });
    });
  }

  #key(): { readonly namespace: string; readonly name: string } {
    return { namespace: this.#namespace, name: APP };
  }
}
