import { kindsNamed } from './resources/kinds.ts';

const topLevelKey = /^(?:([A-Za-z][\w.-]*)|(['"].*)):(?=\s)(.*)$/gm;

/**
 * The part of a document's text that says what it is (`apiVersion`, `kind`, `metadata`), when nothing else in it matters; undefined when all of it must be read.
 * Of a `large` text, which would not be read at all, the heading will do for any kind of which nobody needs more than the name.
 * Goes by the lines that begin at the left edge, so a document in any other form than the usual block map is read whole.
 */
export function headingOf(text: string, { large = false }: { readonly large?: boolean } = {}): string | undefined {
  let apiVersion: string | undefined;
  let kind: string | undefined;
  let start: number | undefined;
  let heading = '';
  for (const { 1: key, 3: value = '', index } of text.matchAll(topLevelKey)) {
    if (start !== undefined) heading += text.slice(start, index);
    start = key === 'apiVersion' || key === 'kind' || key === 'metadata' ? index : undefined;
    // A key that repeats is a missing `---`, or a mistake that is to be reported.
    if (key === 'apiVersion' && apiVersion !== undefined) return undefined;
    if (key === 'kind' && kind !== undefined) return undefined;
    if (key === 'apiVersion') apiVersion = plain(value);
    if (key === 'kind') kind = plain(value);
  }
  if (start !== undefined) heading += text.slice(start);
  if (apiVersion === undefined || kind === undefined) return undefined;
  const kinds = kindsNamed(apiVersion, kind);
  const needsMore = large ? !kinds.every(({ type }) => type === 'Other') || text.includes('containers:') : true;
  return !needsMore || kinds.some(({ onlyHeading }) => onlyHeading?.(text) === true) ? heading : undefined;
}

function plain(value: string): string {
  return value
    .replace(/\s#.*/, '')
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2');
}
