import { CanaryError } from '@flagger/sdk';
import { loadProgramKind } from './load-program.ts';

/** `wrk`: arguments of wrk in `cmd`. */
export const wrk = loadProgramKind({
  name: 'wrk',
  given: (_, args) => {
    if (args.length === 0) throw new CanaryError('Invalid', 'never', 'cmd not found in metadata');
    return { args };
  },
});
