import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CanaryError } from '@flagger/sdk';
import type { Alert, HttpClient, HttpRequest, NotifierEnv } from '@flagger/sdk';
import { notifiersPlugin } from '../src/index.ts';

const signal = new AbortController().signal;
const ADDRESS = 'https://chat.example/hooks/s3cret?key=k3y';
const alert: Alert = { canary: { name: 'podinfo', namespace: 'test' }, severity: 'info', message: 'New revision <b>', fields: [{ name: 'Cluster', value: 'lab' }] };

async function post(type: string, { env = {}, status = 200, body = 'nope', what = alert, fails }: { env?: Partial<NotifierEnv>; status?: number; body?: string; what?: Alert; fails?: CanaryError } = {}) {
  const requests: HttpRequest[] = [];
  const http: HttpClient = {
    send: request => {
      requests.push(request);
      return fails ? Promise.reject(fails) : Promise.resolve({ status, headers: {}, body });
    },
  };
  const factory = notifiersPlugin.notifiers.find(each => each.types.includes(type));
  if (factory === undefined) throw new Error(`no notifier ${type}`);
  const notifier = factory.create({ address: ADDRESS, token: 'xoxb', channel: 'general', username: 'flagger', proxy: '', http, ...env });
  await notifier.notify(what, signal);
  const [request] = requests;
  if (request === undefined) throw new Error('nothing was sent');
  return { request, payload: JSON.parse(request.body ?? '') as unknown };
}

const attachment = (color: string) => ({
  channel: 'general', username: 'flagger', icon_url: '', icon_emoji: ':rocket:',
  attachments: [{ color, author_name: 'podinfo.test', text: alert.message, mrkdwn_in: ['text'], fields: [{ title: 'Cluster', value: 'lab', short: false }] }],
});

describe('payloads', () => {
  it.each([
    ['slack', 'good', 'danger'],
    ['discord', 'good', 'danger'],
    ['rocket', '#0076D7', '#FF0000'],
  ])('%s', async (type, good, bad) => {
    expect((await post(type)).payload).toEqual(attachment(good));
    expect((await post(type, { what: { ...alert, severity: 'warn' } })).payload).toEqual(attachment(good));
    expect((await post(type, { what: { ...alert, severity: 'error' } })).payload).toEqual(attachment(bad));
  });

  it('msteams', async () => {
    const card = (themeColor: string) => ({
      '@type': 'MessageCard', '@context': 'http://schema.org/extensions', themeColor, summary: 'podinfo.test',
      sections: [{ activityTitle: alert.message, activitySubtitle: 'podinfo.test', facts: [{ name: 'Cluster', value: 'lab' }] }],
    });
    expect((await post('msteams')).payload).toEqual(card('0076D7'));
    expect((await post('msteams', { what: { ...alert, severity: 'error' } })).payload).toEqual(card('FF0000'));
  });

  it('gchat', async () => {
    const text = (content: string) => ({ widgets: [{ textParagraph: { text: content } }] });
    expect((await post('gchat')).payload).toEqual({
      cards: [
        {
          header: { title: 'Flagger', subtitle: 'podinfo.test', imageUrl: 'https://flagger.app/favicon.png' },
          sections: [text('<font color=#848484><strong>New revision <b></strong></font>'), text('Cluster<br><font color=#848484><strong>lab</strong></font>')],
        },
      ],
    });
  });
});

describe('an alert without fields', () => {
  it.each([
    ['slack', { attachments: [expect.objectContaining({ fields: [] })] }],
    ['discord', { attachments: [expect.objectContaining({ fields: [] })] }],
    ['rocket', { attachments: [expect.objectContaining({ fields: [] })] }],
    ['msteams', { sections: [expect.objectContaining({ facts: [] })] }],
    ['gchat', { cards: [expect.objectContaining({ sections: [expect.anything()] })] }],
  ])('has an empty list of them: %s', async (type, expected) => {
    expect((await post(type, { what: { ...alert, fields: [] } })).payload).toMatchObject(expected);
  });
});

describe("Flagger's own posts", () => {
  interface Recorded {
    readonly type: string;
    readonly path: string;
    readonly authorization: string | null;
    readonly payload: unknown;
  }
  const recorded = JSON.parse(readFileSync(new URL('fixtures/golden-alerts.json', import.meta.url), 'utf8')) as readonly Recorded[];
  const settings = { 'Target': 'Deployment/podinfo.istio-alerts', 'Failed checks threshold': '2', 'Progress deadline': '60s', 'Traffic routing': 'Weight step: 30 max: 60' };
  const fields = [{ name: 'Cluster', value: 'lab' }];
  const withSettings = [...fields, ...Object.entries(settings).map(([name, value]) => ({ name, value }))];
  const news: readonly Omit<Alert, 'canary'>[] = [
    { severity: 'info', message: 'New Deployment detected, initialization completed.', fields: withSettings },
    { severity: 'info', message: 'New revision detected, progressing canary analysis.', fields: withSettings },
    { severity: 'error', message: 'Failed checks threshold reached 2', fields },
  ];

  it.each(recorded.map((each, at) => [at, each.type, each] as const))('%i: %s is posted like this', async (_, type, { path, authorization, payload }) => {
    const what = news.find(({ message }) => JSON.stringify(payload).includes(message))!;
    const env = { address: `http://sink${path.replace(/\/slack$/, type === 'slack' ? '/slack' : '')}`, channel: 'c1', username: 'u1', token: 'xoxb' };
    const sent = await post(type, { env, what: { ...what, canary: { name: 'podinfo', namespace: 'istio-alerts' } } });
    expect(sent.request.body).toBe(JSON.stringify(payload));
    expect(sent.request).toMatchObject({ method: 'POST', url: `http://sink${path}`, timeoutMs: 5000 });
    expect(sent.request.headers).toEqual({ 'Content-Type': 'application/json', ...(authorization !== null && { Authorization: authorization }) });
  });
});

