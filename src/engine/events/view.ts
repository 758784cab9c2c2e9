import { compareAddresses, contains, formatAddress, parseAddress, type IPAddress } from '../../base/ip.ts';
import { message, sentences } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type {
  AdmittedService,
  AllocatedNode,
  AllocatedPod,
  AllocatedService,
  Allocation,
  ClusterNode,
  LoadBalancerOutcome,
} from '../allocation.ts';
import { allocatedPools } from '../calico/assign.ts';
import { takeTunnels } from '../calico/tunnels.ts';
import { publishEndpoints } from '../endpoints/publish.ts';
import { podIndexOf, selectorOf } from '../endpoints/selection.ts';
import { isSame } from '../../manifests/same.ts';
import { assignExternalAddresses, type ExternalAddresses } from '../loadBalancers/assign.ts';
import { pendingOutcome } from '../loadBalancers/outcomes.ts';
import { loadBalancerOf } from '../loadBalancers/which.ts';
import { announce } from '../metallb/announce.ts';
import { networkOf } from '../network.ts';
import { admitServices, servicesOf, withManifest } from '../serviceAllocator/admit.ts';
import { workloadRefusal } from '../workloads/refusedWorkload.ts';
import type { ClusterState } from './state.ts';
import { UNREACHABLE, type World } from './world.ts';

/** Everything of a cluster that follows from its pods, nodes and manifests. Who has an address of a Service keeps it as long as the real components let it. */
export function viewOf(world: World): { readonly allocation: Allocation; readonly accepted: Cluster } {
  const { before, network } = world;
  const pods = world.pods.map(({ pod }) => pod);
  const cluster = withoutPublished(world, pods);
  const nodes = nodesOf(world);
  const admitted = admittedOf(world);
  const isUntouched =
    cluster === before.allocation.cluster && world.nodes === before.allocation.nodes && admitted === before.allocation.admitted;
  const { external, accepted } = isUntouched ? externalBefore(before) : externalOf(world, admitted);
  const known = isUntouched ? stillServices(before, pods) : new Map<AdmittedService, AllocatedService>();
  const published = publishEndpoints({ cluster, services: admitted.filter((service) => !known.has(service)), pods, nodes });
  const announcing = nodes.map((node) => withStandingSpeaker(node, before.allocation.nodes));
  const services = admitted.map((service): AllocatedService => {
    const still = known.get(service);
    if (still !== undefined) return still;
    const { slices, unaddressed } = published.get(service) ?? { slices: [], unaddressed: [] };
    const outcome = external.outcomes.get(service);
    const loadBalancer =
      outcome === undefined
        ? undefined
        : {
            ...outcome,
            announcedBy: announce({
              cluster: accepted,
              network: accepted === world.cluster ? network : networkOf(accepted, world.profile),
              service,
              outcome,
              slices,
              unaddressed,
              nodes: announcing,
            }),
          };
    return { ...service, slices, unaddressed, loadBalancer };
  });
  return {
    accepted,
    allocation: {
      cluster,
      network,
      nodes,
      pods,
      omittedPods: before.allocation.omittedPods,
      refusedWorkloads: refusedOf(world),
      admitted,
      services,
      ipPools: allocatedPools(world.space),
      loadBalancerPools: external.pools,
      loadBalancerRefusal: external.refusal,
    },
  };
}

/** Services of namespaces in which no pod has changed. Asked where nodes and manifests are as they were. */
function stillServices({ allocation }: ClusterState, pods: readonly AllocatedPod[]): ReadonlyMap<AdmittedService, AllocatedService> {
  const [was, is] = [new Set(allocation.pods), new Set(pods)];
  const moved = new Set(
    [...pods.filter((pod) => !was.has(pod)), ...allocation.pods.filter((pod) => !is.has(pod))].map(({ namespace }) => namespace),
  );
  return new Map(
    allocation.admitted.flatMap((service, index) => {
      const still = allocation.services[index];
      return still === undefined || moved.has(service.namespace) ? [] : [[service, still]];
    }),
  );
}

