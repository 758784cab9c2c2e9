import { perObject } from '../base/derived.ts';
import type { AppliedBy, ManifestDocument } from '../manifests/document.ts';
import { parseYaml } from '../manifests/parseYaml.ts';
import type { FieldPath, FieldPlace } from '../manifests/place.ts';
import { entryOf, type SyntaxNode } from '../manifests/syntax.ts';
import { unitKey, type Unit } from './clusters/unit.ts';
import type { ClusterObject } from './gitops/delivery.ts';
import { manifestText } from './goYaml/manifestText.ts';
import { isSameOrigins, type Origins, type Span } from './origin.ts';
import type { RenderedManifest } from './rendered.ts';
import { textOf } from './rope.ts';
import type { YamlMap, YamlNode, YamlScalar } from './yaml/node.ts';
import { placeInScalar } from './yaml/placeInScalar.ts';

/** A manifest that a tool makes, as a document of its own: its text is what the tool prints, its file the one that brought it, and each field knows the source that wrote it. */
export interface RenderedDocument extends ManifestDocument {
  readonly root: YamlMap;
  /** The file that brought it, or the name of a chart's template. */
  readonly source: string;
  readonly unit: Unit;
  readonly unitKey: string;
}

export function renderedDocument({ root, source }: RenderedManifest, unit: Unit): RenderedDocument {
  let text: string | undefined;
  const by = unit.kind === 'delivery' ? unit.delivery.by : undefined;
  return {
    ...(by !== undefined && { appliedBy: appliedBy(by) }),
    // Of a chart's template, `source` is the name that Helm gives it.
    file: root.origins[0]?.file ?? source,
    root,
    source,
    unit,
    unitKey: unitKey(unit),
    // Printed when somebody looks at it: reading goes by the tree.
    get text() {
      return (text ??= textOf(manifestText(root)));
    },
  };
}

const appliedBy = perObject(({ apiVersion, kind, namespace, name }: ClusterObject): AppliedBy => ({
  tool: apiVersion.includes('toolkit.fluxcd.io/') ? 'flux' : apiVersion.startsWith('argoproj.io/') ? 'argo' : 'other',
  kind,
  namespace,
  name,
}));

export function isRendered(document: ManifestDocument): document is RenderedDocument {
  return 'root' in document;
}

/** A place in a rendered manifest. */
export type RenderedPlace = Pick<FieldPlace, 'part' | 'span'> & { readonly path: FieldPath };

/**
 * Where a field of a rendered manifest is written: what its last writer wrote, then the ones before. A field that is not written is looked for at the key
 * of its nearest written parent. Empty where no source spells it (a computed hash). `textOfFile`: the text of a source, for parts of scalars.
 */
export function originsOf({ root }: RenderedDocument, place: RenderedPlace, textOfFile: (file: string) => string | undefined): Origins {
  let node: YamlNode = root;
  let above: Origins = root.origins.map(({ file, start }) => ({ file, start, end: start }));
  let key: Origins | undefined;
  for (const [index, step] of place.path.entries()) {
    if (node.type === 'scalar') return insideOf(node, place, index, textOfFile);
    key = undefined;
    if (typeof step === 'string') {
      const entry: YamlMap['entries'][number] | undefined =
        node.type === 'map' ? node.entries.find((each) => each.key === step) : undefined;
      if (entry === undefined) return removalOf(node, step) ?? above;
      key = entry.keyOrigins;
      if (key.length > 0) above = key;
      node = entry.value;
    } else {
      const item: YamlNode | undefined = node.type === 'list' ? node.items[step] : undefined;
      if (item === undefined) return above;
      node = item;
      if (node.type !== 'scalar' && node.origins.length > 0) above = node.origins;
    }
  }
  if (place.part === 'key' && key !== undefined) return key;
  if (node.type !== 'scalar') return node.origins.length > 0 ? node.origins : above;
  if (node.tag === '!!null' && node.text === '') return above;
  if (place.span !== undefined) return partsOf(node, place.span, textOfFile);
  return node.origins.length > 0 ? node.origins : above;
}

/** Who took the key away, if somebody did. */
function removalOf(node: YamlNode, key: string): Origins | undefined {
  return node.type === 'map' ? node.removed?.findLast((each) => each.key === key)?.by : undefined;
}

function partsOf(
  scalar: YamlScalar,
  span: { readonly start: number; readonly end: number },
  textOfFile: (file: string) => string | undefined,
): Origins {
  const [first, ...before] = scalar.origins;
  const text = first === undefined ? undefined : textOfFile(first.file);
  if (first === undefined || text === undefined) return scalar.origins;
  // What a prefix was put before, or was computed from several texts, has no part that can be told.
  const part = placeInScalar(scalar, text)(span.start, span.end);
  return [part, ...before];
}

