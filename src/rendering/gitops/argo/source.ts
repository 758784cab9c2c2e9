import { kustomizationNames } from '../flux/generate.ts';
import type { Sources } from '../../sources.ts';
import { mapNode, textAt, valueAt, withoutKey, withValue } from '../../yaml/change.ts';
import { firstDocument } from '../../yaml/firstDocument.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { inFile } from '../../yaml/read.ts';
import { below } from '../paths.ts';

export type SourceKind = 'helm' | 'kustomize' | 'directory' | 'plugin';

/** What says explicitly of which kind a source is. */
const explicit: readonly SourceKind[] = ['kustomize', 'helm', 'directory', 'plugin'];

/** The tool that a source is for: the one that it has settings for, else what lies in its folder. argo-cd util/app/discovery/discovery.go */
export function sourceKind(source: YamlMap, folder: string, sources: Sources): SourceKind {
  const said = explicit.find((kind) => saysSomething(valueAt(source, kind)));
  if (said !== undefined && (said !== 'plugin' || !isOfKustomize(valueAt(source, said)))) return said;
  const names = (sources.list(folder) ?? []).filter(({ kind }) => kind === 'file').map(({ name }) => name);
  if (names.some((name) => kustomizationNames.includes(name))) return 'kustomize';
  if (said !== undefined) return said;
  return names.some((name) => name.endsWith('Chart.yaml')) ? 'helm' : 'directory';
}

/** A plugin that is called after what it runs, and told nothing more: `kustomize-build-with-helm` runs `kustomize build --enable-helm`. */
function isOfKustomize(plugin: YamlNode | undefined): boolean {
  return (
    /^kustomize(?:-|$)/.test(textAt(plugin, 'name') ?? '') && !['env', 'parameters'].some((field) => saysSomething(valueAt(plugin, field)))
  );
}

/** Settings that are all empty are none. */
function saysSomething(node: YamlNode | undefined): boolean {
  switch (node?.type) {
    case undefined:
      return false;
    case 'scalar':
      return node.tag !== '!!null' && node.text !== '' && !(node.tag === '!!bool' && /^(?:f|n|of)/i.test(node.text));
    case 'list':
      return node.items.length > 0;
    case 'map':
      return node.entries.some(({ value }) => saysSomething(value));
  }
}

const fixed = ['repoURL', 'path', 'chart', 'targetRevision', 'ref'];

/** The source with what `.argocd-source.yaml` and `.argocd-source-APP.yaml` of its folder say over it. argo-cd reposerver/repository/repository.go (mergeSourceParameters) */
export function withOverrides(source: YamlMap, folder: string, application: string, sources: Sources): YamlMap {
  let merged = source;
  for (const name of ['.argocd-source.yaml', `.argocd-source-${application.replaceAll('/', '_')}.yaml`]) {
    const file = below(folder, name);
    const text = sources.text(file);
    const root = text === undefined ? undefined : firstDocument(text, inFile(file)).root;
    if (root?.type !== 'map') continue;
    merged = mergedOver(
      merged,
      fixed.reduce((patch, key) => withoutKey(patch, key), root),
    );
  }
  return merged;
}

/** RFC 7396: maps merge, null takes away, all else replaces. */
function mergedOver(target: YamlMap, patch: YamlMap): YamlMap {
  let result = target;
  for (const { key, keyOrigins, value } of patch.entries) {
    if (value.type === 'scalar' && value.tag === '!!null') result = withoutKey(result, key);
    else if (value.type === 'map') {
      const before = valueAt(result, key);
      result = withValue(result, key, mergedOver(before?.type === 'map' ? before : mapNode([], value.origins), value), keyOrigins);
    } else result = withValue(result, key, value, keyOrigins);
  }
  return result;
}
