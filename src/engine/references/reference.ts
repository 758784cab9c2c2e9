import { placeOf, type FieldPlace, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { IPPoolResource } from '../../manifests/resources/calico.ts';
import type { NodeResource, ServiceResource } from '../../manifests/resources/core.ts';
import type { IPAddressPoolResource } from '../../manifests/resources/metallb.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { AllocatedIPPool, ClusterNode } from '../allocation.ts';
import type { DeclaredPort } from './containerPorts.ts';
import type { NamedService } from './names/serviceNames.ts';
import type { PodOwner } from './podOwners.ts';

/** What a resource says about others: that it names or selects something, and where. Whether there is such a thing is the cluster's to know. */
export interface Mention<Kind extends string = string, R extends Resource = Resource> {
  readonly kind: Kind;
  readonly resource: R;
  /** The smallest field, or part of one, that says it: a name as such; of a selector the whole. */
  readonly place: Place;
  /** The name as written; of a selector what it asks for. */
  readonly text: string;
}

/** What a mention leads to. */
export type Target =
  PodsTarget | ServiceTarget | ServicePortTarget | ContainerPortTarget | NodeTarget | IPPoolTarget | LoadBalancerPoolTarget | ObjectTarget;

export type TargetKind = Target['kind'];

interface TargetBase<Kind extends string, R extends Resource> {
  readonly kind: Kind;
  /** Absent for what exists without a manifest. */
  readonly resource: R | undefined;
  /** Where it has the name or the labels that count; absent for what exists without a manifest. */
  readonly place: Place | undefined;
  /** Of a port without a name its number. */
  readonly name: string;
}

/** Pods by what makes them. */
export interface PodsTarget extends TargetBase<'pods', WorkloadResource | PodResource> {
  readonly resource: WorkloadResource | PodResource;
  readonly place: FieldPlace;
  readonly owner: PodOwner;
}

export interface ServiceTarget extends TargetBase<'service', ServiceResource> {
  readonly service: NamedService;
}

export interface ServicePortTarget extends TargetBase<'service-port', ServiceResource> {
  readonly service: NamedService;
  readonly port: NamedService['ports'][number];
}

export interface ContainerPortTarget extends TargetBase<'container-port', WorkloadResource | PodResource> {
  readonly declared: DeclaredPort;
}

export interface NodeTarget extends TargetBase<'node', NodeResource> {
  readonly node: ClusterNode;
}

export interface IPPoolTarget extends TargetBase<'ip-pool', IPPoolResource> {
  /** Absent where its CIDR cannot be read. */
  readonly pool: AllocatedIPPool | undefined;
}

export type LoadBalancerPoolTarget = TargetBase<'load-balancer-pool', IPAddressPoolResource>;

/** A manifest of a kind that is named as a whole: Namespace, BGPPeer, BFDProfile, Community, Secret. */
export interface ObjectTarget extends TargetBase<'object', Resource> {
  readonly resource: Resource;
}

/** A mention with what it leads to. Several targets: any of them may be meant, or all are. */
export interface Reference<M extends Mention = Mention, T extends Target = Target> {
  readonly from: M;
  readonly targets: readonly T[];
  /** Absent: it leads somewhere. */
  readonly missing: Missing<T> | undefined;
}

/** That nothing is what a mention asks for. */
export interface Missing<T extends Target = Target> {
  readonly what: TargetKind;
  /** What is as asked for, but where the mention does not reach: in another namespace, under another protocol, in another container. */
  readonly elsewhere: readonly T[];
}

/** Whether two targets are one thing of the cluster. */
export function isSameTarget(one: Target, other: Target): boolean {
  return (
    one.kind === other.kind && one.resource === other.resource && one.name === other.name && pathKey(one.place) === pathKey(other.place)
  );
}

function pathKey(place: Place | undefined): string {
  return place?.path === undefined ? '' : JSON.stringify(place.path);
}

export function objectTarget(resource: Resource): ObjectTarget {
  return { kind: 'object', resource, place: placeOf(resource, 'metadata', 'name'), name: resource.metadata.name };
}
