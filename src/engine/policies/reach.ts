import { compareRanges, formatAddress, type Family, type IPRange } from '../../base/ip.ts';
import type { Message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { AllocatedPod, Allocation } from '../allocation.ts';
import { rangesOf } from '../network.ts';
import { permissionBetween, type Permission } from './connections.ts';
import { podEnd, templateEnd, type AddressEnd, type PodEnd, type PodTraits } from './ends.ts';
import { PolicyJudge } from './judge.ts';
import { permissionsAmong } from './pairs.ts';
import { piecesOf } from './pieces.ts';
import type { Criteria, Direction } from './policy.ts';
import { formatPorts, isEmpty, type PortSet } from './portSet.ts';
import { labelsIn } from './selectorMatch.ts';
import { endpointsOf, policyWorldOf, type PolicyWorld } from './world.ts';

/** Pods that are the same for every policy: all of a workload, or a part of it. */
export interface ReachPeer {
  readonly namespace: string;
  /** Of the workload, or of the pod that belongs to none. */
  readonly name: string;
  readonly kind: string;
  /** 0: the workload has no pods yet, and its template counts. */
  readonly pods: number;
  /** Names of the pods where they are only a part of the workload; absent: all of it. */
  readonly part: readonly string[] | undefined;
}

export type ReachEnd = { readonly peer: ReachPeer } | { readonly range: IPRange };

export interface Connection {
  readonly from: ReachEnd;
  readonly to: ReachEnd;
  readonly ports: PortSet;
}

/** Connections of which nobody can tell whether they are allowed. */
export interface UndecidedConnection extends Connection {
  readonly reason: Message | undefined;
}

/** Who may reach whom as far as policies go; whether anything listens is not asked. */
export interface Reachability {
  readonly peers: readonly ReachPeer[];
  /** By source, then destination; ranges before peers. Nothing of a peer with itself. Pods on a node's network are left out: policies neither govern nor select them. */
  readonly connections: readonly Connection[];
  readonly unknown: readonly UndecidedConnection[];
}

interface Member {
  readonly peer: ReachPeer;
  readonly workload: string;
  readonly end: PodEnd;
}

export function reachabilityOf(allocation: Allocation): Reachability {
  const world = policyWorldOf(allocation);
  const judge = new PolicyJudge(world);
  const members = membersOf(allocation, world);
  const connections: Connection[] = [];
  const unknown: UndecidedConnection[] = [];
  const add = (from: ReachEnd, to: ReachEnd, { allowed, unknown: open, doubt }: Permission): void => {
    if (!isEmpty(allowed)) connections.push({ from, to, ports: allowed });
    if (!isEmpty(open)) unknown.push({ from, to, ports: open, reason: doubt });
  };
  const families = familiesOf(allocation);
  const outside = new Map<PodEnd, Record<Direction, readonly RangePermission[]>>();
  for (const { end } of members)
    if (!outside.has(end))
      outside.set(end, { ingress: withOutside(judge, end, 'ingress', families), egress: withOutside(judge, end, 'egress', families) });
  const ends = members.map(({ peer }): ReachEnd => ({ peer }));
  const distinct = [...outside.keys()];
  const positions = new Map(distinct.map((end, index) => [end, index]));
  const permitted = permissionsAmong(judge, distinct);
  const at = members.map(({ end }) => positions.get(end) ?? 0);

  for (const [index, { end }] of members.entries())
    for (const { range, permission } of outside.get(end)?.ingress ?? []) add({ range }, ends[index] ?? { range }, permission);
  for (const [from, source] of members.entries()) {
    const start = ends[from];
    if (start === undefined) continue;
    for (const { range, permission } of outside.get(source.end)?.egress ?? []) add(start, { range }, permission);
    for (const [to, destination] of members.entries()) {
      const goal = ends[to];
      if (goal === undefined || destination.workload === source.workload) continue;
      add(start, goal, permitted(at[from] ?? 0, at[to] ?? 0));
    }
  }
  return { peers: members.map(({ peer }) => peer), connections, unknown };
}

interface RangePermission {
  readonly range: IPRange;
  readonly permission: Permission;
}

/** With what lies outside, cut where the pod's own policies cut it; neighbours that are the same are one. */
function withOutside(judge: PolicyJudge, pod: PodEnd, direction: Direction, families: readonly Family[]): readonly RangePermission[] {
  const cuts = [...rangesIn(judge, pod, direction)];
  return families.flatMap((family) => {
    const found: { range: IPRange; readonly key: string; readonly permission: Permission }[] = [];
    for (const piece of piecesOf(family, cuts)) {
      const outside: AddressEnd = { kind: 'address', address: { family, value: piece.first }, node: undefined };
      const permission = direction === 'ingress' ? permissionBetween(judge, outside, pod) : permissionBetween(judge, pod, outside);
      const key = `${formatPorts(permission.allowed)} ${formatPorts(permission.unknown)}`;
      const last = found.at(-1);
      if (last?.key === key) last.range = { ...last.range, last: piece.last };
      else found.push({ range: piece, key, permission });
    }
    return found;
  });
}

/** Every range that a policy of the pod may tell apart. */
function* rangesIn(judge: PolicyJudge, pod: PodEnd, direction: Direction): Generator<IPRange> {
  let bySet = false;
  const { world } = judge;
  for (const { policies } of judge.governing(pod, direction))
    for (const { policy } of policies)
      for (const { source, destination } of policy[direction] ?? [])
        for (const criteria of [...(source ?? []), ...(destination ?? [])]) {
          yield* criteria.nets ?? [];
          yield* criteria.notNets;
          if (!criteria.podsOnly) bySet = true;
          if (criteria.service !== undefined)
            for (const { ip } of endpointsOf(world, criteria.service.namespace, criteria.service.name) ?? [])
              yield { family: ip.family, first: ip.value, last: ip.value };
        }
  if (bySet) for (const { ranges } of world.sets) yield* ranges;
}

function familiesOf({ pods, network }: Allocation): readonly Family[] {
  const families = new Set<Family>([
    ...pods.flatMap(({ ips }) => ips.map(({ family }) => family)),
    ...rangesOf(network, 'service-subnet').map(({ range }) => range.family),
  ]);
  if (families.size === 0) families.add(4);
  return [...families].sort();
}

/** Pods of one workload that no policy can tell apart are one; those of different workloads share an end all the same. */
function membersOf(allocation: Allocation, world: PolicyWorld): readonly Member[] {
  const classOf = classifier(allocation, world);
  const workloads = new Map<
    string,
    { readonly first: Omit<ReachPeer, 'pods' | 'part'>; readonly byEnd: Map<PodEnd, string[]>; pods: number }
  >();
  const note = (first: Omit<ReachPeer, 'pods' | 'part'>, end: PodEnd, pod: string | undefined): void => {
    const key = `${first.kind}/${first.namespace}/${first.name}`;
    let known = workloads.get(key);
    if (known === undefined) workloads.set(key, (known = { first, byEnd: new Map(), pods: 0 }));
    const names = known.byEnd.get(end) ?? [];
    known.byEnd.set(end, names);
    if (pod !== undefined) names.push(pod);
    known.pods += pod === undefined ? 0 : 1;
  };
  const withPods = new Set<unknown>();
  for (const pod of allocation.pods) {
    withPods.add(pod.origin);
    if (pod.spec.hostNetwork || pod.phase === 'Succeeded' || pod.phase === 'Failed') continue;
    const own = pod.owner.kind === 'Node' || pod.owner.name === '';
    note(
      { namespace: pod.namespace, kind: own ? 'Pod' : pod.owner.kind, name: own ? pod.name : pod.owner.name },
      classOf(pod, pod),
      pod.name,
    );
  }
  for (const workload of resourcesOf(allocation.cluster, 'Workload')) {
    const { template, metadata, kind, finished } = workload;
    if (withPods.has(workload) || finished || metadata.controller !== undefined || template.spec.hostNetwork) continue;
    const traits = { namespace: namespaceOf(workload), labels: template.labels, spec: template.spec };
    note({ namespace: traits.namespace, kind, name: metadata.name }, classOf(traits, undefined), undefined);
  }
  return [...workloads]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([workload, { first, byEnd, pods }]) =>
      [...byEnd].map(([end, names]) => ({
        workload,
        end,
        peer: { ...first, pods: byEnd.size === 1 ? pods : names.length, part: byEnd.size === 1 ? undefined : names },
      })),
    );
}

