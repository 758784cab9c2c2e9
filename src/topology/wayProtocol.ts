// What lies over the graph for a while: the way of a connection, who may talk to whom, what events change, what differs from another state. Part of the protocol (`protocol.ts`).
import * as v from 'valibot';
import { element, offer } from './graphProtocol.ts';
import { certainty, count, id, orNothing, text, texts, type Shape } from './shapes.ts';

export const wayPlaces = [
  'dns',
  'service',
  'kube-proxy',
  'policy-egress',
  'policy-ingress',
  'endpoint',
  'loadbalancer',
  'ingress',
  'gateway',
] as const;

const wayStep = v.object({
  at: v.picklist(wayPlaces),
  outcome: v.picklist(['passes', 'stops', 'unknown']),
  what: text,
  /** Empty when there is nothing to explain. */
  why: text,
  /** Of the addresses that the step has. */
  certainty: orNothing(certainty),
  /** The manifests that decide it, most decisive first. */
  places: v.array(offer),
  /** What of the graph it meets, in the order of the way. */
  ids: texts,
  /** `172.27.35.65 → 172.27.35.69:5432/TCP`: what the packet carries there; empty where nobody looks at it. */
  seen: text,
});

export const way = v.object({
  from: id,
  to: id,
  verdict: v.picklist(['allowed', 'blocked', 'mixed', 'unknown']),
  /** Why it ends, or that it gets there: a sentence. */
  reason: text,
  /** Where it ends: what it reaches, or what stops it and has the reason beside it. */
  ends: texts,
  steps: v.array(wayStep),
  /** Ends of lines that the way takes and the graph may not have: from the client to what it meets first. */
  links: v.array(v.strictTuple([id, id])),
  /** Of a Service, its ports; empty where there is nothing to choose from. */
  ports: v.array(v.object({ port: count, protocol: text, chosen: v.boolean() })),
});

/** The whole way of a connection from one element to another, or where and why it ends. */
export type Way = Shape<typeof way>;
export type WayStep = Shape<typeof wayStep>;

export const directions = ['to', 'from'] as const;
export const direction = v.picklist(directions);
/** `to`: who may talk to it; `from`: whom it may talk to. */
export type ReachDirection = Shape<typeof direction>;

export const reach = v.object({
  /** Elements that may, as far as policies go; the one that is asked about is not among them. */
  allowed: texts,
  /** What stands for the element that is asked about: its pods. */
  own: texts,
  /** Those of which nobody can tell. */
  unknown: texts,
  /** What there is to say, as sentences. */
  lines: texts,
});

/** Who may talk to an element, or whom it may talk to. */
export type Reach = Shape<typeof reach>;

const mark = v.object({
  id,
  kind: v.picklist(['new', 'gone', 'moved', 'changed']),
  /** What stands on the card: `was 172.27.35.65`. */
  text,
});

/** What is marked on an element against another state. */
export type Mark = Shape<typeof mark>;

const overlay = {
  marks: v.array(mark),
  /** What the graph has no more, a parent before its children; with a mark `gone` as a rule. Left out where the graph has it, or has no parent for it. */
  ghosts: v.array(element),
};

const line = v.object({
  /** `new`, `gone`, `changed`: against another state. `stays`: although something behind it changed. `stuck`: it does not go on by itself. `note`: what else there is to say. */
  kind: v.picklist(['new', 'gone', 'changed', 'stays', 'stuck', 'note']),
  text,
  /** The element that it is about; absent where the graph has none of it. */
  id: v.optional(id),
});

/** A sentence about what changed. */
export type ChangeLine = Shape<typeof line>;

export const future = v.object({
  ...overlay,
  /** In which cluster. */
  cluster: text,
  /** What has happened so far, in order. The marks are those of the last one. */
  events: v.array(
    v.object({
      /** `Node worker-1` */
      object: text,
      /** What happens to it, a sentence. */
      title: text,
      lines: v.array(line),
    }),
  ),
  /** Why the last one could not happen; empty when it could. */
  problem: text,
});

/** The cluster behind events: the graph is that of its next state. */
export type Future = Shape<typeof future>;

export const comparison = v.object({
  ...overlay,
  /** With what the picture is compared: `main`, a file. */
  title: text,
  lines: v.array(line),
});

/** The picture against another state of the same workspace: what is new in it, gone from it, moved. */
export type ShownComparison = Shape<typeof comparison>;
