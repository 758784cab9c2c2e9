import { formatAddress, formatCIDR, type Family, type IPAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { AppliedOrder } from '../../manifests/appliedOrder.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { AllocatedPod, ClusterNode, PodPendingReason, ScheduledPod } from '../allocation.ts';
import type { Certainty, Explanation, Refusal } from '../explanation.ts';
import { labelOf } from '../labels.ts';
import { namespaceFacts } from '../namespaces.ts';
import type { Block } from './blocks.ts';
import type { CNIConfiguration } from './cniConfiguration.ts';
import { HostLocalIPAM, type LastGiven } from './hostLocal.ts';
import { isWindows, type Assignment, type ExplicitFailure, type IPAM } from './ipam.ts';
import { isFinished, statusAddresses } from './observed.ts';
import { concernsCalico, podRequest, type PodRequest } from './podRequest.ts';
import type { ClusterPools } from './pools.ts';
import { assignmentRefusal, explicitRefusal } from './refusals.ts';

export type PodOutcome = Pick<AllocatedPod, 'ips' | 'ipPool' | 'pending' | 'explanation'>;

/** One address, and where it comes from. */
export type Given = Assignment & { readonly ok: true };
type NotGiven = Assignment & { readonly ok: false };

function isGiven(given: readonly Given[] | NotGiven): given is readonly Given[] {
  return !('ok' in given);
}

/** Gives the pods of a cluster their addresses, one after the other. cni-plugin pkg/k8s/k8s.go, pkg/ipamplugin/ipam_plugin.go */
export class PodAssigner {
  readonly #cluster: Cluster;
  readonly #pools: ClusterPools;
  readonly #configuration: CNIConfiguration;
  readonly #ipam: IPAM;
  readonly #observed: ReadonlyMap<ScheduledPod, readonly IPAddress[]>;
  /** Pods that ask for an automatic address, on each node. */
  readonly #askers = new Map<ClusterNode, number>();
  readonly #requests = new Map<StringMap, Map<string, PodRequest>>();
  readonly #plainRequest: PodRequest;
  /** Addresses in the hands of pods: two never have one, whatever the manifests say. */
  readonly #given: Readonly<Record<Family, Map<bigint, ScheduledPod>>> = { 4: new Map(), 6: new Map() };
  readonly #hostLocal: HostLocalIPAM;
  readonly #explanations = new Map<Block, Map<string, Explanation>>();
  /** Pods that ask for an address by its annotation, by that address. */
  readonly #named: Readonly<Record<Family, Map<bigint, ScheduledPod[]>>> = { 4: new Map(), 6: new Map() };
  #order: AppliedOrder | undefined;

  constructor(
    cluster: Cluster,
    pools: ClusterPools,
    configuration: CNIConfiguration,
    ipam: IPAM,
    observed: ReadonlyMap<ScheduledPod, readonly IPAddress[]>,
    pods: readonly ScheduledPod[],
    last?: LastGiven,
  ) {
    this.#hostLocal = new HostLocalIPAM(last);
    this.#cluster = cluster;
    this.#pools = pools;
    this.#configuration = configuration;
    this.#ipam = ipam;
    this.#observed = observed;
    this.#plainRequest = podRequest({}, {}, configuration, pools.pools);
    for (const pod of pods) {
      if (pod.node !== undefined && !pod.spec.hostNetwork && !observed.has(pod) && !isFinished(pod))
        this.#askers.set(pod.node, (this.#askers.get(pod.node) ?? 0) + 1);
      if (pod.spec.hostNetwork || observed.has(pod) || isFinished(pod)) continue;
      const request = this.#requestOf(pod);
      if (request.kind !== 'explicit' || !request.ipam) continue;
      for (const { family, value } of request.addresses) {
        const rivals = this.#named[family].get(value);
        if (rivals === undefined) this.#named[family].set(value, [pod]);
        else rivals.push(pod);
      }
    }
    for (const [pod, addresses] of observed) {
      for (const address of addresses) {
        if (this.#holderOf(address) === undefined) this.#given[address.family].set(address.value, pod);
        this.#hostLocal.observe(address);
      }
    }
  }

  #holderOf({ family, value }: IPAddress): ScheduledPod | undefined {
    return this.#given[family].get(value);
  }

  assign(pod: ScheduledPod): PodOutcome {
    if (isFinished(pod))
      return {
        ...without,
        explanation: {
          certainty: 'fixed',
          reason: message('It is finished, and has given its address back.'),
          because: [placeOf(pod.origin, 'status', 'phase')],
        },
      };
    if (pod.spec.hostNetwork) return this.#hostNetwork(pod);
    const shown = this.#observed.get(pod);
    if (shown !== undefined) return this.#shown(pod, shown);
    if (pod.node === undefined) {
      const pending = pod.unschedulable ?? { reason: 'unschedulable', message: message('It has no node.'), because: [] };
      return refused(pending, pod.placement.certainty);
    }
    if (this.#configuration.ipam === 'unknown') return unknownNetwork;
    if (this.#configuration.ipam === 'host-local') return this.#fromPodCIDRs(pod, pod.node);
    const request = this.#requestOf(pod);
    switch (request.kind) {
      case 'invalid':
        return refused(this.#refusal('invalid-request', request.message, pod, request.annotation), 'fixed');
      case 'explicit':
        return this.#explicit(pod, pod.node, request);
      case 'automatic':
        return this.#automatic(pod, pod.node, request);
    }
  }

  #hostNetwork(pod: ScheduledPod): PodOutcome {
    if (pod.node === undefined && pod.unschedulable !== undefined) return refused(pod.unschedulable, pod.placement.certainty);
    const shown = statusAddresses(pod);
    const [primary] = pod.node?.ips ?? [];
    // The kubelet gives the node's primary address and, if there is one, the first of the other family.
    const secondary = pod.node?.ips.find(({ family }) => family !== primary?.family);
    const ips = shown.length > 0 ? shown : [primary, secondary].filter((address) => address !== undefined);
    const { node } = pod;
    return {
      ips,
      ipPool: undefined,
      pending: undefined,
      explanation: {
        certainty: shown.length > 0 ? 'fixed' : weaker(pod.placement.certainty, node?.explanation.certainty ?? 'possible'),
        reason:
          ips.length > 0
            ? message('It uses the network of node {0}.', node?.name ?? '')
            : message('It uses the network of its node, whose address is not known.'),
        because: [placeOf(pod.origin, ...specPath(pod), 'hostNetwork'), ...(node?.place === undefined ? [] : [node.place])],
      },
    };
  }

  #shown(pod: ScheduledPod, addresses: readonly IPAddress[]): PodOutcome {
    const place = placeOf(pod.origin, 'status', 'podIPs');
    for (const address of addresses) {
      const holder = this.#holderOf(address);
      if (holder !== undefined && holder !== pod) {
        return refused(
          {
            reason: 'in-use',
            message: message('{0} is also the address of pod {1}.', formatAddress(address), `${holder.namespace}/${holder.name}`),
            because: [place],
          },
          'fixed',
        );
      }
    }
    const [first] = addresses;
    return {
      ips: addresses,
      ipPool: first === undefined ? undefined : this.#ipam.poolOf(first)?.name,
      pending: undefined,
      explanation: { certainty: 'fixed', reason: message('Its status shows this address.'), because: [place] },
    };
  }

  #requestOf({ annotations, namespace }: ScheduledPod): PodRequest {
    const inherited = namespaceFacts(this.#cluster, namespace).annotations;
    if (!concernsCalico(annotations) && !concernsCalico(inherited)) return this.#plainRequest;
    const byNamespace = this.#requests.get(annotations) ?? new Map<string, PodRequest>();
    this.#requests.set(annotations, byNamespace);
    const request = byNamespace.get(namespace) ?? podRequest(annotations, inherited, this.#configuration, this.#pools.pools);
    byNamespace.set(namespace, request);
    return request;
  }

  #explicit(pod: ScheduledPod, node: ClusterNode, request: PodRequest & { kind: 'explicit' }): PodOutcome {
    const place = this.#annotationPlace(pod, request.annotation);
    const taken: { readonly block: Block; readonly address: IPAddress }[] = [];
    for (const address of request.addresses) {
      const assignment = request.ipam ? this.#takeExplicit(node, address) : undefined;
      if (assignment?.ok === false) {
        for (const { block, address: given } of taken) this.#ipam.release(block, given);
        const holder = this.#holderOf(address);
        return refused(
          explicitRefusal(assignment.failure, address, holder, place),
          this.#isByOrder(holder) ? 'possible' : this.#certaintyAmongRivals(pod, [address]),
        );
      }
      if (assignment?.block !== undefined) taken.push({ block: assignment.block, address });
    }
    if (request.ipam) {
      for (const address of request.addresses) this.#given[address.family].set(address.value, pod);
    }
    return {
      ips: request.addresses,
      ipPool: taken[0]?.block.pool.name,
      pending: undefined,
      explanation: {
        certainty: request.ipam ? this.#certaintyAmongRivals(pod, request.addresses) : 'fixed',
        reason: message('The annotation {0} asks for this address.', request.annotation),
        because: [place],
      },
    };
  }

  /** How surely a pod is the one that gets, or does not get, an address that others ask for as well: that the first comes first is only as sure as their order. */
  #certaintyAmongRivals(pod: ScheduledPod, addresses: readonly IPAddress[]): Certainty {
    const rivals = addresses.flatMap(({ family, value }) => (this.#named[family].get(value) ?? []).filter((other) => other !== pod));
    if (rivals.length === 0) return 'fixed';
    const order = (this.#order ??= new AppliedOrder(this.#cluster.applied ?? []));
    return rivals.some((other) => order.isOpen(pod.origin.document.unitKey, other.origin.document.unitKey)) ? 'possible' : 'predicted';
  }

  /** Whether a pod came by its address automatically, so that in another order it had gone to whoever asks for it. */
  #isByOrder(holder: ScheduledPod | undefined): boolean {
    return holder !== undefined && !this.#observed.has(holder) && this.#requestOf(holder).kind === 'automatic';
  }

  /** Where no pool is known at all, nothing can be said against an address but that another pod has it. */
  #takeExplicit(
    node: ClusterNode,
    address: IPAddress,
  ): { readonly ok: true; readonly block: Block | undefined } | { readonly ok: false; readonly failure: ExplicitFailure } {
    if (!this.#knowsNoPool()) return this.#ipam.assignExplicit(node, address, 'Workload');
    return this.#holderOf(address) !== undefined ? { ok: false, failure: 'in-use' } : { ok: true, block: undefined };
  }

  #knowsNoPool(): boolean {
    return this.#pools.pools.length === 0 && this.#pools.unreadable.length === 0;
  }

  #automatic(pod: ScheduledPod, node: ClusterNode, request: PodRequest & { kind: 'automatic' }): PodOutcome {
    if (this.#knowsNoPool()) return unknownNetwork;
    const given = this.#take(pod, node, request);
    if (!isGiven(given)) {
      const place = request.annotation === undefined ? placeOf(pod.origin) : this.#annotationPlace(pod, request.annotation);
      return refused(
        assignmentRefusal(given, this.#pools, { node: node.name, namespace: pod.namespace, place }),
        pod.placement.certainty === 'possible' ? 'possible' : 'predicted',
      );
    }
    if (given.length === 0)
      return refused(this.#refusal('invalid-request', message('It asks for no address of any family.'), pod, request.annotation), 'fixed');
    for (const { address } of given) this.#given[address.family].set(address.value, pod);
    return this.outcomeOf(pod, node, given, this.#askers.get(node) === 1);
  }

  #take(pod: ScheduledPod, node: ClusterNode, { families, pools }: PodRequest & { kind: 'automatic' }): readonly Given[] | NotGiven {
    const taken: Given[] = [];
    for (const family of families) {
      const assignment = this.#ipam.assign(node, {
        family,
        use: 'Workload',
        pools: pools[family],
        namespaceLabels: namespaceFacts(this.#cluster, pod.namespace).labels,
        windows: isWindows(node),
      });
      if (!assignment.ok) {
        // All families or none: what the first one got goes back.
        for (const { block, address } of taken) this.#ipam.release(block, address);
        return assignment;
      }
      taken.push(assignment);
    }
    return taken;
  }

  /** Whether the pod leaves everything to Calico, as nearly all do. */
  isPlain(pod: ScheduledPod): boolean {
    return this.#plainRequest.kind === 'automatic' && !this.#knowsNoPool() && this.#requestOf(pod) === this.#plainRequest;
  }

  /** What a plain pod is given, when it comes to that; absent when it is refused. For those who keep account of it themselves, see `outcomeOf`. */
  takePlain(pod: ScheduledPod, node: ClusterNode): readonly Given[] | undefined {
    if (this.#plainRequest.kind !== 'automatic') return undefined;
    const given = this.#take(pod, node, this.#plainRequest);
    return isGiven(given) && given.length > 0 ? given : undefined;
  }

  /** What becomes of a pod with what it was given, one address at least. `alone`: no other pod of its node asks. */
  outcomeOf(pod: ScheduledPod, node: ClusterNode, given: readonly Given[], alone: boolean): PodOutcome {
    const [first] = given;
    if (first === undefined) throw new Error('A pod that was given nothing is refused.');
    return {
      ips: given.map(({ address }) => address),
      ipPool: first.block.pool.name,
      pending: undefined,
      explanation: this.#explain(pod, node, first, alone),
    };
  }

  /** Only Calico's IPAM knows addresses by annotation. */
  #fromPodCIDRs(pod: ScheduledPod, node: ClusterNode): PodOutcome {
    const annotation = ['ipAddrs', 'ipAddrsNoIpam']
      .map((key) => `cni.projectcalico.org/${key}`)
      .find((key) => (labelOf(pod.annotations, key) ?? '') !== '');
    if (annotation !== undefined && this.#configuration.isCalico)
      return refused(
        this.#refusal(
          'invalid-request',
          message("{0} needs Calico's IPAM, and the CNI configuration names another.", annotation),
          pod,
          annotation,
        ),
        'fixed',
      );
    const ips: IPAddress[] = [];
    const because = node.place === undefined ? [] : [node.place];
    for (const family of this.#configuration.families) {
      const address = this.#hostLocal.assign(node, family);
      if (address === 'no-pod-cidr' && (node.name === '' || !this.#configuration.isCalico)) return unknownNetwork;
      if (address === 'no-pod-cidr')
        return refused(
          { reason: 'no-pool', message: message('Node {0} has no IPv{1} pod CIDR.', node.name, family), because },
          'predicted',
        );
      if (address === 'exhausted')
        return refused(
          {
            reason: 'exhausted',
            message: message('The IPv{1} pod CIDR of node {0} has no free address left.', node.name, family),
            because,
          },
          'predicted',
        );
      ips.push(address);
    }
    for (const { family, value } of ips) this.#given[family].set(value, pod);
    const certainty = weaker(pod.placement.certainty, this.#askers.get(node) === 1 ? 'predicted' : 'possible');
    return {
      ips,
      ipPool: undefined,
      pending: undefined,
      explanation: { certainty, reason: message('It is the next free address of the pod CIDR of node {0}.', node.name), because },
    };
  }

  /** One explanation for all pods that got theirs from one block in one way. */
  #explain(pod: ScheduledPod, node: ClusterNode, { block, borrowed }: Given, onlyAsker: boolean): Explanation {
    const alone =
      onlyAsker && pod.placement.certainty !== 'possible' && !borrowed && block.cidr.prefix < (block.cidr.family === 4 ? 32 : 128);
    const byWay = this.#explanations.get(block) ?? new Map<string, Explanation>();
    this.#explanations.set(block, byWay);
    const way = `${borrowed ? 'borrowed' : alone ? 'alone' : 'next'}/${node.name}`;
    let explanation = byWay.get(way);
    if (explanation === undefined) {
      const because = [block.pool.place, node.place].filter((place) => place !== undefined);
      const [blockText, pool] = [formatCIDR(block.cidr), block.pool.name];
      explanation = alone
        ? {
            certainty: 'predicted',
            because,
            reason: message('It is the first free address of block {0}, which node {1} takes from pool {2}.', blockText, node.name, pool),
          }
        : borrowed
          ? {
              certainty: 'possible',
              because,
              reason: message(
                'Pool {0} has no block left for node {1}, so the address comes from {2}; which pod asks first is a matter of timing.',
                pool,
                node.name,
                blockText,
              ),
            }
          : node.name === ''
            ? {
                certainty: 'possible',
                because,
                reason: message(
                  'Pool {0} gives its addresses in blocks to nodes; without known nodes any address of {1} is possible.',
                  pool,
                  formatCIDR(block.pool.cidr),
                ),
              }
            : {
                certainty: 'possible',
                because,
                reason: message(
                  'It is the next free address of block {0}, which node {1} takes from pool {2}; which pod asks first is a matter of timing.',
                  blockText,
                  node.name,
                  pool,
                ),
              };
      byWay.set(way, explanation);
    }
    return explanation;
  }

  #refusal(reason: PodPendingReason, text: Message, pod: ScheduledPod, annotation: string | undefined): Refusal<PodPendingReason> {
    return { reason, message: text, because: [annotation === undefined ? placeOf(pod.origin) : this.#annotationPlace(pod, annotation)] };
  }

  /** Where the annotation is written: on the pod, its template, or its namespace. */
  #annotationPlace({ origin, annotations, namespace }: ScheduledPod, annotation: string): Place {
    const { resource } = namespaceFacts(this.#cluster, namespace);
    if (!Object.hasOwn(annotations, annotation) && resource !== undefined) return placeOf(resource, 'metadata', 'annotations', annotation);
    return origin.type === 'Pod'
      ? placeOf(origin, 'metadata', 'annotations', annotation)
      : placeOf(origin, ...origin.templatePath, 'metadata', 'annotations', annotation);
  }
}

const without = { ips: [], ipPool: undefined, pending: undefined } as const;

const unknownNetwork: PodOutcome = {
  ...without,
  explanation: { certainty: 'possible', reason: message('No manifest says which addresses pods get.'), because: [] },
};

function refused(pending: Refusal<PodPendingReason>, certainty: Explanation['certainty']): PodOutcome {
  return { ips: [], ipPool: undefined, pending, explanation: { certainty, reason: pending.message, because: pending.because } };
}

function weaker(one: Explanation['certainty'], other: Explanation['certainty']): Explanation['certainty'] {
  const order: readonly Explanation['certainty'][] = ['fixed', 'predicted', 'possible'];
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}

function specPath({ origin }: ScheduledPod): readonly string[] {
  return origin.type === 'Pod' ? ['spec'] : [...origin.templatePath, 'spec'];
}
