import type { Canary, CanaryPhase, Manifest } from '@flagger/sdk';
import type { ApiServer, LoadReport } from '@flagger/testkit';
import { APP } from './manifests.ts';

/** Where a release stands, as the objects say. */
export interface Stage {
  readonly phase: CanaryPhase | '';
  /** Percent that the route sends to the canary; 0 where there is no route object. */
  readonly weight: number;
  readonly iterations: number;
}

/** A stage that has ended, with the requests that users made while it lasted. */
export interface PastStage extends Stage {
  readonly report: LoadReport;
}

interface VirtualService extends Manifest {
  readonly spec: { readonly http?: readonly { readonly route?: readonly { readonly destination: { readonly host: string }; readonly weight?: number }[] }[] };
}

/** Follows the release of one namespace. `changed` gets the stage before and the one that begins. */
export function followStages(api: ApiServer, namespace: string, changed: (before: Stage, now: Stage) => void): () => void {
  let stage: Stage = { phase: '', weight: 0, iterations: 0 };
  return api.store.subscribe(({ object }) => {
    if (object.metadata.namespace !== namespace || object.metadata.name !== APP) return;
    const next = { ...stage, ...seen(object) };
    if (next.phase === stage.phase && next.weight === stage.weight && next.iterations === stage.iterations) return;
    const before = stage;
    stage = next;
    changed(before, next);
  });
}

function seen(object: Manifest): Partial<Stage> {
  if (object.kind === 'Canary') {
    const { phase = '', iterations = 0 } = (object as Canary).status ?? {};
    return { phase, iterations };
  }
  return object.kind === 'VirtualService' ? { weight: canaryWeight(object as VirtualService) } : {};
}

function canaryWeight({ spec }: VirtualService): number {
  const routes = (spec.http ?? []).flatMap(({ route = [] }) => route);
  return routes.findLast(({ destination }) => destination.host === `${APP}-canary`)?.weight ?? 0;
}
