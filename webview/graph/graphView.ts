// The only file that knows cytoscape. It draws the edges and has the camera, dragging and what lies under the pointer;
// cards and frames are DOM elements that follow its camera: text stays sharp, themes are CSS, a screen reader finds them.
import cytoscape from 'cytoscape';
import type { PageStrings } from '../../src/topology/protocol.ts';
import { CardLayers, noMarks, type Marks } from './cardLayers.ts';
import { announcementsFor } from './announcements.ts';
import { edgeLabels } from './edgeLabels.ts';
import { titleOf } from '../../src/topology/placement/dimensions.ts';
import { edgeGeometry } from '../../src/topology/placement/edgeGeometry.ts';
import { inflate, type Rect, type Size } from '../../src/topology/placement/geometry.ts';
import { faintAbove, graphStyle, quietAbove } from './graphStyle.ts';
import { boundsOf, type Placement } from '../../src/topology/placement/placement.ts';
import type { Camera } from '../state/viewState.ts';
import { onThemeChange, reducesMotion } from '../shared/theme.ts';
import { podEdgesIn, type Shown, type Visible, type VisibleEdge } from '../../src/topology/placement/visible.ts';

export interface GraphEvents {
  readonly onSelect: (id: string | undefined) => void;
  /** Its handle, or a double click. */
  readonly onToggle: (id: string) => void;
  /** The reader dragged something; its new top left corner. */
  readonly onMove: (id: string, x: number, y: number) => void;
  /** The panel has another size; not when the detail pane takes a part of it. */
  readonly onResize: () => void;
  readonly onCamera: (camera: Camera) => void;
}

const zoomBounds = { least: 0.04, most: 2.5 };
const leastReadable = 0.65;

export class GraphView {
  /** A list box, whose options are the cards: it takes the keyboard focus. */
  readonly element: HTMLElement;
  readonly #cy: cytoscape.Core;
  readonly #strings: PageStrings;
  readonly #events: GraphEvents;
  readonly #layers: CardLayers;
  #visible: Visible = { shown: new Map(), edges: new Map() };
  #placement: Placement = new Map();
  #cameraIsReaders = false;

