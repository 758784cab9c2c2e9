// The only file that knows cytoscape. It draws the edges and has the camera, dragging and what lies under the pointer;
// cards and frames are DOM elements that follow its camera: text stays sharp, themes are CSS, a screen reader finds them.
import cytoscape from 'cytoscape';
import type { PageStrings } from '../src/topology/protocol.ts';
import { createCard, fillCard, placeCard } from './cards.ts';
import { edgeGeometry } from './edgeGeometry.ts';
import { titleOf } from './dimensions.ts';
import type { Rect, Size } from './geometry.ts';
import { boundsOf, laneHeadings, type Placement } from './placement.ts';
import { edgeColours, onThemeChange, reducesMotion } from './theme.ts';
import { textElement } from './text.ts';
import type { Shown, Visible } from './visible.ts';

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface GraphEvents {
  readonly onSelect: (id: string | undefined) => void;
  /** Double click. */
  readonly onOpen: (id: string) => void;
  readonly onToggle: (id: string) => void;
  /** The reader dragged something; its new top left corner. */
  readonly onMove: (id: string, x: number, y: number) => void;
  /** The panel has another size; not when the detail pane takes a part of it. */
  readonly onResize: () => void;
  readonly onCamera: (camera: Camera) => void;
}

const zoomBounds = { least: 0.04, most: 2.5 };
/** Below this many cards all are in the document; above, only those in sight. */
const cullAbove = 700;
/** Edges from services to pods become a tangle: above this many they are faint, above that many shown only for what is pointed at or selected. */
const faintAbove = 60;
export const quietAbove = 250;

export class GraphView {
  /** Takes the keyboard focus; a list box, whose options are the cards. */
  readonly element: HTMLElement;
  readonly #cy: cytoscape.Core;
  readonly #strings: PageStrings;
  readonly #events: GraphEvents;
  readonly #frames = layer('frames');
  readonly #cards = layer('cards');
  readonly #elements = new Map<string, { readonly element: HTMLElement; shown: Shown }>();
  readonly #domIds = new Map<string, string>();
  #visible: Visible = { shown: new Map(), edges: new Map() };
  #placement: Placement = new Map();
  #selected: string | undefined;
  #highlighted: ReadonlySet<string> = new Set();
  #cameraIsReaders = false;

