import type cytoscape from 'cytoscape';
import { edgeGeometry } from '../../src/topology/placement/edgeGeometry.ts';
import type { Rect } from '../../src/topology/placement/geometry.ts';
import { podEdgesIn, type Visible, type VisibleEdge } from '../../src/topology/placement/visible.ts';
import { announcementsFor } from './announcements.ts';
import { noMarks, type Marks } from './cardLayers.ts';
import { faintAbove, quietAbove } from './graphStyle.ts';

/** The edges as cytoscape has them: of very many only those that are asked for, and each with the classes that its marks ask for. */
export class EdgeLayer {
  readonly #cy: cytoscape.Core;
  readonly #bodyOf: (id: string) => Rect | undefined;
  #visible: Visible = { shown: new Map(), edges: new Map() };
  #marks = noMarks;
  /** Edges that end at the selection, or say who announces its addresses. */
  #own = new Set<string>();
  #hovered: ReadonlySet<string> = new Set();

  /** `bodyOf`: the rectangle that the edges of an element end at. */
  constructor(cy: cytoscape.Core, bodyOf: (id: string) => Rect | undefined) {
    this.#cy = cy;
    this.#bodyOf = bodyOf;
  }

  /** Draws these, changing what differs; `moved`: ids of elements that are new or stand elsewhere. Within a batch. */
  show(visible: Visible, moved: ReadonlySet<string>): void {
    const before = this.#visible;
    this.#visible = visible;
    this.#crowd = podEdgesIn(visible);
    for (const edge of visible.edges.values()) {
      const known = before.edges.get(edge.id);
      if (known !== edge || moved.has(edge.from) || moved.has(edge.to)) this.#putEdge(edge, known, moved);
    }
    this.#drawCrowd();
  }

