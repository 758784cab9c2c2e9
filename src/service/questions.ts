import type { UnitReport } from './rendering.ts';
import type { ExportFormat, ExportTheme } from './exports.ts';
import type { ComparableWorkspace } from './comparison.ts';
import type { ExplorerCluster, ExplorerEntry, ExplorerGroup } from './explorer.ts';
import type { FileFinding, FileLocation } from './fileFinding.ts';
import type { PinnedPlace } from '../topology/protocol.ts';

/** Questions about the workspace as a whole, as the command line asks them. Each waits until everything noted before has been judged. */
export interface Questions {
  check(): Promise<CheckReport>;
  /** Names of the clusters that a change of files may touch; paths may be of files that have gone. */
  touched(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** What GitOps objects build from a folder, each as it says; none where none does. Which clusters it is a part of by itself. */
  builtFrom(folder: string, origins: boolean): Promise<{ readonly clusters: readonly string[]; readonly units: readonly UnitReport[] }>;
  /** What is made of a folder in the clusters, whoever builds it; of a folder of the workspace by its last names, too. */
  renderedUnits(folder: string, origins: boolean): Promise<readonly UnitReport[]>;
  /** How each cluster came together: those of which a file is a part, or all of them. */
  clusters(path?: string): Promise<readonly ClusterReport[]>;
  /** Who gets which address, cluster by cluster. */
  overview(): Promise<readonly ClusterOverview[]>;
  /** The address plan as a list: of one cluster, by name or root, or of all. */
  addresses(cluster: string | undefined): Promise<AddressesAnswer | Refusal>;
  /** The topology as the page draws it when nobody has touched anything. */
  draw(request: DrawRequest): Promise<DrawAnswer>;
  /** What a cluster's DNS says. */
  resolve(question: ResolveQuestion): Promise<ResolveAnswer | Refusal>;
  /** Where kube-proxy sends connections to an address. */
  route(question: RouteQuestion): Promise<RouteAnswer | Refusal>;
  /** Who may reach whom, as far as policies go. */
  reach(question: ReachQuestion): Promise<ReachAnswer | Refusal>;
  /** The whole way of a connection, or where and why it ends. */
  trace(question: TraceQuestion): Promise<TraceAnswer | Refusal>;
  /** What events change, one after the other. */
  whatIf(question: WhatIfQuestion): Promise<WhatIfAnswer | Refusal>;
  /** What a way may begin and end at, cluster by cluster. */
  traceEnds(): Promise<readonly ClusterEnds[]>;
  /** What something may happen to, with what may happen to it. */
  whatIfObjects(): Promise<readonly WhatIfObject[]>;
  /** What a tree of the clusters shows. */
  explorer(): Promise<readonly ExplorerCluster[]>;
  /** One group of a cluster in it. */
  explorerEntries(asked: { readonly cluster: string; readonly group: ExplorerGroup }): Promise<readonly ExplorerEntry[]>;
  /** What can be asked of each cluster's DNS, and of its addresses. */
  askable(): Promise<readonly Askable[]>;
  /** Who has an address, in which ranges it lies and where connections to it go. */
  explainAddress(asked: { readonly address: string; readonly cluster: string | undefined }): Promise<AddressAnswer | Refusal>;
  /** What can be held against another state of the workspace: `compareWorkspaces`. `asExported`: no more than an export tells, to be held against one. */
  comparable(asked?: { readonly asExported: boolean }): Promise<ComparableWorkspace>;
}

export interface Askable {
  /** Of the cluster. */
  readonly name: string;
  /** Of services, with the cluster's zone. */
  readonly names: readonly string[];
  /** `namespace/name` */
  readonly pods: readonly string[];
  /** Ascending; one that several share stands once for each. */
  readonly addresses: readonly { readonly address: string; readonly holder: string }[];
}

export interface AddressAnswer {
  readonly type: 'address';
  readonly address: string;
  /** Who has it, then in what it lies, then where it leads. */
  readonly facts: readonly AddressFact[];
}

export interface AddressFact {
  readonly text: string;
  readonly reason: string | undefined;
  /** Where it is written, then what decided it. */
  readonly because: readonly FileLocation[];
}

/** The question cannot be asked here: why, in the reader's language. */
export interface Refusal {
  readonly type: 'refused';
  readonly text: string;
}

export interface CheckReport {
  /** By file, then place. */
  readonly findings: readonly FileFinding[];
  readonly summary: CheckSummary;
  /** Clusters, then what is judged by itself. */
  readonly clusters: readonly ClusterReport[];
}

/** How a cluster came together. */
export interface ClusterReport {
  readonly name: string;
  /** Its folder; empty for the root. */
  readonly root: string;
  readonly rule: 'root' | 'applied' | 'together' | 'unit';
  /** It is no cluster, but judged by itself: not applied by the entry points around it, or not told apart from something else that holds the same. */
  readonly alternative: 'not-applied' | 'indistinct' | undefined;
  /** The rule as a sentence. */
  readonly reason: string;
  /** In the order of creation. */
  readonly units: readonly {
    readonly kind: 'kustomization' | 'chart' | 'files' | 'modules';
    /** The folder; empty for what lies nowhere here. */
    readonly root: string;
    /** The object that applies it: `Kustomization flux-system/apps`. */
    readonly by: string | undefined;
    readonly manifests: number;
  }[];
  /** Manifests of plain files. */
  readonly plain: number;
  /** What of it is not known here, as sentences. */
  readonly unknown: readonly string[];
  /** Something here says what the site's network is. */
  readonly described: boolean;
}

export interface CheckSummary {
  readonly files: number;
  readonly manifests: number;
  readonly clusters: number;
  readonly errors: number;
  readonly warnings: number;
}

/** Addresses in canonical form, names as the cluster has them. */
export interface ClusterOverview {
  readonly name: string;
  /** Its folder; empty for the root. */
  readonly root: string;
  /** How it came together, as a sentence. */
  readonly reason: string;
  /** It is no cluster, but judged by itself. */
  readonly alternative: 'not-applied' | 'indistinct' | undefined;
  readonly ranges: readonly { readonly label: string; readonly range: string; readonly note: string }[];
  readonly nodes: readonly {
    /** Empty: the nodes are not known. */
    readonly name: string;
    readonly role: string;
    readonly ips: readonly string[];
    readonly podBlocks: readonly string[];
  }[];
  readonly services: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly type: string;
    readonly headless: boolean;
    readonly clusterIPs: readonly string[];
    readonly externalIPs: readonly string[];
    /** Why the API server refuses it, or it gets no external address: a word of the contract (docs/json.md). */
    readonly refused: string | undefined;
    readonly pending: string | undefined;
    /** Those whose address is known; undefined where nothing here tells what stands behind the service. */
    readonly readyEndpoints: number | undefined;
    /** Pods behind it whose addresses nothing here tells. */
    readonly unaddressedEndpoints: number;
  }[];
  readonly pods: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly node: string | undefined;
    readonly ips: readonly string[];
    readonly pending: string | undefined;
  }[];
  /** Pods beyond those that are worked out one by one. */
  readonly omittedPods: number;
}

