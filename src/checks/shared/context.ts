import { Derived } from '../../base/derived.ts';
import type { Message } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import type { Network } from '../../engine/network.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { Claim } from '../../engine/addresses/claims.ts';
import { inventoryOf } from '../../engine/addresses/inventory.ts';
import { Assembly, isSameAssembly } from './assembly.ts';
import { overlapsOf, type Overlap } from './range/overlaps.ts';
import type { PodOwners } from '../../engine/references/podOwners.ts';
import { referencesOf, type References } from '../../engine/references/references.ts';
import { unseenPods, type SoughtPods } from './unseen.ts';

/** One cluster as the checks see it. What several of them need is computed when the first asks. */
export class CheckContext {
  readonly allocation: Allocation;
  readonly #overlaps = new Derived(() => overlapsOf(this.claims, this.allocation));
  readonly #assembly = new Derived(() => new Assembly(this.cluster), isSameAssembly);

  /** `allocation`: one at rest, or a live one; what is computed of it follows. */
  constructor(allocation: Allocation) {
    this.allocation = allocation;
  }

  get cluster(): Cluster {
    return this.allocation.cluster;
  }

  get network(): Network {
    return this.allocation.network;
  }

  /** Every range that something claims, written or implied. */
  get claims(): readonly Claim[] {
    return inventoryOf(this.allocation).claims;
  }

  /** The pairs of them that may not share addresses and do. */
  get overlaps(): readonly Overlap[] {
    return this.#overlaps.get();
  }

  /** Everything that makes pods, by label. */
  get podOwners(): PodOwners {
    return this.references.around.podOwners;
  }

  /** Who names whom. */
  get references(): References {
    return referencesOf(this.allocation);
  }

  /** How surely the manifests are applied together. */
  get assembly(): Assembly {
    return this.#assembly.get();
  }

  /** What could make such pods (asked without any, some pods) that no manifest here shows; absent when all that could is understood. */
  readonly unseenPods = (sought?: SoughtPods): Message | undefined => unseenPods(this.cluster, sought);
}
