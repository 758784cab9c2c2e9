import type { Taint } from '../../manifests/resources/core.ts';
import type { Resource } from '../../manifests/resource.ts';

/** What happens to a cluster. Pods are named `namespace/name`, workloads and other objects `Kind/namespace/name`. */
export type ClusterEvent =
  /** A pod is deleted, and its controller has put another one in its place. */
  | { readonly do: 'restartPod'; readonly pod: PodReference }
  /** `until` `terminating`: one looks while the pod still ends; it goes on to do so until `terminated`, or until time elapses. */
  | { readonly do: 'deletePod'; readonly pod: PodReference; readonly until: 'settled' | 'terminating' }
  /** The sandbox of a pod that was being deleted is gone. Without a pod: of all of them. */
  | { readonly do: 'terminated'; readonly pod: PodReference | undefined }
  /** Deleted without waiting for its kubelet. */
  | { readonly do: 'forceDeletePod'; readonly pod: PodReference }
  | { readonly do: 'podSucceeds'; readonly pod: PodReference; readonly phase: 'Succeeded' | 'Failed' }
  | { readonly do: 'setReady'; readonly pod: PodReference; readonly ready: boolean }
  /** A container ends and is started again in the same sandbox. */
  | { readonly do: 'containerRestart'; readonly pod: PodReference; readonly until: 'settled' | 'starting' }
  /** `now`: time of day, RFC 3339, for ages of pods that manifests date. */
  | { readonly do: 'scale'; readonly workload: string; readonly replicas: number; readonly now: string | undefined }
  /** A new image: all pods are replaced as the workload's strategy says. */
  | { readonly do: 'rollout'; readonly workload: string; readonly becomesReady: boolean; readonly now: string | undefined }
  /** One look of the Deployment controller at counts that are given: nothing changes. */
  | { readonly do: 'rolloutStep'; readonly counts: RolloutCounts; readonly workload: string | undefined }
  /** The machine or its network is gone: kubelet, speaker and pods are silent. */
  | { readonly do: 'nodeFails'; readonly node: string }
  | { readonly do: 'nodeReturns'; readonly node: string; readonly rebooted: boolean }
  | { readonly do: 'elapse'; readonly seconds: number }
  | { readonly do: 'deleteNode'; readonly node: string }
  /** `force`: pods without a controller go as well. */
  | { readonly do: 'drain'; readonly node: string; readonly force: boolean }
  | { readonly do: 'cordon' | 'uncordon'; readonly node: string }
  | { readonly do: 'taint'; readonly node: string; readonly taints: readonly Taint[]; readonly remove: readonly TaintPattern[] }
  /** Of a node, or of a pod. A value that is absent takes the label away. */
  | { readonly do: 'label'; readonly node: string | undefined; readonly pod: string | undefined; readonly labels: LabelChanges }
  | { readonly do: 'apply'; readonly resources: readonly Resource[] }
  | { readonly do: 'delete'; readonly ref: string };

/** By name, or by an address that it holds. */
export type PodReference = { readonly name: string } | { readonly address: string };

export type LabelChanges = Readonly<Record<string, string | undefined>>;

/** Without an effect: of every effect. */
export interface TaintPattern {
  readonly key: string;
  readonly effect: string | undefined;
}

/** What is there when the controller looks; what is not given is the workload's, or none. */
export interface RolloutCounts {
  /** Whether only one function is called: for the new set, for the old ones, or of the latter its first or second part alone; absent: the controller as a whole. */
  readonly only: 'new' | 'old' | 'unhealthy' | 'healthy' | undefined;
  readonly replicas: number | undefined;
  readonly surge: string | undefined;
  readonly unavailable: string | undefined;
  readonly old: readonly number[];
  readonly oldReady: readonly number[] | undefined;
  readonly new: number;
  readonly newReady: number | undefined;
}
