import { contains, formatAddress, parseCIDR, rangeOfCIDR, type Family, type IPAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { placeOf } from '../../manifests/place.ts';
import type {
  AllocatedNode,
  AllocatedPod,
  AllocatedService,
  AllocatedServicePort,
  Allocation,
  ClusterNode,
  Endpoint,
} from '../allocation.ts';
import { route, type RouteDestination } from '../kubeProxy/route.ts';
import { policiesOf } from '../kubeProxy/usableEndpoints.ts';
import { podEnd, type End } from '../policies/ends.ts';
import type { PolicyJudge } from '../policies/judge.ts';
import type { Protocol } from '../policies/portSet.ts';
import { addressOf, nodeBehind, policedPod, routeClientOf, type PathClient } from './client.ts';
import { deliver, nodeAsSource, nobodyKnown, policyStep, thingsAt, type Target } from './deliver.ts';
import { after, either, ending, passing, type Path, type PathStep, type StepKind } from './path.ts';

export interface ServiceRequest {
  readonly client: PathClient;
  readonly service: AllocatedService;
  readonly port: AllocatedServicePort;
  readonly destination: RouteDestination;
  /** The one that the client knows; absent: no manifest tells it. */
  readonly address: IPAddress | undefined;
}

/** Where a connection goes next. */
interface Backend {
  readonly target: Target;
  readonly port: number;
  /** The node that translates the address. */
  readonly entry: AllocatedNode | ClusterNode | undefined;
}

/** Through an address of a Service to its endpoints: whether the address is there, what kube-proxy does, then policies on what the packet carries from then on. */
export function throughService(judge: PolicyJudge, allocation: Allocation, request: ServiceRequest): Path {
  const { client, service, port, destination, address } = request;
  const name = `Service ${service.namespace}/${service.name}`;
  const steps: PathStep[] = [entrance(request, name)];
  const stop = (at: StepKind, outcome: 'stops' | 'unknown', why: Message, because: PathStep['because'], by?: string): Path =>
    ending(
      steps,
      { at, outcome, what: message('{0} leads nowhere.', name), why, because, seen: undefined, meets: [{ kind: 'service', service }] },
      by,
    );

  const external = destination.kind !== 'cluster-ip';
  if (judge.world.hosts !== undefined && external && client.kind === 'outside')
    return stop('loadbalancer', 'unknown', judge.world.hosts, []);
  const ranges = sourceRangeStep(request);
  if (ranges !== undefined) return ending(steps, ranges, ranges.outcome === 'stops' ? name : undefined);

  // The node port of another node is no address of the client's own node: only that other node translates it.
  const away = foreignNode(request);
  if (away !== undefined) {
    const sent = sentToNode(judge, allocation, request, away);
    if (sent.verdict !== 'allowed') return after(steps, sent);
    steps.push(...sent.steps);
  }
  const asked = route(allocation, {
    client: away === undefined ? routeClientOf(allocation, client) : { kind: 'outside' },
    service,
    port,
    destination,
    ...(address === undefined ? {} : { family: address.family }),
  });
  if (asked.outcome === 'no-address')
    return stop(
      destination.kind === 'load-balancer' ? 'loadbalancer' : 'service',
      'stops',
      asked.explanation.reason,
      asked.explanation.because,
      name,
    );
  if (asked.outcome === 'dropped') {
    const silent = destination.kind === 'load-balancer' && client.kind === 'outside' && isSilent(service);
    return stop(silent ? 'loadbalancer' : 'kube-proxy', 'stops', asked.explanation.reason, asked.explanation.because, name);
  }
  const entries = away === undefined ? entryNodes(allocation, request) : [away];
  const backends = backendsOf(allocation, request, asked, entries);
  if (backends.length === 0)
    return asked.outcome === 'unknown' || isAPIServer(service)
      ? stop('endpoint', 'unknown', asked.explanation.reason, asked.explanation.because)
      : stop('endpoint', 'stops', asked.explanation.reason, asked.explanation.because, name);
  steps.push({
    at: 'kube-proxy',
    outcome: 'passes',
    what: message('{0} leads to {1}.', name, targetNames(backends)),
    why: asked.explanation.reason,
    because: asked.explanation.because,
    seen: undefined,
    meets: [{ kind: 'service', service }, ...backends.flatMap(({ target }) => thingsAt(target))],
  });
  const ways = backends.map((backend) => deliverTo(judge, allocation, request, backend, away));
  return after(
    steps,
    either(ways, {
      mixed: message('Only some connections to {0} get there: it depends on the endpoint and on the node that they meet.', name),
    }),
  );
}

function entrance({ destination, address, port, service }: ServiceRequest, name: string): PathStep {
  const socket = `${address === undefined ? '?' : formatAddress(address)}:${destination.kind === 'node-port' ? (port.nodePort ?? port.port) : port.port}/${port.protocol}`;
  const announcement = service.loadBalancer?.announcedBy;
  const because = service.resource === undefined ? [] : [placeOf(service.resource, 'spec', 'ports')];
  if (destination.kind === 'load-balancer')
    return {
      at: 'loadbalancer',
      outcome: 'passes',
      what: message('{0} is the external address of {1}.', socket, name),
      why: announcement?.reason,
      because,
      seen: undefined,
      meets: [
        ...(address === undefined ? [] : [{ kind: 'address' as const, address }]),
        ...(announcement?.nodes ?? []).map((announcer) => ({ kind: 'node' as const, node: { name: announcer } })),
        { kind: 'service', service },
      ],
    };
  return {
    at: 'service',
    outcome: 'passes',
    what: message('{0} is an address of {1}.', socket, name),
    why: undefined,
    because,
    seen: undefined,
    meets: [
      ...(destination.kind === 'node-port' && destination.node !== undefined ? [{ kind: 'node' as const, node: destination.node }] : []),
      { kind: 'service', service },
    ],
  };
}

function isSilent({ loadBalancer }: AllocatedService): boolean {
  const silence = loadBalancer?.announcedBy?.silence;
  return silence !== undefined && silence !== 'no-endpoints';
}

/** `loadBalancerSourceRanges` hold on the external addresses. Whether they hold for pods as well differs between modes of kube-proxy. */
function sourceRangeStep({ client, service, destination }: ServiceRequest): PathStep | undefined {
  const { resource } = service;
  const ranges = resource?.loadBalancerSourceRanges ?? [];
  if (destination.kind !== 'load-balancer' || resource === undefined || ranges.length === 0) return undefined;
  const inside = (address: IPAddress | undefined): boolean =>
    address !== undefined &&
    ranges.some((text) => {
      const cidr = parseCIDR(text.trim());
      return cidr !== undefined && contains(rangeOfCIDR(cidr), address);
    });
  const because = [placeOf(resource, 'spec', 'loadBalancerSourceRanges')];
  const what = message('Only {0} may use the external address.', ranges.join(', '));
  const base = { at: 'kube-proxy', what, because, seen: undefined, meets: [{ kind: 'service', service }] } as const;
  if (client.kind === 'outside') {
    if (client.address === undefined) return { ...base, outcome: 'unknown', why: message('It depends on the address of the client.') };
    return inside(client.address)
      ? undefined
      : {
          ...base,
          outcome: 'stops',
          why: message('{0} is in none of the loadBalancerSourceRanges: {1}.', formatAddress(client.address), ranges.join(', ')),
        };
  }
  const own = client.kind === 'pod' ? client.pod.ips : client.node.ips;
  return own.some(inside) || client.kind === 'node'
    ? undefined
    : { ...base, outcome: 'unknown', why: message('Whether loadBalancerSourceRanges hold for pods differs between modes of kube-proxy.') };
}

/** The other node whose port a pod or a node asks for. */
function foreignNode({ client, destination }: ServiceRequest): AllocatedNode | undefined {
  if (destination.kind !== 'node-port' || destination.node === undefined || client.kind === 'outside') return undefined;
  const own = client.kind === 'pod' ? client.pod.node?.name : client.node.name;
  return own === destination.node.name ? undefined : destination.node;
}

/** The first part of the way to a node port elsewhere: the client's policies see the node and its port. */
function sentToNode(judge: PolicyJudge, allocation: Allocation, { client, port, address }: ServiceRequest, node: AllocatedNode): Path {
  const pod = policedPod(client);
  const ip = address ?? node.ips[0];
  if (pod === undefined || ip === undefined || port.nodePort === undefined) return passing([], message('The node is reached.'));
  const target: Target = { kind: 'address', address: ip, node };
  const { step, by } = policyStep(judge, 'egress', podEnd(allocation, pod, addressOf(pod.ips, ip.family)), target, {
    target,
    port: port.nodePort,
    protocol: protocolOf(port),
  });
  return step.outcome === 'passes' ? passing([step], message('The node is reached.')) : ending([], step, by);
}

function protocolOf({ protocol }: Pick<AllocatedServicePort, 'protocol'>): Protocol {
  return protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP';
}

/** Where packets from outside meet kube-proxy. */
function entryNodes(
  allocation: Allocation,
  { client, service, destination }: ServiceRequest,
): readonly (AllocatedNode | ClusterNode | undefined)[] {
  if (client.kind === 'pod') return [client.pod.node];
  if (client.kind === 'node') return [client.node];
  if ((destination.kind === 'node-port' || destination.kind === 'external-ip') && destination.node !== undefined) return [destination.node];
  const announcers = service.loadBalancer?.announcedBy?.nodes ?? [];
  const announcing = destination.kind === 'load-balancer' ? allocation.nodes.filter(({ name }) => announcers.includes(name)) : [];
  const nodes = announcing.length > 0 ? announcing : allocation.nodes;
  return nodes.length === 0 ? [undefined] : nodes.slice(0, mostNodes);
}

/** Every node does the same; a few tell what there is to tell. */
const mostNodes = 8;
const mostBackends = 24;
const apiServerPort = 6443;

function backendsOf(
  allocation: Allocation,
  { service, port, client, destination, address }: ServiceRequest,
  asked: ReturnType<typeof route>,
  entries: readonly (AllocatedNode | ClusterNode | undefined)[],
): readonly Backend[] {
  // Behind the API server's own Service are the nodes that it runs on.
  if (asked.outcome !== 'endpoints' && isAPIServer(service))
    return allocation.nodes
      .filter(({ role, name }) => role === 'control-plane' && name !== '')
      .flatMap((node): Backend[] => {
        const ip = addressOf(node.ips, address?.family);
        return ip === undefined
          ? []
          : [
              {
                target: { kind: 'address', address: ip, node },
                port: typeof port.targetPort === 'number' ? port.targetPort : apiServerPort,
                entry: entries[0],
              },
            ];
      });
  if (asked.outcome === 'unknown')
    return service.unaddressed.slice(0, mostBackends).flatMap((pod): Backend[] => {
      const number = targetPortIn(pod, port);
      return number === undefined ? [] : [{ target: { kind: 'pod', pod, address: undefined }, port: number, entry: entries[0] }];
    });
  if (asked.outcome !== 'endpoints') return [];
  // A local policy has each node lead to its own endpoints alone.
  const local = destination.kind !== 'cluster-ip' && client.kind === 'outside' && policiesOf(service, port).externalLocal;
  return asked.backends
    .slice(0, mostBackends)
    .flatMap(({ endpoint, port: number }) =>
      entries
        .filter(
          (entry) => !local || entry === undefined || entry.name === '' || endpoint.node === undefined || entry.name === endpoint.node,
        )
        .map((entry): Backend => ({ target: targetOf(allocation, endpoint, address?.family), port: number, entry })),
    );
}

/** Its endpoints are written by the API server itself. */
function isAPIServer({ namespace, name, resource, slices, unaddressed }: AllocatedService): boolean {
  return (
    namespace === 'default' &&
    name === 'kubernetes' &&
    Object.keys(resource?.selector ?? {}).length === 0 &&
    unaddressed.length === 0 &&
    slices.every(({ endpoints }) => endpoints.length === 0)
  );
}

function targetPortIn({ spec }: AllocatedPod, { targetPort, protocol }: AllocatedServicePort): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return [...spec.containers, ...spec.initContainers.filter(({ sidecar }) => sidecar)]
    .flatMap(({ ports }) => ports)
    .find((one) => one.name === targetPort && one.protocol === protocol)?.containerPort;
}

