import type * as vscode from 'vscode';
import { isPinnedPlace, type PinnedPlace } from '../topology/protocol.ts';

const key = 'edgeNetwork.topology.positions';

/** More were hardly dragged by hand; the oldest go first. */
const most = 5000;

/** Where the reader dragged what, kept for the workspace: it outlives the panel and the window. */
export class DraggedPositions {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  get all(): readonly PinnedPlace[] {
    const kept: unknown = this.#memory.get(key);
    // An older version, or another program, may have written it.
    return Array.isArray(kept) ? kept.filter(isPinnedPlace) : [];
  }

  async keep(pins: readonly PinnedPlace[]): Promise<void> {
    await this.#memory.update(key, pins.length === 0 ? undefined : pins.slice(-most));
  }
}
