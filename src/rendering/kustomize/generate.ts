import { baseName } from '../../base/path.ts';
import { message, type Message } from '../../base/message.ts';
import { withoutTrailing } from '../../base/withoutTrailing.ts';
import type { Origins, Span } from '../origin.ts';
import { entryAt, mapNode, nodeAt, textAt, textNode, valueAt } from '../yaml/change.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { failure, placeOf, type Report } from './problem.ts';
import type { Resource } from './resource.ts';
import { hasUnwritable, type Placing } from '../yaml/read.ts';
import { yamlFailure } from './yamlFailure.ts';

export interface Generation {
  /** Bytes of a file that the kustomization may read; undefined: the reason is reported already. */
  readonly load: (entry: YamlScalar, path: string) => { readonly file: string; readonly bytes: Uint8Array } | undefined;
  /** Where the text of an entry stands. */
  readonly placing: (entry: YamlScalar) => Placing;
  readonly source: string;
  readonly broughtBy: readonly Span[];
  readonly report: Report;
}

export type Behavior = 'create' | 'merge' | 'replace';

export interface Generated {
  readonly resource: Resource;
  readonly behavior: Behavior;
}

interface Pair {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly keyOrigins: Origins;
  readonly origins: Origins;
  readonly entry: YamlScalar;
}

/**
 * A ConfigMap or Secret from its entry in a kustomization; undefined: the reason is reported.
 * `global` are the kustomization's generatorOptions, which yield to the entry's own. api/internal/generators/, api/kv/kv.go
 */
export function generate(
  kind: 'ConfigMap' | 'Secret',
  entry: YamlMap,
  global: YamlNode | undefined,
  generation: Generation,
): Generated | undefined {
  const place = placeOf(entry, { file: generation.source, start: 0, end: 0 });
  const name = valueAt(entry, 'name');
  const nameText = textAt(entry, 'name') ?? '';
  if (name?.type !== 'scalar' || nameText === '') {
    generation.report(failure('generator-input', message('A generator needs a name.'), place));
    return undefined;
  }
  const pairs = pairsOf(entry, generation);
  if (pairs === undefined) return undefined;
  const at = name.origins;
  const own = valueAt(entry, 'options');
  const metadata: YamlEntry[] = [field('name', textNode(nameText, at), at)];
  const namespace = valueAt(entry, 'namespace');
  if (namespace?.type === 'scalar' && namespace.text !== '')
    metadata.push(field('namespace', textNode(namespace.text, namespace.origins), namespace.origins));
  for (const texts of ['labels', 'annotations']) {
    const merged = mergedTexts(valueAt(own, texts), valueAt(global, texts));
    if (merged !== undefined) metadata.push(field(texts, merged, merged.origins));
  }
  const entries: YamlEntry[] = [
    field('apiVersion', textNode('v1', at), at),
    field('kind', textNode(kind, at), at),
    field('metadata', mapNode(metadata, at), at),
  ];
  if (kind === 'Secret') {
    const type = valueAt(entry, 'type');
    const typed = type?.type === 'scalar' && type.text !== '' ? type : undefined;
    entries.push(field('type', textNode(typed?.text ?? 'Opaque', typed?.origins ?? at), typed?.origins ?? at));
  }
  const refuse = ([span = place]: Origins): void => {
    generation.report(yamlFailure({ class: 'not-representable', text: 'a control character', at: span }, 'malformed-yaml'));
  };
  entries.push(...dataOf(kind, pairs, at, refuse));
  const immutable = [own, global].map((options) => valueAt(options, 'immutable')).find(isTrue);
  if (immutable !== undefined)
    entries.push(
      field('immutable', { type: 'scalar', tag: '!!bool', text: 'true', style: 'plain', origins: immutable.origins }, immutable.origins),
    );
  const needsHash = ![own, global].some((options) => isTrue(valueAt(options, 'disableNameSuffixHash')));
  const behavior = textAt(entry, 'behavior');
  return {
    resource: {
      root: mapNode(entries, entry.origins),
      history: [],
      prefixes: [],
      suffixes: [],
      source: generation.source,
      broughtBy: generation.broughtBy,
      needsHash,
      isGenerated: true,
    },
    behavior: behavior === 'merge' || behavior === 'replace' ? behavior : 'create',
  };
}

function field(key: string, value: YamlNode, keyOrigins: Origins): YamlEntry {
  return { key, keyOrigins, value };
}

export function isTrue(node: YamlNode | undefined): boolean {
  return node?.type === 'scalar' && node.tag === '!!bool' && /^(t|y|on)/i.test(node.text);
}

