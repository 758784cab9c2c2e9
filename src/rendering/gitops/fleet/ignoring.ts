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
