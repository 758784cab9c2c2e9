/**
 * The address plan as the page gets it: bars to scale, what lies in them, and single addresses as cells. Part of the protocol (`protocol.ts`), which passes these types on.
 * Addresses are canonical text and counts decimal text, since IPv6 has more than a number can hold; places in a bar are shares of its length.
 */
import { isCount, isId, isListOf, isOneOf, isOptional, isRecord, isText } from '../shapes.ts';

/**
 * What addresses are for. `site`: the LAN. `node`, `external`, `pod`, `service`: given to these by the cluster. `held`: kept for others (DHCP, gateway, reserved).
 * `network`: somewhere else. `mixed`: a stretch that several ranges lie in and none encloses.
 */
export const planKinds = ['site', 'node', 'external', 'pod', 'service', 'held', 'network', 'mixed'] as const;
export type PlanKind = (typeof planKinds)[number];

/** A stretch of a bar, as shares of its length: 0 is its beginning, 1 its end. */
export interface PlanSpan {
  readonly start: number;
  readonly end: number;
}

/** A stretch of addresses, both ends included. */
export interface PlanRun {
  readonly first: string;
  readonly last: string;
  /** Number of addresses, decimal. */
  readonly size: string;
}

/** A range drawn to scale in the bar of what encloses it. */
export interface PlanSegment extends PlanSpan {
  readonly kind: PlanKind;
  readonly label: string;
  readonly detail: string;
  /** Ids of elements of the graph that it stands for, the best to select first; empty for what the graph does not show. */
  readonly elements: readonly string[];
  readonly severity: 'error' | 'warning' | 'information' | 'hint' | undefined;
  /** From 0; ranges that share addresses lie in different ones. */
  readonly lane: number;
  /** Id of the bar or group that shows it in detail. */
  readonly opens: string | undefined;
}

/** Addresses in use, to scale; neighbours that no eye could tell apart are one. */
export type PlanMark = PlanSpan;

/** A free stretch, to scale. */
export type PlanFree = PlanSpan & PlanRun;

/** Addresses of two owners that may not share them. */
export interface PlanOverlap extends PlanSpan {
  readonly text: string;
  readonly owners: readonly [string, string];
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
}

export interface PlanFinding {
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
}

/** One address, a stretch of addresses alike, or (`block`) a part of a pool that a node has claimed. */
export interface PlanCell extends PlanRun {
  readonly state: 'used' | 'free' | 'held' | 'block';
  /** `Service shop/web`; several with commas; empty for what is free. */
  readonly owner: string;
  readonly elements: readonly string[];
  readonly certainty: 'fixed' | 'predicted' | 'possible' | undefined;
  /** Names of the ranges that both lay claim to it; empty as a rule. */
  readonly overlap: string;
  /** Of the finding that says so. */
  readonly severity: 'error' | 'warning' | 'information' | 'hint' | undefined;
  /** Of a block: how many of its addresses are in use. */
  readonly used: number;
  /** Of a block: its addresses. */
  readonly cells: readonly PlanCell[];
}

/** The heading of one range over its cells. */
export interface PlanHeading {
  readonly kind: PlanKind;
  readonly label: string;
  readonly detail: string;
  readonly elements: readonly string[];
  readonly severity: 'error' | 'warning' | 'information' | 'hint' | undefined;
  /** Its cells: from `from`, up to and without `to`. */
  readonly from: number;
  readonly to: number;
  /** The next stretch of the same size that is free; empty when none is known. */
  readonly nextFree: string;
}

/** Small ranges that lie together, or the single addresses of a bar, magnified: one cell an address or a stretch of addresses alike. */
export interface PlanGroup extends PlanSpan {
  readonly id: string;
  readonly kind: PlanKind;
  /** `ranges`: what `headings` say. `single`: addresses that no smaller range holds. `blocks`: the blocks of a pool. */
  readonly type: 'ranges' | 'single' | 'blocks';
  readonly headings: readonly PlanHeading[];
  readonly cells: readonly PlanCell[];
  /** Cells that were left out, since nobody reads so many. */
  readonly omitted: number;
  readonly findings: readonly PlanFinding[];
}

/** One level: a range with all that lies in it, to scale, and its details. What is too large to be cells is a bar of its own, below. */
export interface PlanBar extends PlanRun {
  readonly id: string;
  /** 0 for a network, 1 for what it holds, and so on. Bars come after the one that holds them. */
  readonly depth: number;
  readonly kind: PlanKind;
  readonly label: string;
  readonly detail: string;
  readonly note: string;
  readonly elements: readonly string[];
  readonly severity: 'error' | 'warning' | 'information' | 'hint' | undefined;
  /** Where it lies in the bar that holds it. */
  readonly within: PlanSpan | undefined;
  readonly used: number;
  /** Number of addresses that are neither in use nor set aside; absent where that is not for this plan to say. */
  readonly free: string | undefined;
  readonly nextFree: string;
  readonly lanes: number;
  readonly segments: readonly PlanSegment[];
  readonly marks: readonly PlanMark[];
  readonly gaps: readonly PlanFree[];
  readonly overlaps: readonly PlanOverlap[];
  readonly groups: readonly PlanGroup[];
  readonly findings: readonly PlanFinding[];
}

