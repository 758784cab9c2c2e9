import { perObject } from '../../base/derived.ts';
import { message, type Message } from '../../base/message.ts';
import { labelOf } from '../../engine/labels.ts';
import { metalLBNamespace } from '../../engine/metallb/namespace.ts';
import { hasLabelOf, hasServiceFor, hasServiceOf, isMadeIn, makingOf } from '../../engine/references/madeAtRunTime.ts';
import { mayCarryKey, ownerOf } from '../../engine/references/podOwners.ts';
import { resourcesBy, type Cluster } from '../../manifests/cluster.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import { holdsPlaceholder, placeholderPattern } from '../../manifests/placeholder.ts';
import { couldMake, type Sought } from '../../manifests/reach.ts';
import type { Resource } from '../../manifests/resource.ts';
import { kindOf, kindsNamed } from '../../manifests/resources/kinds.ts';
import { fitsWildcard } from '../../manifests/wildcard.ts';
import { couldChange, type Unknown } from '../../manifests/unknown.ts';
import type { Nearness } from './nearness.ts';

/*
 * What is not known of a cluster, asked as narrowly as a finding can: each question says what it would take to explain the problem away, and gets the first
 * unknown of such a reach, in a sentence that names it.
 *
 * 1. What could not be read or rendered (`cluster.unknowns`) could make or change what lies in its reach, and nothing else.
 * 2. An object of a tool or an operator (`makersIn`) makes pods and Services in the namespace where it has them. Of a kind that is known (`madeAtRunTime.ts`)
 *    these have labels and names that tell them apart; of one that nobody knows, they may have any.
 * 3. Nearness is evidence. Where a selector or a name misses something that is written in the same namespace by one label or by a slip of the fingers, that was meant:
 *    no operator makes pods labelled `app: web` for a resource `main` where a Deployment `web` is written. So the second kind of doubt falls.
 *    The first kind falls only where nothing else can be meant, since an unread manifest may well hold what it is next to (`order` beside `orders`, `v1` beside `v2`):
 *    when it is a slip, and what was missed either has the name of what misses it, or else nobody would mean it.
 */

/** Pods that somebody asks for. */
export interface SoughtPods {
  /** Absent: any. */
  readonly namespace?: string | undefined;
  /** Those that they must have; absent: any. */
  readonly labels?: StringMap | undefined;
  /** The workload that comes nearest, and how surely it was meant; absent: none is near. */
  readonly near?: Nearness | undefined;
  /** Resources that would have to be as they are written for the problem to be one. */
  readonly written?: readonly Resource[] | undefined;
}

/** What could make such pods without our seeing it, or make pods that are written into such; absent when nothing could. */
export function unseenPods(cluster: Cluster, { namespace, labels, near, written = [] }: SoughtPods = {}): Message | undefined {
  const changed = written.length === 0 ? undefined : unappliedChanges(cluster, ...written);
  if (changed !== undefined) return changed;
  if (near === undefined) {
    const { changing } = unknownsOf(cluster);
    const other = changing.find((unknown) => ownersIn(cluster, namespace).some((owner) => couldChange(unknown, owner)));
    if (other !== undefined) return other.sentence;
  }
  if (near !== 'sure') {
    const sought: Sought = { kinds: mayBringPods, namespace };
    const unread = unknownsOf(cluster).makingPods.find(
      (unknown) => couldMake(unknown.reach, sought) && (near === undefined || !isOfOperator(unknown)) && mayHaveLabels(unknown, labels),
    );
    if (unread !== undefined) return unread.sentence;
  }
  if (near !== undefined) return undefined;
  const maker = makersIn(cluster, namespace).find((each) => mayMakePods(each, labels, namespace));
  return maker === undefined ? undefined : message('{0} may have pods of its own.', titleOf(maker));
}

/** A Service that somebody asks for by its name. */
export interface SoughtService {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly near?: Nearness | undefined;
}

/** What could make such a Service. */
export function unseenServices(cluster: Cluster, { namespace, name, near }: SoughtService = {}): Message | undefined {
  if (near !== 'sure') {
    const unread = cluster.unknowns.find((unknown) =>
      isOfOperator(unknown)
        ? near === undefined &&
          couldMake(unknown.reach, { kinds: mayBringServices, namespace }) &&
          mayMakeService(unknown.resource, name, namespace)
        : couldMake(unknown.reach, { kinds: mayBringServices, namespace, name }),
    );
    if (unread !== undefined) return unread.sentence;
  }
  // What is called just so by an operator is no slip of something else.
  const makers = makersIn(cluster, namespace).filter(({ type }) => type === 'Other');
  const maker = makers.find((each) =>
    near === undefined ? mayMakeService(each, name, namespace) : name !== undefined && makesServiceFor(each, name, namespace, near),
  );
  return maker === undefined ? undefined : message('{0} may have Services of its own.', titleOf(maker));
}

