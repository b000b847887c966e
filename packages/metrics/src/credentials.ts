import { CanaryError } from '@flagger/sdk';
import type { MetricProviderEnv } from '@flagger/sdk';

/** A key that the Secret must have. @throws CanaryError Invalid, with `message` */
export function requireKey({ credentials }: MetricProviderEnv, key: string, message: string): string {
  const value = credentials[key];
  if (value === undefined) throw new CanaryError('Invalid', 'later', message);
  return value;
}

/** The header of `user:password`. */
export function basic(userInfo: string): string {
  return `Basic ${Buffer.from(userInfo).toString('base64')}`;
}

/** The header of `username` and `password`; undefined without a Secret, or where one is empty. @throws CanaryError Invalid, where one is missing */
export function basicOf(type: string, env: MetricProviderEnv): string | undefined {
  if (env.spec.secretRef === undefined) return undefined;
  const username = requireKey(env, 'username', `${type} credentials does not contain a username`);
  const password = requireKey(env, 'password', `${type} credentials does not contain a password`);
  return username !== '' && password !== '' ? basic(`${username}:${password}`) : undefined;
}
