import { CanaryError } from '@flagger/sdk';
import { loadProgramKind } from './load-program.ts';

/** `k6`: arguments of k6 in `cmd`, such as `run /scripts/load.js`; or a test in `script`, with options of `k6 run` in `cmd`. */
export const k6 = loadProgramKind({
  name: 'k6',
  given: ({ metadata }, args) => {
    const script = metadata.get('script') ?? '';
    if (script !== '') return { args: ['run', ...args, '-'], input: script };
    if (args.length === 0) throw new CanaryError('Invalid', 'never', 'neither cmd nor script found in metadata');
    return { args };
  },
});
