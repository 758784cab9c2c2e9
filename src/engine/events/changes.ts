import { formatAddress, type IPAddress } from '../../base/ip.ts';
import { list, message, term, type Message, type Name, type Term } from '../../base/message.ts';
import type { AllocatedService, Allocation, ClusterNode } from '../allocation.ts';
import { recordsOf } from '../coredns/records.ts';
import type { Certainty } from '../explanation.ts';
import { UNREACHABLE } from './world.ts';
import type { EventOutcome, ClusterState, RemovedPod, StandingPod } from './state.ts';

/** One thing that an event changed. */
export interface Change {
  readonly kind: ChangeKind;
  /** `Pod shop/web-0`, `Service shop/web`, `Node worker`, a DNS name, or an address. */
  readonly object: string;
  readonly what: Message;
  /** Absent: there was nothing, or is nothing any more. */
  readonly before: Name | undefined;
  readonly after: Name | undefined;
  readonly certainty: Certainty;
  readonly reason: Message;
  /** Of a choice that is open: what it may have been instead, this one included; empty where it is not open or cannot be listed. */
  readonly oneOf: readonly string[];
}

export type ChangeKind =
  | 'pod'
  | 'pod-address'
  | 'pod-node'
  | 'pod-state'
  | 'node'
  | 'cluster-ip'
  | 'node-port'
  | 'external-address'
  | 'announcer'
  | 'endpoints'
  | 'dns'
  | 'held-address'
  | 'service';

/** What differs between two states, in the order in which a reader asks: nodes, pods, services, names, and what is left behind. */
export function changesBetween(before: ClusterState, { state: after, removed }: EventOutcome): readonly Change[] {
  return [
    ...nodeChanges(before.allocation, after.allocation),
    ...podChanges(before, after, removed),
    ...serviceChanges(before.allocation, after.allocation),
    ...nameChanges(before.allocation, after.allocation),
    ...heldChanges(before, after),
  ];
}

type Plain = Omit<Change, 'certainty' | 'oneOf'> & Partial<Pick<Change, 'certainty' | 'oneOf'>>;

function change(plain: Plain): Change {
  return { certainty: 'predicted', oneOf: [], ...plain };
}

function nodeChanges(before: Allocation, after: Allocation): readonly Change[] {
  const was = new Map(before.nodes.map((node) => [node.name, node]));
  const is = new Map(after.nodes.map((node) => [node.name, node]));
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return names.flatMap((name): readonly Change[] => {
    const [one, other] = [was.get(name), is.get(name)];
    const [first, second] = [one, other].map((node) => (node === undefined ? undefined : nodeText(node)));
    if (sameTexts(first, second)) return [];
    return [
      change({
        kind: 'node',
        object: `Node ${name}`,
        what: message('Node {0}', name),
        before: first,
        after: second,
        certainty: 'fixed',
        reason: message('That is what happened.'),
      }),
    ];
  });
}

function nodeText({ silent, unschedulable, taints }: ClusterNode): Name {
  const words: Term[] = [];
  if (silent === true) words.push(term('does not answer'));
  if (taints.some(({ key }) => key === UNREACHABLE)) words.push(term('known to be lost'));
  if (unschedulable) words.push(term('takes no new pods'));
  for (const { key, value, effect } of taints)
    if (key !== UNREACHABLE) words.push(term('{0}', `${key}${value === '' ? '' : `=${value}`}:${effect}`));
  return words.length === 0 ? term('ready') : list(words);
}