function externalBefore({ allocation, accepted }: ClusterState): ReturnType<typeof externalOf> {
  const outcomes = new Map(
    allocation.admitted.flatMap((service, index): readonly (readonly [AdmittedService, LoadBalancerOutcome])[] => {
      const outcome = allocation.services[index]?.loadBalancer;
      return outcome === undefined ? [] : [[service, outcome]];
    }),
  );
  return { accepted, external: { outcomes, pools: allocation.loadBalancerPools, refusal: allocation.loadBalancerRefusal } };
}

/** A workload that was not refused before is not refused now: what could not be rendered may speak for it. */
function refusedOf({ before, cluster }: World): Allocation['refusedWorkloads'] {
  const known = new Map(before.allocation.refusedWorkloads.map((refused) => [refused.workload, refused]));
  const standing = new Set<Resource>(before.allocation.cluster.resources);
  return resourcesOf(cluster, 'Workload').flatMap((workload) => {
    const refused = known.get(workload);
    if (refused !== undefined || standing.has(workload)) return refused === undefined ? [] : [refused];
    const refusal = workloadRefusal(workload);
    return refusal === undefined ? [] : [{ workload, refusal }];
  });
}

/** What the EndpointSlice controller had published is what it publishes now: it stands no longer for pods that have gone. */
function withoutPublished({ cluster, before }: World, pods: readonly AllocatedPod[]): Cluster {
  if (resourcesOf(cluster, 'EndpointSlice').length + resourcesOf(cluster, 'Endpoints').length === 0) return cluster;
  const index = podIndexOf([...before.allocation.pods, ...pods]);
  const published = new Set(
    before.allocation.admitted.flatMap((service) => {
      const selector = selectorOf(service);
      return selector !== undefined && index.select(service.namespace, selector).length > 0 ? [`${service.namespace}/${service.name}`] : [];
    }),
  );
  const isStale = (namespace: string | undefined, name: string | undefined) => published.has(`${namespace ?? 'default'}/${name ?? ''}`);
  return {
    ...cluster,
    resources: cluster.resources.filter((resource) => {
      if (resource.type === 'EndpointSlice')
        return !(
          isStale(resource.metadata.namespace, resource.serviceName) &&
          resource.metadata.labels['endpointslice.kubernetes.io/managed-by'] === 'endpointslice-controller.k8s.io'
        );
      return !(resource.type === 'Endpoints' && isStale(resource.metadata.namespace, resource.metadata.name));
    }),
  };
}

/** A node that comes takes addresses for its tunnels; one that is there keeps its own. */
function nodesOf(world: World): readonly AllocatedNode[] {
  const { space, before } = world;
  const known = new Map(before.allocation.nodes.map((node) => [node.name, node]));
  return world.nodes.map((node) => {
    const tunnelIPs = known.get(node.name)?.tunnelIPs ?? takeTunnels(node, space.clusterPools.pools, space.configuration, space.ipam);
    return { ...node, podBlocks: space.ipam.blocksOf(node.name).map(({ cidr }) => cidr), tunnelIPs };
  });
}

/** A taint that keeps new pods off a node does not end the speaker that runs there. */
function withStandingSpeaker(node: AllocatedNode, before: readonly ClusterNode[]): AllocatedNode {
  const was = before.find(({ name }) => name === node.name);
  const isNew = ({ key, effect }: ClusterNode['taints'][number]) =>
    key === UNREACHABLE || (effect !== 'NoExecute' && was?.taints.some((taint) => taint.key === key && taint.effect === effect) !== true);
  return node.taints.some(isNew) ? { ...node, taints: node.taints.filter((taint) => !isNew(taint)) } : node;
}

