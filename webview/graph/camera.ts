import type cytoscape from 'cytoscape';
import type { Rect } from '../../src/topology/placement/geometry.ts';
import { boundsOf, type Placement } from '../../src/topology/placement/placement.ts';
import { leastReadable, marginIn } from '../../src/topology/placement/arrange.ts';
import { reducesMotion } from '../shared/theme.ts';
import type { Camera } from '../state/viewState.ts';

export const zoomBounds = { least: 0.04, most: 2.5 };

/** What there is to look at. */
export interface Seen {
  readonly placement: () => Placement;
  readonly onCamera: (camera: Camera) => void;
}

/** The camera over the graph: follows what is drawn until the reader takes it. */
export class GraphCamera {
  readonly #cy: cytoscape.Core;
  readonly #element: HTMLElement;
  readonly #seen: Seen;
  #isReaders = false;
  /** The reader wants all of it in sight, be it too small to read. */
  #wantsAll = false;

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

  /** Everything in sight, no larger than life; or from its beginning as much as can be read. */
  fit(): void {
    const camera = this.#fitted();
    if (camera !== undefined) this.#cy.viewport({ zoom: camera.zoom, pan: { x: camera.x, y: camera.y } });
  }

  /** So again when the panel's size changes, until the reader moves the camera. `all`: be it too small to read. */
  fitFromNowOn({ all }: { readonly all: boolean }): void {
    this.#isReaders = false;
    this.#wantsAll = all;
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
    const { width, height } = this.#element.getBoundingClientRect();
    // Where it is on its way to.
    const before = this.#cy.animated() ? (this.#target ?? this.current) : this.current;
    const zoom = readable ? Math.max(before.zoom, leastReadable) : before.zoom;
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

  /** The window has another size, or a part of it has been taken: all in sight again, or what is selected, where that is more than can be read. */
  settle(selected: string | undefined): void {
    if (!this.#isReaders) {
      const camera = this.#fitted();
      // Beside the details of what is selected all of it in sight would be a thumbnail.
      const tooSmall = selected !== undefined && camera !== undefined && camera.zoom < Math.min(leastReadable, this.#cy.zoom());
      if (camera !== undefined && !tooSmall) this.#move(camera);
    }
    if (selected !== undefined) this.bringIntoSight(selected, { readable: false });
  }

  #fitted(): Camera | undefined {
    const bounds = boundsOf(this.#seen.placement());
    const { width, height } = this.#element.getBoundingClientRect();
    if (bounds === undefined || width === 0 || height === 0) return undefined;
    const margin = marginIn(width);
    const across = (width - 2 * margin) / bounds.width;
    const whole = Math.min(1, across, (height - 2 * margin) / bounds.height);
    const zoom =
      whole >= leastReadable || this.#wantsAll ? Math.max(zoomBounds.least, whole) : Math.min(1, Math.max(leastReadable, across));
    // What has no room begins at the edge.
    const begin = (room: number, size: number) => Math.max(margin, (room - size * zoom) / 2);
    return { zoom, x: begin(width, bounds.width) - bounds.x * zoom, y: begin(height, bounds.height) - bounds.y * zoom };
  }

  #target: Camera | undefined;

  #move({ zoom, x, y }: Camera): void {
    this.#target = { zoom, x, y };
    this.#cy.stop();
    if (reducesMotion()) this.#cy.viewport({ zoom, pan: { x, y } });
    else this.#cy.animate({ zoom, pan: { x, y } }, { duration: 180, easing: 'ease-out' });
  }
}