/** Something that could not be read or rendered, and could make such an object; of several kinds of objects, one of them. */
export function unreadManifests(
  cluster: Cluster,
  ...sought: readonly (Sought | ((cluster: Cluster) => readonly Sought[]))[]
): Message | undefined {
  const asked = sought.flatMap((each) => (typeof each === 'function' ? each(cluster) : [each]));
  return cluster.unknowns.find(({ reach }) => asked.some((each) => couldMake(reach, each)))?.sentence;
}

/** Something that could not be rendered, and could change one of the resources, or take it away; asked of no resource, any that changes something. */
export function unappliedChanges(cluster: Cluster, ...resources: readonly (Resource | undefined)[]): Message | undefined {
  return unknownsOf(cluster).changing.find(
    (unknown) => resources.length === 0 || resources.some((resource) => resource !== undefined && couldChange(unknown, resource)),
  )?.sentence;
}

/** Each kind of unknowns, in their order. */
const unknownsOf = perObject(({ unknowns }: Cluster) => ({
  changing: unknowns.filter(({ reach }) => reach.changes !== 'nothing'),
  makingPods: unknowns.filter(
    ({ reach, resource }) => couldMake(reach, { kinds: mayBringPods }) && (resource === undefined || mayBePods(resource)),
  ),
}));

/** Whether pods may come of a kind, going by its name alone. */
export function mayBringPods(kind: string): boolean {
  const known = kindsNamed('', kind);
  return known.length === 0 || known.some(({ type, mayHidePods }) => type === 'Workload' || type === 'Pod' || mayHidePods === true);
}

/** Whether Services may: of the kind itself, and of operators' kinds. */
function mayBringServices(kind: string): boolean {
  return kind === 'Service' || (mayBringPods(kind) && kindsNamed('', kind).every(({ mayHidePods }) => mayHidePods === true));
}

function mayBePods(resource: Resource): boolean {
  return resource.type === 'Pod' || resource.type === 'Workload' || mayOwnPods(resource);
}

/** Whether something unread is known to be of an operator's kind: then it makes what operators do, as one that is read would. */
function isOfOperator(unknown: Unknown): unknown is Unknown & { readonly resource: Resource } {
  return unknown.resource?.type === 'Other';
}

/** Whether pods of something unread may have the labels, by what is known of it. */
function mayHaveLabels({ resource }: Unknown, labels: StringMap | undefined): boolean {
  if (labels === undefined || resource === undefined) return true;
  if (resource.type === 'Other') return mayMakePods(resource, labels, undefined);
  if (resource.type !== 'Workload' && resource.type !== 'Pod') return true;
  const owner = ownerOf(resource);
  // No template is without labels: they are still to come.
  if (
    resource.unknownFields?.some(({ length }) => length === 0) === true ||
    (resource.type === 'Workload' && Object.keys(owner.labels).length === 0)
  )
    return true;
  return Object.entries(labels).every(([key, wanted]) => {
    const actual = labelOf(owner.labels, key);
    return actual === undefined
      ? mayCarryKey(owner, key) || Object.keys(owner.labels).some(holdsPlaceholder)
      : actual === wanted || (holdsPlaceholder(actual) && fitsWildcard(placeholderPattern(actual), wanted));
  });
}

/** What decides which pools of addresses there are, and for whom. */
export function mayBringAddresses(cluster: Cluster): readonly Sought[] {
  const namespace = namespaceOfMetalLB(cluster);
  return ofSite([
    { kinds: clusterWideAddressing, clusterWide: true },
    { kinds: metalLBKinds, namespace },
    { kinds: ['ConfigMap'], namespace, name: 'config' },
    ...['calico-config', 'kubeadm-config'].map((name) => ({ kinds: ['ConfigMap'], namespace: 'kube-system', name })),
  ]);
}