function podChanges(before: ClusterState, after: ClusterState, removed: readonly RemovedPod[]): readonly Change[] {
  const was = byName(before.standing);
  const is = byName(after.standing);
  const numbers = new Set(after.standing.map(({ number }) => number));
  const open = new Map(removed.map(({ pod, among }) => [pod, among]));
  const since = before.standing.reduce((most, { number }) => Math.max(most, number + 1), 0);
  const changes: Change[] = [];
  for (const each of after.standing) {
    const name = nameOf(each);
    if (is.get(name) !== each) continue;
    const old = was.get(name);
    if (old === undefined) changes.push(newPod(each, isOneOfAKind(each, after.standing, since)));
    else changes.push(...changed(old, each));
  }
  for (const each of before.standing) {
    const name = nameOf(each);
    if (numbers.has(each.number) || is.has(name) || was.get(name) !== each) continue;
    const among = open.get(name) ?? [];
    changes.push(
      change({
        kind: 'pod',
        object: `Pod ${name}`,
        what: message('Pod {0}', name),
        before: standText(each),
        after: undefined,
        certainty: among.length > 0 ? 'possible' : 'predicted',
        reason:
          among.length > 0
            ? message('It goes; the rules leave open which one of {0} it is.', list(among, 8))
            : message('It has gone, and its address with it.'),
        oneOf: among,
      }),
    );
  }
  return changes;
}

/** Of a pod that ends and its successor the successor. */
function byName(standing: readonly StandingPod[]): ReadonlyMap<string, StandingPod> {
  const found = new Map<string, StandingPod>();
  for (const each of standing) {
    const name = nameOf(each);
    const known = found.get(name);
    if (known === undefined || known.pod.terminating) found.set(name, each);
  }
  return found;
}

function nameOf({ pod }: StandingPod): string {
  return `${pod.namespace}/${pod.name}`;
}

/** Whether all that asked for an address on its node are pods like it: which of them has which makes no difference then. */
function isOneOfAKind(each: StandingPod, all: readonly StandingPod[], since: number): boolean {
  if (each.pod.nameCertain || each.pod.placement.certainty === 'possible') return false;
  return all.every(
    (other) =>
      other.number < since ||
      other.pod.node?.name !== each.pod.node?.name ||
      (other.workload === each.workload && other.revision === each.revision),
  );
}

function newPod(each: StandingPod, oneOfAKind: boolean): Change {
  const name = nameOf(each);
  return change({
    kind: 'pod',
    object: `Pod ${name}`,
    what: message('Pod {0}', name),
    before: undefined,
    after: standText(each),
    certainty: oneOfAKind ? 'predicted' : certaintyOf(each),
    reason: each.pod.explanation.reason,
  });
}

function changed(old: StandingPod, each: StandingPod): readonly Change[] {
  const name = nameOf(each);
  const object = `Pod ${name}`;
  const changes: Change[] = [];
  const { pod } = each;
  const add = (kind: ChangeKind, what: Message, first: Name | undefined, second: Name | undefined, reason: Message) => {
    if (!sameTexts(first, second))
      changes.push(
        change({
          kind,
          object,
          what,
          before: first,
          after: second,
          certainty: kind === 'pod-state' ? 'predicted' : certaintyOf(each),
          reason,
        }),
      );
  };
  add('pod-address', message('Address of pod {0}', name), addressText(old), addressText(each), pod.explanation.reason);
  add('pod-node', message('Node of pod {0}', name), old.pod.node?.name, pod.node?.name, pod.placement.reason);
  add('pod-state', message('State of pod {0}', name), stateText(old), stateText(each), stateReason(each));
  return changes;
}

function certaintyOf({ pod }: StandingPod): Certainty {
  return pod.explanation.certainty === 'possible' || pod.placement.certainty === 'possible' ? 'possible' : 'predicted';
}

function addressText({ pod }: StandingPod): Name | undefined {
  return pod.ips.length > 0 ? addresses(pod.ips) : pod.pending === undefined ? undefined : term('no address ({0})', pod.pending.reason);
}

function standText(each: StandingPod): Name | undefined {
  const address = addressText(each) ?? term('no known address');
  const node = each.pod.node?.name ?? '';
  return node === '' ? address : term('{0} on {1}', address, node);
}

function stateText({ pod }: StandingPod): Name {
  if (pod.terminating) return term('ends');
  if (pod.phase === 'Succeeded' || pod.phase === 'Failed') return term('finished');
  if (pod.pending !== undefined) return term('waits');
  return pod.ready ? term('ready') : term('not ready');
}

