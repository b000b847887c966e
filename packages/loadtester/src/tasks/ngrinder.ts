import { CanaryError, parseGoDuration } from '@flagger/sdk';
import type { Payload } from '../payload/payload.ts';
import { runNgrinder } from './ngrinder-run.ts';
import type { NgrinderTest } from './ngrinder-run.ts';
import { parseServerUrl } from './server-url.ts';
import { canaryOf } from './task.ts';
import type { TaskKind } from './task.ts';

const DEFAULT_POLL_MS = 1_000;

/**
 * `ngrinder`: a copy of a performance test, started on an nGrinder server and followed to its end, in the background.
 *
 * @differs pollInterval is used as it is written, not multiplied by a billion: `ngrinder.test.ts` "asks again every pollInterval"
 * @source flagger pkg/loadtester/ngrinder.go
 */
export const ngrinder: TaskKind = {
  waits: () => false,
  refusedWith: 400,
  create: (payload, tools) => {
    const test = readTest(payload);
    const canary = canaryOf(payload);
    return { type: 'ngrinder', canary, title: `clone of test ${test.clone}`, key: `${canary}${test.clone}`, run: signal => runNgrinder(test, { ...tools, canary }, signal) };
  },
};

function readTest({ metadata }: Payload): NgrinderTest {
  const [server = '', clone = '', username = '', passwd = ''] = ['server', 'clone', 'username', 'passwd'].map(key => metadata.get(key));
  if ([server, clone, username, passwd].includes('')) throw invalid('server, clone, username and passwd are required metadata');
  const url = parseServerUrl(server);
  if (url === undefined) throw invalid(`invalid url: ${server}: it must begin with http:// or https://`);
  if (!/^[+-]?\d{1,15}$/.test(clone)) throw invalid(`metadata clone must be integer: strconv.Atoi: parsing ${JSON.stringify(clone)}: invalid syntax`);
  return { server: url, clone: Number(clone), username, password: decodePassword(passwd), pollMs: readPollMs(metadata) };
}

function readPollMs(metadata: Payload['metadata']): number {
  const ms = parseGoDuration(metadata.get('pollInterval') ?? '') ?? 0;
  return ms > 0 ? ms : DEFAULT_POLL_MS;
}

function decodePassword(passwd: string): string {
  const illegal = illegalBase64At(passwd);
  if (illegal !== undefined) throw invalid(`metadata password is invalid: illegal base64 data at input byte ${illegal}`);
  return Buffer.from(passwd, 'base64').toString('utf8');
}

function invalid(message: string): CanaryError {
  return new CanaryError('Invalid', 'never', message);
}

/** Where base64 stops to be base64; undefined: nowhere. @source Go encoding/base64 StdEncoding */
function illegalBase64At(text: string): number | undefined {
  const plain = text.replace(/[\r\n]/g, '');
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain)) return undefined;
  const at = plain.search(/[^A-Za-z0-9+/]/);
  return at < 0 ? plain.length - (plain.length % 4) : at;
}
