// Cards and frames are DOM elements that follow cytoscape's camera: text stays sharp, themes are CSS, a screen reader finds them. cytoscape draws the edges,
// and has dragging and what lies under the pointer.
import cytoscape from 'cytoscape';
import { inflate, type Point, type Rect, type Size } from '../../src/topology/placement/geometry.ts';
import { captionsOf, laneHeadings, type Placement } from '../../src/topology/placement/placement.ts';
import { bodyOf, obstaclesOf } from '../../src/topology/placement/routing.ts';
import type { Shown, Visible } from '../../src/topology/placement/visible.ts';
import type { PageStrings } from '../../src/topology/protocol.ts';
import { place } from '../shared/place.ts';
import { onThemeChange } from '../shared/theme.ts';
import type { Camera } from '../state/viewState.ts';
import { GraphCamera, zoomBounds } from './camera.ts';
import { CardLayers, noMarks, type Marks } from './cardLayers.ts';
import { edgeLabels } from './edgeLabels.ts';
import { EdgeLayer } from './edgeLayer.ts';
import { graphStyle } from './graphStyle.ts';
import { listenForTraceDrag } from './traceDrag.ts';

export interface GraphEvents {
  readonly onSelect: (id: string | undefined) => void;
  /** Its handle, or a double click. */
  readonly onToggle: (id: string) => void;
  /** The reader takes hold of something, or lets go of it. */
  readonly onDrag: (begins: boolean) => void;
  /** The reader dragged something; its new top left corner. */
  readonly onMove: (id: string, x: number, y: number) => void;
  /** There is more room, or less: the panel has another size, or the detail pane takes a part of it. Not while the pointer is on what is selected: that would go away from under it. */
  readonly onResize: () => void;
  readonly onCamera: (camera: Camera) => void;
  /** A connection is to begin at something; whether one can. */
  readonly onTraceFrom: (id: string) => boolean;
}

export class GraphView {
  /** A list box, whose options are the cards: it takes the keyboard focus. */
  readonly element: HTMLElement;
  readonly camera: GraphCamera;
  readonly #cy: cytoscape.Core;
  readonly #edges: EdgeLayer;
  readonly #strings: PageStrings;
  readonly #events: GraphEvents;
  readonly #layers: CardLayers;
  #visible: Visible = { shown: new Map(), edges: new Map() };
  #placement: Placement = new Map();

