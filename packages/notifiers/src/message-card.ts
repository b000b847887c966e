import type { Alert } from '@flagger/sdk';

/** An alert as the connectors of Office 365 take it. @source flagger pkg/notifier/teams.go */
export function messageCard({ canary, severity, message, fields }: Alert): unknown {
  const who = `${canary.name}.${canary.namespace}`;
  return {
    '@type': 'MessageCard',
    '@context': 'http://schema.org/extensions',
    themeColor: severity === 'error' ? 'FF0000' : '0076D7',
    summary: who,
    sections: [{ activityTitle: message, activitySubtitle: who, facts: fields }],
  };
}