  constructor(element: HTMLElement, strings: PageStrings, events: GraphEvents) {
    this.element = element;
    this.#strings = strings;
    this.#events = events;
    const container = document.createElement('div');
    container.className = 'canvas';
    element.append(container);
    this.#cy = cytoscape({
      container, style: stylesheet(element), layout: { name: 'preset' }, minZoom: zoomBounds.least, maxZoom: zoomBounds.most,
      boxSelectionEnabled: false, autounselectify: true, pixelRatio: 'auto',
    });
    container.prepend(this.#frames);
    container.append(this.#cards);
    this.#listen();
    onThemeChange(() => this.#cy.style(stylesheet(element)));
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
    this.#cy.batch(() => {
      for (const id of before.edges.keys()) if (!visible.edges.has(id)) this.#cy.getElementById(id).remove();
      for (const id of before.shown.keys()) if (!visible.shown.has(id)) this.#remove(id);
      for (const [id, shown] of visible.shown) this.#putNode(id, shown, placement.get(id)?.[0], placedBefore.get(id)?.[0]);
      for (const [id, { from, to, kind, label, certainty }] of visible.edges) {
        if (kind === 'resolves') continue;
        const [source] = placement.get(from) ?? [];
        const [target] = placement.get(to) ?? [];
        if (source === undefined || target === undefined) continue;
        const known = before.edges.get(id);
        const ends = [placedBefore.get(from)?.[0], placedBefore.get(to)?.[0]];
        if (known === undefined || this.#cy.getElementById(id).empty()) {
          this.#cy.add({ group: 'edges', data: { id, source: from, target: to, kind, label, certainty: certainty ?? 'fixed', ...this.#geometry(from, to) } });
        } else {
          const edge = this.#cy.getElementById(id);
          if (known.label !== label || known.certainty !== certainty) edge.data({ label, certainty: certainty ?? 'fixed' });
          if (!sameRect(ends[0], source) || !sameRect(ends[1], target)) edge.data(this.#geometry(from, to));
        }
      }
    });
    const answers = answersIn(visible);
    this.#cy.batch(() => this.#cy.edges('[kind = "answers"]').toggleClass('faint', answers > faintAbove).toggleClass('quiet', answers > quietAbove));
    this.#drawCards();
    this.#drawHeadings();
    this.#drawSelection();
  }

  /** Marks the selection and dims what does not belong to `chain`. */
  select(id: string | undefined, chain: ReadonlySet<string>): void {
    this.#selected = id;
    this.#chain = chain;
    this.#drawSelection();
  }

  #chain: ReadonlySet<string> = new Set();

  /** Marks what the cursor in the editor stands in. */
  highlight(ids: ReadonlySet<string>): void {
    this.#highlighted = ids;
    this.#drawSelection();
  }

  /** Whether the reader has moved the camera; until then it follows what is drawn. */
  get cameraIsReaders(): boolean {
    return this.#cameraIsReaders;
  }

  /** Of the place for the picture while no detail pane takes a part of it. */
  get size(): Size {
    return { width: window.innerWidth, height: window.innerHeight - this.element.getBoundingClientRect().top };
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
    const view = this.#fitted();
    if (view !== undefined) this.#cy.viewport(view);
  }

  #fitted(): { readonly zoom: number; readonly pan: { readonly x: number; readonly y: number } } | undefined {
    const bounds = boundsOf(this.#placement);
    const { width, height } = this.element.getBoundingClientRect();
    if (bounds === undefined || width === 0 || height === 0) return undefined;
    const margin = 24;
    const zoom = Math.max(zoomBounds.least, Math.min(1, (width - 2 * margin) / bounds.width, (height - 2 * margin) / bounds.height));
    return { zoom, pan: { x: (width - bounds.width * zoom) / 2 - bounds.x * zoom, y: (height - bounds.height * zoom) / 2 - bounds.y * zoom } };
  }

  #fitting: ReturnType<typeof setTimeout> | undefined;

  /** After the detail pane has come or gone; not at once, lest the second press of a double click meet something else. */
  #fitSoon(): void {
    clearTimeout(this.#fitting);
    this.#fitting = setTimeout(() => {
      const view = this.#cameraIsReaders ? undefined : this.#fitted();
      if (view !== undefined) this.#moveTo(view);
    }, 300);
  }

  #moveTo({ zoom, pan }: { readonly zoom: number; readonly pan: { readonly x: number; readonly y: number } }): void {
    if (reducesMotion()) this.#cy.viewport({ zoom, pan });
    else this.#cy.animate({ zoom, pan }, { duration: 180, easing: 'ease-out' });
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
    const { width, height } = this.element.getBoundingClientRect();
    const { zoom: current } = this.camera;
    const zoom = readable ? Math.max(current, 0.7) : current;
    const box = { left: rect.x * zoom, top: rect.y * zoom, right: (rect.x + Math.min(rect.width, width / zoom)) * zoom, bottom: (rect.y + Math.min(rect.height, height / zoom)) * zoom };
    const pan = this.#cy.pan();
    const margin = 40;
    let { x, y } = pan;
    if (zoom !== current) {
      x = width / 2 - (box.left + box.right) / 2;
      y = height / 2 - (box.top + box.bottom) / 2;
    }
    if (box.left + x < margin) x = margin - box.left;
    else if (box.right + x > width - margin) x = width - margin - box.right;
    if (box.top + y < margin) y = margin - box.top;
    else if (box.bottom + y > height - margin) y = height - margin - box.bottom;
    if (x === pan.x && y === pan.y && zoom === current) return;
    if (readable) this.#cameraIsReaders = true;
    this.#moveTo({ zoom, pan: { x, y } });
  }

  /** Keeps a point of the picture under the same pixel while everything round it is placed anew. */
  keepInPlace(before: Rect | undefined, after: Rect | undefined): void {
    if (before === undefined || after === undefined || !this.#cameraIsReaders) return;
    const zoom = this.#cy.zoom();
    this.#cy.panBy({ x: (before.x - after.x) * zoom, y: (before.y - after.y) * zoom });
  }

  #listen(): void {
    const cy = this.#cy;
    cy.on('tap', (event) => {
      const id = idOf(event.target);
      if (id === undefined || this.#visible.edges.has(id)) {
        if (event.target === cy) this.#events.onSelect(undefined);
        return;
      }
      this.#events.onSelect(id);
    });
    cy.on('dbltap', 'node', (event) => {
      const id = idOf(event.target);
      if (id !== undefined) this.#events.onOpen(id);
    });
    cy.on('mouseover', 'node', (event) => this.#hover(idOf(event.target)));
    cy.on('mouseout', 'node', () => this.#hover(undefined));
    cy.on('drag', 'node', (event) => {
      const id = idOf(event.target);
      const shown = id === undefined ? undefined : this.#visible.shown.get(id);
      if (id === undefined || shown === undefined) return;
      const { x, y } = (event.target as cytoscape.NodeSingular).position();
      const [rect] = this.#placement.get(id) ?? [];
      if (rect === undefined) return;
      const body = bodyOf(shown, rect);
      this.#events.onMove(id, x - body.width / 2, y - body.height / 2);
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
    const transform = `translate(${camera.x}px, ${camera.y}px) scale(${camera.zoom})`;
    this.#frames.style.transform = transform;
    this.#cards.style.transform = transform;
    this.element.classList.toggle('far', camera.zoom < 0.32);
    if (this.#visible.shown.size > cullAbove) this.#drawCards();
  }

  #hover(id: string | undefined): void {
    this.element.classList.toggle('hovering', id !== undefined);
    for (const element of this.#cards.querySelectorAll('.is-hovered')) element.classList.remove('is-hovered');
    if (id !== undefined) this.#elements.get(id)?.element.classList.add('is-hovered');
    this.#cy.batch(() => {
      this.#cy.edges('.hovered').removeClass('hovered');
      if (id !== undefined) this.#cy.getElementById(id).connectedEdges().addClass('hovered');
    });
  }

  #putNode(id: string, shown: Shown, rect: Rect | undefined, before: Rect | undefined): void {
    if (rect === undefined) return;
    const node = this.#cy.getElementById(id);
    const { x, y, width, height } = bodyOf(shown, rect);
    const position = { x: x + width / 2, y: y + height / 2 };
    if (node.empty()) this.#cy.add({ group: 'nodes', data: { id, width, height, depth: depthOf(shown, this.#visible) }, position });
    else if (!sameRect(rect, before)) node.data({ width, height }).position(position);
  }

  #geometry(from: string, to: string) {
    const source = this.#bodyRect(from);
    const target = this.#bodyRect(to);
    return source === undefined || target === undefined ? {} : edgeGeometry(source, target);
  }

  #bodyRect(id: string): Rect | undefined {
    const shown = this.#visible.shown.get(id);
    const [rect] = this.#placement.get(id) ?? [];
    return shown === undefined || rect === undefined ? undefined : bodyOf(shown, rect);
  }

  #remove(id: string): void {
    this.#cy.getElementById(id).remove();
    this.#elements.get(id)?.element.remove();
    this.#elements.delete(id);
    for (const extra of this.#continuations.get(id) ?? []) extra.remove();
    this.#continuations.delete(id);
  }

  /** Brings the DOM in line with what is to be seen. */
  #drawCards(): void {
    const cull = this.#visible.shown.size > cullAbove;
    const { x1, y1, x2, y2 } = this.#cy.extent();
    const margin = 300;
    for (const [id, shown] of this.#visible.shown) {
      const rects = this.#placement.get(id);
      if (rects === undefined) continue;
      const [rect] = rects;
      const inSight = !cull || id === this.#selected || (rect.x < x2 + margin && rect.x + rect.width > x1 - margin && rect.y < y2 + margin && rect.y + rect.height > y1 - margin);
      const known = this.#elements.get(id);
      if (!inSight) {
        known?.element.remove();
        this.#elements.delete(id);
        continue;
      }
      const toggle = () => this.#events.onToggle(id);
      if (known === undefined) {
        const element = createCard(shown, this.#domId(id), this.#strings, toggle);
        this.#elements.set(id, { element, shown });
        placeCard(element, rect);
        (shown.role === 'frame' ? this.#frames : this.#cards).append(element);
        if (cull) this.#markCard(id, element);
      } else {
        if (!sameShown(known.shown, shown)) {
          fillCard(known.element, shown, this.#strings, toggle);
          if (known.shown.role !== shown.role) (shown.role === 'frame' ? this.#frames : this.#cards).append(known.element);
          known.shown = shown;
        }
        placeCard(known.element, rect);
      }
      this.#drawContinuations(id, shown, rects.slice(1));
    }
  }

  readonly #continuations = new Map<string, HTMLElement[]>();

  /** Further rectangles of a frame that was full: decoration, the frame itself is the first. */
  #drawContinuations(id: string, shown: Shown, rects: readonly Rect[]): void {
    const known = this.#continuations.get(id) ?? [];
    while (known.length > rects.length) known.pop()?.remove();
    rects.forEach((rect, index) => {
      let element = known[index];
      if (element === undefined) {
        element = document.createElement('div');
        element.className = `frame kind-${shown.element.kind} continuation`;
        element.setAttribute('role', 'presentation');
        element.append(textElement('div', 'title', `${shown.element.label} …`));
        this.#frames.append(element);
        known.push(element);
      }
      placeCard(element, rect);
    });
    if (known.length > 0) this.#continuations.set(id, known);
    else this.#continuations.delete(id);
  }

  #drawHeadings(): void {
    for (const old of this.#frames.querySelectorAll('.heading')) old.remove();
    for (const { lane, x, y } of laneHeadings(this.#visible, this.#placement)) {
      const element = textElement('div', 'heading', this.#strings.lanes[lane]);
      element.setAttribute('role', 'presentation');
      element.style.left = `${x}px`;
      element.style.top = `${y}px`;
      this.#frames.append(element);
    }
  }

  #drawSelection(): void {
    for (const [id, { element }] of this.#elements) this.#markCard(id, element);
    this.element.classList.toggle('selecting', this.#selected !== undefined);
    const active = this.#selected === undefined || !this.#elements.has(this.#selected) ? undefined : this.#domId(this.#selected);
    if (active === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', active);
    this.#cy.batch(() => {
      const selecting = this.#selected !== undefined;
      for (const [id, { kind, from, to }] of this.#visible.edges) {
        const inChain = selecting && this.#chain.has(from) && this.#chain.has(to);
        const marked = this.#highlighted.has(from) || this.#highlighted.has(to);
        const touches = from === this.#selected || to === this.#selected || (marked && kind !== 'announces');
        this.#cy.getElementById(id).toggleClass('emphasised', touches || (inChain && kind !== 'announces')).toggleClass('labelled', touches && !marked).toggleClass('dimmed', selecting && !inChain && !touches);
      }
    });
  }

  #markCard(id: string, element: HTMLElement): void {
    const selected = id === this.#selected;
    element.classList.toggle('is-selected', selected);
    element.setAttribute('aria-selected', String(selected));
    element.classList.toggle('is-highlighted', this.#highlighted.has(id));
    element.classList.toggle('is-dimmed', this.#selected !== undefined && !this.#chain.has(id));
  }

  #domId(id: string): string {
    let known = this.#domIds.get(id);
    if (known === undefined) this.#domIds.set(id, (known = `element-${this.#domIds.size}`));
    return known;
  }
}

/** How many edges lead from services to pods. */
export function answersIn({ edges }: Visible): number {
  let count = 0;
  for (const { kind } of edges.values()) if (kind === 'answers') count++;
  return count;
}

/** What takes the pointer and the edges: the whole card, of a frame its title. Inside a frame the pointer moves the camera. */
function bodyOf(shown: Shown, rect: Rect): Rect {
  return shown.role === 'card' ? rect : titleOf(shown, rect);
}

function depthOf({ role, frame }: Shown, { shown }: Visible): number {
  return (role === 'card' ? 10 : 0) + (frame === undefined ? 0 : 1 + (shown.get(frame)?.frame === undefined ? 0 : 1));
}

function idOf(target: unknown): string | undefined {
  return typeof target === 'object' && target !== null && 'id' in target && typeof target.id === 'function' ? (target as cytoscape.SingularElementReturnValue).id() : undefined;
}

function layer(name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = `layer ${name}`;
  return element;
}

function sameRect(one: Rect | undefined, other: Rect | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height);
}

function sameShown(one: Shown, other: Shown): boolean {
  return one.element === other.element && one.role === other.role && one.pods === other.pods && one.services === other.services && one.group === other.group
    && one.severity === other.severity && one.pending === other.pending;
}

function stylesheet(element: HTMLElement): cytoscape.StylesheetJson {
  const { outside, inside, announces, emphasis, text, background, font } = edgeColours(element);
  return [
    {
      selector: 'node',
      style: { shape: 'round-rectangle', width: 'data(width)', height: 'data(height)', 'background-opacity': 0, 'border-width': 0, 'z-index': 'data(depth)', 'overlay-opacity': 0 } as unknown as cytoscape.Css.Node,
    },
    {
      selector: 'edge',
      style: {
        'curve-style': 'unbundled-bezier', 'edge-distances': 'endpoints', 'source-endpoint': 'data(sourceEnd)', 'target-endpoint': 'data(targetEnd)',
        'control-point-weights': 'data(weights)', 'control-point-distances': 'data(distances)',
        width: 1.4, 'line-color': inside, 'target-arrow-color': inside, 'target-arrow-shape': 'triangle', 'arrow-scale': 0.8, 'overlay-opacity': 0, 'line-opacity': 0.75,
        events: 'no', 'font-size': 11, 'font-family': font, color: text, 'text-background-color': background, 'text-background-opacity': 1, 'text-background-padding': '3px',
        'text-background-shape': 'roundrectangle', 'min-zoomed-font-size': 7,
      } as unknown as cytoscape.Css.Edge,
    },
    { selector: 'edge[kind = "assigned"], edge[kind = "reaches"]', style: { 'line-color': outside, 'target-arrow-color': outside } },
    { selector: 'edge[certainty = "predicted"]', style: { 'line-style': 'dashed', 'line-dash-pattern': [6, 3] } },
    { selector: 'edge[certainty = "possible"]', style: { 'line-style': 'dotted' } },
    { selector: 'edge[kind = "announces"]', style: { 'line-color': announces, 'target-arrow-color': announces, 'line-style': 'dotted', display: 'none' } },
    { selector: 'edge.faint', style: { 'line-opacity': 0.28, width: 1, 'target-arrow-shape': 'none' } },
    { selector: 'edge.quiet', style: { display: 'none' } },
    { selector: 'edge.dimmed', style: { 'line-opacity': 0.12, 'target-arrow-shape': 'none' } },
    { selector: 'edge.emphasised, edge.hovered', style: { display: 'element', width: 2.2, 'line-opacity': 1, 'target-arrow-shape': 'triangle', 'z-index': 20 } },
    { selector: 'edge[kind = "answers"].emphasised, edge[kind = "answers"].hovered', style: { 'line-color': emphasis, 'target-arrow-color': emphasis } },
    { selector: 'edge.labelled, edge.hovered', style: { 'target-label': 'data(label)', 'target-text-offset': 52 } },
  ];
}
