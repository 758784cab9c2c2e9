import { message } from '../../../base/message.ts';
import { jsonPatch } from '../../kustomize/jsonPatch.ts';
import { readObjects } from '../../kustomize/objects.ts';
import { builtInMergeSchema } from '../../kustomize/mergeSchema.ts';
import { strategicMerge } from '../../kustomize/strategicMerge.ts';
import type { RenderedManifest, RenderingProblem } from '../../rendered.ts';
import type { Sources } from '../../sources.ts';
import { textAt } from '../../yaml/change.ts';
import { firstDocumentOf } from '../../yaml/firstDocument.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { inFile } from '../../yaml/read.ts';
import { below } from '../paths.ts';
import { hidden, ignoringIn, type Ignoring } from './ignoring.ts';
import { fleetFile } from './options.ts';

/** Folders within each other. */
const deepest = 60;

/**
 * The manifests of a bundle of plain YAML: its files by name, those of its overlays in their place or merged into them (`FILE_patch.yaml`). What belongs to another bundle or
 * to a chart below is left out, and what is no object is passed over; `ignored`: files that `.fleetignore` keeps out, which are nobody's. fleet internal/helmdeployer/render/{helm.go,patch/patch.go}
 */
export function plainManifests(
  folder: string,
  overlays: readonly string[],
  sources: Sources,
  report: (problem: RenderingProblem) => void,
): { readonly manifests: readonly RenderedManifest[]; readonly ignored: readonly string[] } {
  const { files: all, ignored } = filesBelow(folder, sources);
  const contents = new Map<string, readonly RenderedManifest[]>();
  for (const name of all) if (!name.startsWith('overlays/')) contents.set(name, manifestsOf(below(folder, name), sources));
  for (const overlay of overlays) {
    const prefix = `overlays/${overlay}/`;
    for (const name of all) {
      if (!name.startsWith(prefix)) continue;
      const file = below(folder, name);
      const target = name.slice(prefix.length);
      const patched = target.replace(/_patch\.(?=[^/]*$)/, '.');
      if (patched === target) {
        contents.set(target, manifestsOf(file, sources));
        continue;
      }
      const before = contents.get(patched);
      const patch = firstDocumentOf(sources.text(file) ?? '', file).root;
      if (before === undefined)
        report({
          class: 'missing-file',
          severity: 'error',
          message: message('There is no file {0} for this patch, and the bundle fails.', patched),
          at: { file, start: 0, end: 0 },
          related: [],
        });
      // Of both files the first document counts.
      else if (patch !== undefined)
        contents.set(
          patched,
          before.slice(0, 1).map((manifest) => ({ ...manifest, root: patchedBy(manifest.root, patch) })),
        );
    }
  }
  return { manifests: [...contents.keys()].sort().flatMap((name) => contents.get(name) ?? []), ignored };
}

/** Merged as `kubectl patch` does, or changed by the operations of a list; what the patch is for is its name's to say, so that it need name no object. */
function patchedBy(root: YamlMap, patch: YamlNode): YamlMap {
  switch (patch.type) {
    case 'map':
      return strategicMerge(root, patch, builtInMergeSchema).result ?? root;
    case 'list':
      return jsonPatch(root, patch).result;
    case 'scalar':
      return root;
  }
}

function manifestsOf(file: string, sources: Sources): readonly RenderedManifest[] {
  const { objects } = readObjects(sources.text(file) ?? '', inFile(file), 'last');
  return objects.filter((root) => (textAt(root, 'apiVersion') ?? '') !== '').map((root) => ({ root, source: file }));
}

/** YAML and JSON below the folder: paths from there, less what is left out of the bundle; `ignored`: paths of what `.fleetignore` leaves out. */
function filesBelow(root: string, sources: Sources): { readonly files: readonly string[]; readonly ignored: readonly string[] } {
  const files: string[] = [];
  const ignored: string[] = [];
  const walk = (inner: string, depth: number, above: Ignoring, isIgnored: boolean): void => {
    const folder = below(root, inner);
    if (inner !== '' && (fleetFile(folder, sources) !== undefined || sources.kindOf(below(folder, 'Chart.yaml')) === 'file')) return;
    const ignores = ignoringIn(folder, above, sources);
    for (const entry of sources.list(folder) ?? []) {
      const path = below(inner, entry.name);
      if (hidden(entry)) continue;
      const isOut = isIgnored || ignores(entry);
      if (entry.kind === 'folder') {
        const real = below(root, path);
        if (depth < deepest && path !== 'templates' && sources.realPath(real) === real) walk(path, depth + 1, ignores, isOut);
      } else if (/\.(?:ya?ml|json)$/.test(entry.name) && !/^fleet\.ya?ml$/.test(path))
        if (isOut) ignored.push(below(root, path));
        else files.push(path);
    }
  };
  walk('', 0, hidden, false);
  return { files, ignored };
}
