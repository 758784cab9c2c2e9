/**
 * The messages between the extension and the page, both directions. The page imports this file and nothing else of `src`, so it passes on what the messages carry.
 * Each message is checked on arrival (`parseFromPage`, `parseToPage`): either side treats the other as a stranger. Types and checks come from one description.
 */

import * as v from 'valibot';
import { checkOf } from './checkOf.ts';
import { description, graph, graphPatch, graphStatus, statusAction } from './graphProtocol.ts';
import { planPatch } from './plan/planProtocol.ts';
import { count, finite, id, orNothing, shortList, text, texts, type Shape } from './shapes.ts';

export { edgeKinds, elementKinds, statusActions } from './graphProtocol.ts';
export type {
  DescribedFinding,
  Description,
  EdgeKind,
  ElementCertainty,
  ElementKind,
  ElementSeverity,
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
  v.object({ type: v.literal('graph'), version: count, graph, status: graphStatus, plan: v.optional(planPatch) }),
  /** The next graph as a patch of `base`; a page that shows another asks for the whole graph (`ready`). */
  v.object({ type: v.literal('patch'), base: count, version: count, patch: graphPatch, status: graphStatus, plan: v.optional(planPatch) }),
  /** What the cursor stands in; the page highlights, it does not move the camera. Empty: nothing. */
  v.object({ type: v.literal('highlight'), ids: texts }),
  /** The answer to `describe`; absent when the element is gone. */
  v.object({ type: v.literal('description'), id: text, description: orNothing(description) }),
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

/** Messages from the page that are about files and settings of the editor, not about the graph. */
export type EditorMessage = Extract<FromPage, { readonly type: 'positions' | 'export' | 'captured' | 'raster' }>;

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
