import { canaryId, normal, passedGates, targetId, warning } from '../announce.ts';
import type { Effect } from '../effect.ts';
import type { FailedCheck } from '../../status/status-change.ts';
import { PAUSED } from '../../status/wait.ts';
import type { Evidence, MetricVerdict } from '../evidence.ts';
import { answer } from '../rule.ts';
import type { Ending, Outcome, Rule } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { waitForCheck, waitForData } from '../waits.ts';
import { ANALYSING } from './phases.ts';

/** No traffic has moved yet: this check begins the analysis. @source flagger scheduler.go #29 */
function starting(s: Snapshot, e: Evidence): boolean {
  const { canary, mirrored } = answer(e, 'traffic');
  return canary === 0 && s.iterations === 0 && !(s.analysis.mirror && mirrored);
}

/** A check that failed: counted, kept and said. */
function failed(s: Snapshot, check: FailedCheck, news: readonly Effect[]): Ending {
  return { end: [{ kind: 'status', change: { kind: 'failedChecks', failedChecks: s.failedChecks + 1, check } }, ...news], waits: waitForCheck(s, check) };
}

/** Metrics without a value may be waited for: that is said once an interval, and no check is counted. */
function judge(s: Snapshot, verdict: MetricVerdict): Outcome | undefined {
  if (verdict.passed) return undefined;
  const { event, failure, holds } = verdict;
  if (holds) return { end: [{ kind: 'notice', topic: 'no-data', type: 'Warning', ...event }], waits: waitForData(failure) };
  return failed(s, failure, [warning(event.message, { level: event.level })]);
}

/** Keeps a run whose pause was asked for; its readiness, its deadline and its rollback hooks were seen to before. */
export const pausedRule: Rule = {
  name: 'paused',
  says: 'While paused, no analysis runs and no step is taken.',
  phases: ANALYSING,
  pace: 'interval',
  asks: [],
  applies: s => s.paused,
  decide: () => ({ end: [], waits: PAUSED }),
};

/** Rows that judge the canary. */
export const analysisRules: readonly Rule[] = [
  {
    name: 'start',
    says: 'The analysis begins as soon as the canary is ready.',
    phases: ANALYSING,
    pace: 'interval',
    asks: [],
    applies: starting,
    decide: s => ({ pass: [normal(`Starting canary analysis for ${targetId(s)}`)] }),
  },
  {
    name: 'pre-rollout',
    says: 'Before traffic moves, the pre-rollout hooks must pass.',
    phases: ANALYSING,
    pace: 'interval',
    asks: ['pre-rollout'],
    applies: starting,
    decide: (s, e) => {
      const gate = answer(e, 'pre-rollout');
      const passed = passedGates('Pre-rollout', gate.passed);
      if (gate.open) return { pass: passed };
      const { end, ...rest } = failed(s, { webhook: gate.heldBy.name }, [warning(`Halt ${canaryId(s)} advancement pre-rollout check ${gate.heldBy.name} failed ${gate.error}`)]);
      return { ...rest, end: [...passed, ...end] };
    },
  },
  {
    name: 'rollout-hooks',
    says: 'At every later check the rollout hooks must pass.',
    phases: ANALYSING,
    pace: 'interval',
    asks: ['rollout'],
    applies: (s, e) => !starting(s, e),
    decide: (s, e) => {
      const gate = answer(e, 'rollout');
      if (gate.open) return undefined;
      return failed(s, { webhook: gate.heldBy.name }, [warning(`Halt ${canaryId(s)} advancement external check ${gate.heldBy.name} failed ${gate.error}`)]);
    },
  },
  {
    name: 'metrics',
    says: 'At every later check the metrics must be within their limits.',
    phases: ANALYSING,
    pace: 'interval',
    asks: ['metrics'],
    applies: (s, e) => !starting(s, e),
    decide: (s, e) => judge(s, answer(e, 'metrics')),
  },
  {
    name: 'degrade',
    says: 'What the provider can\'t do is said; iterations take its place.',
    phases: ANALYSING,
    pace: 'interval',
    asks: [],
    applies: s => !s.capabilities.weights,
    decide: s => ({ pass: degradations(s) }),
  },
];

function degradations({ analysis: { spec, iterations }, providerName }: Snapshot): Effect[] {
  const events: Effect[] = [];
  if (spec.match && spec.match.length > 0) events.push(warning(`A/B testing is not supported when using the ${providerName} provider`));
  if ((spec.iterations ?? 0) < 1) {
    events.push(warning(`Progressive traffic is not supported when using the ${providerName} provider`), warning(`Setting canaryAnalysis.iterations: ${iterations}`));
  }
  return events;
}
