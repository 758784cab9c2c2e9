import { editDistance, nearestOf } from '../../base/nearest.ts';
import { groupOf } from '../metadata.ts';
import { kinds } from './kinds.ts';

/** What a manifest surely was to be, going by its two words. */
export interface MeantKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** API groups whose kinds are all known: one that is none of them is none at all. */
const closed = [
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'networking.k8s.io',
  'discovery.k8s.io',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'metallb.io',
  'projectcalico.org',
  'crd.projectcalico.org',
  'edgenetwork',
] as const;
const isClosed: ReadonlySet<string> = new Set(closed);

/** Kubernetes' own: it alone has groups without a dot. */
const builtIn: ReadonlySet<string> = new Set([
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'networking.k8s.io',
  'discovery.k8s.io',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
]);

/** Kinds of these groups that need no descriptor. kubernetes pkg/apis */
const others: Readonly<Record<string, readonly string[]>> = {
  '': ['Binding', 'ComponentStatus', 'Event', 'PodTemplate', 'Status', 'Scale', 'Eviction', 'DeleteOptions', 'List', 'TokenRequest'],
  apps: ['ControllerRevision', 'Scale'],
  autoscaling: ['Scale'],
  policy: ['Eviction'],
  'storage.k8s.io': ['CSIStorageCapacity'],
};

/** Written without an API server: their groups have no dot either. */
const foreign: ReadonlySet<string> = new Set(['extensions', 'edgenetwork', 'skaffold', 'stacks', 'tanzu', 'v1alpha1']);

/** Of these every version is known, and their kinds do not have the same ones: BGPPeer alone of MetalLB's has a `v1beta2`. */
const ownVersions: ReadonlySet<string> = new Set(['metallb.io', 'projectcalico.org', 'crd.projectcalico.org']);

/** What calicoctl read before Calico 3, in `v1`. projectcalico/calico libcalico-go lib/apis/v1 */
const calicoKinds: Readonly<Record<string, string>> = {
  bgpPeer: 'BGPPeer',
  hostEndpoint: 'HostEndpoint',
  ipPool: 'IPPool',
  policy: 'GlobalNetworkPolicy',
  profile: 'Profile',
};

/** `metallb.io/v1beta1 IPAddressPool` */
const written = new Set<string>();

const kindsOf = new Map<string, Map<string, string>>();
for (const { kind, apiVersions } of kinds) {
  for (const apiVersion of apiVersions) {
    const group = groupOf(apiVersion);
    written.add(`${apiVersion} ${kind}`);
    const known = kindsOf.get(group) ?? new Map<string, string>();
    if (!known.has(kind)) known.set(kind, apiVersion);
    kindsOf.set(group, known);
  }
}

/** Absent: it is what it says, or nobody can tell what else. */
export function meantKind(apiVersion: string, kind: string): MeantKind | undefined {
  if (!/^[\w.-]+(\/[\w.-]+)?$/.test(apiVersion) || !/^\w+$/.test(kind) || kind.endsWith('List')) return undefined;
  const group = groupOf(apiVersion);
  const known = kindsOf.get(group);
  if (others[group]?.includes(kind) === true) return undefined;
  const ofCalico = apiVersion === 'v1' ? calicoKinds[kind] : undefined;
  if (ofCalico !== undefined) return { apiVersion: 'projectcalico.org/v3', kind: ofCalico };
  if (known?.has(kind) === true) return isVersionOf(apiVersion, group, kind) ? undefined : { apiVersion: known.get(kind) ?? '', kind };
  if (!isClosed.has(group)) return ofUnknownGroup(apiVersion, group, kind);
  // `v1` alone is a version of the core group; a misspelt version without a group is not looked into.
  const elsewhere = homeOf(kind) ?? [...ownVersions].find((each) => kindsOf.get(each)?.has(kind) === true);
  if (elsewhere !== undefined && elsewhere !== group && builtIn.has(group))
    return { apiVersion: kindsOf.get(elsewhere)?.get(kind) ?? '', kind };
  const near = nearestOf(kind, known?.keys() ?? []);
  if (near !== undefined) return { apiVersion: known?.get(near) ?? apiVersion, kind: near };
  const far = elsewhere === undefined && builtIn.has(group) ? nearestBuiltIn(kind) : undefined;
  return far;
}

/** Whether the group may have the version: `apps/vv1` is none at all, `apps/v7` may come; of our own there is one. */
function isVersionOf(apiVersion: string, group: string, kind: string): boolean {
  if (ownVersions.has(group)) return written.has(`${apiVersion} ${kind}`);
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  return group === 'edgenetwork' ? version === 'v1' : !isClosed.has(group) || /^v[0-9]+((alpha|beta)[0-9]+)?$/.test(version);
}

/** `app/v1`, `edgenetworks/v1`: no group that there is, before a kind that has one. */
function ofUnknownGroup(apiVersion: string, group: string, kind: string): MeantKind | undefined {
  if (kind === 'EdgeNetwork' && (/^edge-?networks?/i.test(group) || nearestOf(group, ['edgenetwork']) !== undefined))
    return { apiVersion: 'edgenetwork/v1', kind };
  if (kindsOf.has(group)) return ofKnownGroup(group, kind);
  const [near] = homesOf(kind).filter((each) => group.length > 5 && nearestOf(group, [each]) !== undefined);
  if (near !== undefined) return { apiVersion: kindsOf.get(near)?.get(kind) ?? '', kind };
  const home = homeOf(kind);
  if (home === undefined || !apiVersion.includes('/')) return undefined;
  const isMeant = (!group.includes('.') && !foreign.has(group)) || nearestOf(group, [home]) !== undefined;
  return isMeant ? { apiVersion: kindsOf.get(home)?.get(kind) ?? '', kind } : undefined;
}

/** In a group that has kinds which are not known here a long word that is one letter off. */
function ofKnownGroup(group: string, kind: string): MeantKind | undefined {
  const near =
    kind.length < 8 ? undefined : [...(kindsOf.get(group)?.entries() ?? [])].find(([known]) => editDistance(kind, known, 1) === 1);
  return near === undefined ? undefined : { apiVersion: near[1], kind: near[0] };
}

/** Every group that has a kind of the name. */
function homesOf(kind: string): readonly string[] {
  return [...kindsOf].flatMap(([group, known]) => (known.has(kind) ? [group] : []));
}

/** The built-in group of a kind. */
function homeOf(kind: string): string | undefined {
  return closed.find((group) => builtIn.has(group) && kindsOf.get(group)?.has(kind) === true);
}

function nearestBuiltIn(kind: string): MeantKind | undefined {
  const names = closed.filter((group) => builtIn.has(group)).flatMap((group) => [...(kindsOf.get(group)?.keys() ?? [])]);
  const near = kind.length < 7 ? undefined : nearestOf(kind, names);
  const home = near === undefined ? undefined : homeOf(near);
  return near === undefined || home === undefined ? undefined : { apiVersion: kindsOf.get(home)?.get(near) ?? '', kind: near };
}
