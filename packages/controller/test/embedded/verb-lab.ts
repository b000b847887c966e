import { readFileSync } from 'node:fs';
import type { CanaryCondition, CanaryStatus } from '@flagger/sdk';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { event, phase } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';

const NAMESPACE = 'verbs';
const FLAGGER_CRDS = readFileSync(new URL('../fixtures/flagger-1.44-crds.yaml', import.meta.url), 'utf8');

/** Where a canary's hook of the lab is. */
export const hookUrl = (name: string): string => `http://127.0.0.1:18080/hook/${NAMESPACE}/${name}`;

/** A world with one canary, whose user has `kubectl`. */
export class VerbLab {
  readonly world: EmbeddedWorld;

  private constructor(world: EmbeddedWorld) {
    this.world = world;
  }

  /** A canary that is initialized; with `flaggersCrds`, on a cluster whose schema is Flagger's own. */
  static async start(analysis: Record<string, unknown> = {}, { flaggersCrds = false } = {}): Promise<VerbLab> {
    const lab = new VerbLab(await EmbeddedWorld.start(NAMESPACE));
    if (flaggersCrds) lab.world.api.installCrds(FLAGGER_CRDS);
    await lab.world.lab.create(deployment());
    await lab.world.lab.create(canary('istio', { stepWeight: 20, maxWeight: 60, metrics: builtinMetrics, ...analysis }));
    await phase(lab.world.lab, 'Initialized');
    return lab;
  }

  /** As `start`, in the middle of a run, at its first weight. */
  static async running(...args: Parameters<typeof VerbLab.start>): Promise<VerbLab> {
    const lab = await VerbLab.start(...args);
    await lab.world.lab.image('2');
    await event(lab.world.lab, /canary weight 20/);
    return lab;
  }

  /** `kubectl annotate canary podinfo flagger.app/verb=…` */
  async annotate(value: string): Promise<void> {
    await this.patchAsKubectl({ metadata: { annotations: { 'flagger.app/verb': value } } });
    await this.world.settle();
  }

  /** Asks for a verb about the run that stands in the status. */
  async ask(verb: string, id = ''): Promise<void> {
    await this.annotate(`${verb} ${(await this.status()).lastAppliedSpec} ${id}`.trim());
  }

  async status(): Promise<CanaryStatus> {
    return (await this.world.lab.canary())?.status ?? {};
  }

  async annotation(): Promise<string | undefined> {
    return (await this.world.lab.canary())?.metadata.annotations?.['flagger.app/verb'];
  }

  async advancing(): Promise<CanaryCondition | undefined> {
    return (await this.status()).conditions?.find(({ type }) => type === 'Advancing');
  }

  /** Messages with a text. */
  said(pattern: RegExp): readonly string[] {
    return this.world.lab.messages().filter(message => pattern.test(message));
  }

  async patchAsKubectl(patch: unknown): Promise<void> {
    const url = `${this.world.api.url}/apis/flagger.app/v1beta1/namespaces/${NAMESPACE}/canaries/podinfo?fieldManager=kubectl-annotate`;
    const answer = await fetch(url, { method: 'PATCH', headers: { 'content-type': 'application/merge-patch+json' }, body: JSON.stringify(patch) });
    if (!answer.ok) throw new Error(await answer.text());
  }
}