  /** Takes out those that are not among these; before the elements at their ends go. */
  keepOnly(edges: Visible['edges']): void {
    for (const id of this.#visible.edges.keys()) if (!edges.has(id)) this.#removeEdge(id);
  }

  mark(marks: Marks): void {
    this.#marks = marks;
    const { selected, chain, highlighted, lit } = marks;
    const wanted = new Map<string, string>();
    this.#summonedByMarks.clear();
    this.#own = new Set(selected === undefined ? [] : announcementsFor(this.#visible, selected).map(({ id }) => id));
    for (const [id, { kind, from, to }] of this.#visible.edges) {
      const own = from === selected || to === selected || this.#own.has(id);
      if (own) this.#own.add(id);
      const passed = selected !== undefined && kind !== 'announces' && chain.has(from) && chain.has(to);
      const marked = kind !== 'announces' && (highlighted.has(from) || highlighted.has(to) || (lit.has(from) && lit.has(to)));
      const emphasised = own || passed || marked;
      const dimmed = selected !== undefined && !emphasised;
      if (emphasised) this.#summonedByMarks.add(id);
      wanted.set(id, `${emphasised ? 'emphasised ' : ''}${dimmed ? 'dimmed ' : ''}`);
    }
    this.#summon();
    this.#classify('marks', wanted);
  }

  get hovered(): ReadonlySet<string> {
    return this.#hovered;
  }

  /** Those that the pointer is at. */
  hover(ids: ReadonlySet<string>): void {
    this.#hovered = ids;
    this.#cy.batch(() => {
      this.#cy.edges('.hovered').removeClass('hovered');
      for (const id of ids) this.#cy.getElementById(id).addClass('hovered');
    });
  }

  /** The edges of an element that the pointer is at, also such as are not drawn as a rule; of none when it is at none. */
  summonFor(id: string | undefined): ReadonlySet<string> {
    this.#summonedByPointer.clear();
    if (id !== undefined)
      for (const edge of this.#visible.edges.values()) if (edge.from === id || edge.to === id) this.#summonedByPointer.add(edge.id);
    this.#summon();
    return id === undefined
      ? new Set()
      : new Set(
          this.#cy
            .getElementById(id)
            .connectedEdges()
            .map((edge) => edge.id()),
        );
  }

  /**
   * Those that say what they are, by why: pointed at, ending at the selection, passed by its traffic. What the cursor in the editor stands in would be said unasked.
   */
  get spoken(): readonly (readonly VisibleEdge[])[] {
    const { selected } = this.#marks;
    const wanted: VisibleEdge[][] = [[], [], []];
    for (const edge of this.#visible.edges.values()) {
      if (edge.kind === 'resolves' || edge.kind === 'reaches') continue;
      const rank = this.#hovered.has(edge.id)
        ? 0
        : this.#own.has(edge.id)
          ? 1
          : selected !== undefined && this.#summonedByMarks.has(edge.id)
            ? 2
            : -1;
      wanted[rank]?.push(edge);
    }
    return wanted;
  }

  /** How many edges lead to pods. */
  #crowd = 0;
  /** Of so many that cytoscape is not even given them, those that are shown all the same. */
  readonly #summonedByMarks = new Set<string>();
  readonly #summonedByPointer = new Set<string>();
  /** Ids of the edges that cytoscape has. */
  readonly #given = new Set<string>();

  /** A name hangs below its service: the two need no line. Edges to pods that are too many are given to cytoscape one by one, when they are asked for. */
  #isGiven({ id, kind }: VisibleEdge): boolean {
    if (kind === 'resolves') return false;
    return (
      this.#crowd <= quietAbove ||
      (kind !== 'answers' && kind !== 'selects') ||
      this.#summonedByMarks.has(id) ||
      this.#summonedByPointer.has(id)
    );
  }

  #summon(): void {
    if (this.#crowd <= quietAbove) return;
    const changed = [...this.#visible.edges.values()].filter((edge) => this.#isGiven(edge) !== this.#given.has(edge.id));
    if (changed.length === 0) return;
    this.#cy.batch(() => {
      for (const edge of changed) {
        if (this.#given.has(edge.id)) this.#removeEdge(edge.id);
        else this.#putEdge(edge, undefined, new Set());
      }
      this.#drawCrowd();
    });
  }

  /** Edges to pods are faint when there are many. */
  #drawCrowd(): void {
    const classes = this.#crowd > faintAbove ? 'faint' : '';
    this.#classify(
      'crowd',
      new Map(
        [...this.#visible.edges.values()].filter(({ kind }) => kind === 'answers' || kind === 'selects').map(({ id }) => [id, classes]),
      ),
    );
  }

  /** Classes that edges have, by what they come from; an edge that has none is not named. cytoscape draws everything anew for each class that is set, even when it was set before. */
  readonly #classes = { marks: new Map<string, string>(), crowd: new Map<string, string>() };

  #classify(origin: 'marks' | 'crowd', wanted: ReadonlyMap<string, string>): void {
    const known = this.#classes[origin];
    const changes = [...wanted].filter(([id, classes]) => this.#given.has(id) && (known.get(id) ?? '') !== classes);
    if (changes.length === 0) return;
    this.#cy.batch(() => {
      for (const [id, classes] of changes) {
        this.#cy
          .getElementById(id)
          .removeClass(known.get(id) ?? '')
          .addClass(classes);
        known.set(id, classes);
      }
    });
  }

  #removeEdge(id: string): void {
    if (!this.#given.delete(id)) return;
    this.#cy.getElementById(id).remove();
    this.#classes.marks.delete(id);
    this.#classes.crowd.delete(id);
  }

  #putEdge(visibleEdge: VisibleEdge, before: VisibleEdge | undefined, moved: ReadonlySet<string>): void {
    const { id, from, to, kind, label, certainty = 'fixed' } = visibleEdge;
    if (!this.#isGiven(visibleEdge)) {
      this.#removeEdge(id);
      return;
    }
    const source = this.#bodyOf(from);
    const target = this.#bodyOf(to);
    if (source === undefined || target === undefined) return;
    const edge = this.#cy.getElementById(id);
    if (edge.empty()) {
      this.#given.add(id);
      this.#cy.add({
        group: 'edges',
        data: { id, source: from, target: to, kind, label, certainty, ...edgeGeometry(source, target, kind) },
      });
      return;
    }
    if (before?.label !== label || before.certainty !== certainty) edge.data({ label, certainty });
    if (moved.has(from) || moved.has(to)) edge.data(edgeGeometry(source, target, kind));
  }
}