  constructor(element: HTMLElement, strings: PageStrings, events: GraphEvents) {
    this.element = element;
    this.#strings = strings;
    this.#events = events;
    this.#layers = new CardLayers(strings, events.onToggle);
    const container = document.createElement('div');
    container.className = 'canvas';
    element.append(container);
    this.#cy = cytoscape({
      container,
      style: graphStyle(element) as unknown as cytoscape.StylesheetJson,
      layout: { name: 'preset' },
      minZoom: zoomBounds.least,
      maxZoom: zoomBounds.most,
      boxSelectionEnabled: false,
      autounselectify: true,
      pixelRatio: 'auto',
    });
    container.prepend(this.#layers.frames);
    container.append(this.#layers.cards);
    this.#listen();
    onThemeChange(() => this.#cy.style(graphStyle(element)));
    new ResizeObserver(() => {
      this.#cy.resize();
      this.#fitSoon();
    }).observe(element);
    window.addEventListener('resize', () => {
      this.#cy.resize();
      events.onResize();
    });
  }

  /** Draws this, changing what differs from what is drawn. The camera stays where it is. */
  show(visible: Visible, placement: Placement): void {
    const before = this.#visible;
    const placedBefore = this.#placement;
    this.#visible = visible;
    this.#placement = placement;
    if (visible.edges !== before.edges || placement !== placedBefore)
      this.#cy.batch(() => {
        this.#crowd = podEdgesIn(visible);
        for (const id of before.edges.keys()) if (!visible.edges.has(id)) this.#removeEdge(id);
        for (const id of before.shown.keys()) if (!visible.shown.has(id)) this.#cy.getElementById(id).remove();
        const moved = new Set<string>();
        for (const [id, shown] of visible.shown) if (this.#putNode(id, shown, placedBefore.get(id)?.[0])) moved.add(id);
        for (const edge of visible.edges.values()) {
          const known = before.edges.get(edge.id);
          if (known !== edge || moved.has(edge.from) || moved.has(edge.to)) this.#putEdge(edge, known, moved);
        }
        this.#drawCrowd();
      });
    this.#layers.show(visible, placement, this.#extent());
    if (visible.edges !== before.edges || placement !== placedBefore) this.#label();
  }

  mark(marks: Marks): void {
    this.#marks = marks;
    this.#layers.mark(marks);
    const { selected, chain, highlighted, lit } = marks;
    const active = selected === undefined ? undefined : this.#layers.domIdOf(selected);
    if (active === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', active);
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
    this.#label();
  }

  #marks = noMarks;
  /** Edges that end at the selection, or say who announces its addresses. */
  #own = new Set<string>();
  #hovered: ReadonlySet<string> = new Set();

  /** Says what the lines are that are pointed at, that end at the selection, or that its traffic passes. What the cursor in the editor stands in would be said unasked. */
  #label(): void {
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
    if (wanted.every(({ length }) => length === 0)) {
      this.#layers.label([]);
      return;
    }
    const cards = [...this.#visible.shown].flatMap(([id, { role }]) => (role === 'card' ? (this.#placement.get(id) ?? []) : []));
    const needed = new Set(wanted.slice(0, 2).flatMap((edges) => edges.map(({ id }) => id)));
    this.#layers.label(edgeLabels(wanted.flat(), needed, (id) => this.#bodyOf(id), cards, this.#strings));
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

  /** Whether the reader has moved the camera; until then it follows what is drawn. */
  get cameraIsReaders(): boolean {
    return this.#cameraIsReaders;
  }

  /** Of the place for the picture while no detail pane takes a part of it. */
  get size(): Size {
    // Before the first picture the element itself is hidden, and nowhere.
    const top = (this.element.parentElement ?? this.element).getBoundingClientRect().top;
    return { width: window.innerWidth, height: window.innerHeight - top };
  }

  get camera(): Camera {
    const { x, y } = this.#cy.pan();
    return { x, y, zoom: this.#cy.zoom() };
  }

  /** Shows exactly this stretch; it counts as the reader's choice. */
  restoreCamera({ x, y, zoom }: Camera): void {
    this.#cameraIsReaders = true;
    this.#cy.viewport({ zoom, pan: { x, y } });
  }

  /** Everything in sight, no larger than life. */
  fit(): void {
    const camera = this.#fitted();
    if (camera !== undefined) this.#cy.viewport({ zoom: camera.zoom, pan: { x: camera.x, y: camera.y } });
  }

  /** Everything in sight, and so again when the panel's size changes, until the reader moves the camera. */
  fitFromNowOn(): void {
    this.#cameraIsReaders = false;
    this.fit();
  }

  zoomBy(factor: number): void {
    this.#cameraIsReaders = true;
    const { width, height } = this.element.getBoundingClientRect();
    this.#cy.zoom({ level: this.#cy.zoom() * factor, renderedPosition: { x: width / 2, y: height / 2 } });
  }

  panBy(dx: number, dy: number): void {
    this.#cameraIsReaders = true;
    this.#cy.panBy({ x: dx, y: dy });
  }

  /** Brings an element into sight; the camera moves no further than it must. `readable`: and so near that it can be read. */
  bringIntoSight(id: string, { readable }: { readonly readable: boolean }): void {
    const [rect] = this.#placement.get(id) ?? [];
    if (rect === undefined) return;
    const whole = this.#cameraIsReaders ? undefined : this.#fitted();
    if (whole !== undefined && whole.zoom >= leastReadable) {
      // The detail pane may have come: all of it can be read beside the pane as well.
      this.#moveCamera(whole);
      return;
    }
    const { width, height } = this.element.getBoundingClientRect();
    const before = this.camera;
    const zoom = readable ? Math.max(before.zoom, 0.7) : before.zoom;
    // Of a frame larger than the window its title counts.
    const right = rect.x + Math.min(rect.width, width / zoom);
    const bottom = rect.y + Math.min(rect.height, height / zoom);
    let { x, y } =
      zoom === before.zoom ? before : { x: width / 2 - (zoom * (rect.x + right)) / 2, y: height / 2 - (zoom * (rect.y + bottom)) / 2 };
    const margin = 40;
    if (zoom * rect.x + x < margin) x = margin - zoom * rect.x;
    else if (zoom * right + x > width - margin) x = width - margin - zoom * right;
    if (zoom * rect.y + y < margin) y = margin - zoom * rect.y;
    else if (zoom * bottom + y > height - margin) y = height - margin - zoom * bottom;
    if (x === before.x && y === before.y && zoom === before.zoom) return;
    if (readable) this.#cameraIsReaders = true;
    this.#moveCamera({ x, y, zoom });
  }

  /** Keeps a point of the picture under the same pixel while everything round it is placed anew. */
  keepInPlace(before: Rect | undefined, after: Rect | undefined): void {
    if (before === undefined || after === undefined || !this.#cameraIsReaders) return;
    const zoom = this.#cy.zoom();
    this.#cy.panBy({ x: (before.x - after.x) * zoom, y: (before.y - after.y) * zoom });
  }

  #fitted(): Camera | undefined {
    const bounds = boundsOf(this.#placement);
    const { width, height } = this.element.getBoundingClientRect();
    if (bounds === undefined || width === 0 || height === 0) return undefined;
    const margin = 24;
    const zoom = Math.max(zoomBounds.least, Math.min(1, (width - 2 * margin) / bounds.width, (height - 2 * margin) / bounds.height));
    return { zoom, x: (width - bounds.width * zoom) / 2 - bounds.x * zoom, y: (height - bounds.height * zoom) / 2 - bounds.y * zoom };
  }

  #fitting: ReturnType<typeof setTimeout> | undefined;

  /** After the detail pane has come or gone; not at once, lest the second press of a double click meet something else. */
  #fitSoon(): void {
    clearTimeout(this.#fitting);
    this.#fitting = setTimeout(() => {
      const camera = this.#cameraIsReaders ? undefined : this.#fitted();
      const { selected } = this.#marks;
      if (camera === undefined) return;
      if (selected === undefined || camera.zoom >= leastReadable || camera.zoom >= this.camera.zoom) {
        this.#moveCamera(camera);
        return;
      }
      // Rather a part that can be read than the whole that cannot; from now on the camera is held for it, also over a reload.
      this.bringIntoSight(selected, { readable: false });
      this.#cameraIsReaders = true;
      this.#events.onCamera(this.camera);
    }, 300);
  }

  #moveCamera({ zoom, x, y }: Camera): void {
    if (reducesMotion()) this.#cy.viewport({ zoom, pan: { x, y } });
    else this.#cy.animate({ zoom, pan: { x, y } }, { duration: 180, easing: 'ease-out' });
  }

  #listen(): void {
    const cy = this.#cy;
    cy.on('tap', (event) => {
      if (event.target === cy || (event.target as cytoscape.SingularElementReturnValue).isEdge()) this.#events.onSelect(undefined);
    });
    cy.on('tap', 'node', ({ target }) => this.#events.onSelect(nodeOf(target).id()));
    cy.on('dbltap', 'node', ({ target }) => this.#events.onToggle(nodeOf(target).id()));
    cy.on('mouseover', 'node', ({ target }) => this.#hover(nodeOf(target).id()));
    cy.on('mouseout', 'node', () => this.#hover(undefined));
    cy.on('mouseover', 'edge', ({ target }) => this.#hoverEdges(new Set([nodeOf(target).id()])));
    cy.on('mouseout', 'edge', () => this.#hoverEdges(new Set()));
    // cytoscape does not see a pointer that leaves its place at one stroke.
    cy.container()?.addEventListener('mouseleave', () => this.#hover(undefined));
    cy.on('drag', 'node', ({ target }) => {
      const node = nodeOf(target);
      const body = this.#bodyOf(node.id());
      const { x, y } = node.position();
      if (body !== undefined) this.#events.onMove(node.id(), x - body.width / 2, y - body.height / 2);
    });
    cy.on('dragpan scrollzoom pinchzoom', () => {
      this.#cameraIsReaders = true;
    });
    // The DOM follows in the same frame in which the canvas was drawn.
    cy.on('render', () => this.#followCamera());
    cy.on('viewport', () => this.#events.onCamera(this.camera));
  }

  #lastCamera: Camera | undefined;

  #followCamera(): void {
    const camera = this.camera;
    const last = this.#lastCamera;
    if (last?.x === camera.x && last.y === camera.y && last.zoom === camera.zoom) return;
    this.#lastCamera = camera;
    this.#layers.follow(camera, this.#extent());
    this.element.classList.toggle('far', camera.zoom < 0.32);
  }

  /** The stretch of the picture that is in sight, and a little more. */
  #extent(): Rect {
    const { x1, y1, w, h } = this.#cy.extent();
    return inflate({ x: x1, y: y1, width: w, height: h }, 300);
  }

  #hover(id: string | undefined): void {
    this.element.classList.toggle('hovering', id !== undefined);
    this.#layers.hover(id);
    this.#summonedByPointer.clear();
    if (id !== undefined)
      for (const edge of this.#visible.edges.values()) if (edge.from === id || edge.to === id) this.#summonedByPointer.add(edge.id);
    this.#summon();
    this.#hoverEdges(
      id === undefined
        ? new Set()
        : new Set(
            this.#cy
              .getElementById(id)
              .connectedEdges()
              .map((edge) => edge.id()),
          ),
    );
  }

  #hoverEdges(ids: ReadonlySet<string>): void {
    if (ids.size === 0 && this.#hovered.size === 0) return;
    this.#hovered = ids;
    this.#cy.batch(() => {
      this.#cy.edges('.hovered').removeClass('hovered');
      for (const id of ids) this.#cy.getElementById(id).addClass('hovered');
    });
    this.#label();
  }

  /** Whether it is new or has moved. */
  #putNode(id: string, shown: Shown, before: Rect | undefined): boolean {
    const body = this.#bodyOf(id);
    if (body === undefined) return false;
    const node = this.#cy.getElementById(id);
    const moved = !sameRect(this.#placement.get(id)?.[0], before);
    if (!moved && node.nonempty()) return false;
    const { x, y, width, height } = body;
    const data = { width, height, depth: depthOf(shown, this.#visible) };
    const position = { x: x + width / 2, y: y + height / 2 };
    if (node.empty()) this.#cy.add({ group: 'nodes', data: { id, ...data }, position });
    else node.data(data).position(position);
    return true;
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

  /** What takes the pointer and the edges: the whole card, of a frame its title. Inside a frame the pointer moves the camera. */
  #bodyOf(id: string): Rect | undefined {
    const shown = this.#visible.shown.get(id);
    const [rect] = this.#placement.get(id) ?? [];
    if (shown === undefined || rect === undefined) return undefined;
    return shown.role === 'card' ? rect : titleOf(shown, rect);
  }
}

/** Cards before frames, inner frames before outer ones. */
function depthOf({ role, frame }: Shown, { shown }: Visible): number {
  return (role === 'card' ? 10 : 0) + (frame === undefined ? 0 : 1 + (shown.get(frame)?.frame === undefined ? 0 : 1));
}

/** The target of an event that is bound to nodes. */
function nodeOf(target: unknown): cytoscape.NodeSingular {
  return target as cytoscape.NodeSingular;
}

function sameRect(one: Rect | undefined, other: Rect | undefined): boolean {
  return (
    one === other ||
    (one !== undefined &&
      other !== undefined &&
      one.x === other.x &&
      one.y === other.y &&
      one.width === other.width &&
      one.height === other.height)
  );
}