export interface AddressesAnswer {
  readonly type: 'listed';
  /** In the order of the workspace. */
  readonly clusters: readonly ClusterAddresses[];
}

/** The address plan of a cluster as a list. Addresses in canonical form, counts as decimal text: IPv6 has more than a number holds. */
export interface ClusterAddresses {
  readonly name: string;
  /** Its folder; empty for the root. */
  readonly root: string;
  /** It is no cluster, but judged by itself. */
  readonly alternative: 'not-applied' | 'indistinct' | undefined;
  /** As they are claimed; last, of kind `none` and without a range, addresses that no range holds. */
  readonly ranges: readonly AddressRange[];
  /** Pods beyond those that are worked out one by one: their addresses are not listed. */
  readonly omittedPods: number;
}

export interface AddressRange {
  /** A word of the contract (docs/json.md): `lan-subnet`, `load-balancer-pool`… */
  readonly kind: string;
  /** Who claims it: `IPAddressPool metallb-system/lan`. */
  readonly label: string;
  /** As a prefix or by both ends. */
  readonly range: string;
  /** The profile that implies it. */
  readonly implied: string | undefined;
  readonly size: string;
  readonly used: string;
  /** Set aside, and neither used nor set aside; absent where nobody is given addresses out of the range. */
  readonly held: string | undefined;
  readonly free: string | undefined;
  readonly at: FileLocation | undefined;
  /** Ascending. What a narrower range holds stands there; an address that several share stands once for each. */
  readonly entries: readonly AddressEntry[];
}

