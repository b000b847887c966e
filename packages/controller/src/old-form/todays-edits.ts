import type { Edit } from './edit.ts';
import { isFields } from './fields.ts';
import type { Fields } from './fields.ts';
import { metricEdits } from './metric-edits.ts';

const GROUP = 'flagger.app/';
const TODAY = 'flagger.app/v1beta1';
/** Versions of autoscalers that no API server serves any more. */
const OLD_SCALER = /^autoscaling\/v2beta\d$/;

/** Whether an object of Flagger's has a version that no API server serves any more. */
export function isOldVersion({ apiVersion }: Fields): boolean {
  return typeof apiVersion === 'string' && apiVersion.startsWith(GROUP) && apiVersion !== TODAY;
}

/** The analysis as v1alpha3 had it, where a Canary still has it. */
export function oldAnalysis({ spec }: Fields): Fields | undefined {
  return isFields(spec) && isFields(spec['canaryAnalysis']) ? spec['canaryAnalysis'] : undefined;
}

/** The changes that make today's manifest of an old one; none where it is today's. */
export function todaysEdits(manifest: Fields): readonly Edit[] {
  const analysis = oldAnalysis(manifest);
  if (!isOldVersion(manifest) && analysis === undefined) return [];
  const { spec } = manifest;
  return [
    ...(isOldVersion(manifest) ? [{ kind: 'set', path: ['apiVersion'], value: TODAY } as const] : []),
    ...(analysis !== undefined && isFields(spec) ? analysisEdits(spec, analysis) : []),
    ...(isFields(spec) ? scalerEdits(spec) : []),
  ];
}

/** Where both forms stand, today's was always the one that counted. @source flagger canary.go GetAnalysis */
function analysisEdits(spec: Fields, analysis: Fields): readonly Edit[] {
  const path = ['spec', 'canaryAnalysis'];
  if (isFields(spec['analysis'])) return [{ kind: 'delete', path }];
  const empty: readonly Edit[] = 'analysis' in spec ? [{ kind: 'delete', path: ['spec', 'analysis'] }] : [];
  return [...empty, { kind: 'rename', path, to: 'analysis' }, ...skipEdits(spec, analysis), ...defaultEdits(analysis), ...strategyEdits(analysis), ...metricEdits(analysis)];
}

/** Documents of the time have `skipAnalysis` among the fields of the analysis, where it never did anything. */
function skipEdits(spec: Fields, { skipAnalysis }: Fields): readonly Edit[] {
  if (skipAnalysis === undefined) return [];
  const moved: readonly Edit[] = skipAnalysis === true && spec['skipAnalysis'] === undefined ? [{ kind: 'set', path: ['spec', 'skipAnalysis'], value: true }] : [];
  return [{ kind: 'delete', path: ['spec', 'analysis', 'skipAnalysis'] }, ...moved];
}

/** What the operator took where nothing was said, and what must be said today. @source flagger canary.go GetAnalysisInterval, GetAnalysisThreshold */
function defaultEdits({ interval, threshold }: Fields): readonly Edit[] {
  return [
    ...(interval === undefined ? [{ kind: 'set', path: ['spec', 'analysis', 'interval'], value: '1m' } as const] : []),
    ...(threshold === undefined ? [{ kind: 'set', path: ['spec', 'analysis', 'threshold'], value: 1 } as const] : []),
  ];
}

/** Iterations went before weights; today both can't be said. @source flagger canary.go DeploymentStrategy */
function strategyEdits(analysis: Fields): readonly Edit[] {
  const { iterations } = analysis;
  if (iterations === undefined) return [];
  const steps = ['stepWeight', 'stepWeights', 'maxWeight'].filter(field => analysis[field] !== undefined);
  const counts = typeof iterations === 'number' && iterations > 0;
  const useless = counts || steps.length === 0 ? steps : ['iterations'];
  return useless.map(field => ({ kind: 'delete', path: ['spec', 'analysis', field] }));
}

function scalerEdits({ autoscalerRef }: Fields): readonly Edit[] {
  const isOld = isFields(autoscalerRef) && OLD_SCALER.test(String(autoscalerRef['apiVersion']));
  return isOld ? [{ kind: 'set', path: ['spec', 'autoscalerRef', 'apiVersion'], value: 'autoscaling/v2' }] : [];
}
