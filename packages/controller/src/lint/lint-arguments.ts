import { parseArgs } from 'node:util';
import { CanaryError } from '@flagger/sdk';

/** What `flagger lint` is asked to do. */
export interface LintArguments {
  /** `-` is standard input. */
  readonly files: readonly string[];
  readonly output: 'text' | 'json';
  readonly convert: boolean;
  readonly help: boolean;
  readonly meshProvider: string;
  readonly plugins: readonly string[];
  readonly noCrossNamespaceRefs: boolean;
}

/** How it is called. */
export const LINT_USAGE = `Usage: flagger lint [OPTION]... FILE...

Checks manifests without a cluster: Canaries, MetricTemplates and AlertProviders in YAML or JSON; - is standard input.

  -o, --output FORMAT          text or json (default text)
      --convert                print the manifests with those of v1alpha3 as v1beta1; findings go to standard error
      --mesh-provider NAME     provider of canaries that name none, as the operator has it (default istio)
      --providers LIST         plug-ins to ask, as the operator has them (default: the bundled one that a canary names)
      --no-cross-namespace-refs  refuse references out of a canary's namespace, as the operator does
  -h, --help                   print this

Exit code: 0 nothing is wrong, 1 something is, 2 something could not be read.
`;

const OPTIONS = {
  output: { type: 'string', short: 'o', default: 'text' },
  convert: { type: 'boolean', default: false },
  'mesh-provider': { type: 'string', default: 'istio' },
  providers: { type: 'string', default: '' },
  'no-cross-namespace-refs': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads what stands behind `lint`; options with one dash are taken too, as the operator takes them. @throws CanaryError Invalid */
export function parseLintArguments(argv: readonly string[]): LintArguments {
  const { values, positionals } = parse(argv.map(argument => (/^-[a-z][a-z-]+(=|$)/.test(argument) ? `-${argument}` : argument)));
  const { output, help } = values;
  if (output !== 'text' && output !== 'json') throw invalid(`option --output has the value "${output}"; allowed: text, json`);
  if (positionals.length === 0 && !help) throw invalid('no file is named; - is standard input');
  const plugins = values.providers.split(',').map(name => name.trim()).filter(name => name !== '');
  return {
    files: positionals, output, help, convert: values.convert, meshProvider: values['mesh-provider'], plugins, noCrossNamespaceRefs: values['no-cross-namespace-refs'],
  };
}

function parse(args: string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>> {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const { code, message = '' } = error as Partial<NodeJS.ErrnoException>;
    if (code?.startsWith('ERR_PARSE_ARGS') !== true) throw error;
    throw invalid(message.replace(/\. .*$/s, ''));
  }
}

function invalid(message: string): CanaryError {
  return new CanaryError('Invalid', 'never', `flagger lint: ${message}; flagger lint --help says more`);
}
