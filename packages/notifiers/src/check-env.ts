import { CanaryError } from '@flagger/sdk';
import type { NotifierEnv } from '@flagger/sdk';

/** Refuses an address or a proxy that can't be one. Both are secrets: the message names the service only. @throws CanaryError Invalid */
export function checkAddress(service: string, { address, proxy }: NotifierEnv): void {
  if (!isHttpUrl(address)) throw new CanaryError('Invalid', 'never', `invalid ${service} URL; allowed: http and https URLs`);
  if (proxy !== '' && !isHttpUrl(proxy)) throw new CanaryError('Invalid', 'never', 'unable to parse proxy URL; allowed: http and https URLs');
}

/** Refuses a channel that does not know where to post and as whom. @throws CanaryError Invalid */
export function checkChannel(service: string, env: NotifierEnv): void {
  checkAddress(`${service} hook`, env);
  if (env.username === '') throw new CanaryError('Invalid', 'never', `empty ${service} username`);
  if (env.channel === '') throw new CanaryError('Invalid', 'never', `empty ${service} channel`);
}

function isHttpUrl(text: string): boolean {
  return ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '');
}
