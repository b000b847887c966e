import { CanaryError } from '@flagger/sdk';
import type { NotifierEnv } from '@flagger/sdk';

/** Refuses an address that can't be one. The address is a secret: the message names the service only. @throws CanaryError Invalid */
export function checkAddress(service: string, { address }: NotifierEnv): void {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) throw new CanaryError('Invalid', 'never', `invalid ${service} URL; allowed: http and https URLs`);
}

/** Refuses a channel that does not know where to post and as whom. @throws CanaryError Invalid */
export function checkChannel(service: string, env: NotifierEnv): void {
  checkAddress(`${service} hook`, env);
  if (env.username === '') throw new CanaryError('Invalid', 'never', `empty ${service} username`);
  if (env.channel === '') throw new CanaryError('Invalid', 'never', `empty ${service} channel`);
}
