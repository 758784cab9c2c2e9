import type { EdgeKind, ElementCertainty, ElementKind, ElementSeverity, GraphElement } from '../protocol.ts';
import { leadsSomewhere } from './endpoints.ts';
import { exposureOf, type Exposure } from './exposure.ts';
import { addressesInShort, leastCertain } from './podAddresses.ts';
import type { Picture } from './picture.ts';

/** Which groups are drawn as one card. */
export interface Folds {
  /** Groups up to this level are folded: 0 none, 1 workloads, 2 nodes, 3 namespaces and pools, 4 clusters. */
  readonly level: number;
  /** Groups that the reader opened or closed, against the level. */
  readonly toggled: ReadonlySet<string>;
}

/** What is drawn of the picture: cards, and frames that hold them. */
export interface Visible {
  /** In topology order: a frame before what it holds. */
  readonly shown: ReadonlyMap<string, Shown>;
  readonly edges: ReadonlyMap<string, VisibleEdge>;
}

export interface Shown {
  readonly element: GraphElement;
  readonly role: 'card' | 'frame';
  /** The frame that holds it; absent for the outermost. */
  readonly frame: string | undefined;
  /** The element's second line; on a folded workload the addresses of its pods, in short. */
  readonly detail: string;
  /** Of the addresses in `detail`: as sure as the least sure of them. */
  readonly certainty: ElementCertainty | undefined;
  /** Of a service, who reaches it. */
  readonly exposure: Exposure | undefined;
  /** Pods inside; 0 for what is no group. */
  readonly pods: number;
  /** On a folded workload, how many of its pods wait. */
  readonly waiting: number;
  /** Services inside. */
  readonly services: number;
  /** Address ranges and pools of pod addresses inside. */
  readonly ranges: number;
  /** Whether it can be folded or opened. */
  readonly group: boolean;
  /** Worst of what it stands for: its own, and on a folded card that of everything inside. */
  readonly severity: ElementSeverity | undefined;
  readonly pending: boolean;
  /** A service that leads to no pod here, and may lead to some that are not known here. */
  readonly podsUnknown: boolean;
}

export interface VisibleEdge {
  readonly id: string;
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  /** Empty when edges with different labels are drawn as one. */
  readonly label: string;
  readonly certainty: ElementCertainty | undefined;
}

/** Above this many visible elements the page folds groups: what cytoscape and the eye bear. */
export const mostVisible = 600;

/** More clusters than this are not drawn at once, but where the reader asks for all: then each as one card. */
export const mostClusters = 6;

const foldLevels: Partial<Record<ElementKind, number>> = {
  workload: 1,
  node: 2,
  unscheduled: 2,
  namespace: 3,
  loadBalancerPool: 3,
  addressPlan: 3,
  cluster: 4,
};
const deepest = 4;

/** The lowest level at which no more than the bound is visible; the pods of a workload are one card even where there are few. */
export function chooseLevel(picture: Picture, toggled: ReadonlySet<string>, bound = mostVisible): number {
  // Of many clusters each is one card: an overview.
  if ((picture.children.get(undefined) ?? []).length > mostClusters) return deepest;
  for (let level = 1; level < deepest; level++) if (countVisible(picture, { level, toggled }, bound) <= bound) return level;
  return deepest;
}

export function isGroup(picture: Picture, element: GraphElement): boolean {
  const children = picture.children.get(element.id)?.length ?? 0;
  return foldLevels[element.kind] !== undefined && (element.kind === 'workload' ? children > 1 : children > 0);
}

export function isFolded(picture: Picture, element: GraphElement, { level, toggled }: Folds): boolean {
  const byDefault = (foldLevels[element.kind] ?? deepest + 1) <= level || isAside(picture, element);
  return isGroup(picture, element) && byDefault !== toggled.has(element.id);
}

/** Not what one looks at first: a namespace of services that no manifest here writes, which the product brings along; the address ranges, which the address plan shows to scale, unless there is nothing else. */
function isAside({ elements, children }: Picture, { kind, id, parent }: GraphElement): boolean {
  if (kind === 'addressPlan') return (children.get(parent) ?? []).length > 1;
  return kind === 'namespace' && (children.get(id) ?? []).every((child) => elements.get(child)?.hasSource === false);
}

/** Counts no further than just above the bound. */
function countVisible(picture: Picture, folds: Folds, bound: number): number {
  let count = 0;
  const visit = (ids: readonly string[]) => {
    for (const id of ids) {
      const element = picture.elements.get(id);
      if (element === undefined || count > bound) continue;
      const open = !isFolded(picture, element, folds);
      if (element.kind !== 'workload' || !open) count++;
      if (open) visit(picture.children.get(id) ?? []);
    }
  };
  visit(picture.children.get(undefined) ?? []);
  return count;
}

/** The cards and frames of the picture under the given folds, and the edges between them. */
export function visibleOf(picture: Picture, folds: Folds): Visible {
  const shown = new Map<string, Shown>();
  /** What stands for an element that is not drawn itself. */
  const stands = new Map<string, string>();

  const visit = (ids: readonly string[], frame: string | undefined) => {
    for (const id of ids) {
      const element = picture.elements.get(id);
      if (element === undefined) continue;
      if (element.kind === 'workload' && !isFolded(picture, element, folds)) {
        // The pods of an open workload lie side by side in their node; the workload has no card of its own.
        if (frame !== undefined) stands.set(id, frame);
        visit(picture.children.get(id) ?? [], frame);
        continue;
      }
      const group = isGroup(picture, element);
      const folded = isFolded(picture, element, folds);
      const framed = foldLevels[element.kind] !== undefined && element.kind !== 'workload' && !folded;
      shown.set(id, { frame, group, role: framed ? 'frame' : 'card', ...looks(picture, element, group, folded) });
      stands.set(id, id);
      if (folded) standForAll(picture, id, id, stands);
      else visit(picture.children.get(id) ?? [], id);
    }
  };
  visit(picture.children.get(undefined) ?? [], undefined);
  return { shown, edges: visibleEdges(picture, stands) };
}

