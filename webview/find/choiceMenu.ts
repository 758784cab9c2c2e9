import { icon } from '../shared/icons.ts';
import { textElement } from '../shared/text.ts';

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** A button that opens a list of check boxes below it. What is open stays open while the choices change. */
export class ChoiceMenu {
  readonly element = textElement('div', 'choice-menu', '');
  readonly #button = document.createElement('button');
  readonly #list = textElement('div', 'choices', '');
  readonly #onChange: (chosen: readonly string[]) => void;
  #known = '';

  constructor(name: string, onChange: (chosen: readonly string[]) => void) {
    this.#onChange = onChange;
    this.#button.type = 'button';
    this.#button.className = 'menu-button';
    this.#button.setAttribute('aria-expanded', 'false');
    this.#list.setAttribute('role', 'group');
    this.#list.setAttribute('aria-label', name);
    this.#list.hidden = true;
    this.element.append(this.#button, this.#list);
    this.#button.addEventListener('click', () => this.#open(this.#button.getAttribute('aria-expanded') === 'false'));
    this.#list.addEventListener('change', () => this.#onChange(this.#chosen()));
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      // A press on a text beside its box takes the focus nowhere.
      if (relatedTarget instanceof Node && !this.element.contains(relatedTarget)) this.#open(false);
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (!(target instanceof Node && this.element.contains(target))) this.#open(false);
    });
  }

  /** `caption`: what the button says. A chosen value that is no choice (any longer) is left out. */
  show(caption: string, choices: readonly Choice[], chosen: readonly string[]): void {
    this.#button.replaceChildren(textElement('span', 'caption', caption), icon('chevron-down'));
    this.#button.title = caption;
    this.#button.classList.toggle('is-chosen', chosen.length > 0);
    this.element.hidden = choices.length < 2 && chosen.length === 0;
    const known = choices.map(({ value, text }) => `${value}\n${text}`).join('\n\n');
    if (known !== this.#known) {
      this.#known = known;
      this.#list.replaceChildren(...choices.map(checkBox));
    }
    for (const box of this.#boxes()) box.checked = chosen.includes(box.value);
  }

  #open(open: boolean): void {
    this.#list.hidden = !open;
    this.#button.setAttribute('aria-expanded', String(open));
  }

  #chosen(): readonly string[] {
    return this.#boxes()
      .filter(({ checked }) => checked)
      .map(({ value }) => value);
  }

  #boxes(): readonly HTMLInputElement[] {
    return [...this.#list.querySelectorAll('input')];
  }

  #onKey(event: KeyboardEvent): void {
    const boxes = this.#boxes();
    const at = boxes.findIndex((box) => box === document.activeElement);
    switch (event.key) {
      case 'Escape':
        if (this.#list.hidden) return;
        this.#open(false);
        this.#button.focus();
        break;
      case 'ArrowDown':
        this.#open(true);
        boxes[Math.min(at + 1, boxes.length - 1)]?.focus();
        break;
      case 'ArrowUp':
        if (at > 0) boxes[at - 1]?.focus();
        else this.#button.focus();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

function checkBox({ value, text }: Choice): HTMLElement {
  const label = document.createElement('label');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.value = value;
  const name = document.createElement('bdi');
  name.textContent = text;
  label.append(box, name);
  return label;
}
