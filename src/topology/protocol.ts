/**
 * The messages between the extension and the page, both directions, and the graph they carry. The page imports this file and nothing else of `src`.
 * Each message is checked on arrival (`parseFromPage`, `parseToPage`): either side treats the other as a stranger.
 */

import { isPlanPatch, type PlanPatch, type PlanStrings } from './plan/planProtocol.ts';
import { isCount, isId, isListOf, isNumber, isOneOf, isOptional, isRecord, isShortListOf, isText } from './shapes.ts';

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

/** Bumped when a message changes its meaning; state saved under another version is thrown away. */
export const protocolVersion = 1;

export const elementKinds = [
  'cluster',
  'clients',
  'externalNetwork',
  'loadBalancerPool',
  'externalAddress',
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

const severities = ['error', 'warning', 'information', 'hint'] as const;
export type ElementSeverity = (typeof severities)[number];

const certainties = ['fixed', 'predicted', 'possible'] as const;
export type ElementCertainty = (typeof certainties)[number];

/** One thing in the picture. Plain data; every text came from a manifest or a translation and is shown as text. */
export interface GraphElement {
  /** Stable over edits: `cluster|Kind/namespace/name`. */
  readonly id: string;
  readonly kind: ElementKind;
  readonly label: string;
  /** Second line: an address, a range. Empty when there is none. */
  readonly detail: string;
  /** A few quiet words: a type, a port, a count. Empty when there are none. */
  readonly note: string;
  /** Further words that a search finds it by, in one text: labels, short DNS names. What an element beside it says (a pod's workload, a service's name) is not repeated. Never shown. */
  readonly keywords: string;
  /** The namespace of what no namespace holds: a workload, a pod without one. */
  readonly namespace?: string | undefined;
  /** What holds it: a pod's workload on one node, a workload's node, in the end the cluster. Absent for a cluster. */
  readonly parent: string | undefined;
  /** Worst finding that concerns it. */
  readonly severity: ElementSeverity | undefined;
  /** Of the address shown; absent when it shows none. */
  readonly certainty: ElementCertainty | undefined;
  /** Drawn as waiting: a pending pod or service. */
  readonly pending: boolean;
  /** Whether a click can lead to a manifest. */
  readonly hasSource: boolean;
}

export const edgeKinds = ['reaches', 'assigned', 'resolves', 'answers', 'selects', 'announces'] as const;

/**
 * `reaches`: clients or a network to a pool. `assigned`: external address to its service. `resolves`: DNS name to its service.
 * `answers`: service to an endpoint's pod. `selects`: service to a pod that it selects and that is no endpoint: without an address that is known, or not running. `announces`: external address to the node that answers for it on the network.
 */
export type EdgeKind = (typeof edgeKinds)[number];

export interface GraphEdge {
  /** `from>kind>to` */
  readonly id: string;
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  /** `80 → 8080`; empty when there is nothing to say. */
  readonly label: string;
  readonly certainty: ElementCertainty | undefined;
}

/** Elements in topology order: a parent before its children, siblings in the order in which they are to be placed. Ids are unique, edges join elements that exist. */
export interface Graph {
  readonly elements: readonly GraphElement[];
  readonly edges: readonly GraphEdge[];
}

/** What turns one graph into the next. */
export interface GraphPatch {
  readonly removedEdges: readonly string[];
  /** Gone, or about to come back at another place in the order (`added`). */
  readonly removedElements: readonly string[];
  /** Changed, whole; they keep their place in the order. */
  readonly changed: readonly GraphElement[];
  /** Runs of elements, each to be put behind an element that was there and stays; `after` absent: at the front. No two runs name the same element. */
  readonly added: readonly { readonly after: string | undefined; readonly elements: readonly GraphElement[] }[];
  /** New or changed, whole. Their order says nothing. */
  readonly edges: readonly GraphEdge[];
}

/** Why there is nothing to draw, or that what is drawn is behind the text. */
export interface GraphStatus {
  /** `ready`: the graph is the text's. `loading`: the workspace is still being read. `empty`: no manifest makes a cluster. `behind`: the text is broken, the last good picture stays. `partial`: some text was broken from the start, the rest is drawn. */
  readonly state: 'ready' | 'loading' | 'empty' | 'behind' | 'partial';
  /** A sentence for people; empty when ready. */
  readonly text: string;
  /** What helps from here, most helpful first. */
  readonly actions?: readonly StatusAction[] | undefined;
}

export const statusActions = ['openFolder', 'newManifest', 'showProblems'] as const;
export type StatusAction = (typeof statusActions)[number];

/** What the detail pane says of one element beyond what the graph carries. Asked for one at a time, so that a graph of thousands stays light. */
export interface Description {
  /** `Service shop/web`, `Kubernetes node IPs`: what it is, in the manifest's words. */
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly findings: readonly DescribedFinding[];
}

export interface DescribedFinding {
  readonly severity: ElementSeverity;
  readonly code: string;
  readonly message: string;
  /** Where it stands. */
  readonly place?: Offer | undefined;
  /** What the extension can do about it. */
  readonly fixes?: readonly Offer[] | undefined;
}

/** Something that the reader may choose (`choose`). The number is good for this description alone; what it stands for stays with the extension. */
export interface Offer {
  readonly number: number;
  /** `web.yaml:12`, `Rename it to "http"`. */
  readonly text: string;
}

export interface Fact {
  readonly name: string;
  /** One entry a line. */
  readonly values: readonly string[];
  /** Why it is so, one sentence; empty when there is nothing to explain. */
  readonly reason: string;
  readonly certainty: ElementCertainty | undefined;
  /** The places that decided it, most decisive first. */
  readonly places?: readonly Offer[] | undefined;
}

export type ToPage =
  /** The whole graph: after `ready`, and after a gap. With the whole address plan when the page has asked for it (`watchPlan`). */
  | {
      readonly type: 'graph';
      readonly version: number;
      readonly graph: Graph;
      readonly status: GraphStatus;
      readonly plan?: PlanPatch | undefined;
    }
  /** The next graph as a patch of `base`; a page that shows another asks for the whole graph (`ready`). */
  | {
      readonly type: 'patch';
      readonly base: number;
      readonly version: number;
      readonly patch: GraphPatch;
      readonly status: GraphStatus;
      readonly plan?: PlanPatch | undefined;
    }
  /** What the cursor stands in; the page highlights, it does not move the camera. Empty: nothing. */
  | { readonly type: 'highlight'; readonly ids: readonly string[] }
  /** The answer to `describe`; absent when the element is gone. */
  | { readonly type: 'description'; readonly id: string; readonly description: Description | undefined }
  /** What the reader dragged in this workspace before; comes ahead of the whole graph. */
  | { readonly type: 'positions'; readonly pins: readonly PinnedPlace[] }
  /** Say what is drawn and where: an export wants to draw the same. Answered by `captured` with the same number. */
  | { readonly type: 'capture'; readonly request: number }
  /** Make a PNG of an SVG, which is the extension's own. Answered by `raster` with the same number. */
  | { readonly type: 'rasterize'; readonly request: number; readonly svg: string; readonly width: number; readonly height: number };

/** Id of an element that was dragged, and its top left corner relative to what holds it. */
export type PinnedPlace = readonly [id: string, x: number, y: number];

/** Id of what is drawn and its rectangle; of a frame that goes on elsewhere one after the other. */
export type DrawnPlace = readonly [id: string, ...rects: (readonly [x: number, y: number, width: number, height: number])[]];

export type FromPage =
  /** The page is loaded, or lost its place: send the whole graph. */
  | { readonly type: 'ready'; readonly protocol: number }
  /** The page shows `version` now; the next patch may be sent. */
  | { readonly type: 'shown'; readonly version: number }
  /** Show the manifest of an element. The focus stays in the page unless `focus`. */
  | { readonly type: 'reveal'; readonly id: string; readonly focus: boolean }
  /** The detail pane shows this element: say what is known of it. Asked again after each patch. */
  | { readonly type: 'describe'; readonly id: string }
  /** The reader chose what a description offered: a fix, or the way to a place. */
  | { readonly type: 'choose'; readonly number: number }
  /** The reader chose a help that the status offered. */
  | { readonly type: 'act'; readonly action: StatusAction }
  /** The page shows the address plan: from now on it comes along, first whole, then as it changes. */
  | { readonly type: 'watchPlan' }
  /** Something the page could not do; goes to the log. */
  | { readonly type: 'log'; readonly text: string }
  /** The reader dragged something, or had everything tidied up: all that is dragged now. */
  | { readonly type: 'positions'; readonly pins: readonly PinnedPlace[] }
  /** The reader asks for a file of the picture. */
  | { readonly type: 'export' }
  | {
      readonly type: 'captured';
      readonly request: number;
      readonly level: number;
      readonly toggled: readonly string[];
      readonly places: readonly DrawnPlace[];
    }
  /** Absent when no picture of that size can be made. `png`: base64. */
  | { readonly type: 'raster'; readonly request: number; readonly png: string | undefined };

/** Messages from the page that are about files and settings of the editor, not about the graph. */
export type EditorMessage = Extract<FromPage, { readonly type: 'positions' | 'export' | 'captured' | 'raster' }>;

/** Every text of the page that does not come from a manifest, in the reader's language. `{0}` stands for a value. */
export interface PageStrings {
  /** BCP 47 tag of the language. */
  readonly language: string;
  readonly title: string;
  readonly toolbar: string;
  readonly graphView: string;
  readonly listView: string;
  readonly search: string;
  readonly searchCount: string;
  readonly searchNone: string;
  readonly next: string;
  readonly previous: string;
  readonly problems: string;
  readonly noProblems: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly tidy: string;
  readonly export: string;
  readonly unfoldAll: string;
  readonly foldAll: string;
  readonly legend: string;
  readonly close: string;
  readonly open: string;
  readonly fold: string;
  readonly unfold: string;
  readonly details: string;
  readonly findings: string;
  readonly connections: string;
  readonly holds: string;
  readonly reveal: string;
  readonly showing: string;
  readonly more: string;
  readonly pod: string;
  readonly pods: string;
  readonly service: string;
  readonly services: string;
  readonly podsWaiting: string;
  readonly range: string;
  readonly ranges: string;
  readonly quiet: string;
  readonly element: string;
  readonly elements: string;
  readonly pending: string;
  readonly waiting: string;
  readonly selected: string;
  readonly graphChanged: string;
  readonly keyboardHelp: string;
  readonly find: FindStrings;
  readonly table: TableStrings;
  readonly states: StateStrings;
  readonly lanes: { readonly outside: string; readonly addresses: string; readonly services: string; readonly nodes: string };
  readonly kinds: Readonly<Record<ElementKind, string>>;
  /** What stands above services of a kind, and what is said of one. */
  readonly exposures: Readonly<Record<'exposed' | 'internal' | 'alias', string>>;
  /** Words on a line, followed by its ports. */
  readonly edgeWords: Readonly<Record<EdgeKind, string>>;
  readonly severities: Readonly<Record<ElementSeverity, string>>;
  readonly certainties: Readonly<Record<ElementCertainty, string>>;
  readonly edges: Readonly<Record<EdgeKind, string>>;
  readonly edgesBackward: Readonly<Record<EdgeKind, string>>;
  readonly plan: PlanStrings;
}

/** Filters, chains and the choice of a cluster. */
export interface FindStrings {
  readonly filter: string;
  readonly filters: string;
  readonly cluster: string;
  readonly allClusters: string;
  readonly namespaces: string;
  readonly kinds: string;
  readonly chosen: string;
  readonly onlyProblems: string;
  readonly onlyExposed: string;
  readonly clear: string;
  readonly showing: string;
  readonly nothing: string;
  readonly hidden: string;
  readonly lifted: string;
  readonly trace: string;
  readonly traced: string;
  readonly untrace: string;
  readonly untraced: string;
}

/** The list. */
export interface TableStrings {
  readonly name: string;
  readonly kind: string;
  readonly namespace: string;
  readonly address: string;
  readonly node: string;
  readonly problem: string;
  readonly noEndpoints: string;
  readonly sorted: string;
  readonly unsorted: string;
  readonly keyboardHelp: string;
}

/** What the page says when it cannot show what it should. */
export interface StateStrings {
  readonly silent: string;
  /** While there is no picture. */
  readonly silentAtFirst: string;
  readonly retry: string;
  readonly actions: Readonly<Record<StatusAction, string>>;
  readonly fixed: string;
}

/** A message to the page, or undefined when it is none. */
export function parseToPage(value: unknown): ToPage | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'graph':
      return isCount(value['version']) && isGraph(value['graph']) && isStatus(value['status']) && isOptional(value['plan'], isPlanPatch)
        ? (value as ToPage)
        : undefined;
    case 'patch':
      return isCount(value['base']) &&
        isCount(value['version']) &&
        isPatch(value['patch']) &&
        isStatus(value['status']) &&
        isOptional(value['plan'], isPlanPatch)
        ? (value as ToPage)
        : undefined;
    case 'highlight':
      return isListOf(value['ids'], isText) ? (value as ToPage) : undefined;
    case 'description':
      return isText(value['id']) && isOptional(value['description'], isDescription) ? (value as ToPage) : undefined;
    case 'positions':
      return isListOf(value['pins'], isPinnedPlace) ? (value as ToPage) : undefined;
    case 'capture':
      return isCount(value['request']) ? (value as ToPage) : undefined;
    case 'rasterize':
      return isCount(value['request']) && isText(value['svg']) && isCount(value['width']) && isCount(value['height'])
        ? (value as ToPage)
        : undefined;
    default:
      return undefined;
  }
}

