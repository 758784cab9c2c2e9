import { groupBy } from '../base/groupBy.ts';
import {
  compareAddresses,
  contains,
  formatAddress,
  formatCIDR,
  formatRange,
  rangeOfCIDR,
  type IPAddress,
  type IPRange,
} from '../base/ip.ts';
import { message, plural, term, type Text } from '../base/message.ts';
import type { ClaimKind } from '../engine/addresses/claims.ts';
import { externalAddressesOf } from '../engine/addresses/external.ts';
import { useOf } from '../engine/addresses/inventory.ts';
import type { AllocatedNode, AllocatedPod, AllocatedService, Allocation, EndpointSlice } from '../engine/allocation.ts';
import { clusterDomainOf } from '../engine/coredns/server.ts';
import { resolvePorts } from '../engine/endpoints/ports.ts';
import { selectedPods } from '../engine/endpoints/selection.ts';
import type { NetworkRange } from '../engine/network.ts';
import { placeOf, type Place } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import { moduleLabel } from '../manifests/iotEdge/names.ts';
import { couldMake } from '../manifests/reach.ts';
import { hasUnknownReplicas } from '../manifests/unknownReplicas.ts';
import { worst, type Badge, type Badges } from './badges.ts';
import { BadgeIndex } from './badgeIndex.ts';
import { noteOfAlternative, sourceOf } from './clusterSource.ts';
import type { EdgeKind, GraphElement } from './protocol.ts';
import type { Subject, SubjectValue, Topology, UnsaidEdge, UnsaidElement } from './subject.ts';

export interface ClusterInput {
  readonly allocation: Allocation;
  /** Findings of this cluster. */
  readonly badges: Badges;
}

/**
 * One graph of all clusters, in the order given. The part of a cluster whose allocation and badges are the same objects as before is taken over, not computed again.
 */
export function topologyOf(clusters: readonly ClusterInput[]): Topology {
  const ids = new Set<string>();
  const parts = clusters.map((input) => {
    const { name, root } = input.allocation.cluster;
    let id = root === '' ? name : root;
    while (ids.has(id)) id += '~';
    ids.add(id);
    return partOf(id, input);
  });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    graph: { elements: parts.flatMap(({ graph }) => graph.elements), edges: parts.flatMap(({ graph }) => graph.edges) },
    subjects: new Map(parts.flatMap(({ subjects }) => [...subjects])),
  };
}

const parts = new WeakMap<Allocation, { readonly id: string; readonly badges: Badges; readonly part: Topology }>();

function partOf(id: string, { allocation, badges }: ClusterInput): Topology {
  const known = parts.get(allocation);
  if (known?.id === id && known.badges === badges) return known.part;
  const part = new ClusterGraph(id, allocation, badges).build();
  parts.set(allocation, { id, badges, part });
  return part;
}

/** What most elements leave open. */
const plain = { detail: '', note: '', keywords: '', certainty: undefined, pending: false } as const;

type Looks = Pick<UnsaidElement, 'kind' | 'label'> &
  Partial<
    Pick<
      UnsaidElement,
      'detail' | 'note' | 'keywords' | 'certainty' | 'pending' | 'namespace' | 'isModule' | 'alternative' | 'source' | 'podsUnknown'
    >
  >;
interface Origin {
  readonly resource?: Resource | undefined;
  readonly place?: Place | undefined;
}

/** Builds the part of one cluster, from outside inwards: who comes in, by which address or name, through which service, to which pod on which node. */
class ClusterGraph {
  readonly #id: string;
  readonly #allocation: Allocation;
  readonly #badges: BadgeIndex;
  readonly #elements: UnsaidElement[] = [];
  readonly #subjects = new Map<string, Subject>();
  readonly #edges = new Map<string, UnsaidEdge>();
  /** Ids of the elements of services, pods and nodes, by `namespace/name` or name. */
  readonly #services = new Map<AllocatedService, string>();
  readonly #pods = new Map<string, string>();
  readonly #nodes = new Map<string, string>();
  /** Nodes by address: some services lead to what runs on a node itself. */
  readonly #nodeAt = new Map<string, string>();

  constructor(id: string, allocation: Allocation, badges: Badges) {
    this.#id = id;
    this.#allocation = allocation;
    this.#badges = new BadgeIndex(allocation.cluster, badges);
  }

