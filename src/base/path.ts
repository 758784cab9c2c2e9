/** Paths are the hosts' own (relative, absolute or a URI), always with `/`. The folder of a path without one is the empty text. */

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Another name in the folder of a path. */
export function siblingOf(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) + name;
}

/** Whether a path is the folder itself or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** What a relative path means from a folder; undefined when it climbs above everything the host has named. */
export function resolvePath(folder: string, relative: string): string | undefined {
  const segments = relative.startsWith('/') || folder === '' ? [] : folder.split('/');
  if (relative.startsWith('/')) segments.push('');
  for (const segment of relative.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (['', '..'].includes(segments.pop() ?? '')) return undefined;
  }
  return segments.join('/');
}