/** A message from the page, or undefined when it is none. Texts are bounded: the page is a stranger. */
export function parseFromPage(value: unknown): FromPage | undefined {
  if (!isRecord(value)) return undefined;
  const { type, id, version, protocol, text, focus, pins, request, level, toggled, places, png } = value;
  switch (type) {
    case 'ready':
      return isCount(protocol) ? { type, protocol } : undefined;
    case 'shown':
      return isCount(version) ? { type, version } : undefined;
    case 'reveal':
      return isId(id) && typeof focus === 'boolean' ? { type, id, focus } : undefined;
    case 'describe':
      return isId(id) ? { type, id } : undefined;
    case 'choose':
      return isCount(value['number']) ? { type, number: value['number'] } : undefined;
    case 'act':
      return isStatusAction(value['action']) ? { type, action: value['action'] } : undefined;
    case 'watchPlan':
      return { type };
    case 'log':
      return isText(text) ? { type, text: text.slice(0, 2000) } : undefined;
    case 'export':
      return { type };
    case 'positions':
      return isShortListOf(pins, isPinnedPlace) ? { type, pins } : undefined;
    case 'captured':
      return isCount(request) && isCount(level) && isShortListOf(toggled, isId) && isShortListOf(places, isDrawnPlace)
        ? { type, request, level, toggled, places }
        : undefined;
    case 'raster':
      return isCount(request) &&
        isOptional(png, isText) &&
        (png === undefined || (png.length <= longestRaster && /^[A-Za-z0-9+/]+={0,2}$/.test(png)))
        ? { type, request, png }
        : undefined;
    default:
      return undefined;
  }
}

