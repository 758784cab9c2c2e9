import { parseAddress, type IPAddress } from '../../src/base/ip.ts';
import { message } from '../../src/base/message.ts';
import type { AdmittedService, Allocation, AllocatedNode, AllocatedPod, Announcement } from '../../src/engine/allocation.ts';
import { publishEndpoints } from '../../src/engine/endpoints/publish.ts';
import { networkOf } from '../../src/engine/network.ts';
import { resourcesOf } from '../../src/manifests/cluster.ts';
import { namespaceOf } from '../../src/manifests/metadata.ts';
import type { NodeResource, ServiceResource } from '../../src/manifests/resources/core.ts';
import type { PodResource } from '../../src/manifests/resources/workloads.ts';
import { clusterOf } from './cluster.ts';

const explanation = { certainty: 'fixed', reason: message('as written'), because: [] } as const;

/**
 * The allocation of manifests that say everything themselves (bare Pods with `status.podIPs`, Services with `clusterIPs` and `status`), with the endpoints published:
 * for tests of what stands behind the address allocators. A pod on a node without a manifest stands on a node of that name.
 */
export function observed(...texts: readonly string[]): Allocation {
  const cluster = clusterOf(...texts);
  const network = networkOf(cluster, 'custom');
  const nodes = resourcesOf(cluster, 'Node').map(nodeOf);
  const pods = resourcesOf(cluster, 'Pod').map((resource) => podOf(resource, nodes));
  const admitted = resourcesOf(cluster, 'Service').map(serviceOf);
  const published = publishEndpoints({ cluster, services: admitted, pods, nodes });
  const services = admitted.map((service) => {
    const ips = addresses(service.resource?.statusIPs ?? []);
    const announcedBy: Announcement = {
      protocol: 'layer2',
      nodes: nodes.slice(0, 1).map(({ name }) => name),
      interfaces: [],
      routes: [],
      bgpRoutes: [],
      silence: undefined,
      reason: message('as written'),
      because: [],
    };
    const loadBalancer =
      service.type === 'LoadBalancer'
        ? { ips, pool: undefined, pending: undefined, besides: undefined, explanation, announcedBy, sharedWith: [] }
        : undefined;
    return { ...service, slices: [], unaddressed: [], ...published.get(service), loadBalancer };
  });
  return {
    cluster,
    network,
    nodes,
    pods,
    admitted,
    services,
    ipPools: [],
    loadBalancerPools: [],
    omittedPods: 0,
    refusedWorkloads: [],
    loadBalancerRefusal: undefined,
  };
}

export function podNamed({ pods }: Allocation, name: string): AllocatedPod {
  const pod = pods.find((candidate) => candidate.name === name);
  if (pod === undefined) throw new Error(`The test's own YAML holds no pod ${name}.`);
  return pod;
}

function addresses(texts: readonly string[]): readonly IPAddress[] {
  return texts.flatMap((text) => parseAddress(text) ?? []);
}

function nodeOf(resource: NodeResource): AllocatedNode {
  return {
    name: resource.metadata.name,
    role: 'worker',
    labels: resource.metadata.labels,
    taints: resource.taints,
    unschedulable: false,
    ips: addresses(resource.internalIPs),
    podCIDRs: [],
    resource,
    place: undefined,
    explanation,
    podBlocks: [],
    tunnelIPs: [],
  };
}

function podOf(resource: PodResource, nodes: readonly AllocatedNode[]): AllocatedPod {
  const {
    spec,
    metadata: { name, labels, annotations, deleting },
  } = resource;
  const bare = {
    role: 'worker',
    labels: {},
    taints: [],
    unschedulable: false,
    ips: [],
    podCIDRs: [],
    resource: undefined,
    place: undefined,
    explanation,
  } as const;
  return {
    namespace: namespaceOf(resource),
    name,
    labels,
    annotations,
    spec,
    origin: resource,
    owner: { kind: 'Pod', name },
    ordinal: 0,
    hostname: spec.hostname,
    ready: resource.ready ?? true,
    terminating: deleting,
    phase: resource.phase ?? 'Running',
    nameCertain: true,
    node: spec.nodeName === undefined ? undefined : (nodes.find((node) => node.name === spec.nodeName) ?? { ...bare, name: spec.nodeName }),
    unschedulable: undefined,
    placement: explanation,
    ips: addresses(resource.podIPs),
    ipPool: undefined,
    pending: undefined,
    explanation,
  };
}

function serviceOf(resource: ServiceResource): AdmittedService {
  const headless = resource.clusterIP === 'None';
  const clusterIPs = headless ? [] : addresses(resource.clusterIPs ?? (resource.clusterIP === undefined ? [] : [resource.clusterIP]));
  return {
    resource,
    namespace: namespaceOf(resource),
    name: resource.metadata.name,
    type: resource.serviceType,
    headless,
    clusterIPs,
    ipFamilies:
      resource.ipFamilies === undefined
        ? clusterIPs.map(({ family }) => family)
        : resource.ipFamilies.map((family) => (family === 'IPv6' ? 6 : 4)),
    ipFamilyPolicy: undefined,
    ports: resource.ports.map(({ name, protocol, port, targetPort, nodePort }) => ({
      name,
      protocol,
      port,
      targetPort: targetPort ?? port,
      nodePort,
      nodePortCertainty: undefined,
    })),
    healthCheckNodePort: undefined,
    rejected: undefined,
    explanation,
  };
}