export interface PlanCluster {
  /** Id of the cluster's element. */
  readonly id: string;
  readonly name: string;
  /** Ids of its bars, in order. */
  readonly bars: readonly string[];
}

/** What turns one plan into the next: all clusters with the ids of their bars, and those bars that are new or changed, whole. The first starts from nothing. */
export interface PlanPatch {
  readonly clusters: readonly PlanCluster[];
  readonly bars: readonly PlanBar[];
}

/** The page's texts for the plan. */
export interface PlanStrings {
  readonly view: string;
  readonly free: string;
  readonly held: string;
  readonly used: string;
  readonly addresses: string;
  readonly oneAddress: string;
  readonly freeRun: string;
  readonly freeOne: string;
  readonly moreFree: string;
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
  readonly show: string;
  readonly hide: string;
  readonly showBlock: string;
  readonly omitted: string;
  readonly scale: string;
  readonly help: string;
  readonly nothingTitle: string;
  readonly nothing: string;
  readonly kinds: Readonly<Record<PlanKind, string>>;
}

const isKind = isOneOf(planKinds);
const isSeverity = isOneOf(['error', 'warning', 'information', 'hint'] as const);
const isCertainty = isOneOf(['fixed', 'predicted', 'possible'] as const);
const isState = isOneOf<PlanCell['state']>(['used', 'free', 'held', 'block']);
const isGroupType = isOneOf<PlanGroup['type']>(['ranges', 'single', 'blocks']);

export function isPlanPatch(value: unknown): value is PlanPatch {
  return isRecord(value) && isListOf(value['clusters'], isCluster) && isListOf(value['bars'], isBar);
}

function isCluster(value: unknown): value is PlanCluster {
  return isRecord(value) && isId(value['id']) && isText(value['name']) && isListOf(value['bars'], isText);
}

function isBar(value: unknown): value is PlanBar {
  return (
    isRecord(value) &&
    isText(value['id']) &&
    isCount(value['depth']) &&
    isLabelled(value) &&
    isRun(value) &&
    isText(value['note']) &&
    isOptional(value['within'], isSpan) &&
    isCount(value['used']) &&
    isOptional(value['free'], isDecimal) &&
    isText(value['nextFree']) &&
    isCount(value['lanes']) &&
    isListOf(value['segments'], isSegment) &&
    isListOf(value['marks'], isSpan) &&
    isListOf(value['gaps'], isGap) &&
    isListOf(value['overlaps'], isOverlap) &&
    isListOf(value['groups'], isGroup) &&
    isListOf(value['findings'], isFinding)
  );
}

/** What segments, headings and bars have in common. */
function isLabelled(value: Record<string, unknown>): boolean {
  return (
    isKind(value['kind']) &&
    isText(value['label']) &&
    isText(value['detail']) &&
    isListOf(value['elements'], isText) &&
    isOptional(value['severity'], isSeverity)
  );
}

function isSegment(value: unknown): value is PlanSegment {
  return isRecord(value) && isLabelled(value) && isSpan(value) && isCount(value['lane']) && isOptional(value['opens'], isText);
}

function isHeading(value: unknown): value is PlanHeading {
  return isRecord(value) && isLabelled(value) && isCount(value['from']) && isCount(value['to']) && isText(value['nextFree']);
}

function isOverlap(value: unknown): value is PlanOverlap {
  return (
    isRecord(value) &&
    isSpan(value) &&
    isText(value['text']) &&
    isListOf(value['owners'], isText) &&
    value['owners'].length === 2 &&
    isSeverity(value['severity'])
  );
}

function isGroup(value: unknown): value is PlanGroup {
  return (
    isRecord(value) &&
    isId(value['id']) &&
    isKind(value['kind']) &&
    isGroupType(value['type']) &&
    isSpan(value) &&
    isListOf(value['headings'], isHeading) &&
    isListOf(value['cells'], isCell) &&
    isCount(value['omitted']) &&
    isListOf(value['findings'], isFinding)
  );
}

function isCell(value: unknown): value is PlanCell {
  return (
    isRecord(value) &&
    isRun(value) &&
    isState(value['state']) &&
    isText(value['owner']) &&
    isListOf(value['elements'], isText) &&
    isOptional(value['certainty'], isCertainty) &&
    isText(value['overlap']) &&
    isOptional(value['severity'], isSeverity) &&
    isCount(value['used']) &&
    isListOf(value['cells'], isCell)
  );
}

function isGap(value: unknown): value is PlanFree {
  return isSpan(value) && isRun(value);
}

function isFinding(value: unknown): value is PlanFinding {
  return isRecord(value) && isSeverity(value['severity']) && isText(value['message']);
}

function isRun(value: unknown): value is PlanRun {
  return isRecord(value) && isText(value['first']) && isText(value['last']) && isDecimal(value['size']);
}

function isDecimal(value: unknown): value is string {
  return isText(value) && /^[0-9]{1,40}$/.test(value);
}

function isSpan(value: unknown): value is PlanSpan {
  return isRecord(value) && isShare(value['start']) && isShare(value['end']);
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