const longestRaster = 100_000_000;

export function isPinnedPlace(value: unknown): value is PinnedPlace {
  return Array.isArray(value) && value.length === 3 && isId(value[0]) && isNumber(value[1]) && isNumber(value[2]);
}

function isDrawnPlace(value: unknown): value is DrawnPlace {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    isId(value[0]) &&
    value.slice(1).every((rect) => Array.isArray(rect) && rect.length === 4 && rect.every(isNumber))
  );
}

const isSeverity = isOneOf(severities);
const isCertainty = isOneOf(certainties);
const isElementKind = isOneOf(elementKinds);
const isEdgeKind = isOneOf(edgeKinds);
const isStatusAction = isOneOf(statusActions);
const isState = isOneOf<GraphStatus['state']>(['ready', 'loading', 'empty', 'behind', 'partial']);

function isElement(value: unknown): value is GraphElement {
  return (
    isRecord(value) &&
    isId(value['id']) &&
    isElementKind(value['kind']) &&
    isText(value['label']) &&
    isText(value['detail']) &&
    isText(value['note']) &&
    isText(value['keywords']) &&
    isOptional(value['namespace'], isText) &&
    isOptional(value['parent'], isText) &&
    isOptional(value['severity'], isSeverity) &&
    isOptional(value['certainty'], isCertainty) &&
    typeof value['pending'] === 'boolean' &&
    typeof value['hasSource'] === 'boolean'
  );
}