export function targetOf(allocation: Allocation, { pod, ip }: Pick<Endpoint, 'pod' | 'ip'>, family: Family = ip.family): Target {
  if (pod !== undefined) return { kind: 'pod', pod, address: addressOf([ip], family) ?? ip };
  return {
    kind: 'address',
    address: ip,
    node: allocation.nodes.find(({ ips }) => ips.some((one) => one.family === ip.family && one.value === ip.value)),
  };
}

function targetNames(backends: readonly Backend[]): string {
  const names = [
    ...new Set(
      backends.map(({ target, port }) =>
        target.kind === 'pod' ? `${target.pod.namespace}/${target.pod.name}:${port}` : `${formatAddress(target.address)}:${port}`,
      ),
    ),
  ];
  return names.length > 6 ? `${names.slice(0, 6).join(', ')}…` : names.join(', ');
}

function deliverTo(
  judge: PolicyJudge,
  allocation: Allocation,
  request: ServiceRequest,
  backend: Backend,
  away: AllocatedNode | undefined,
): Path {
  const { client, port } = request;
  const { target } = backend;
  const pod = policedPod(client);
  const node = nodeBehind(allocation, client);
  const family = target.kind === 'address' ? target.address.family : target.address?.family;
  const sender = pod === undefined || away !== undefined ? undefined : podEnd(allocation, pod, addressOf(pod.ips, family) ?? pod.ips[0]);
  return deliver(judge, allocation, {
    sender,
    senderNode: node ?? pod?.node,
    fromHost: node !== undefined && away === undefined,
    source: sourceSeen(allocation, request, backend, away),
    target,
    port: backend.port,
    protocol: protocolOf(port),
    byService: true,
  });
}