  build(): Topology {
    const { cluster, network, services, omittedPods } = this.#allocation;
    const root = network.edgeNetwork;
    // Its place in the order comes first, its badges are those that nothing inside has taken.
    this.#add(
      this.#id,
      undefined,
      {
        kind: 'cluster',
        label: cluster.name,
        note:
          omittedPods === 0
            ? noteOfAlternative(cluster.alternative)
            : plural(omittedPods, '{0} more pod is not shown', '{0} more pods are not shown'),
        ...(cluster.alternative === undefined ? {} : { alternative: cluster.alternative }),
        source: sourceOf(cluster),
      },
      { type: 'cluster' },
      { resource: root, place: root && placeOf(root, 'metadata', 'name') },
      [],
    );

    const ordered = orderServices(services);
    this.#outside(ordered);
    this.#namespaces(ordered);
    this.#nodesWithPods(ordered);
    this.#networks();
    this.#connect(ordered);
    this.#plan();
    this.#markCluster();
    return { graph: { elements: this.#elements, edges: [...this.#edges.values()] }, subjects: this.#subjects };
  }

  #outside(services: readonly AllocatedService[]): void {
    const { network, loadBalancerPools } = this.#allocation;
    const addresses = externalAddresses(services);
    const lan = network.ranges.find(({ role }) => role === 'lan-subnet');
    const clients =
      addresses.length + loadBalancerPools.length === 0
        ? []
        : [
            this.#add(
              'clients',
              this.#id,
              {
                kind: 'clients',
                label: lan === undefined ? message('Clients') : message('Clients on the LAN'),
                detail: lan === undefined ? '' : textOf(lan),
                note: lan === undefined ? term('outside the cluster') : '',
              },
              { type: 'clients' },
            ),
          ];
    const pools = loadBalancerPools.map((pool) => {
      const ranges = pool.ranges.map(formatRange);
      const id = this.#add(
        `IPAddressPool/${pool.name}`,
        this.#id,
        {
          kind: 'loadBalancerPool',
          label: pool.name,
          detail: ranges.join(', '),
          note: pool.valid ? this.#useNote('load-balancer-pool', pool.ranges) : term('refused'),
          pending: !pool.valid,
        },
        { type: 'loadBalancerPool', pool },
        { resource: this.#badges.resourceAt(pool.place), place: pool.place },
      );
      for (const client of clients) this.#edge('reaches', client, id, '');
      return { pool, id };
    });
    for (const { address, users, certainty } of addresses) {
      const text = formatAddress(address);
      const names = new Set(users.map(({ loadBalancer }) => loadBalancer?.pool));
      const pool =
        pools.find(({ pool: { name } }) => names.has(name)) ??
        pools.find(({ pool: { ranges } }) => ranges.some((range) => contains(range, address)));
      const resource = users[0]?.resource;
      const id = this.#add(
        `address/${text}`,
        pool?.id ?? this.#id,
        {
          kind: 'externalAddress',
          label: text,
          certainty,
          keywords: users.map(({ namespace, name }) => `${namespace}/${name}`).join(' '),
          note: users.length > 1 ? plural(users.length, '{0} service', '{0} services') : '',
        },
        { type: 'externalAddress', address: text, services: users },
        { resource, place: resource && placeOf(resource, 'metadata', 'name') },
        [],
      );
      if (pool === undefined) for (const client of clients) this.#edge('reaches', client, id, '');
      this.#addresses.push({ id, users, certainty });
    }
  }

  readonly #addresses: {
    readonly id: string;
    readonly users: readonly AllocatedService[];
    readonly certainty: GraphElement['certainty'];
  }[] = [];

  #namespaces(services: readonly AllocatedService[]): void {
    const { cluster } = this.#allocation;
    const domain = clusterDomainOf(this.#allocation);
    for (const [name, members] of groupBy(services, ({ namespace }) => namespace)) {
      const resource = cluster.resources.find((one) => one.type === 'Namespace' && one.metadata.name === name);
      const namespace = this.#add(
        `Namespace/${name}`,
        this.#id,
        { kind: 'namespace', label: name },
        { type: 'namespace', name },
        { resource, place: resource && placeOf(resource, 'metadata', 'name') },
      );
      for (const service of members) {
        const origin = { resource: service.resource, place: service.resource && placeOf(service.resource, 'metadata', 'name') };
        const dnsName = `${service.name}.${service.namespace}.svc.${domain}`;
        const id = this.#add(
          `Service/${service.namespace}/${service.name}`,
          namespace,
          this.#mayHaveUnknownPods(service) ? { ...serviceLooks(service), podsUnknown: true } : serviceLooks(service),
          { type: 'service', service },
          origin,
        );
        this.#services.set(service, id);
        if (service.rejected !== undefined) continue;
        const dns = this.#add(
          `DNS/${service.namespace}/${service.name}`,
          namespace,
          {
            kind: 'dnsName',
            label: dnsName,
            note: service.type === 'ExternalName' ? 'CNAME' : '',
            keywords: service.clusterIPs.map(formatAddress).join(' '),
          },
          { type: 'dnsName', name: dnsName, service },
          origin,
          [],
        );
        this.#edge('resolves', dns, id, '');
      }
    }
  }

  #nodesWithPods(services: readonly AllocatedService[]): void {
    const { nodes, pods } = this.#allocation;
    const rank = podRanks(this.#allocation, services);
    const byNode = new Map(groupBy(pods, ({ node }) => node?.name));
    for (const node of nodes) {
      const id = this.#add(
        `Node/${node.name}`,
        this.#id,
        nodeLooks(node),
        { type: 'node', node },
        { resource: node.resource, place: node.place },
      );
      this.#nodes.set(node.name, id);
      for (const address of node.ips) this.#nodeAt.set(formatAddress(address), id);
      this.#workloads(id, byNode.get(node.name) ?? [], rank);
      byNode.delete(node.name);
    }
    // What is left has no node, or one that the allocation does not list.
    const rest = [...byNode.values()].flat();
    if (rest.length === 0) return;
    const id = this.#add(
      'unscheduled',
      this.#id,
      { kind: 'unscheduled', label: message('Not scheduled'), pending: true },
      { type: 'unscheduled' },
    );
    this.#workloads(id, rest, rank);
  }

  /** Networks elsewhere that pods must reach; they leave by the address of their node. */
  #networks(): void {
    const networks = this.#allocation.network.ranges
      .filter(({ role }) => role === 'external-network')
      .map((range) => this.#range(range, 'externalNetwork', this.#id));
    if (this.#nodes.size > mostLeaving) return;
    for (const node of this.#nodes.values()) for (const network of networks) this.#edge('reaches', node, network, '');
  }

  #workloads(node: string, pods: readonly AllocatedPod[], rank: ReadonlyMap<string, number>): void {
    const groups = [...groupBy(pods, ({ owner, namespace }) => `${owner.kind}/${namespace}/${owner.name}`)];
    const first = ([, [pod]]: [string, readonly AllocatedPod[]]) => (pod === undefined ? Infinity : (rank.get(keyOf(pod)) ?? Infinity));
    groups.sort((one, other) => compareNumbers(first(one), first(other)));
    for (const [key, members] of groups) {
      const [pod] = members;
      if (pod === undefined) continue;
      const { origin, owner, namespace } = pod;
      const from = { resource: origin, place: placeOf(origin, 'metadata', 'name') };
      const bare = origin.type === 'Pod' && members.length === 1;
      // Said once for all: a graph of thousands stays light.
      const shared = bare ? {} : commonLabels(members);
      const parent = bare
        ? node
        : this.#add(
            `${key}@${this.#local(node)}`,
            node,
            {
              kind: 'workload',
              label: owner.name,
              note: hasUnknownReplicas(origin)
                ? term('{0}, how many pods is not known', owner.kind)
                : isModule(pod)
                  ? term('IoT Edge module')
                  : owner.kind,
              namespace,
              keywords: words(shared),
              ...(isModule(pod) && { isModule: true }),
              pending: members.some(isPending),
            },
            { type: 'workload', pods: members },
            from,
          );
      for (const pod of members) {
        const id = this.#add(
          `Pod/${keyOf(pod)}`,
          parent,
          podLooks(pod, shared, bare),
          { type: 'pod', pod },
          { resource: pod.origin, place: placeOf(pod.origin, 'metadata', 'name') },
        );
        if (!this.#pods.has(keyOf(pod))) this.#pods.set(keyOf(pod), id);
      }
    }
  }

  #connect(services: readonly AllocatedService[]): void {
    for (const { id, users, certainty } of this.#addresses) {
      for (const user of users) {
        const service = this.#services.get(user);
        if (service !== undefined) this.#edge('assigned', id, service, '', certainty);
        for (const name of user.loadBalancer?.announcedBy?.nodes ?? []) {
          const node = this.#nodes.get(name);
          if (node !== undefined)
            this.#edge('announces', id, node, user.loadBalancer?.announcedBy?.protocol === 'bgp' ? 'BGP' : term('layer 2'));
        }
      }
    }
    for (const service of services) {
      const from = this.#services.get(service);
      if (from === undefined || service.rejected !== undefined) continue;
      for (const slice of service.slices) {
        const label = portsLabel(service, slice);
        for (const endpoint of slice.endpoints) {
          const pod = endpoint.pod === undefined ? undefined : this.#pods.get(keyOf(endpoint.pod));
          this.#edge(
            'answers',
            from,
            pod ?? this.#nodeAt.get(formatAddress(endpoint.ip)) ?? this.#endpoint(formatAddress(endpoint.ip)),
            label,
          );
        }
      }
      for (const selected of selectedPods(this.#allocation, service)) {
        const pod = this.#pods.get(keyOf(selected));
        if (pod === undefined || this.#edges.has(`${from}>answers>${pod}`)) continue;
        this.#edge('selects', from, pod, portsLabel(service, { ports: resolvePorts(service.ports, selected) }));
      }
    }
  }

  /** Whether pods may answer for a service that are not known here. */
  #mayHaveUnknownPods({ namespace, resource }: AllocatedService): boolean {
    if (Object.keys(resource?.selector ?? {}).length === 0) return false;
    return this.#allocation.cluster.unknowns.some(({ reach }) => couldMake(reach, { kinds: podKinds, namespace }));
  }

  /** An address behind a service that is no pod's: written by hand, outside the cluster as a rule. */
  #endpoint(address: string): string {
    const id = this.#full(`endpoint/${address}`);
    return this.#subjects.has(id)
      ? id
      : this.#add(`endpoint/${address}`, this.#id, { kind: 'endpoint', label: address, certainty: 'fixed' }, { type: 'endpoint', address });
  }

  #plan(): void {
    const { network, ipPools } = this.#allocation;
    const ranges = network.ranges.filter(({ role }) => role !== 'external-network');
    if (ranges.length + ipPools.length === 0) return;
    const plan = this.#add('plan', this.#id, { kind: 'addressPlan', label: message('Address ranges') }, { type: 'addressPlan' });
    for (const range of ranges) this.#range(range, 'range', plan);
    for (const pool of ipPools) {
      this.#add(
        `IPPool/${pool.name}`,
        plan,
        {
          kind: 'ipPool',
          label: pool.name,
          detail: formatCIDR(pool.cidr),
          note: pool.refused === undefined ? this.#useNote('ip-pool', [rangeOfCIDR(pool.cidr)]) : term('not used'),
          pending: pool.refused !== undefined || pool.disabled,
        },
        { type: 'ipPool', pool },
        { resource: pool.resource, place: pool.place },
      );
    }
  }

  #useNote(kind: ClaimKind, ranges: readonly IPRange[]): Text {
    const { used, size } = useOf(this.#allocation, kind, ranges);
    return term('{0} of {1} used', used, size);
  }

  #range(range: NetworkRange, kind: 'range' | 'externalNetwork', parent: string): string {
    return this.#add(
      `range/${range.role}/${range.text}`,
      parent,
      {
        kind,
        label: kind === 'externalNetwork' ? nameOfNetwork(range) : range.label,
        detail: textOf(range),
        note: range.implied === undefined ? '' : term('implied'),
        certainty: 'fixed',
      },
      { type: 'range', range },
      { resource: this.#badges.resourceAt(range.place), place: range.place },
    );
  }

  #markCluster(): void {
    const badges = this.#badges.rest();
    const [cluster] = this.#elements;
    const subject = this.#subjects.get(this.#id);
    if (badges.length === 0 || cluster === undefined || subject === undefined) return;
    this.#elements[0] = { ...cluster, severity: worst(badges) };
    this.#subjects.set(this.#id, { ...subject, badges });
  }

  #full(local: string): string {
    return local === this.#id ? local : `${this.#id}|${local}`;
  }

  #local(id: string): string {
    return id.slice(this.#id.length + 1);
  }

  /** Returns the id; of things that share a name (a manifest that is there twice) the later ones get a mark. */
  #add(
    local: string,
    parent: string | undefined,
    looks: Looks,
    what: SubjectValue,
    { resource, place }: Origin = {},
    badges?: readonly Badge[],
  ): string {
    let id = this.#full(local);
    while (this.#subjects.has(id)) id += '~';
    const own = badges ?? this.#badges.take(resource, place);
    this.#elements.push({ ...plain, ...looks, id, parent, severity: worst(own), hasSource: place !== undefined });
    this.#subjects.set(id, { what, allocation: this.#allocation, resource, place, badges: own });
    return id;
  }

  #edge(kind: EdgeKind, from: string, to: string, label: Text, certainty?: GraphElement['certainty']): void {
    const id = `${from}>${kind}>${to}`;
    const known = this.#edges.get(id);
    const both = known === undefined || known.label === '' ? label : joined(known.label, label);
    this.#edges.set(id, { id, kind, from, to, label: both, certainty });
  }
}

