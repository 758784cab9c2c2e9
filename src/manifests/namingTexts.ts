import type { ManifestDocument } from './document.ts';
import type { Fields } from './fields.ts';
import type { FieldPlace, Place } from './place.ts';
import { spanOf } from './place.ts';

/** A line of a text that may hold the name of a service or an address: an environment value, an argument, a setting of a ConfigMap. */
export interface NamingText {
  /** The line, or of a very long one a piece without blanks or quotes. */
  readonly text: string;
  /** Where it stands; `partOf` gives the place of a part of it. */
  readonly place: Place;
  /** Of an environment value, the variable's name; of a setting `NAME: value` in a ConfigMap, the key. */
  readonly variable: string | undefined;
}

/** Bounds of what is kept of one resource. */
const most = { texts: 200, line: 400 } as const;

/** Cheap, and generous: `.svc`, `://`, or `name:port`. What it lets through a check must still read closely. */
export function mayName(text: string): boolean {
  return text.includes('.svc') || text.includes('://') || namePort.test(text);
}

/** Sought from the colon, so that it costs nothing in other text; no time of day. */
const namePort = /:(?=[0-9]{2,5}(?![0-9A-Za-z.:]))(?<=[A-Za-z][A-Za-z0-9.-]{0,252}:)/;

/** Names of variables whose value is a bare host name: `REDIS_HOST`, `ORDERS_SERVICE_ADDR`. */
const namesHost = /HOST|ADDR|SERVER|SERVICE|ENDPOINT|URL|URI|UPSTREAM|BROKER|DOMAIN|DSN|PEER/i;

const bareName = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.?$/;

/** Whether a whole text is one host name, of a variable that says that it is one. */
export function isNamedHost(variable: string, text: string): boolean {
  return text.length <= 253 && bareName.test(text) && namesHost.test(variable);
}

/** What of a text field may name something; offsets are those of its content. */
export function* namingTexts(field: Fields, variable?: string): Generator<NamingText> {
  const { node } = field;
  if (node?.type !== 'scalar' || node.value === null) return;
  const { text } = node;
  if (!text.includes('\n') && text.length <= most.line) {
    if (mayName(text) || (variable !== undefined && isNamedHost(variable, text))) yield { text, place: field.place, variable };
    return;
  }
  if (!mayName(text)) return;
  let place: FieldPlace | undefined;
  for (const { start, piece } of pieces(text, 0, text.length))
    yield { text: piece, place: spanOf((place ??= field.place), start, start + piece.length), variable };
}

/**
 * What of the values below a key at the left edge may name something, by the document's lines alone: settings of programs may be megabytes, and are not parsed for a few names in them.
 * Lines of comments are left out, those of the programs too.
 */
export function* namingTextsBelow(document: ManifestDocument, key: string): Generator<NamingText> {
  const { text } = document;
  const section = new RegExp(`^${key}:[^\\S\\n]*(?:#.*)?\\n`, 'm').exec(text);
  if (section === null) return;
  const start = section.index + section[0].length;
  const next = /^[^\s#-]/m.exec(text.slice(start));
  const end = next === null ? text.length : start + next.index;
  for (const found of pieces(text, start, end)) {
    // Escapes of a double-quoted text, as `kubectl get` prints them: a line break is no part of a name.
    const piece = found.piece.includes('\\') ? found.piece.replace(/\\[nrt"]/g, '  ') : found.piece;
    yield {
      text: piece,
      place: { document, path: undefined, start: found.start, end: found.start + piece.length },
      variable: settingKey.exec(piece)?.[1],
    };
  }
}

const settingKey = /^["']?([\w.-]+)["']?\s*[:=]\s/;

/** The lines between two offsets that may name something, without the blanks around them; of lines that are too long, the words that may. */
function* pieces(text: string, from: number, to: number): Generator<{ readonly start: number; readonly piece: string }> {
  let count = 0;
  for (let start = from; start < to && count < most.texts;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 || newline > to ? to : newline;
    const line = text.slice(start, end);
    const piece = line.trim();
    const indent = line.length - line.trimStart().length;
    if (piece !== '' && !/^(#|\/\/|;)/.test(piece)) {
      if (piece.length <= most.line) {
        if (mayName(piece) || isHostSetting(piece)) {
          count++;
          yield { start: start + indent, piece };
        }
      } else if (mayName(piece)) {
        for (const { 0: word, index } of piece.matchAll(longWord)) {
          if (!mayName(word) || count++ >= most.texts) continue;
          yield { start: start + indent + index, piece: word };
        }
      }
    }
    start = end + 1;
  }
}

const longWord = /[^\s"'`,;<>(){}|\\]{4,400}/g;

/** `DB_HOST: postgres`, `redis.host=redis`: a line that is one setting, whose value is a bare host name. */
function isHostSetting(line: string): boolean {
  const setting = /^["']?([\w.-]+)["']?\s*[:=]\s*["']?([a-z0-9.-]+)["']?,?$/.exec(line);
  return setting?.[1] !== undefined && setting[2] !== undefined && isNamedHost(setting[1], setting[2]);
}