/** An address, or a stretch of addresses alike. */
export interface AddressEntry {
  readonly first: string;
  /** Inclusive. */
  readonly last: string;
  readonly size: string;
  readonly state: 'used' | 'held' | 'free';
  /** Who has it, or what it is kept for; empty for what is free. */
  readonly who: string;
  /** Of what is used. */
  readonly certainty: 'fixed' | 'predicted' | 'possible' | undefined;
  /** Why; absent where a manifest simply says so. */
  readonly reason: string | undefined;
  readonly at: FileLocation | undefined;
}

export interface DrawRequest {
  readonly format: ExportFormat;
  /** Of an SVG. */
  readonly theme: ExportTheme;
  /** What was dragged in a panel. Ids of what is not drawn do no harm. */
  readonly positions: readonly PinnedPlace[];
}

export interface DrawAnswer {
  readonly text: string;
  /** Positions were given, and none of them belongs to anything drawn. */
  readonly strangePositions: boolean;
}

interface ClusterQuestion {
  /** Name or root of a cluster; needed only when there are several. */
  readonly cluster: string | undefined;
}

export interface ResolveQuestion extends ClusterQuestion {
  readonly name: string;
  readonly type: string;
  /** `namespace/pod` whose search list and resolver count; absent: the name is asked as it is. */
  readonly from: string | undefined;
}

export interface ResolveAnswer {
  readonly type: 'resolved';
  readonly question: { readonly name: string; readonly type: string };
  /** SERVFAIL of a forwarded question: without the server outside CoreDNS itself could only fail. */
  readonly rcode: string;
  readonly answers: readonly ResolvedRecord[];
  readonly additional: readonly ResolvedRecord[];
  readonly authority: readonly ResolvedRecord[];
  /** The names that were asked, in order, each with its last dot. */
  readonly tried: readonly string[];
  /** The question went to servers outside of the manifests; what they say is not known. */
  readonly forwarded: boolean;
  /** These servers, or those that know the end of a CNAME chain. */
  readonly forwardedTo: readonly string[];
  /** The manifests give the whole answer. */
  readonly known: boolean;
  readonly reason: string;
  readonly because: readonly FileLocation[];
}

export interface ResolvedRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly data: string;
}

export interface RouteQuestion extends ClusterQuestion {
  readonly address: string;
  /** Absent: every port, or protocol, that the address has. */
  readonly port: number | undefined;
  readonly protocol: string | undefined;
  /** `outside`, the name of a node, or `namespace/pod`. */
  readonly from: string;
}

export interface RouteAnswer {
  readonly type: 'routed';
  readonly routes: readonly PortRoute[];
  /** Why there is no route; absent when there is one. */
  readonly missing: ExplainedAnswer | undefined;
}

