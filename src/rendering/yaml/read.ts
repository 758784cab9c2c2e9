import { splitDocuments } from '../../manifests/documents.ts';
import { limits } from '../../manifests/limits.ts';
import { parseYaml } from '../../manifests/parseYaml.ts';
import type { MapEntry, MapNode, ScalarNode, SyntaxNode, SyntaxProblem } from '../../manifests/syntax.ts';
import type { Span } from '../origin.ts';
import type { ScalarTag, YamlEntry, YamlMap, YamlNode, YamlScalar } from './node.ts';
import { isTimestamp, plainTag, textOfBase64, valueOf, writtenTag, type Dialect } from './scalarTypes.ts';

export interface YamlDocument {
  /** Absent for nothing but comments, for `null`, and for what could not be read at all. */
  readonly root: YamlNode | undefined;
  /** In the order of the text. Whatever they are, `root` is what was understood. */
  readonly problems: readonly YamlProblem[];
  /** The document with its mark. */
  readonly span: Span;
  /** Where the text goes on although the document has ended; Go's readers pass over it without a word. */
  readonly passedOver?: Span;
}

export interface YamlProblem {
  /** `not-representable`: YAML that JSON has nothing for (`.inf`, a key that is not a text). */
  readonly class: 'malformed-yaml' | 'duplicate-key' | 'not-representable' | 'too-large';
  /** What the reader says, or the key. */
  readonly text: string;
  readonly at: Span;
  /** Of a key that stands twice: where it stands first. */
  readonly first?: Span;
}

export interface YamlReading {
  readonly dialect: Dialect;
  /** Of a key that stands twice in one map the last counts, or the first; `error` makes it a problem, too. */
  readonly duplicates: 'error' | 'last' | 'first';
}

/** Where a stretch of a text stands: in a file as it is, or somewhere inside it (`placeInScalar`). */
export type Placing = (start: number, end: number) => Span;

export function inFile(file: string): Placing {
  return (start, end) => ({ file, start, end });
}

/** A text as it was read. */
export interface ReadText {
  readonly text: string;
  readonly documents: readonly YamlDocument[];
}

/** Reads a text of which an earlier state has been read in the same way: documents that say the same at the same place are the same objects. */
export function rereadYaml(text: string, place: Placing, reading: YamlReading, before: ReadText | undefined): ReadText {
  if (before?.text === text) return before;
  const known = new Map(before?.documents.map((document) => [document.span.start, document]));
  const documents = readPieces(text, place, reading, ({ start, end }) => {
    const document = known.get(start);
    const isSame = document?.span.end === end && before?.text.slice(start, end) === text.slice(start, end);
    return isSame ? document : undefined;
  });
  return { text, documents };
}

/** Reads a text. Never throws, always ends; each node's only origin is its place. Aliases are expanded, and keep the place of the anchor. */
export function readYaml(text: string, place: Placing, reading: YamlReading): readonly YamlDocument[] {
  return readPieces(text, place, reading, () => undefined);
}

function readPieces(
  text: string,
  place: Placing,
  reading: YamlReading,
  known: (piece: Piece) => YamlDocument | undefined,
): readonly YamlDocument[] {
  if (text.length > limits.file) return [{ root: undefined, problems: [tooLarge(place(0, text.length))], span: place(0, text.length) }];
  return (reading.dialect === 'yaml-1.2' ? pieces(text) : goDocuments(text)).map((found) => {
    const before = known(found);
    if (before !== undefined) return before;
    const { start: from, end, separator } = found;
    const span = place(from, end);
    if (separator !== undefined)
      return {
        root: undefined,
        problems: [{ class: 'malformed-yaml', text: 'invalid document separator', at: place(from, separator) }],
        span,
      };
    if (end - from > limits.renderedDocument) return { root: undefined, problems: [tooLarge(span)], span };
    // kustomize has taken the first of two marks away.
    const start = from + (/^---[^\n]*\n(?=---)/.exec(text.slice(from, end))?.[0].length ?? 0);
    const piece = text.slice(start, end);
    const parsed = parseYaml(piece, reading.dialect === 'yaml-1.2' ? { mergeKeys: 'below-own' } : {});
    const reader = new Reader((begin, close) => place(start + begin, start + close), reading, piece);
    const root = parsed.root === undefined ? undefined : reader.root(parsed.root);
    const problems = [...parsed.problems.flatMap((problem) => reader.problem(problem)), ...reader.problems];
    const control = controlCharacter.exec(piece);
    if (control !== null)
      problems.push({
        class: 'malformed-yaml',
        text: brokenCharacter(piece, control.index) ?? 'a control character',
        at: place(start + control.index, start + control.index + control[0].length),
      });
    const rest = parsed.problems.find(({ isPassedOver }) => isPassedOver);
    return { root, problems, span, ...(rest !== undefined && { passedOver: place(start + rest.start, start + rest.end) }) };
  });
}

