import { afterEach, describe, expect, it } from '@jest/globals';
import { createRedact } from '../src/logging/redact.ts';
import { ProgramFolder, TesterLab, WHO } from './tester-lab.ts';

let tester: TesterLab;
afterEach(() => tester?.stop());

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a token', () => {
  it.each([
    ['no header', undefined, 401],
    ['another token', 'Bearer nope', 401],
    ['no scheme', 's3cret', 401],
    ['the token as a bearer token', 'Bearer s3cret', 200],
    ['the token as the password of a URL', basic('flagger:s3cret'), 200],
    ['the token as a password without a name', basic(':s3cret'), 200],
    ['another password', basic('s3cret:nope'), 401],
  ])('%s', async (_title, authorization, status) => {
    tester = await TesterLab.start({ token: 's3cret' });
    const headers: Readonly<Record<string, string>> = authorization === undefined ? {} : { authorization };
    for (const path of ['/gate/approve', '/tasks']) expect((await tester.ask('GET', path, undefined, headers)).status).toBe(status);
  });

  it('keeps everything shut but probes and metrics', async () => {
    tester = await TesterLab.start({ token: 's3cret' });
    const paths = ['/', '/anything', '/gate/approve', '/gate/halt', '/gate/check', '/gate/open', '/gate/close', '/rollback/check', '/rollback/open', '/rollback/close', '/tasks', '/tasks/1', '/healthz/'];
    const answers = await Promise.all(paths.map(path => tester.post(path, { ...WHO, metadata: { cmd: 'true' } })));
    expect(answers).toEqual(paths.map(() => expect.objectContaining({ status: 401, body: expect.stringMatching(/^Unauthorized: .* in the URL: http:\/\/flagger:TOKEN@HOST\/$/) })));
    expect([(await tester.ask('GET', '/healthz')).status, (await tester.ask('GET', '/metrics')).status]).toEqual([200, 200]);
  });

  it('is nowhere in logs and tasks', async () => {
    tester = await TesterLab.start({ token: 's3cret' });
    await tester.ask('POST', '/', JSON.stringify({ ...WHO, metadata: { type: 'bash', cmd: 'echo s3cret; exit 1' } }), { authorization: 'Bearer s3cret' });
    expect((await tester.ask('GET', '/tasks', undefined, { authorization: 'Bearer s3cret' })).body).not.toContain('s3cret');
    expect(await tester.stop()).not.toContain('s3cret');
    tester = await TesterLab.start();
  });
});

describe('allowed commands', () => {
  const programs = new ProgramFolder({ hey: 'for each in "$@"; do echo "[$each]"; done', helm: 'echo helm' });
  const start = async (): Promise<void> => {
    tester = await TesterLab.start({ settings: { allowedCommands: ['hey', 'helm', 'echo'] }, env: { PATH: programs.path } });
  };
  const SHELL = 'this load tester runs only hey, helm, echo, and no shell (flag -allowed-commands): operators, variables and patterns of a shell are not allowed in commands';
  const ALLOWED = 'is not allowed; allowed: hey, helm, echo';

  it.each([
    [{ type: 'bash', cmd: `hey -z 1m -m POST -d '{test: 2}' "http://podinfo:9898/?a=1&b=2"`, returnCmdOutput: 'true' }, 200, '[-z]\n[1m]\n[-m]\n[POST]\n[-d]\n[{test: 2}]\n[http://podinfo:9898/?a=1&b=2]\n'],
    [{ type: 'helm', cmd: 'test', returnCmdOutput: 'true' }, 200, 'helm\n'],
    [{ type: 'kubectl', cmd: 'get secrets' }, 403, `command "kubectl" ${ALLOWED}`],
    [{ cmd: 'cat /etc/passwd' }, 403, `command "cat" ${ALLOWED}`],
    [{ cmd: './hey' }, 403, `command "./hey" ${ALLOWED}`],
    [{ cmd: '' }, 403, `command "" ${ALLOWED}`],
    [{ type: 'bash' }, 403, `command "" ${ALLOWED}`],
    [{ type: 'k6', cmd: 'run x.js' }, 403, `command "k6" ${ALLOWED}`],
    [{ cmd: 'A=1 hey' }, 403, `command "A=1" ${ALLOWED}`],
    ...['hey; cat x', 'hey && cat x', 'hey | sh', 'hey $(cat x)', 'hey `cat x`', 'hey $HOME', 'hey "$HOME"', 'hey > x', 'hey *', 'hey & cat x', 'hey <(cat x)', 'hey # x'].map(
      cmd => [{ cmd }, 403, SHELL] as const,
    ),
  ])('%j', async (metadata, status, body) => {
    await start();
    expect(await tester.task(metadata)).toMatchObject({ status, body });
  });

  it('a line end ends no command', async () => {
    await start();
    expect(await tester.task({ type: 'bash', cmd: 'hey one\ncat x', returnCmdOutput: 'true' })).toMatchObject({ status: 200, body: '[one]\n[cat]\n[x]\n' });
  });
});

describe('redaction', () => {
  const redact = createRedact(['known-value']);
  it.each([
    ['curl -H "Authorization: Bearer abc.def" http://x', 'curl -H "Authorization: Bearer [redacted]" http://x'],
    ["curl -H 'authorization: abc' http://x", "curl -H 'authorization: [redacted]' http://x"],
    ['curl -u admin:pass http://x', 'curl -u admin:[redacted] http://x'],
    ['hey http://admin:pass@podinfo:9898/?token=abc&b=1', 'hey http://[redacted]@podinfo:9898/?token=[redacted]&b=1'],
    ['helm upgrade --set db.password=abc --password def', 'helm upgrade --set db.password=[redacted] --password [redacted]'],
    ['API_KEY="a b" run', 'API_KEY=[redacted] run'],
    ['{"client_secret":"abc","a":1}', '{"client_secret":[redacted],"a":1}'],
    ['it is known-value here', 'it is [redacted] here'],
    ['hey -z 1m -q 10 -c 2 http://podinfo-canary.test:9898/token', 'hey -z 1m -q 10 -c 2 http://podinfo-canary.test:9898/token'],
    ['the token expired', 'the token expired'],
    ['user admin@example.com', 'user admin@example.com'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});
