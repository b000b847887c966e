import { parseGoDuration } from '@flagger/sdk';
import { parseGoBool } from '../payload/go-bool.ts';
import type { Settings } from './settings.ts';

/** One flag. */
export interface FlagRow<T> {
  readonly name: string;
  readonly initial: T;
  readonly help: string;
  /** What a value may be, for messages. */
  readonly allowed: string;
  /** The value; undefined where it is not allowed. */
  readonly read: (raw: string) => T | undefined;
}

const anyText = { allowed: 'any text', read: (raw: string): string => raw };

/** Every flag, by the setting that it makes. @source flagger cmd/loadtester/main.go init */
export const FLAGS: { readonly [K in keyof Settings]: FlagRow<Settings[K]> } = {
  logLevel: { name: 'log-level', initial: 'debug', help: 'debug, info, warn, error, fatal or panic.', ...anyText },
  port: { name: 'port', initial: 9090, help: 'Port to listen on.', ...wholeNumber(65_535) },
  timeoutMs: {
    name: 'timeout', initial: 3_600_000, help: 'How long a task may run.', allowed: 'a duration above zero such as 30s or 1h',
    read: raw => {
      const ms = parseGoDuration(raw);
      return ms !== undefined && ms > 0 ? ms : undefined;
    },
  },
  namespaceRegexp: { name: 'namespace-regexp', initial: '', help: 'Serve canaries of matching namespaces only.', ...anyText },
  zapReplaceGlobals: { name: 'zap-replace-globals', initial: false, help: 'Accepted for compatibility.', allowed: 'true or false', read: parseGoBool },
  zapEncoding: {
    name: 'zap-encoding', initial: 'json', help: 'Form of log lines: json or console.', allowed: 'json or console',
    read: raw => (['json', 'console'] as const).find(known => known === raw),
  },
  gateConfigMap: {
    name: 'gate-config-map', initial: '', help: 'ConfigMap that keeps the gates, as NAMESPACE/NAME; without it they are in memory.',
    allowed: 'NAMESPACE/NAME', read: raw => (raw === '' || /^[a-z0-9-]+\/[a-z0-9.-]+$/.test(raw) ? raw : undefined),
  },
  master: {
    name: 'master', initial: '', help: 'URL of the Kubernetes API, for -gate-config-map outside of a cluster.', allowed: 'a URL',
    read: raw => (raw === '' || URL.canParse(raw) ? raw : undefined),
  },
  tokenFile: { name: 'token-file', initial: '', help: 'File with the token that callers must send.', ...anyText },
  allowedCommands: {
    name: 'allowed-commands', initial: [], help: 'Programs that tasks may run, with commas between them; without a shell then.',
    allowed: 'names with commas between them', read: raw => raw.split(',').map(each => each.trim()).filter(each => each !== ''),
  },
  maxTasks: { name: 'max-tasks', initial: 256, help: 'Tasks at once; 0: any number.', ...wholeNumber(1_000_000) },
};

function wholeNumber(max: number): Pick<FlagRow<number>, 'allowed' | 'read'> {
  return { allowed: `a whole number from 0 to ${max}`, read: raw => (/^\d{1,9}$/.test(raw) && Number(raw) <= max ? Number(raw) : undefined) };
}
