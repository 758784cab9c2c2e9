import type { PageStrings } from '../../src/topology/protocol.ts';
import { button } from '../shared/controls.ts';
import { icon } from '../shared/icons.ts';
import { format, textElement } from '../shared/text.ts';

/** Says that only one element's chain is shown, and leads back. */
export class TraceBanner {
  readonly element = textElement('div', 'trace', '');
  readonly #strings: PageStrings;
  readonly #text = textElement('span', '', '');

  constructor(strings: PageStrings, onEnd: () => void) {
    this.#strings = strings;
    this.element.append(icon('target'), this.#text, button('arrow-left', strings.find.untrace, onEnd));
    this.element.hidden = true;
  }

  /** `name`: of the element whose chain is shown; undefined when everything is. */
  show(name: string | undefined): void {
    this.element.hidden = name === undefined;
    this.#text.textContent = name === undefined ? '' : format(this.#strings.find.traced, name);
  }
}
