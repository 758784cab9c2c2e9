import { baseName, folderOf, resolvePath } from '../../base/path.ts';
import type { TextRange } from '../../base/text.ts';
import { isKustomizationFile } from '../../manifests/fileNames.ts';
import { treeOf } from '../../manifests/locate.ts';
import { get, type ScalarNode, type SyntaxNode } from '../../manifests/syntax.ts';
import type { Sources } from '../../rendering/sources.ts';
import { linesOf, type FileRange } from '../resolve.ts';
import type { Snapshot } from '../snapshot.ts';

/** A path that a file names. */
export interface NamedFile {
  readonly range: FileRange;
  /** A file. */
  readonly target: string;
}

/** What stands at a path; it may be asked for that way. */
type FileKinds = Pick<Sources, 'kindOf'>;

/** Further links of a file are left out. */
const mostLinks = 2_000;

/** Where a document may name files: `*` is every item of a list or every key of a map. Paths are relative to the file's folder, unless they are the repository's. */
interface PathField {
  readonly path: readonly string[];
  /** `key=path`, as generators have it. */
  readonly pair?: true;
  /** `file://…` of a chart's dependency. */
  readonly address?: true;
  /** From the root of the repository: the folders above are tried. */
  readonly fromRoot?: true;
}

const ofKustomization: readonly PathField[] = [
  ...[
    'resources',
    'bases',
    'components',
    'patchesStrategicMerge',
    'crds',
    'configurations',
    'generators',
    'transformers',
    'validators',
  ].map((key) => ({ path: [key, '*'] })),
  ...['patches', 'patchesJson6902', 'replacements'].map((key) => ({ path: [key, '*', 'path'] })),
  ...['configMapGenerator', 'secretGenerator'].flatMap((key): PathField[] => [
    { path: [key, '*', 'files', '*'], pair: true },
    { path: [key, '*', 'envs', '*'] },
    { path: [key, '*', 'env'] },
  ]),
  { path: ['helmCharts', '*', 'valuesFile'] },
  { path: ['helmCharts', '*', 'additionalValuesFiles', '*'] },
  { path: ['openapi', 'path'] },
];

const byKind: Readonly<Record<string, readonly PathField[]>> = {
  EdgeNetwork: [{ path: ['spec', 'manifests', '*'] }],
  Kustomization: [{ path: ['spec', 'path'], fromRoot: true }],
  HelmRelease: [
    { path: ['spec', 'chart', 'spec', 'chart'], fromRoot: true },
    { path: ['spec', 'chart', 'spec', 'valuesFiles', '*'], fromRoot: true },
  ],
  Application: [
    { path: ['spec', 'source', 'path'], fromRoot: true },
    { path: ['spec', 'sources', '*', 'path'], fromRoot: true },
  ],
};

const ofChart: readonly PathField[] = [{ path: ['dependencies', '*', 'repository'], address: true }];

/** What the documents of a file name of the workspace's files, where that is there: of a folder its kustomization or chart. */
export function linksIn(snapshot: Snapshot, sources: FileKinds, path: string): readonly NamedFile[] {
  const file = snapshot.files.get(path)?.file;
  if (file === undefined) return [];
  const lines = linesOf(file);
  const folder = folderOf(path);
  const found: NamedFile[] = [];
  file.documents.forEach((document, index) => {
    if (found.length >= mostLinks || !mayName(path, document.text)) return;
    const root = treeOf(document);
    const offset = file.offsets[index] ?? 0;
    for (const field of fieldsOf(path, root)) {
      for (const scalar of scalarsAt(root, field.path)) {
        const at = pathIn(scalar, document.text, field);
        const target = at === undefined ? undefined : targetOf(snapshot, sources, folder, at.text, field.fromRoot === true);
        if (at === undefined || target === undefined || target === path || found.length >= mostLinks) continue;
        found.push({
          range: { path, start: lines.positionAt(offset + at.range.start), end: lines.positionAt(offset + at.range.end) },
          target,
        });
      }
    }
  });
  return found;
}

/** A cheap look before the parser's work. */
function mayName(path: string, text: string): boolean {
  return (
    isKustomizationFile(path) ||
    baseName(path) === 'Chart.yaml' ||
    /kind["']?\s*:\s*["']?(EdgeNetwork|Kustomization|Component|HelmRelease|Application)\b/.test(text)
  );
}

function fieldsOf(path: string, root: SyntaxNode | undefined): readonly PathField[] {
  if (baseName(path) === 'Chart.yaml') return ofChart;
  const kind = textOf(get(root, 'kind'));
  const version = textOf(get(root, 'apiVersion'));
  if (isKustomizationFile(path) || version.startsWith('kustomize.config.k8s.io/')) return ofKustomization;
  return Object.hasOwn(byKind, kind) ? (byKind[kind] ?? []) : [];
}

function textOf(node: SyntaxNode | undefined): string {
  return node?.type === 'scalar' ? node.text : '';
}

function scalarsAt(node: SyntaxNode | undefined, path: readonly string[]): readonly ScalarNode[] {
  const [step, ...rest] = path;
  if (step === undefined) return node?.type === 'scalar' ? [node] : [];
  if (step === '*') return node?.type === 'sequence' ? node.items.flatMap((item) => scalarsAt(item, rest)) : [];
  return scalarsAt(get(node, step), rest);
}

function pathIn(
  { style, text, start, end }: ScalarNode,
  source: string,
  { pair, address }: PathField,
): { readonly text: string; readonly range: TextRange } | undefined {
  const quotes = style === 'single' || style === 'double' ? 1 : 0;
  // Only where it is written as it is read: on one line, without escapes.
  if (text === '' || source.slice(start + quotes, end - quotes) !== text) return undefined;
  const skipped =
    pair === true ? text.indexOf('=') + 1 : address === true ? (text.startsWith('file://') ? 'file://'.length : text.length) : 0;
  const rest = text.slice(skipped);
  return rest === '' ? undefined : { text: rest, range: { start: start + quotes + skipped, end: end - quotes } };
}

const ofFolders = ['kustomization.yaml', 'kustomization.yml', 'Kustomization', 'Chart.yaml'];

function targetOf(snapshot: Snapshot, sources: FileKinds, folder: string, text: string, fromRoot: boolean): string | undefined {
  if (text.includes('://') || text.includes('${')) return undefined;
  for (let base: string | undefined = folder; base !== undefined; base = fromRoot && base !== '' ? folderOf(base) : undefined) {
    const path = resolvePath(base, text.startsWith('/') ? `.${text}` : text);
    if (path === undefined) continue;
    const isFile = (name: string): boolean => snapshot.files.get(name) !== undefined || sources.kindOf(name) === 'file';
    const found = [path, ...ofFolders.map((name) => (path === '' ? name : `${path}/${name}`))].find(isFile);
    if (found !== undefined) return found;
  }
  return undefined;
}
