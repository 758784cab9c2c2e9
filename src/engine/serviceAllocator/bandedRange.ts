/** A number that an automatic request got. */
export interface AutomaticChoice {
  readonly value: bigint;
  readonly band: Band;
  /** How many numbers of the band were free before the first automatic request: with more than one the real allocator picks at random. */
  readonly choices: bigint;
}

/** A stretch of numbers, both ends included. */
export interface Band {
  readonly kind: 'static' | 'dynamic';
  readonly first: bigint;
  readonly last: bigint;
}

interface OpenBand extends Band {
  /** Everything below is taken. */
  next: bigint;
  choices: bigint;
}

/**
 * Hands out the lowest free number of the dynamic band, then of the static one, where the API server starts at a random number and goes upwards.
 * All numbers that are asked for by name must be in `taken` before the first automatic request.
 * kubernetes pkg/registry/core/service/ipallocator/bitmap.go, portallocator/allocator.go
 */
export class BandedRange {
  readonly first: bigint;
  readonly last: bigint;
  readonly #taken: ReadonlyMap<bigint, unknown>;
  readonly #bands: readonly OpenBand[];
  #opened = false;

  constructor(first: bigint, last: bigint, staticSize: bigint, taken: ReadonlyMap<bigint, unknown>) {
    this.first = first;
    this.last = last;
    this.#taken = taken;
    const start = first + staticSize;
    this.#bands = [open('dynamic', start, last), open('static', first, start - 1n)].filter((band) => band.first <= band.last);
  }

  has(value: bigint): boolean {
    return this.first <= value && value <= this.last;
  }

  /** The band of a number of the range. */
  bandOf(value: bigint): Band | undefined {
    return this.#bands.find((band) => band.first <= value && value <= band.last);
  }

  next(): AutomaticChoice | undefined {
    this.#countChoices();
    for (const band of this.#bands) {
      while (band.next <= band.last && this.#taken.has(band.next)) band.next++;
      if (band.next <= band.last) return { value: band.next, band, choices: band.choices };
    }
    return undefined;
  }

  /** A number was given back. */
  released(value: bigint): void {
    for (const band of this.#bands) {
      if (band.first <= value && value < band.next) band.next = value;
    }
  }

  #countChoices(): void {
    if (this.#opened) return;
    this.#opened = true;
    for (const band of this.#bands) {
      band.choices = band.last - band.first + 1n;
      for (const value of this.#taken.keys()) if (band.first <= value && value <= band.last) band.choices--;
    }
  }
}

function open(kind: Band['kind'], first: bigint, last: bigint): OpenBand {
  return { kind, first, last, next: first, choices: 0n };
}
