import type { Sources } from '../../sources.ts';
import { listNode, mapNode, textNode } from '../../yaml/change.ts';
import type { Span } from '../../origin.ts';
import type { Kustomization } from '../../kustomize/kustomizationFile.ts';
import { compareBytes } from '../../helm/byteOrder.ts';
import { below } from '../paths.ts';

export const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Whether a folder has a kustomization file, by which name and however many. */
export function hasKustomization(sources: Sources, folder: string): boolean {
  return kustomizationNames.some((name) => sources.kindOf(below(folder, name)) === 'file');
}

/** Folders within each other. */
const deepest = 100;

/**
 * The kustomization that Flux makes for a folder without one: every YAML file below, and each folder with a kustomization whole. `at` is the value that names the folder.
 * fluxcd/pkg kustomize/kustomize_generator.go (scanManifests)
 */
export function generatedKustomization(sources: Sources, folder: string, at: Span): Kustomization {
  const found: string[] = [];
  walk(sources, folder, '', 0, found);
  const origins = [at];
  const resources = listNode(
    found.map((path) => textNode(path, origins)),
    origins,
  );
  return {
    file: at.file,
    name: 'kustomization.yaml',
    folder,
    root: mapNode([{ key: 'resources', keyOrigins: origins, value: resources }], origins),
    isComponent: false,
    problems: [],
  };
}

/** In the order of names, files and folders alike; an artifact has no symbolic links. */
function walk(sources: Sources, root: string, inner: string, depth: number, found: string[]): void {
  const folder = below(root, inner);
  const entries = [...(sources.list(folder) ?? [])].sort((one, other) => compareBytes(one.name, other.name));
  for (const { name, kind } of entries) {
    const path = below(folder, name);
    if (isLink(sources, folder, name)) continue;
    if (kind === 'file') {
      if (/\.ya?ml$/.test(name) && sources.kindOf(path) === 'file') found.push(`./${below(inner, name)}`);
    } else if (hasKustomization(sources, path)) found.push(`./${below(inner, name)}`);
    else if (depth < deepest) walk(sources, root, below(inner, name), depth + 1, found);
  }
}

function isLink(sources: Sources, folder: string, name: string): boolean {
  const parent = sources.realPath(folder);
  const real = sources.realPath(below(folder, name));
  return parent !== undefined && real !== undefined && real !== below(parent, name);
}
