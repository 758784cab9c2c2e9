import { Derived, Input, sameItems } from '../base/derived.ts';
import { Each } from '../base/derivedEach.ts';
import { LiveCluster, type Cluster } from '../manifests/cluster.ts';
import type { ServiceResource } from '../manifests/resources/core.ts';
import type { ProfileName } from '../manifests/resources/edgeNetwork.ts';
import { isSame, withKept } from '../manifests/same.ts';
import type {
  AdmittedService,
  AllocatedNode,
  AllocatedPod,
  AllocatedService,
  Allocation,
  LoadBalancerOutcome,
  PlannedPod,
  ScheduledPod,
} from './allocation.ts';
import { AddressWalk } from './calico/addressWalk.ts';
import { addressGroundOf, isSameOutcome, withOutcome } from './calico/assign.ts';
import type { PodOutcome } from './calico/podAssigner.ts';
import { endpointsOf, isUnaddressed, type PublishedEndpoints } from './endpoints/publish.ts';
import { Publishers } from './endpoints/publishers.ts';
import { writtenSlices, type WrittenSlices } from './endpoints/written.ts';
import { alike, joined, sinceLast, type Joined } from './joined.ts';
import { LiveAllocation } from './liveAllocation.ts';
import { LivePods } from './livePods.ts';
import { announce } from './metallb/announce.ts';
import { assignExternalAddresses } from './loadBalancers/assign.ts';
import { loadBalancerOf } from './loadBalancers/which.ts';
import { networkOf, type Network } from './network.ts';
import { nodesOf } from './nodes/nodes.ts';
import {
  askForSameNodes,
  asksForSameAddress,
  asksForSameAdmission,
  asksForSameExternalAddress,
  asksMetalLBForSameAddress,
} from './sameRequests.ts';
import type { Placement } from './scheduler/placer.ts';
import { isSamePlacement, withPlacement } from './scheduler/schedule.ts';
import { PlacementWalk } from './scheduler/walk.ts';
import { admitServices, servicesOf, withManifest } from './serviceAllocator/admit.ts';
import { KnownPods, plannedPods } from './workloads/pods.ts';

/** The steps of an allocation, each with what it came to last: one cluster's, from one state of it to the next. */
export class Workings {
  readonly #cluster = new LiveCluster();
  readonly #profile = new Input<ProfileName>('custom');

  readonly #network = new Derived(() => networkOf(this.#cluster, this.#profile.get()), isSame);
  readonly #drafted = new Derived(() => nodesOf(this.#cluster, this.#network.get()), isSame);
  readonly #known = new KnownPods();
  readonly #planned = new Derived(() => plannedPods(this.#cluster, this.#drafted.get(), this.#known));

  readonly #placementRequests = new Derived(() => this.#planned.get().pods, sinceLast(askForSameNodes));
  readonly #walk = new PlacementWalk();
  readonly #placements = new Derived(() => this.#walk.placementsOf(this.#cluster, this.#placementRequests.get(), this.#drafted.get()));
  readonly #placed = new Derived<Joined<PlannedPod, Placement, ScheduledPod>>((before) =>
    joined(this.#planned.get().pods, this.#placements.get(), withPlacement, isSamePlacement, before),
  );

