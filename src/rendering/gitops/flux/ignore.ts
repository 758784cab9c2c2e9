import { isLeftOut, patternOf, patternsOf, type IgnorePattern } from '../../ignorePatterns.ts';
import type { Sources } from '../../sources.ts';
import { below } from '../paths.ts';

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
  const byFolder = new Map<string, readonly IgnorePattern[]>();
  /** Of all folders from the root down to this one. */
  const patternsIn = (segments: readonly string[]): readonly IgnorePattern[] => {
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
