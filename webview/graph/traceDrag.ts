import type { Point } from '../../src/topology/placement/geometry.ts';
import { place } from '../shared/place.ts';

export interface TraceDragHost {
  /** The card, or the title of a frame, below the pointer: pixels of the window. */
  readonly cardAt: (point: Point) => string | undefined;
  /** A connection is to begin here; false when none can. */
  readonly begin: (id: string) => boolean;
  /** Where it goes. */
  readonly end: (id: string) => void;
}

/**
 * Alt and dragging from one card to another asks for a connection between them; without Alt a card is moved. What is let go beside everything, or where it began, leaves the
 * choice open: the next click makes it.
 */
export function listenForTraceDrag(element: HTMLElement, { cardAt, begin, end }: TraceDragHost): void {
  const line = place('div', 'trace-line', { 'aria-hidden': 'true' });
  line.hidden = true;
  element.append(line);
  element.addEventListener(
    'mousedown',
    (down) => {
      const from = down.altKey && down.button === 0 ? cardAt({ x: down.clientX, y: down.clientY }) : undefined;
      if (from === undefined) return;
      // The graph below must not take it for the start of a move.
      down.preventDefault();
      down.stopPropagation();
      // What is said of it comes with the end: a banner now would move the picture away from under the pointer.
      element.classList.add('is-picking');
      const origin = element.getBoundingClientRect();
      const move = (event: MouseEvent): void => {
        const [dx, dy] = [event.clientX - down.clientX, event.clientY - down.clientY];
        line.hidden = false;
        Object.assign(line.style, {
          left: `${down.clientX - origin.left}px`,
          top: `${down.clientY - origin.top}px`,
          width: `${Math.hypot(dx, dy)}px`,
          transform: `rotate(${Math.atan2(dy, dx)}rad)`,
        });
      };
      const up = (event: MouseEvent): void => {
        window.removeEventListener('mousemove', move);
        window.removeEventListener('mouseup', up);
        line.hidden = true;
        element.classList.remove('is-picking');
        const to = cardAt({ x: event.clientX, y: event.clientY });
        if (begin(from) && to !== undefined && to !== from) end(to);
      };
      window.addEventListener('mousemove', move);
      window.addEventListener('mouseup', up);
    },
    { capture: true },
  );
}
