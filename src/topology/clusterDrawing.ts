import type { Text } from '../base/message.ts';
import type { AllocatedService, Allocation } from '../engine/allocation.ts';
import type { Place } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import { worst, type Badge, type Badges } from './badges.ts';
import { BadgeIndex } from './badgeIndex.ts';
import { edgeOf, type DrawnBefore, type Made } from './drawnBefore.ts';
import { joined } from './edgeLabels.ts';
import { isolationIn, type IsolationOf } from './isolation.ts';
import type { Looks } from './looks.ts';
import type { EdgeKind, GraphElement } from './protocol.ts';
import type { Subject, SubjectValue, Topology, UnsaidEdge, UnsaidElement } from './subject.ts';

export interface ClusterInput {
  readonly allocation: Allocation;
  /** The same as it changes, while it still says this: what was found out about it before is at hand there. */
  readonly live?: Allocation | undefined;
  /** Findings of this cluster. */
  readonly badges: Badges;
}

interface Origin {
  readonly resource?: Resource | undefined;
  readonly place?: Place | undefined;
}

/** What most elements leave open. */
const plain = { detail: '', note: '', keywords: '', certainty: undefined, pending: false } as const;

/** The graph of one cluster while it is being made: what is in it so far, and ways to add to it. */
export class ClusterDrawing {
  readonly id: string;
  /** What is looked at now. */
  readonly allocation: Allocation;
  readonly badges: BadgeIndex;
  readonly isolationOf: IsolationOf;
  readonly before: DrawnBefore;
  /** Ids of the elements of services, pods and nodes, by `namespace/name` or name. */
  readonly services = new Map<AllocatedService, string>();
  readonly pods = new Map<string, string>();
  readonly nodes = new Map<string, string>();
  /** Nodes by address: some services lead to what runs on a node itself. */
  readonly nodeAt = new Map<string, string>();
  readonly addresses: {
    readonly id: string;
    readonly users: readonly AllocatedService[];
    readonly certainty: GraphElement['certainty'];
  }[] = [];
  /** What the elements are of, later as well. */
  readonly #subject: Allocation;
  readonly #elements: UnsaidElement[] = [];
  readonly #subjects = new Map<string, Subject>();
  readonly #edges = new Map<string, UnsaidEdge>();

  constructor(id: string, { allocation, live = allocation, badges }: ClusterInput, before: DrawnBefore) {
    this.id = id;
    this.before = before;
    this.#subject = allocation;
    this.allocation = live;
    this.badges = new BadgeIndex(live.cluster, badges);
    this.isolationOf = isolationIn(live);
  }

  /** What has been drawn. The cluster itself is its first element, and takes the findings that no other has taken. */
  finished(): Topology {
    this.#markCluster();
    return { graph: { elements: this.#elements, edges: [...this.#edges.values()] }, subjects: this.#subjects };
  }

  has(id: string): boolean {
    return this.#subjects.has(id);
  }

  /** The id of an element by what it is called within its cluster. */
  full(local: string): string {
    return local === this.id ? local : `${this.id}|${local}`;
  }

  /** The other way round; not for the cluster itself. */
  local(id: string): string {
    return id.slice(this.id.length + 1);
  }

  /** Makes an element and puts it in; returns its id. `badges`: absent where it takes the findings of its manifest. */
  add(local: string, parent: string | undefined, looks: Looks, what: SubjectValue, origin: Origin = {}, badges?: readonly Badge[]): string {
    return this.put(this.made(local, parent, looks, what, origin), badges);
  }

  /** An element that may be put in, now and as long as what it is made of stays. */
  made(local: string, parent: string | undefined, looks: Looks, what: SubjectValue, { resource, place }: Origin): Made {
    const id = this.full(local);
    return { element: { ...plain, ...looks, id, parent, severity: undefined, hasSource: place !== undefined }, what, resource, place };
  }

  /** Behind those that are there. Returns the id; of things that share a name (a manifest that is there twice) the later ones get a mark. */
  put({ element, what, resource, place }: Made, badges?: readonly Badge[]): string {
    let { id } = element;
    while (this.#subjects.has(id)) id += '~';
    const own = badges ?? this.badges.take(resource, place);
    const severity = worst(own);
    this.#elements.push(id === element.id && severity === undefined ? element : { ...element, id, severity });
    this.#subjects.set(id, { what, allocation: this.#subject, resource, place, badges: own });
    return id;
  }

  edge(kind: EdgeKind, from: string, to: string, label: Text, certainty?: GraphElement['certainty']): void {
    this.putEdge(edgeOf(kind, from, to, label, certainty));
  }

  /** Of lines of one kind between the same two, which are one, the labels come together. */
  putEdge(edge: UnsaidEdge): void {
    const known = this.#edges.get(edge.id);
    this.#edges.set(edge.id, known === undefined || known.label === '' ? edge : { ...edge, label: joined(known.label, edge.label) });
  }

  #markCluster(): void {
    const badges = this.badges.rest();
    const [cluster] = this.#elements;
    const subject = this.#subjects.get(this.id);
    if (badges.length === 0 || cluster === undefined || subject === undefined) return;
    this.#elements[0] = { ...cluster, severity: worst(badges) };
    this.#subjects.set(this.id, { ...subject, badges });
  }
}
