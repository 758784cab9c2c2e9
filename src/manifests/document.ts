/**
 * One YAML or JSON document of a file: the unit of reading. It does not know its offset in the file, so that an edit above it leaves it the same object.
 * It is text and identity only; what was read from it stands in `DocumentFacts`.
 */
export interface ManifestDocument {
  /** Path of the file as the host names it, with `/`. */
  readonly file: string;
  readonly text: string;
}
