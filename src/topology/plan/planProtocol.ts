/**
 * The address plan as the page gets it: bars to scale, what lies in them, and single addresses as cells. Part of the protocol (`protocol.ts`), which passes these types on.
 * Addresses are canonical text and counts decimal text, since IPv6 has more than a number can hold; places in a bar are shares of its length.
 */
import * as v from 'valibot';
import type { PluralForms } from '../../base/message.ts';
import { checkOf } from '../checkOf.ts';
import { certainty, count, id, orNothing, severity, text, texts, type Shape } from '../shapes.ts';

/**
 * What addresses are for. `site`: the LAN. `node`, `external`, `pod`, `service`: given to these by the cluster. `held`: kept for others (DHCP, gateway, reserved).
 * `network`: somewhere else. `mixed`: a stretch that several ranges lie in and none encloses.
 */
export const planKinds = ['site', 'node', 'external', 'pod', 'service', 'held', 'network', 'mixed'] as const;
export type PlanKind = (typeof planKinds)[number];
const kind = v.picklist(planKinds);

const share = v.pipe(
  v.number(),
  v.check((value) => value >= 0 && value <= 1),
);
const span = v.object({ start: share, end: share });

/** A stretch of a bar, as shares of its length: 0 is its beginning, 1 its end. */
export type PlanSpan = Shape<typeof span>;

const decimal = v.pipe(
  text,
  v.check((value) => /^[0-9]{1,40}$/.test(value)),
);
const run = v.object({
  first: text,
  last: text,
  /** Number of addresses, decimal. */
  size: decimal,
});

/** A stretch of addresses, both ends included. */
export type PlanRun = Shape<typeof run>;

/** What segments, headings and bars have in common. */
const labelled = v.object({
  kind,
  label: text,
  detail: text,
  /** Ids of elements of the graph that it stands for, the best to select first; empty for what the graph does not show. */
  elements: texts,
  severity: orNothing(severity),
});

const segment = v.object({
  ...labelled.entries,
  ...span.entries,
  /** From 0; ranges that share addresses lie in different ones. */
  lane: count,
  /** Id of the bar or group that shows it in detail. */
  opens: orNothing(text),
});

/** A range drawn to scale in the bar of what encloses it. */
export type PlanSegment = Shape<typeof segment>;

/** Addresses in use, to scale; neighbours that no eye could tell apart are one. */
export type PlanMark = PlanSpan;

const free = v.object({ ...span.entries, ...run.entries });

/** A free stretch, to scale. */
export type PlanFree = Shape<typeof free>;

const overlap = v.object({ ...span.entries, text, owners: v.strictTuple([text, text]), severity });

/** Addresses of two owners that may not share them. */
export type PlanOverlap = Shape<typeof overlap>;

const finding = v.object({ severity, message: text });
export type PlanFinding = Shape<typeof finding>;

const cellItself = v.object({
  ...run.entries,
  state: v.picklist(['used', 'free', 'held', 'block']),
  /** `Service shop/web`; several with commas; empty for what is free. */
  owner: text,
  elements: texts,
  certainty: orNothing(certainty),
  /** Names of the ranges that both lay claim to it; empty as a rule. */
  overlap: text,
  /** Of the finding that says so. */
  severity: orNothing(severity),
  /** Of a block: how many of its addresses are in use. */
  used: count,
});

/** One address, a stretch of addresses alike, or (`block`) a part of a pool that a node has claimed. */
export interface PlanCell extends Shape<typeof cellItself> {
  /** Of a block: its addresses. */
  readonly cells: readonly PlanCell[];
}

const cell: v.GenericSchema<PlanCell> = v.object({ ...cellItself.entries, cells: v.array(v.lazy(() => cell)) });

const heading = v.object({
  ...labelled.entries,
  /** Its cells: from `from`, up to and without `to`. */
  from: count,
  to: count,
  /** The next stretch of the same size that is free; empty when none is known. */
  nextFree: text,
});

/** The heading of one range over its cells. */
export type PlanHeading = Shape<typeof heading>;

const group = v.object({
  ...span.entries,
  id,
  kind,
  /** `ranges`: what `headings` say. `single`: addresses that no smaller range holds. `blocks`: the blocks of a pool. */
  type: v.picklist(['ranges', 'single', 'blocks']),
  headings: v.array(heading),
  cells: v.array(cell),
  /** Cells that were left out, since nobody reads so many. */
  omitted: count,
  findings: v.array(finding),
});

/** Small ranges that lie together, or the single addresses of a bar, magnified: one cell an address or a stretch of addresses alike. */
export type PlanGroup = Shape<typeof group>;

const bar = v.object({
  ...labelled.entries,
  ...run.entries,
  id: text,
  /** 0 for a network, 1 for what it holds, and so on. Bars come after the one that holds them. */
  depth: count,
  note: text,
  /** Where it lies in the bar that holds it. */
  within: orNothing(span),
  used: count,
  /** Number of addresses that are neither in use nor set aside; absent where that is not for this plan to say. */
  free: orNothing(decimal),
  nextFree: text,
  lanes: count,
  segments: v.array(segment),
  marks: v.array(span),
  gaps: v.array(free),
  overlaps: v.array(overlap),
  groups: v.array(group),
  findings: v.array(finding),
});

/** One level: a range with all that lies in it, to scale, and its details. What is too large to be cells is a bar of its own, below. */
export type PlanBar = Shape<typeof bar>;

const cluster = v.object({
  /** Id of the cluster's element. */
  id,
  name: text,
  /** Ids of its bars, in order. */
  bars: texts,
});
export type PlanCluster = Shape<typeof cluster>;

export const planPatch = v.object({ clusters: v.array(cluster), bars: v.array(bar) });

/** What turns one plan into the next: all clusters with the ids of their bars, and those bars that are new or changed, whole. The first starts from nothing. */
export type PlanPatch = Shape<typeof planPatch>;

export const isPlanPatch = checkOf(planPatch);

/** The page's texts for the plan. */
export interface PlanStrings {
  readonly view: string;
  readonly free: string;
  readonly held: string;
  readonly used: string;
  readonly addresses: PluralForms;
  readonly freeRun: string;
  readonly freeOne: string;
  readonly moreFree: PluralForms;
  readonly nextFree: string;
  readonly freeOf: string;
  readonly left: string;
  readonly implied: string;
  readonly single: string;
  readonly inUse: string;
  readonly blocks: string;
  readonly blockUse: string;
  readonly block: string;
  readonly overlap: string;
  readonly overlapping: string;
  readonly from: string;
  readonly show: PluralForms;
  readonly hide: string;
  readonly showBlock: string;
  readonly omitted: PluralForms;
  readonly scale: string;
  readonly help: string;
  readonly nothingTitle: string;
  readonly nothing: string;
  readonly kinds: Readonly<Record<PlanKind, string>>;
}
