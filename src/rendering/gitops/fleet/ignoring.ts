import { baseName, folderOf, isWithin } from '../../../base/path.ts';
import { pathMatcher } from '../../helm/chart/pathMatch.ts';
import type { SourceEntry, Sources } from '../../sources.ts';
import { below } from '../paths.ts';

/** Whether an entry of a folder, or of one below, is left out. */
export type Ignoring = (entry: SourceEntry) => boolean;

/**
 * What `.fleetignore` of a folder leaves out of a bundle, beside what those of the folders above do: patterns for names, `name/*` for folders alone.
 * What is hidden is left out in any case. fleet internal/bundlereader/loaddirectory.go
 */
export function ignoringIn(folder: string, above: Ignoring, sources: Sources): Ignoring {
  const lines = (sources.text(below(folder, '.fleetignore')) ?? '').split(/\r?\n/).map(withoutBlanks);
  const own = lines.filter((line) => line !== '' && !line.startsWith('#')).map(ignoringOf);
  return own.length === 0 ? above : (entry) => above(entry) || own.some((ignores) => ignores(entry));
}

/** The sources without what `.fleetignore` leaves out of a bundle, for the tools that build a chart or a kustomization of what is left; the same where its folder has none. */
export function withoutIgnored(sources: Sources, bundle: string): Sources {
  if (sources.kindOf(below(bundle, '.fleetignore')) !== 'file') return sources;
  const byFolder = new Map<string, Ignoring>();
  const ignoringBelow = (folder: string): Ignoring => {
    let ignoring = byFolder.get(folder);
    if (ignoring === undefined) {
      ignoring = ignoringIn(folder, folder === bundle ? () => false : ignoringBelow(folderOf(folder)), sources);
      byFolder.set(folder, ignoring);
    }
    return ignoring;
  };
  const isLeft = (path: string): boolean => {
    if (path === bundle || !isWithin(bundle, path)) return false;
    const folder = folderOf(path);
    const kind = sources.kindOf(path);
    return isLeft(folder) || (kind !== undefined && ignoringBelow(folder)({ name: baseName(path), kind }));
  };
  return {
    bytes: (path) => (isLeft(path) ? undefined : sources.bytes(path)),
    text: (path) => (isLeft(path) ? undefined : sources.text(path)),
    list: (folder) => (isLeft(folder) ? undefined : sources.list(folder)?.filter(({ name }) => !isLeft(below(folder, name)))),
    kindOf: (path) => (isLeft(path) ? undefined : sources.kindOf(path)),
    realPath: (path) => (isLeft(path) ? undefined : sources.realPath(path)),
  };
}

export const hidden: Ignoring = ({ name }) => name.startsWith('.');

/** Without blanks at its end, but for one that a backslash keeps. */
function withoutBlanks(line: string): string {
  const text = line.trimEnd();
  return text.endsWith('\\') && text.length < line.length ? `${text} ` : text;
}

function ignoringOf(pattern: string): Ignoring {
  if (/^.+\//.test(pattern)) {
    const folder = pattern.replace(/\/\*$/, '');
    return ({ name, kind }) => kind === 'folder' && name === folder;
  }
  const matches = pathMatcher(pattern) ?? (() => false);
  return ({ name }) => matches(name);
}
