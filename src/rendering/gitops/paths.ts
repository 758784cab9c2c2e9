import { nearestOf } from '../../base/nearest.ts';
import type { Sources } from '../sources.ts';
import type { Surroundings } from './delivery.ts';

/** What a path in the repository is in the workspace. */
export type Found =
  | { readonly type: 'found'; readonly path: string }
  /** Surely not there; `path` is where it would be. */
  | { readonly type: 'missing'; readonly path: string }
  /** Outside of what can be looked at, as far as anybody knows. */
  | { readonly type: 'beyond' };

/** The path without `.`, empty segments and `..`, which never leads above the root (securejoin, as the tools do it). */
export function normalized(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return segments.join('/');
}

/** Two paths, one of which may be the root. */
export function below(folder: string, path: string): string {
  return folder === '' ? path : path === '' ? folder : `${folder}/${path}`;
}

/** A path from the root of the repository, of which the workspace may be a folder. */
export function pathInRepository({ sources, root, above }: Pick<Surroundings, 'sources' | 'root' | 'above'>, path: string): Found {
  const inside = normalized(path);
  const exists = (candidate: string): boolean => candidate === root || sources.kindOf(candidate) !== undefined;
  if (above !== undefined && above.length > 0) {
    const prefix = above.join('/');
    if (inside === prefix || inside.startsWith(`${prefix}/`)) {
      const candidate = below(root, inside.slice(prefix.length + 1));
      return { type: exists(candidate) ? 'found' : 'missing', path: candidate };
    }
    // The whole repository, or a folder above this one.
    if (inside === '' || prefix.startsWith(`${inside}/`)) return { type: 'beyond' };
  }
  const candidate = below(root, inside);
  if (exists(candidate)) return { type: 'found', path: candidate };
  return above?.length === 0 ? { type: 'missing', path: candidate } : { type: 'beyond' };
}

/** A path that is there, and differs in one segment by a slip; undefined where there is none. */
export function nearestPath(path: string, sources: Sources): string | undefined {
  const segments = path.split('/');
  for (let depth = segments.length - 1; depth >= 0; depth--) {
    const parent = segments.slice(0, depth).join('/');
    const entries = parent === '' || sources.kindOf(parent) === 'folder' ? sources.list(parent) : undefined;
    if (entries === undefined) continue;
    const folders = entries.filter(({ kind }) => kind === 'folder').map(({ name }) => name);
    const near = nearestOf(segments[depth] ?? '', folders);
    if (near === undefined) return undefined;
    const candidate = [...segments.slice(0, depth), near, ...segments.slice(depth + 1)].join('/');
    return sources.kindOf(candidate) === undefined ? undefined : candidate;
  }
  return undefined;
}
