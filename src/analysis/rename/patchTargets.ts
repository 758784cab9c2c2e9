import { treeOf } from '../../manifests/locate.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { get, type SyntaxNode } from '../../manifests/syntax.ts';
import { isKustomizationFile } from '../../rendering/units.ts';
import { clustersOf, type AnalysedCluster, type Snapshot } from '../snapshot.ts';
import type { Use } from './nameUses.ts';

/** Where kustomizations of a cluster say by its name that a patch or a replacement is for a resource: Kustomize passes over a patch for a name that nothing has. */
export function patchTargets(snapshot: Snapshot, analysed: AnalysedCluster, resource: Resource): readonly Use[] {
  const { kind, metadata } = resource;
  const uses: Use[] = [];
  for (const path of snapshot.membership.keys()) {
    if (!isKustomizationFile(path) || !clustersOf(snapshot, path).includes(analysed)) continue;
    for (const document of snapshot.files.get(path)?.file.documents ?? []) {
      if (!document.text.includes(metadata.name)) continue;
      for (const [selector, at] of selectorsIn(treeOf(document))) {
        const name = get(selector, 'name');
        if (name?.type !== 'scalar' || name.text !== metadata.name) continue;
        if (says(selector, 'kind', kind) && says(selector, 'namespace', metadata.namespace))
          uses.push({ place: { document, path: [...at, 'name'], part: 'value', span: undefined }, text: name.text });
      }
    }
  }
  return uses;
}

function says(selector: SyntaxNode, key: string, wanted: string | undefined): boolean {
  const field = get(selector, key);
  return field?.type !== 'scalar' || field.text === wanted;
}

function* selectorsIn(root: SyntaxNode | undefined): Generator<readonly [SyntaxNode, FieldPath]> {
  for (const list of ['patches', 'patchesJson6902', 'replacements'] as const)
    for (const [item, at] of itemsOf(root, list, [])) {
      const key = list === 'replacements' ? 'source' : 'target';
      const one = get(item, key);
      if (one !== undefined) yield [one, [...at, key]];
      for (const [target, place] of itemsOf(item, 'targets', at)) {
        const select = get(target, 'select');
        if (select !== undefined) yield [select, [...place, 'select']];
      }
    }
}

function* itemsOf(node: SyntaxNode | undefined, key: string, at: FieldPath): Generator<readonly [SyntaxNode, FieldPath]> {
  const list = get(node, key);
  if (list?.type === 'sequence') for (const [index, item] of list.items.entries()) yield [item, [...at, key, index]];
}
