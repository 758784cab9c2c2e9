/** A stretch of a source's text: offsets in UTF-16 units from the start of the file's text, `end` exclusive. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Who wrote a node of a rendered manifest, the last writer first. A value that was set in a base and changed in an overlay has both.
 * Empty for what no source spells (the hash of a generated name).
 */
export type Origins = readonly Span[];

/** Whether they name the same places in the same order. */
export function isSameOrigins(one: Origins, other: Origins): boolean {
  return (
    one === other ||
    (one.length === other.length &&
      one.every(({ file, start, end }, index) => {
        const counterpart = other[index];
        return counterpart !== undefined && counterpart.file === file && counterpart.start === start && counterpart.end === end;
      }))
  );
}
