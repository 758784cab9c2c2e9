import { html, render } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { icon } from '../shared/icons.ts';
import { place } from '../shared/place.ts';

export interface Choice {
  readonly value: string;
  readonly text: string;
}

interface Shown {
  /** What the button says. */
  readonly caption: string;
  readonly choices: readonly Choice[];
  /** Also what is no choice (any longer). */
  readonly chosen: readonly string[];
}

/** A button that opens a list of check boxes below it. What is open stays open while the choices change. */
export class ChoiceMenu {
  readonly element = place('div', 'choice-menu');
  readonly #name: string;
  readonly #onChange: (chosen: readonly string[]) => void;
  #shown: Shown = { caption: '', choices: [], chosen: [] };
  #isOpen = false;

  constructor(name: string, onChange: (chosen: readonly string[]) => void) {
    this.#name = name;
    this.#onChange = onChange;
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      // A press on a text beside its box takes the focus nowhere.
      if (relatedTarget instanceof Node && !this.element.contains(relatedTarget)) this.#open(false);
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (!(target instanceof Node && this.element.contains(target))) this.#open(false);
    });
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#draw();
  }

  #draw(): void {
    const { caption, choices, chosen } = this.#shown;
    this.element.hidden = choices.length < 2 && chosen.length === 0;
    render(
      html`<button type="button" class="menu-button ${chosen.length > 0 ? 'is-chosen' : ''}" title=${caption} aria-expanded=${this.#isOpen}
          @click=${() => this.#open(!this.#isOpen)}><span class="caption">${caption}</span>${icon('chevron-down')}</button>
        <div class="choices" role="group" aria-label=${this.#name} ?hidden=${!this.#isOpen} @change=${() => this.#onChange(this.#checked())}>
          ${choices.map(
            ({ value, text }) =>
              html`<label><input type="checkbox" value=${value} .checked=${live(chosen.includes(value))} /><bdi>${text}</bdi></label>`,
          )}
        </div>`,
      this.element,
    );
  }

  #open(open: boolean): void {
    if (open === this.#isOpen) return;
    this.#isOpen = open;
    this.#draw();
  }

  #checked(): readonly string[] {
    return this.#boxes()
      .filter(({ checked }) => checked)
      .map(({ value }) => value);
  }

  #boxes(): readonly HTMLInputElement[] {
    return [...this.element.querySelectorAll('input')];
  }

  #onKey(event: KeyboardEvent): void {
    const boxes = this.#boxes();
    const at = boxes.findIndex((box) => box === document.activeElement);
    const button = this.element.querySelector('button');
    switch (event.key) {
      case 'Escape':
        if (!this.#isOpen) return;
        this.#open(false);
        button?.focus();
        break;
      case 'ArrowDown':
        this.#open(true);
        boxes[Math.min(at + 1, boxes.length - 1)]?.focus();
        break;
      case 'ArrowUp':
        if (at > 0) boxes[at - 1]?.focus();
        else button?.focus();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
