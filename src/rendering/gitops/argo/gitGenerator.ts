import { globBase } from '../../../base/glob.ts';
import { folderOf } from '../../../base/path.ts';
import { compareBytes } from '../../helm/byteOrder.ts';
import { pathMatcher } from '../../helm/chart/pathMatch.ts';
import type { Origins } from '../../origin.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import { firstDocument } from '../../yaml/firstDocument.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { inFile } from '../../yaml/read.ts';
import type { Surroundings } from '../delivery.ts';
import { below } from '../paths.ts';
import { isTrue, mapsOf } from '../reading.ts';
import { globOfArgo } from './glob.ts';
import { firstWins, flattened, pathParameters, type Parameters } from './parameters.ts';

/** Says that so many more files and folders are looked at; false where those are too many. */
export type Looking = (entries: number) => boolean;

interface Pattern {
  readonly text: string;
  readonly origins: Origins;
}

/** The folders or files of this repository that a generator names, with the parameters of each. */
export function gitParameters(git: YamlNode, isGo: boolean, surroundings: Surroundings, looking: Looking): readonly Parameters[] {
  const prefix = textAt(git, 'pathParamPrefix') ?? '';
  const files = mapsOf(valueAt(git, 'files'));
  return files.length > 0
    ? filesOf(files, prefix, isGo, surroundings, looking)
    : foldersOf(mapsOf(valueAt(git, 'directories')), prefix, isGo, surroundings, looking);
}

function patterns(entries: readonly YamlMap[]): { readonly takes: readonly Pattern[]; readonly leavesOut: readonly string[] } {
  const path = (entry: YamlMap) => textAt(entry, 'path') ?? '';
  return {
    takes: entries
      .filter((entry) => !isTrue(valueAt(entry, 'exclude')))
      .map((entry) => ({ text: path(entry), origins: valueAt(entry, 'path')?.origins ?? entry.origins })),
    leavesOut: entries.filter((entry) => isTrue(valueAt(entry, 'exclude'))).map(path),
  };
}

/** Paths are those of the repository, of which the workspace may be a folder. */
function places({ root, above }: Surroundings): {
  readonly inWorkspace: (path: string) => string | undefined;
  readonly inRepository: (path: string) => string;
} {
  const prefix = (above ?? []).join('/');
  return {
    inWorkspace: (path) => {
      if (prefix === '') return below(root, path);
      if (path === prefix || path.startsWith(`${prefix}/`)) return below(root, path.slice(prefix.length + 1));
      return undefined;
    },
    inRepository: (path) => below(prefix, root === '' ? path : path.slice(root.length + 1)),
  };
}

/** Go's `path.Match`: a wildcard stays within a name. Folders whose name begins with a dot are never taken, nor what lies below them. */
function foldersOf(
  entries: readonly YamlMap[],
  prefix: string,
  isGo: boolean,
  surroundings: Surroundings,
  looking: Looking,
): readonly Parameters[] {
  const { takes, leavesOut } = patterns(entries);
  const { inWorkspace } = places(surroundings);
  const excluders = leavesOut.map(pathMatcher);
  const found = new Map<string, Origins>();
  for (const { text, origins } of takes) {
    const matcher = pathMatcher(text);
    if (matcher === undefined) continue;
    for (const folder of matchingFolders(text, surroundings, inWorkspace, looking)) {
      const isOut = excluders.some((excludes) => excludes?.(folder) === true);
      if (!isOut && !found.has(folder)) found.set(folder, origins);
    }
  }
  return [...found]
    .sort(([one], [other]) => compareBytes(one.replaceAll('/', '\0'), other.replaceAll('/', '\0')))
    .map(([path, origins]) => pathParameters(path, undefined, prefix, isGo, origins));
}

function matchingFolders(
  pattern: string,
  { sources }: Surroundings,
  inWorkspace: (path: string) => string | undefined,
  looking: Looking,
): readonly string[] {
  let folders = [''];
  for (const segment of pattern.split('/')) {
    const matches = pathMatcher(segment);
    if (matches === undefined) return [];
    folders = folders.flatMap((folder) => {
      if (!/[*?[\\]/.test(segment)) return [below(folder, segment)];
      const here = inWorkspace(folder);
      const listed = here === undefined ? [] : (sources.list(here) ?? []);
      if (!looking(listed.length)) return [];
      return listed.filter(({ name, kind }) => kind === 'folder' && matches(name)).map(({ name }) => below(folder, name));
    });
  }
  return folders.filter((folder) => {
    const here = inWorkspace(folder);
    return (
      folder !== '' && here !== undefined && sources.kindOf(here) === 'folder' && !folder.split('/').some((name) => name.startsWith('.'))
    );
  });
}

/** As `git ls-files` takes a pattern: a wildcard stands for slashes, too, and a folder for all below it. */
function filesOf(
  entries: readonly YamlMap[],
  prefix: string,
  isGo: boolean,
  surroundings: Surroundings,
  looking: Looking,
): readonly Parameters[] {
  const { takes, leavesOut } = patterns(entries);
  const excluders = leavesOut.map(fileMatcher);
  const found = new Map<string, Origins>();
  for (const { text, origins } of takes)
    for (const path of matchingFiles(text, surroundings, looking))
      if (!excluders.some((excludes) => excludes(path)) && !found.has(path)) found.set(path, origins);
  const { inWorkspace } = places(surroundings);
  return [...found]
    .sort(([one], [other]) => compareBytes(one, other))
    .flatMap(([path]) => {
      const file = inWorkspace(path) ?? path;
      const name = path.slice(path.lastIndexOf('/') + 1);
      const own = pathParameters(folderOf(path) || '.', name, prefix, isGo, [{ file, start: 0, end: 0 }]);
      return setsIn(surroundings.sources.text(file) ?? '', file).map((set) => firstWins(own, isGo ? set : flattened(set)));
    });
}

function fileMatcher(pattern: string): (path: string) => boolean {
  if (!/[*?[\\]/.test(pattern)) return (path) => path === pattern || path.startsWith(`${pattern.replace(/\/$/, '')}/`);
  return globOfArgo(pattern.replace(/[{},]/g, '\\$&').replace(/\[\^/g, '[!'));
}

function matchingFiles(pattern: string, surroundings: Surroundings, looking: Looking): readonly string[] {
  const { sources } = surroundings;
  const { inWorkspace, inRepository } = places(surroundings);
  const matches = fileMatcher(pattern);
  const start = inWorkspace(globBase(pattern).base) ?? surroundings.root;
  if (sources.kindOf(start) === 'file') return matches(inRepository(start)) ? [inRepository(start)] : [];
  const found: string[] = [];
  const waiting = [start];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const listed = sources.list(folder) ?? [];
    if (!looking(listed.length)) return found;
    for (const { name, kind } of listed) {
      const path = below(folder, name);
      if (kind === 'file') {
        if (matches(inRepository(path))) found.push(inRepository(path));
      } else if (name !== '.git' && sources.realPath(path) === path) waiting.push(path);
    }
  }
  return found;
}

/** A file holds one set, or a list of sets. */
function setsIn(text: string, file: string): readonly YamlMap[] {
  const { root } = firstDocument(text, inFile(file));
  return root?.type === 'map' ? [root] : mapsOf(root);
}
