import type { Family } from '../../base/ip.ts';
import { list, message, plural, type Message } from '../../base/message.ts';
import { keyPlaceOf, placeOf, type Place } from '../../manifests/place.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { AllocatedIPPool, AllocatedNode, AllocatedPod, Allocation } from '../allocation.ts';
import { labelOf, matches } from '../labels.ts';
import { portsOf } from '../references/containerPorts.ts';
import { ownerOf } from '../references/podOwners.ts';
import { hostPortsOf, takePorts, takenPort, type TakenPorts } from '../scheduler/hostPorts.ts';
import { nodeMatches } from '../scheduler/nodeAffinity.ts';
import { untoleratedTaint } from '../scheduler/taints.ts';

/** What bounds how many pods a workload can have at a time. */
export interface Limit {
  readonly kind: 'host-port' | 'anti-affinity' | 'address' | 'pool';
  /** The most pods, those that there are included. */
  readonly room: number;
  readonly reason: Message;
  /** What of the workload decides it. */
  readonly place: Place;
  /** The first nodes or pools that it is about. */
  readonly about: readonly { readonly kind: 'node' | 'pool'; readonly name: string; readonly place: Place }[];
}

/** Every bound that is sure: ports of nodes that are all known, rules of the pods' own, addresses. `pods`: those that the workload has. */
export function limitsOf(workload: WorkloadResource, pods: readonly AllocatedPod[], allocation: Allocation): readonly Limit[] {
  return [
    hostPorts(workload, pods, allocation),
    antiAffinity(workload, allocation),
    requestedAddress(workload),
    pools(workload, pods, allocation),
  ].filter((limit) => limit !== undefined);
}

/** Whether the pods' own description bounds how many there can be; for the others only pools do. */
export function isBounded({ template: { spec, annotations } }: WorkloadResource): boolean {
  return hostPortsOf(spec).length > 0 || spec.requiredPodAntiAffinity.length > 0 || Object.hasOwn(annotations, fixedAddress);
}

/** Whether the pools of a family have no address left, so that no workload gets one more pod of it. */
export function isAPoolFull(pools: readonly AllocatedIPPool[]): boolean {
  return families.some((family) => {
    const serving = servingPools(pools, family);
    return serving.length > 0 && leftIn(serving) === 0n;
  });
}

const families = [4, 6] as const;

/** Nodes that may run the pods; absent where it is not known which nodes there are. */
function eligible({ template: { spec } }: WorkloadResource, { nodes }: Allocation): readonly AllocatedNode[] | undefined {
  if (nodes.length === 0 || nodes.some(({ name, place }) => name === '' || place === undefined)) return undefined;
  return nodes.filter((node) => nodeMatches(spec, node) && untoleratedTaint(node, spec.tolerations) === undefined);
}

function hostPorts(workload: WorkloadResource, pods: readonly AllocatedPod[], allocation: Allocation): Limit | undefined {
  const { spec } = workload.template;
  const wanted = hostPortsOf(spec);
  const nodes = wanted.length === 0 ? undefined : eligible(workload, allocation);
  if (nodes === undefined) return undefined;
  const taken = new Map<string, TakenPorts>(nodes.map(({ name }) => [name, new Map()]));
  for (const pod of allocation.pods) {
    if (pod.origin === workload || pod.node === undefined) continue;
    const known = taken.get(pod.node.name);
    if (known !== undefined) takePorts(known, hostPortsOf(pod.spec));
  }
  const own = new Set(pods.map(({ node }) => node?.name));
  const room = nodes.filter(
    ({ name }) => own.has(name) || takenPort(taken.get(name) ?? new Map<string, string[]>(), wanted) === undefined,
  ).length;
  const declared = portsOf(ownerOf(workload)).find(({ port }) => (port.hostPort ?? (spec.hostNetwork ? port.containerPort : 0)) > 0);
  const number = declared === undefined ? (wanted[0]?.port ?? 0) : (declared.port.hostPort ?? declared.port.containerPort);
  return {
    kind: 'host-port',
    room,
    reason: plural(
      room,
      'Each pod takes host port {1} of its node, which is free for them on {0} node ({2}).',
      'Each pod takes host port {1} of its node, which is free for them on {0} nodes ({2}).',
      number,
      namesOf(nodes),
    ),
    place:
      declared === undefined
        ? placeOf(workload, 'metadata', 'name')
        : placeOf(workload, ...declared.path, declared.port.hostPort === undefined ? 'containerPort' : 'hostPort'),
    about: aboutFirst('node', nodes),
  };
}

