import { groupBy } from '../base/groupBy.ts';
import { contains, formatAddress, formatCIDR, formatRange, rangeOfCIDR, type IPRange } from '../base/ip.ts';
import { message, plural, term, type Text } from '../base/message.ts';
import type { ClaimKind } from '../engine/addresses/claims.ts';
import { useOf } from '../engine/addresses/inventory.ts';
import type { AllocatedPod, AllocatedService, Allocation, Endpoint } from '../engine/allocation.ts';
import { clusterDomainOf } from '../engine/coredns/server.ts';
import { resolvePorts } from '../engine/endpoints/ports.ts';
import { selectedPods } from '../engine/endpoints/selection.ts';
import type { NetworkRange } from '../engine/network.ts';
import { resourcesOf } from '../manifests/cluster.ts';
import { placeOf, type Place } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import { couldMake } from '../manifests/reach.ts';
import { hasUnknownReplicas } from '../manifests/unknownReplicas.ts';
import { worst, type Badge, type Badges } from './badges.ts';
import { BadgeIndex } from './badgeIndex.ts';
import { noteOfAlternative, sourceOf } from './clusterSource.ts';
import { DrawnBefore, edgeOf, type Made, type MadeWorkload } from './drawnBefore.ts';
import { joined, portsLabel } from './edgeLabels.ts';
import { externalAddresses } from './externalAddresses.ts';
import { commonLabels, isModule, isPending, nameOfNetwork, nodeLooks, podLooks, serviceLooks, textOf, words, type Looks } from './looks.ts';
import { addEntrances, entrancesOf } from './entrances.ts';
import { isolationIn, ofAll, type IsolationOf } from './isolation.ts';
import { keyOf } from './podKey.ts';
import type { EdgeKind, GraphElement } from './protocol.ts';
import { compareNumbers, orderServices, podRanks } from './serviceOrder.ts';
import type { Subject, SubjectValue, Topology, UnsaidEdge, UnsaidElement } from './subject.ts';

export interface ClusterInput {
  readonly allocation: Allocation;
  /** The same as it changes, while it still says this: what was found out about it before is at hand there. */
  readonly live?: Allocation | undefined;
  /** Findings of this cluster. */
  readonly badges: Badges;
}

/**
 * One graph of all clusters, in the order given. `before`: what was drawn last, for who draws again and again: of a cluster whose allocation and badges are the same objects
 * everything is taken over, of others what stands for services and pods that are the same objects.
 */
export function topologyOf(clusters: readonly ClusterInput[], before = new DrawnBefore()): Topology {
  const ids = new Set<string>();
  const parts = clusters.map((input) => {
    const { name, root } = input.allocation.cluster;
    let id = root === '' ? name : root;
    while (ids.has(id)) id += '~';
    ids.add(id);
    return partOf(id, input, before);
  });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    graph: { elements: parts.flatMap(({ graph }) => graph.elements), edges: parts.flatMap(({ graph }) => graph.edges) },
    subjects: new Map(parts.flatMap(({ subjects }) => [...subjects])),
  };
}

function partOf(id: string, input: ClusterInput, before: DrawnBefore): Topology {
  return before.parts.of(input.allocation, [id, input.badges], () => new ClusterGraph(id, input, before).build());
}

/** What most elements leave open. */
const plain = { detail: '', note: '', keywords: '', certainty: undefined, pending: false } as const;

interface Origin {
  readonly resource?: Resource | undefined;
  readonly place?: Place | undefined;
}

/** Builds the part of one cluster, from outside inwards: who comes in, by which address or name, through which service, to which pod on which node. */
class ClusterGraph {
  readonly #id: string;
  /** What the elements are of, later as well. */
  readonly #subject: Allocation;
  /** What is looked at now. */
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
  readonly #isolationOf: IsolationOf;
  readonly #before: DrawnBefore;

