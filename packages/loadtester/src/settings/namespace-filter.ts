import { CanaryError } from '@flagger/sdk';
import { RE2JS } from 're2js';

/**
 * Which namespaces are served: those that the pattern matches anywhere; without a pattern, all.
 *
 * @throws CanaryError Invalid: the pattern is no RE2
 * @source flagger pkg/loadtester/authorizer.go, Go regexp
 */
export function namespaceFilter(pattern: string): (namespace: string) => boolean {
  if (pattern === '') return () => true;
  try {
    const compiled = RE2JS.compile(pattern);
    return namespace => compiled.matcher(namespace).find();
  } catch (error) {
    throw new CanaryError('Invalid', 'never', `flag -namespace-regexp has the value "${pattern}"; allowed: an RE2 expression: ${(error as Error).message}`, { cause: error });
  }
}
