import type { IPAddress } from '../../base/ip.ts';
import type { Message } from '../../base/message.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { ProfileName } from '../../manifests/resources/edgeNetwork.ts';
import type { Taint } from '../../manifests/resources/core.ts';
import type { AllocatedPod, Allocation } from '../allocation.ts';
import type { ExistingBlock } from '../calico/existingBlocks.ts';
import type { LastGiven } from '../calico/hostLocal.ts';

/** A cluster between two events. Immutable. */
export interface ClusterState {
  /** Who has what now. Its cluster holds what the events have made of the manifests. */
  readonly allocation: Allocation;
  readonly profile: ProfileName;
  /** Seconds since the beginning. */
  readonly time: number;
  /** Milliseconds since 1970 at second 0; absent until an event or a manifest says. */
  readonly began: number | undefined;
  /** One for each pod of the allocation, in its order. */
  readonly standing: readonly StandingPod[];
  /** By name: what events have done to nodes. */
  readonly nodes: ReadonlyMap<string, NodeCondition>;
  /** Calico's blocks, with the order in which each will give its free addresses. */
  readonly blocks: readonly ExistingBlock[];
  /** Addresses that nobody uses any more and Calico has not collected yet. */
  readonly held: readonly HeldAddress[];
  readonly lastGiven: LastGiven;
  /** By block in canonical text: since when nothing of it has been in use. */
  readonly emptySince: ReadonlyMap<string, number>;
  /** By workload key: how often events have changed its template. */
  readonly revisions: ReadonlyMap<string, number>;
  /** By key of a Deployment: how many pods each of its ReplicaSets is to have, by revision, the oldest first. */
  readonly replicaSets: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Workload keys and revisions, with a blank between, whose pods never become ready. */
  readonly failing: ReadonlySet<string>;
  /** The manifests that MetalLB goes by: those before a change that it refuses. */
  readonly accepted: Cluster;
  /** Counts the pods that events have made. */
  readonly made: number;
}

/** A pod with what its controller and its kubelet know of it. */
export interface StandingPod {
  readonly pod: AllocatedPod;
  /** `Kind/namespace/name` of the workload that replaces it; absent: nobody does. */
  readonly workload: string | undefined;
  /** What it was made from: text that its workload's pods of one template share. */
  readonly revision: string;
  /** In the order of their making. */
  readonly number: number;
  /** Milliseconds since 1970, or since the beginning where no time of day is known; absent: not known. */
  readonly born: number | undefined;
  readonly readySince: number | undefined;
  readonly restarts: number;
  /** Its containers would serve, were its node there. */
  readonly healthy: boolean;
  /** Since when it ends without coming to an end; absent: it ends as soon as its kubelet can do so. */
  readonly lingersSince: number | undefined;
}

export interface NodeCondition {
  /** Since when it has been silent. */
  readonly silentSince: number | undefined;
  /** Since when the cluster has known that. */
  readonly unreachableSince: number | undefined;
  /** Since when it has had the taint by which pods are evicted. */
  readonly taintedSince: number | undefined;
  readonly unschedulable: boolean | undefined;
  /** Taken the place of the manifest's; absent: they are those. */
  readonly taints: readonly Taint[] | undefined;
  /** When each taint came, by key and effect. */
  readonly taintTimes: ReadonlyMap<string, number>;
  readonly labels: StringMap | undefined;
  readonly deleted: boolean;
}

export interface HeldAddress {
  readonly address: IPAddress;
  /** `namespace/name` of the pod that had it. */
  readonly pod: string;
  readonly node: string;
  readonly since: number;
}

/** What came of an event, beside the state behind it. */
export interface EventOutcome {
  readonly state: ClusterState;
  /** What cannot go on by itself, and why. */
  readonly stuck: readonly Message[];
  /** What else there is to say. */
  readonly notes: readonly Message[];
  readonly rollout: RolloutFigures | undefined;
  /** Names of pods that a controller chose to take away, in order, with those among which the choice is open. */
  readonly removed: readonly RemovedPod[];
  /** Names of the pods whose replacement a rollout began, in that order. */
  readonly replaced: readonly string[];
}

export interface RemovedPod {
  readonly pod: string;
  /** Empty where the rules leave no choice. */
  readonly among: readonly string[];
}

export interface RolloutFigures {
  readonly surge: number;
  readonly unavailable: number;
  /** Most pods at one time that are not terminating. */
  readonly peakPods: number;
  /** Fewest ready pods, if every new pod becomes ready. */
  readonly minReady: number;
  /** Addresses held at one time: `atLeast` where pods end at once, `atMost` where each old one outlives the rollout. */
  readonly peakAddresses: { readonly atLeast: number; readonly atMost: number };
  /** After one step of the controller. */
  readonly step: { readonly new: number; readonly old: readonly number[] } | undefined;
}