/** What Go's readers refuse wherever it stands, bytes that are no text with it (see `goText.ts`). readerc.go */
const controlCharacter = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|(?<![\ud800-\udbff])[\udc80-\udcff]/;

/** What is wrong with a byte that is part of no character, in the words of Go's readers; undefined for any other character. readerc.go (yaml_parser_update_buffer) */
function brokenCharacter(text: string, at: number): string | undefined {
  const unit = text.charCodeAt(at);
  if (unit < 0xdc80 || unit > 0xdcff) return undefined;
  const byte = unit & 0xff;
  const width = byte >= 0xf8 || byte < 0xc0 ? 0 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
  if (width === 0) return 'invalid leading UTF-8 octet';
  const behind = text.slice(at + 1, at + width);
  const bytes = Array.from(behind, (_, index) => (/[\x00-\x7f\udc80-\udcff]/.test(behind.charAt(index)) ? 1 : 2)).reduce<number>(
    (a, b) => a + b,
    1,
  );
  return bytes < width ? 'incomplete UTF-8 octet sequence' : 'invalid trailing UTF-8 octet';
}

/** Whether a text has a character that Go writes into JSON as it is, and refuses where it reads that as YAML. */
export function hasUnwritable(text: string): boolean {
  return /[\x7f-\x84\x86-\x9f\ufffe\uffff]/.test(text);
}

function tooLarge(at: Span): YamlProblem {
  return { class: 'too-large', text: '', at };
}

interface Piece {
  readonly start: number;
  readonly end: number;
  /** End of a `---` line that says more than a separator may. */
  readonly separator?: number;
}

/** As Go's parser has them: what stands before the first `---` is a document of its own only if it says something. */
function goDocuments(text: string): readonly Piece[] {
  const [, second, ...rest] = splitDocuments('', text).offsets;
  const starts = second === undefined || saysNothing.test(text.slice(0, second)) ? [0, ...rest] : [0, second, ...rest];
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}

const saysNothing = /^\ufeff?[ \t\r\n]*(?:#[^\r\n]*(?:[\r\n][ \t\r\n]*|$))*$/;

/** Splits as kustomize does before it reads: at each line that begins with `---`, which then may hold nothing but a comment. kyaml/kio/byteio_reader.go (splitDocuments) */
function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  const separator = /\n---[^\n]*\n/g;
  let start = 0;
  for (let match = separator.exec(text); match !== null && found.length < limits.documents; match = separator.exec(text)) {
    const rest = match[0].slice(4).trim();
    found.push({ start, end: match.index + 1 });
    // The piece keeps its mark, so that the pieces add up to the text.
    start = match.index + 1;
    if (rest !== '' && !rest.startsWith('#')) return [...found, { start, end: text.length, separator: separator.lastIndex - 1 }];
  }
  return [...found, { start, end: text.length }];
}

class Reader {
  readonly problems: YamlProblem[] = [];
  readonly #text: string;
  /** Where the text ends in the middle of a line. */
  readonly #end: number;
  readonly #place: Placing;
  readonly #reading: YamlReading;

