import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { homedir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { ControlPlane } from '../../../controller/test/e2e/control-plane.ts';

const deploy = join(import.meta.dirname, '../..');
const tools = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'loadtester-tools/bin');
const env = { ...process.env, PATH: `${process.env['PATH']}:${tools}` };

interface Rendered {
  readonly kind: string;
  readonly rules?: readonly { readonly apiGroups?: readonly string[] }[];
}

const run = (program: string, args: readonly string[], input?: string): string =>
  execFileSync(program, args, { encoding: 'utf8', env, ...(input === undefined ? {} : { input }) });
const chart = (name: string): string => join(deploy, 'charts', name);
const render = (name: string, ...args: string[]): string => run('helm', ['template', name, chart(name), '--namespace', 'flagger-system', ...args]);
const groupsOf = (manifest: string): readonly string[] =>
  parseAllDocuments(manifest).map(document => document.toJS() as Rendered | null)
    .flatMap(object => (object?.kind === 'ClusterRole' ? object.rules ?? [] : [])).flatMap(({ apiGroups = [] }) => apiGroups);

describe('what operators install', () => {
  let plane: ControlPlane;
  beforeAll(() => {
    plane = ControlPlane.start(17_443);
    plane.kubectl('create', 'namespace', 'flagger-system');
  });
  afterAll(() => plane.stop());

  const accept = (manifest: string): string =>
    run('kubectl', ['--kubeconfig', plane.kubeconfig, 'apply', '--server-side', '--dry-run=server', '-f', '-'], manifest);

  it.each(['flagger', 'loadtester'])('helm lint finds nothing in the chart %s', name => {
    expect(run('helm', ['lint', '--strict', chart(name)])).toContain('0 chart(s) failed');
  });

  it.each([
    ['flagger', []],
    ['flagger', ['--include-crds', '--set', 'providers={istio,kubernetes},leaderElection.enabled=true,leaderElection.replicaCount=2,podDisruptionBudget.enabled=true']],
    ['flagger', ['--set', 'slack.channel=alerts,controlplane.kubeconfig.secretName=remote,noCrossNamespaceRefs=true,maxConcurrentRollouts=3']],
    ['loadtester', ['--set', 'rbac.create=true,podDisruptionBudget.enabled=true,podSecurityContext.enabled=true']],
    ['loadtester', ['--set', 'rbac.create=true,rbac.scope=cluster,auth.enabled=false,cmd.allowed=null']],
  ])('a cluster takes the chart %s with %j', (name, args) => {
    expect(accept(render(name, ...args))).toContain('deployment.apps');
  });

  it('a cluster takes the kustomize base', () => {
    expect(accept(run('kubectl', ['kustomize', join(deploy, 'kustomize/base')]))).toContain('deployment.apps/flagger');
  });

  it('with providers=[istio], the role has no rule of other providers', () => {
    const narrow = groupsOf(render('flagger', '--set', 'providers={istio}'));
    expect(narrow).toContain('networking.istio.io');
    for (const other of ['traefik.io', 'projectcontour.io', 'gateway.networking.k8s.io', 'apisix.apache.org']) expect(narrow).not.toContain(other);
    expect(groupsOf(render('flagger'))).toEqual(expect.arrayContaining(['traefik.io', 'projectcontour.io', 'gateway.networking.k8s.io', 'apisix.apache.org']));
  });
});