function admittedOf(world: World): readonly AdmittedService[] {
  const before = new Map(world.before.allocation.admitted.map((service) => [`${service.namespace}/${service.name}`, service]));
  const resources = servicesOf(world.cluster);
  const knownOf = ({ metadata }: ServiceResource) => before.get(`${metadata.namespace ?? 'default'}/${metadata.name}`);
  const written = world.before.allocation.admitted.filter(({ resource }) => resource !== undefined);
  if (resources.length === written.length && resources.every((resource) => knownOf(resource)?.resource === resource))
    return world.before.allocation.admitted;
  const asked = resources.map((resource) => {
    const known = knownOf(resource);
    return known === undefined || known.rejected !== undefined ? resource : withOwn(resource, known);
  });
  const made = admitServices(world.cluster, world.network, asked);
  const implied = made.slice(0, made.length - asked.length).map((service) => {
    const known = before.get(`${service.namespace}/${service.name}`);
    return known !== undefined && known.resource === undefined ? known : service;
  });
  return [
    ...implied,
    ...made.slice(implied.length).map((service, index) => {
      const resource = resources[index];
      const known = resource === undefined ? undefined : knownOf(resource);
      if (resource === undefined) return service;
      if (known !== undefined && known.resource === resource && known.rejected === undefined) return known;
      const named = withManifest(service, resource);
      const same = known !== undefined && isSame(known.clusterIPs, service.clusterIPs) && known.clusterIPs.length > 0;
      return same ? { ...named, explanation: known.explanation } : named;
    }),
  ];
}

const withClusterIP: ReadonlySet<string> = new Set(['', 'ClusterIP', 'NodePort', 'LoadBalancer']);
const withNodePorts: ReadonlySet<string> = new Set(['NodePort', 'LoadBalancer']);

/** A Service with what the cluster has given it, as far as its type keeps that. kubernetes pkg/registry/core/service/storage/storage.go patchAllocatedValues */
function withOwn(resource: ServiceResource, known: AdmittedService): ServiceResource {
  const keepsAddress = withClusterIP.has(resource.serviceType) && withClusterIP.has(known.type);
  const keepsPorts = withNodePorts.has(resource.serviceType) && withNodePorts.has(known.type);
  const [first] = known.clusterIPs;
  const keeps = keepsAddress && first !== undefined && (resource.clusterIP ?? '') === '' && (resource.clusterIPs ?? []).length === 0;
  // A second family is added to the first, or taken away.
  const own = keeps && resource.ipFamilyPolicy === 'SingleStack' ? [first] : known.clusterIPs;
  return {
    ...resource,
    clusterIP: keeps ? formatAddress(first) : resource.clusterIP,
    clusterIPs: keeps ? own.map(formatAddress) : resource.clusterIPs,
    ipFamilies: keeps && resource.ipFamilies === undefined ? own.map(({ family }) => `IPv${family}`) : resource.ipFamilies,
    ipFamilyPolicy:
      keeps && resource.ipFamilyPolicy === undefined && resource.ipFamilies === undefined ? known.ipFamilyPolicy : resource.ipFamilyPolicy,
    ports: keepsPorts
      ? resource.ports.map((port) =>
          (port.nodePort ?? 0) === 0
            ? { ...port, nodePort: known.ports.find(({ name }) => (name ?? '') === (port.name ?? ''))?.nodePort }
            : port,
        )
      : resource.ports,
    healthCheckNodePort:
      resource.serviceType === 'LoadBalancer' && resource.externalTrafficPolicy === 'Local' && (resource.healthCheckNodePort ?? 0) === 0
        ? known.healthCheckNodePort
        : resource.healthCheckNodePort,
  };
}