/** A path goes on inside a scalar that holds a text of YAML. */
function insideOf(
  scalar: YamlScalar,
  { path, part, span }: RenderedPlace,
  from: number,
  textOfFile: (file: string) => string | undefined,
): Origins {
  let node: SyntaxNode | undefined = parseYaml(scalar.text).root;
  let range: { readonly start: number; readonly end: number } | undefined;
  for (const step of path.slice(from)) {
    const entry = typeof step === 'string' ? entryOf(node, step) : undefined;
    const next = typeof step === 'string' ? entry?.value : node?.type === 'sequence' ? node.items[step] : undefined;
    if (next === undefined) break;
    range = part === 'key' && entry !== undefined ? entry.keyRange : next;
    node = next;
  }
  if (range === undefined) return scalar.origins;
  return partsOf(scalar, span === undefined ? range : { start: range.start + span.start, end: range.start + span.end }, textOfFile);
}

/** A field of a rendered manifest that a source writes. */
export interface ContributedField {
  readonly path: FieldPath;
  readonly part: 'key' | 'value';
  /** The scalar there, if it is one. */
  readonly scalar: YamlScalar | undefined;
  readonly at: Span;
}

/** The innermost field that was last written at an offset of a source; undefined where nothing of the manifest comes from there. */
export function fieldFrom({ root }: RenderedDocument, file: string, offset: number): ContributedField | undefined {
  let best: ContributedField | undefined;
  const consider = (origins: Origins, path: FieldPath, part: 'key' | 'value', scalar: YamlScalar | undefined): void => {
    const at = origins[0];
    if (at?.file !== file || at.start > offset || offset > at.end) return;
    if (best === undefined || at.end - at.start <= best.at.end - best.at.start) best = { path, part, scalar, at };
  };
  const visit = (node: YamlNode, path: FieldPath): void => {
    if (node.type === 'scalar') consider(node.origins, path, 'value', node);
    else if (node.type === 'list') node.items.forEach((item, index) => visit(item, [...path, index]));
    else
      for (const { key, keyOrigins, value } of node.entries) {
        consider(keyOrigins, [...path, key], 'key', value.type === 'scalar' ? value : undefined);
        visit(value, [...path, key]);
      }
  };
  visit(root, []);
  return best;
}

/** The files whose text any field of a manifest comes from, the places before the last included. */
export function filesOf(document: RenderedDocument): ReadonlySet<string> {
  let files = filesOfDocuments.get(document);
  if (files === undefined) filesOfDocuments.set(document, (files = filesIn(document)));
  return files;
}

const filesOfDocuments = new WeakMap<RenderedDocument, ReadonlySet<string>>();

function filesIn(document: RenderedDocument): ReadonlySet<string> {
  const files = new Set<string>();
  const add = (origins: Origins): void => origins.forEach(({ file }) => files.add(file));
  const visit = (node: YamlNode): void => {
    add(node.origins);
    if (node.type === 'list') node.items.forEach(visit);
    if (node.type !== 'map') return;
    node.removed?.forEach(({ by }) => add(by));
    for (const { keyOrigins, value } of node.entries) {
      add(keyOrigins);
      visit(value);
    }
  };
  visit(document.root);
  return files;
}

/** Whether two trees say the same and come from the same places. */
export function isSameTree(one: YamlNode, other: YamlNode): boolean {
  if (one === other) return true;
  if (one.type !== other.type || !isSameOrigins(one.origins, other.origins)) return false;
  switch (one.type) {
    case 'scalar': {
      const { tag, text, style, unknown } = other as YamlScalar;
      return one.tag === tag && one.text === text && one.style === style && one.unknown === unknown;
    }
    case 'list': {
      const { items } = other as Extract<YamlNode, { readonly type: 'list' }>;
      return one.items.length === items.length && one.items.every((item, index) => isSameTree(item, items[index] as YamlNode));
    }
    case 'map': {
      const { entries, removed = [] } = other as YamlMap;
      const taken = one.removed ?? [];
      return (
        one.entries.length === entries.length &&
        taken.length === removed.length &&
        taken.every(({ key, by }, index) => key === removed[index]?.key && isSameOrigins(by, removed[index].by)) &&
        one.entries.every(({ key, keyOrigins, value }, index) => {
          const counterpart = entries[index];
          return (
            counterpart !== undefined &&
            key === counterpart.key &&
            isSameOrigins(keyOrigins, counterpart.keyOrigins) &&
            isSameTree(value, counterpart.value)
          );
        })
      );
    }
  }
}