describe('delivery', () => {
  it('only Slack sends the token', async () => {
    expect((await post('slack')).request.headers).toEqual({ 'Content-Type': 'application/json', Authorization: 'Bearer xoxb' });
    for (const type of ['discord', 'rocket', 'msteams', 'gchat']) expect((await post(type)).request.headers).not.toHaveProperty('Authorization');
  });

  it.each([
    ['https://discord.example/api/webhooks/1/t', 'https://discord.example/api/webhooks/1/t/slack'],
    ['https://discord.example/api/webhooks/1/t/', 'https://discord.example/api/webhooks/1/t/slack'],
    ['https://discord.example/api//webhooks/1/slack?wait=true', 'https://discord.example/api/webhooks/1/slack?wait=true'],
  ])('discord posts %s to %s', async (address, url) => {
    expect((await post('discord', { env: { address } })).request.url).toBe(url);
  });

  it('goes through the proxy, where one is set', async () => {
    expect((await post('slack', { env: { proxy: 'http://proxy:3128' } })).request.proxyUrl).toBe('http://proxy:3128');
    expect((await post('slack')).request).not.toHaveProperty('proxyUrl');
  });

  it.each([200, 202, 299])('%p is success', async status => {
    await expect(post('msteams', { status })).resolves.toBeDefined();
  });

  it('any other answer is told, without address or token', async () => {
    await expect(post('slack', { status: 404 })).rejects.toMatchObject({ code: 'HttpFailed', message: 'postMessage failed: sending notification bad response 404: nope' });
  });

  it.each([
    [400, 'never'], [401, 'never'], [404, 'never'], [410, 'never'], [408, 'later'], [429, 'later'], [500, 'later'], [503, 'later'],
  ])('after %p, another attempt may help: %s', async (status, retry) => {
    await expect(post('gchat', { status })).rejects.toMatchObject({ retry });
  });

  it('what the server sends back of address and token is left out', async () => {
    const body = `no such hook: ${ADDRESS} /hooks/s3cret xoxb-1`;
    await expect(post('slack', { status: 404, body, env: { token: 'xoxb-1' } })).rejects.toThrow(/bad response 404: no such hook: \*\*\* \*\*\* \*\*\*$/);
  });

  it.each([
    ['slack', '{"ok":false,"error":"channel_not_found"}'],
    ['slack', '{ "ok": false, "warning": "x", "error": "invalid_auth" }'],
  ])('a %s that says no with status 200 has not taken the message: %s', async (type, body) => {
    await expect(post(type, { body })).rejects.toMatchObject({ retry: 'never', message: expect.stringMatching(/bad response 200: (channel_not_found|invalid_auth)$/) });
  });

  it.each(['ok', '{"ok":true}', '', '<html>'])('%j is a yes', async body => {
    await expect(post('slack', { body })).resolves.toBeDefined();
  });

  it('no answer is told, without what the client says of the address', async () => {
    const fails = new CanaryError('HttpFailed', 'later', `connect ECONNREFUSED ${ADDRESS}`);
    await expect(post('slack', { fails })).rejects.toThrow(/^postMessage failed: sending notification failed to send: the connection failed$/);
  });

  it.each([
    ['HttpFailed', Object.assign(new Error(`connect ${ADDRESS}`), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['HttpFailed', Object.assign(new Error('bad'), { code: ADDRESS }), 'the connection failed'],
    ['TimedOut', undefined, 'no answer in time'],
  ] as const)('%s keeps its code, and the reason where that is safe to tell', async (code, cause, reason) => {
    const fails = new CanaryError(code, 'later', `POST ${ADDRESS}`, { cause });
    await expect(post('slack', { fails })).rejects.toMatchObject({ code, message: `postMessage failed: sending notification failed to send: ${reason}` });
  });

  it('a bug stays a bug', async () => {
    await expect(post('slack', { fails: new TypeError('bug') as CanaryError })).rejects.toThrow(TypeError);
  });
});

describe('settings', () => {
  it.each<[string, Partial<NotifierEnv>, string]>([
    ['slack', { address: 'nowhere' }, 'invalid Slack hook URL'],
    ['slack', { username: '' }, 'empty Slack username'],
    ['discord', { channel: '' }, 'empty Discord channel'],
    ['rocket', { address: 'ftp://x' }, 'invalid Rocket hook URL'],
    ['msteams', { address: '' }, 'invalid MS Teams webhook URL'],
    ['gchat', { address: '' }, 'invalid Google Chat webhook URL'],
    ['slack', { proxy: '::user:s3cret@proxy' }, 'unable to parse proxy URL; allowed'],
  ])('%s with %j is refused', async (type, env, message) => {
    await expect(post(type, { env })).rejects.toThrow(message);
  });
});
