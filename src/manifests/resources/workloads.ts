import type { LabelExpression, LabelSelector } from '../labelSelector.ts';
import type { ResourceBase, StringMap } from '../metadata.ts';
import type { NamingText } from '../namingTexts.ts';
import type { FieldPath } from '../place.ts';

export type WorkloadKind =
  'Deployment' | 'ReplicaSet' | 'ReplicationController' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob' | 'Other';

/** Anything with a pod template, a bare `Pod` apart. */
export interface WorkloadResource extends ResourceBase {
  readonly type: 'Workload';
  /** Which controller's rules hold; `Other` for any further kind with a template at `spec.template` (Argo `Rollout`, …). */
  readonly controller: WorkloadKind;
  /** `spec.replicas`; absent means 1 where the kind has replicas. */
  readonly replicas: number | undefined;
  /** `spec.selector`; of a ReplicationController its equality map as matchLabels. */
  readonly selector: LabelSelector | undefined;
  /** Nothing is written of it, not even that it is to follow. */
  readonly withoutSelector: boolean;
  readonly template: PodTemplate;
  /** Path from the resource to the template: `spec.template`, for a CronJob `spec.jobTemplate.spec.template`. */
  readonly templatePath: readonly string[];
  /** StatefulSet: `spec.serviceName`. */
  readonly serviceName: string | undefined;
  /** StatefulSet: `spec.ordinals.start`. */
  readonly ordinalsStart: number;
  /** Job (and the job template of a CronJob). */
  readonly parallelism: number | undefined;
  readonly completions: number | undefined;
  /** Job: `spec.completionMode` is Indexed. */
  readonly indexed: boolean;
  /** Job: `spec.podReplacementPolicy` is Failed, so that a pod is replaced when it has gone rather than when it begins to go. */
  readonly replacesWhenGone: boolean;
  /** StatefulSet: `spec.podManagementPolicy` is Parallel. */
  readonly parallelPods: boolean;
  /** Of a Deployment `spec.strategy`, of a DaemonSet or StatefulSet `spec.updateStrategy`. */
  readonly rollout: Rollout;
  /** Deployment: `spec.paused`, so that a changed template starts no update. */
  readonly paused: boolean;
  readonly suspend: boolean;
  /** Job: condition Complete or Failed is True in `status`; it starts no further pods. */
  readonly finished: boolean;
  /** Job: `status.succeeded`, pods that ended well and may be gone since. */
  readonly succeeded: number;
}

/** How a workload puts new pods in the place of old ones, as written: numbers, or texts such as `25%`. */
export interface Rollout {
  readonly strategy: string | undefined;
  readonly maxSurge: string | undefined;
  readonly maxUnavailable: string | undefined;
  /** StatefulSet: ordinals below it are not updated. */
  readonly partition: number | undefined;
}

export interface PodTemplate {
  readonly labels: StringMap;
  readonly annotations: StringMap;
  /** The template's own `metadata.namespace` is ignored by the controllers, so it is not read. */
  readonly spec: PodSpec;
}

/** A bare Pod. */
export interface PodResource extends ResourceBase {
  readonly type: 'Pod';
  readonly spec: PodSpec;
  /** `status.phase`, absent in a manifest that was not taken from a cluster. */
  readonly phase: string | undefined;
  /** Condition Ready; absent when the status has none. */
  readonly ready: boolean | undefined;
  readonly podIP: string | undefined;
  /** `status.podIPs[].ip` */
  readonly podIPs: readonly string[];
  readonly hostIP: string | undefined;
  /** The controller in `metadata.ownerReferences`: its kind and name. */
  readonly owner: { readonly kind: string; readonly name: string } | undefined;
  /** `metadata.uid` and `metadata.creationTimestamp`, in output of `kubectl get`. */
  readonly uid: string | undefined;
  readonly created: string | undefined;
  /** When the condition Ready last changed. */
  readonly readyChanged: string | undefined;
  /** Of the container that restarted most. */
  readonly restarts: number;
}