/** The next picture's cards and frames under the same folds, when some elements only look different: all else is the same object as before. */
export function relookedVisible(picture: Picture, before: Visible, changed: readonly string[]): Visible {
  const shown = new Map(before.shown);
  for (const id of changed) {
    const drawn = standIn(picture, before, id);
    const one = drawn === undefined ? undefined : shown.get(drawn);
    const element = drawn === undefined ? undefined : picture.elements.get(drawn);
    if (drawn === undefined || one === undefined || element === undefined) continue;
    shown.set(drawn, { ...one, ...looks(picture, element, one.group, one.group && one.role === 'card') });
  }
  return { shown, edges: before.edges };
}

type Looks = Omit<Shown, 'role' | 'frame' | 'group'>;

function looks(picture: Picture, element: GraphElement, group: boolean, folded: boolean): Looks {
  const { pods, services, ranges, ...inside } = group ? summary(picture, element.id) : nothing;
  const members = folded && element.kind === 'workload' ? membersOf(picture, element.id) : undefined;
  return {
    element,
    pods,
    services,
    ranges,
    waiting: members?.filter(({ pending }) => pending).length ?? 0,
    detail: members === undefined ? element.detail : addressesInShort(members),
    certainty: members === undefined ? element.certainty : leastCertain(members),
    exposure: exposureOf(picture, element),
    severity: folded ? worse(element.severity, inside.severity) : element.severity,
    pending: element.pending || (folded && inside.pending),
    podsUnknown: element.podsUnknown === true && !leadsSomewhere(picture, element.id),
  };
}

function membersOf({ elements, children }: Picture, id: string): readonly GraphElement[] {
  return (children.get(id) ?? []).map((child) => elements.get(child)).filter((element) => element !== undefined);
}

/** What is drawn for an element: itself, or the folded group that it is in. */
export function standIn(picture: Picture, { shown }: Visible, id: string): string | undefined {
  let current: string | undefined = id;
  for (let depth = 0; current !== undefined && depth < 8; depth++) {
    if (shown.has(current)) return current;
    current = picture.elements.get(current)?.parent;
  }
  return undefined;
}

/** How many edges lead from services to pods: the kinds that become a tangle. */
export function podEdgesIn({ edges }: Visible): number {
  let count = 0;
  for (const { kind } of edges.values()) if (kind === 'answers' || kind === 'selects') count++;
  return count;
}

function standForAll(picture: Picture, id: string, representative: string, stands: Map<string, string>): void {
  for (const child of picture.children.get(id) ?? []) {
    stands.set(child, representative);
    standForAll(picture, child, representative, stands);
  }
}

function visibleEdges(picture: Picture, stands: ReadonlyMap<string, string>): ReadonlyMap<string, VisibleEdge> {
  const edges = new Map<string, VisibleEdge>();
  for (const { kind, from: source, to: target, label, certainty } of picture.edges.values()) {
    const from = stands.get(source);
    const to = stands.get(target);
    if (from === undefined || to === undefined || from === to) continue;
    const id = `${from}>${kind}>${to}`;
    const known = edges.get(id);
    edges.set(id, { id, kind, from, to, label: known === undefined || known.label === label ? label : '', certainty });
  }
  return edges;
}

type Summary = Pick<Shown, 'pods' | 'services' | 'ranges' | 'severity' | 'pending'>;

const nothing: Summary = { pods: 0, services: 0, ranges: 0, severity: undefined, pending: false };

/** Kept for each picture: a change elsewhere asks for the same sums again. */
const summaries = new WeakMap<Picture, Map<string, Summary>>();

function summary(picture: Picture, id: string): Summary {
  const known = summaries.get(picture) ?? new Map<string, Summary>();
  summaries.set(picture, known);
  const cached = known.get(id);
  if (cached !== undefined) return cached;
  let { pods, services, ranges, severity, pending } = nothing;
  for (const child of picture.children.get(id) ?? []) {
    const element = picture.elements.get(child);
    // Of what has gone as a whole it is told how much it was.
    if (element === undefined || (picture.ghosts?.has(child) === true && !picture.ghosts.has(id))) continue;
    const inside = summary(picture, child);
    pods += inside.pods + (element.kind === 'pod' ? 1 : 0);
    services += inside.services + (element.kind === 'service' ? 1 : 0);
    ranges += inside.ranges + (element.kind === 'range' || element.kind === 'ipPool' ? 1 : 0);
    severity = worse(worse(severity, element.severity), inside.severity);
    pending ||= element.pending || inside.pending;
  }
  const result = { pods, services, ranges, severity, pending };
  known.set(id, result);
  return result;
}

/** The worst of an element and of all that it holds. */
export function severityOf(picture: Picture, { id, severity, pending }: GraphElement): Pick<Shown, 'severity' | 'pending'> {
  const inside = summary(picture, id);
  return { severity: worse(severity, inside.severity), pending: pending || inside.pending };
}

const order: readonly (ElementSeverity | undefined)[] = ['error', 'warning', 'information', 'hint', undefined];

function worse(one: ElementSeverity | undefined, other: ElementSeverity | undefined): ElementSeverity | undefined {
  return order.indexOf(one) <= order.indexOf(other) ? one : other;
}