  constructor(id: string, { allocation, live = allocation, badges }: ClusterInput, before: DrawnBefore) {
    this.#id = id;
    this.#before = before;
    this.#subject = allocation;
    this.#allocation = live;
    this.#badges = new BadgeIndex(live.cluster, badges);
    this.#isolationOf = isolationIn(live);
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
    addEntrances(this.#allocation, {
      add: (local, looks, what, origin) => this.#add(local, this.#id, looks, what, origin),
      edge: (kind, from, to, label) => this.#edge(kind, from, to, label),
      serviceId: (service) => this.#services.get(service),
      addressId: (address) => this.#addresses.find(({ id }) => id === this.#full(`address/${address}`))?.id,
      clientsId: () => this.#clients(),
    });
    this.#plan();
    this.#markCluster();
    return { graph: { elements: this.#elements, edges: [...this.#edges.values()] }, subjects: this.#subjects };
  }

  #outside(services: readonly AllocatedService[]): void {
    const { loadBalancerPools } = this.#allocation;
    const addresses = externalAddresses(services);
    const hasEntrances = addresses.length + loadBalancerPools.length > 0 || entrancesOf(this.#allocation).length > 0;
    const clients = hasEntrances ? [this.#clients()] : [];
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

  /** Who comes from outside. */
  #clients(): string {
    const id = this.#full('clients');
    if (this.#subjects.has(id)) return id;
    const lan = this.#allocation.network.ranges.find(({ role }) => role === 'lan-subnet');
    return this.#add(
      'clients',
      this.#id,
      {
        kind: 'clients',
        label: lan === undefined ? message('Clients') : message('Clients on the LAN'),
        detail: lan === undefined ? '' : textOf(lan),
        note: lan === undefined ? term('outside the cluster') : '',
      },
      { type: 'clients' },
    );
  }

  readonly #addresses: {
    readonly id: string;
    readonly users: readonly AllocatedService[];
    readonly certainty: GraphElement['certainty'];
  }[] = [];

  #namespaces(services: readonly AllocatedService[]): void {
    const { cluster } = this.#allocation;
    const domain = clusterDomainOf(this.#allocation);
    const written = new Map(resourcesOf(cluster, 'Namespace').map((resource) => [resource.metadata.name, resource]));
    for (const [name, members] of groupBy(services, ({ namespace }) => namespace)) {
      const resource = written.get(name);
      const namespace = this.#add(
        `Namespace/${name}`,
        this.#id,
        { kind: 'namespace', label: name },
        { type: 'namespace', name },
        { resource, place: resource && placeOf(resource, 'metadata', 'name') },
      );
      for (const service of members) {
        const origin = () => ({ resource: service.resource, place: service.resource && placeOf(service.resource, 'metadata', 'name') });
        const unknown = this.#mayHaveUnknownPods(service);
        const id = this.#put(
          this.#before.services.of(service, [this.#id, namespace, unknown], () =>
            this.#made(
              `Service/${service.namespace}/${service.name}`,
              namespace,
              unknown ? { ...serviceLooks(service), podsUnknown: true } : serviceLooks(service),
              { type: 'service', service },
              origin(),
            ),
          ),
        );
        this.#services.set(service, id);
        if (service.rejected !== undefined) continue;
        const dns = this.#put(
          this.#before.names.of(service, [this.#id, namespace, domain], () => {
            const name = `${service.name}.${service.namespace}.svc.${domain}`;
            return this.#made(
              `DNS/${service.namespace}/${service.name}`,
              namespace,
              {
                kind: 'dnsName',
                label: name,
                note: service.type === 'ExternalName' ? 'CNAME' : '',
                keywords: service.clusterIPs.map(formatAddress).join(' '),
              },
              { type: 'dnsName', name, service },
              origin(),
            );
          }),
          [],
        );
        for (const edge of this.#before.resolutions.of(service, [dns, id], () => [edgeOf('resolves', dns, id, '')])) this.#putEdge(edge);
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

  #workloads(node: string, pods: readonly AllocatedPod[], rank: ReadonlyMap<AllocatedPod, number>): void {
    const groups = [...groupBy(pods, ownerKeyOf)];
    const first = ([, [pod]]: [string, readonly AllocatedPod[]]) => (pod === undefined ? Infinity : (rank.get(pod) ?? Infinity));
    groups.sort((one, other) => compareNumbers(first(one), first(other)));
    for (const [key, members] of groups) {
      const [pod] = members;
      if (pod === undefined) continue;
      const bare = pod.origin.type === 'Pod' && members.length === 1;
      const isolated = ofAll(members.map(this.#isolationOf));
      const workload = bare
        ? undefined
        : this.#before.workloads.of(pod, [this.#id, node, isolated, ...members], () => this.#workload(key, node, pod, members, isolated));
      const parent = workload === undefined ? node : this.#put(workload.made);
      for (const member of members) this.#pod(member, parent, workload);
    }
  }

  #workload(
    key: string,
    node: string,
    pod: AllocatedPod,
    members: readonly AllocatedPod[],
    isolated: GraphElement['isolated'],
  ): MadeWorkload {
    const { origin, owner, namespace } = pod;
    // Said once for all: a graph of thousands stays light.
    const shared = commonLabels(members);
    const made = this.#made(
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
        ...isolatedLooks(isolated),
        pending: members.some(isPending),
      },
      { type: 'workload', pods: members },
      { resource: origin, place: placeOf(origin, 'metadata', 'name') },
    );
    return { made, shared };
  }

  /** `workload`: absent for one that stands on its node by itself. */
  #pod(pod: AllocatedPod, parent: string, workload: MadeWorkload | undefined): void {
    const isolated = this.#isolationOf(pod);
    const key = keyOf(pod);
    const id = this.#put(
      this.#before.pods.of(pod, [this.#id, parent, workload?.made.element.keywords, isolated], () =>
        this.#made(
          `Pod/${key}`,
          parent,
          podLooks(pod, workload?.shared ?? {}, workload === undefined, isolated),
          { type: 'pod', pod },
          { resource: pod.origin, place: placeOf(pod.origin, 'metadata', 'name') },
        ),
      ),
    );
    if (!this.#pods.has(key)) this.#pods.set(key, id);
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
      const answering = service.slices.map(({ endpoints }) => endpoints.map((endpoint) => this.#answering(endpoint)));
      const selected = selectedPods(this.#allocation, service);
      const chosen = selected.map((pod) => this.#pods.get(keyOf(pod)));
      const edges = this.#before.answers.of(service, [from, ...answering.flat(), ...selected, ...chosen], () => {
        const answers = service.slices.flatMap((slice, index) => {
          const label = portsLabel(service, slice);
          return (answering[index] ?? []).map((to) => edgeOf('answers', from, to, label));
        });
        const reached = new Set(answers.map(({ to }) => to));
        const selects = selected.flatMap((pod, index) => {
          const to = chosen[index];
          return to === undefined || reached.has(to)
            ? []
            : [edgeOf('selects', from, to, portsLabel(service, { ports: resolvePorts(service.ports, pod) }))];
        });
        return [...answers, ...selects];
      });
      for (const edge of edges) this.#putEdge(edge);
    }
  }

  /** What stands at an endpoint: a pod, a node, or an address elsewhere. */
  #answering({ pod, ip }: Endpoint): string {
    const known = pod === undefined ? undefined : this.#pods.get(keyOf(pod));
    if (known !== undefined) return known;
    const address = formatAddress(ip);
    return this.#nodeAt.get(address) ?? this.#endpoint(address);
  }

  /** Whether pods may answer for a service that are not known here. */
  #mayHaveUnknownPods({ namespace, resource }: AllocatedService): boolean {
    const { unknowns } = this.#allocation.cluster;
    if (unknowns.length === 0 || Object.keys(resource?.selector ?? {}).length === 0) return false;
    return unknowns.some(({ reach }) => couldMake(reach, { kinds: podKinds, namespace }));
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

  #add(
    local: string,
    parent: string | undefined,
    looks: Looks,
    what: SubjectValue,
    origin: Origin = {},
    badges?: readonly Badge[],
  ): string {
    return this.#put(this.#made(local, parent, looks, what, origin), badges);
  }

  #made(local: string, parent: string | undefined, looks: Looks, what: SubjectValue, { resource, place }: Origin): Made {
    const id = this.#full(local);
    return { element: { ...plain, ...looks, id, parent, severity: undefined, hasSource: place !== undefined }, what, resource, place };
  }

  /** Returns the id; of things that share a name (a manifest that is there twice) the later ones get a mark. */
  #put({ element, what, resource, place }: Made, badges?: readonly Badge[]): string {
    let { id } = element;
    while (this.#subjects.has(id)) id += '~';
    const own = badges ?? this.#badges.take(resource, place);
    const severity = worst(own);
    this.#elements.push(id === element.id && severity === undefined ? element : { ...element, id, severity });
    this.#subjects.set(id, { what, allocation: this.#subject, resource, place, badges: own });
    return id;
  }

  #edge(kind: EdgeKind, from: string, to: string, label: Text, certainty?: GraphElement['certainty']): void {
    this.#putEdge(edgeOf(kind, from, to, label, certainty));
  }

  #putEdge(edge: UnsaidEdge): void {
    const known = this.#edges.get(edge.id);
    this.#edges.set(edge.id, known === undefined || known.label === '' ? edge : { ...edge, label: joined(known.label, edge.label) });
  }
}

function ownerKeyOf({ owner, namespace }: AllocatedPod): string {
  return `${owner.kind}/${namespace}/${owner.name}`;
}

function isolatedLooks(isolated: GraphElement['isolated']): Pick<Looks, 'isolated'> {
  return isolated === undefined ? {} : { isolated };
}

/** Whose objects have pods. */
const podKinds = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob'];

/** Of more nodes the lines to a network would say no more than its heading. */
const mostLeaving = 4;
