import { contains, formatAddress, rangeOfCIDR, type IPAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { placeOf } from '../../manifests/place.ts';
import { holdersAt } from '../addresses/inventory.ts';
import type { AllocatedNode, AllocatedPod, AllocatedService, AllocatedServicePort, Allocation } from '../allocation.ts';
import type { RouteDestination } from '../kubeProxy/route.ts';
import { rangesOf } from '../network.ts';
import { podEnd, podRanges, type End } from '../policies/ends.ts';
import type { PolicyJudge } from '../policies/judge.ts';
import type { Protocol } from '../policies/portSet.ts';
import { endpointsOfPort, throughService } from './byService.ts';
import { addressOf, nodeBehind, policedPod, type PathClient } from './client.ts';
import { deliver, nodeAsSource, type Target } from './deliver.ts';
import { after, either, ending, type Path, type PathStep, type PathThing, type StepKind } from './path.ts';

/** To an address as somebody has it who knows nothing more. `port` absent: the only one there is, or the first. */
export function toAddress(
  judge: PolicyJudge,
  allocation: Allocation,
  client: PathClient,
  { address, port, protocol }: { readonly address: IPAddress; readonly port: number | undefined; readonly protocol: Protocol },
): Path {
  const { holders } = holdersAt(allocation, address);
  const owned: { readonly service: AllocatedService; readonly destination: RouteDestination }[] = [];
  let node: AllocatedNode | undefined;
  for (const { owner } of holders)
    if (owner.type === 'cluster-ip' || owner.type === 'load-balancer' || owner.type === 'external-ip')
      owned.push({ service: owner.service, destination: { kind: owner.type } });
    else if (owner.type === 'node') node = owner.node;
  for (const { service, destination } of owned) {
    const found = service.ports.find((one) => (port === undefined || one.port === port) && one.protocol === protocol);
    if (found !== undefined) return throughService(judge, allocation, { client, service, port: found, destination, address });
  }
  const [first] = owned;
  if (first !== undefined) return withoutPort(first.service, port, protocol);

  const pod = holders.map(({ owner }) => (owner.type === 'pod' ? owner.pod : undefined)).find((one) => one !== undefined);
  if (pod !== undefined) return toPod(judge, allocation, client, { pod, port, protocol, address });
  if (node !== undefined) return toNode(judge, allocation, client, { node, address, port, protocol });
  return toNobody(judge, allocation, client, { address, port, protocol });
}

export function withoutPort(service: AllocatedService, port: number | undefined, protocol: Protocol): Path {
  const name = `${service.namespace}/${service.name}`;
  const wanted = port === undefined ? protocol : `${port}/${protocol}`;
  return ending(
    [],
    {
      at: 'service',
      outcome: 'stops',
      what: message('Service {0} has no port {1}.', name, wanted),
      why: message('Service {0} has {1}.', name, service.ports.map((one) => `${one.port}/${one.protocol}`).join(', ') || '–'),
      because: service.resource === undefined ? [] : [placeOf(service.resource, 'spec', 'ports')],
      seen: undefined,
      meets: [{ kind: 'service', service }],
    },
    `Service ${name}`,
  );
}

/** Straight to a pod, without a Service. */
export function toPod(
  judge: PolicyJudge,
  allocation: Allocation,
  client: PathClient,
  {
    pod,
    port,
    protocol,
    address,
  }: {
    readonly pod: AllocatedPod;
    readonly port: number | undefined;
    readonly protocol: Protocol;
    readonly address: IPAddress | undefined;
  },
): Path {
  const declared = pod.spec.containers.flatMap(({ ports }) => ports).find((one) => one.protocol === protocol)?.containerPort;
  const number = port ?? declared;
  if (number === undefined)
    return ending(
      [],
      stopAt('endpoint', 'unknown', message('Pod {0} declares no port: say which is meant.', `${pod.namespace}/${pod.name}`), {
        kind: 'pod',
        pod,
      }),
    );
  if (pod.phase === 'Succeeded' || pod.phase === 'Failed')
    return ending([], stopAt('endpoint', 'stops', message('Pod {0} has ended.', `${pod.namespace}/${pod.name}`), { kind: 'pod', pod }));
  if (pod.node === undefined && pod.unschedulable !== undefined)
    return ending([], {
      ...stopAt('endpoint', 'stops', pod.unschedulable.message, { kind: 'pod', pod }),
      because: pod.unschedulable.because,
    });
  return straight(judge, allocation, client, { kind: 'pod', pod, address: address ?? pod.ips[0] }, number, protocol);
}

export function straight(
  judge: PolicyJudge,
  allocation: Allocation,
  client: PathClient,
  target: Target,
  port: number,
  protocol: Protocol,
): Path {
  const own = policedPod(client);
  const node = nodeBehind(allocation, client);
  const family = target.address?.family;
  const sender = own === undefined ? undefined : podEnd(allocation, own, addressOf(own.ips, family) ?? own.ips[0]);
  const source: End | undefined =
    sender ??
    (node !== undefined
      ? nodeAsSource(allocation, node, target.kind === 'pod' ? target.pod : undefined)
      : { kind: 'address', address: client.kind === 'outside' ? client.address : undefined, node: undefined });
  return deliver(judge, allocation, {
    sender,
    senderNode: node ?? own?.node,
    fromHost: node !== undefined,
    source,
    target,
    port,
    protocol,
    byService: false,
  });
}

interface NodeGoal {
  readonly node: AllocatedNode;
  readonly address: IPAddress;
  readonly port: number | undefined;
  readonly protocol: Protocol;
}

/** A node port, a pod that takes a port of the node, or something on the node itself. */
function toNode(judge: PolicyJudge, allocation: Allocation, client: PathClient, { node, address, port, protocol }: NodeGoal): Path {
  for (const service of allocation.services) {
    const found = service.ports.find((one) => one.nodePort !== undefined && one.nodePort === port && one.protocol === protocol);
    if (found !== undefined && service.rejected === undefined)
      return throughService(judge, allocation, { client, service, port: found, destination: { kind: 'node-port', node }, address });
  }
  if (port === undefined)
    return ending(
      [],
      stopAt('service', 'unknown', message('{0} is node {1}: say which port is meant.', formatAddress(address), node.name), {
        kind: 'node',
        node,
      }),
    );
  const taker = allocation.pods.find(
    (pod) =>
      !pod.spec.hostNetwork &&
      pod.node?.name === node.name &&
      pod.spec.containers.some(({ ports }) => ports.some((one) => one.hostPort === port && one.protocol === protocol)),
  );
  const taken = taker?.spec.containers.flatMap(({ ports }) => ports).find((one) => one.hostPort === port && one.protocol === protocol);
  if (taker !== undefined && taken !== undefined)
    return straight(judge, allocation, client, { kind: 'pod', pod: taker, address: taker.ips[0] }, taken.containerPort, protocol);
  return straight(judge, allocation, client, { kind: 'address', address, node }, port, protocol);
}

/** An address that nobody of the cluster has. */
function toNobody(
  judge: PolicyJudge,
  allocation: Allocation,
  client: PathClient,
  { address, port, protocol }: { readonly address: IPAddress; readonly port: number | undefined; readonly protocol: Protocol },
): Path {
  const text = formatAddress(address);
  if (rangesOf(allocation.network, 'service-subnet').some(({ cidr }) => cidr !== undefined && contains(rangeOfCIDR(cidr), address)))
    return ending([], stopAt('service', 'stops', message('No Service has the address {0}.', text)));
  if (allocation.loadBalancerPools.some(({ ranges }) => ranges.some((range) => contains(range, address))))
    return ending([], stopAt('loadbalancer', 'stops', message('No Service has the external address {0}.', text)));
  if (podRanges(allocation).some((range) => contains(range, address)))
    return ending([], stopAt('endpoint', 'stops', message('No pod has the address {0}.', text)));
  if (client.kind === 'outside')
    return ending([], stopAt('endpoint', 'unknown', message('{0} is outside of the cluster.', text), { kind: 'address', address }));
  return straight(judge, allocation, client, { kind: 'address', address, node: undefined }, port ?? 443, protocol);
}

export function stopAt(at: StepKind, outcome: 'stops' | 'unknown', what: PathStep['what'], ...meets: readonly PathThing[]): PathStep {
  return { at, outcome, what, why: undefined, because: [], seen: undefined, meets };
}

/** To a Service by the way that is there for the client: its cluster IP inside, its external address or node port from outside. */
export function toService(
  judge: PolicyJudge,
  allocation: Allocation,
  client: PathClient,
  { service, port, protocol }: { readonly service: AllocatedService; readonly port: number | undefined; readonly protocol: Protocol },
): Path {
  const name = `${service.namespace}/${service.name}`;
  const place = service.resource === undefined ? [] : [placeOf(service.resource, 'metadata', 'name')];
  if (service.type === 'ExternalName')
    return ending([], {
      ...stopAt('service', 'unknown', message('Service {0} is only another name.', name), { kind: 'service', service }),
      because: place,
    });
  const found = service.ports.find((one) => (port === undefined || one.port === port) && one.protocol === protocol);
  if (found === undefined) return withoutPort(service, port, protocol);
  if (service.headless) return toEndpoints(judge, allocation, client, service, found);
  const outside = client.kind === 'outside';
  const { loadBalancer, resource } = service;
  const destination: RouteDestination | undefined = !outside
    ? { kind: 'cluster-ip' }
    : loadBalancer !== undefined
      ? { kind: 'load-balancer' }
      : (resource?.externalIPs.length ?? 0) > 0
        ? { kind: 'external-ip' }
        : found.nodePort !== undefined
          ? { kind: 'node-port' }
          : undefined;
  if (destination === undefined)
    return ending(
      [],
      {
        ...stopAt('service', 'stops', message('Service {0} has no address that is reached from outside.', name), {
          kind: 'service',
          service,
        }),
        because: resource === undefined ? [] : [placeOf(resource, 'spec', 'type')],
      },
      `Service ${name}`,
    );
  const address =
    destination.kind === 'cluster-ip' ? service.clusterIPs[0] : destination.kind === 'load-balancer' ? loadBalancer?.ips[0] : undefined;
  return throughService(judge, allocation, { client, service, port: found, destination, address });
}

/** To the endpoints themselves, as clients of a headless Service and most Ingress controllers connect. */
export function toEndpoints(
  judge: PolicyJudge,
  allocation: Allocation,
  client: PathClient,
  service: AllocatedService,
  port: AllocatedServicePort,
): Path {
  const name = `${service.namespace}/${service.name}`;
  const endpoints = endpointsOfPort(allocation, service, port);
  if (endpoints.length === 0)
    return ending(
      [],
      {
        ...stopAt('endpoint', 'stops', message('Service {0} has no endpoint that is ready for this port.', name), {
          kind: 'service',
          service,
        }),
        because: service.resource === undefined ? [] : [placeOf(service.resource, 'spec', 'selector')],
      },
      `Service ${name}`,
    );
  const protocol: Protocol = port.protocol === 'UDP' || port.protocol === 'SCTP' ? port.protocol : 'TCP';
  const ways = endpoints.map(({ target, port: number }) => straight(judge, allocation, client, target, number, protocol));
  return after([], either(ways, { mixed: message('Only some endpoints of Service {0} are reached.', name) }));
}
