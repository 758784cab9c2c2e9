import { perObject } from '../../base/derived.ts';
import { folderOf, isWithin } from '../../base/path.ts';
import { kindKey, objectKey, type ClusterObject } from '../gitops/delivery.ts';
import { isApplying } from '../gitops/object.ts';
import type { Start } from './following.ts';
import type { KustomizationUnit } from './unit.ts';
import type { WorkspaceUnits } from './workspaceUnits.ts';

/** Where an object may stand that nobody is seen to apply: a kustomization, or the plain files of a folder. */
export interface Holder {
  readonly folder: string;
  readonly unit: KustomizationUnit | undefined;
  /** Files that its objects come from. */
  readonly files: readonly string[];
}

/**
 * An object that what is followed asks for, and that stands beside it: a cluster is often set up with several folders, of which each is applied by itself. The nearest one counts, of a folder around which the other one stands, too, and
 * that holds no object that the other one holds: those would be two clusters.
 */
export function objectBeside(
  { kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string },
  { folder, objects }: Start,
  workspace: WorkspaceUnits,
  objectsOf: (holder: Holder) => readonly ClusterObject[],
): { readonly object: ClusterObject; readonly holder: Holder } | undefined {
  const near = (holdersOf(workspace).get(nameKey(kind, name)) ?? [])
    .filter((holder) => holder.folder !== folder && isWithin(folderOf(holder.folder), folder))
    .sort((one, other) => other.folder.length - one.folder.length);
  const own = new Set(objects.filter(isApplying).map(objectKey));
  for (const holder of near) {
    const held = objectsOf(holder);
    const object = held.find((each) => kindKey(each) === kind && each.namespace === namespace && each.name === name);
    if (object !== undefined && !held.some((each) => own.has(objectKey(each)))) return { object, holder };
  }
  return undefined;
}

/** By kind and name, as the files say them. */
const holdersOf = perObject((workspace: WorkspaceUnits): ReadonlyMap<string, readonly Holder[]> => {
  const found = new Map<string, Holder[]>();
  const add = (holder: Holder): void => {
    const names = new Set<string>();
    for (const path of holder.files)
      for (const id of workspace.skeleton(path)?.ids ?? []) {
        const [, group = '', kind = '', name = ''] = /^([^/]*)\/(\S+) [^/]*\/(.*)$/s.exec(id) ?? [];
        if (askedFor.test(`${group}/${kind}`)) names.add(nameKey(group === '' ? kind : `${kind}.${group}`, name));
      }
    for (const name of names) {
      const list = found.get(name);
      if (list === undefined) found.set(name, [holder]);
      else list.push(holder);
    }
  };
  for (const rest of workspace.rests) {
    for (const { unit, uses } of rest.kustomizations) add({ folder: unit.folder, unit, files: [...uses] });
    const byFolder = new Map<string, string[]>();
    for (const path of rest.files) {
      if (workspace.skeleton(path)?.mayApply !== true) continue;
      const list = byFolder.get(folderOf(path));
      if (list === undefined) byFolder.set(folderOf(path), [path]);
      else list.push(path);
    }
    for (const [folder, files] of byFolder) add({ folder, unit: undefined, files });
  }
  return found;
});

/** What objects of Flux and Argo CD read or wait for. */
const askedFor = /^(?:\/ConfigMap|\/Secret|[^/]*\.fluxcd\.io\/\w+|argoproj\.io\/AppProject)$/;

function nameKey(kind: string, name: string): string {
  return `${kind} ${name}`;
}