/** Whose objects have pods. */
const podKinds = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob'];

/** Of more nodes the lines to a network would say no more than its heading. */
const mostLeaving = 4;

function textOf({ cidr, range }: NetworkRange): string {
  return cidr === undefined ? formatRange(range) : formatCIDR(cidr);
}

/** The labels of two edges that are drawn as one. Only ports come together; a message stands alone. */
function joined(known: Text, label: Text): Text {
  if (typeof known !== 'string' || typeof label !== 'string') return known;
  return known.split(', ').includes(label) ? known : `${known}, ${label}`;
}

/** The name that the EdgeNetwork gives it: the argument of its label, whose other words the kind says already. */
function nameOfNetwork({ label }: NetworkRange): Text {
  const [name] = label.args;
  return typeof name === 'string' ? name : label;
}

function serviceLooks(service: AllocatedService): Looks {
  const { name, type, headless, clusterIPs, ports, rejected, loadBalancer, resource, explanation } = service;
  const detail = headless
    ? term('headless')
    : type === 'ExternalName'
      ? `→ ${resource?.externalName ?? ''}`
      : clusterIPs.map(formatAddress).join(', ');
  return {
    kind: 'service',
    label: name,
    detail: rejected === undefined ? detail : term('rejected'),
    note: type === 'ClusterIP' ? portsText(ports) : `${type}${ports.length === 0 ? '' : ` ${portsText(ports)}`}`,
    keywords: words({ ...resource?.metadata.labels, ...resource?.selector }),
    certainty: clusterIPs.length === 0 || rejected !== undefined ? undefined : explanation.certainty,
    pending: rejected !== undefined || loadBalancer?.pending !== undefined,
  };
}

