// Cards and frames are DOM elements that follow cytoscape's camera: text stays sharp, themes are CSS, a screen reader finds them. cytoscape draws the edges,
// and has dragging and what lies under the pointer.
import cytoscape from 'cytoscape';
import { titleOf } from '../../src/topology/placement/dimensions.ts';
import { inflate, type Rect, type Size } from '../../src/topology/placement/geometry.ts';
import type { Placement } from '../../src/topology/placement/placement.ts';
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
    this.#edges = new EdgeLayer(this.#cy, (id) => this.#bodyOf(id));
    this.camera = new GraphCamera(this.#cy, element, {
      placement: () => this.#placement,
      selected: () => this.#marks.selected,
      onCamera: events.onCamera,
    });
    container.prepend(this.#layers.frames);
    container.append(this.#layers.cards);
    this.#listen();
    onThemeChange(() => this.#cy.style(graphStyle(element)));
    new ResizeObserver(() => {
      this.#cy.resize();
      this.camera.fitSoon();
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
        this.#edges.keepOnly(visible.edges);
        for (const id of before.shown.keys()) if (!visible.shown.has(id)) this.#cy.getElementById(id).remove();
        const moved = new Set<string>();
        for (const [id, shown] of visible.shown) if (this.#putNode(id, shown, placedBefore.get(id)?.[0])) moved.add(id);
        this.#edges.show(visible, moved);
      });
    this.#layers.show(visible, placement, this.#extent());
    if (visible.edges !== before.edges || placement !== placedBefore) this.#label();
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
    const cards = [...this.#visible.shown].flatMap(([id, { role }]) => (role === 'card' ? (this.#placement.get(id) ?? []) : []));
    const needed = new Set(spoken.slice(0, 2).flatMap((edges) => edges.map(({ id }) => id)));
    this.#layers.label(edgeLabels(spoken.flat(), needed, (id) => this.#bodyOf(id), cards, this.#strings));
  }

  /** Of the place for the picture while no detail pane takes a part of it. */
  get size(): Size {
    // Before the first picture the element itself is hidden, and nowhere.
    const top = (this.element.parentElement ?? this.element).getBoundingClientRect().top;
    return { width: window.innerWidth, height: window.innerHeight - top };
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
    // The DOM follows in the same frame in which the canvas was drawn.
    cy.on('render', () => this.#followCamera());
  }

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

  #hover(id: string | undefined): void {
    this.element.classList.toggle('hovering', id !== undefined);
    this.#layers.hover(id);
    this.#hoverEdges(this.#edges.summonFor(id));
  }

  #hoverEdges(ids: ReadonlySet<string>): void {
    if (ids.size === 0 && this.#edges.hovered.size === 0) return;
    this.#edges.hover(ids);
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
