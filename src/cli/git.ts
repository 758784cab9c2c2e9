import { spawnSync } from 'node:child_process';
import path from 'node:path';
import {
  decodeText,
  excludedBy,
  foreignFolders,
  isConfigurationFile,
  isManifestPath,
  mostCharacters,
  relevantText,
} from '../service/manifestFiles.ts';
import type { FolderEntry, SourceReader } from '../service/sourceReader.ts';
import { UnreadablePath, type WorkspaceTexts } from './workspace.ts';

/** More than any repository of manifests holds; a bound on what is kept in memory. */
const mostBytes = 512 * 1024 * 1024;

/** What a revision holds, as `readWorkspace` and `diskSources` read a folder: the current folder as it was. */
export interface RevisionTexts {
  readonly texts: WorkspaceTexts;
  readonly sources: SourceReader;
}

/**
 * Reads a revision with the user's own `git`, which is started without a shell and told nothing that it could take for an option; it reads its objects, and neither runs a hook
 * nor asks another machine for what it lacks. Throws `UnreadablePath` where there is no such revision.
 */
export function readRevision(revision: string, currentFolder: string, exclude: readonly string[]): RevisionTexts {
  const commit = commitOf(revision, currentFolder);
  const prefix = textOf(git(currentFolder, ['rev-parse', '--show-prefix'], revision)).trim();
  const blobs = blobsOf(currentFolder, commit, prefix, revision);
  return { texts: workspaceTexts(blobs, currentFolder, prefix, exclude), sources: sourcesOf(blobs) };
}

function commitOf(revision: string, currentFolder: string): string {
  if (revision.startsWith('-')) throw new UnreadablePath(`${revision}: this is neither a folder nor a revision`);
  return textOf(git(currentFolder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], revision)).trim();
}

/**
 * Files that differ between a revision and the folder as it is now: edited, new (ignored ones aside), gone, and both names of a renamed one. By path from the current folder, `../base/web.yaml`
 * for one above. Throws `UnreadablePath` where there is no such revision.
 */
export function changedSince(revision: string, currentFolder: string): readonly string[] {
  const commit = commitOf(revision, currentFolder);
  const prefix = textOf(git(currentFolder, ['rev-parse', '--show-prefix'], revision)).trim();
  const tracked = git(currentFolder, ['diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', commit, '--', ':/'], revision);
  const fresh = git(currentFolder, ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ':/'], revision);
  const names = [...textOf(tracked).split('\0'), ...textOf(fresh).split('\0')].filter((name) => name !== '');
  return [...new Set(names)].map((name) => path.posix.relative(prefix === '' ? '.' : prefix, name)).sort();
}

function git(folder: string, words: readonly string[], revision: string, input?: string): Buffer {
  const { status, stdout, error } = spawnSync('git', ['-C', folder, '--no-pager', ...words], {
    input,
    maxBuffer: mostBytes * 2,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0' },
    windowsHide: true,
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT')
    throw new UnreadablePath(`${revision}: there is no such folder, and git is not installed here to look for a revision`);
  if (error !== undefined || status !== 0)
    throw new UnreadablePath(`${revision}: there is no such folder, and no such revision in a git repository here`);
  return stdout;
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8');
}

/** Files of the revision by path from the current folder: `../base/web.yaml` for one above. */
function blobsOf(folder: string, commit: string, prefix: string, revision: string): ReadonlyMap<string, Uint8Array> {
  const listed = textOf(git(folder, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit], revision));
  const wanted: { readonly path: string; readonly hash: string }[] = [];
  let total = 0;
  for (const entry of listed.split('\0')) {
    const match = /^100[0-7]{3} blob ([0-9a-f]+) +([0-9]+)\t(.+)$/s.exec(entry);
    if (match === null) continue;
    const [, hash = '', size = '', file = ''] = match;
    if (Number(size) > mostCharacters || file.split('/').some((name) => foreignFolders.includes(name))) continue;
    total += Number(size);
    if (total > mostBytes) throw new UnreadablePath(`${revision}: it holds more than ${mostBytes / 1024 / 1024} MiB`);
    wanted.push({ path: path.posix.relative(prefix === '' ? '.' : prefix, file), hash });
  }
  const hashes = [...new Set(wanted.map(({ hash }) => hash))];
  const contents = contentsOf(git(folder, ['cat-file', '--batch'], revision, hashes.map((hash) => `${hash}\n`).join('')));
  return new Map(
    wanted.flatMap(({ path: file, hash }) => {
      const content = contents.get(hash);
      return content === undefined ? [] : [[file, content] as const];
    }),
  );
}

/** `<hash> blob <size>`, a line break, the bytes, a line break; and so on. */
function contentsOf(output: Buffer): ReadonlyMap<string, Uint8Array> {
  const contents = new Map<string, Uint8Array>();
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [hash = '', type, size = '0'] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob') continue;
    contents.set(hash, new Uint8Array(output.subarray(at, at + Number(size))));
    at += Number(size) + 1;
  }
  return contents;
}

function workspaceTexts(
  blobs: ReadonlyMap<string, Uint8Array>,
  currentFolder: string,
  prefix: string,
  exclude: readonly string[],
): WorkspaceTexts {
  const isExcluded = excludedBy(exclude);
  const files = new Map<string, string>();
  for (const [file, bytes] of blobs) {
    const isAbove = file.startsWith('../');
    // What configures a folder holds for all below.
    if (isAbove && !(isConfigurationFile(file) && /^(?:\.\.\/)+[^/]+$/.test(file))) continue;
    if (!isManifestPath(file) || isExcluded(file)) continue;
    const text = decodeText(bytes);
    const kept = isAbove ? text : relevantText(file, text);
    if (kept !== undefined) files.set(file, kept);
  }
  const root = prefix === '' ? '' : path.posix.relative(prefix, '.').replace(/\/$/, '');
  return {
    files: new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1))),
    folders: [{ name: path.basename(currentFolder), path: '', repositories: [root], above: [] }],
    empty: [],
    unread: [],
  };
}

/** What rendering asks for, out of the same files. */
function sourcesOf(blobs: ReadonlyMap<string, Uint8Array>): SourceReader {
  const folders = new Map<string, Map<string, FolderEntry>>();
  const enter = (folder: string, entry: FolderEntry) => {
    const entries = folders.get(folder) ?? new Map<string, FolderEntry>();
    folders.set(folder, entries);
    entries.set(entry.name, entry);
  };
  for (const file of blobs.keys()) {
    let kind: FolderEntry['kind'] = 'file';
    for (let at = file; at !== '' && path.posix.basename(at) !== '..'; kind = 'folder') {
      const above = path.posix.dirname(at) === '.' ? '' : path.posix.dirname(at);
      enter(above, { name: path.posix.basename(at), kind });
      at = above;
    }
  }
  return {
    read: (paths) => Promise.resolve(paths.map((each) => blobs.get(normal(each)))),
    list: (asked) =>
      Promise.resolve(asked.map((each) => (folders.has(normal(each)) ? [...(folders.get(normal(each))?.values() ?? [])] : undefined))),
  };
}

function normal(each: string): string {
  const normalized = path.posix.normalize(each === '' ? '.' : each).replace(/\/$/, '');
  return normalized === '.' ? '' : normalized;
}
