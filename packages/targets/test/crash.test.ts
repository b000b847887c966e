import { describe, expect, it } from '@jest/globals';
import type { Manifest, TargetController } from '@flagger/sdk';
import { deploymentFactory } from '../src/deployment/deployment-factory.ts';
import { DEPLOYMENTS } from '../src/objects/deployment.ts';
import { MemoryStore } from './support/memory-store.ts';
import type { Write } from './support/memory-store.ts';
import { canary, deployment, env, signal } from './support/world.ts';

const SUBJECT = canary();
const SETTINGS = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'test' }, data: { color: 'red' } };
const target = (image: string) => deployment({ pod: { containers: [{ name: 'c', image, envFrom: [{ configMapRef: { name: 'settings' } }] }] } });

const converge = async (controller: TargetController): Promise<void> => {
  const metadata = await controller.metadata(SUBJECT, signal);
  await controller.exposeWorkloads(SUBJECT, metadata, signal);
  await controller.initialize(SUBJECT, signal);
  await controller.exposeApex(SUBJECT, metadata, signal);
};
const start = async (controller: TargetController): Promise<void> => {
  await converge(controller);
  await controller.scaleToZero(SUBJECT, signal);
};
const promote = async (controller: TargetController): Promise<void> => {
  await controller.scaleFromZero(SUBJECT, signal);
  await controller.promote(SUBJECT, signal);
};

/** A whole release, killed at its nth write and begun anew from the step that was cut off. */
async function release(killedAt: number): Promise<{ readonly store: MemoryStore; readonly writes: readonly Write[] }> {
  const store = new MemoryStore(SETTINGS, target('podinfo:1'));
  const writes: Write[] = [];
  let count = 0;
  store.onWrite = write => {
    count += 1;
    if (count === killedAt) throw new Error('killed');
    writes.push(write);
  };
  const step = async (run: (controller: TargetController) => Promise<void>): Promise<void> => {
    try {
      await run(deploymentFactory.create(env(store)));
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'killed') throw error;
      await run(deploymentFactory.create(env(store)));
    }
  };
  await step(start);
  store.put({ ...SETTINGS, data: { color: 'blue' } });
  await step(promote);
  await step(start);
  return { store, writes };
}

const objects = async (store: MemoryStore): Promise<unknown> => {
  const kinds = ['Deployment', 'Service', 'ConfigMap'].map(kind => ({ ...DEPLOYMENTS, kind }));
  const all: readonly Manifest[] = (await Promise.all(kinds.map(kind => store.list<Manifest>(kind, 'test')))).flat();
  return all.map(object => ({ ...object, metadata: { ...object.metadata, resourceVersion: '', generation: 0, uid: '' } }));
};

describe('a release that is killed', () => {
  it('at any write ends as one that was not, and rolls the primary once', async () => {
    const whole = await release(Number.POSITIVE_INFINITY);
    const rolls = (writes: readonly Write[]): number => writes.filter(({ verb, what }) => verb === 'update' && what === 'Deployment podinfo-primary').length;
    expect(rolls(whole.writes)).toBe(1);
    for (let at = 1; at <= whole.writes.length; at += 1) {
      const cut = await release(at);
      expect(await objects(cut.store)).toEqual(await objects(whole.store));
      expect(cut.writes).toHaveLength(whole.writes.length);
      expect(rolls(cut.writes)).toBe(1);
    }
  });
});