function nodeLooks(node: AllocatedNode): Looks {
  return {
    kind: 'node',
    label: node.name === '' ? term('Unnamed node') : node.name,
    detail:
      node.ips.length === 0
        ? node.name === ''
          ? term('nodes not known here')
          : term('address not known')
        : node.ips.map(formatAddress).join(', '),
    note: node.role === 'control-plane' ? term('control plane') : '',
    keywords: words(node.labels),
    certainty: node.ips.length === 0 ? undefined : node.explanation.certainty,
  };
}

function podLooks(pod: AllocatedPod, said: Readonly<Record<string, string>>, bare: boolean): Looks {
  const addresses = pod.ips.map(formatAddress).join(', ');
  return {
    kind: 'pod',
    label: pod.name,
    detail: addresses === '' && isPending(pod) ? term('pending') : addresses,
    note: pod.spec.hostNetwork
      ? term('host network')
      : !pod.ready
        ? term('not ready')
        : hasUnknownReplicas(pod.origin)
          ? term('how many is not known')
          : '',
    keywords: words(Object.fromEntries(Object.entries(pod.labels).filter(([key]) => !(key in said)))),
    ...(bare ? { namespace: pod.namespace } : {}),
    ...(isModule(pod) && { isModule: true }),
    certainty: pod.ips.length === 0 ? undefined : pod.explanation.certainty,
    pending: isPending(pod),
  };
}

