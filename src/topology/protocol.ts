/**
 * The messages between the extension and the page, both directions. The page imports this file and nothing else of `src`, so it passes on what the messages carry.
 * Each message is checked on arrival (`parseFromPage`, `parseToPage`): either side treats the other as a stranger. Types and checks come from one description.
 */

import * as v from 'valibot';
import { checkOf } from './checkOf.ts';
import { description, graph, graphPatch, graphStatus, statusAction } from './graphProtocol.ts';
import { planPatch } from './plan/planProtocol.ts';
import { count, finite, id, orNothing, shortList, text, texts, type Shape } from './shapes.ts';
import { comparison, direction, future, reach, way } from './wayProtocol.ts';

export { edgeKinds, elementKinds, statusActions } from './graphProtocol.ts';
export type {
  DescribedFinding,
  Description,
  EdgeKind,
  ElementCertainty,
  ElementKind,
  ElementSeverity,
  EventOffer,
  Fact,
  Graph,
  GraphEdge,
  GraphElement,
  GraphPatch,
  GraphStatus,
  Offer,
  StatusAction,
} from './graphProtocol.ts';
export { planKinds } from './plan/planProtocol.ts';
export type {
  PlanBar,
  PlanCell,
  PlanCluster,
  PlanFinding,
  PlanGroup,
  PlanHeading,
  PlanKind,
  PlanMark,
  PlanOverlap,
  PlanPatch,
  PlanRun,
  PlanSegment,
  PlanSpan,
  PlanStrings,
} from './plan/planProtocol.ts';
export { directions, wayPlaces } from './wayProtocol.ts';
export type { ChangeLine, Future, Mark, Reach, ReachDirection, ShownComparison, Way, WayStep } from './wayProtocol.ts';
export type { PluralForms } from '../base/message.ts';
export type { FindStrings, PageStrings, StateStrings, TableStrings } from './strings.ts';

/** Bumped when a message changes its meaning; state saved under another version is thrown away. */
export const protocolVersion = 1;

const pinnedPlace = v.strictTuple([id, finite, finite]);

/** Id of an element that was dragged, and its top left corner (x, y) relative to what holds it. */
export type PinnedPlace = Shape<typeof pinnedPlace>;
export const isPinnedPlace = checkOf(pinnedPlace);

const rect = v.strictTuple([finite, finite, finite, finite]);
const drawnPlace = v.pipe(
  v.tupleWithRest([id], rect),
  v.check(({ length }) => length > 1),
);

/** Id of what is drawn and its rectangle (x, y, width, height); of a frame that goes on elsewhere one after the other. */
export type DrawnPlace = Shape<typeof drawnPlace>;

const toPage = v.variant('type', [
  /** The whole graph: after `ready`, and after a gap. With the whole address plan when the page has asked for it (`watchPlan`). */
  v.object({
    type: v.literal('graph'),
    version: count,
    graph,
    status: graphStatus,
    plan: v.optional(planPatch),
    future: v.optional(future),
  }),
  /** The next graph as a patch of `base`; a page that shows another asks for the whole graph (`ready`). */
  v.object({
    type: v.literal('patch'),
    base: count,
    version: count,
    patch: graphPatch,
    status: graphStatus,
    plan: v.optional(planPatch),
    /** Absent: the graph is that of the manifests. */
    future: v.optional(future),
  }),
  /** What the cursor stands in; the page highlights, it does not move the camera. Empty: nothing. */
  v.object({ type: v.literal('highlight'), ids: texts }),
  /** The answer to `describe`; absent when the element is gone. */
  v.object({ type: v.literal('description'), id: text, description: orNothing(description) }),
  /** The answer to `trace`, again whenever it changes; without a way when it cannot be asked, and why. */
  v.object({ type: v.literal('way'), way: orNothing(way), refused: text }),
  /** The answer to `askReach`, again whenever it changes; absent when the element is gone or has no pods. */
  v.object({ type: v.literal('reach'), id, direction, reach: orNothing(reach) }),
  /** Marks against another state of the workspace; absent: no longer. */
  v.object({ type: v.literal('comparison'), comparison: orNothing(comparison) }),
  /** What the reader dragged in this workspace before; comes ahead of the whole graph. */
  v.object({ type: v.literal('positions'), pins: v.array(pinnedPlace) }),
  /** Say what is drawn and where: an export wants to draw the same. Answered by `captured` with the same number. */
  v.object({ type: v.literal('capture'), request: count }),
  /** Make a PNG of an SVG, which is the extension's own. Answered by `raster` with the same number. */
  v.object({ type: v.literal('rasterize'), request: count, svg: text, width: count, height: count }),
]);
export type ToPage = Shape<typeof toPage>;

