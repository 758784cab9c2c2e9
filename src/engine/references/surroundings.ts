import { Derived } from '../../base/derived.ts';
import { formatCIDR, parseCIDR } from '../../base/ip.ts';
import { groupBy } from '../../base/groupBy.ts';
import { resourcesBy, resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { Allocation } from '../allocation.ts';
import { portsOf, type DeclaredPort } from './containerPorts.ts';
import { ClusterDomains, isSameDomains } from './names/clusterDomains.ts';
import { OperatedNames } from './names/otherNames.ts';
import { ServiceNames, type NamedService } from './names/serviceNames.ts';
import { mayShareNamespace, PodOwners, type PodOwner } from './podOwners.ts';
import {
  objectTarget,
  type ContainerPortTarget,
  type IPPoolTarget,
  type LoadBalancerPoolTarget,
  type NodeTarget,
  type ObjectTarget,
  type PodsTarget,
  type ServicePortTarget,
  type ServiceTarget,
} from './reference.ts';

/** All of a cluster that something may name, by name and by label. Each index is made when the first asks for it. */
export class Surroundings {
  readonly allocation: Allocation;
  /** Everything that makes pods, by label. */
  readonly podOwners: PodOwners;
  readonly services: ServiceNames;
  readonly #ownersByName = new Derived(() => groupBy(this.podOwners.all, ({ resource }) => resource.metadata.name));
  readonly #domains = new Derived(() => new ClusterDomains(this.allocation), isSameDomains);
  readonly #operatedNames = new Derived(() => new OperatedNames(this.cluster));
  readonly #loadBalancerPools = new Derived(() => groupBy(this.#listLoadBalancerPools(), (pool) => pool.name));
  readonly #nodes = new Derived(() => this.#listNodes());
  constructor(allocation: Allocation) {
    this.allocation = allocation;
    this.podOwners = new PodOwners(allocation.cluster);
    this.services = new ServiceNames(allocation);
  }

  get cluster(): Cluster {
    return this.allocation.cluster;
  }

  /** What makes pods, by its name. */
  get ownersByName(): ReadonlyMap<string, readonly PodOwner[]> {
    return this.#ownersByName.get();
  }

  /** What the cluster's DNS serves. */
  get domains(): ClusterDomains {
    return this.#domains.get();
  }

  get operatedNames(): OperatedNames {
    return this.#operatedNames.get();
  }

  /** Those that have a name; one that stands for unknown ones has none. */
  get nodes(): readonly NodeTarget[] {
    return this.#nodes.get();
  }

  #listNodes(): readonly NodeTarget[] {
    return this.allocation.nodes
      .filter(({ name }) => name !== '')
      .map((node) => {
        const { resource, name } = node;
        return { kind: 'node', resource, place: resource === undefined ? node.place : placeOf(resource, 'metadata', 'name'), name, node };
      });
  }

  /** MetalLB's pools of a name: those of manifests in the order of these, whatever MetalLB thinks of them, then those that have none. */
  loadBalancerPools(name: string): readonly LoadBalancerPoolTarget[] {
    return this.#loadBalancerPools.get().get(name) ?? [];
  }

  #listLoadBalancerPools(): readonly LoadBalancerPoolTarget[] {
    return [
      ...resourcesOf(this.cluster, 'IPAddressPool').map((resource): LoadBalancerPoolTarget => ({
        kind: 'load-balancer-pool',
        resource,
        place: placeOf(resource, 'metadata', 'name'),
        name: resource.metadata.name,
      })),
      ...(resourcesOf(this.cluster, 'IPAddressPool').length > 0
        ? []
        : this.allocation.loadBalancerPools.map(({ name: own, place }): LoadBalancerPoolTarget => ({
            kind: 'load-balancer-pool',
            resource: undefined,
            place,
            name: own,
          }))),
    ];
  }

  /** Calico's pools by name or by CIDR, also those whose CIDR cannot be read. */
  ipPools(text: string): readonly IPPoolTarget[] {
    const cidr = parseCIDR(text);
    const found = this.allocation.ipPools.filter((pool) =>
      cidr === undefined ? pool.name === text : formatCIDR(pool.cidr) === formatCIDR(cidr),
    );
    if (found.length > 0)
      return found.map((pool) => ({
        kind: 'ip-pool',
        resource: pool.resource,
        place: pool.resource === undefined ? pool.place : placeOf(pool.resource, 'metadata', 'name'),
        name: pool.name,
        pool,
      }));
    return resourcesOf(this.cluster, 'IPPool')
      .filter(({ metadata }) => metadata.name === text)
      .map((resource) => ({ kind: 'ip-pool', resource, place: placeOf(resource, 'metadata', 'name'), name: text, pool: undefined }));
  }

  /** Manifests of a kind by name, where an unknown namespace is any; of what has no namespace, without one. */
  objects(kind: string, name: string, namespace?: string): readonly ObjectTarget[] {
    return objectsBy(this.cluster, `${kind} ${name}`)
      .filter(({ metadata }) => mayShareNamespace(metadata.namespace, namespace))
      .map(objectTarget);
  }
}

const objectsBy = resourcesBy(({ kind, metadata }) => [`${kind} ${metadata.name}`]);

export function podsTarget(owner: PodOwner): PodsTarget {
  return {
    kind: 'pods',
    resource: owner.resource,
    place: keyPlaceOf(owner.resource, ...owner.labelsPath),
    name: owner.resource.metadata.name,
    owner,
  };
}

export function serviceTarget(service: NamedService): ServiceTarget {
  const { resource, name } = service;
  return { kind: 'service', resource, place: resource === undefined ? undefined : placeOf(resource, 'metadata', 'name'), name, service };
}

/** The ports of a Service that are accepted. */
export function servicePortTargets(
  service: NamedService,
  accepts: (port: NamedService['ports'][number]) => boolean,
): readonly ServicePortTarget[] {
  return service.ports.flatMap((port, index) => {
    if (!accepts(port)) return [];
    const { resource } = service;
    const place = resource === undefined ? undefined : placeOf(resource, 'spec', 'ports', index, port.name === undefined ? 'port' : 'name');
    return [{ kind: 'service-port', resource, place, name: port.name ?? String(port.port), service, port }];
  });
}

/** The ports of an owner's running containers that are accepted, and have a name. */
export function containerPortTargets(owner: PodOwner, accepts: (declared: DeclaredPort) => boolean): readonly ContainerPortTarget[] {
  return portsOf(owner).filter(accepts).map(containerPortTarget);
}

export function containerPortTarget(declared: DeclaredPort): ContainerPortTarget {
  const { resource } = declared.owner;
  return {
    kind: 'container-port',
    resource,
    place: placeOf(resource, ...declared.path, 'name'),
    name: declared.port.name ?? String(declared.port.containerPort),
    declared,
  };
}
