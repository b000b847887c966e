import { strategyOf } from '@flagger/core';
import type { CanaryWebhook } from '@flagger/sdk';
import type { FieldPath } from '../field-path.ts';
import type { Problem } from '../finding.ts';
import { shown } from '../schema/wanted.ts';
import type { CanarySubject } from './canary-subject.ts';

/** Webhooks that can't be called, or that this analysis never calls. */
export function webhookProblems({ canary: { spec }, provider: { capabilities } }: CanarySubject): readonly Problem[] {
  const { analysis } = spec;
  const weighted = capabilities.weights && strategyOf(analysis) === 'canary';
  return (analysis.webhooks ?? []).flatMap((hook, at) => {
    const path: FieldPath = ['spec', 'analysis', 'webhooks', at];
    return [...badUrl(hook, path), ...(weighted ? [] : neverAsked(hook, path))];
  });
}

function badUrl({ url }: CanaryWebhook, path: FieldPath): readonly Problem[] {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol === 'http:' || protocol === 'https:') return [];
  return [{ rule: 'webhook', path: [...path, 'url'], problem: `${shown(url)} is no URL of HTTP`, fix: 'write a URL such as http://flagger-loadtester.test/' }];
}

/** @source flagger scheduler.go: gates of the weights are asked where there are weights */
function neverAsked({ name, type }: CanaryWebhook, path: FieldPath): readonly Problem[] {
  if (type !== 'confirm-traffic-increase') return [];
  const problem = `${name} is never asked: an analysis with iterations has no steps of traffic`;
  return [{ rule: 'webhook', severity: 'note', path: [...path, 'type'], problem, fix: 'write confirm-promotion, or stepWeight instead of iterations' }];
}
