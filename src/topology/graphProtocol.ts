// The graph and what is said of its elements, as the page gets them. Part of the protocol (`protocol.ts`), which passes these types on.
import * as v from 'valibot';
import { certainty, count, id, orNothing, severity, text, texts, type Shape } from './shapes.ts';

export const elementKinds = [
  'cluster',
  'clients',
  'externalNetwork',
  'loadBalancerPool',
  'externalAddress',
  'ingress',
  'gateway',
  'namespace',
  'dnsName',
  'service',
  'node',
  'unscheduled',
  'workload',
  'pod',
  'endpoint',
  'addressPlan',
  'range',
  'ipPool',
] as const;
export type ElementKind = (typeof elementKinds)[number];
export type ElementSeverity = Shape<typeof severity>;
export type ElementCertainty = Shape<typeof certainty>;

export const element = v.object({
  /** Stable over edits: `cluster|Kind/namespace/name`. */
  id,
  kind: v.picklist(elementKinds),
  label: text,
  /** Second line: an address, a range. Empty when there is none. */
  detail: text,
  /** A few quiet words: a type, a port, a count. Empty when there are none. */
  note: text,
  /** Further words that a search finds it by, in one text: labels, short DNS names. What an element beside it says (a pod's workload, a service's name) is not repeated. Never shown. */
  keywords: text,
  /** The namespace of what no namespace holds: a workload, a pod without one. */
  namespace: v.optional(text),
  /** Of a workload and its pods: the agent of a device makes them of an IoT Edge module. */
  isModule: v.optional(v.boolean()),
  /** Of pods and workloads: the directions in which policies isolate them. Absent: in none. */
  isolated: v.optional(v.picklist(['ingress', 'egress', 'both'])),
  /** Of a service: pods may answer for it that are not known here. */
  podsUnknown: v.optional(v.literal(true)),
  /** Of a cluster that is none, but something that is judged by itself: nothing around it applies it, or it holds the same as another. */
  alternative: v.optional(v.picklist(['not-applied', 'indistinct'])),
  /** Of a cluster, why its manifests belong together; a sentence. */
  source: v.optional(text),
  /** What holds it: a pod's workload on one node, a workload's node, in the end the cluster. Absent for a cluster. */
  parent: orNothing(text),
  /** Worst finding that concerns it. */
  severity: orNothing(severity),
  /** Of the address shown; absent when it shows none. */
  certainty: orNothing(certainty),
  /** Drawn as waiting: a pending pod or service. */
  pending: v.boolean(),
  /** Whether a click can lead to a manifest. */
  hasSource: v.boolean(),
});

/** One thing in the picture. Plain data; every text came from a manifest or a translation and is shown as text. */
export type GraphElement = Shape<typeof element>;

export const edgeKinds = ['reaches', 'assigned', 'resolves', 'answers', 'selects', 'announces', 'routes', 'connects'] as const;

/**
 * `reaches`: clients to a pool or an address, a node for its pods to a network elsewhere. `assigned`: external address to its service. `resolves`: DNS name to its service.
 * `answers`: service to an endpoint's pod. `selects`: service to a pod that it selects and that is no endpoint: without an address that is known, or not running. `announces`: external address to the node that answers for it on the network.
 * `routes`: an Ingress or a Gateway to a service behind it. `connects`: a client to what it connects to first; the page draws it for a connection that is traced, no graph has it.
 */
export type EdgeKind = (typeof edgeKinds)[number];

const edge = v.object({
  /** `from>kind>to` */
  id: text,
  kind: v.picklist(edgeKinds),
  from: text,
  to: text,
  /** `80 → 8080`; empty when there is nothing to say. */
  label: text,
  certainty: orNothing(certainty),
});
export type GraphEdge = Shape<typeof edge>;

export const graph = v.object({ elements: v.array(element), edges: v.array(edge) });

/** Elements in topology order: a parent before its children, siblings in the order in which they are to be placed. Ids are unique, edges join elements that exist. */
export type Graph = Shape<typeof graph>;

export const graphPatch = v.object({
  removedEdges: texts,
  /** Gone, or about to come back at another place in the order (`added`). */
  removedElements: texts,
  /** Changed, whole; they keep their place in the order. */
  changed: v.array(element),
  /** Runs of elements, each to be put behind an element that was there and stays; `after` absent: at the front. No two runs name the same element. */
  added: v.array(v.object({ after: orNothing(text), elements: v.array(element) })),
  /** New or changed, whole. Their order says nothing. */
  edges: v.array(edge),
});

/** What turns one graph into the next. */
export type GraphPatch = Shape<typeof graphPatch>;

export const statusActions = ['openFolder', 'newManifest', 'showProblems'] as const;
export const statusAction = v.picklist(statusActions);
export type StatusAction = Shape<typeof statusAction>;

export const graphStatus = v.object({
  /** `ready`: the graph is the text's. `loading`: the workspace is still being read. `empty`: no manifest makes a cluster. `behind`: the text is broken, the last good picture stays. `partial`: some text was broken from the start, the rest is drawn. */
  state: v.picklist(['ready', 'loading', 'empty', 'behind', 'partial']),
  /** A sentence for people; empty when ready. */
  text,
  /** How many findings there are, as the editor counts them; absent: not known. */
  findings: v.optional(v.object({ errors: count, warnings: count })),
  /** What helps from here, most helpful first. */
  actions: v.optional(v.array(statusAction)),
});

/** Why there is nothing to draw, or that what is drawn is behind the text. */
export type GraphStatus = Shape<typeof graphStatus>;

export const offer = v.object({
  number: count,
  /** `web.yaml:12`, `Rename it to "http"`. */
  text,
});

/** Something that the reader may choose (`choose`). The number is good for this description alone; what it stands for stays with the extension. */
export type Offer = Shape<typeof offer>;

const fact = v.object({
  name: text,
  /** One entry a line. */
  values: texts,
  /** Why it is so, one sentence; empty when there is nothing to explain. */
  reason: text,
  certainty: orNothing(certainty),
  /** The places that decided it, most decisive first. */
  places: v.optional(v.array(offer)),
});
export type Fact = Shape<typeof fact>;

const describedFinding = v.object({
  severity,
  code: text,
  message: text,
  /** Where it stands. */
  place: v.optional(offer),
  /** What the extension can do about it. */
  fixes: v.optional(v.array(offer)),
});
export type DescribedFinding = Shape<typeof describedFinding>;

export const description = v.object({
  /** `Service shop/web`, `Kubernetes node IPs`: what it is, in the manifest's words. */
  title: text,
  facts: v.array(fact),
  findings: v.array(describedFinding),
  /** What may happen to it; chosen by `happen`. */
  events: v.optional(
    v.array(
      v.object({
        ...offer.entries,
        /** The reader says how many; so many are there now. */
        replicas: v.optional(count),
      }),
    ),
  ),
});

/** Something that may happen to an element. */
export type EventOffer = NonNullable<Description['events']>[number];

/** What the detail pane says of one element beyond what the graph carries. Asked for one at a time, so that a graph of thousands stays light. */
export type Description = Shape<typeof description>;
