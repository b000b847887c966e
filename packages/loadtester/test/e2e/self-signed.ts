import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { needTool } from './tools.ts';

/** A certificate that signs itself, and its key; PEM. Both are written to `folder` first. */
export function selfSigned(folder: string, altName: string): { readonly key: string; readonly cert: string } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const argv = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=loadtester', '-addext', `subjectAltName=${altName}`];
  execFileSync(needTool('openssl'), argv, { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}
