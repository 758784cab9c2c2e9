import { formatAddress, type IPAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { AllocatedNode, AllocatedPod, Allocation, ClusterNode } from '../allocation.ts';
import { podEnd, type AddressEnd, type End, type PodEnd } from '../policies/ends.ts';
import type { Decider, PolicyJudge } from '../policies/judge.ts';
import type { Direction, Policy } from '../policies/policy.ts';
import { isEmpty, portsOf, type Protocol } from '../policies/portSet.ts';
import { ending, passing, type Path, type PathStep, type PathThing, type SeenPacket } from './path.ts';

/** A packet that has its final destination: what is left is policies, and whether somebody is there. */
export interface Delivery {
  /** The pod that sends it, if policies govern it; `self`: in the words of a path. */
  readonly sender: PodEnd | undefined;
  /** The node that sends it, or that its sender is on; absent: outside, or not known. */
  readonly senderNode: ClusterNode | undefined;
  /** Whether the node itself sends it: a process there, or a pod on its network. */
  readonly fromHost: boolean;
  /** What arrives as its source; absent: nobody knows. */
  readonly source: End | undefined;
  readonly target: Target;
  readonly port: number;
  readonly protocol: Protocol;
  /** It came by a Service. */
  readonly byService: boolean;
}

export type Target =
  | { readonly kind: 'pod'; readonly pod: AllocatedPod; readonly address: IPAddress | undefined }
  /** A node, or something outside. */
  | { readonly kind: 'address'; readonly address: IPAddress; readonly node: ClusterNode | undefined };

/** Egress policies of the sender, ingress policies of the pod, and the pod itself. `allocation` is that of the judge. */
export function deliver(judge: PolicyJudge, allocation: Allocation, delivery: Delivery): Path {
  const { target, sender } = delivery;
  const steps: PathStep[] = [];
  const isPod = target.kind === 'pod' && !target.pod.spec.hostNetwork;
  const destination = endOf(allocation, target);
  const name = targetName(target);
  if (isPod && sender?.pod === target.pod && target.pod.ips.length > 0 && !delivery.byService)
    return passing([{ ...loop(name), meets: thingsAt(target) }], message('A pod always reaches itself.'));

  if (sender !== undefined && destination !== undefined) {
    const step = policyStep(judge, 'egress', sender, destination, delivery);
    if (step.step.outcome !== 'passes') return ending(steps, step.step, step.by);
    steps.push(step.step);
  }
  if (!isPod) {
    const hosts = judge.world.hosts;
    if (hosts !== undefined && target.kind === 'address' && target.node !== undefined)
      return ending(steps, {
        at: 'policy-ingress',
        outcome: 'unknown',
        what: hosts,
        why: hosts,
        because: [],
        seen: seenOf(delivery),
        meets: thingsAt(target),
      });
    return passing([...steps, arrival(delivery, name)], message('{0} is reached on {1}.', name, portText(delivery)));
  }
  if (delivery.fromHost && delivery.senderNode !== undefined && delivery.senderNode.name === target.pod.node?.name) {
    const seen = seenOf(delivery);
    steps.push({
      at: 'policy-ingress',
      outcome: 'passes',
      what: message('Node {0} reaches the pods on it whatever policies say.', delivery.senderNode.name),
      why: undefined,
      because: [],
      seen,
      meets: thingsAt(target),
    });
  } else {
    const source = delivery.source;
    const receiver = destination?.kind === 'pod' ? destination : podEnd(allocation, target.pod);
    const step = policyStep(judge, 'ingress', source ?? nobodyKnown, receiver, delivery);
    if (judge.world.hosts !== undefined && delivery.senderNode !== undefined && delivery.fromHost)
      return ending(steps, { ...step.step, outcome: 'unknown', why: judge.world.hosts });
    if (step.step.outcome !== 'passes') return ending(steps, step.step, step.by);
    steps.push(step.step);
  }
  return passing([...steps, arrival(delivery, name)], message('{0} is reached on {1}.', name, portText(delivery)));
}

/** Stands for a pod of which nothing is known. */
export const nobodyKnown: PodEnd = {
  kind: 'pod',
  namespace: '',
  labels: { labels: {}, complete: false },
  namespaceLabels: { labels: {}, complete: false },
  serviceAccount: '',
  accountLabels: { labels: {}, complete: false },
  ports: [],
  address: undefined,
  within: [],
  pod: undefined,
};

function endOf(allocation: Allocation, target: Target): End | undefined {
  if (target.kind === 'address') return { kind: 'address', address: target.address, node: target.node };
  const { pod, address } = target;
  if (!pod.spec.hostNetwork) return podEnd(allocation, pod, address);
  return address === undefined ? undefined : { kind: 'address', address, node: pod.node };
}

function loop(name: string): PathStep {
  return {
    at: 'endpoint',
    outcome: 'passes',
    what: message('{0} connects to itself, which never leaves the pod.', name),
    why: undefined,
    because: [],
    seen: undefined,
  };
}

function arrival(delivery: Delivery, name: string): PathStep {
  const { target, port, protocol } = delivery;
  const declares =
    target.kind === 'address' ||
    [...target.pod.spec.containers, ...target.pod.spec.initContainers].some(({ ports }) =>
      ports.some((one) => one.containerPort === port && one.protocol === protocol),
    );
  return {
    at: 'endpoint',
    outcome: 'passes',
    what: message('It arrives at {0}, {1}.', name, portText(delivery)),
    why: declares ? undefined : message('No container declares this port, which need not mean that nothing listens there.'),
    because: target.kind === 'pod' ? [placeOf(target.pod.origin, 'metadata', 'name')] : [],
    seen: undefined,
    meets: thingsAt(target),
  };
}

/** What stands for a target. */
export function thingsAt(target: Target): readonly PathThing[] {
  if (target.kind === 'pod') return [{ kind: 'pod', pod: target.pod }];
  return target.node === undefined ? [{ kind: 'address', address: target.address }] : [{ kind: 'node', node: target.node }];
}

function targetName(target: Target): string {
  if (target.kind === 'pod') return `${target.pod.namespace}/${target.pod.name}`;
  return target.node === undefined || target.node.name === ''
    ? formatAddress(target.address)
    : `${target.node.name} (${formatAddress(target.address)})`;
}

function portText({ port, protocol }: Delivery): string {
  return `${port}/${protocol}`;
}

function seenOf({ source, target, port, protocol }: Delivery): SeenPacket {
  const destination = target.kind === 'pod' ? (target.address ?? target.pod.ips[0]) : target.address;
  return { source: textOf(source?.address), destination: textOf(destination), port, protocol };
}

function textOf(address: IPAddress | undefined): string | undefined {
  return address === undefined ? undefined : formatAddress(address);
}

/** What the policies of one direction do with a packet, and which of them. */
export function policyStep(
  judge: PolicyJudge,
  direction: Direction,
  source: End,
  destination: End,
  delivery: Pick<Delivery, 'port' | 'protocol' | 'target'>,
): { readonly step: PathStep; readonly by: string | undefined } {
  const { port, protocol } = delivery;
  const deciders: Decider[] = [];
  const { mayPass, mayStop, doubt } = judge.judge(direction, source, destination, portsOf(protocol, port, port), (decider) =>
    deciders.push(decider),
  );
  const at = direction === 'egress' ? 'policy-egress' : 'policy-ingress';
  const governed = direction === 'egress' ? source : destination;
  const name =
    governed.kind === 'pod' && governed.pod !== undefined
      ? `${governed.pod.namespace}/${governed.pod.name}`
      : governed.kind === 'pod'
        ? governed.namespace
        : '';
  const seen: SeenPacket = { source: textOf(source.address), destination: textOf(destination.address), port, protocol };
  const step = (outcome: PathStep['outcome'], what: Message, why: Message | undefined, because: readonly Place[]): PathStep => ({
    at,
    outcome,
    what,
    why,
    because,
    seen,
    ...(governed.kind === 'pod' && governed.pod !== undefined ? { meets: [{ kind: 'pod', pod: governed.pod }] } : {}),
  });
  if (judge.governing(governed, direction).length === 0)
    return {
      step: step(
        'passes',
        direction === 'egress'
          ? message('No policy limits what {0} connects to.', name)
          : message('No policy limits who connects to {0}.', name),
        undefined,
        [],
      ),
      by: undefined,
    };
  if (isEmpty(mayStop)) {
    const allowing = deciders.find(({ action }) => action === 'allow');
    return {
      step: step(
        'passes',
        allowing === undefined
          ? message('The policies of {0} leave this open.', name)
          : direction === 'egress'
            ? message('{0} lets {1} connect there.', policyName(allowing.policy.resource), name)
            : message('{0} lets this in to {1}.', policyName(allowing.policy.resource), name),
        undefined,
        placesOf(allowing, direction),
      ),
      by: undefined,
    };
  }
  if (!isEmpty(mayPass)) {
    const open = deciders.find(({ action }) => action === 'unknown') ?? deciders[0];
    return {
      step: step('unknown', message('Nobody here can tell what the policies of {0} do with this.', name), doubt, placesOf(open, direction)),
      by: undefined,
    };
  }
  const denying = deciders.find(({ action }) => action === 'deny') ?? deciders[0];
  const by = denying === undefined ? undefined : policyName(denying.policy.resource);
  const sent = `${port}/${protocol}`;
  return {
    step: step(
      'stops',
      direction === 'egress' ? message('{0} may not connect there.', name) : message('This is not let in to {0}.', name),
      denying?.rule !== undefined
        ? message('A rule of {0} denies it.', by ?? '')
        : direction === 'egress'
          ? seen.destination === undefined
            ? message('{0} isolates the egress of {1}, and no rule allows {2}.', by ?? '', name, sent)
            : message('{0} isolates the egress of {1}, and no rule allows {2} on {3}.', by ?? '', name, seen.destination, sent)
          : message('{0} isolates {1}, and no rule lets {2} in on {3}.', by ?? '', name, sourceName(source), sent),
      placesOf(denying, direction),
    ),
    by,
  };
}

function sourceName(source: End): string {
  if (source.kind === 'pod' && source.pod !== undefined) return `${source.pod.namespace}/${source.pod.name}`;
  return source.address === undefined ? '?' : formatAddress(source.address);
}

/** The rule, or where the policy says what it lets through. */
function placesOf(decider: Decider | undefined, direction: Direction): readonly Place[] {
  if (decider === undefined) return [];
  return [decider.rule?.place ?? placeOf(decider.policy.resource, 'spec', direction)];
}

/** `NetworkPolicy shop/web`, `GlobalNetworkPolicy deny`. */
export function policyName(resource: Policy['resource']): string {
  return `${resource.kind} ${isNamespaced(resource) ? `${namespaceOf(resource)}/` : ''}${resource.metadata.name}`;
}

function isNamespaced(resource: Resource): boolean {
  switch (resource.type) {
    case 'NetworkPolicy':
      return true;
    case 'CalicoNetworkPolicy':
      return !resource.global;
    case 'ForeignPolicy':
      return !resource.clusterWide;
    default:
      return false;
  }
}

/** A node as those see it whom its packets reach on another node: by its tunnel, where pods are reached by tunnels. */
export function nodeAsSource(
  allocation: Allocation,
  node: AllocatedNode | ClusterNode,
  pod: AllocatedPod | undefined,
): AddressEnd | undefined {
  const tunnel = 'tunnelIPs' in node ? node.tunnelIPs[0] : allocation.nodes.find(({ name }) => name === node.name)?.tunnelIPs[0];
  const pool = allocation.ipPools.find(({ name }) => name === pod?.ipPool)?.resource;
  const acrossSubnetsOnly = pool?.ipipMode === 'CrossSubnet' || pool?.vxlanMode === 'CrossSubnet';
  const family = pod?.ips[0]?.family;
  const own = node.ips.find((ip) => family === undefined || ip.family === family) ?? node.ips[0];
  const address = tunnel !== undefined && !acrossSubnetsOnly ? tunnel : own;
  return address === undefined ? undefined : { kind: 'address', address, node };
}
