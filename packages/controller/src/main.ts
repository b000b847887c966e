#!/usr/bin/env node
import process from 'node:process';
import { spareMemory } from './process/spare-memory.ts';

spareMemory();
await import('reflect-metadata');
const { runProcess } = await import('./process/run-process.ts');
process.exit(await runProcess(process));