/** The own ones win. Undefined where there are none. */
function mergedTexts(own: YamlNode | undefined, global: YamlNode | undefined): YamlMap | undefined {
  const entries = new Map<string, YamlEntry>();
  for (const map of [global, own]) {
    if (map?.type !== 'map') continue;
    for (const { key, keyOrigins, value } of map.entries)
      if (value.type === 'scalar') entries.set(key, { key, keyOrigins, value: textNode(value.text, value.origins) });
  }
  return entries.size === 0 ? undefined : mapNode([...entries.values()], (own ?? global)?.origins ?? []);
}

/** undefined: an input fails, which is reported. */
function pairsOf(entry: YamlMap, generation: Generation): readonly Pair[] | undefined {
  const pairs: Pair[] = [];
  let isWhole = true;
  const refuse = (text: Message, at: YamlScalar): void => {
    isWhole = false;
    generation.report(failure('generator-input', text, placeOf(at, { file: generation.source, start: 0, end: 0 })));
  };
  const single = valueAt(entry, 'env');
  const environments = [...scalars(valueAt(entry, 'envs')), ...(single?.type === 'scalar' && single.text !== '' ? [single] : [])];
  for (const item of environments) {
    const loaded = generation.load(item, item.text);
    const lines = loaded === undefined ? undefined : environmentLines(loaded.bytes, loaded.file);
    if (lines === undefined) {
      if (loaded !== undefined) refuse(message('{0} is no UTF-8 text.', item.text), item);
      isWhole = false;
      continue;
    }
    for (const { value, ...line } of lines) pairs.push({ ...line, bytes: utf8.encode(value), entry: item });
  }
  for (const item of scalars(valueAt(entry, 'literals'))) {
    const equals = item.text.indexOf('=');
    if (equals < 1) refuse(message('A literal is written key=value, and the key may not be empty.'), item);
    else {
      const key = item.text.slice(0, equals);
      const written = item.text.slice(equals + 1);
      const value = withoutQuotes(written);
      const start = equals + 1 + (written.length - value.length) / 2;
      const place = generation.placing(item);
      // Of an empty value there is nothing to show but the item.
      const origins = value === '' ? item.origins : [place(start, start + value.length)];
      pairs.push({ key, bytes: utf8.encode(value), keyOrigins: [place(0, equals)], origins, entry: item });
    }
  }
  for (const item of scalars(valueAt(entry, 'files'))) {
    const [first = '', second, third] = item.text.split('=');
    if (third !== undefined || first === '' || second === '') {
      refuse(message('A file is written path or key=path.'), item);
      continue;
    }
    const loaded = generation.load(item, second ?? first);
    if (loaded === undefined) isWhole = false;
    else
      pairs.push({
        key: second === undefined ? lastPart(first) : first,
        bytes: loaded.bytes,
        keyOrigins: item.origins,
        origins: [{ file: loaded.file, start: 0, end: lengthOf(loaded.bytes) }, ...item.origins],
        entry: item,
      });
  }
  const known = new Set<string>();
  for (const { key, entry: item } of pairs) {
    if (known.has(key)) refuse(message('The key "{0}" comes twice.', key), item);
    known.add(key);
  }
  return isWhole ? pairs : undefined;
}

function scalars(node: YamlNode | undefined): readonly YamlScalar[] {
  return node?.type === 'list' ? node.items.filter((item) => item.type === 'scalar') : [];
}

/** Go's `path.Base`. */
function lastPart(path: string): string {
  return baseName(withoutTrailing(path, '/')) || (path === '' ? '.' : '/');
}

function withoutQuotes(text: string): string {
  const first = text.charAt(0);
  return text.length >= 2 && (first === '"' || first === "'") && text.endsWith(first) ? text.slice(1, -1) : text;
}

const utf8 = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** In UTF-16 units, as places count; the mark in front is no part of a file's text. */
function lengthOf(bytes: Uint8Array): number {
  const text = decoded(bytes);
  return text === undefined ? 0 : text.length - (text.startsWith('\uFEFF') ? 1 : 0);
}

interface EnvironmentLine {
  readonly key: string;
  readonly value: string;
  readonly keyOrigins: Origins;
  readonly origins: Origins;
}

/** undefined: no UTF-8. Blanks in front go, comments and empty lines count for nothing, quotes stay. */
function environmentLines(bytes: Uint8Array, file: string): readonly EnvironmentLine[] | undefined {
  const whole = decoded(bytes);
  if (whole === undefined) return undefined;
  const text = whole.startsWith('\uFEFF') ? whole.slice(1) : whole;
  const lines: EnvironmentLine[] = [];
  let start = 0;
  for (const written of text.split('\n')) {
    const line = written.endsWith('\r') ? written.slice(0, -1) : written;
    const content = line.replace(/^[\s\u0085]+/, '');
    const from = start + line.length - content.length;
    start += written.length + 1;
    if (content === '' || content.startsWith('#')) continue;
    const equals = content.indexOf('=');
    const key = equals < 0 ? content : content.slice(0, equals);
    if (key === '') continue;
    const value = equals < 0 ? '' : content.slice(equals + 1);
    const end = from + content.length;
    const valueStart = value === '' ? from : end - value.length;
    lines.push({ key, value, keyOrigins: [{ file, start: from, end: from + key.length }], origins: [{ file, start: valueStart, end }] });
  }
  return lines;
}

