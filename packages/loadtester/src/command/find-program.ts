import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { errorCode } from './error-code.ts';

/** Whether a program can be run: one without a slash is looked for along the path. @source Go os/exec.LookPath */
export function canRun(program: string, path: string): boolean {
  if (program.includes('/')) return isExecutable(program);
  return program !== '' && path.split(delimiter).some(folder => isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch (error) {
    if (errorCode(error) !== undefined) return false;
    throw error;
  }
}
