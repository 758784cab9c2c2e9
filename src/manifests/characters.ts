/** A character that the reader of kubectl refuses, and where. */
export interface RefusedCharacter {
  readonly at: number;
  readonly kind: 'control' | 'byte-order-mark' | 'undecoded';
}

/** What YAML allows is named, not what it refuses. A half of a surrogate pair stands for bytes that could not be decoded (`decodeText`). goyaml.v2/readerc.go (yaml_parser_update_buffer) */
const refused = /[^\t\n\r\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** JSON goes to another reader, which takes all but the control characters of ASCII. */
const refusedInJson = /[\0-\x08\v\f\x0E-\x1F]/;

/** Most texts have nothing else, which is quickly seen. */
const unusual = /[^\t\n\r\x20-\x7E]/;

/**
 * The first character for which kubectl reads nothing of a document. A byte-order mark at its very beginning is none; one elsewhere is told of where there is no other,
 * since kubectl refuses it only where it stands in the way: before the mark of a document, as where two files were put together.
 */
export function refusedCharacter(text: string): RefusedCharacter | undefined {
  if (!unusual.test(text)) return undefined;
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const body = start === 0 ? text : text.slice(1);
  const isJson = /^\s*\{/.test(body);
  const found = (isJson ? refusedInJson : refused).exec(body);
  const mark = isJson ? -1 : body.indexOf('\uFEFF');
  if (found === null) return mark < 0 ? undefined : { at: start + mark, kind: 'byte-order-mark' };
  const code = found[0].codePointAt(0) ?? 0;
  const kind = code >= 0xd800 && code <= 0xdfff ? 'undecoded' : 'control';
  return { at: start + found.index, kind };
}

/** `U+0007` */
export function codePointName(text: string, at: number): string {
  return `U+${(text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
