import { message } from '../base/message.ts';
import type { ManifestDocument } from './document.ts';
import { limits } from './limits.ts';
import type { StringMap } from './metadata.ts';
import type { FieldPath, FieldPlace } from './place.ts';
import type { ReadProblem } from './problems.ts';
import { get, type SyntaxNode } from './syntax.ts';

/** What reading one document gathers besides its resources. */
export class ReadContext {
  readonly document: ManifestDocument;
  readonly problems: ReadProblem[] = [];
  /** The first field we need that holds a placeholder. */
  placeholder: Fields | undefined;

  constructor(document: ManifestDocument) {
    this.document = document;
  }

  report(problem: ReadProblem): void {
    if (this.problems.length < limits.problems) this.problems.push(problem);
  }
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

  constructor(node: SyntaxNode | undefined, context: ReadContext, parent?: Fields, step?: string | number) {
    this.node = node;
    this.context = context;
    this.#parent = parent;
    this.#step = step;
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
    fields.#wrong(message('a map'));
    return new Fields(undefined, this.context, this, key);
  }

  string(key: string): string | undefined {
    const fields = this.at(key);
    return fields.exists ? fields.asString() : undefined;
  }

  /** A string as Kubernetes wants it; a number or a boolean is reported and its text taken, which is what was meant. */
  asString(): string | undefined {
    if (this.node?.type !== 'scalar') {
      if (this.exists) this.#wrong(message('a text'));
      return undefined;
    }
    if (typeof this.node.value !== 'string' && this.node.value !== null) this.#wrong(message('a text; put it in quotes'));
    this.#notePlaceholder(this.node.text);
    return this.node.text;
  }

  /** An address or a range: any scalar's text, since `10` is wrong as an address rather than as a type. */
  text(key: string): string | undefined {
    const fields = this.at(key);
    if (!fields.exists) return undefined;
    if (fields.node?.type === 'scalar') {
      fields.#notePlaceholder(fields.node.text);
      return fields.node.text;
    }
    fields.#wrong(message('a text'));
    return undefined;
  }

  integer(key: string): number | undefined {
    const fields = this.at(key);
    if (!fields.exists) return undefined;
    const { node } = fields;
    if (node?.type === 'scalar' && typeof node.value === 'number' && Number.isInteger(node.value)) return node.value;
    if (node?.type === 'scalar' && fields.#notePlaceholder(node.text)) return undefined;
    fields.#wrong(message('a whole number'));
    return undefined;
  }

  boolean(key: string): boolean | undefined {
    const fields = this.at(key);
    if (!fields.exists) return undefined;
    const { node } = fields;
    if (node?.type === 'scalar' && typeof node.value === 'boolean') return node.value;
    if (node?.type === 'scalar' && fields.#notePlaceholder(node.text)) return undefined;
    fields.#wrong(message('true or false'));
    return undefined;
  }

  integerOrString(key: string): number | string | undefined {
    const fields = this.at(key);
    if (fields.node?.type === 'scalar' && typeof fields.node.value === 'number' && Number.isInteger(fields.node.value)) return fields.node.value;
    return fields.exists ? fields.asString() : undefined;
  }

  /** One cursor an item; nothing (and a problem) when something else than a list stands here. */
  list(key: string): readonly Fields[] {
    const fields = this.at(key);
    if (fields.node?.type === 'sequence') return fields.node.items.map((item, index) => new Fields(item, this.context, fields, index));
    if (fields.exists) fields.#wrong(message('a list'));
    return none;
  }

  /** As `list`, where each item must be a map. One that is not is reported and keeps its place, so that indexes stay those of the manifest. */
  maps(key: string): readonly Fields[] {
    const items = this.list(key);
    for (const item of items) {
      if (!item.exists || item.node?.type === 'map' || (item.node?.type === 'scalar' && item.#notePlaceholder(item.node.text))) continue;
      item.#wrong(message('a map'));
    }
    return items;
  }

  /** The texts of a list; absent when the field is. Items of another type are reported and left out. */
  optionalStrings(key: string): readonly string[] | undefined {
    return this.at(key).exists ? this.strings(key) : undefined;
  }

  strings(key: string): readonly string[] {
    return this.list(key).map((item) => item.asString()).filter((text) => text !== undefined);
  }

  /** As `strings`, for addresses and ranges: any scalar's text. An item that is no scalar leaves an empty text, so that indexes stay those of the manifest. */
  texts(key: string): readonly string[] {
    return this.list(key).map((item) => {
      if (item.node?.type !== 'scalar') {
        item.#wrong(message('a text'));
        return '';
      }
      item.#notePlaceholder(item.node.text);
      return item.node.text;
    });
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
      const value = new Fields(entry.value, this.context, fields, entry.key).asString();
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

  /** `cidr`; of an item of a list `addresses[1]`. */
  get #label(): string {
    return typeof this.#step === 'number' ? `${this.#parent === undefined ? '' : this.#parent.#label}[${this.#step}]` : this.#step ?? '';
  }

  #wrong(wanted: ReturnType<typeof message>): void {
    this.context.report({ code: 'resource/wrong-type', message: message('{0} must be {1}.', this.#label, wanted), place: this.place });
  }

  #notePlaceholder(text: string): boolean {
    const found = holdsPlaceholder(text);
    if (found) this.context.placeholder ??= this;
    return found;
  }
}

/** `${VAR}`, `$(VAR)`, `{{ value }}`, `<your-ip>`. Takes time in proportion to the text, whatever it is. */
function holdsPlaceholder(text: string): boolean {
  const open = text.indexOf('${');
  return (open >= 0 && text.indexOf('}', open) >= 0) || text.includes('{{') || /\$\([A-Za-z_]\w*\)|^<[^<>]+>$/.test(text);
}

/** `__proto__` is an ordinary label key in a manifest. */
function define(map: Record<string, string>, key: string, value: string): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}
