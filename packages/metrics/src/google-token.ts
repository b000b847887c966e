import { CanaryError } from '@flagger/sdk';
import type { HttpClient } from '@flagger/sdk';
import { queryFailed } from './failures.ts';
import { fetchThrough } from './fetch-through.ts';
import { optionalPackage } from './optional-package.ts';

const SCOPES = ['https://www.googleapis.com/auth/monitoring.read'];

/**
 * A bearer token of a service account, or else of the identity that the workload runs with.
 *
 * @throws CanaryError Invalid (a key that is none), QueryFailed
 */
export async function googleToken(serviceAccountKey: string | undefined, http: HttpClient, signal: AbortSignal): Promise<string> {
  const { GoogleAuth, JWT } = await optionalPackage('google-auth-library', () => import('google-auth-library'));
  const transporterOptions = { fetchImplementation: fetchThrough(http, signal) };
  const account = serviceAccountKey === undefined ? undefined : readKey(serviceAccountKey);
  const client = account === undefined ? new GoogleAuth({ scopes: SCOPES, clientOptions: { transporterOptions } }) : new JWT({ ...account, scopes: SCOPES, transporterOptions });
  const answer = await client.getAccessToken().catch((error: unknown) => {
    signal.throwIfAborted();
    throw queryFailed(`error requesting stackdriver: no access token: ${error instanceof Error ? error.message : String(error)}`);
  });
  const token = typeof answer === 'object' ? answer?.token : answer;
  if (!token) throw queryFailed('error requesting stackdriver: no access token');
  return token;
}

/** Only a service account's key: other kinds of credentials could name servers to send secrets to. */
function readKey(text: string): { email: string; key: string } {
  const { client_email: email, private_key: key } = parse(text);
  if (typeof email === 'string' && typeof key === 'string') return { email, key };
  throw invalid('has no client_email and private_key');
}

/** A parser's message would quote the key. */
function parse(text: string): { readonly client_email?: unknown; readonly private_key?: unknown } {
  try {
    const key: unknown = JSON.parse(text);
    if (typeof key === 'object' && key !== null) return key;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalid('is no JSON object');
}

function invalid(reason: string): CanaryError {
  return new CanaryError('Invalid', 'later', `stackdriver credentials: serviceAccountKey ${reason}`);
}