/**
 * What the endpoint's policies see as the source. kube-proxy marks what comes by an external address to be masqueraded, but that is done only on leaving the node:
 * so it shows on other nodes alone. kubernetes pkg/proxy/iptables/proxier.go; felix/rules/nat.go
 */
function sourceSeen(
  allocation: Allocation,
  request: ServiceRequest,
  { target, entry }: Backend,
  away: AllocatedNode | undefined,
): End | undefined {
  const { client, destination, service, port } = request;
  const pod = target.kind === 'pod' ? target.pod : undefined;
  const family = target.kind === 'address' ? target.address.family : target.address?.family;
  const asNode = (node: AllocatedNode | ClusterNode): End | undefined => nodeAsSource(allocation, node, pod);
  const node = nodeBehind(allocation, client);
  const own = policedPod(client);
  const itself: End | undefined =
    node !== undefined
      ? asNode(node)
      : own !== undefined
        ? podEnd(allocation, own, addressOf(own.ips, family) ?? own.ips[0])
        : client.kind === 'outside' && client.address !== undefined
          ? { kind: 'address', address: client.address, node: undefined }
          : client.kind === 'outside'
            ? { kind: 'address', address: undefined, node: undefined }
            : nobodyKnown;
  const { externalLocal } = policiesOf(service, port);
  if (destination.kind === 'cluster-ip' || externalLocal) return itself;
  const isElsewhere = entry !== undefined && entry.name !== '' && pod?.node?.name !== undefined && pod.node.name !== entry.name;
  if (isElsewhere) return asNode(entry);
  // On the way to another node's port the pod's address was left behind, where its pool says so.
  if (away !== undefined && own !== undefined && leavesMasqueraded(allocation, own) && own.node !== undefined) return asNode(own.node);
  return itself;
}

function leavesMasqueraded({ ipPools }: Allocation, pod: AllocatedPod): boolean {
  return ipPools.find(({ name }) => name === pod.ipPool)?.resource?.natOutgoing ?? true;
}

/** The endpoints of a port that are ready, those too whose addresses no manifest tells. */
export function endpointsOfPort(
  allocation: Allocation,
  service: AllocatedService,
  port: AllocatedServicePort,
): readonly { readonly target: Target; readonly port: number }[] {
  const listed = service.slices.flatMap(({ endpoints, ports }) => {
    const number = ports.find(({ name, protocol }) => (name ?? '') === (port.name ?? '') && protocol === port.protocol)?.port;
    if (number === undefined) return [];
    return endpoints.filter(({ ready }) => ready).map((endpoint) => ({ target: targetOf(allocation, endpoint), port: number }));
  });
  const unaddressed = service.unaddressed.flatMap((pod) => {
    const number = targetPortIn(pod, port);
    return number === undefined ? [] : [{ target: { kind: 'pod', pod, address: undefined } as const, port: number }];
  });
  return [...listed, ...unaddressed].slice(0, mostBackends);
}