/** One port of one service that the address leads to. */
export interface PortRoute extends ExplainedAnswer {
  /** `namespace/name` */
  readonly service: string;
  readonly destination: 'cluster-ip' | 'load-balancer' | 'external-ip' | 'node-port';
  /** Whose node port it is; absent when that is no certain node. */
  readonly node: string | undefined;
  readonly port: number;
  readonly portName: string | undefined;
  readonly protocol: string;
  readonly nodePort: number | undefined;
  readonly outcome: 'endpoints' | 'dropped' | 'rejected' | 'unknown' | 'no-address';
  readonly endpoints: readonly {
    readonly ip: string;
    readonly family: 4 | 6;
    readonly port: number;
    /** `namespace/name` */
    readonly pod: string | undefined;
    readonly node: string | undefined;
    /** Of new connections, 0 to 1. */
    readonly share: number;
  }[];
  /** A client keeps its endpoint until it is silent for so many seconds. */
  readonly affinitySeconds: number | undefined;
}

export interface TraceQuestion extends ClusterQuestion {
  /** `outside`, an address, `node/NAME`, `NAMESPACE/POD` or `NAMESPACE/WORKLOAD`. */
  readonly from: string;
  /** `NAME[:PORT]` as a program would write it, `ADDRESS[:PORT]`, `NAMESPACE/SERVICE[:PORT]` (a pod or workload alike), or `http://HOST/PATH`. */
  readonly to: string;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly protocol: string;
}

/** In the words of a `TraceQuestion`. */
export interface ClusterEnds {
  readonly name: string;
  /** Those of `from`, workloads before nodes. */
  readonly clients: readonly TraceEnd[];
  /** Those of `to`, with their ports where they are known. */
  readonly goals: readonly (TraceEnd & { readonly protocol: string; readonly hasPort: boolean })[];
}

export interface TraceEnd {
  readonly text: string;
  /** What it is: `Deployment`, `Service`, `Ingress`, `Node`. */
  readonly kind: string;
}

export type TraceVerdict = 'allowed' | 'blocked' | 'mixed' | 'unknown';

export interface TraceAnswer {
  readonly type: 'traced';
  readonly verdict: TraceVerdict;
  /** The first step that stops it, or of which nothing is known; absent where it is allowed. A word of the contract (docs/json.md). */
  readonly at: string | undefined;
  /** The object that stops it: `NetworkPolicy shop/web`. */
  readonly by: string | undefined;
  readonly reason: string;
  /** In the order of the way; what several ways have in common once. */
  readonly steps: readonly TraceStep[];
}

export interface TraceStep {
  readonly at: string;
  readonly outcome: 'passes' | 'stops' | 'unknown';
  readonly what: string;
  readonly why: string | undefined;
  /** The manifests that decide it, most decisive first. */
  readonly because: readonly FileLocation[];
  /** What the packet carries there, addresses in canonical form; undefined ones are not known. Absent where nobody looks at it. */
  readonly seen:
    | { readonly source: string | undefined; readonly destination: string | undefined; readonly port: number; readonly protocol: string }
    | undefined;
}

export interface ReachQuestion extends ClusterQuestion {
  /** Only connections from or to it: `namespace/name`; absent: all. */
  readonly of: string | undefined;
}

export interface ReachAnswer {
  readonly type: 'reachable';
  /** In the order of the workspace; one when the question names one. */
  readonly clusters: readonly ClusterReach[];
}

export interface ClusterReach {
  readonly name: string;
  readonly peers: readonly ReachPeer[];
  /** By source, then destination; a pair without an open port is not among them, nor is a workload with itself. */
  readonly connections: readonly ReachConnection[];
  /** Those that cannot be decided, with the reason. */
  readonly unknown: readonly (ReachConnection & { readonly reason: string })[];
  /** What is not known of the cluster and may hold policies, as sentences. */
  readonly notes: readonly string[];
}

/** Pods that are the same for every policy: all of a workload, or a part of it. */
export interface ReachPeer {
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  readonly pods: number;
  /** Names of the pods where they are a part of the workload only. */
  readonly part: readonly string[] | undefined;
}

/** A text is a range of addresses outside: `10.0.0.0-10.0.0.255`, both ends inclusive. */
export type ReachEnd = ReachPeer | string;

