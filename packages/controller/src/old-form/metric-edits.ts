import type { Edit } from './edit.ts';
import { isFields } from './fields.ts';
import type { Fields } from './fields.ts';

const SUCCESS_RATE = 'request-success-rate';
const DURATION = 'request-duration';

/** What built-in checks were called. */
const RENAMED: Readonly<Record<string, string>> = {
  istio_requests_total: SUCCESS_RATE,
  envoy_cluster_upstream_rq: SUCCESS_RATE,
  istio_request_duration_seconds_bucket: DURATION,
  envoy_cluster_upstream_rq_time_bucket: DURATION,
};

/** Today's names and ranges for metrics of old; a range says the same as the threshold did. */
export function metricEdits({ metrics }: Fields): readonly Edit[] {
  if (!Array.isArray(metrics)) return [];
  return (metrics as readonly unknown[]).flatMap((metric, at) => (isFields(metric) ? editsOf(metric, ['spec', 'analysis', 'metrics', at]) : []));
}

function editsOf(metric: Fields, path: readonly (string | number)[]): readonly Edit[] {
  const asksItself = metric['query'] !== undefined || metric['templateRef'] !== undefined;
  const name = String(metric['name']);
  const today = (asksItself ? undefined : RENAMED[name]) ?? name;
  return [...(today === name ? [] : [{ kind: 'set', path: [...path, 'name'], value: today } as const]), ...thresholdEdits(metric, today === SUCCESS_RATE && !asksItself, path)];
}

/** @source flagger scheduler_metrics.go: the least success rate, the most of anything else; a range goes before it */
function thresholdEdits({ threshold, thresholdRange }: Fields, isLeast: boolean, path: readonly (string | number)[]): readonly Edit[] {
  if (threshold === undefined) return [];
  if (thresholdRange !== undefined) return [{ kind: 'delete', path: [...path, 'threshold'] }];
  return [
    { kind: 'rename', path: [...path, 'threshold'], to: 'thresholdRange' },
    { kind: 'set', path: [...path, 'thresholdRange'], value: { [isLeast ? 'min' : 'max']: threshold } },
  ];
}