/** The same end for all pods that no policy can tell apart: by namespace, the labels and the names of ports that are asked for, and where their addresses lie. */
function classifier(allocation: Allocation, world: PolicyWorld): (traits: PodTraits, pod: AllocatedPod | undefined) => PodEnd {
  const asked = askedOf(world);
  const classes = new Map<string, PodEnd>();
  const pieces = new Map<Family, readonly IPRange[]>();
  const pieceOf = (address: PodEnd['address']): string => {
    if (address === undefined) return '?';
    if (asked.ranges.length === 0) return String(address.family);
    let known = pieces.get(address.family);
    if (known === undefined) pieces.set(address.family, (known = piecesOf(address.family, asked.ranges)));
    return `${address.family}.${indexOf(known, address.value)}`;
  };
  return (traits, pod) => {
    const { labels, namespace, spec } = traits;
    const address = pod?.ips[0];
    const key = JSON.stringify([
      namespace,
      asked.labels.map((label) => (Object.hasOwn(labels, label) ? labels[label] : null)),
      asked.accounts ? spec.serviceAccountName : '',
      asked.ports.size === 0
        ? []
        : [...spec.containers, ...spec.initContainers.filter(({ sidecar }) => sidecar)].flatMap(({ ports }) =>
            ports
              .filter(({ name }) => name !== undefined && asked.ports.has(name))
              .map(({ name, protocol, containerPort }) => `${name ?? ''} ${protocol} ${containerPort}`),
          ),
      pieceOf(address),
      asked.services.map(({ pods, addresses }) => [
        pod === undefined ? '' : (pods.get(pod) ?? ''),
        address === undefined ? '' : (addresses.get(formatAddress(address)) ?? ''),
      ]),
    ]);
    let end = classes.get(key);
    if (end === undefined) classes.set(key, (end = pod === undefined ? templateEnd(allocation, traits) : podEnd(allocation, pod)));
    return end;
  };
}

