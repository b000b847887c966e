import type { HttpRequest, MetricProviderEnv } from '@flagger/sdk';
import { basic } from './credentials.ts';
import type { ServiceAddress } from './service-address.ts';

const HEADER_KEY = 'header.';

/**
 * Headers of the template and of its Secret, which goes before: keys `token` (a bearer), `username` and `password`, and `header.NAME` for any other.
 */
export function secretHeaders({ spec, credentials }: MetricProviderEnv, address: ServiceAddress): Readonly<Record<string, string | readonly string[]>> {
  const { token = '', username = '', password = '' } = credentials;
  const user = username === '' ? address.userInfo : `${username}:${password}`;
  const authorization = token === '' ? user && basic(user) : `Bearer ${token}`;
  const named = Object.entries(credentials).flatMap(([key, value]) => (key.startsWith(HEADER_KEY) ? [[key.slice(HEADER_KEY.length), value.trim()] as const] : []));
  const secret = [...(authorization ? [['Authorization', authorization] as const] : []), ...named];
  const taken = new Set(secret.map(([name]) => name.toLowerCase()));
  const plain = Object.entries(spec.headers ?? {}).filter(([name]) => !taken.has(name.toLowerCase()));
  return Object.fromEntries<string | readonly string[]>([...plain, ...secret]);
}

/** Whom to trust and who to be, from a Secret's keys `ca.crt`, `tls.crt` and `tls.key`, as Kubernetes names them. */
export function secretTls({ credentials }: MetricProviderEnv): NonNullable<HttpRequest['tls']> {
  const { 'ca.crt': ca, 'tls.crt': cert, 'tls.key': key } = credentials;
  return { ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
}