export interface HostAlias {
  /** As written. */
  readonly ip: string;
  readonly hostnames: readonly string[];
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly hostNetwork: boolean;
  /** `default` when absent. */
  readonly serviceAccountName: string;
  readonly hostname: string | undefined;
  readonly subdomain: string | undefined;
  /** How long a pod that is to go may take, as written; absent: 30. */
  readonly terminationGracePeriodSeconds: number | undefined;
  /** Lines that the kubelet writes into the pod's own hosts file, in order. */
  readonly hostAliases: readonly HostAlias[];
  readonly nodeName: string | undefined;
  readonly nodeSelector: StringMap;
  readonly tolerations: readonly Toleration[];
  /** Required node affinity; absent when not written. Terms are ORed; an empty list matches no node. */
  readonly requiredNodeAffinity: readonly NodeSelectorTerm[] | undefined;
  /** `preferredDuringSchedulingIgnoredDuringExecution`, here and below. */
  readonly preferredNodeAffinity: readonly Preferred<NodeSelectorTerm>[];
  readonly requiredPodAffinity: readonly PodAffinityTerm[];
  readonly requiredPodAntiAffinity: readonly PodAffinityTerm[];
  readonly preferredPodAffinity: readonly Preferred<PodAffinityTerm>[];
  readonly preferredPodAntiAffinity: readonly Preferred<PodAffinityTerm>[];
  readonly topologySpreadConstraints: readonly TopologySpreadConstraint[];
  /** `spec.resources` of the pod as a whole. */
  readonly resources: ResourceAmounts;
  /** What the runtime itself takes, by resource. */
  readonly overhead: StringMap;
  /** `ClusterFirst` when absent. */
  readonly dnsPolicy: string;
  readonly dnsConfig: DNSConfig | undefined;
}

export interface Container {
  readonly name: string;
  readonly ports: readonly ContainerPort[];
  /** `restartPolicy: Always` on an init container: a native sidecar. */
  readonly sidecar: boolean;
  /** Of environment values, `command`, `args` and the commands of probes and lifecycle hooks those that may hold the name of a service. */
  readonly texts: readonly NamingText[];
  /** Probes and lifecycle hooks that connect to a port. */
  readonly connections: readonly ContainerConnection[];
  readonly resources: ResourceAmounts;
  /** Of a program that makes the cluster's network: what it is started with. Absent of any other. */
  readonly program: ContainerProgram | undefined;
}

export type NetworkProgram = 'kube-vip' | 'calico-node' | 'metallb-speaker' | 'metallb-controller';

export interface ContainerProgram {
  readonly name: NetworkProgram;
  /** Of its image, as written: `v0.14.9`. Absent: none is written. */
  readonly version: string | undefined;
  /** `command` and `args`. Paths are from the container. */
  readonly words: readonly { readonly text: string; readonly path: FieldPath }[];
  /** Environment variables with a value of their own. */
  readonly variables: readonly { readonly name: string; readonly text: string; readonly path: FieldPath }[];
}

/** Quantities by resource name, as written. */
export interface ResourceAmounts {
  readonly requests: StringMap;
  readonly limits: StringMap;
}

/** What the kubelet connects to for a probe or a lifecycle hook. */
export interface ContainerConnection {
  /** From the container: `readinessProbe.httpGet`, `lifecycle.preStop.tcpSocket`. */
  readonly path: FieldPath;
  /** A number, or the name of a port of this container. */
  readonly port: number | string | undefined;
  /** Absent: the pod itself. */
  readonly host: string | undefined;
}

export interface ContainerPort {
  readonly name: string | undefined;
  /** 0 when not written or not a number. */
  readonly containerPort: number;
  readonly protocol: string;
  readonly hostPort: number | undefined;
  readonly hostIP: string | undefined;
}

export interface Toleration {
  readonly key: string | undefined;
  readonly operator: string | undefined;
  readonly value: string;
  readonly effect: string | undefined;
  /** `tolerationSeconds`: how long a NoExecute taint is tolerated; absent: for ever. */
  readonly seconds: number | undefined;
}

export interface NodeSelectorTerm {
  readonly matchExpressions: readonly LabelExpression[];
  readonly matchFields: readonly LabelExpression[];
}

/** A term that counts so much in favour of a node, 1 to 100. */
export interface Preferred<T> {
  readonly weight: number;
  readonly term: T;
}

export interface PodAffinityTerm {
  /** Absent matches nothing. */
  readonly labelSelector: LabelSelector | undefined;
  readonly topologyKey: string;
  readonly namespaces: readonly string[];
  readonly namespaceSelector: LabelSelector | undefined;
  /** Keys of the incoming pod's labels whose values are asked for, and those whose values are ruled out. */
  readonly matchLabelKeys: readonly string[];
  readonly mismatchLabelKeys: readonly string[];
}

export interface TopologySpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  /** `DoNotSchedule` when absent. */
  readonly whenUnsatisfiable: string;
  readonly labelSelector: LabelSelector | undefined;
  readonly minDomains: number | undefined;
  readonly nodeAffinityPolicy: string;
  readonly nodeTaintsPolicy: string;
  /** Keys of the incoming pod's labels whose values are asked for too. */
  readonly matchLabelKeys: readonly string[];
}

export interface DNSConfig {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly { readonly name: string; readonly value: string | undefined }[];
}
