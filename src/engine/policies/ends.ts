import { perObject } from '../../base/derived.ts';
import type { IPAddress, IPRange } from '../../base/ip.ts';
import { rangeOfCIDR } from '../../base/ip.ts';
import { resourcesBy, type Cluster } from '../../manifests/cluster.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { PodSpec } from '../../manifests/resources/workloads.ts';
import type { AllocatedPod, Allocation, ClusterNode } from '../allocation.ts';
import { namespaceFacts } from '../namespaces.ts';
import { rangesOf } from '../network.ts';
import type { Protocol } from './portSet.ts';
import type { KnownLabels } from './selectorMatch.ts';

/** One end of a connection as a policy sees it. */
export type End = PodEnd | AddressEnd;

export interface PodEnd {
  readonly kind: 'pod';
  readonly namespace: string;
  /** Calico's own labels are among them. */
  readonly labels: KnownLabels;
  readonly namespaceLabels: KnownLabels;
  readonly serviceAccount: string;
  /** Labels of the ServiceAccount. */
  readonly accountLabels: KnownLabels;
  readonly ports: readonly DeclaredPort[];
  /** Absent: no manifest tells it. */
  readonly address: IPAddress | undefined;
  /** Where the address is, if it is not known; empty: anywhere. */
  readonly within: readonly IPRange[];
  /** Absent: it stands for pods that are not in the manifests. */
  readonly pod: AllocatedPod | undefined;
}

/** Something that is no pod of the cluster's own network: outside, a node, or a pod on a node's network. */
export interface AddressEnd {
  readonly kind: 'address';
  /** Absent: any that is outside. */
  readonly address: IPAddress | undefined;
  readonly node: ClusterNode | undefined;
}

export interface DeclaredPort {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/** What of a pod template policies look at. */
export interface PodTraits {
  readonly namespace: string;
  readonly labels: StringMap;
  readonly spec: PodSpec;
}

/** A pod as policies see it. `address`: that of the family of the connection. */
export function podEnd(allocation: Allocation, pod: AllocatedPod, address: IPAddress | undefined = pod.ips[0]): PodEnd {
  return { ...endOf(allocation, pod), address, pod };
}

/** The pods that a template makes, before there are any. */
export function templateEnd(allocation: Allocation, traits: PodTraits): PodEnd {
  return { ...endOf(allocation, traits), address: undefined, pod: undefined };
}

/** Pods that no manifest shows, with the labels that the software gives them. */
export function unseenEnd(allocation: Allocation, namespace: string, labels: StringMap, ports: readonly DeclaredPort[]): PodEnd {
  const { cluster } = allocation;
  return {
    kind: 'pod',
    namespace,
    labels: { labels: withCalicoLabels(labels, namespace, undefined), complete: false },
    namespaceLabels: namespaceLabelsOf(cluster, namespace),
    serviceAccount: '',
    accountLabels: { labels: {}, complete: false },
    ports,
    address: undefined,
    within: podRanges(allocation),
    pod: undefined,
  };
}

function endOf(allocation: Allocation, { namespace, labels, spec }: PodTraits): Omit<PodEnd, 'address' | 'pod'> {
  const { cluster } = allocation;
  return {
    kind: 'pod',
    namespace,
    labels: { labels: withCalicoLabels(labels, namespace, spec.serviceAccountName), complete: true },
    namespaceLabels: namespaceLabelsOf(cluster, namespace),
    serviceAccount: spec.serviceAccountName,
    accountLabels: accountLabelsOf(cluster, namespace, spec.serviceAccountName),
    ports: declaredPorts(spec),
    within: podRanges(allocation),
  };
}

/** libcalico-go lib/backend/k8s/conversion/workload_endpoint_default.go */
function withCalicoLabels(labels: StringMap, namespace: string, account: string | undefined): StringMap {
  return {
    ...labels,
    'projectcalico.org/namespace': namespace,
    'projectcalico.org/orchestrator': 'k8s',
    ...(account === undefined ? {} : { 'projectcalico.org/serviceaccount': account }),
  };
}

/** Of a namespace without a manifest only what is put on every one is known. */
export function namespaceLabelsOf(cluster: Cluster, namespace: string): KnownLabels {
  const { labels, resource } = namespaceFacts(cluster, namespace);
  return { labels: { ...labels, 'projectcalico.org/name': namespace }, complete: resource !== undefined };
}

function accountLabelsOf(cluster: Cluster, namespace: string, name: string): KnownLabels {
  const account = accounts(cluster, `${namespace}/${name}`).at(-1);
  return { labels: account?.metadata.labels ?? {}, complete: account !== undefined };
}

const accounts = resourcesBy<string>(({ kind, metadata }) =>
  kind === 'ServiceAccount' ? [`${metadata.namespace ?? 'default'}/${metadata.name}`] : [],
);

/** Of containers and of those init containers that stay. */
function declaredPorts({ containers, initContainers }: PodSpec): readonly DeclaredPort[] {
  return [...containers, ...initContainers.filter(({ sidecar }) => sidecar)].flatMap(({ ports }) =>
    ports.flatMap(({ name, protocol, containerPort }): DeclaredPort[] =>
      name !== undefined && containerPort > 0 && (protocol === 'TCP' || protocol === 'UDP' || protocol === 'SCTP')
        ? [{ name, protocol, port: containerPort }]
        : [],
    ),
  );
}

/** Where pods get addresses from. */
export const podRanges: (allocation: Allocation) => readonly IPRange[] = perObject(({ ipPools, network, nodes }: Allocation) => [
  ...ipPools.filter(({ disabled, refused }) => !disabled && refused === undefined).map(({ cidr }) => rangeOfCIDR(cidr)),
  ...rangesOf(network, 'pod-subnet').map(({ range }) => range),
  ...nodes.flatMap(({ podCIDRs }) => podCIDRs.map(rangeOfCIDR)),
]);
