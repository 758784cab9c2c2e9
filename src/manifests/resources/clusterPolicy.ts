import type { LabelSelector } from '../labelSelector.ts';
import type { ResourceBase, StringMap } from '../metadata.ts';
import type { FieldPath } from '../place.ts';

/** policy.networking.k8s.io: AdminNetworkPolicy, BaselineAdminNetworkPolicy (v1alpha1) and ClusterNetworkPolicy (v1alpha2). */
export interface ClusterPolicyResource extends ResourceBase {
  readonly type: 'ClusterPolicy';
  /** Before or behind NetworkPolicies. */
  readonly stage: 'admin' | 'baseline';
  /** 0 to 1000, the smallest first; 0 for the one BaselineAdminNetworkPolicy. */
  readonly priority: number;
  /** Absent in a half-typed manifest: then it is about nothing. */
  readonly subject: ClusterPolicyPods | undefined;
  readonly ingress: readonly ClusterPolicyRule[];
  readonly egress: readonly ClusterPolicyRule[];
}

/** Pods of the namespaces that are selected: all of them while `podSelector` is absent. */
export interface ClusterPolicyPods {
  readonly namespaceSelector: LabelSelector;
  readonly podSelector: LabelSelector | undefined;
}

export interface ClusterPolicyRule {
  /** `Accept` counts as `Allow`. */
  readonly action: string | undefined;
  /** One is enough; the list is required. */
  readonly peers: readonly ClusterPolicyPeer[];
  /** Absent: all. An empty list is none. */
  readonly ports: readonly ClusterPolicyPort[] | undefined;
}

export type ClusterPolicyPeer =
  | { readonly kind: 'pods'; readonly pods: ClusterPolicyPods }
  | { readonly kind: 'nodes'; readonly selector: LabelSelector }
  | { readonly kind: 'networks'; readonly cidrs: readonly string[] }
  /** By names of domains, or by something that is not known. */
  | { readonly kind: 'other'; readonly field: string };

export interface ClusterPolicyPort {
  /** As written, `TCP` when absent; absent for a name alone, which has its own. */
  readonly protocol: string | undefined;
  /** Ends inclusive; absent with a name, or for all. */
  readonly range: { readonly first: number; readonly last: number } | undefined;
  readonly name: string | undefined;
}

/** A policy of a component whose rules are not followed here: which pods it is about, and in which directions. */
export interface ForeignPolicyResource extends ResourceBase {
  readonly type: 'ForeignPolicy';
  /** It holds in every namespace. */
  readonly clusterWide: boolean;
  /** Absent: all pods of its namespace, or which is not known. */
  readonly selector: LabelSelector | undefined;
  readonly directions: readonly ('ingress' | 'egress')[];
  /** Of Cilium's policies: every selector of pods. */
  readonly selectors: readonly ForeignSelector[];
}

/** A selector of pods in a policy of Cilium, as far as it names labels that a manifest gives to pods: what else stands in it only narrows it. */
export interface ForeignSelector {
  /** From the policy to the selector. */
  readonly path: FieldPath;
  /** A side of a rule, not whom the policy is for. */
  readonly peer: boolean;
  /** Without the source before the key (`k8s:app`). */
  readonly labels: StringMap;
  /** For each of `labels` the key as written. */
  readonly keys: StringMap;
  /** Absent: any, or which is not known. */
  readonly namespace: string | undefined;
  /** The key that says the namespace; absent: it is the policy's own, or any. */
  readonly namespaceKey: string | undefined;
}
