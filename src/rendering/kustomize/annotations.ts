import { mapNode, textNode, valueAt, withoutKey, withValue } from '../yaml/change.ts';
import type { YamlEntry, YamlMap } from '../yaml/node.ts';
import { hasHiddenAnnotations, type Resource } from './resource.ts';

/** What kustomize keeps for itself in annotations, and takes away at the end, whoever wrote it. api/resource/resource.go (BuildAnnotations) */
const ownKeys: ReadonlySet<string> = new Set(
  [
    ...['previousKinds', 'previousNames', 'previousNamespaces', 'prefixes', 'suffixes', 'refBy', 'generatorBehavior', 'needsHashSuffix'],
    ...['allowNameChange', 'allowKindChange', 'path', 'index', 'seqindent', 'id', 'annotations-migration-resource-id'],
  ].map((name) => `internal.config.kubernetes.io/${name}`),
);

const oldKeys: ReadonlySet<string> = new Set(['config.kubernetes.io/path', 'config.kubernetes.io/index', 'config.k8s.io/id']);

/** The object with annotations that are texts in their written spelling, `null` among them; an empty map goes. kyaml/yaml/rnode.go (SetAnnotations) */
export function withTextAnnotations(root: YamlMap, added: readonly YamlEntry[] = []): YamlMap {
  return withAnnotations(root, () => true, added);
}

/** The same without what kustomize keeps for itself. api/krusty/kustomizer.go (Run) */
export function withFinalAnnotations(root: YamlMap, added: readonly YamlEntry[]): YamlMap {
  return withAnnotations(root, (key) => !ownKeys.has(key) && !oldKeys.has(key), added);
}

function withAnnotations(root: YamlMap, keeps: (key: string) => boolean, added: readonly YamlEntry[]): YamlMap {
  const metadata = valueAt(root, 'metadata');
  if (metadata?.type !== 'map') return root;
  const written = valueAt(metadata, 'annotations');
  const kept = written?.type === 'map' ? written.entries.filter(({ key }) => keeps(key)) : [];
  const entries = [...kept.map(asText), ...added];
  if (entries.length === 0) return written === undefined ? root : withValue(root, 'metadata', withoutKey(metadata, 'annotations'));
  const isSame =
    written?.type === 'map' &&
    entries.length === written.entries.length &&
    entries.every((entry, index) => entry === written.entries[index]);
  if (isSame) return root;
  return withValue(root, 'metadata', withValue(metadata, 'annotations', mapNode(entries, written?.origins ?? []), []));
}

function asText(entry: YamlEntry): YamlEntry {
  const { value } = entry;
  if (value.type === 'scalar' && value.tag === '!!str' && value.untyped !== true) return entry;
  return { ...entry, value: textNode(value.type === 'scalar' ? value.text : '', value.origins) };
}

/** The object as kustomize has it while it builds: with `metadata.annotations`, even where it shows none. */
export function withHiddenAnnotations(resource: Resource): YamlMap {
  const { root } = resource;
  const metadata = valueAt(root, 'metadata');
  if (!hasHiddenAnnotations(resource) || metadata?.type !== 'map' || valueAt(metadata, 'annotations')?.type === 'map') return root;
  return withValue(root, 'metadata', withValue(metadata, 'annotations', mapNode([], metadata.origins)));
}

/** The object without annotations that nobody wrote anything into. */
export function withoutEmptyAnnotations(root: YamlMap): YamlMap {
  const metadata = valueAt(root, 'metadata');
  const annotations = valueAt(metadata, 'annotations');
  if (metadata?.type !== 'map' || annotations?.type !== 'map' || annotations.entries.length > 0) return root;
  return withValue(root, 'metadata', withoutKey(metadata, 'annotations'));
}