/** Whether the agent of a device makes it, here or in what was read from a cluster. */
function isModule({ labels }: AllocatedPod): boolean {
  return labels[moduleLabel] !== undefined;
}

function commonLabels([first, ...others]: readonly AllocatedPod[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(first?.labels ?? {}).filter(([key, value]) => others.every(({ labels }) => labels[key] === value)),
  );
}

function isPending(pod: AllocatedPod): boolean {
  return pod.pending !== undefined || pod.unschedulable !== undefined;
}

function keyOf({ namespace, name }: Pick<AllocatedPod, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

function words(labels: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

/** `:80, :443`; of many the first two. */
function portsText(ports: AllocatedService['ports']): string {
  const texts = ports.slice(0, 2).map(({ port, protocol }) => `:${port}${protocol === 'TCP' ? '' : `/${protocol}`}`);
  return texts.join(', ') + (ports.length > 2 ? '…' : '');
}

/** `80 → 8080`, in the order of the slice's ports; of many the first two. */
function portsLabel({ ports, headless }: AllocatedService, slice: Pick<EndpointSlice, 'ports'>): string {
  const texts = slice.ports.slice(0, 2).map(({ name, port, protocol }) => {
    const from = ports.find((one) => one.name === name && one.protocol === protocol)?.port;
    const suffix = protocol === 'TCP' ? '' : `/${protocol}`;
    if (port === undefined) return '';
    return from === undefined || from === port || headless ? `${port}${suffix}` : `${from} → ${port}${suffix}`;
  });
  return texts.filter((text) => text !== '').join(', ') + (slice.ports.length > 2 ? '…' : '');
}

interface ExternalAddress {
  readonly address: IPAddress;
  readonly users: AllocatedService[];
  readonly certainty: GraphElement['certainty'];
}

/** Addresses by which services are reached from outside, ascending: given by the load balancer, or written in `spec.externalIPs`. */
function externalAddresses(services: readonly AllocatedService[]): readonly ExternalAddress[] {
  const found = new Map<string, ExternalAddress>();
  const put = (address: IPAddress, user: AllocatedService, certainty: GraphElement['certainty']) => {
    const known = found.get(formatAddress(address));
    if (known === undefined) found.set(formatAddress(address), { address, users: [user], certainty });
    else if (!known.users.includes(user)) known.users.push(user);
  };
  for (const service of services) for (const { address, certainty } of externalAddressesOf(service)) put(address, service, certainty);
  return [...found.values()].sort((one, other) => compareAddresses(one.address, other.address));
}

/** Namespaces with exposed services first, those that hold only what the profile implies last; inside one, exposed services first. Otherwise as they came. */
function orderServices(services: readonly AllocatedService[]): readonly AllocatedService[] {
  const rank = ({ resource, loadBalancer, type }: AllocatedService) =>
    resource === undefined
      ? 2
      : loadBalancer !== undefined || type === 'LoadBalancer' || type === 'NodePort' || resource.externalIPs.length > 0
        ? 0
        : 1;
  const ofNamespace = new Map<string, number>();
  for (const service of services) ofNamespace.set(service.namespace, Math.min(ofNamespace.get(service.namespace) ?? 2, rank(service)));
  const position = new Map([...ofNamespace.keys()].map((name, index) => [name, index]));
  return services.toSorted(
    (one, other) =>
      compareNumbers(ofNamespace.get(one.namespace), ofNamespace.get(other.namespace)) ||
      compareNumbers(position.get(one.namespace), position.get(other.namespace)) ||
      compareNumbers(rank(one), rank(other)),
  );
}

/** Position of the first service that leads to a pod, by the pod's key: pods are then drawn in the order of their services. */
function podRanks(allocation: Allocation, services: readonly AllocatedService[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  services.forEach((service, index) => {
    for (const pod of selectedPods(allocation, service)) if (!ranks.has(keyOf(pod))) ranks.set(keyOf(pod), index);
  });
  return ranks;
}

function compareNumbers(one = 0, other = 0): number {
  return one === other ? 0 : one - other;
}
