import type { Fault } from '@flagger/testkit';
import { TrafficGuard } from '../crash/traffic-guard.ts';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { hook } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';
import type { Happening, Story, WriteFault } from './arbitrary-story.ts';

const FAULTS: Readonly<Record<WriteFault, Fault>> = {
  conflict: { kind: 'status', code: 409, reason: 'Conflict', message: 'the object has been modified' },
  'too many requests': { kind: 'status', code: 429, reason: 'TooManyRequests', retryAfterSeconds: 2 },
  'server error': { kind: 'status', code: 500 },
  lost: { kind: 'drop' },
  'answer lost': { kind: 'drop-answer' },
};

const NAMESPACE = 'unsteady';

/** A canary's life on an API server that fails now and then. */
export class UnsteadyWorld {
  readonly world: EmbeddedWorld;
  readonly guard: TrafficGuard;

  private constructor(world: EmbeddedWorld) {
    this.world = world;
    world.waitsInTicks = true;
    this.guard = new TrafficGuard(world);
  }

  static async start({ mesh, analysis, faults }: Story): Promise<UnsteadyWorld> {
    const unsteady = new UnsteadyWorld(await EmbeddedWorld.start(NAMESPACE));
    unsteady.#breakWrites(faults);
    const { lab } = unsteady.world;
    const webhooks = [hook(lab, 'rollout', { type: 'confirm-rollout' }), hook(lab, 'promotion', { type: 'confirm-promotion' })];
    const whole = { metrics: builtinMetrics, webhooks, ...analysis };
    for (const object of [deployment(), canary(mesh ? 'istio' : 'kubernetes', whole)]) await lab.create(object);
    await lab.until('the first rest', async () => ['Initialized', 'Failed'].includes((await lab.canary())?.status?.phase ?? ''));
    return unsteady;
  }

  async tell(events: Story['events']): Promise<void> {
    for (const { afterSeconds, what } of events) {
      await this.world.lab.sleep(afterSeconds * 1000);
      await this.#happen(what);
    }
  }

  /** Nothing fails any more, and the canary comes to rest. */
  async calm(): Promise<void> {
    const { lab, api } = this.world;
    for (const what of ['metrics pass', 'gates open', 'no longer suspended', 'pods start'] as const) await this.#happen(what);
    await lab.sleep(10_000);
    api.faults.clear();
    // What changed back in the middle of a release gets one of its own, an interval after its end.
    do {
      await lab.until('rest', () => this.#rests(), 900);
      await lab.sleep(60_000);
    } while (!(await this.#rests()));
  }

  async #rests(): Promise<boolean> {
    return ['Initialized', 'Succeeded', 'Failed'].includes((await this.world.lab.canary())?.status?.phase ?? '');
  }

  #breakWrites(faults: Story['faults']): void {
    let write = 0;
    this.world.api.faults.inject(request => {
      if (request.method === 'GET' || request.target?.plural === 'events' || !this.world.isController(request)) return undefined;
      write += 1;
      const fault = faults[write];
      return fault && FAULTS[fault];
    });
  }

  async #happen(what: Happening): Promise<void> {
    const { lab, api } = this.world;
    const edit = (spec: Record<string, unknown>): Promise<void> => lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { spec });
    const start = (ready: 'never' | null): Promise<void> =>
      lab.patch('apps/v1', 'Deployment', 'podinfo', { spec: { template: { metadata: { annotations: { 'nodeless/ready': ready } } } } });
    const expire = (): void => {
      api.expireHistory();
      api.dropWatches();
    };
    const actions: Readonly<Record<Happening, () => Promise<void> | void>> = {
      'image 1': () => lab.image('1'),
      'image 2': () => lab.image('2'),
      'image 3': () => lab.image('3'),
      'pods never start': () => start('never'),
      'pods start': () => start(null),
      suspended: () => edit({ suspend: true }),
      'no longer suspended': () => edit({ suspend: false }),
      'steps of 50': () => edit({ analysis: { stepWeight: 50 } }),
      'metrics fail': () => void lab.control.metrics.splice(0, Infinity, [/./, 50]),
      'metrics pass': () => void lab.control.metrics.splice(0),
      'rollout gate closes': () => void (lab.control.hooks['rollout'] = 403),
      'promotion gate closes': () => void (lab.control.hooks['promotion'] = 403),
      'gates open': () => void Object.assign(lab.control.hooks, { rollout: 200, promotion: 200 }),
      'watches break off': () => api.dropWatches(),
      'history expires': expire,
      'lists fail': () => {
        api.faults.injectNext(3, { kind: 'status', code: 500 }, request => request.verb === 'list' && this.world.isController(request));
        expire();
      },
      'controller is killed': () => this.world.killOperator(2000),
    };
    await actions[what]();
  }
}
