import type { Finding } from './finding.ts';

/** One line a finding, `FILE:LINE:COLUMN: SEVERITY RULE: FIELD: WHAT; FIX`, and lines of YAML where they show it. */
export function renderText(findings: readonly Finding[]): string {
  return findings.map(renderFinding).join('');
}

/** All findings with the number of each severity. */
export function renderJson(findings: readonly Finding[]): string {
  const count = (severity: Finding['severity']): number => findings.filter(finding => finding.severity === severity).length;
  return `${JSON.stringify({ errors: count('error'), notes: count('note'), findings }, undefined, 2)}\n`;
}

function renderFinding({ rule, severity, file, line, column, field, problem, fix, example }: Finding): string {
  const place = [file, ...(line > 0 ? [line, column] : [])].join(':');
  const about = field === '' ? '' : `${field}: `;
  const shown = example === undefined ? '' : `:\n${example.replace(/^/gm, '    ')}`;
  return `${place}: ${severity} ${rule}: ${about}${problem}; ${fix}${shown}\n`;
}
