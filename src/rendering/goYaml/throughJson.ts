import { textOf, type Rope } from '../rope.ts';
import type { GoYamlNode } from './node.ts';

/**
 * What is left of a tree when it is written as JSON and read again as YAML, as sigs.k8s.io/yaml does on the way to its text.
 * Undefined where that fails: a character that YAML has no room for, a key that is too long for one.
 */
export function throughJson(node: GoYamlNode): GoYamlNode | undefined {
  switch (node.type) {
    case 'word':
      return node;
    case 'text': {
      const rope = ropeThroughJson(node.rope);
      return rope === node.rope ? node : rope && { type: 'text', rope };
    }
    case 'list': {
      const items = allOf(node.items, throughJson);
      return items && { ...node, items };
    }
    case 'map': {
      const entries = allOf(node.entries, ({ key, keyOrigins, value }) => {
        const read = throughJson(value);
        const readKey = keyThroughJson(key);
        return read === undefined || readKey === undefined ? undefined : { key: readKey, keyOrigins, value: read };
      });
      return entries && { ...node, entries };
    }
  }
}

function allOf<T, R>(items: readonly T[], each: (item: T) => R | undefined): readonly R[] | undefined {
  const all: R[] = [];
  for (const item of items) {
    const result = each(item);
    if (result === undefined) return undefined;
    all.push(result);
  }
  return all;
}

const forbidden = /[\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;
const changed = /[\u0085\ud800-\udfff]/;
const loneSurrogate = /[\ud800-\udfff]/gu;
/** At the start of a line of YAML these end a document. */
const documentEnd = /\u0085(?:---|\.\.\.)[ \u0085]/;

function ropeThroughJson(rope: Rope): Rope | undefined {
  const text = textOf(rope);
  if (forbidden.test(text)) return undefined;
  if (!changed.test(text)) return rope;
  if (documentEnd.test(text)) return undefined;
  if (!text.includes('\u0085')) return rope.map((piece) => ({ ...piece, text: readable(piece.text) }));
  return [{ ...rope[0], text: folded(readable(text)), origins: rope[0]?.origins ?? [] }];
}

/** A next-line character is a line end within a quoted text: one becomes a space, more become line ends, and blanks around go. */
function folded(text: string): string {
  return text.replace(/(?<! ) *\u0085[ \u0085]*/g, (run) => {
    const breaks = run.replaceAll(' ', '').length;
    return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
  });
}

/** Characters between which a key and its colon must lie. */
const longestKey = 1024;

function keyThroughJson(key: string): string | undefined {
  if (forbidden.test(key) || key.includes('\u0085')) return undefined;
  const written = readable(key);
  return key.length * 6 > longestKey && jsonLength(written) > longestKey ? undefined : written;
}

/** Code points of the text as Go's encoding/json writes it, quotes included. */
function jsonLength(text: string): number {
  const escaped = text.replace(/["\\\b\f\n\r\t]/g, 'xx').replace(/[\0-\x1f<>&\u2028\u2029]/g, 'xxxxxx');
  return Array.from(escaped).length + 2;
}

/** Go's encoding/json writes U+FFFD for a byte that is part of no character. */
function readable(text: string): string {
  return text.replace(loneSurrogate, '\ufffd');
}
