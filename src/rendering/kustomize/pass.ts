/** What was made of each of a row of objects the last time. The row is mostly the same: what came or went moves the rest by a place. */
export class Pass<Given extends object, Made> {
  #before: readonly (readonly [Given, Made] | undefined)[] = [];
  #now: (readonly [Given, Made] | undefined)[] = [];
  #drift = 0;

  /** From here on the next row comes. */
  begin(): void {
    this.#before = this.#now;
    this.#now = [];
    this.#drift = 0;
  }

  /** Forgets what was made before: it would be made differently now. */
  restart(): void {
    this.#before = [];
    this.#now = [];
    this.#drift = 0;
  }

  /** What was made of the same object, which then is the next of the row; undefined: the caller makes it, and says so by `remember` or `skip`. */
  recall(given: Given): Made | undefined {
    const expected = this.#now.length + this.#drift;
    for (const moved of [0, 1, -1]) {
      const known = this.#before[expected + moved];
      if (known?.[0] !== given) continue;
      this.#drift += moved;
      this.#now.push(known);
      return known[1];
    }
    return undefined;
  }

  remember(given: Given, made: Made): Made {
    this.#now.push([given, made]);
    return made;
  }

  skip(): void {
    this.#now.push(undefined);
  }

  /** `recall`, or else made and remembered. */
  of(given: Given, make: () => Made): Made {
    return this.recall(given) ?? this.remember(given, make());
  }
}
