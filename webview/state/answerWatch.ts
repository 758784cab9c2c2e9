/** How long the extension may take to answer. It is at work on texts at times; when it is being started again it takes longer. */
const patience = 6_000;

/** Notices that the other side has fallen silent: a question that has had no answer for a while. */
export class AnswerWatch {
  readonly #onChange: (silent: boolean) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silent = false;

  constructor(onChange: (silent: boolean) => void) {
    this.#onChange = onChange;
  }

  /** Something was asked. Of several questions the first counts. */
  asked(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#silent) return;
      this.#silent = true;
      this.#onChange(true);
    }, patience);
  }

  /** Anything at all has come. */
  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#silent) return;
    this.#silent = false;
    this.#onChange(false);
  }
}
