import { CanaryError } from '@flagger/sdk';
import type { SourcePart } from './template-node.ts';

/** That a template can't be read, in Go's words. */
export function parseFailure(source: string, at: number, reason: string): CanaryError {
  return new CanaryError('Invalid', 'never', `template parsing failed: template: tmpl:${lineOf(source, at)}: ${reason}`);
}

/** That a template can't be run, in Go's words; "excution" is Flagger's spelling. */
export function runFailure(source: string, part: SourcePart, reason: string): CanaryError {
  const column = part.at - (source.lastIndexOf('\n', part.at - 1) + 1);
  const place = `template: tmpl:${lineOf(source, part.at)}:${column}: executing "tmpl" at <${part.source}>`;
  return new CanaryError('Invalid', 'never', `template excution failed: ${place}: ${reason}`);
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length;
}
