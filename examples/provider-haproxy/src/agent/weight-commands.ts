import type { HaproxySplit } from '../haproxy-split.ts';
import type { ServerWeights } from './server-weights.ts';

/** What has to be done for splits, and what can't be. */
export interface Plan {
  readonly commands: readonly string[];
  /** Servers of splits that `haproxy.cfg` lacks. */
  readonly missing: readonly string[];
}

/** The commands after which HAProxy splits as it should; none where it does. Weight is given before it is taken, so that somebody always has some. */
export function planWeights(splits: readonly HaproxySplit[], live: ServerWeights): Plan {
  const wanted = splits.flatMap(({ spec: { backend, servers } }) => servers.map(({ name, weight }) => ({ server: `${backend}/${name}`, weight })));
  const changes = wanted.flatMap(({ server, weight }) => {
    const now = live.get(server);
    return now === undefined || now === weight ? [] : [{ server, weight, gain: weight - now }];
  });
  return {
    commands: changes.sort((a, b) => b.gain - a.gain).map(({ server, weight }) => `set server ${server} weight ${weight}`),
    missing: wanted.map(({ server }) => server).filter(server => !live.has(server)),
  };
}