function stateReason({ pod }: StandingPod): Message {
  if (pod.pending !== undefined) return pod.pending.message;
  if (pod.terminating)
    return pod.node?.silent === true
      ? message('It is to be deleted, which its node cannot confirm: it stays, and keeps its address.')
      : message('It is being deleted.');
  if (pod.node?.silent === true) return message('Its node has not answered for so long that the cluster takes its pods as not ready.');
  return pod.ready ? message('It runs and is ready.') : message('It is not ready.');
}

function addresses(ips: readonly IPAddress[]): Name {
  const [first] = ips;
  return ips.length === 1 && first !== undefined ? formatAddress(first) : list(ips.map(formatAddress));
}

function serviceChanges(before: Allocation, after: Allocation): readonly Change[] {
  const key = ({ namespace, name }: AllocatedService) => `${namespace}/${name}`;
  const was = new Map(before.services.map((service) => [key(service), service]));
  const is = new Set(after.services.map(key));
  return [
    ...after.services.flatMap((service) => {
      const old = was.get(key(service));
      return old === service ? [] : changesOfService(old, service);
    }),
    ...before.services.flatMap((service) => (is.has(key(service)) ? [] : changesOfService(service, undefined))),
  ];
}

function changesOfService(old: AllocatedService | undefined, now: AllocatedService | undefined): readonly Change[] {
  const service = now ?? old;
  if (service === undefined) return [];
  const name = `${service.namespace}/${service.name}`;
  const object = `Service ${name}`;
  const changes: Change[] = [];
  const add = (
    kind: ChangeKind,
    what: Message,
    text: (each: AllocatedService) => Name | undefined,
    why: Pick<Change, 'certainty' | 'reason'>,
  ) => {
    const [first, second] = [old, now].map((each) => (each === undefined ? undefined : text(each)));
    if (!sameTexts(first, second)) changes.push(change({ kind, object, what, before: first, after: second, ...why }));
  };
  const gone = { certainty: 'fixed', reason: message('The Service has gone.') } as const;
  add('service', message('Type of Service {0}', name), ({ type }) => type, {
    certainty: 'fixed',
    reason: message('That is what its manifest says.'),
  });
  add('cluster-ip', message('Cluster IP of {0}', name), clusterIPText, now?.explanation ?? gone);
  add('node-port', message('Node ports of {0}', name), nodePortText, {
    certainty: now?.ports.some(({ nodePortCertainty }) => nodePortCertainty === 'possible') === true ? 'possible' : 'predicted',
    reason: message('Node ports stay as long as the type needs them; new ones are chosen at random.'),
  });
  add('external-address', message('External address of {0}', name), externalText, now?.loadBalancer?.explanation ?? gone);
  add('announcer', message('Announcer of {0}', name), announcerText, {
    certainty: 'predicted',
    reason: now?.loadBalancer?.announcedBy?.reason ?? gone.reason,
  });
  const held = new Set(old?.slices.flatMap(({ endpoints }) => endpoints.map(({ ip }) => formatAddress(ip))));
  const isOpen = now?.slices.some(({ endpoints }) =>
    endpoints.some(
      ({ ip, pod }) => !held.has(formatAddress(ip)) && pod !== undefined && pod.explanation.certainty === 'possible' && pod.nameCertain,
    ),
  );
  add('endpoints', message('Endpoints of {0}', name), endpointText, {
    certainty: isOpen === true ? 'possible' : 'predicted',
    reason: message('Endpoints follow the pods that the selector means.'),
  });
  return changes;
}

function clusterIPText({ clusterIPs, headless }: AllocatedService): Name | undefined {
  return headless ? 'None' : clusterIPs.length === 0 ? undefined : addresses(clusterIPs);
}

function nodePortText({ ports }: AllocatedService): Name | undefined {
  const given = ports.flatMap(({ nodePort }) => (nodePort === undefined ? [] : [String(nodePort)]));
  return given.length === 0 ? undefined : list(given);
}

function externalText({ loadBalancer }: AllocatedService): Name | undefined {
  if (loadBalancer === undefined) return undefined;
  const { ips, pending } = loadBalancer;
  return ips.length > 0 ? addresses(ips) : pending === undefined ? undefined : term('none ({0})', pending.reason);
}

