import type { TextRange } from '../../base/text.ts';
import type { FieldPath, FieldPlace } from '../place.ts';
import type { MapEntry, SyntaxNode } from '../syntax.ts';
import type { Written } from './iotEdge.ts';

/** Where something of the options stands in the manifest: by its path where they are an object there, by its range where they are a text. */
export type OptionPlacing = (path: FieldPath, range: TextRange, part: 'key' | 'value') => FieldPlace;

/** A cursor on a node of a module's create options. */
export class OptionNode {
  readonly node: SyntaxNode;
  readonly #path: FieldPath;
  readonly #entry: MapEntry | undefined;
  readonly #placing: OptionPlacing;

  constructor(node: SyntaxNode, path: FieldPath, entry: MapEntry | undefined, placing: OptionPlacing) {
    this.node = node;
    this.#path = path;
    this.#entry = entry;
    this.#placing = placing;
  }

  get isNull(): boolean {
    return this.node.type === 'scalar' && this.node.value === null;
  }

  get place(): FieldPlace {
    const { start, end } = this.node;
    const isQuoted = this.node.type === 'scalar' && (this.node.style === 'double' || this.node.style === 'single');
    return this.#placing(this.#path, isQuoted ? { start: start + 1, end: end - 1 } : { start, end }, 'value');
  }

  /** Of what stands under a key, the key; of anything else, all of it. */
  get key(): Written {
    return this.#entry === undefined
      ? { text: '', place: this.place }
      : { text: this.#entry.key, place: this.#placing(this.#path, this.#entry.keyRange, 'key') };
  }

  /** The content of a text or number; undefined for anything else. */
  get written(): Written | undefined {
    const { node } = this;
    return node.type === 'scalar' && node.value !== null ? { text: node.text, place: this.place } : undefined;
  }

  /** What stands under a key in any capitals, the last of several; undefined for `null`. */
  at(name: string): OptionNode | undefined {
    const lower = name.toLowerCase();
    const found = this.entries.findLast(({ key }) => key.text.toLowerCase() === lower);
    return found?.isNull === false ? found : undefined;
  }

  /** What stands under a key as it is spelt. */
  exactly(name: string): OptionNode | undefined {
    return this.entries.findLast(({ key }) => key.text === name);
  }

  /** Each key once, the last of several. */
  get entries(): readonly OptionNode[] {
    if (this.node.type !== 'map') return [];
    const last = new Map(this.node.entries.map((entry) => [entry.key, entry]));
    return this.node.entries
      .filter((entry) => last.get(entry.key) === entry)
      .map((entry) => new OptionNode(entry.value, [...this.#path, entry.key], entry, this.#placing));
  }

  get items(): readonly OptionNode[] {
    if (this.node.type !== 'sequence') return [];
    return this.node.items.map((item, index) => new OptionNode(item, [...this.#path, index], undefined, this.#placing));
  }
}
