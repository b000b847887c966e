import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runModule } from './run-module.ts';
import { publicPackages, ROOT } from './workspace.ts';

/** What becomes of an analysis on a provider. */
export type AnalysisOutcome = 'run' | 'degraded' | 'ignored' | 'refused';

/** The laws that bind a provider in one setting. */
export interface PrintedLaws {
  /** The setting, such as `with spec.routeRef`; absent: the usual one. */
  readonly variant?: string;
  readonly binding: readonly string[];
  readonly leftOut: readonly { readonly title: string; readonly reason: string }[];
}

/** A provider, as it describes itself and as the laws bind it. */
export interface PrintedProvider {
  readonly package: string;
  readonly names: readonly string[];
  readonly capabilities: {
    readonly reconcileBefore: string;
    readonly readBack: string;
    readonly requires: readonly string[];
    readonly matches: readonly string[];
    readonly alternatives?: string;
    readonly matchKinds?: Readonly<Record<string, readonly string[]>>;
  };
  /** By the title of an analysis. */
  readonly outcomes: Readonly<Record<string, AnalysisOutcome>>;
  /** The same where `spec.service.appProtocol` is `tcp`; absent where that makes no difference. */
  readonly overTcp?: Readonly<Record<string, AnalysisOutcome>>;
  /** Absent for names that only say what to use instead. */
  readonly laws?: PrintedLaws;
  /** In other settings. */
  readonly variants: readonly PrintedLaws[];
}

const match = (part: object): object => ({ iterations: 2, match: [part] });
const exact = { exact: 'a' };

/** Analyses that ask for one thing each, by what it is. */
const ANALYSES: Readonly<Record<string, object>> = {
  'steps by weight': { stepWeight: 10 },
  iterations: { iterations: 2 },
  'match: headers': match({ headers: { 'x-a': exact } }),
  'match: cookies': match({ headers: { cookie: exact } }),
  'match: query parameters': match({ queryParams: { q: exact } }),
  'match: source labels': match({ sourceLabels: { app: 'a' } }),
  'mirror, iterations': { iterations: 2, mirror: true },
  'mirror, steps': { stepWeight: 10, mirror: true },
  'session affinity': { stepWeight: 10, sessionAffinity: { cookieName: 'c' } },
  'affinity of the primary': { stepWeight: 10, sessionAffinity: { cookieName: 'c', primaryCookieName: 'p' } },
};

/** Every bundled provider, as the last build has it. */
export function printProviders(): readonly PrintedProvider[] {
  const packages = publicPackages().filter(({ json }) => json.name.startsWith('@flagger/provider-')).map(({ dir, json }) => {
    const subjects = join(ROOT, dir, 'test/law-subjects.ts');
    return { name: json.name, subjects: existsSync(subjects) ? pathToFileURL(subjects).href : undefined };
  });
  return JSON.parse(runModule(program(packages))) as readonly PrintedProvider[];
}

/** Runs outside of any test environment. */
function program(packages: readonly { readonly name: string; readonly subjects: string | undefined }[]): string {
  return `
    import { unmetDemands } from '@flagger/core';
    import { routerLaws } from '@flagger/testkit';
    const analyses = Object.entries(${JSON.stringify(ANALYSES)});
    const outcome = (analysis, capabilities, service) => {
      const unmet = unmetDemands({ analysis, service }, { name: '', capabilities, loaded: [] });
      return ['refused', 'degraded', 'ignored'].find(each => unmet.some(({ outcome }) => outcome === each)) ?? 'run';
    };
    const outcomes = (capabilities, appProtocol) => Object.fromEntries(analyses.map(([title, analysis]) => [title, outcome(analysis, capabilities, { port: 80, appProtocol })]));
    const lawsOf = subject => {
      const { laws, leftOut } = routerLaws(subject);
      return { variant: subject.variant, binding: laws.map(({ title }) => title), leftOut };
    };
    const rows = [];
    for (const { name, subjects } of ${JSON.stringify(packages)}) {
      const { default: plugin } = await import(name);
      const { lawSubjects } = subjects === undefined ? { lawSubjects: [] } : await import(subjects);
      for (const { names, capabilities } of plugin.providers) {
        const printed = lawSubjects.filter(({ provider }) => String(provider.names) === String(names)).map(lawsOf);
        const [laws, variants] = [printed.find(({ variant }) => variant === undefined), printed.filter(({ variant }) => variant !== undefined)];
        rows.push({ package: name, names, capabilities, outcomes: outcomes(capabilities, 'http'), overTcp: capabilities.overTcp && outcomes(capabilities, 'tcp'), laws, variants });
      }
    }
    process.stdout.write(JSON.stringify(rows));`;
}