/** `refuse`: of a text that cannot be printed in the end. */
function dataOf(kind: 'ConfigMap' | 'Secret', pairs: readonly Pair[], at: Origins, refuse: (at: Origins) => void): readonly YamlEntry[] {
  const data: YamlEntry[] = [];
  const binary: YamlEntry[] = [];
  for (const { key, bytes, keyOrigins, origins } of pairs.toSorted((one, other) =>
    one.key < other.key ? -1 : one.key > other.key ? 1 : 0,
  )) {
    const text = kind === 'Secret' ? undefined : decoded(bytes);
    if (text === undefined) (kind === 'Secret' ? data : binary).push(field(key, valueNode(base64(bytes), origins), keyOrigins));
    else {
      if (hasUnwritable(text)) refuse(origins);
      data.push(field(key, valueNode(text, origins), keyOrigins));
    }
  }
  return [
    ...(data.length > 0 || kind === 'Secret' ? [field('data', mapNode(data, at), at)] : []),
    ...(binary.length > 0 ? [field('binaryData', mapNode(binary, at), at)] : []),
  ];
}

export function valueNode(text: string, origins: Origins): YamlScalar {
  return { type: 'scalar', tag: '!!str', text, style: text.includes('\n') ? 'literal' : 'plain', origins };
}

/** In lines of 70 characters, where there are more. kyaml/yaml/datamap.go (encodeBase64) */
function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  const encoded = btoa(parts.join(''));
  if (encoded.length < 70) return encoded;
  return encoded.replace(/.{1,70}/g, '$&\n');
}

/**
 * What a generator makes of an object that is there already, with `merge` or `replace`: the new one with the old name, namespace, labels, annotations and past.
 * api/resource/resource.go (CopyMergeMetaDataFieldsFrom), api/resmap/reswrangler.go (appendReplaceOrMerge)
 */
export function absorbed(old: Resource, { resource, behavior }: Generated): Resource {
  const metadata: YamlEntry[] = [];
  for (const key of ['name', 'namespace']) {
    const entry = entryAt(nodeAt(old.root, 'metadata'), key);
    if (entry?.value.type === 'scalar' && entry.value.text !== '' && entry.value.tag !== '!!null')
      metadata.push({ ...entry, value: textNode(entry.value.text, entry.value.origins) });
  }
  for (const texts of ['labels', 'annotations']) {
    const merged = mergedTexts(nodeAt(resource.root, 'metadata', texts), nodeAt(old.root, 'metadata', texts));
    if (merged !== undefined) metadata.push(field(texts, merged, merged.origins));
  }
  const fromNew = resource.root.entries.flatMap((entry): readonly YamlEntry[] => {
    if (entry.key === 'metadata') return [{ ...entry, value: mapNode(metadata, entry.value.origins) }];
    return behavior === 'merge' && (entry.key === 'data' || entry.key === 'binaryData') ? [] : [entry];
  });
  const merged = behavior === 'merge' ? ['data', 'binaryData'].flatMap((key) => mergedData(key, old.root, resource.root)) : [];
  const origin = behavior === 'replace' ? (resource.origin ?? old.origin) : old.origin;
  return {
    ...old,
    root: mapNode([...fromNew, ...merged], resource.root.origins),
    needsHash: old.needsHash && resource.needsHash,
    ...(origin === undefined ? {} : { origin }),
  };
}

function mergedData(key: string, old: YamlMap, now: YamlMap): readonly YamlEntry[] {
  const entries = new Map<string, YamlEntry>();
  for (const map of [valueAt(old, key), valueAt(now, key)]) {
    if (map?.type !== 'map') continue;
    for (const entry of map.entries)
      entries.set(
        entry.key,
        entry.value.type === 'scalar'
          ? { ...entry, value: valueNode(entry.value.tag === '!!null' ? '' : entry.value.text, entry.value.origins) }
          : entry,
      );
  }
  if (entries.size === 0) return [];
  const [sample] = entries.values();
  return [
    field(key, mapNode([...entries.values()], valueAt(now, key)?.origins ?? valueAt(old, key)?.origins ?? []), sample?.keyOrigins ?? []),
  ];
}
