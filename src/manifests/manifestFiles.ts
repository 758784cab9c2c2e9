import { globMatcher } from '../base/glob.ts';
import { limits } from './limits.ts';
import { isConfigurationFile, isCorefile, isKustomizationFile } from './fileNames.ts';
import { unnamedKinds } from './resources/kinds.ts';

/** Folders that hold other people's files, whatever the settings say. */
export const foreignFolders: readonly string[] = ['node_modules', '.git', '.hg', '.svn', '.terraform'];

/** Names that every program of that name gives to its own settings; so many that reading them all would be felt. */
const foreignNames = /(^|\/)(package(-lock)?|tsconfig[^/]*|jsconfig|composer|settings|launch|tasks|extensions)\.json$/;

/** Whether a file may hold manifests, by its name alone. */
export function isManifestPath(path: string): boolean {
  return (/\.(ya?ml|json)$/i.test(path) && !foreignNames.test(path)) || isKustomizationFile(path);
}

/** Whether a file is read at all: beside manifests also what is judged by itself. */
export function isReadPath(path: string): boolean {
  return isManifestPath(path) || isCorefile(path);
}

/** A cheap look before the parser's work: a manifest names its `kind`, except those that never do. */
export function mayHoldManifest(path: string, text: string): boolean {
  if (isCorefile(path)) return false;
  if (text.includes('kind') || lacksKind(text) || mayBeUnnamed(path, text)) return true;
  // UTF-16 taken for another encoding is said to be so, not passed over.
  return text.includes('\0') && text.replaceAll('\0', '').includes('kind');
}

/** Whether a text that cannot be read as YAML was to be a manifest: other programs' files with the word `kind` in them are not ours to judge. */
export function wasToBeManifest(path: string, text: string): boolean {
  return /(?:^|[\s{,"'])(?:kind|apiVersion)["']?[ \t]*:/m.test(text) || lacksKind(text) || mayBeUnnamed(path, text);
}

/** One whose `kind` is misspelt. */
function lacksKind(text: string): boolean {
  return text.includes('apiVersion:') && /^\w{3,5}: ["']?[A-Z][A-Za-z]+["']?\s*$/m.test(text);
}

function mayBeUnnamed(path: string, text: string): boolean {
  return unnamedKinds.some(({ unnamed }) => unnamed.mayBeIn(path, text));
}

/**
 * What of a closed file is worth keeping: its text, or nothing when no manifest can be in it. A cheap look at the text, for the many YAML files of a
 * workspace that belong to other programs. A YAML file stays known by its path (a `Chart.yaml` tells what lies beside it); of JSON only
 * device configurations and manifests count at all: undefined for any other.
 */
export function relevantText(path: string, text: string): string | undefined {
  if (isCorefile(path)) return text.length <= limits.document ? text : undefined;
  if (/\.json$/i.test(path))
    return text.length <= limits.file && (text.includes('"apiVersion"') || mayBeUnnamed(path, text)) ? text : undefined;
  return mayHoldManifest(path, text) || isConfigurationFile(path) || unrestricts(text) ? text : '';
}

/** Whether a text has kustomize read files of anywhere, as Argo CD's `kustomize.buildOptions` or a pipeline may: `--load-restrictor LoadRestrictionsNone`. */
export function unrestricts(text: string): boolean {
  return text.includes('LoadRestrictionsNone');
}

/** Whether glob patterns leave a path out: one of them matches it or a folder above it. Paths are relative to the folder that the patterns are for. */
export function excludedBy(patterns: readonly string[]): (path: string) => boolean {
  const matchers = patterns.map(globMatcher);
  return (path) => {
    if (matchers.length === 0) return false;
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const part = end < 0 ? path : path.slice(0, end);
      if (matchers.some((matches) => matches(part))) return true;
      if (end < 0) return false;
    }
  };
}
