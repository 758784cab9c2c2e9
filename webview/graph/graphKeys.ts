import { neighbour } from './keyboard.ts';
import type { Drawing } from './drawing.ts';
import { modeOf, type Mode } from '../state/viewState.ts';

export interface GraphKeyActions {
  readonly goTo: (id: string) => void;
  readonly reveal: (id: string) => void;
  readonly toggle: (id: string) => void;
  readonly clear: () => void;
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (dx: number, dy: number) => void;
  readonly fit: () => void;
  readonly search: () => void;
  /** Shows only the chain of the selection, or everything again. */
  readonly trace: () => void;
  readonly filters: () => void;
  readonly show: (mode: Mode) => void;
  /** A key that the graph itself has no use for; true when it was understood. */
  readonly other: (key: string) => boolean;
}

/** Pixels of one step of the camera. */
const step = 60;

/** Does what a key asks of the graph; false when it asks nothing. */
export function onGraphKey(
  { key, shiftKey }: KeyboardEvent,
  drawing: Drawing,
  selected: string | undefined,
  actions: GraphKeyActions,
): boolean {
  const drawn = drawing.standIn(selected);
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'ArrowUp':
    case 'ArrowDown': {
      const next = shiftKey ? undefined : neighbour(drawing.visible, drawing.placement, drawn, key);
      if (shiftKey)
        actions.panBy(
          key === 'ArrowLeft' ? step : key === 'ArrowRight' ? -step : 0,
          key === 'ArrowUp' ? step : key === 'ArrowDown' ? -step : 0,
        );
      else if (next !== undefined) actions.goTo(next);
      return true;
    }
    case 'Enter':
      if (selected !== undefined) actions.reveal(selected);
      return true;
    case ' ':
      if (drawn !== undefined) actions.toggle(drawn);
      return true;
    case 'Escape':
      actions.clear();
      return true;
    case '+':
    case '=':
      actions.zoomBy(1.25);
      return true;
    case '-':
      actions.zoomBy(1 / 1.25);
      return true;
    case '0':
      actions.fit();
      return true;
    case '/':
      actions.search();
      return true;
    case 't':
      actions.trace();
      return true;
    case 'f':
      actions.filters();
      return true;
    case '1':
    case '2':
    case '3': {
      const mode = modeOf(key);
      if (mode !== undefined) actions.show(mode);
      return true;
    }
    default:
      return actions.other(key);
  }
}
