import { contains, encloses, parseCIDR, rangeOfCIDR, type CIDR } from '../../../base/ip.ts';
import { message, term } from '../../../base/message.ts';
import { rangesOf } from '../../../engine/network.ts';
import { portsOf } from '../../../engine/references/containerPorts.ts';
import type { PodOwner } from '../../../engine/references/podOwners.ts';
import { podsTarget } from '../../../engine/references/surroundings.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf, type FieldPath } from '../../../manifests/place.ts';
import type { ServiceResource } from '../../../manifests/resources/core.ts';
import type { NetworkPolicyPort, NetworkPolicyResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import type { Fix } from '../../findings/finding.ts';
import { inserting, replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges } from '../unseen.ts';
import { governedBy, policiesOf, rulesOf } from './peers.ts';

/** Peers of a policy for ingress that are addresses of clients, which pods do not see. */
export function maskedClients(policy: NetworkPolicyResource, context: CheckContext): readonly Problem[] {
  const owners = [...governedBy(policy, context)];
  const service = owners.length === 0 ? undefined : entranceOf(owners, context);
  if (service === undefined || admitsNodes(owners, context)) return [];
  return rulesOf(policy).flatMap(({ direction, rule, path, side }) =>
    direction !== 'ingress' || !meets(rule.ports, service, owners)
      ? []
      : [...rule.peers.entries()].flatMap(([position, { ipBlock }]) => {
          const cidr = ipBlock?.cidr === undefined ? undefined : parseCIDR(ipBlock.cidr);
          return cidr === undefined
            ? []
            : [...judged(policy, [...path, side, position, 'ipBlock', 'cidr'], ipBlock?.cidr ?? '', cidr, service, context)];
        }),
  );
}

/** kube-proxy masquerades what comes from outside and leaves the node again. kubernetes pkg/proxy/iptables/proxier.go */
function* judged(
  policy: NetworkPolicyResource,
  path: FieldPath,
  text: string,
  cidr: CIDR,
  service: ServiceResource,
  { network, allocation, assembly, cluster }: CheckContext,
): Generator<Problem> {
  const range = rangeOfCIDR(cidr);
  if (
    cidr.prefix === 0 ||
    isInside(
      cidr,
      rangesOf(network, 'pod-subnet').map((one) => one.range),
    )
  )
    return;
  if (allocation.ipPools.some((pool) => encloses(rangeOfCIDR(pool.cidr), range) || encloses(range, rangeOfCIDR(pool.cidr)))) return;
  const ips = allocation.nodes.flatMap((node) => node.ips);
  if (ips.some((ip) => contains(range, ip))) return;
  if (ips.length === 0 && rangesOf(network, 'lan-subnet').some((lan) => encloses(range, lan.range) || encloses(lan.range, range))) return;
  const place = placeOf(policy, ...path);
  yield {
    place,
    message: message(
      'Clients in {0} come through {1}, and under externalTrafficPolicy Cluster the pods see the address of a node in place of theirs, so that this peer of {2} lets nobody in. Set externalTrafficPolicy: Local there, which keeps the address of the client.',
      text,
      nameOf(service),
      nameOf(policy),
    ),
    related: [{ message: term('type of {0}', nameOf(service)), place: placeOf(service, 'spec', 'type') }],
    fixes: [keepingAddress(service)],
    doubt: assembly.doubt(place, placeOf(service)) ?? unappliedChanges(cluster),
  };
}

function isInside(cidr: CIDR, ranges: readonly ReturnType<typeof rangeOfCIDR>[]): boolean {
  const range = rangeOfCIDR(cidr);
  return ranges.some((one) => encloses(one, range) || encloses(range, one));
}

function keepingAddress(service: ServiceResource): Fix {
  const title = message('Set externalTrafficPolicy: Local in {0}', nameOf(service));
  const place = placeOf(service, 'spec', 'externalTrafficPolicy');
  return service.externalTrafficPolicy === undefined
    ? inserting(title, false, { place, value: 'Local', after: 'type' })
    : replacing(title, false, { place, replaces: service.externalTrafficPolicy, text: 'Local' });
}

/** A Service by which clients from outside reach the pods, unless one of them keeps their addresses. On a single node nothing is masqueraded. */
function entranceOf(owners: readonly PodOwner[], { references, allocation }: CheckContext): ServiceResource | undefined {
  if (allocation.nodes.length === 1 && allocation.nodes[0]?.place !== undefined) return undefined;
  const services = owners
    .flatMap((owner) => references.ofKindTo('service-pods', podsTarget(owner)))
    .map(({ resource }) => resource)
    .filter(({ serviceType }) => serviceType === 'LoadBalancer' || serviceType === 'NodePort');
  return services.some(({ externalTrafficPolicy }) => externalTrafficPolicy === 'Local') ? undefined : services[0];
}

/** Whether some rule lets everybody in, or addresses among which those of the nodes may be. */
function admitsNodes(owners: readonly PodOwner[], context: CheckContext): boolean {
  return owners.some((owner) =>
    policiesOf(owner, context).some(({ ingress }) =>
      ingress.some(({ peers }) => peers.length === 0 || peers.some(({ ipBlock }) => /\/0$/.test(ipBlock?.cidr ?? ''))),
    ),
  );
}

/** Whether a port of a rule may be one that the Service leads to. */
function mayLead({ port, protocol, endPort }: NetworkPolicyPort, service: ServiceResource, owners: readonly PodOwner[]): boolean {
  if (port === undefined) return service.ports.some((each) => each.protocol === protocol);
  return service.ports.some((each) => {
    if (each.protocol !== protocol) return false;
    const target = each.targetPort ?? each.port;
    const numbers =
      typeof target === 'number'
        ? [target]
        : owners
            .flatMap(portsOf)
            .filter((one) => one.port.name === target)
            .map((one) => one.port.containerPort);
    const names =
      typeof target === 'string'
        ? [target]
        : owners
            .flatMap(portsOf)
            .filter((one) => one.port.containerPort === target)
            .map((one) => one.port.name);
    return typeof port === 'string' ? names.includes(port) : numbers.some((number) => port <= number && number <= (endPort ?? port));
  });
}

function meets(ports: readonly NetworkPolicyPort[], service: ServiceResource, owners: readonly PodOwner[]): boolean {
  return ports.length === 0 || ports.some((port) => mayLead(port, service, owners));
}
