import { Derived, Input } from '../base/derived.ts';
import { Each } from '../base/derivedEach.ts';
import { LiveCluster, type Cluster } from '../manifests/cluster.ts';
import type { ProfileName } from '../manifests/resources/edgeNetwork.ts';
import { isSame, withKept } from '../manifests/same.ts';
import type { AdmittedService, AllocatedNode, AllocatedService, Allocation, LoadBalancerOutcome } from './allocation.ts';
import { assignPodAddresses } from './calico/assign.ts';
import { endpointsOf, isUnaddressed, type PublishedEndpoints } from './endpoints/publish.ts';
import { writtenSlices } from './endpoints/written.ts';
import { LiveAllocation } from './liveAllocation.ts';
import { LivePods } from './livePods.ts';
import { announce } from './metallb/announce.ts';
import { assignExternalAddresses } from './metallb/assign.ts';
import { networkOf } from './network.ts';
import { nodesOf } from './nodes/nodes.ts';
import { schedule } from './scheduler/schedule.ts';
import { admitServices } from './serviceAllocator/admit.ts';
import { plannedPods } from './workloads/pods.ts';

/** The steps of an allocation, each with what it came to last: one cluster's, from one state of it to the next. */
export class Workings {
  readonly #cluster = new LiveCluster();
  readonly #profile = new Input<ProfileName>('custom');

  readonly #network = new Derived(() => networkOf(this.#cluster, this.#profile.get()), isSame);
  readonly #drafted = new Derived(() => nodesOf(this.#cluster, this.#network.get()), isSame);
  readonly #planned = new Derived(() => plannedPods(this.#cluster, this.#drafted.get()));
  readonly #placed = new Derived(() => schedule(this.#cluster, this.#planned.get().pods, this.#drafted.get()));
  readonly #addressed = new Derived(() =>
    assignPodAddresses({ cluster: this.#cluster, network: this.#network.get(), nodes: this.#drafted.get(), pods: this.#placed.get() }),
  );
  readonly #nodes = new Derived<readonly AllocatedNode[]>((before) => withKept(before, this.#addressed.get().nodes));
  readonly #admitted = new Derived<readonly AdmittedService[]>((before) =>
    withKept(before, admitServices(this.#cluster, this.#network.get())),
  );
  readonly #external = new Derived(() =>
    assignExternalAddresses({ cluster: this.#cluster, network: this.#network.get(), services: this.#admitted.get() }),
  );

  /** What the finished steps say, for those that look at single pods and services of them. */
  readonly #pods = new LivePods();
  readonly #written = new Derived(() => writtenSlices(this.#cluster, this.#pods.all));
  readonly #someUnaddressed = new Derived(() => this.#pods.all.some(isUnaddressed));
  readonly #services = new Each((service: AdmittedService) => this.#serviceOf(service));
  readonly #outcomes = new WeakMap<AdmittedService, Derived<LoadBalancerOutcome | undefined>>();

  #live: LiveAllocation | undefined;
  #last: Allocation | undefined;

  /** The cluster's allocation, in steps between which others may work. Left off half-way, it is taken up by the next. */
  *allocate(cluster: Cluster, defaultProfile: ProfileName): Generator<undefined, Allocation> {
    this.#cluster.set(cluster);
    this.#profile.set(defaultProfile);
    const network = this.#network.get();
    const { omitted, refused } = this.#planned.get();
    yield;
    this.#placed.get();
    yield;
    const { pods, ipPools } = this.#addressed.get();
    yield;
    const admitted = this.#admitted.get();
    const { pools, refusal } = this.#external.get();
    this.#pods.set(pods);
    yield;
    yield* this.#services.update(admitted);
    const services = withKept(this.#last?.services, [...this.#services.values()], Object.is);
    const allocation: Allocation = {
      cluster,
      network,
      nodes: this.#nodes.get(),
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
    if (before !== undefined && isSameAllocation(before, allocation)) return before;
    this.#last = allocation;
    if (this.#live === undefined) this.#live = new LiveAllocation(this.#cluster, this.#pods, allocation);
    else this.#live.set(allocation);
    return allocation;
  }

  /** The last allocation as one that changes, for derived values that are made from it. Absent before the first. */
  get live(): LiveAllocation | undefined {
    return this.#live;
  }

  #serviceOf(service: AdmittedService): AllocatedService {
    const { slices, unaddressed } = endpointsOf(service, {
      select: this.#pods.index.select,
      written: this.#written.get(),
      someUnaddressed: this.#someUnaddressed.get(),
      nodes: this.#nodes.get(),
    });
    const outcome = this.#outcomeOf(service);
    const loadBalancer =
      outcome === undefined
        ? undefined
        : {
            ...outcome,
            announcedBy: announce({
              cluster: this.#cluster,
              network: this.#network.get(),
              service,
              outcome,
              slices,
              unaddressed,
              nodes: this.#nodes.get(),
            }),
          };
    return withEndpoints(service, { slices, unaddressed }, loadBalancer);
  }

  /** What one service gets may stay as it is, whatever the others do. */
  #outcomeOf(service: AdmittedService): LoadBalancerOutcome | undefined {
    if (service.type !== 'LoadBalancer') return undefined;
    let outcome = this.#outcomes.get(service);
    if (outcome === undefined) {
      outcome = new Derived(() => this.#external.get().outcomes.get(service), isSame);
      this.#outcomes.set(service, outcome);
    }
    return outcome.get();
  }
}

function isSameAllocation(one: Allocation, other: Allocation): boolean {
  return (Object.keys(one) as readonly (keyof Allocation)[]).every((key) => one[key] === other[key]);
}

/** Written out, since this runs for thousands of services and a spread costs many times as much. */
function withEndpoints(
  service: AdmittedService,
  { slices, unaddressed }: PublishedEndpoints,
  loadBalancer: AllocatedService['loadBalancer'],
): AllocatedService {
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