  constructor(element: HTMLElement, strings: PageStrings, events: GraphEvents) {
    this.element = element;
    this.#strings = strings;
    this.#events = events;
    this.#layers = new CardLayers(strings, events.onToggle);
    const container = place('div', 'canvas');
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
    this.#edges = new EdgeLayer(this.#cy);
    this.camera = new GraphCamera(this.#cy, element, { placement: () => this.#placement, onCamera: events.onCamera });
    container.prepend(this.#layers.frames);
    container.append(this.#layers.cards);
    this.#listen();
    listenForTraceDrag(element, { cardAt: (point) => this.#cardAt(point), begin: events.onTraceFrom, end: events.onSelect });
    onThemeChange(() => this.#cy.style(graphStyle(element)));
    new ResizeObserver(() => {
      this.#cy.resize();
      this.#roomChanged();
    }).observe(element);
    window.addEventListener('resize', () => {
      this.#cy.resize();
      this.#windowChanged = true;
      this.#roomChanged();
    });
  }

  #waiting: ReturnType<typeof setTimeout> | undefined;
  #windowChanged = false;
  #roomFor: Size = { width: 0, height: 0 };

  /** The detail pane comes at the first press of a double click: the second must not meet something else. */
  #roomChanged(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#fill(), this.#windowChanged ? 0 : 300);
  }

  #fill(): void {
    this.#waiting = undefined;
    const { width, height } = this.size;
    if (width === this.#roomFor.width && height === this.#roomFor.height) return;
    if (this.#pointed !== undefined && this.#pointed === this.#marks.selected && !this.#windowChanged) return;
    this.#windowChanged = false;
    this.#roomFor = { width, height };
    this.#events.onResize();
  }

  /** Draws this, changing what differs from what is drawn. The camera stays where it is. */
  show(visible: Visible, placement: Placement): void {
    const before = this.#visible;
    const placedBefore = this.#placement;
    this.#visible = visible;
    this.#placement = placement;
    if (visible.edges !== before.edges || placement !== placedBefore)
      this.#cy.batch(() => {
        this.#edges.keepOnly(visible.edges);
        for (const id of before.shown.keys()) if (!visible.shown.has(id)) this.#cy.getElementById(id).remove();
        for (const [id, shown] of visible.shown) this.#putNode(id, shown);
        this.#edges.show(visible, placement);
      });
    this.#layers.show(visible, placement, this.#extent());
    if (visible.edges !== before.edges || placement !== placedBefore) this.#label();
  }

  /** The card nearest to the middle of what is in sight. */
  get cardInMiddle(): string | undefined {
    const { x1, y1, w, h } = this.#cy.extent();
    let best: { readonly id: string; readonly distance: number } | undefined;
    for (const [id, { role }] of this.#visible.shown) {
      const [rect] = this.#placement.get(id) ?? [];
      if (role !== 'card' || rect === undefined) continue;
      const distance = Math.abs(rect.x + rect.width / 2 - x1 - w / 2) + Math.abs(rect.y + rect.height / 2 - y1 - h / 2);
      if (best === undefined || distance < best.distance) best = { id, distance };
    }
    return best?.id;
  }

  mark(marks: Marks): void {
    this.#marks = marks;
    this.#layers.mark(marks);
    const { selected } = marks;
    const active = selected === undefined ? undefined : this.#layers.domIdOf(selected);
    if (active === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', active);
    this.#edges.mark(marks);
    this.#label();
  }

  #marks = noMarks;

  /** Says what the lines are that are looked at. */
  #label(): void {
    const spoken = this.#edges.spoken;
    if (spoken.every(({ length }) => length === 0)) {
      this.#layers.label([]);
      return;
    }
    const headings = [...laneHeadings(this.#visible, this.#placement), ...captionsOf(this.#visible, this.#placement)];
    const covered = [...obstaclesOf(this.#visible, this.#placement), ...headings.map(({ x, y }) => ({ x, y, width: 190, height: 16 }))];
    this.#layers.label(edgeLabels(spoken.flat(), (id) => this.#edges.routeOf(id), covered, this.#strings));
  }

  /** Of the place for the picture. */
  get size(): Size {
    const { width, height } = this.element.getBoundingClientRect();
    if (width > 0 && height > 0) return { width, height };
    // Before the first picture the element itself is hidden, and nowhere.
    const { top, width: room } = (this.element.parentElement ?? this.element).getBoundingClientRect();
    return { width: room > 0 ? room : window.innerWidth, height: window.innerHeight - top };
  }

  #listen(): void {
    const cy = this.#cy;
    // The wheel moves along the picture, as it does everywhere else; with Ctrl, and by pinching, it zooms.
    this.element.addEventListener(
      'wheel',
      (event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 24;
        this.camera.panBy(-event.deltaX * unit, -event.deltaY * unit);
      },
      { capture: true, passive: false },
    );
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
    cy.on('grab', 'node', ({ target, position }) => {
      const body = this.#bodyOf(nodeOf(target).id());
      this.#hold = body === undefined ? undefined : { x: position.x - body.x, y: position.y - body.y };
      this.#events.onDrag(true);
    });
    cy.on('drag', 'node', ({ target, position }) => {
      // By the pointer: the card may have stopped at the side of its frame.
      if (this.#hold !== undefined) this.#events.onMove(nodeOf(target).id(), position.x - this.#hold.x, position.y - this.#hold.y);
    });
    cy.on('free', 'node', () => this.#events.onDrag(false));
    // The DOM follows in the same frame in which the canvas was drawn.
    cy.on('render', () => this.#followCamera());
  }

  #cardAt({ x, y }: Point): string | undefined {
    const { left, top } = this.element.getBoundingClientRect();
    const { x: panX, y: panY, zoom } = this.camera.current;
    const at = { x: (x - left - panX) / zoom, y: (y - top - panY) / zoom };
    let found: { readonly id: string; readonly depth: number } | undefined;
    for (const [id, shown] of this.#visible.shown) {
      const body = this.#bodyOf(id);
      const depth = depthOf(shown, this.#visible);
      if (body === undefined || (found !== undefined && found.depth >= depth)) continue;
      if (at.x >= body.x && at.x <= body.x + body.width && at.y >= body.y && at.y <= body.y + body.height) found = { id, depth };
    }
    return found?.id;
  }

  /** Where on the card that is dragged the pointer is. */
  #hold: Point | undefined;
  #lastCamera: Camera | undefined;

  #followCamera(): void {
    const camera = this.camera.current;
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

  #pointed: string | undefined;

  #hover(id: string | undefined): void {
    this.#pointed = id;
    // What waited for the pointer.
    if (id === undefined && this.#waiting === undefined) this.#fill();
    this.element.classList.toggle('hovering', id !== undefined);
    this.#layers.hover(id);
    this.#hoverEdges(this.#edges.summonFor(id));
  }

  #hoverEdges(ids: ReadonlySet<string>): void {
    if (ids.size === 0 && this.#edges.hovered.size === 0) return;
    this.#edges.hover(ids);
    this.#label();
  }

  #putNode(id: string, shown: Shown): void {
    const body = this.#bodyOf(id);
    if (body === undefined) return;
    const node = this.#cy.getElementById(id);
    const { x, y, width, height } = body;
    const data = { width, height, depth: depthOf(shown, this.#visible) };
    const position = { x: x + width / 2, y: y + height / 2 };
    if (node.empty()) {
      this.#cy.add({ group: 'nodes', data: { id, ...data }, position });
      return;
    }
    // cytoscape draws everything anew for each value that is set.
    if (node.data('width') !== width || node.data('height') !== height || node.data('depth') !== data.depth) node.data(data);
    const at = node.position();
    if (at.x !== position.x || at.y !== position.y) node.position(position);
  }

  /** What takes the pointer and the edges: the whole card, of a frame its title. Inside a frame the pointer moves the camera. */
  #bodyOf(id: string): Rect | undefined {
    return bodyOf(this.#visible, this.#placement, id);
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
