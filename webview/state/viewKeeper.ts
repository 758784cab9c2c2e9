import type { FromPage, PinnedPlace } from '../../src/topology/protocol.ts';
import type { Pins } from '../../src/topology/placement/moving.ts';
import type { Host } from './host.ts';
import { serializeState, type ViewState } from './viewState.ts';

/** Keeps the view state a moment after it has changed: with the panel all of it, in the workspace what was dragged. */
export class ViewKeeper {
  readonly #host: Host;
  readonly #current: () => ViewState | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** As the workspace has them. */
  #knownPins: Pins = new Map();

  /** `current` is undefined while what was saved earlier is better than what is here. */
  constructor(host: Host, current: () => ViewState | undefined) {
    this.#host = host;
    this.#current = current;
  }

  soon(): void {
    this.#timer ??= setTimeout(() => this.now(), 250);
  }

  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const state = this.#current();
    if (state === undefined) return;
    this.#host.saveState(serializeState(state));
    if (state.pins === this.#knownPins) return;
    this.#knownPins = state.pins;
    this.#host.post(positions(state.pins));
  }

  /** Whether places that the workspace remembers are to be taken: what was dragged a moment ago is newer. */
  accepts(pins: Pins): boolean {
    return this.#timer === undefined || pins === this.#knownPins;
  }

  /** These are what the workspace has. */
  know(pins: Pins): void {
    this.#knownPins = pins;
  }
}

function positions(pins: Pins): FromPage {
  return { type: 'positions', pins: [...pins].map(([id, { x, y }]): PinnedPlace => [id, x, y]) };
}
