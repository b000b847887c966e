import { CanaryError, isCanaryError } from '@flagger/sdk';
import { list } from '../flags/flag-kind.ts';
import { splitArguments } from '../flags/split-arguments.ts';
import { loadPlugins } from '../plugins/load-plugins.ts';
import { DEFAULT_ACCOUNT, renderRbac } from './rbac-manifest.ts';
import type { OperatorAccount } from './rbac-manifest.ts';

/** The part of the process that the command touches. */
export interface RbacHost {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Where plug-ins that are files or packages are looked for. */
  cwd(): string;
}

interface RbacOptions {
  readonly help: boolean;
  /** As the operator's flag `-providers`. */
  readonly providers: readonly string[];
  readonly account: OperatorAccount;
  /** As the operator's flag `-namespace`; empty: the whole cluster. */
  readonly watched: string;
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SWITCHES = new Set(['h', 'help']);
const FLAGS = ['providers', 'namespace', 'service-account'];
const USAGE = `Usage: flagger rbac [-providers=NAMES] [-namespace=NAMESPACE] [-service-account=NAMESPACE/NAME]

Prints the role that an operator with these plug-ins needs, and no more, as YAML for kubectl apply -f -.

  -providers
    \tAs the operator's own flag: bundled names, npm packages, files. Default: every bundled one.
  -namespace
    \tAs the operator's own flag: it watches this namespace only, and gets a Role there in place of a ClusterRole.
  -service-account
    \tWhom the role is bound to; the role has its name. (default ${DEFAULT_ACCOUNT.namespace}/${DEFAULT_ACCOUNT.name})
`;

/** `flagger rbac ARGUMENTS`: prints the role for the chosen plug-ins; the exit code. */
export async function rbacCommand(argv: readonly string[], host: RbacHost): Promise<number> {
  try {
    const { help, providers, account, watched } = parseOptions(argv);
    host.stdout.write(help ? USAGE : renderRbac(await loadPlugins(providers, { folder: host.cwd() }), account, watched));
    return 0;
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    host.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function parseOptions(argv: readonly string[]): RbacOptions {
  const { flags, ignored } = splitArguments(argv, name => SWITCHES.has(name));
  if (ignored.length > 0) throw new CanaryError('Invalid', 'never', `argument "${ignored[0]}" is no flag; -help lists all flags`);
  const values = new Map(flags.map(({ name, value }) => [name, value]));
  const unknown = [...values.keys()].find(name => ![...FLAGS, ...SWITCHES].includes(name));
  if (unknown !== undefined) throw new CanaryError('Invalid', 'never', `unknown flag -${unknown}; -help lists all flags`);
  return {
    help: [...SWITCHES].some(name => values.has(name)),
    providers: list.parse(values.get('providers') ?? '') ?? [],
    account: parseAccount(values.get('service-account')),
    watched: parseNamespace(values.get('namespace')),
  };
}

function parseNamespace(text = ''): string {
  if (text === '' || DNS_LABEL.test(text)) return text;
  throw new CanaryError('Invalid', 'never', `flag -namespace has the value "${text}"; allowed: the name of a namespace, such as prod`);
}

function parseAccount(text: string | undefined): OperatorAccount {
  if (text === undefined) return DEFAULT_ACCOUNT;
  const [namespace = '', name = '', ...more] = text.split('/');
  if (more.length === 0 && DNS_LABEL.test(namespace) && DNS_LABEL.test(name)) return { namespace, name };
  throw new CanaryError('Invalid', 'never', `flag -service-account has the value "${text}"; allowed: NAMESPACE/NAME, such as flagger-system/flagger`);
}
