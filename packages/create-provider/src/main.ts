#!/usr/bin/env node
import process from 'node:process';
import { runCommand } from './run-command.ts';

process.exitCode = runCommand(process.argv.slice(2), {
  cwd: process.cwd(),
  say: text => void process.stdout.write(text),
  complain: text => void process.stderr.write(text),
});
