import type { Position, Range } from 'vscode-languageserver-types';
import { fileEditsOf, type FileEdit } from '../analysis/fixes/fileEdits.ts';
import { fixAllEdits, isSafe } from '../analysis/fixes/fixAll.ts';
import { suppressionFixesOf } from '../analysis/fixes/suppressionFixes.ts';
import { findingsOf, type Snapshot } from '../analysis/snapshot.ts';
import { message, type Language, type Message } from '../base/message.ts';
import type { Finding } from '../checks/findings/finding.ts';
import { fileEdits, type NewFile } from './fileEdits.ts';
import { fileFindingOf } from './findings.ts';
import type { FileFinding } from './fileFinding.ts';
import type { FileFix } from './service.ts';

/** What the fixes of a file rest on. */
export interface FixContext {
  readonly snapshot: Snapshot;
  readonly path: string;
  readonly language: Language;
  readonly isCurrent: (path: string) => boolean;
  /** Where a new configuration file would lie: with `/` at its end, or empty; undefined for a file outside of every folder. */
  readonly folder: string | undefined;
}

/** The fixes of the findings that touch a range, then all of their kind in the file at once, then ways to say that they are meant. */
export function fixesAt(context: FixContext, range: Range): readonly FileFix[] {
  const { snapshot, path, folder, language } = context;
  const here = findingsOf(snapshot, path).flatMap((finding) => {
    const shown = fileFindingOf(snapshot, finding, language);
    return shown === undefined || !touch(shown.range, range) ? [] : [{ finding, shown }];
  });
  const fixes = here.flatMap(({ finding, shown }) =>
    finding.fixes.map((fix) => {
      const edits = fileEditsOf(snapshot, fix);
      return edits === undefined ? undefined : fixOf(context, fix.title, edits, { preferred: fix.preferred, about: [shown] });
    }),
  );
  const codes = [...new Set(here.map(({ shown }) => shown.code))];
  const together = codes.filter(isSafe).map((code) => {
    const edits = fixAllEdits(snapshot, path, code);
    if (edits.length < 2) return undefined;
    const about = here.map(({ shown }) => shown).filter((shown) => shown.code === code);
    return fixOf(context, message('Fix all {0} problems of this file', code), edits, { about });
  });
  // One finding a code: two clusters may find the same.
  const suppressions = codes.flatMap((code) =>
    suppressionsOf(
      context,
      here.find(({ shown }) => shown.code === code),
      folder,
    ),
  );
  return [...fixes, ...together, ...suppressions].filter((fix) => fix !== undefined);
}

/** All safe fixes of a file as one edit; undefined when there are none. */
export function fixAllOf(context: FixContext): FileFix | undefined {
  const edits = fixAllEdits(context.snapshot, context.path);
  return edits.length === 0 ? undefined : fixOf(context, message('Fix all safe Edge Network problems'), edits, {});
}

function suppressionsOf(
  context: FixContext,
  about: { readonly finding: Finding; readonly shown: FileFinding } | undefined,
  folder: string | undefined,
): readonly (FileFix | undefined)[] {
  if (about === undefined) return [];
  return suppressionFixesOf(context.snapshot, about.finding, folder).map(({ title, edits, newFile }) =>
    fixOf(context, title, edits, { newFile, about: [about.shown], among: message('Disable {0}…', about.shown.code) }),
  );
}

function fixOf(
  { isCurrent, language }: FixContext,
  title: Message,
  edits: readonly FileEdit[],
  {
    preferred = false,
    about = [],
    newFile,
    among,
  }: {
    readonly preferred?: boolean;
    readonly about?: readonly FileFinding[];
    readonly newFile?: NewFile | undefined;
    readonly among?: Message;
  },
): FileFix | undefined {
  const files = fileEdits(edits, newFile, isCurrent);
  return files === undefined
    ? undefined
    : {
        title: language.say(title),
        preferred,
        about: about.map(({ code, range }) => ({ code, range })),
        edits: files,
        among: among === undefined ? undefined : language.say(among),
      };
}

/** Ranges that only meet touch, too: the cursor stands behind the last letter as often as before it. */
function touch(one: Range, other: Range): boolean {
  return compare(one.start, other.end) <= 0 && compare(other.start, one.end) <= 0;
}

function compare(one: Position, other: Position): number {
  return one.line - other.line || one.character - other.character;
}
