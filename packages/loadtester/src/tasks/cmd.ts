import { CanaryError } from '@flagger/sdk';
import { parseGoBool } from '../payload/go-bool.ts';
import { runInBackground } from './run-in-background.ts';
import { canaryOf } from './task.ts';
import type { TaskKind } from './task.ts';

/** `cmd`: a script of `sh`, in the background. @source flagger pkg/loadtester/cmd.go */
export const cmd: TaskKind = {
  waits: () => false,
  refusedWith: 400,
  create: (payload, tools) => {
    const script = payload.metadata.get('cmd');
    if (script === undefined) throw new CanaryError('Invalid', 'never', 'cmd not found in metadata');
    const canary = canaryOf(payload);
    const command = { argv: tools.policy.script('sh', script) };
    const logsOutput = parseGoBool(payload.metadata.get('logCmdOutput') ?? '') ?? false;
    return { type: 'cmd', canary, title: script, key: `${canary}${script}`, run: signal => runInBackground({ canary, title: script, command, logsOutput }, tools, signal) };
  },
};
