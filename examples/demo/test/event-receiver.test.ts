import { describe, expect, it } from '@jest/globals';
import { startEventReceiver } from '../src/event-receiver.ts';
import type { CanaryEvent } from '../src/event-receiver.ts';

describe('the receiver of events', () => {
  it('passes on what the event webhook says', async () => {
    const receiver = await startEventReceiver();
    const heard: CanaryEvent[] = [];
    const stop = receiver.listen(event => heard.push(event));
    const payload = { name: 'podinfo', namespace: 'prod', phase: 'Progressing', metadata: { eventMessage: 'Halt', eventType: 'Warning' } };
    const post = (body: string): Promise<Response> => fetch(receiver.url, { method: 'POST', body });
    expect((await post(JSON.stringify(payload))).status).toBe(200);
    stop();
    await post(JSON.stringify(payload));
    expect((await post('no JSON')).status).toBe(400);
    expect(heard).toEqual([{ namespace: 'prod', message: 'Halt', warning: true }]);
    await receiver.close();
  });
});
