import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { isKustomizationFile } from '../manifests/fileNames.ts';
import { limits } from '../manifests/limits.ts';

export interface WorkspaceTexts {
  /** By path relative to the current folder, with `/`. */
  readonly files: ReadonlyMap<string, string>;
  readonly folders: readonly { readonly name: string; readonly path: string }[];
}

/** A path that is not there or cannot be read. */
export class UnreadablePath extends Error {}

const skipped = new Set(['node_modules', '.git', '.hg', '.svn', '.terraform']);

/** Reads every manifest below the paths. A folder that a link leads to is entered once; a file that vanishes on the way is skipped. */
export function readWorkspace(paths: readonly string[], currentFolder: string): WorkspaceTexts {
  const files = new Map<string, string>();
  const folders: { name: string; path: string }[] = [];
  const visited = new Set<string>();
  for (const given of paths.length === 0 ? ['.'] : paths) {
    const absolute = path.resolve(currentFolder, given);
    let isFolder: boolean;
    try {
      isFolder = statSync(absolute).isDirectory();
    } catch (error) {
      throw new UnreadablePath(`${given}: ${reasonOf(error)}`);
    }
    const folder = isFolder ? absolute : path.dirname(absolute);
    if (!folders.some(({ path: known }) => known === relative(currentFolder, folder)))
      folders.push({ name: path.basename(folder), path: relative(currentFolder, folder) });
    readConfigurationsAbove(folder, currentFolder, files);
    if (isFolder) readFolder(absolute, currentFolder, files, visited, true);
    else readText(absolute, currentFolder, files, true);
  }
  return { files, folders };
}

/** What `.edge-network.yaml` files say in the folders above, up to the repository's: they hold for all below. */
function readConfigurationsAbove(start: string, currentFolder: string, files: Map<string, string>): void {
  for (let folder = start; ; folder = path.dirname(folder)) {
    for (const name of ['.edge-network.yaml', '.edge-network.yml'])
      if (existsSync(path.join(folder, name))) readText(path.join(folder, name), currentFolder, files, true);
    if (existsSync(path.join(folder, '.git')) || folder === path.resolve(currentFolder) || path.dirname(folder) === folder) return;
  }
}

function readFolder(folder: string, currentFolder: string, files: Map<string, string>, visited: Set<string>, given: boolean): void {
  let entries;
  try {
    const real = realpathSync(folder);
    if (visited.has(real)) return;
    visited.add(real);
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (given) throw new UnreadablePath(`${folder}: ${reasonOf(error)}`);
    return;
  }
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const child = path.join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && statSync(child, { throwIfNoEntry: false })?.isDirectory() === true);
    if (isFolder && !skipped.has(entry.name)) readFolder(child, currentFolder, files, visited, false);
    else if (!isFolder && isManifestPath(entry.name)) readText(child, currentFolder, files, false);
  }
}

function isManifestPath(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name) || isKustomizationFile(name);
}

function readText(file: string, currentFolder: string, files: Map<string, string>, given: boolean): void {
  try {
    const text = statSync(file).size > limits.file * 4 ? beginningOf(file) : readFileSync(file, 'utf8');
    if (given || !file.endsWith('.json') || text.includes('"device"') || text.includes('"apiVersion"') || text.includes('"DeploymentType"'))
      files.set(relative(currentFolder, file), text);
  } catch (error) {
    if (given) throw new UnreadablePath(`${file}: ${reasonOf(error)}`);
  }
}

/** One character more than the limit: enough to see that the file is too large, and what it is. */
function beginningOf(file: string): string {
  const bytes = Buffer.alloc(limits.file + 1);
  const handle = openSync(file, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(handle, bytes));
  } finally {
    closeSync(handle);
  }
}

function relative(currentFolder: string, absolute: string): string {
  return path.relative(currentFolder, absolute).split(path.sep).join('/');
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}
