import { isLeftOut, patternsOf } from './ignorePatterns.ts';
import type { Sources } from './sources.ts';

/**
 * Whether git leaves out a file or folder that is not there: people or scripts make it where it is needed. By the `.gitignore` files of the folders above it, as far as they lie in the workspace; each is noted as looked at.
 * Documentation of gitignore: what is nearer decides, and what lies in a folder that is left out cannot be taken back.
 */
export function isIgnoredByGit(sources: Sources, path: string, note: (path: string) => void): boolean {
  const segments = path.split('/');
  const patterns = segments.flatMap((_, depth) => {
    const folder = segments.slice(0, depth);
    const file = [...folder, '.gitignore'].join('/');
    note(file);
    return patternsOf(sources.text(file) ?? '', folder);
  });
  return segments.some((_, index) => {
    const part = segments.slice(0, index + 1);
    // Nobody knows what it would be.
    return isLeftOut(patterns, part, true) === true || (part.length === segments.length && isLeftOut(patterns, part, false) === true);
  });
}