/** One pod in each domain, by a required rule of the pods against their own kind. */
function antiAffinity(workload: WorkloadResource, allocation: Allocation): Limit | undefined {
  const { spec, labels } = workload.template;
  const against = spec.requiredPodAntiAffinity.filter(
    ({ labelSelector, namespaces, namespaceSelector, matchLabelKeys, mismatchLabelKeys }) =>
      matches(labelSelector, labels) &&
      namespaces.length === 0 &&
      namespaceSelector === undefined &&
      matchLabelKeys.length + mismatchLabelKeys.length === 0,
  );
  const nodes = against.length === 0 ? undefined : eligible(workload, allocation);
  if (nodes === undefined) return undefined;
  const [least] = against
    .flatMap(({ topologyKey }) => {
      const domains = nodes.map((node) => labelOf(node.labels, topologyKey));
      // A node without the key is no domain, so that the rule forbids nothing there.
      return domains.includes(undefined) ? [] : [{ topologyKey, room: new Set(domains).size }];
    })
    .toSorted((one, other) => one.room - other.room);
  if (least === undefined) return undefined;
  return {
    kind: 'anti-affinity',
    room: least.room,
    reason: plural(
      least.room,
      'Its pod anti-affinity allows one pod in each {1}, and there is {0} among the nodes that may run them ({2}).',
      'Its pod anti-affinity allows one pod in each {1}, and there are {0} among the nodes that may run them ({2}).',
      least.topologyKey,
      namesOf(nodes),
    ),
    place: keyPlaceOf(workload, ...workload.templatePath, 'spec', 'affinity', 'podAntiAffinity'),
    about: aboutFirst('node', nodes),
  };
}

const fixedAddress = 'cni.projectcalico.org/ipAddrs';

function requestedAddress({ template: { annotations }, templatePath, ...workload }: WorkloadResource): Limit | undefined {
  const text = Object.hasOwn(annotations, fixedAddress) ? (annotations[fixedAddress] ?? '') : '';
  if (text === '') return undefined;
  return {
    kind: 'address',
    room: 1,
    reason: message('Each pod asks for the address {0}, which only one can have.', text),
    place: placeOf(workload, ...templatePath, 'metadata', 'annotations', fixedAddress),
    about: [],
  };
}

/** All pools together that may serve pods: what is left in any of them counts. */
function pools(workload: WorkloadResource, pods: readonly AllocatedPod[], { ipPools }: Allocation): Limit | undefined {
  const [first] = pods[0]?.ips ?? [];
  if (first === undefined || workload.template.spec.hostNetwork || pods.some(({ ipPool }) => ipPool === undefined)) return undefined;
  const serving = servingPools(ipPools, first.family);
  const [pool] = serving;
  if (pool === undefined || serving.some(({ place }) => place === undefined)) return undefined;
  const left = leftIn(serving);
  if (left > 1_000_000n) return undefined;
  const size = serving.reduce((sum, { capacity }) => sum + capacity, 0n);
  return {
    kind: 'pool',
    room: pods.length + Number(left),
    reason:
      left === 0n
        ? message('All {1} addresses of {0} are given.', namesOf(serving), Number(size))
        : message('Of the {1} addresses of {0} there are {2} left.', namesOf(serving), Number(size), Number(left)),
    place: workload.replicas === undefined ? placeOf(workload, 'metadata', 'name') : placeOf(workload, 'spec', 'replicas'),
    about: aboutFirst('pool', serving),
  };
}

function servingPools(pools: readonly AllocatedIPPool[], family: Family): readonly AllocatedIPPool[] {
  return pools.filter(({ cidr, disabled, refused }) => cidr.family === family && !disabled && refused === undefined);
}

function leftIn(serving: readonly AllocatedIPPool[]): bigint {
  return serving.reduce((sum, { available }) => sum + available, 0n);
}

function aboutFirst(kind: 'node' | 'pool', all: readonly { readonly name: string; readonly place: Place | undefined }[]): Limit['about'] {
  return all.slice(0, 3).flatMap(({ name, place }) => (place === undefined ? [] : [{ kind, name, place }]));
}

function namesOf(named: readonly { readonly name: string }[]) {
  return list(
    named.map(({ name }) => name),
    3,
  );
}