export interface ReachConnection {
  readonly from: ReachEnd;
  readonly to: ReachEnd;
  /** Ends inclusive. Every port of SCTP, TCP and UDP from 1 to 65535: all. */
  readonly ports: readonly { readonly protocol: string; readonly from: number; readonly to: number }[];
}

export interface ExplainedAnswer {
  readonly certainty: 'fixed' | 'predicted' | 'possible';
  readonly reason: string;
  /** The manifests that decided it, most decisive first. */
  readonly because: readonly FileLocation[];
}

export interface WhatIfQuestion {
  /** Name or root of a cluster; absent: every cluster in which the events can happen. */
  readonly cluster: string | undefined;
  readonly events: readonly WhatIfEvent[];
  /** Whether each step holds the whole cluster, as `topology --format json` prints it. */
  readonly whole: boolean;
}

export type WhatIfEvent =
  /** `fail worker-1` */
  | { readonly kind: 'words'; readonly text: string }
  /** A text of manifests that is applied. */
  | { readonly kind: 'apply'; readonly name: string; readonly text: string }
  /** A list of events in YAML or JSON. */
  | { readonly kind: 'list'; readonly text: string };

export interface WhatIfAnswer {
  readonly type: 'what-if';
  readonly clusters: readonly WhatIfCluster[];
}

export interface WhatIfCluster {
  readonly name: string;
  readonly root: string;
  readonly steps: readonly WhatIfStep[];
  /** Where no event was asked for: as it is. */
  readonly cluster?: object;
}

/** What one event made of a cluster; all texts in the reader's language. */
export interface WhatIfStep {
  /** The event in words. */
  readonly event: string;
  /** Since the beginning. */
  readonly seconds: number;
  readonly sentences: readonly string[];
  readonly changes: readonly WhatIfChange[];
  /** What cannot go on by itself. */
  readonly stuck: readonly string[];
  readonly notes: readonly string[];
  /** Of a rollout: what it takes at most. */
  readonly rollout: {
    readonly surge: number;
    readonly unavailable: number;
    readonly peakPods: number;
    readonly minReady: number;
    readonly peakAddresses: { readonly atLeast: number; readonly atMost: number };
    readonly step: { readonly new: number; readonly old: readonly number[] } | undefined;
  } | null;
  /** Pods that a controller chose to take away, in order; `among`: where the choice is open, all that it may have been. */
  readonly removed: readonly { readonly pod: string; readonly among: readonly string[] }[];
  /** Pods that an update replaced, in the order in which it began with them. */
  readonly replaced: readonly string[];
  readonly running: readonly { readonly pod: string; readonly node: string | null; readonly ips: readonly string[] }[];
  /** Addresses that stay allocated and are of no use: their pods have gone, end, or cannot be reached. */
  readonly held: readonly { readonly ip: string; readonly pod: string; readonly node: string | null }[];
  /** Calico's blocks with the node that each belongs to. */
  readonly blocks: readonly { readonly block: string; readonly node: string | null }[];
  /** Endpoints that kube-proxy uses, and how many of them cannot answer. */
  readonly traffic: readonly { readonly service: string; readonly used: readonly string[]; readonly dead: number }[];
  /** As `topology --format json` prints it, without findings. */
  readonly cluster?: object;
}

export interface WhatIfChange {
  readonly kind: string;
  readonly object: string;
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly certainty: 'fixed' | 'predicted' | 'possible';
  readonly reason: string;
  readonly oneOf: readonly string[];
}

/** Something to which events may happen. */
export interface WhatIfObject {
  readonly cluster: string;
  /** `Node worker-1` */
  readonly object: string;
  readonly events: readonly {
    /** In the reader's language. */
    readonly label: string;
    /** The events in words, for `whatIf`. */
    readonly words: readonly string[];
    /** What the host still has to ask for: the number behind the `=`. */
    readonly asks?: 'replicas';
  }[];
}
