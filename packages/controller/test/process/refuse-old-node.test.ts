import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { refuseOldNode } from '../../src/process/refuse-old-node.ts';

/** What a process of this Node says, and the codes with which it ends. */
function start(node: string): { readonly said: string; readonly codes: readonly unknown[] } {
  const stderr = new PassThrough({ encoding: 'utf8' });
  const codes: unknown[] = [];
  // The parts of a process that are used are here; their overloads can't be written down.
  refuseOldNode({ versions: { node }, stderr, exit: (code: unknown) => codes.push(code) } as unknown as NodeJS.Process);
  return { said: String(stderr.read() ?? ''), codes };
}

describe('Node', () => {
  it('too old ends the process, and says so', () => {
    expect(start('20.20.2')).toEqual({ said: 'flagger needs Node 22 or later, and this is 20.20.2; in its repository, npx node runs the right one\n', codes: [1] });
  });

  it.each(['22.0.0', '24.21.0', '100.0.0'])('%s will do', node => {
    expect(start(node)).toEqual({ said: '', codes: [] });
  });
});
