import { matchesInOrder } from '../base/glob.ts';
import { pathMatcher } from './helm/chart/pathMatch.ts';

/** A line of a `.gitignore` or `.sourceignore`. */
export interface IgnorePattern {
  /** Folder in the source, from whose file it comes. */
  readonly folder: readonly string[];
  readonly takesBack: boolean;
  readonly foldersOnly: boolean;
  /** One name alone is looked for at any depth. */
  readonly segments: readonly (((name: string) => boolean) | '**')[];
}

/** So many that a file without end costs no more than a long one. */
const mostPatterns = 1000;

/** The last one that matches decides. `folder`: where the file stands that has them. */
export function patternsOf(text: string, folder: readonly string[]): readonly IgnorePattern[] {
  return text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#') && line.trim() !== '')
    .slice(0, mostPatterns)
    .flatMap((line) => patternOf(line, folder));
}

/** go-git plumbing/format/gitignore/pattern.go; a pattern that it cannot read matches nothing. */
export function patternOf(line: string, folder: readonly string[]): readonly IgnorePattern[] {
  const takesBack = line.startsWith('!');
  let text = takesBack ? line.slice(1) : line;
  if (!text.endsWith('\\ ')) text = text.trimEnd();
  const foldersOnly = text.endsWith('/');
  if (foldersOnly) text = text.slice(0, -1);
  const isAnywhere = !text.includes('/');
  const names = (text.startsWith('/') ? text.slice(1) : text).split('/');
  const segments: (IgnorePattern['segments'][number] | undefined)[] = names.map((name) => (name === '**' ? '**' : nameMatcher(name)));
  if (isAnywhere) segments.unshift('**');
  if (segments.some((segment) => segment === undefined)) return [];
  return [{ folder, takesBack, foldersOnly, segments: segments.filter((segment) => segment !== undefined) }];
}

/** Undefined for what cannot be read. */
function nameMatcher(name: string): ((name: string) => boolean) | undefined {
  return /[*?[\\]/.test(name) ? pathMatcher(name) : (other) => other === name;
}

/** Undefined where no pattern says. */
export function isLeftOut(patterns: readonly IgnorePattern[], path: readonly string[], isFolder: boolean): boolean | undefined {
  for (let index = patterns.length - 1; index >= 0; index--) {
    const pattern = patterns[index];
    if (pattern !== undefined && matches(pattern, path, isFolder)) return !pattern.takesBack;
  }
  return undefined;
}

/** Whether it matches the path or a folder above it. */
function matches({ folder, foldersOnly, segments }: IgnorePattern, path: readonly string[], isFolder: boolean): boolean {
  if (folder.length >= path.length || folder.some((name, index) => path[index] !== name)) return false;
  const more = foldersOnly && !isFolder ? inside : andAllBelow;
  return matchesInOrder(
    [...segments, ...more],
    path.slice(folder.length),
    (segment) => segment === '**',
    (segment, name) => segment !== '**' && segment(name),
  );
}

const andAllBelow: IgnorePattern['segments'] = ['**'];
const inside: IgnorePattern['segments'] = [() => true, '**'];
