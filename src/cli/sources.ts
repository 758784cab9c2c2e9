import { readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { decodeText } from '../service/manifestFiles.ts';
import type { SourceEntry, Sources } from '../service/rendering.ts';

/**
 * The files of this machine for one run: each is read once, when it is asked for. The root is that of the file system, so that what a kustomization names above
 * the current folder is found: `/srv/apps` is `srv/apps`, on Windows `C:\\srv` is `C:/srv`.
 */
export function nodeSources(): Sources {
  const bytes = remembered((file) => attempt(() => new Uint8Array(readFileSync(native(file)))));
  const kindOf = remembered((file) => {
    const stats = attempt(() => statSync(native(file)));
    return stats?.isDirectory() === true ? 'folder' : stats?.isFile() === true ? 'file' : undefined;
  });
  const text = remembered((file) => {
    const content = kindOf(file) === 'file' ? bytes(file) : undefined;
    return content === undefined ? undefined : decodeText(content);
  });
  const list = remembered((folder) =>
    attempt(() =>
      readdirSync(native(folder), { withFileTypes: true })
        .map((entry) => entryOf(native(folder), entry))
        .sort(byName),
    ),
  );
  return {
    bytes: (file) => (kindOf(file) === 'file' ? bytes(file) : undefined),
    text,
    list,
    kindOf,
    realPath: remembered((file) => attempt(() => ofNative(realpathSync(native(file))))),
  };
}

/** A path of the command line as the sources have it. */
export function sourcePath(currentFolder: string, given: string): string {
  return ofNative(path.resolve(currentFolder, given));
}

export function shownPath(currentFolder: string, source: string): string {
  const relative = withSlashes(path.relative(currentFolder, native(source)));
  return relative === '' ? '.' : relative;
}

function native(source: string): string {
  return path.sep === '/' ? `/${source}` : source;
}

function ofNative(absolute: string): string {
  return withSlashes(absolute).replace(/^\//, '');
}

function withSlashes(absolute: string): string {
  return absolute.split(path.sep).join('/');
}

/** What a link leads to counts; one that leads nowhere is a file that cannot be read. */
function entryOf(folder: string, entry: Dirent): SourceEntry {
  const leads = entry.isSymbolicLink() ? attempt(() => statSync(path.join(folder, entry.name))) : entry;
  return { name: entry.name, kind: leads?.isDirectory() === true ? 'folder' : 'file' };
}

function byName(one: SourceEntry, other: SourceEntry): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

function attempt<R>(action: () => R): R | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function remembered<R>(look: (path: string) => R): (path: string) => R {
  const known = new Map<string, R>();
  return (file) => {
    if (!known.has(file)) known.set(file, look(file));
    return known.get(file) as R;
  };
}
