import { html, render } from 'lit-html';
import type { PageStrings } from '../../src/topology/protocol.ts';
import { button } from '../shared/controls.ts';
import { icon } from '../shared/icons.ts';
import { place } from '../shared/place.ts';
import { format } from '../shared/text.ts';

/** Says that only one element's chain is shown, and leads back. */
export class TraceBanner {
  readonly element = place('div', 'trace');
  readonly #strings: PageStrings;
  readonly #onEnd: () => void;

  constructor(strings: PageStrings, onEnd: () => void) {
    this.#strings = strings;
    this.#onEnd = onEnd;
    this.element.hidden = true;
  }

  /** `name`: of the element whose chain is shown; undefined when everything is. */
  show(name: string | undefined): void {
    const { traced, untrace } = this.#strings.find;
    this.element.hidden = name === undefined;
    render(
      html`${icon('target')}<span>${name === undefined ? '' : format(traced, name)}</span>${button('arrow-left', untrace, this.#onEnd)}`,
      this.element,
    );
  }
}
