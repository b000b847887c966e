import { describe, expect, it } from '@jest/globals';
import { assert, array, constantFrom, integer, property, tuple } from 'fast-check';
import { readServerWeights } from '../../src/agent/server-weights.ts';
import { planWeights } from '../../src/agent/weight-commands.ts';
import type { HaproxySplit } from '../../src/haproxy-split.ts';

/** As HAProxy 2.6 answers, without the columns behind the weight. */
const STATE = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight
3 test_podinfo 1 primary 10.0.0.1 2 0 100 100
3 test_podinfo 2 canary 10.0.0.2 2 0 0 0

`;

function split(primary: number, canary: number): HaproxySplit {
  const server = (name: string, weight: number) => ({ name, service: `podinfo-${name}`, weight });
  return { apiVersion: 'haproxy.acme.example/v1', kind: 'HAProxySplit', metadata: { name: 'podinfo' }, spec: { backend: 'test_podinfo', servers: [server('primary', primary), server('canary', canary)] } };
}

describe('the state of servers', () => {
  it('is read by the names of its columns', () => {
    expect([...readServerWeights(STATE)]).toEqual([['test_podinfo/primary', 100], ['test_podinfo/canary', 0]]);
  });

  it.each(['', 'Permission denied\n', '1\n# be_id be_name\n'])('%j is none', answer => {
    expect(() => readServerWeights(answer)).toThrow("HAProxy's answer is no list of servers");
  });
});

describe('the plan', () => {
  const live = readServerWeights(STATE);

  it('is empty where HAProxy splits as it should', () => {
    expect(planWeights([split(100, 0)], live)).toEqual({ commands: [], missing: [] });
  });

  it('names only what changes', () => {
    expect(planWeights([split(100, 5)], live).commands).toEqual(['set server test_podinfo/canary weight 5']);
  });

  it('names servers that haproxy.cfg lacks, and does the rest', () => {
    const other = { ...split(1, 1), spec: { ...split(1, 1).spec, backend: 'test_other' } };
    expect(planWeights([other, split(70, 30)], live)).toEqual({
      commands: ['set server test_podinfo/canary weight 30', 'set server test_podinfo/primary weight 70'],
      missing: ['test_other/primary', 'test_other/canary'],
    });
  });

  it('never leaves both servers without weight on the way', () => {
    const weights = tuple(integer({ min: 0, max: 100 }), constantFrom('first' as const, 'second' as const)).map(([weight]): [number, number] => [weight, 100 - weight]);
    assert(property(weights, array(weights), (begin, steps) => {
      const now = new Map([['test_podinfo/primary', begin[0]], ['test_podinfo/canary', begin[1]]]);
      for (const [primary, canary] of steps) {
        for (const command of planWeights([split(primary, canary)], now).commands) {
          const [, , server = '', , weight] = command.split(' ');
          now.set(server, Number(weight));
          expect([...now.values()].some(each => each > 0)).toBe(true);
        }
        expect([...now.values()]).toEqual([primary, canary]);
      }
    }));
  });
});
