import { Input } from '../base/derived.ts';
import { Table } from '../base/derivedTable.ts';
import type { Cluster } from '../manifests/cluster.ts';
import type { AllocatedPod, AllocatedService, Allocation } from './allocation.ts';
import type { PodIndex } from './endpoints/selection.ts';
import type { LivePods } from './livePods.ts';

/** An allocation as it changes: derived values that read it know which part of it they read. */
export class LiveAllocation implements Allocation {
  readonly cluster: Cluster;
  readonly #pods: LivePods;
  readonly #services = new Table<AllocatedService>();
  readonly #parts: { readonly [Part in keyof Parts]: Input<Allocation[Part]> };

  /** `cluster` and `pods` are live as well, and brought up to date before the allocation is. */
  constructor(cluster: Cluster, pods: LivePods, allocation: Allocation) {
    this.cluster = cluster;
    this.#pods = pods;
    this.#parts = {
      network: new Input(allocation.network),
      nodes: new Input(allocation.nodes),
      omittedPods: new Input(allocation.omittedPods),
      refusedWorkloads: new Input(allocation.refusedWorkloads),
      admitted: new Input(allocation.admitted),
      ipPools: new Input(allocation.ipPools),
      loadBalancerPools: new Input(allocation.loadBalancerPools),
      loadBalancerRefusal: new Input(allocation.loadBalancerRefusal),
    };
    this.#services.set(allocation.services);
  }

  set(allocation: Allocation): void {
    const parts = this.#parts;
    parts.network.set(allocation.network);
    parts.nodes.set(allocation.nodes);
    parts.omittedPods.set(allocation.omittedPods);
    parts.refusedWorkloads.set(allocation.refusedWorkloads);
    parts.admitted.set(allocation.admitted);
    this.#services.set(allocation.services);
    parts.ipPools.set(allocation.ipPools);
    parts.loadBalancerPools.set(allocation.loadBalancerPools);
    parts.loadBalancerRefusal.set(allocation.loadBalancerRefusal);
  }

  get network(): Allocation['network'] {
    return this.#parts.network.get();
  }

  get nodes(): Allocation['nodes'] {
    return this.#parts.nodes.get();
  }

  get pods(): Allocation['pods'] {
    return this.#pods.all;
  }

  /** For `selectedPods`. */
  get podIndex(): PodIndex<AllocatedPod> {
    return this.#pods.index;
  }

  get omittedPods(): number {
    return this.#parts.omittedPods.get();
  }

  get refusedWorkloads(): Allocation['refusedWorkloads'] {
    return this.#parts.refusedWorkloads.get();
  }

  get admitted(): Allocation['admitted'] {
    return this.#parts.admitted.get();
  }

  get services(): Allocation['services'] {
    return this.#services.get();
  }

  /** For `servicesWhere`. */
  get serviceTable(): Table<AllocatedService> {
    return this.#services;
  }

  /** For `podsWhere`. */
  get podTable(): Table<AllocatedPod> {
    return this.#pods.table;
  }

  get ipPools(): Allocation['ipPools'] {
    return this.#parts.ipPools.get();
  }

  get loadBalancerPools(): Allocation['loadBalancerPools'] {
    return this.#parts.loadBalancerPools.get();
  }

  get loadBalancerRefusal(): Allocation['loadBalancerRefusal'] {
    return this.#parts.loadBalancerRefusal.get();
  }
}

type Parts = Omit<Allocation, 'cluster' | 'pods' | 'services'>;
