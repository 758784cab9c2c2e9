import { baseName } from '../../base/path.ts';
import type { FolderTree } from './folderTree.ts';
import type { ChartUnit } from './unit.ts';

/**
 * A chart with each set of values that lies beside it (`values-west.yaml`, `west.values.yaml`, `values/west.yaml`…), or with its own defaults where there is none.
 * Sorted by the variant's name.
 */
export function chartUnits(folder: string, tree: FolderTree): readonly ChartUnit[] {
  const variants = new Map<string, string>();
  for (const path of tree.folder(folder)?.files ?? []) {
    const variant = besideDefaults(baseName(path));
    if (variant !== undefined && !variants.has(variant)) variants.set(variant, path);
  }
  const inner = folder === '' ? 'values' : `${folder}/values`;
  for (const path of tree.folder(inner)?.files ?? []) {
    const variant = /^([^.].*)\.ya?ml$/.exec(baseName(path))?.[1];
    if (variant !== undefined && !variants.has(variant)) variants.set(variant, path);
  }
  if (variants.size === 0) return [{ kind: 'chart', folder, valuesFiles: [], variant: '' }];
  return [...variants]
    .map(([variant, path]): ChartUnit => ({ kind: 'chart', folder, valuesFiles: [path], variant }))
    .sort((one, other) => (one.variant < other.variant ? -1 : 1));
}

function besideDefaults(name: string): string | undefined {
  return /^values[-_.](.+)\.ya?ml$/.exec(name)?.[1] ?? /^(.+)[-_.]values\.ya?ml$/.exec(name)?.[1];
}
