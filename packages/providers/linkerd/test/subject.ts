import { readFileSync } from 'node:fs';
import { sampleSubject } from '@flagger/testkit';
import type { RouterSubject } from '@flagger/testkit';
import plugin from '../src/index.ts';
import type { SmiVersion } from '../src/smi-versions.ts';
import { TrafficSplits } from './traffic-splits.ts';

/** A mesh with SMI, to be held to the laws. */
export function routerSubject({ names, splits }: SmiVersion): RouterSubject {
  const provider = plugin.providers.find(each => each.names === names);
  if (provider === undefined) throw new Error('each version is a provider');
  return {
    provider,
    crds: readFileSync(new URL('../../../deploy/crds/third-party/smi.yaml', import.meta.url), 'utf8'),
    canary: sampleSubject().canary,
    objects: [{ type: splits, name: 'podinfo', carriesMetadata: false }],
    change: { hosts: ['podinfo.test.svc.cluster.local'] },
    dataPlane: reader => new TrafficSplits(reader, splits),
  };
}
