import { bash } from './bash.ts';
import { cmd } from './cmd.ts';
import { concord } from './concord.ts';
import { k6 } from './k6.ts';
import { ngrinder } from './ngrinder.ts';
import { helm, helmv3, kubectl } from './program.ts';
import type { TaskKind } from './task.ts';
import { wrk } from './wrk.ts';

/** Every `metadata.type`; without one it is `cmd`. @source flagger pkg/loadtester/task.go */
export const TASK_KINDS: ReadonlyMap<string, TaskKind> = new Map(Object.entries({ bash, cmd, concord, helm, helmv3, k6, kubectl, ngrinder, wrk }));
