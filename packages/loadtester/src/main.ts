#!/usr/bin/env node
import process from 'node:process';
import { refuseOldNode } from './process/refuse-old-node.ts';

refuseOldNode(process);
const { runProcess } = await import('./process/run-process.ts');
process.exit(await runProcess(process));
