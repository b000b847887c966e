#!/usr/bin/env node
import process from 'node:process';
import { refuseOldNode } from './process/refuse-old-node.ts';
import { spareMemory } from './process/spare-memory.ts';
import { SUBCOMMANDS } from './process/subcommands.ts';

refuseOldNode(process);
const [name = '', ...argv] = process.argv.slice(2);
const subcommand = await SUBCOMMANDS.get(name)?.();
if (subcommand !== undefined) process.exit(await subcommand(argv, process));
spareMemory();
await import('reflect-metadata');
const { runProcess } = await import('./process/run-process.ts');
process.exit(await runProcess(process));
