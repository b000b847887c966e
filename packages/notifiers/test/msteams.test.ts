import { describe, expect, it } from '@jest/globals';
import type { Alert, HttpRequest } from '@flagger/sdk';
import { notifiersPlugin } from '../src/index.ts';

const ALERT: Alert = { canary: { name: 'podinfo', namespace: 'test' }, severity: 'error', message: 'Failed checks threshold reached 2', fields: [{ name: 'Cluster', value: 'lab' }] };
const INVOKE = '/workflows/0123/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=s3cret';

/** What Teams is sent at an address. */
async function payloadAt(address: string, alert: Alert = ALERT): Promise<unknown> {
  const sent: HttpRequest[] = [];
  const http = { send: (request: HttpRequest) => Promise.resolve({ status: 202, headers: {}, body: '', at: sent.push(request) }) };
  const factory = notifiersPlugin.notifiers.find(({ types }) => types.includes('msteams'));
  await factory?.create({ address, token: '', channel: 'general', username: 'flagger', proxy: '', http }).notify(alert, new AbortController().signal);
  expect(sent.map(({ url, method }) => [method, url])).toEqual([['POST', address]]);
  return JSON.parse(sent[0]?.body ?? '');
}

describe('msteams', () => {
  it.each([
    `https://prod-12.westeurope.logic.azure.com:443${INVOKE}`,
    `https://prod-1.usgovtexas.logic.azure.us${INVOKE}`,
    `https://default0.1f.environment.api.powerplatform.com:443/powerautomate/automations/direct${INVOKE}`,
    `https://teams.example.com/relay${INVOKE}`,
  ])('an Adaptive Card goes to the workflow %s', async address => {
    expect(await payloadAt(address)).toMatchObject({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }] });
  });

  it.each([
    'https://example.webhook.office.com/webhookb2/1@2/IncomingWebhook/3/4',
    'https://outlook.office.com/webhook/1@2/IncomingWebhook/3/4',
    'https://outlook.office365.com/webhook/1',
    'https://logic.azure.com.example.com/webhook',
    'http://sink/alert/workflows',
  ])('a MessageCard goes to the connector %s', async address => {
    expect(await payloadAt(address)).toMatchObject({ '@type': 'MessageCard' });
  });

  it('the card says what happened, to whom, and the facts', async () => {
    const { attachments } = (await payloadAt(`https://x.logic.azure.com${INVOKE}`)) as { attachments: { contentUrl: unknown; content: unknown }[] };
    expect(attachments[0]?.contentUrl).toBeNull();
    expect(attachments[0]?.content).toEqual({
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.4', msteams: { width: 'Full' },
      body: [
        { type: 'TextBlock', text: ALERT.message, wrap: true, size: 'medium', weight: 'bolder', color: 'attention' },
        { type: 'TextBlock', text: 'podinfo.test', wrap: true, isSubtle: true, spacing: 'none' },
        { type: 'FactSet', facts: [{ title: 'Cluster', value: 'lab' }] },
      ],
    });
  });

  it.each([['info', 'accent'], ['warn', 'warning'], ['error', 'attention']] as const)('%s is told in the colour %s; without fields there are no facts', async (severity, color) => {
    const payload = (await payloadAt(`https://x.logic.azure.com${INVOKE}`, { ...ALERT, severity, fields: [] })) as { attachments: { content: { body: unknown[] } }[] };
    expect(payload.attachments[0]?.content.body).toEqual([expect.objectContaining({ color }), expect.objectContaining({ isSubtle: true })]);
  });
});