const longestRaster = 100_000_000;
const longestLog = 2000;
const word = v.pipe(text, v.maxLength(20));
/** More make no other picture. */
const mostReplicas = 1000;

const fromPage = v.variant('type', [
  /** The page is loaded, or lost its place: send the whole graph. */
  v.object({ type: v.literal('ready'), protocol: count }),
  /** The page shows `version` now; the next patch may be sent. */
  v.object({ type: v.literal('shown'), version: count }),
  /** Show the manifest of an element. The focus stays in the page unless `focus`. */
  v.object({ type: v.literal('reveal'), id, focus: v.boolean() }),
  /** The detail pane shows this element: say what is known of it. Asked again after each patch. */
  v.object({ type: v.literal('describe'), id }),
  /** The reader chose what a description offered: a fix, or the way to a place. */
  v.object({ type: v.literal('choose'), number: count }),
  /** Follow a connection from one element to another; of a Service by the port chosen, else its first. */
  v.object({ type: v.literal('trace'), from: id, to: id, port: v.optional(count), protocol: v.optional(word) }),
  v.object({ type: v.literal('endTrace') }),
  /** Say who may talk to an element, or whom it may talk to. */
  v.object({ type: v.literal('askReach'), id, direction }),
  v.object({ type: v.literal('endReach') }),
  /** The reader has an event of a description happen, to the cluster as it is shown. */
  v.object({ type: v.literal('happen'), number: count, replicas: v.optional(v.pipe(count, v.maxValue(mostReplicas))) }),
  /** Back to before the last event, or to now. */
  v.object({ type: v.literal('unhappen'), all: v.boolean() }),
  /** The reader has seen enough of a comparison. */
  v.object({ type: v.literal('endComparison') }),
  /** The reader chose a help that the status offered. */
  v.object({ type: v.literal('act'), action: statusAction }),
  /** The page shows the address plan: from now on it comes along, first whole, then as it changes. */
  v.object({ type: v.literal('watchPlan') }),
  /** Something the page could not do; goes to the log. */
  v.object({
    type: v.literal('log'),
    text: v.pipe(
      text,
      v.transform((words) => words.slice(0, longestLog)),
    ),
  }),
  /** The reader dragged something, or had everything tidied up: all that is dragged now. */
  v.object({ type: v.literal('positions'), pins: shortList(pinnedPlace) }),
  /** The reader asks for a file of the picture. */
  v.object({ type: v.literal('export') }),
  v.object({ type: v.literal('captured'), request: count, level: count, toggled: shortList(id), places: shortList(drawnPlace) }),
  /** Absent when no picture of that size can be made. `png`: base64. */
  v.object({
    type: v.literal('raster'),
    request: count,
    png: orNothing(v.pipe(text, v.maxLength(longestRaster), v.regex(/^[A-Za-z0-9+/]+={0,2}$/))),
  }),
]);
export type FromPage = Shape<typeof fromPage>;

/** Messages from the page that are about the editor's own: files, settings, and what it has the page show. */
export type EditorMessage = Extract<FromPage, { readonly type: 'positions' | 'export' | 'captured' | 'raster' | 'endComparison' }>;

export function isEditorMessage(received: FromPage): received is EditorMessage {
  return ['positions', 'export', 'captured', 'raster', 'endComparison'].includes(received.type);
}

const isToPage = checkOf(toPage);

/** A message to the page, or undefined when it is none. */
export function parseToPage(value: unknown): ToPage | undefined {
  return isToPage(value) ? value : undefined;
}

/** A message from the page, cut to what is known, or undefined when it is none. Texts are bounded: the page is a stranger. */
export function parseFromPage(value: unknown): FromPage | undefined {
  const { success, output } = v.safeParse(fromPage, value, { abortEarly: true });
  return success ? output : undefined;
}