function externalOf(
  world: World,
  admitted: readonly AdmittedService[],
): { readonly external: ExternalAddresses; readonly accepted: Cluster } {
  const { before, cluster, network } = world;
  const services = admitted.filter(
    ({ type, resource, rejected }) => type === 'LoadBalancer' && resource !== undefined && rejected === undefined,
  );
  const held = new Map(before.allocation.services.map(({ namespace, name, loadBalancer }) => [`${namespace}/${name}`, loadBalancer]));
  const existing = new Set(
    before.allocation.services.filter(({ type }) => type === 'LoadBalancer').map(({ namespace, name }) => `${namespace}/${name}`),
  );
  const byStatus = loadBalancerOf(cluster, network) !== 'servicelb';
  const asked = new Map<AdmittedService, AdmittedService>(
    services.map((service) => {
      const key = `${service.namespace}/${service.name}`;
      const statusIPs = byStatus && existing.has(key) ? (held.get(key)?.ips ?? []).map(formatAddress) : [];
      const resource: ServiceResource | undefined = service.resource === undefined ? undefined : { ...service.resource, statusIPs };
      return [{ ...service, resource }, service] as const;
    }),
  );
  const assign = (manifests: Cluster, asking: readonly AdmittedService[]) =>
    assignExternalAddresses({
      cluster: manifests,
      network: manifests === cluster ? network : networkOf(manifests, world.profile),
      services: asking,
      nodes: world.nodes.filter(({ silent }) => silent !== true),
    });
  // MetalLB knows who has what while it looks for something for those who have to leave: who may stay comes before them.
  const assignAgain = (manifests: Cluster) => {
    const first = assign(manifests, [...asked.keys()]);
    const ranges = first.pools.flatMap((pool) => pool.ranges);
    const leaves = ({ resource }: AdmittedService) =>
      (resource?.statusIPs ?? []).map(parseAddress).some((ip) => ip !== undefined && !ranges.some((range) => contains(range, ip)));
    const leaving = [...asked.keys()].filter(leaves);
    return leaving.length === 0 || first.pools.length === 0
      ? first
      : assign(manifests, [...[...asked.keys()].filter((each) => !leaving.includes(each)), ...leaving]);
  };
  let given = assignAgain(cluster);
  // Who had a pool and has none any more is no load balancer that the manifests do not show: it clears what it gave. metallb controller/main.go SetPools
  if (before.allocation.loadBalancerPools.length > 0 && given.pools.length === 0 && given.refusal === undefined)
    given = { ...given, outcomes: new Map([...asked.keys()].map((service) => [service, withoutPools(service)])) };
  let accepted = cluster;
  // MetalLB goes on with the last configuration that it took.
  if (given.refusal !== undefined && before.allocation.loadBalancerRefusal === undefined && before.accepted !== cluster) {
    accepted = before.accepted;
    world.notes.push(
      sentences(message('MetalLB refuses the changed configuration as a whole, and goes on with the one before.'), given.refusal.message),
    );
    given = assignAgain(accepted);
  }
  const waiting = services.filter((service) => held.get(`${service.namespace}/${service.name}`)?.ips.length === 0).length;
  const outcomes = new Map<AdmittedService, LoadBalancerOutcome>();
  for (const [asking, outcome] of given.outcomes) {
    const service = asked.get(asking);
    if (service === undefined) continue;
    const was = held.get(`${service.namespace}/${service.name}`);
    outcomes.set(service, explained(outcome, was, waiting));
  }
  return { external: { ...given, outcomes }, accepted };
}

function withoutPools({ resource }: AdmittedService): LoadBalancerOutcome {
  const because = resource === undefined ? [] : [placeOf(resource, 'metadata', 'name')];
  return pendingOutcome({ reason: 'no-pools', message: message('MetalLB has no address pools.'), because });
}

/** An address that stays has the reason that it had; one that is given now is not given to a fresh cluster. */
function explained(outcome: LoadBalancerOutcome, was: LoadBalancerOutcome | undefined, waiting: number): LoadBalancerOutcome {
  if (was !== undefined && was.pool === outcome.pool && sameAddresses(was.ips, outcome.ips) && outcome.ips.length > 0)
    return { ...outcome, explanation: was.explanation };
  const [first] = outcome.ips;
  if (first === undefined || outcome.explanation.certainty === 'fixed' || outcome.pool === undefined) return outcome;
  const several = waiting > 1 && was?.ips.length === 0;
  return {
    ...outcome,
    explanation: {
      ...outcome.explanation,
      certainty: several ? 'possible' : outcome.explanation.certainty,
      reason: several
        ? message('Several services wait for an address of pool "{0}"; which of them MetalLB looks at first is not fixed.', outcome.pool)
        : outcome.explanation.certainty === 'possible'
          ? outcome.explanation.reason
          : message('It is the lowest address of pool "{0}" that nobody has now.', outcome.pool),
    },
  };
}

function sameAddresses(one: readonly IPAddress[], other: readonly IPAddress[]): boolean {
  return one.length === other.length && one.every((address, index) => compareAddresses(address, other[index] ?? address) === 0);
}
