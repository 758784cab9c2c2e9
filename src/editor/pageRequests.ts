/** Questions to the page that is open, matched with its answers by number. A page that is thrown away does not answer. */
export class PageRequests<Answer extends { readonly request: number }> {
  #last = 0;
  readonly #waiting = new Map<number, (answer: Answer | undefined) => void>();

  /** Resolves with the answer; with undefined when none has come in time. */
  async ask(send: (request: number) => void, milliseconds: number): Promise<Answer | undefined> {
    this.#last++;
    const request = this.#last;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(request, undefined), milliseconds);
      this.#waiting.set(request, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      send(request);
    });
  }

  /** False for an answer that nobody waits for. */
  take(answer: Answer): boolean {
    return this.#settle(answer.request, answer);
  }

  /** The page is gone: nobody will answer. */
  abandon(): void {
    for (const request of [...this.#waiting.keys()]) this.#settle(request, undefined);
  }

  #settle(request: number, answer: Answer | undefined): boolean {
    const resolve = this.#waiting.get(request);
    this.#waiting.delete(request);
    resolve?.(answer);
    return resolve !== undefined;
  }
}
