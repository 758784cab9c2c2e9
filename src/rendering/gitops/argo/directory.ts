import { message } from '../../../base/message.ts';
import { compareBytes } from '../../helm/byteOrder.ts';
import type { Rendered, RenderedManifest, RenderingProblem } from '../../rendered.ts';
import type { Sources } from '../../sources.ts';
import { nodeAt, textAt, valueAt } from '../../yaml/change.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { inFile, readYaml } from '../../yaml/read.ts';
import { below } from '../paths.ts';
import { isTrue, making, mapsOf, unknown } from '../reading.ts';
import { globOfArgo } from './glob.ts';

/** Folders within each other. */
const deepest = 100;

/** The manifests of a folder that no tool is for. `at`: what names the folder; `namespace`: of what has none. argo-cd reposerver/repository/repository.go (findManifests) */
export function renderDirectory(
  source: YamlMap,
  folder: string,
  { at, namespace }: { readonly at: RenderingProblem['at']; readonly namespace: string | undefined },
  sources: Sources,
): Omit<Rendered, 'looked'> {
  const settings = valueAt(source, 'directory');
  const manifests: RenderedManifest[] = [];
  const problems: RenderingProblem[] = [];
  for (const inner of filesOf(settings, folder, sources)) {
    const file = below(folder, inner);
    if (inner.endsWith('.jsonnet')) {
      problems.push(unknown(message('What {0} makes is not known here: Jsonnet is not evaluated.', file), at, making(namespace)));
      continue;
    }
    const text = sources.text(file) ?? '';
    if (text.includes('+argocd:skip-file-rendering')) continue;
    const read = objectsOf(text, file);
    problems.push(...read.problems);
    for (const root of read.objects) manifests.push({ root, source: file });
  }
  return { manifests, problems };
}

/** Paths below the folder, in the order in which Go walks it. */
function filesOf(settings: YamlNode | undefined, folder: string, sources: Sources): readonly string[] {
  const recurses = isTrue(valueAt(settings, 'recurse'));
  const pattern = (field: string) => {
    const text = textAt(settings, field) ?? '';
    return text === '' ? undefined : globOfArgo(text);
  };
  const [excludes, includes] = [pattern('exclude'), pattern('include')];
  const found: string[] = [];
  const walk = (inner: string, depth: number): void => {
    const entries = [...(sources.list(below(folder, inner)) ?? [])].sort((one, other) => compareBytes(one.name, other.name));
    for (const { name, kind } of entries) {
      const path = below(inner, name);
      if (kind === 'folder') {
        if (recurses && depth < deepest && !isLink(sources, below(folder, inner), name)) walk(path, depth + 1);
      } else if (/\.(?:ya?ml|json|jsonnet)$/.test(name) && excludes?.(path) !== true && includes?.(path) !== false) found.push(path);
    }
  };
  walk('', 0);
  return found;
}

function isLink(sources: Sources, folder: string, name: string): boolean {
  const parent = sources.realPath(folder);
  const real = sources.realPath(below(folder, name));
  return parent !== undefined && real !== undefined && real !== below(parent, name);
}

/** YAML that is no manifest is passed over, unless it follows one in its file, or looks much like one. */
function objectsOf(text: string, file: string): { readonly objects: readonly YamlMap[]; readonly problems: readonly RenderingProblem[] } {
  const objects: YamlMap[] = [];
  const fail = (at: RenderingProblem['at']) => ({
    objects,
    problems:
      objects.length > 0 || looksLikeManifest(text)
        ? [
            {
              class: 'malformed-yaml',
              severity: 'error',
              message: message('Argo CD cannot read {0} as manifests, and applies nothing of this source.', file),
              at,
              related: [],
            } as const,
          ]
        : [],
  });
  for (const { root, problems, span } of readYaml(text, inFile(file), { dialect: 'yaml-1.1', duplicates: 'last' })) {
    if (problems[0] !== undefined) return fail(problems[0].at);
    if (root === undefined || (root.type === 'scalar' && root.tag === '!!null')) continue;
    if (root.type !== 'map' || (textAt(root, 'kind') ?? '') === '') return fail(root.origins[0] ?? span);
    objects.push(...unpacked(root));
  }
  return { objects, problems: [] };
}

function unpacked(root: YamlMap): readonly YamlMap[] {
  const items = valueAt(root, 'items');
  return textAt(root, 'kind')?.endsWith('List') === true && items?.type === 'list' ? mapsOf(items) : [root];
}

function looksLikeManifest(text: string): boolean {
  return /^apiVersion: /m.test(text) && /^kind: /m.test(text) && /^metadata:/m.test(text);
}

/** Argo's own order: phases of hooks, waves, kinds, names. */
export function waveOf(root: YamlMap): number {
  const text = textAt(nodeAt(root, 'metadata', 'annotations'), 'argocd.argoproj.io/sync-wave') ?? '0';
  return /^[+-]?[0-9]{1,9}$/.test(text) ? Number(text) : 0;
}