function announcerText({ loadBalancer }: AllocatedService): Name | undefined {
  const nodes = loadBalancer?.announcedBy?.nodes ?? [];
  return nodes.length === 0 ? undefined : list(nodes);
}

const mostEndpoints = 12;

function endpointText({ slices }: AllocatedService): Name | undefined {
  const texts = slices.flatMap(({ endpoints }) =>
    endpoints.map(({ ip, ready, serving, terminating }) => {
      const address = formatAddress(ip);
      if (terminating) return serving ? term('{0} (ends, still serves)', address) : term('{0} (ends)', address);
      return ready ? term('{0}', address) : term('{0} (not ready)', address);
    }),
  );
  if (texts.length === 0) return undefined;
  return texts.length > mostEndpoints ? term('{0} ({1} in all)', list(texts, mostEndpoints), texts.length) : list(texts);
}

/** Names of services and of their endpoints; names made of addresses say nothing that the addresses do not. */
function nameChanges(before: Allocation, after: Allocation): readonly Change[] {
  if (before.services === after.services) return [];
  const [was, is] = [namesOf(before), namesOf(after)];
  const names = [...new Set([...is.keys(), ...was.keys()])];
  return names.flatMap((name): readonly Change[] => {
    const [first, second] = [was.get(name), is.get(name)];
    const [old, now] = [first?.data.join(', '), second?.data.join(', ')];
    if (old === now) return [];
    return [
      change({
        kind: 'dns',
        object: name,
        what: message('Name {0}', name),
        before: old,
        after: now,
        certainty: second?.open.some((data) => first?.data.includes(data) !== true) === true ? 'possible' : 'predicted',
        reason: message('Names follow the Service, and those of headless Services its ready endpoints.'),
      }),
    ];
  });
}

/** Addresses by name; `open`: those that are one of several lawful ones. */
interface NameData {
  readonly data: string[];
  readonly open: string[];
}

function namesOf(allocation: Allocation): ReadonlyMap<string, NameData> {
  const names = new Map<string, NameData>();
  for (const { name, type, data, origin } of recordsOf(allocation)) {
    if (origin.kind !== 'service' || (type !== 'A' && type !== 'AAAA' && type !== 'CNAME')) continue;
    if (origin.endpoint !== undefined && origin.endpoint.hostname === undefined && !origin.service.headless) continue;
    if (isAddressName(name)) continue;
    const known = names.get(name) ?? { data: [], open: [] };
    names.set(name, known);
    known.data.push(data);
    const pod = origin.endpoint?.pod;
    if (pod !== undefined && pod.explanation.certainty === 'possible' && pod.nameCertain) known.open.push(data);
  }
  return names;
}

/** `10-20-0-1.web.shop.svc.cluster.local.` */
function isAddressName(name: string): boolean {
  return /^(?:[0-9]+-){3}[0-9]+\./.test(name);
}

function heldChanges(before: ClusterState, after: ClusterState): readonly Change[] {
  const key = ({ address }: ClusterState['held'][number]) => formatAddress(address);
  const was = new Map(before.held.map((held) => [key(held), held]));
  const is = new Map(after.held.map((held) => [key(held), held]));
  const text = (held: ClusterState['held'][number] | undefined) =>
    held === undefined ? undefined : term('set aside for {0}, which has gone', held.pod);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((address): readonly Change[] => {
    const [first, second] = [was.get(address), is.get(address)];
    if ((first === undefined) === (second === undefined)) return [];
    return [
      change({
        kind: 'held-address',
        object: address,
        what: message('Address {0}', address),
        before: text(first),
        after: text(second),
        reason:
          second === undefined
            ? message('Calico has taken it back.')
            : message('Its node cannot give it back; Calico collects it fifteen minutes later, or at once when the Node goes.'),
      }),
    ];
  });
}

function sameTexts(one: Name | undefined, other: Name | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && JSON.stringify(one) === JSON.stringify(other));
}