function indexOf(pieces: readonly IPRange[], value: bigint): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.first ?? 0n) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Asked {
  readonly labels: readonly string[];
  readonly ports: ReadonlySet<string>;
  readonly accounts: boolean;
  readonly ranges: readonly IPRange[];
  /** Of each Service that a rule names: which ports its endpoints open, by pod and by address. */
  readonly services: readonly { readonly pods: ReadonlyMap<AllocatedPod, string>; readonly addresses: ReadonlyMap<string, string> }[];
}

/** Everything by which the policies of a cluster tell pods apart. */
function askedOf(world: PolicyWorld): Asked {
  const labels = new Set<string>();
  const ports = new Set<string>();
  const ranges = new Map<string, IPRange>();
  const services = new Set<string>();
  let accounts = false;
  const note = ({ selector, notSelector, serviceAccounts, nets, notNets, service }: Criteria): void => {
    for (const each of [selector, notSelector]) if (each !== undefined) for (const label of labelsIn(each)) labels.add(label);
    if (serviceAccounts !== undefined) accounts = true;
    for (const range of [...(nets ?? []), ...notNets]) ranges.set(`${range.family} ${range.first} ${range.last}`, range);
    if (service !== undefined) services.add(`${service.namespace}/${service.name}`);
  };
  for (const { policies } of world.tiers)
    for (const { subject, ingress, egress } of policies) {
      note(subject);
      for (const { source, destination, traffic } of [...(ingress ?? []), ...(egress ?? [])]) {
        for (const criteria of [...(source ?? []), ...(destination ?? [])]) note(criteria);
        for (const { name } of [...traffic.named, ...traffic.exceptNamed]) ports.add(name);
      }
    }
  for (const set of world.sets) for (const range of set.ranges) ranges.set(`${range.family} ${range.first} ${range.last}`, range);
  if (labels.has('projectcalico.org/serviceaccount')) accounts = true;
  return {
    labels: [...labels].sort(),
    ports,
    accounts,
    ranges: [...ranges.values()].sort(compareRanges),
    services: [...services].map((key) => {
      const at = key.indexOf('/');
      const endpoints = endpointsOf(world, key.slice(0, at), key.slice(at + 1)) ?? [];
      return {
        pods: new Map(endpoints.flatMap(({ pod, ports: opened }) => (pod === undefined ? [] : [[pod, formatPorts(opened)] as const]))),
        addresses: new Map(endpoints.map(({ ip, ports: opened }) => [formatAddress(ip), formatPorts(opened)] as const)),
      };
    }),
  };
}