  readonly #addressRequests = new Derived(() => this.#placed.get().made, sinceLast(alike(asksForSameAddress)));
  readonly #addressGround = new Derived(() => addressGroundOf(this.#cluster, this.#network.get()), isSame);
  readonly #addressWalk = new AddressWalk();
  readonly #addresses = new Derived(() =>
    this.#addressWalk.podAddresses({
      cluster: this.#cluster,
      network: this.#network.get(),
      ground: this.#addressGround.get(),
      nodes: this.#drafted.get(),
      pods: this.#addressRequests.get(),
    }),
  );
  readonly #addressed = new Derived<Joined<ScheduledPod, PodOutcome, AllocatedPod>>((before) =>
    joined(this.#placed.get().made, this.#addresses.get().outcomes, withOutcome, isSameOutcome, before),
  );
  readonly #allocatedNodes = new Derived<readonly AllocatedNode[]>((before) => withKept(before, this.#addresses.get().nodes));

  readonly #declared = new Derived(() => servicesOf(this.#cluster), sameItems);
  readonly #admissionRequests = new Derived(() => this.#declared.get(), sinceLast(alike(asksForSameAdmission)));
  readonly #admissions = new Derived<readonly AdmittedService[]>((before) =>
    withKept(before, admitServices(this.#cluster, this.#network.get(), this.#admissionRequests.get())),
  );
  readonly #admitted = new Derived<Admitted>((before) => admittedWith(this.#declared.get(), this.#admissions.get(), before));

  readonly #forLoadBalancer = new Derived(() => this.#admitted.get().all.filter(isForLoadBalancer));
  readonly #requestsOfMetalLB = new Derived(() => this.#forLoadBalancer.get(), sinceLast(alike(asksMetalLBForSameAddress)));
  readonly #requestsOfOthers = new Derived(() => this.#forLoadBalancer.get(), sinceLast(alike(asksForSameExternalAddress)));
  readonly #hasOtherLoadBalancer = new Derived(() => {
    const loadBalancer = loadBalancerOf(this.#cluster, this.#network.get());
    return loadBalancer !== undefined && loadBalancer !== 'metallb';
  });
  readonly #externalRequests = new Derived(() =>
    (this.#hasOtherLoadBalancer.get() ? this.#requestsOfOthers : this.#requestsOfMetalLB).get(),
  );
  readonly #external = new Derived(() =>
    assignExternalAddresses({
      cluster: this.#cluster,
      network: this.#network.get(),
      services: this.#externalRequests.get(),
      nodes: this.#drafted.get(),
    }),
  );

  /** What the finished steps say, for those that look at single pods and services of them. Set from outside, so that nobody comes into doubt over what has stayed. */
  readonly #pods = new LivePods();
  readonly #writtenSlices = new Derived(() => writtenSlices(this.#cluster, () => this.#addressed.get().made));
  readonly #written = new Input<WrittenSlices | undefined>(undefined);
  readonly #areSomeUnaddressed = new Derived(() => this.#addressed.get().made.some(isUnaddressed));
  readonly #someUnaddressed = new Input(false);
  readonly #nodes = new Input<readonly AllocatedNode[]>([]);
  readonly #settledNetwork = new Input<Network | undefined>(undefined);
  readonly #publishers = new Publishers();
  readonly #published = new Each((service: AdmittedService) => this.#publishedFor(service));
  #services: Joined<AdmittedService, Published, AllocatedService> | undefined;
  #outcomes = new Map<AdmittedService, Input<LoadBalancerOutcome | undefined>>();
  /** What the outcomes were last taken from. */
  #outcomesOf: readonly unknown[] = [];

  #live: LiveAllocation | undefined;
  #last: Allocation | undefined;
  /** Whether all that is live says what the last allocation says. */
  #isSettled = false;

  /** The cluster's allocation, in steps between which others may work. Left off half-way, it is taken up by the next. */
  *allocate(cluster: Cluster, defaultProfile: ProfileName): Generator<undefined, Allocation> {
    this.#isSettled = false;
    this.#cluster.set(cluster);
    this.#profile.set(defaultProfile);
    yield;
    const network = this.#network.get();
    const { omitted, refused } = this.#planned.get();
    yield;
    this.#placed.get();
    yield;
    const { ipPools } = this.#addresses.get();
    yield;
    const pods = this.#addressed.get().made;
    yield;
    const admitted = this.#admitted.get().all;
    yield;
    const { pools, refusal } = this.#external.get();
    yield;
    this.#pods.set(pods);
    yield;
    this.#written.set(this.#writtenSlices.get());
    this.#someUnaddressed.set(this.#areSomeUnaddressed.get());
    this.#nodes.set(this.#allocatedNodes.get());
    this.#settledNetwork.set(network);
    const publishers = this.#publishers.of(admitted);
    this.#setOutcomes(publishers);
    yield;
    yield* this.#published.update(publishers);
    yield;
    this.#services = joined(admitted, this.#published.values(), withPublished, Object.is, this.#services);
    const services = withKept(this.#last?.services, this.#services.made, Object.is);
    const allocation: Allocation = {
      cluster,
      network,
      nodes: this.#nodes.peek(),
      pods,
      omittedPods: omitted,
      refusedWorkloads: refused,
      admitted,
      services,
      ipPools: withKept(this.#last?.ipPools, ipPools),
      loadBalancerPools: withKept(this.#last?.loadBalancerPools, pools),
      loadBalancerRefusal: refusal,
    };
    const before = this.#last;
    this.#isSettled = true;
    if (before !== undefined && isSameAllocation(before, allocation)) return before;
    this.#last = allocation;
    if (this.#live === undefined) this.#live = new LiveAllocation(this.#cluster, this.#pods, allocation);
    else this.#live.set(allocation);
    return allocation;
  }

  /** The live allocation while it says what an allocation says; for questions, which find in it what was worked out before. Absent once it says something else. */
  liveFor(allocation: Allocation): LiveAllocation | undefined {
    return this.#isSettled && this.#last === allocation ? this.#live : undefined;
  }

  /** The last allocation as one that changes, for derived values that are made from it. Absent before the first. */
  get live(): LiveAllocation | undefined {
    return this.#live;
  }

  #publishedFor(service: AdmittedService): Published {
    const { slices, unaddressed } = endpointsOf(service, {
      select: this.#pods.index.select,
      written: settled(this.#written),
      someUnaddressed: this.#someUnaddressed.get(),
      nodes: this.#nodes.get(),
    });
    const outcome = this.#outcomes.get(service)?.get();
    if (outcome === undefined) return { slices, unaddressed, loadBalancer: undefined };
    const announcedBy = announce({
      cluster: this.#cluster,
      network: settled(this.#settledNetwork),
      service,
      outcome,
      slices,
      unaddressed,
      nodes: this.#nodes.get(),
    });
    return { slices, unaddressed, loadBalancer: { ...outcome, announcedBy } };
  }

  /** What one service gets may stay as it is, whatever the others do. */
  #setOutcomes(publishers: readonly AdmittedService[]): void {
    const services = this.#forLoadBalancer.get();
    const requests = this.#externalRequests.get();
    const { outcomes } = this.#external.get();
    const from = [publishers, services, requests, outcomes];
    if (sameItems(this.#outcomesOf, from)) return;
    this.#outcomesOf = from;
    const before = this.#outcomes;
    this.#outcomes = new Map(
      services.map((service, index) => {
        const publisher = this.#publishers.for(service);
        const request = requests[index];
        const outcome = request === undefined ? undefined : outcomes.get(request);
        const known = before.get(publisher);
        if (known === undefined) return [publisher, new Input(outcome, isSame)];
        known.set(outcome);
        return [publisher, known];
      }),
    );
  }
}

/** Everything that a service has besides what the API server gives it. */
interface Published extends PublishedEndpoints {
  readonly loadBalancer: AllocatedService['loadBalancer'];
}

function settled<T>(input: Input<T | undefined>): T {
  const value = input.get();
  if (value === undefined) throw new Error('A service is looked at before the steps that it needs.');
  return value;
}

function isForLoadBalancer({ type, resource, rejected }: AdmittedService): boolean {
  return type === 'LoadBalancer' && resource !== undefined && rejected === undefined;
}

interface Admitted {
  readonly all: readonly AdmittedService[];
  readonly declared: Joined<ServiceResource, AdmittedService, AdmittedService>;
}

/** The services of the manifests as they are, with what the same requests were given. */
function admittedWith(
  resources: readonly ServiceResource[],
  admissions: readonly AdmittedService[],
  before: Admitted | undefined,
): Admitted {
  const count = admissions.length - resources.length;
  const implied = admissions.slice(0, count);
  const declared = joined(
    resources,
    admissions.slice(count),
    (resource, service) => (service.resource === resource ? service : withManifest(service, resource)),
    Object.is,
    before?.declared,
  );
  return { all: withKept(before?.all, [...implied, ...declared.made], Object.is), declared };
}

function isSameAllocation(one: Allocation, other: Allocation): boolean {
  return (Object.keys(one) as readonly (keyof Allocation)[]).every((key) => one[key] === other[key]);
}

/** Written out, since this runs for thousands of services and a spread costs many times as much. */
function withPublished(service: AdmittedService, { slices, unaddressed, loadBalancer }: Published): AllocatedService {
  const {
    resource,
    namespace,
    name,
    type,
    headless,
    clusterIPs,
    ipFamilies,
    ipFamilyPolicy,
    ports,
    healthCheckNodePort,
    rejected,
    explanation,
  } = service;
  return {
    resource,
    namespace,
    name,
    type,
    headless,
    clusterIPs,
    ipFamilies,
    ipFamilyPolicy,
    ports,
    healthCheckNodePort,
    rejected,
    explanation,
    loadBalancer,
    slices,
    unaddressed,
  };
}