/** What could make a pool of MetalLB, of this name where one is given. */
export function mayBringLoadBalancerPool(cluster: Cluster, name?: string): readonly Sought[] {
  const namespace = namespaceOfMetalLB(cluster);
  return ofSite([
    { kinds: ['IPAddressPool', 'AddressPool'], namespace, name },
    { kinds: ['ConfigMap'], namespace, name: 'config' },
  ]);
}

function ofSite(sought: readonly Sought[]): readonly Sought[] {
  return sought.map((each) => ({ ...each, ofSite: true }));
}

/** Where nothing says it, the usual one: other namespaces are none of MetalLB's. */
function namespaceOfMetalLB(cluster: Cluster): string {
  return metalLBNamespace(cluster) ?? 'metallb-system';
}

const clusterWideAddressing = [
  'IPPool',
  'IPReservation',
  'IPAMConfiguration',
  'IPAMConfig',
  'IPAMBlock',
  'Installation',
  'Network',
  'Node',
  'Namespace',
  'EdgeNetwork',
  'ClusterConfiguration',
  'KubeNetworkConfig',
  'ServiceCIDR',
];

const metalLBKinds = ['IPAddressPool', 'AddressPool', 'L2Advertisement', 'BGPAdvertisement', 'BGPPeer', 'Community'];

/** What could write the endpoints of a Service. */
export function mayBringEndpoints({ metadata: { name, namespace } }: Pick<Resource, 'metadata'>): readonly Sought[] {
  return [
    { kinds: ['Endpoints', 'Service'], namespace, name },
    { kinds: ['EndpointSlice'], namespace },
  ];
}

/** Objects of kinds that are not Kubernetes' own and may make pods or Services somewhere in a namespace, in apply order; asked of no namespace, all. */
export function makersIn(cluster: Cluster, namespace: string | undefined): readonly Resource[] {
  if (namespace === undefined) return makersBy(cluster, everywhere);
  const own = makersBy(cluster, namespace);
  const any = makersBy(cluster, anywhere);
  return any.length === 0 ? own : [...any, ...own];
}

function ownersIn(cluster: Cluster, namespace: string | undefined): readonly Resource[] {
  return namespace === undefined ? ownersBy(cluster, everywhere) : [...ownersBy(cluster, anywhere), ...ownersBy(cluster, namespace)];
}

const ownersBy = resourcesBy<string>(({ type, metadata }) =>
  type === 'Workload' || type === 'Pod' ? [everywhere, metadata.namespace ?? anywhere] : [],
);

/** No namespace is called so. */
const everywhere = '*';
const anywhere = '?';

const makersBy = resourcesBy<string>((resource) => (mayOwnPods(resource) ? [everywhere, placeOfMaking(resource)] : []));

function placeOfMaking(resource: Resource): string {
  return makingOf(resource)?.namespaces === undefined ? (resource.metadata.namespace ?? anywhere) : anywhere;
}

/** Whether a resource may make pods that it does not describe, or put labels on those that it does. */
function mayOwnPods(resource: Resource): boolean {
  const kind = kindOf(resource);
  if (kind !== undefined) return kind.mayHidePods === true;
  if (resource.type === 'Workload') return true;
  const making = makingOf(resource);
  return making === undefined || making.pods === undefined || making.pods.length > 0;
}

function mayMakePods(resource: Resource, labels: StringMap | undefined, namespace: string | undefined): boolean {
  const making = makingOf(resource);
  if (making === undefined) return true;
  return (
    isMadeIn(making, resource.metadata.namespace, namespace) &&
    (labels === undefined || making.pods === undefined || hasLabelOf(making, resource.metadata.name, labels))
  );
}

function mayMakeService(resource: Resource, service: string | undefined, namespace: string | undefined): boolean {
  const making = makingOf(resource);
  if (making === undefined) return true;
  return (
    isMadeIn(making, resource.metadata.namespace, namespace) &&
    making.services.length > 0 &&
    (service === undefined || hasServiceOf(making, resource.metadata.name, service))
  );
}

/** Whether a Service is called after a resource of which it may well come: by what is known of its kind, or of a kind that nobody knows by its name with a word behind it. */
function makesServiceFor(resource: Resource, service: string, namespace: string | undefined, near: Nearness): boolean {
  const { name, namespace: own } = resource.metadata;
  const making = makingOf(resource);
  if (making === undefined) return near !== 'sure' && service.startsWith(`${name}-`);
  return isMadeIn(making, own, namespace) && hasServiceFor(making, name, service);
}

function titleOf({ kind, metadata }: Resource): string {
  return `${kind} ${metadata.name}`.trim();
}
