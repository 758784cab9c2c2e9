import type { GraphStatus, PageStrings } from '../src/topology/protocol.ts';
import { icon } from './icons.ts';
import { format, textElement } from './text.ts';

/** Says what the picture is worth: a banner when it is behind the text, a sentence in its place when there is none, a count at its foot, and changes aloud. */
export class StatusView {
  readonly banner = textElement('div', 'banner', '');
  readonly overlay = textElement('div', 'overlay', '');
  readonly footer = textElement('footer', 'footer', '');
  readonly announcer = textElement('div', 'spoken', '');
  readonly #strings: PageStrings;

  constructor(strings: PageStrings) {
    this.#strings = strings;
    this.banner.setAttribute('role', 'status');
    this.overlay.setAttribute('role', 'status');
    this.announcer.setAttribute('aria-live', 'polite');
    this.announcer.setAttribute('role', 'log');
    this.banner.hidden = true;
  }

  show({ state, text }: GraphStatus, nothingDrawn: boolean): void {
    this.banner.className = `banner ${state}`;
    this.banner.hidden = nothingDrawn || state === 'ready' || text === '';
    const mark = state === 'loading' ? icon('loading', 'spinning') : state === 'behind' ? icon('history') : icon('info');
    this.banner.replaceChildren(...(this.banner.hidden ? [] : [mark, textElement('span', '', text)]));
    this.overlay.hidden = !nothingDrawn;
    const large = state === 'loading' ? icon('loading', 'spinning') : state === 'behind' ? icon('warning') : icon('type-hierarchy');
    this.overlay.replaceChildren(...(nothingDrawn ? [large, textElement('p', '', text === '' ? this.#strings.waiting : text)] : []));
  }

  /** `cards`: how many stand for all of them, when groups are drawn as one. `quiet`: edges to pods are left out until something is selected. */
  count(cards: number | undefined, all: number, quiet: boolean): void {
    this.footer.hidden = all === 0;
    const count = cards === undefined ? format(this.#strings.elements, all) : format(this.#strings.showing, all, cards);
    this.footer.textContent = quiet ? `${count} · ${this.#strings.quiet}` : count;
  }

  announce(text: string): void {
    this.announcer.replaceChildren(textElement('div', '', text));
  }
}
