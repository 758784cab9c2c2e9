/** What was last made of a text, by the name of the text. All texts together are bounded; beyond that it begins anew. */
export class Remembered<Made> {
  readonly #mostCharacters: number;
  readonly #made = new Map<string, { readonly text: string; readonly made: Made }>();
  #characters = 0;

  constructor(mostCharacters: number) {
    this.#mostCharacters = mostCharacters;
  }

  /** What `make` makes of the text: from before if that was the last text of the name, and what was made still holds. */
  of(name: string, text: string, make: () => Made, holds: (made: Made) => boolean = () => true): Made {
    const known = this.#made.get(name);
    if (known?.text === text && holds(known.made)) return known.made;
    const made = make();
    this.#characters += text.length - (known?.text.length ?? 0);
    if (this.#characters > this.#mostCharacters) {
      this.#made.clear();
      this.#characters = text.length;
    }
    this.#made.set(name, { text, made });
    return made;
  }
}
