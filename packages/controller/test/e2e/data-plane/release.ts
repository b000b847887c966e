import type { Canary } from '@flagger/sdk';
import { ApiLab } from '../../golden/api-lab.ts';
import { Backends } from '../../golden/backends.ts';
import { phase } from '../../golden/lab.ts';
import { wallClock } from '../wall-clock.ts';
import { brokenOf, failedOf, stepsOf } from './figures.ts';
import type { ReleaseFigures, WrittenSplit } from './figures.ts';
import { Forked } from './forked.ts';
import type { Lab } from './lab.ts';
import { objectsOf } from './objects.ts';
import type { Answer } from './pod.ts';
import { BAD, hostOf, namespaceOf } from './setting.ts';
import type { ServedProvider } from './setting.ts';

/** A good release and then a bad one, of one provider. */
export interface ProviderFigures {
  readonly provider: ServedProvider;
  readonly good: ReleaseFigures;
  readonly bad: ReleaseFigures;
}

const USERS = new URL('load-generator.ts', import.meta.url);
/** After a write, in the time that answers take to be told. */
const AFTERMATH_MS = 4000;
const QUIET_MS = 12_000;

/** One canary with its users, from the first request on. */
export class ReleasePlay {
  readonly #lab: Lab;
  readonly #provider: ServedProvider;
  readonly #api: ApiLab;
  readonly #answers: Answer[] = [];

  constructor(lab: Lab, provider: ServedProvider) {
    const namespace = namespaceOf(provider);
    this.#lab = lab;
    this.#provider = provider;
    this.#api = new ApiLab({ namespace, base: '', backends: new Backends(namespace, wallClock.now), cluster: lab.cluster, pacer: wallClock });
  }

  async play(analysis: object = {}): Promise<ProviderFigures> {
    await this.#api.createNamespace();
    this.#lab.apply(objectsOf(this.#provider, analysis), this.#api.namespace);
    await phase(this.#api, 'Initialized');
    await this.#served();
    const users = new Forked(USERS, [hostOf(this.#provider)]);
    users.hear<readonly Answer[]>(answers => this.#answers.push(...answers));
    try {
      await this.#api.sleep(QUIET_MS);
      const good = await this.#release('2', 'Succeeded');
      await this.#api.sleep(QUIET_MS);
      return { provider: this.#provider, good, bad: await this.#release(BAD, 'Failed') };
    } finally {
      await users.stop();
    }
  }

  /** Waits until Traefik sends requests to a Pod. */
  async #served(): Promise<void> {
    const probe = new Forked(USERS, [hostOf(this.#provider)]);
    let served = false;
    probe.hear<readonly Answer[]>(answers => { served ||= answers.length > 0 && answers.every(({ pod }) => pod !== undefined); });
    await this.#api.until('an answer of a Pod', () => served, 30).finally(() => probe.stop());
  }

  async #release(version: string, ends: string): Promise<ReleaseFigures> {
    const changedAt = wallClock.now();
    await this.#api.image(version);
    await phase(this.#api, ends);
    await this.#api.sleep(AFTERMATH_MS);
    const endsAt = wallClock.now();
    const writes = this.#lab.audit.writes(this.#api.namespace).filter(({ at }) => at >= changedAt);
    const reached = writes.find(write => phaseOf(write) === ends)?.at ?? Number.NaN;
    const answers = this.#answers.filter(({ sentAt }) => sentAt >= changedAt && sentAt < endsAt);
    const said = this.#lab.audit.entries().filter(entry => entry.objectRef?.resource === 'events' && entry.objectRef.namespace === this.#api.namespace);
    const events = said.map(entry => ({ at: Date.parse(entry.requestReceivedTimestamp), message: String(entry.requestObject?.['message']) }));
    const losers = answers.filter(answer => answer.version !== undefined && (answer.version === version) !== (ends === 'Succeeded'));
    return {
      phase: ends, seconds: (reached - changedAt) / 1000, untilOneVersionSeconds: ((losers.at(-1)?.sentAt ?? changedAt) - changedAt) / 1000,
      steps: stepsOf(writes.flatMap(splitOf), answers, endsAt), requests: answers.length, failed: failedOf(answers), broken: brokenOf(answers),
      events: events.filter(({ at }) => at >= changedAt).map(({ at, message }) => `${((at - changedAt) / 1000).toFixed(1)} s: ${message}`),
    };
  }
}

type Write = ReturnType<Lab['audit']['writes']>[number];
interface Backend {
  readonly name: string;
  readonly weight?: number;
}

function bodyOf(write: Write): { readonly spec?: Readonly<Record<string, unknown>>; readonly status?: Canary['status'] } {
  return 'body' in write && write.body !== undefined ? (write.body as ReturnType<typeof bodyOf>) : {};
}

function phaseOf(write: Write): string | undefined {
  return bodyOf(write).status?.phase;
}

/** The split that a write of a TraefikService or HTTPRoute says. */
function splitOf(write: Write): readonly WrittenSplit[] {
  const { spec } = bodyOf(write) as { spec?: { weighted?: { services: readonly Backend[] }; rules?: readonly { backendRefs?: readonly Backend[] }[] } };
  const backends = spec?.weighted?.services ?? spec?.rules?.[0]?.backendRefs;
  if (backends === undefined || !('resource' in write) || !/traefikservices$|httproutes$/.test(String(write.resource))) return [];
  return [{ at: write.at, weight: backends.find(({ name }) => name === 'podinfo-canary')?.weight ?? 0 }];
}
