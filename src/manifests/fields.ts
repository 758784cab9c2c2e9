import { message, term, type Message, type MessageArgument, type Term } from '../base/message.ts';
import type { ManifestDocument } from './document.ts';
import { limits } from './limits.ts';
import type { StringMap } from './metadata.ts';
import { doubleQuoted } from './newValue.ts';
import { holdsPlaceholder } from './placeholder.ts';
import type { FieldPath, FieldPlace } from './place.ts';
import type { ReadProblem } from './problems.ts';
import { isSilentOctal, looksLikeText, typedScalar } from './scalars.ts';
import { get, type MapEntry, type ScalarNode, type SyntaxNode } from './syntax.ts';

/** What reading one document gathers besides its resources. */
export class ReadContext {
  readonly document: ManifestDocument;
  readonly problems: ReadProblem[] = [];
  /** Fields we need that hold a placeholder, in the order in which they are read. */
  readonly placeholders: Fields[] = [];
  /** What is read now goes through a program that makes texts of numbers and booleans where a text must stand. */
  makesTexts = false;
  readonly #reported = new Set<string>();

  constructor(document: ManifestDocument) {
    this.document = document;
  }

  /** A field may be read more than once: what is the same in every part is said once. */
  report(problem: ReadProblem): void {
    if (this.problems.length >= limits.problems) return;
    const known = this.#reported.size;
    this.#reported.add(JSON.stringify(problem, withoutDocument));
    if (this.#reported.size > known) this.problems.push(problem);
  }
}

function withoutDocument(key: string, value: unknown): unknown {
  return key === 'document' ? undefined : typeof value === 'bigint' ? String(value) : value;
}

const none: readonly never[] = [];
const noMap: StringMap = {};

/**
 * A cursor on a node: reads typed fields, and reports a value of another type at its place while it goes on without it.
 * `null` counts as absent, as in Kubernetes. Paths are only put together when somebody asks for one.
 */
export class Fields {
  readonly node: SyntaxNode | undefined;
  readonly context: ReadContext;
  readonly #parent: Fields | undefined;
  readonly #step: string | number | undefined;
  /** The step is the user's own word (a label), not the name of a field. */
  readonly #named: boolean;

  constructor(node: SyntaxNode | undefined, context: ReadContext, parent?: Fields, step?: string | number, named = false) {
    this.node = node;
    this.context = context;
    this.#parent = parent;
    this.#step = step;
    this.#named = named;
  }

  /** Whether something other than `null` is written here. */
  get exists(): boolean {
    return this.node !== undefined && !(this.node.type === 'scalar' && this.node.value === null);
  }

