import { expect, it } from '@jest/globals';
import { apiLimit } from '../../src/flags/api-limit.ts';
import { parseFlags } from '../../src/flags/parse-flags.ts';

it.each([
  [[], {}],
  [['-kubeconfig-qps=50'], { qps: 50, burst: 250 }],
  [['-kubeconfig-burst=60'], { qps: 100, burst: 60 }],
  [['-kubeconfig-qps=-1'], { qps: 1_000_000, burst: 1_000_000 }],
  [['-kubeconfig-qps=0', '-kubeconfig-burst=0'], { qps: 5, burst: 10 }],
])('%j limits requests to the API to %j', (argv, limit) => {
  expect(apiLimit(parseFlags(argv, {}).flags)).toEqual(limit);
});
