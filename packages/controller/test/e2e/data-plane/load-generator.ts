import { Agent, request } from 'node:http';
import type { Answer } from './pod.ts';
import { PORTS, REQUESTS_PER_SECOND } from './setting.ts';

// The process that plays the users: requests in an open loop, whatever becomes of those before, over connections that are kept.

const TIMEOUT_MS = 10_000;
const REPORT_MS = 250;

const host = process.argv[2] ?? '';
const agent = new Agent({ keepAlive: true, maxSockets: 200 });
let answers: Answer[] = [];

function ask(): void {
  const sentAt = performance.timeOrigin + performance.now();
  const tell = (answer: Omit<Answer, 'sentAt' | 'tookMs'>): void => void answers.push({ sentAt, tookMs: performance.timeOrigin + performance.now() - sentAt, ...answer });
  const asked = request({ host: '127.0.0.1', port: PORTS.web, agent, headers: { host }, timeout: TIMEOUT_MS }, response => {
    const { 'x-pod': pod, 'x-version': version } = response.headers;
    response.resume();
    response.once('end', () => tell({ status: response.statusCode ?? 0, ...(pod !== undefined && { pod: String(pod), version: String(version) }) }));
    response.once('error', error => tell({ error: error.message }));
  });
  asked.once('timeout', () => asked.destroy(new Error('timed out')));
  asked.once('error', error => tell({ error: error.message }));
  asked.end();
}

const startedAt = performance.now();
let sent = 0;
setInterval(() => {
  const due = Math.floor((performance.now() - startedAt) / 1000 * REQUESTS_PER_SECOND);
  for (; sent < due; sent += 1) ask();
}, 1000 / REQUESTS_PER_SECOND / 2);
setInterval(() => {
  process.send?.(answers);
  answers = [];
}, REPORT_MS);
process.on('disconnect', () => process.exit());