  /** A cursor without a step continues its parent's path: the root of a text inside a scalar (`contained`). */
  get path(): FieldPath {
    if (this.#parent === undefined) return [];
    return this.#step === undefined ? this.#parent.path : [...this.#parent.path, this.#step];
  }

  get place(): FieldPlace {
    return { document: this.context.document, path: this.path, part: 'value', span: undefined };
  }

  /** The field below a key; anything but a map has none. Something else than a map here is reported where a map is needed (`map`). */
  at(...keys: readonly string[]): Fields {
    let fields: Fields = this; // eslint-disable-line @typescript-eslint/no-this-alias -- the cursor starts here and moves down
    for (const key of keys) fields = new Fields(get(fields.node, key), this.context, fields, key);
    return fields;
  }

  /** A cursor on the root of the YAML text that this scalar holds; its paths go on from this one's. */
  contained(root: SyntaxNode | undefined): Fields {
    return new Fields(root, this.context, this);
  }

  /** `at(key)` where a map must stand, if anything does. */
  map(key: string): Fields {
    const fields = this.at(key);
    if (!fields.exists || fields.node?.type === 'map') return fields;
    fields.#wrong('map');
    return new Fields(undefined, this.context, this, key);
  }

  string(key: string): string | undefined {
    const fields = this.at(key);
    return fields.exists ? fields.asString() : undefined;
  }

  /** A string as Kubernetes wants it; a number or a boolean is reported and its text taken, which is what was meant. `null` is the empty text. */
  asString(): string | undefined {
    const text = this.node?.type === 'scalar' && this.node.value === null ? '' : this.asFreeText();
    if (text !== undefined) this.#notePlaceholder(text);
    return text;
  }

  /** As `asString`, where programs of the pod fill in what is left open: `$(VAR)`, `{{ x }}` and the like are ordinary text. */
  asFreeText(): string | undefined {
    if (this.node?.type !== 'scalar') {
      if (this.exists) this.#wrong('text');
      return undefined;
    }
    if (typeof this.node.value === 'string') return this.node.text;
    if (this.context.makesTexts) return String(this.node.value ?? '');
    if (this.node.value === null) {
      if (this.node.text === '~') this.#tilde();
      return '';
    }
    this.#noText(this.node);
    return this.node.text;
  }

  /** As `string`; absent too where a placeholder stands: what the field says is not known. */
  knownString(key: string): string | undefined {
    const text = this.string(key);
    return text === undefined || holdsPlaceholder(text) ? undefined : text;
  }

  /** `asFreeText` of a field below; absent when it is not written. */
  freeString(key: string): string | undefined {
    const fields = this.at(key);
    return fields.exists ? fields.asFreeText() : undefined;
  }

  /** An address or a range: any scalar's text, since `10` is wrong as an address rather than as a type. */
  text(key: string): string | undefined {
    const fields = this.at(key);
    if (!fields.exists) return undefined;
    if (fields.node?.type === 'scalar') {
      fields.#notePlaceholder(fields.node.text);
      return fields.node.text;
    }
    fields.#wrong('text');
    return undefined;
  }

  integer(key: string): number | undefined {
    const fields = this.at(key);
    if (!fields.exists) return undefined;
    const { node } = fields;
    if (node?.type === 'scalar' && typeof node.value === 'number' && Number.isInteger(node.value))
      return fields.#wholeNumber(node, node.value);
    fields.#wrong('integer');
    return undefined;
  }

  boolean(key: string): boolean | undefined {
    const fields = this.at(key);
    if (!fields.exists) return undefined;
    const { node } = fields;
    if (node?.type === 'scalar' && typeof node.value === 'boolean') return node.value;
    fields.#wrong('boolean');
    return undefined;
  }

  integerOrString(key: string): number | string | undefined {
    const fields = this.at(key);
    if (fields.node?.type === 'scalar' && typeof fields.node.value === 'number' && Number.isInteger(fields.node.value))
      return fields.#wholeNumber(fields.node, fields.node.value);
    return fields.exists ? fields.asString() : undefined;
  }

  /** One cursor an item; nothing (and a problem) when something else than a list stands here. */
  list(key: string): readonly Fields[] {
    const fields = this.at(key);
    if (fields.node?.type === 'sequence') return fields.node.items.map((item, index) => new Fields(item, this.context, fields, index));
    if (fields.exists) fields.#wrong('list');
    return none;
  }

  /** As `list`, where each item must be a map. One that is not is reported and keeps its place, so that indexes stay those of the manifest. */
  maps(key: string): readonly Fields[] {
    const items = this.list(key);
    for (const item of items) {
      if (!item.exists || item.node?.type === 'map') continue;
      item.#wrong('map');
    }
    return items;
  }

  /** The texts of a list; absent when the field is. Items of another type are reported and left out. */
  optionalStrings(key: string): readonly string[] | undefined {
    return this.at(key).exists ? this.strings(key) : undefined;
  }

  strings(key: string): readonly string[] {
    return this.list(key)
      .map((item) => item.asString())
      .filter((text) => text !== undefined);
  }

  /** As `strings`, for addresses and ranges: any scalar's text. An item that is no scalar leaves an empty text, so that indexes stay those of the manifest. */
  texts(key: string): readonly string[] {
    return this.list(key).map((item) => {
      if (item.node?.type !== 'scalar') {
        item.#wrong('text');
        return '';
      }
      item.#notePlaceholder(item.node.text);
      return item.node.text;
    });
  }

  /** The fields of the map at a key, under the user's own names for them. */
  *entries(key: string): Generator<{ readonly name: string; readonly field: Fields }> {
    const fields = this.at(key);
    if (fields.node?.type !== 'map') return;
    for (const entry of fields.node.entries)
      yield { name: entry.key, field: new Fields(entry.value, this.context, fields, entry.key, true) };
  }

  stringMap(key: string): StringMap {
    return this.optionalStringMap(key) ?? noMap;
  }

  /** Absent when the field is. A value that is no text is reported and its text taken. */
  optionalStringMap(key: string): StringMap | undefined {
    const fields = this.map(key);
    if (fields.node?.type !== 'map') return undefined;
    const map: Record<string, string> = {};
    for (const entry of fields.node.entries) {
      const value = new Fields(entry.value, this.context, fields, entry.key, true).asString();
      if (typeof typedScalar(entry.key) !== 'string') fields.#checkKey(entry);
      if (value !== undefined) define(map, entry.key, value);
    }
    return map;
  }

  /** A map of scalars of any type as text (resource quantities: `8` and `16Gi`). */
  optionalStringMapOfAny(key: string): StringMap | undefined {
    const fields = this.map(key);
    if (fields.node?.type !== 'map') return undefined;
    const map: Record<string, string> = {};
    for (const { key: name, value } of fields.node.entries) if (value.type === 'scalar') define(map, name, value.text);
    return map;
  }

  /** `cidr`; of an item of a list `addresses[1]`; of an entry that the user named `label "app"`. */
  get #label(): MessageArgument {
    if (this.#named) return namedEntry(this.#parent === undefined ? undefined : this.#parent.#step, String(this.#step));
    return this.#fieldName;
  }

  get #fieldName(): string {
    return typeof this.#step === 'number'
      ? `${this.#parent === undefined ? '' : this.#parent.#fieldName}[${this.#step}]`
      : (this.#step ?? '');
  }

  #wrong(wanted: WantedType): void {
    if (this.node?.type === 'scalar' && this.#notePlaceholder(this.node.text)) return;
    this.context.report({ code: 'resource/wrong-type', message: wrongType(this.#label, wanted), place: this.place });
  }

  /** A number or a boolean where a text must stand: the API server refuses it. */
  #noText({ text, value }: ScalarNode): void {
    const { place } = this;
    const corrections = [{ title: message('Put {0} in quotes', text), place, replaces: text, text: doubleQuoted(text) }];
    if (looksLikeText(text)) {
      const problem = message(
        '{0} must be a text, but without quotes Kubernetes reads {1} as {2}; put it in quotes.',
        this.#label,
        text,
        readingOf(value),
      );
      this.context.report({ code: 'yaml/ambiguous-scalar', message: problem, place, corrections });
    } else {
      this.context.report({
        code: 'resource/wrong-type',
        message: message('{0} must be a text; put it in quotes.', this.#label),
        place,
        corrections,
      });
    }
  }

  #tilde(): void {
    const { place } = this;
    const corrections = [{ title: message('Put {0} in quotes', '~'), place, replaces: '~', text: '"~"' }];
    this.context.report({
      code: 'yaml/ambiguous-scalar',
      message: message('{0} is empty: without quotes Kubernetes reads {1} as nothing; put it in quotes.', this.#label, '~'),
      place,
      corrections,
    });
  }

  #wholeNumber({ text, style }: ScalarNode, value: number): number {
    if (style === 'plain' && isSilentOctal(text)) {
      const { place } = this;
      const meant = text.replaceAll('_', '').replace(/^([-+]?)0+/, '$1');
      this.context.report({
        code: 'yaml/ambiguous-scalar',
        place,
        message: message(
          '{0} is {1} for Kubernetes: with a zero in front, {2} counts in eights. Write {3} or {1}.',
          this.#label,
          value,
          text,
          meant,
        ),
        corrections: [meant, String(value)].map((number) => ({ title: message('Write {0}', number), place, replaces: text, text: number })),
      });
    }
    return value;
  }

  /** A key becomes the text of what it is read as: the label `on` is the label `true`. */
  #checkKey({ key, keyRange }: MapEntry): void {
    const value = typedScalar(key);
    if (value === null || keyRange.end - keyRange.start !== key.length || String(value) === key) return;
    const place: FieldPlace = { document: this.context.document, path: [...this.path, key], part: 'key', span: undefined };
    this.context.report({
      code: 'yaml/ambiguous-scalar',
      place,
      message: message('Without quotes Kubernetes reads the key {0} as {1}; put it in quotes.', key, readingOf(value)),
      corrections: [{ title: message('Put {0} in quotes', key), place, replaces: key, text: doubleQuoted(key) }],
    });
  }

  #notePlaceholder(text: string): boolean {
    const found = holdsPlaceholder(text);
    if (found && this.context.placeholders.length < limits.problems) this.context.placeholders.push(this);
    return found;
  }
}

function namedEntry(map: string | number | undefined, name: string): Term {
  switch (map) {
    case 'labels':
    case 'matchLabels':
    case 'commonLabels':
      return term('Label "{0}"', name);
    case 'annotations':
    case 'commonAnnotations':
      return term('Annotation "{0}"', name);
    default:
      return term('"{1}" in {0}', map ?? '', name);
  }
}

type WantedType = 'map' | 'text' | 'integer' | 'boolean' | 'list';

function wrongType(label: MessageArgument, wanted: WantedType): Message {
  switch (wanted) {
    case 'map':
      return message('{0} must be a map.', label);
    case 'text':
      return message('{0} must be a text.', label);
    case 'integer':
      return message('{0} must be a whole number.', label);
    case 'boolean':
      return message('{0} must be true or false.', label);
    case 'list':
      return message('{0} must be a list.', label);
  }
}

/** What a plain scalar is for Kubernetes, in words. */
function readingOf(value: ScalarNode['value']): MessageArgument {
  return typeof value === 'number' ? term('the number {0}', String(value)) : String(value);
}

/** `__proto__` is an ordinary label key in a manifest. */
function define(map: Record<string, string>, key: string, value: string): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}