function isEdge(value: unknown): value is GraphEdge {
  return (
    isRecord(value) &&
    isText(value['id']) &&
    isEdgeKind(value['kind']) &&
    isText(value['from']) &&
    isText(value['to']) &&
    isText(value['label']) &&
    isOptional(value['certainty'], isCertainty)
  );
}

function isGraph(value: unknown): value is Graph {
  return isRecord(value) && isListOf(value['elements'], isElement) && isListOf(value['edges'], isEdge);
}

function isPatch(value: unknown): value is GraphPatch {
  return (
    isRecord(value) &&
    isListOf(value['removedEdges'], isText) &&
    isListOf(value['removedElements'], isText) &&
    isListOf(value['changed'], isElement) &&
    isListOf(value['added'], isRun) &&
    isListOf(value['edges'], isEdge)
  );
}

function isRun(value: unknown): value is GraphPatch['added'][number] {
  return isRecord(value) && isOptional(value['after'], isText) && isListOf(value['elements'], isElement);
}

function isStatus(value: unknown): value is GraphStatus {
  return (
    isRecord(value) &&
    isState(value['state']) &&
    isText(value['text']) &&
    isOptional(value['actions'], (actions): actions is readonly StatusAction[] => isListOf(actions, isStatusAction))
  );
}

function isDescription(value: unknown): value is Description {
  return isRecord(value) && isText(value['title']) && isListOf(value['facts'], isFact) && isListOf(value['findings'], isFinding);
}

function isFact(value: unknown): value is Fact {
  return (
    isRecord(value) &&
    isText(value['name']) &&
    isListOf(value['values'], isText) &&
    isText(value['reason']) &&
    isOptional(value['certainty'], isCertainty) &&
    isOptional(value['places'], isOffers)
  );
}

function isFinding(value: unknown): value is Description['findings'][number] {
  return (
    isRecord(value) &&
    isSeverity(value['severity']) &&
    isText(value['code']) &&
    isText(value['message']) &&
    isOptional(value['place'], isOffer) &&
    isOptional(value['fixes'], isOffers)
  );
}

function isOffer(value: unknown): value is Offer {
  return isRecord(value) && isCount(value['number']) && isText(value['text']);
}

function isOffers(value: unknown): value is readonly Offer[] {
  return isListOf(value, isOffer);
}
