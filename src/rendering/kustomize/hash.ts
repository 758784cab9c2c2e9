import { goJsonNumber } from '../goYaml/number.ts';
import { sha256 } from '../sha256.ts';
import { textAt, valueAt } from '../yaml/change.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';
import { valueOf } from '../yaml/scalarTypes.ts';

/**
 * What kustomize puts behind the name of a generated ConfigMap or Secret: ten letters and digits that follow from the data alone; labels, annotations and the name do not count.
 * Undefined for another kind. api/hasher/hasher.go
 */
export function hashSuffix(root: YamlMap): string | undefined {
  const kind = textAt(root, 'kind');
  if (kind !== 'ConfigMap' && kind !== 'Secret') return undefined;
  // The name is looked for under a key `metadata/name`, which nobody has.
  const counted: [string, string][] = [
    ['kind', quoted(kind)],
    ['name', quoted('')],
    ['data', fieldJson(root, 'data')],
  ];
  if (kind === 'Secret') counted.push(['type', fieldJson(root, 'type')]);
  const more = kind === 'ConfigMap' ? 'binaryData' : 'stringData';
  const extra = valueAt(root, more);
  if (extra !== undefined && extra.type !== 'scalar') counted.push([more, fieldJson(root, more)]);
  return encoded(sha256(new TextEncoder().encode(objectJson(counted))));
}

const letters: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };

/** Without vowels and digits that look like letters, so that no words come about. */
function encoded(hex: string): string {
  return hex.slice(0, 10).replaceAll(/[013ae]/g, (character) => letters[character] ?? character);
}

function fieldJson(root: YamlMap, key: string): string {
  const value = valueAt(root, key);
  if (value === undefined) return quoted('');
  if (value.type === 'scalar') return quoted(value.text);
  return value.type === 'list' ? 'null' : json(value);
}

/** As Go's encoding/json writes what it has read: keys sorted bytewise, every number a float64. */
function json(node: YamlNode): string {
  switch (node.type) {
    case 'list':
      return `[${node.items.map(json).join(',')}]`;
    case 'map':
      return objectJson(node.entries.map(({ key, value }) => [key, json(value)]));
    case 'scalar': {
      const value = valueOf(node);
      if (typeof value === 'string') return quoted(value);
      if (typeof value === 'number' || typeof value === 'bigint') return goJsonNumber(Number(value)) ?? 'null';
      return String(value);
    }
  }
}

function objectJson(entries: readonly (readonly [string, string])[]): string {
  const sorted = entries.toSorted(([a], [b]) => byBytes(a, b));
  return `{${sorted.map(([key, value]) => `${quoted(key)}:${value}`).join(',')}}`;
}

/** In the order of UTF-8, in which characters beyond the basic plane come last. */
function byBytes(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const left = a.charCodeAt(at);
  const right = b.charCodeAt(at);
  if (Number.isNaN(left) || Number.isNaN(right)) return a.length - b.length;
  return rank(left) - rank(right);
}

/** Halves of characters beyond the basic plane, behind everything in it. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** Go escapes what HTML takes for its own, and the two line ends that JavaScript once stumbled over. */
function quoted(text: string): string {
  const written = text.replaceAll(/["\\\u0000-\u001f<>&\u2028\u2029]/g, (character) => {
    return escapes[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
  return `"${written}"`;
}
