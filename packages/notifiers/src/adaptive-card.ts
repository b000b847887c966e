import type { Alert } from '@flagger/sdk';

/** The last version that Teams shows everywhere. */
const VERSION = '1.4';
const COLOUR = { info: 'accent', warn: 'warning', error: 'attention' } as const;

/** An alert as a message with an Adaptive Card, which is what the workflow "When a Teams webhook request is received" takes. */
export function adaptiveCardMessage({ canary, severity, message, fields }: Alert): unknown {
  const text = (content: string, looks: Record<string, unknown>): unknown => ({ type: 'TextBlock', text: content, wrap: true, ...looks });
  const facts = fields.map(({ name, value }) => ({ title: name, value }));
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: VERSION,
    msteams: { width: 'Full' },
    body: [
      text(message, { size: 'medium', weight: 'bolder', color: COLOUR[severity] }),
      text(`${canary.name}.${canary.namespace}`, { isSubtle: true, spacing: 'none' }),
      ...(facts.length > 0 ? [{ type: 'FactSet', facts }] : []),
    ],
  };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }] };
}
