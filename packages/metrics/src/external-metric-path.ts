import { queryFailed } from './failures.ts';
import { encodeForm, escapePath } from './form-encoding.ts';
import { writeLabelSelector } from './label-selector.ts';

const ROOT = '/apis/external.metrics.k8s.io/v1beta1/namespaces';

/**
 * The API path of a query `[NAMESPACE/]METRIC[?labelSelector=URL-ENCODED]`; the namespace is `default` where it is left out.
 *
 * @example
 * parseMetricPath('prod/queue_length?labelSelector=app%3Dweb'); // '/apis/external.metrics.k8s.io/v1beta1/namespaces/prod/queue_length?labelSelector=app%3Dweb'
 * @throws CanaryError QueryFailed
 */
export function parseMetricPath(query: string): string {
  const { path, selector } = splitQuery(query.trim());
  const parts = path.split('/');
  const [metric = '', namespace = ''] = parts.toReversed();
  if (parts.length > 2) {
    throw malformed(`malformed query string, too many slashes, expected <namespace>/<metricName>?labelSelector=<urlencoded label selectors>, got ${query}`);
  }
  if (metric === '') throw malformed('metric name cannot be empty');
  if (!/^[a-z0-9-]*$/.test(namespace) || /^\.+$/.test(metric)) throw malformed(`${JSON.stringify(path)} names no namespace and metric`);
  const labels = writeLabelSelector(selector);
  const suffix = labels === '' ? '' : `?${encodeForm([['labelSelector', labels]])}`;
  return `${ROOT}/${namespace || 'default'}/${escapePath(metric)}${suffix}`;
}

function splitQuery(query: string): { path: string; selector: string } {
  const at = query.indexOf('?');
  if (at < 0) return { path: query, selector: '' };
  return { path: query.slice(0, at), selector: new URLSearchParams(query.slice(at)).get('labelSelector') ?? '' };
}

function malformed(reason: string): Error {
  return queryFailed(`error parsing metric query: ${reason}`);
}
