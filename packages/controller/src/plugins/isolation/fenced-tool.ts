import { CanaryError } from '@flagger/sdk';
import { PluginCall } from './plugin-call.ts';

/**
 * A tool of the operator, such as its store, as a plug-in gets it. Its methods return promises and take a signal last. It works while a call of the plug-in is waited for.
 * What a call does after it was given up could undo what has been decided since.
 */
export function fencedTool<T extends object>(tool: T, plugin: string): T {
  return new Proxy(tool, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        const call = PluginCall.current();
        if (call === undefined || call.over) throw tooLate(plugin, String(name), call);
        return call.request(args, async ended => Reflect.apply(member, target, ended) as unknown);
      };
    },
  });
}

function tooLate(plugin: string, request: string, call: PluginCall | undefined): CanaryError {
  const where = call === undefined ? 'outside of a call' : `after ${call.called.method} was over`;
  return new CanaryError('PluginBroken', 'never', `plug-in ${plugin} asked for ${request} ${where}; nothing was done`);
}
