import { rules } from '../../checks/all.ts';
import type { Finding } from '../../checks/findings/finding.ts';
import { fileEditsOf, type FileEdit } from './fileEdits.ts';
import { findingsOf, type Snapshot } from '../snapshot.ts';

const safe: ReadonlySet<string> = new Set(rules.filter(({ fixAll }) => fixAll === true).map(({ code }) => code));

/** Whether all findings of a code in a file may be put right at once. */
export function isSafe(code: string): boolean {
  return safe.has(code);
}

/** The edits of the preferred fixes of a file's safe findings (of one code, or of all), in the order of the findings; of two that touch the same text the first. Other files stay as they are. */
export function fixAllEdits(snapshot: Snapshot, path: string, code?: string): readonly FileEdit[] {
  const edits: FileEdit[] = [];
  for (const finding of findingsOf(snapshot, path)) {
    if (!isSafe(finding.code) || (code !== undefined && finding.code !== code)) continue;
    const changes = preferredEdits(snapshot, finding).filter((edit) => !edits.some((made) => isSame(made, edit)));
    if (changes.every((edit) => edit.range.path === path && !edits.some((made) => touch(made, edit)))) edits.push(...changes);
  }
  return edits;
}

function preferredEdits(snapshot: Snapshot, { fixes }: Finding): readonly FileEdit[] {
  const fix = fixes.find(({ preferred }) => preferred);
  return (fix === undefined ? undefined : fileEditsOf(snapshot, fix)) ?? [];
}

/** Clusters that share a manifest each find the same. */
function isSame(one: FileEdit, other: FileEdit): boolean {
  return one.text === other.text && compare(one.range.start, other.range.start) === 0 && compare(one.range.end, other.range.end) === 0;
}

function touch(one: FileEdit, other: FileEdit): boolean {
  return compare(one.range.start, other.range.end) <= 0 && compare(other.range.start, one.range.end) <= 0;
}

function compare(one: FileEdit['range']['start'], other: FileEdit['range']['start']): number {
  return one.line - other.line || one.character - other.character;
}
