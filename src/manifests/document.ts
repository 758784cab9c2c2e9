import { Input } from '../base/derived.ts';

/**
 * One YAML or JSON document of a file: the unit of reading. It does not know its offset in the file, so that an edit above it leaves it the same object.
 * It is text and identity only; what was read from it stands in `DocumentFacts`.
 */
export interface ManifestDocument {
  /** Path of the file as the host names it, with `/`. */
  readonly file: string;
  readonly text: string;
  /** What it is rendered with as one: the key of the unit. Absent: it is applied as it is written. */
  readonly unitKey?: string | undefined;
  /** The object of a GitOps tool that applies it. Absent: none is known to. */
  readonly appliedBy?: AppliedBy | undefined;
}

/** An object of a GitOps tool, of which what it applies is told from what another one does. */
export interface AppliedBy {
  readonly tool: 'flux' | 'argo' | 'other';
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * A document of a file that is edited: it stays itself while its text becomes another, so that what names places in it still holds.
 * Derived values that read the text are told of an edit; those that read what was understood of it are not, where that is still the same.
 */
export class EditedDocument extends Input<string> implements ManifestDocument {
  readonly file: string;

  constructor(file: string, text: string) {
    super(text);
    this.file = file;
  }

  get text(): string {
    return this.get();
  }
}
