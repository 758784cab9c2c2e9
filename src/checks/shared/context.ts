import type { Message } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import type { Network } from '../../engine/network.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { Claim } from '../../engine/addresses/claims.ts';
import { inventoryOf } from '../../engine/addresses/inventory.ts';
import { Assembly } from './assembly.ts';
import { overlapsOf, type Overlap } from './range/overlaps.ts';
import type { PodOwners } from '../../engine/references/podOwners.ts';
import { referencesOf, type References } from '../../engine/references/references.ts';
import { unseenPods } from './unseen.ts';

/** One cluster as the checks see it. What several of them need is computed when the first asks. */
export class CheckContext {
  readonly allocation: Allocation;
  #overlaps: readonly Overlap[] | undefined;
  #references: References | undefined;
  #assembly: Assembly | undefined;
  #unseenPods: { readonly why: Message | undefined } | undefined;

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
    return (this.#overlaps ??= overlapsOf(this.claims, this.allocation));
  }

  /** Everything that makes pods, by label. */
  get podOwners(): PodOwners {
    return this.references.around.podOwners;
  }

  /** Who names whom. */
  get references(): References {
    return (this.#references ??= referencesOf(this.allocation));
  }

  /** How surely the manifests are applied together. */
  get assembly(): Assembly {
    return (this.#assembly ??= new Assembly(this.cluster));
  }

  /** What could make pods that no manifest here shows; absent when all that could is understood. */
  readonly unseenPods = (): Message | undefined => (this.#unseenPods ??= { why: unseenPods(this.cluster) }).why;
}
