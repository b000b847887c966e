#!/usr/bin/env node
import process from 'node:process';
import { runProcess } from './process/run-process.ts';

process.exit(await runProcess(process));
