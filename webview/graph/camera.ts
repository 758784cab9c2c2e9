import type cytoscape from 'cytoscape';
import type { Rect } from '../../src/topology/placement/geometry.ts';
import { boundsOf, type Placement } from '../../src/topology/placement/placement.ts';
import { reducesMotion } from '../shared/theme.ts';
import type { Camera } from '../state/viewState.ts';

export const zoomBounds = { least: 0.04, most: 2.5 };
const leastReadable = 0.65;

/** What there is to look at. */
export interface Seen {
  readonly placement: () => Placement;
  readonly selected: () => string | undefined;
  readonly onCamera: (camera: Camera) => void;
}

/** The camera over the graph: follows what is drawn until the reader takes it. */
export class GraphCamera {
  readonly #cy: cytoscape.Core;
  readonly #element: HTMLElement;
  readonly #seen: Seen;
  #isReaders = false;

  constructor(cy: cytoscape.Core, element: HTMLElement, seen: Seen) {
    this.#cy = cy;
    this.#element = element;
    this.#seen = seen;
    cy.on('dragpan scrollzoom pinchzoom', () => {
      this.#isReaders = true;
    });
    cy.on('viewport', () => seen.onCamera(this.current));
  }

  /** Whether the reader has moved the camera; until then it follows what is drawn. */
  get isReaders(): boolean {
    return this.#isReaders;
  }

  get current(): Camera {
    const { x, y } = this.#cy.pan();
    return { x, y, zoom: this.#cy.zoom() };
  }

  /** Shows exactly this stretch; it counts as the reader's choice. */
  restore({ x, y, zoom }: Camera): void {
    this.#isReaders = true;
    this.#cy.viewport({ zoom, pan: { x, y } });
  }

  /** Everything in sight, no larger than life. */
  fit(): void {
    const camera = this.#fitted();
    if (camera !== undefined) this.#cy.viewport({ zoom: camera.zoom, pan: { x: camera.x, y: camera.y } });
  }

  /** Everything in sight, and so again when the panel's size changes, until the reader moves the camera. */
  fitFromNowOn(): void {
    this.#isReaders = false;
    this.fit();
  }

  zoomBy(factor: number): void {
    this.#isReaders = true;
    const { width, height } = this.#element.getBoundingClientRect();
    this.#cy.zoom({ level: this.#cy.zoom() * factor, renderedPosition: { x: width / 2, y: height / 2 } });
  }

  panBy(dx: number, dy: number): void {
    this.#isReaders = true;
    this.#cy.panBy({ x: dx, y: dy });
  }

  /** Brings an element into sight; the camera moves no further than it must. `readable`: and so near that it can be read. */
  bringIntoSight(id: string, { readable }: { readonly readable: boolean }): void {
    const [rect] = this.#seen.placement().get(id) ?? [];
    if (rect === undefined) return;
    const whole = this.#isReaders ? undefined : this.#fitted();
    if (whole !== undefined && whole.zoom >= leastReadable) {
      // The detail pane may have come: all of it can be read beside the pane as well.
      this.#move(whole);
      return;
    }
    const { width, height } = this.#element.getBoundingClientRect();
    const before = this.current;
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
    if (readable) this.#isReaders = true;
    this.#move({ x, y, zoom });
  }

  /** Keeps a point of the picture under the same pixel while everything round it is placed anew. */
  keepInPlace(before: Rect | undefined, after: Rect | undefined): void {
    if (before === undefined || after === undefined || !this.#isReaders) return;
    const zoom = this.#cy.zoom();
    this.#cy.panBy({ x: (before.x - after.x) * zoom, y: (before.y - after.y) * zoom });
  }

  #fitted(): Camera | undefined {
    const bounds = boundsOf(this.#seen.placement());
    const { width, height } = this.#element.getBoundingClientRect();
    if (bounds === undefined || width === 0 || height === 0) return undefined;
    const margin = 24;
    const zoom = Math.max(zoomBounds.least, Math.min(1, (width - 2 * margin) / bounds.width, (height - 2 * margin) / bounds.height));
    return { zoom, x: (width - bounds.width * zoom) / 2 - bounds.x * zoom, y: (height - bounds.height * zoom) / 2 - bounds.y * zoom };
  }

  #fitting: ReturnType<typeof setTimeout> | undefined;

  /** After the detail pane has come or gone; not at once, lest the second press of a double click meet something else. */
  fitSoon(): void {
    clearTimeout(this.#fitting);
    this.#fitting = setTimeout(() => {
      const camera = this.#isReaders ? undefined : this.#fitted();
      const selected = this.#seen.selected();
      if (camera === undefined) return;
      if (selected === undefined || camera.zoom >= leastReadable || camera.zoom >= this.current.zoom) {
        this.#move(camera);
        return;
      }
      // Rather a part that can be read than the whole that cannot; from now on the camera is held for it, also over a reload.
      this.bringIntoSight(selected, { readable: false });
      this.#isReaders = true;
      this.#seen.onCamera(this.current);
    }, 300);
  }

  #move({ zoom, x, y }: Camera): void {
    if (reducesMotion()) this.#cy.viewport({ zoom, pan: { x, y } });
    else this.#cy.animate({ zoom, pan: { x, y } }, { duration: 180, easing: 'ease-out' });
  }
}
