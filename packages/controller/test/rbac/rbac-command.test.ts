import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { rbacCommand } from '../../src/rbac/rbac-command.ts';

interface RbacObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly { readonly apiGroups?: readonly string[]; readonly resources?: readonly string[]; readonly verbs: readonly string[] }[];
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly object[];
}

const MESHES = ['apisix.apache.org', 'appmesh.k8s.aws', 'gateway.networking.k8s.io', 'gateway.solo.io', 'kuma.io', 'networking.istio.io', 'networking.k8s.io', 'projectcontour.io', 'split.smi-spec.io', 'traefik.io'];

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written): { write(text: string): void } => ({ write: text => void (written[name] += text) });
  const code = await rbacCommand(args, { cwd: () => import.meta.dirname, stdout: stream('stdout'), stderr: stream('stderr') });
  return { code, ...written };
}

async function objects(...args: readonly string[]): Promise<readonly RbacObject[]> {
  const { stdout } = await run(...args);
  return parseAllDocuments(stdout).map(document => document.toJS() as RbacObject);
}

/** Each thing that roles of a kind allow, such as `get /secrets`. */
const allowed = (manifest: readonly RbacObject[], kind: string): readonly string[] => {
  const rules = manifest.filter(object => object.kind === kind).flatMap(({ rules: each = [] }) => each);
  return rules.flatMap(({ apiGroups = [], resources = [], verbs }) => apiGroups.flatMap(group => resources.flatMap(resource => verbs.map(verb => `${verb} ${group}/${resource}`))));
};

async function groupsFor(...args: readonly string[]): Promise<readonly string[]> {
  const rules = (await objects(...args)).flatMap(({ rules: each = [] }) => each);
  return [...new Set(rules.flatMap(({ apiGroups = [] }) => apiGroups))].filter(group => MESHES.includes(group)).toSorted();
}

describe('flagger rbac', () => {
  it('gives an operator with every bundled provider the rights for all of them', async () => {
    expect(await groupsFor()).toEqual(MESHES);
  });

  it.each([
    ['-providers=istio', ['networking.istio.io']],
    ['--providers=nginx, gateway-api', ['gateway.networking.k8s.io', 'networking.k8s.io']],
    ['-providers=kubernetes', []],
    ['-providers=../fixtures/plugins/rights.js,istio', ['networking.istio.io', 'traefik.io']],
  ])('%s: %j', async (flag, groups) => {
    expect(await groupsFor(flag)).toEqual(groups);
  });

  it('binds the role to the account that is named', async () => {
    const [namespace, account, role, binding] = await objects('-providers', 'kubernetes', '-service-account', 'delivery/canaries');
    expect(namespace?.metadata.name).toBe('delivery');
    expect(account?.metadata).toMatchObject({ namespace: 'delivery', name: 'canaries' });
    expect(role).toMatchObject({ kind: 'ClusterRole', metadata: { name: 'canaries' } });
    expect(binding).toMatchObject({ roleRef: { name: 'canaries' }, subjects: [{ kind: 'ServiceAccount', namespace: 'delivery', name: 'canaries' }] });
  });

  it('gives an operator of one namespace a Role there', async () => {
    const manifest = await objects('-providers=istio', '-namespace=prod', '-service-account=delivery/canaries');
    expect(manifest.map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace}/${name}`)).toEqual([
      'Namespace undefined/delivery', 'ServiceAccount delivery/canaries', 'Role prod/canaries', 'RoleBinding prod/canaries',
    ]);
    expect(manifest.at(-1)).toMatchObject({ roleRef: { kind: 'Role', name: 'canaries' }, subjects: [{ kind: 'ServiceAccount', namespace: 'delivery', name: 'canaries' }] });
    expect(allowed(manifest, 'Role')).toEqual(allowed(await objects('-providers=istio'), 'ClusterRole'));
    expect(manifest[2]?.rules?.filter(rule => 'nonResourceURLs' in rule)).toEqual([]);
  });

  it('does not take the namespace of its canaries for its own', async () => {
    const manifest = await objects('-providers=istio', '-namespace=prod', '-service-account=prod/flagger');
    expect(manifest.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Role', 'RoleBinding']);
  });

  it('gives it a ClusterRole for objects that are in no namespace, and for nothing else', async () => {
    const manifest = await objects('-namespace=prod');
    expect(manifest.find(({ kind }) => kind === 'ClusterRole')?.metadata.name).toBe('flagger-prod');
    expect(manifest.at(-1)).toMatchObject({ kind: 'ClusterRoleBinding', metadata: { name: 'flagger-prod' }, roleRef: { kind: 'ClusterRole', name: 'flagger-prod' } });
    expect(new Set(allowed(manifest, 'ClusterRole').map(permission => permission.replace(/.* /, '')))).toEqual(new Set(['kuma.io/trafficroutes']));
    expect([...allowed(manifest, 'Role'), ...allowed(manifest, 'ClusterRole')].toSorted()).toEqual(allowed(await objects(), 'ClusterRole').toSorted());
  });

  it('says what can be asked', async () => {
    const { code, stdout } = await run('-help');
    expect(code).toBe(0);
    expect(stdout).toContain('flagger rbac [-providers=NAMES] [-namespace=NAMESPACE] [-service-account=NAMESPACE/NAME]');
  });

  it.each([
    ['an unknown plug-in', ['-providers=envoy'], "plug-in envoy can't be loaded"],
    ['an unknown flag', ['-provider=istio'], 'unknown flag -provider; -help lists all flags'],
    ['an argument that is no flag', ['istio'], 'argument "istio" is no flag; -help lists all flags'],
    ['a namespace that is no name', ['-namespace=a,b'], 'flag -namespace has the value "a,b"; allowed: the name of a namespace, such as prod'],
    ['an account without a namespace', ['-service-account=flagger'], 'flag -service-account has the value "flagger"; allowed: NAMESPACE/NAME, such as flagger-system/flagger'],
    ['an account that is no name', ['-service-account=a/B'], 'flag -service-account has the value "a/B"; allowed: NAMESPACE/NAME, such as flagger-system/flagger'],
  ])('refuses %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
