import { matchesInOrder } from '../../../base/glob.ts';
import { pathMatcher } from '../../helm/chart/pathMatch.ts';
import type { Sources } from '../../sources.ts';
import { below } from '../paths.ts';

/** A line of a `.sourceignore`. */
interface Pattern {
  /** Folder in the source, from whose file it comes. */
  readonly folder: readonly string[];
  readonly takesBack: boolean;
  readonly foldersOnly: boolean;
  /** One name alone is looked for at any depth. */
  readonly segments: readonly (((name: string) => boolean) | '**')[];
}

// fluxcd/pkg sourceignore/sourceignore.go
const usual = [
  '.git/,.gitignore,.gitmodules,.gitattributes',
  '*.jpg,*.jpeg,*.gif,*.png,*.wmv,*.flv,*.tar.gz,*.zip',
  '.github/,.circleci/,.travis.yml,.gitlab-ci.yml,appveyor.yml,.drone.yml,cloudbuild.yaml,codeship-services.yml,codeship-steps.yml',
  '**/.goreleaser.yml,**/.sops.yaml,**/.flux.yaml',
]
  .join(',')
  .split(',');

/**
 * The sources as an artifact of Flux has them: without what `.sourceignore` files, the source's `spec.ignore` and Flux itself leave out. Patterns are those of
 * `.gitignore` as go-git reads them; the last one that matches decides. `root` is the folder of the source.
 */
export function withoutIgnored(sources: Sources, root: string, ignore: string | undefined): Sources {
  const base = usual.flatMap((text) => patternOf(text, []));
  const given = patternsOf(ignore ?? '', []);
  const byFolder = new Map<string, readonly Pattern[]>();
  /** Of all folders from the root down to this one. */
  const patternsIn = (segments: readonly string[]): readonly Pattern[] => {
    const folder = segments.join('/');
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const own = patternsOf(sources.text(below(below(root, folder), '.sourceignore')) ?? '', segments);
    const above = segments.length === 0 ? base : patternsIn(segments.slice(0, -1));
    const patterns = own.length === 0 ? above : [...above, ...own];
    byFolder.set(folder, patterns);
    return patterns;
  };
  const isIgnored = (path: string, isFolder: boolean): boolean => {
    if (path === root || (root !== '' && !path.startsWith(`${root}/`))) return false;
    const segments = (root === '' ? path : path.slice(root.length + 1)).split('/');
    return isLeftOut(given, segments, isFolder) ?? isLeftOut(patternsIn(segments.slice(0, -1)), segments, isFolder) ?? false;
  };
  const answers = new Map<string, boolean>();
  const isLeft = (path: string): boolean => {
    let answer = answers.get(path);
    if (answer === undefined) {
      answer = isIgnored(path, sources.kindOf(path) === 'folder');
      answers.set(path, answer);
    }
    return answer;
  };
  return {
    bytes: (path) => (isLeft(path) ? undefined : sources.bytes(path)),
    text: (path) => (isLeft(path) ? undefined : sources.text(path)),
    list: (folder) => sources.list(folder)?.filter(({ name, kind }) => kind === 'folder' || !isLeft(below(folder, name))),
    kindOf: (path) => {
      const kind = sources.kindOf(path);
      // Of a folder only the files are left out: it is there with those that are not.
      return kind === 'file' && isLeft(path) ? undefined : kind;
    },
    realPath: (path) => (sources.kindOf(path) === 'file' && isLeft(path) ? undefined : sources.realPath(path)),
  };
}

/** So many that a file without end costs no more than a long one. */
const mostPatterns = 1000;

function patternsOf(text: string, folder: readonly string[]): readonly Pattern[] {
  return text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#') && line.trim() !== '')
    .slice(0, mostPatterns)
    .flatMap((line) => patternOf(line, folder));
}

/** go-git plumbing/format/gitignore/pattern.go; a pattern that it cannot read matches nothing. */
function patternOf(line: string, folder: readonly string[]): readonly Pattern[] {
  const takesBack = line.startsWith('!');
  let text = takesBack ? line.slice(1) : line;
  if (!text.endsWith('\\ ')) text = text.trimEnd();
  const foldersOnly = text.endsWith('/');
  if (foldersOnly) text = text.slice(0, -1);
  const isAnywhere = !text.includes('/');
  const names = (text.startsWith('/') ? text.slice(1) : text).split('/');
  const segments: (Pattern['segments'][number] | undefined)[] = names.map((name) => (name === '**' ? '**' : nameMatcher(name)));
  if (isAnywhere) segments.unshift('**');
  if (segments.some((segment) => segment === undefined)) return [];
  return [{ folder, takesBack, foldersOnly, segments: segments.filter((segment) => segment !== undefined) }];
}

/** Undefined for what cannot be read. */
function nameMatcher(name: string): ((name: string) => boolean) | undefined {
  return /[*?[\\]/.test(name) ? pathMatcher(name) : (other) => other === name;
}

/** Undefined where no pattern says. */
function isLeftOut(patterns: readonly Pattern[], path: readonly string[], isFolder: boolean): boolean | undefined {
  for (let index = patterns.length - 1; index >= 0; index--) {
    const pattern = patterns[index];
    if (pattern !== undefined && matches(pattern, path, isFolder)) return !pattern.takesBack;
  }
  return undefined;
}

/** Whether it matches the path or a folder above it. */
function matches({ folder, foldersOnly, segments }: Pattern, path: readonly string[], isFolder: boolean): boolean {
  if (folder.length >= path.length || folder.some((name, index) => path[index] !== name)) return false;
  const more = foldersOnly && !isFolder ? inside : andAllBelow;
  return matchesInOrder(
    [...segments, ...more],
    path.slice(folder.length),
    (segment) => segment === '**',
    (segment, name) => segment !== '**' && segment(name),
  );
}

const andAllBelow: Pattern['segments'] = ['**'];
const inside: Pattern['segments'] = [() => true, '**'];