  constructor(place: Placing, reading: YamlReading, text: string) {
    this.#text = text;
    this.#end = text.endsWith('\n') ? Infinity : text.length;
    this.#place = place;
    this.#reading = reading;
  }

  root(node: SyntaxNode): YamlNode {
    return node.type === 'map' ? this.#map(node, true) : this.node(node);
  }

  node(node: SyntaxNode): YamlNode {
    const origins = [this.#place(node.start, node.end)];
    if (node.type === 'sequence') return { type: 'list', items: node.items.map((item) => this.node(item)), origins };
    return node.type === 'map' ? this.#map(node) : this.#scalar(node);
  }

  /** A problem of the syntax; none for a key that may stand twice, nor for what is passed over. */
  problem({ code, text, start, end, repeated, isPassedOver }: SyntaxProblem): readonly YamlProblem[] {
    // What a tag says is looked at with the scalar.
    if (isPassedOver || text.endsWith(', which is not what its tag says')) return [];
    const at = this.#place(start, end);
    // No key at all is looked at with the map.
    if (text === 'a key that is not a plain text' && this.#isEmptyText(start)) return [];
    // Of keys only null is a plain text that is refused.
    if (
      text === 'a key that is not a plain text' &&
      plainTag(this.#text.slice(start, end), this.#reading.dialect) === '!!null' &&
      end > start
    )
      return [{ class: 'not-representable', text, at }];
    if (code !== 'yaml/duplicate-key') return [{ class: code === 'yaml/limit' ? 'too-large' : 'malformed-yaml', text, at }];
    if (this.#reading.duplicates !== 'error') return [];
    const first = repeated?.[0].keyRange;
    return [{ class: 'duplicate-key', text, at, ...(first === undefined ? {} : { first: this.#place(first.start, first.end) }) }];
  }

  #map(map: MapNode, isRoot = false): YamlMap {
    const entries = new Map<string, YamlEntry>();
    let doubled: YamlMap['doubled'];
    for (const entry of map.entries) {
      const key = this.#key(entry, map, isRoot);
      if (key === undefined) continue;
      const { start, end } = entry.keyRange;
      if (key === '<<' && this.#isTakenForMerge(entry, map)) continue;
      if (this.#reading.duplicates === 'first' && entries.has(key)) {
        doubled ??= { key, at: this.#place(start, end) };
        continue;
      }
      entries.set(key, { key, keyOrigins: [this.#place(start, end)], value: this.node(entry.value) });
    }
    const read: YamlMap = { type: 'map', entries: [...entries.values()], origins: [this.#place(map.start, map.end)] };
    return doubled === undefined ? read : { ...read, doubled };
  }

  /** Kustomize takes away the first key of that name, quoted as well, and merges only what a plain one names. kyaml/yaml/rnode.go (DeAnchor) */
  #isTakenForMerge({ keyNode }: MapEntry, { start, end, entries }: MapNode): boolean {
    const isQuoted = keyNode !== undefined && keyNode.tag === undefined && keyNode.style !== 'plain';
    return (
      this.#reading.dialect === 'yaml-1.2' && isQuoted && entries.every(({ keyRange }) => keyRange.start >= start && keyRange.end <= end)
    );
  }

  /** A `?` without a key names an empty text where kustomize writes an object out and reads it again, but not between the brackets of a list. */
  #isEmptyText(start: number): boolean {
    return this.#reading.dialect === 'yaml-1.2' && /^(?:\s*(?:[:}#?]|$)|\s(?!\s*\]))/.test(this.#text.slice(start, start + 80));
  }

  /** JSON has texts as keys. The reader of 1.1 makes texts of numbers and booleans, the other refuses them but at the top; nobody takes null. A time between braces is written with quotes before it is read again. */
  #key({ key, keyRange, keyNode }: MapEntry, { start }: MapNode, isRoot: boolean): string | undefined {
    if (keyNode === undefined || (isRoot && this.#reading.dialect === 'yaml-1.2')) return key;
    const tag = tagOf(keyNode, this.#reading.dialect);
    if (tag === '!!str' || tag === '!!binary' || tag === '!!merge') return key;
    if (tag === '!!timestamp' && key.includes(':') && this.#text.startsWith('{', start)) return key;
    if (key === '' && keyNode.tag === undefined && this.#isEmptyText(keyRange.start)) return key;
    if (tag !== '!!null' && this.#reading.dialect === 'yaml-1.1') return String(valueOf(this.#scalar(keyNode)));
    this.problems.push({ class: 'not-representable', text: 'a key that is not a text', at: this.#place(keyRange.start, keyRange.end) });
    return key;
  }

  /** What stands behind nothing in a map or a list without brackets is never one of these. */
  #isInBrackets(end: number): boolean {
    behindNothing.lastIndex = end;
    return this.#reading.dialect === 'yaml-1.2' && behindNothing.test(this.#text);
  }

  #scalar(node: ScalarNode): YamlScalar {
    const { style, start, end } = node;
    // Go sees no line end where none is; the library puts one behind every block.
    const text = end >= this.#end && (style === 'literal' || style === 'folded') ? node.text.replace(/\n$/, '') : node.text;
    if (style === 'double' && surrogate.test(this.#text.slice(start, end)))
      this.problems.push({ class: 'malformed-yaml', text: 'an escape of half a character', at: this.#place(start, end) });
    if (style === 'double' && this.#reading.dialect === 'yaml-1.2' && hasUnwritable(text))
      this.problems.push({ class: 'not-representable', text: 'a control character', at: this.#place(start, end) });
    const tag = tagOf(node, this.#reading.dialect);
    if (tag === '!!float' && /\.(inf|nan)$/i.test(text))
      this.problems.push({ class: 'not-representable', text: 'a number that JSON does not have', at: this.#place(start, end) });
    const origins: readonly [Span] = [this.#place(start, end)];
    if (node.tag !== undefined && tag !== '!!str' && tag !== '!!merge') return this.#tagged(tag, text, style, origins);
    const isWrittenOtherwise = tag === '!!timestamp' ? text.includes(':') : start === end && tag === '!!null';
    return isWrittenOtherwise && this.#isInBrackets(end)
      ? { type: 'scalar', tag, text, style, origins, inBrackets: true }
      : { type: 'scalar', tag, text, style, origins };
  }

  /** Of a text that its tag does not fit Go makes nothing. go.yaml.in/yaml/v3 resolve.go (resolve), sigs.k8s.io/yaml/goyaml.v2 resolve.go */
  #tagged(tag: ScalarTag, text: string, style: YamlScalar['style'], origins: readonly [Span]): YamlScalar {
    const refuse = (words: string): void => {
      this.problems.push({ class: 'malformed-yaml', text: words, at: origins[0] });
    };
    if (tag === '!!binary') {
      const decoded = textOfBase64(text);
      if (decoded === undefined) refuse('!!binary value contains invalid base64 data');
      return { type: 'scalar', tag, text: decoded ?? text, style, origins };
    }
    const { dialect } = this.#reading;
    const means = tag === '!!timestamp' && isTimestamp(text) ? tag : plainTag(text, dialect);
    if (means !== tag && !(tag === '!!float' && means === '!!int')) refuse(`cannot decode ${means} \`${text}\` as a ${tag}`);
    // The reader of 1.1 knows no times: they stay as they are written.
    return { type: 'scalar', tag: tag === '!!timestamp' && dialect === 'yaml-1.1' ? '!!str' : tag, text, style, origins };
  }
}

const behindNothing = /\s*[,}\]]/y;

/** Go's reader takes no halves of surrogate pairs, not even two that make one. */
const surrogate = /(?:^|[^\\])(?:\\\\)*\\u[dD][89a-fA-F]/;

function tagOf({ text, style, tag }: ScalarNode, dialect: Dialect): ScalarTag {
  if (tag === '!' && dialect === 'yaml-1.1') return '!!str';
  if (tag !== undefined && tag !== '!') return writtenTag(tag) ?? '!!str';
  return style === 'plain' ? plainTag(text, dialect) : '!!str';
}
