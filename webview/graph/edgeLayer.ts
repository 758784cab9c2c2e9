import type cytoscape from 'cytoscape';
import { edgeGeometry } from '../../src/topology/placement/edgeGeometry.ts';
import type { Placement } from '../../src/topology/placement/placement.ts';
import type { Route } from '../../src/topology/placement/route.ts';
import { bodyOf, routesOf } from '../../src/topology/placement/routing.ts';
import { podEdgesIn, type Visible, type VisibleEdge } from '../../src/topology/placement/visible.ts';
import { announcementsFor } from './announcements.ts';
import { noMarks, type Marks } from './cardLayers.ts';
import { faintAbove, quietAbove } from './graphStyle.ts';

/** The edges as cytoscape has them: of very many only those that are asked for, and each with the classes that its marks ask for. */
export class EdgeLayer {
  readonly #cy: cytoscape.Core;
  #placement: Placement = new Map();
  /** Of the edges that cytoscape has. */
  #routes: ReadonlyMap<string, Route> = new Map();
  #visible: Visible = { shown: new Map(), edges: new Map() };
  #marks = noMarks;
  /** Edges that end at the selection, or say who announces its addresses. */
  #own = new Set<string>();
  #hovered: ReadonlySet<string> = new Set();

  constructor(cy: cytoscape.Core) {
    this.#cy = cy;
  }

  /** The way of an edge that is drawn. */
  routeOf(id: string): Route | undefined {
    return this.#routes.get(id);
  }

  /** Draws these, changing what differs. Within a batch. */
  show(visible: Visible, placement: Placement): void {
    const before = this.#visible;
    this.#visible = visible;
    this.#placement = placement;
    this.#crowd = podEdgesIn(visible);
    this.#findRoutes();
    for (const edge of visible.edges.values()) this.#putEdge(edge, before.edges.get(edge.id));
    this.#drawCrowd();
  }

  /** A line goes round whatever stands in its way, so that each may change when anything moves. */
  #findRoutes(): void {
    const given = [...this.#visible.edges.values()].filter((edge) => this.#isGiven(edge));
    this.#routes = routesOf(this.#visible, this.#placement, given);
  }

  /** Takes out those that are not among these; before the elements at their ends go. */
  keepOnly(edges: Visible['edges']): void {
    for (const id of this.#visible.edges.keys()) if (!edges.has(id)) this.#removeEdge(id);
  }

  mark(marks: Marks): void {
    this.#marks = marks;
    const { selected, chain, highlighted, lit } = marks;
    // What is searched for is cards: lines are those of the selection.
    const focus = marks.focus?.kind === 'search' ? undefined : marks.focus;
    const wanted = new Map<string, string>();
    this.#summonedByMarks.clear();
    this.#own = new Set(selected === undefined ? [] : announcementsFor(this.#visible, selected).map(({ id }) => id));
    for (const [id, { kind, from, to }] of this.#visible.edges) {
      const own = from === selected || to === selected || this.#own.has(id);
      if (own) this.#own.add(id);
      const onWay = focus?.kind === 'way' && focus.ids.has(from) && focus.ids.has(to);
      const passed = focus === undefined && selected !== undefined && kind !== 'announces' && chain.has(from) && chain.has(to);
      const marked = kind !== 'announces' && (highlighted.has(from) || highlighted.has(to) || (lit.has(from) && lit.has(to)));
      const emphasised = onWay || (focus === undefined && own) || passed || (focus === undefined && marked);
      const dimmed = (selected !== undefined || marks.focus !== undefined) && !emphasised;
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
        : this.#marks.focus === undefined && this.#own.has(edge.id)
          ? 1
          : (selected !== undefined || this.#marks.focus !== undefined) && this.#summonedByMarks.has(edge.id)
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
    this.#findRoutes();
    this.#cy.batch(() => {
      for (const edge of changed) {
        if (this.#given.has(edge.id)) this.#removeEdge(edge.id);
        else this.#putEdge(edge, undefined);
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
    this.#drawn.delete(id);
  }

  /** The routes as cytoscape has them. */
  readonly #drawn = new Map<string, Route>();

  #putEdge(visibleEdge: VisibleEdge, before: VisibleEdge | undefined): void {
    const { id, from, to, kind, label, certainty = 'fixed' } = visibleEdge;
    if (!this.#isGiven(visibleEdge)) {
      this.#removeEdge(id);
      return;
    }
    const source = bodyOf(this.#visible, this.#placement, from);
    const target = bodyOf(this.#visible, this.#placement, to);
    const route = this.#routes.get(id);
    if (source === undefined || target === undefined || route === undefined) return;
    const known = this.#drawn.get(id);
    if (known !== undefined && before === visibleEdge && sameRoute(known, route)) return;
    this.#drawn.set(id, route);
    const edge = this.#cy.getElementById(id);
    if (edge.empty()) {
      this.#given.add(id);
      this.#cy.add({
        group: 'edges',
        data: { id, source: from, target: to, kind, label, certainty, ...edgeGeometry(source, target, route) },
      });
      return;
    }
    if (before?.label !== label || before.certainty !== certainty) edge.data({ label, certainty });
    edge.data(edgeGeometry(source, target, route));
  }
}

function sameRoute(one: Route, other: Route): boolean {
  return one.length === other.length && one.every(({ x, y }, index) => other[index]?.x === x && other[index].y === y);
}
