import type { Position, Range } from 'vscode-languageserver-types';
import { callersAt, callsFrom, callsTo, type Call, type Caller } from '../analysis/calls/calls.ts';
import { completionsAt } from '../analysis/completion/completions.ts';
import { forQuestions } from '../analysis/forQuestions.ts';
import { hintKinds, hintsIn } from '../analysis/hints/hints.ts';
import { lensesOf, lensKinds } from '../analysis/lenses/lenses.ts';
import { linksIn } from '../analysis/navigation/links.ts';
import { outlineOf, type Outlined } from '../analysis/navigation/outline.ts';
import { symbolsFor } from '../analysis/navigation/symbols.ts';
import { definitionsAt, usesAt } from '../analysis/references/references.ts';
import { renameableAt, renamingAt } from '../analysis/rename/renaming.ts';
import { linesOf, resolvePlace, type FileRange } from '../analysis/resolve.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { message, type Language } from '../base/message.ts';
import { LineIndex } from '../base/text.ts';
import { locationsOf } from './answers/explained.ts';
import type { Editing, FileCall, FileCaller, OutlineEntry } from './editing.ts';
import { fileEdits } from './fileEdits.ts';
import { locationOf } from './findings.ts';
import type { Judge } from './judge.ts';

/** Answers what somebody asks who edits a file, out of the newest judgement. */
export function editingOn(judge: Judge, language: Language, offersSchema: (path: string) => boolean): Editing {
  /** What `answer` makes of the snapshot that holds the file's present text, and of an offset there. */
  const at = async <T>(
    path: string,
    position: Position,
    cancelled: AbortSignal,
    answer: (snapshot: Snapshot, offset: number) => T,
  ): Promise<T | undefined> => {
    const snapshot = await judge.current(path, cancelled);
    const file = snapshot?.files.get(path)?.file;
    return snapshot === undefined || file === undefined ? undefined : answer(forQuestions(snapshot), linesOf(file).offsetAt(position));
  };
  const placesAt = (path: string, position: Position, cancelled: AbortSignal): Promise<readonly FileRange[] | undefined> =>
    at(path, position, cancelled, (snapshot, offset) =>
      distinct([...definitionsAt(snapshot, path, offset), ...usesAt(snapshot, path, offset)]),
    );

  return {
    definitions: async (path, position, cancelled) =>
      (await at(path, position, cancelled, (snapshot, offset) => definitionsAt(snapshot, path, offset)))?.map(locationOf),

    references: async (path, position, withDefinitions, cancelled) =>
      (withDefinitions
        ? await placesAt(path, position, cancelled)
        : await at(path, position, cancelled, (snapshot, offset) => usesAt(snapshot, path, offset))
      )?.map(locationOf),

    renameable: async (path, position, cancelled) => {
      const found = await at(path, position, cancelled, (snapshot, offset) => {
        const lines = linesOfPath(snapshot, path);
        const renameable = renameableAt(snapshot, path, offset);
        return renameable === undefined || 'refused' in renameable || lines === undefined
          ? renameable
          : { text: renameable.text, start: lines.positionAt(renameable.range.start), end: lines.positionAt(renameable.range.end) };
      });
      if (found === undefined) return undefined;
      if ('refused' in found) return { type: 'refused', text: language.say(found.refused) };
      return 'start' in found ? { type: 'renameable', text: found.text, range: { start: found.start, end: found.end } } : undefined;
    },

    rename: async (path, position, text, cancelled) => {
      const found = await at(path, position, cancelled, (snapshot, offset) => renamingAt(snapshot, path, offset, text));
      if (found === undefined) return undefined;
      if ('refused' in found) return { type: 'refused', text: language.say(found.refused) };
      const edits = fileEdits(found.edits, undefined, (file) => judge.isCurrent(file));
      return edits === undefined
        ? { type: 'refused', text: language.say(message('A file has been edited meanwhile. Please try again.')) }
        : { type: 'renamed', edits };
    },

    hints: async (path, range, hidden, cancelled) => {
      const snapshot = await judge.current(path, cancelled);
      const lines = snapshot === undefined ? undefined : linesOfPath(snapshot, path);
      if (snapshot === undefined || lines === undefined) return undefined;
      const wanted = new Set(hintKinds.filter((kind) => !hidden.includes(kind)));
      return hintsIn(forQuestions(snapshot), path, { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) }, wanted).map(
        ({ offset, text, reason, cause }) => {
          const decided = cause === undefined ? undefined : resolvePlace(snapshot, cause);
          return {
            position: lines.positionAt(offset),
            text: language.say(text),
            reason: reason === undefined ? undefined : language.say(reason),
            cause: decided === undefined ? undefined : locationOf(decided),
          };
        },
      );
    },

    lenses: async (path, hidden, cancelled) => {
      const snapshot = await judge.current(path, cancelled);
      const lines = snapshot === undefined ? undefined : linesOfPath(snapshot, path);
      if (snapshot === undefined || lines === undefined) return undefined;
      return lensesOf(forQuestions(snapshot), path, new Set(lensKinds.filter((kind) => !hidden.includes(kind)))).map(
        ({ kind, offset, text, places }) => ({
          position: lines.positionAt(offset),
          text: language.say(text),
          action:
            kind === 'topology'
              ? { type: 'topology' }
              : places.length === 0
                ? undefined
                : { type: 'places', places: locationsOf(snapshot, places) },
        }),
      );
    },

    callers: async (path, position, cancelled) =>
      (await at(path, position, cancelled, (snapshot, offset) => callersAt(snapshot, path, offset)))?.map(callerOf),

    calls: async (which, path, position, cancelled) =>
      (await at(path, position, cancelled, (snapshot, offset) => (which === 'to' ? callsTo : callsFrom)(snapshot, path, offset)))?.map(
        callOf,
      ),

    highlights: async (path, position, cancelled) =>
      (await placesAt(path, position, cancelled))?.filter((range) => range.path === path).map(rangeOf),

    links: async (path, cancelled) => {
      const snapshot = await judge.current(path, cancelled);
      return snapshot === undefined
        ? undefined
        : linksIn(snapshot, judge.sources, path).map(({ range, target }) => ({ range: rangeOf(range), target }));
    },

    outline: async (path, cancelled) => {
      const snapshot = await judge.current(path, cancelled);
      return snapshot === undefined ? undefined : outlineOf(forQuestions(snapshot), path).map(entryOf);
    },

    completions: (path, position) => {
      const text = judge.texts.get(path);
      if (text === undefined) return undefined;
      const lines = new LineIndex(text);
      const found = completionsAt(
        forQuestions(judge.snapshot),
        path,
        text,
        lines.offsetAt(position),
        judge.sources.text,
        offersSchema(path),
      );
      return found === undefined
        ? undefined
        : {
            range: { start: lines.positionAt(found.word.start), end: lines.positionAt(found.word.end) },
            items: found.candidates.map(({ sort, label, text: written, detail, documentation }) => ({
              sort,
              label,
              text: written,
              detail: detail === undefined ? undefined : language.say(detail),
              documentation: documentation === undefined ? undefined : language.say(documentation),
            })),
          };
    },

    symbols: (query) =>
      symbolsFor(forQuestions(judge.snapshot), query, language).map(({ at: range, ...symbol }) => ({ ...symbol, at: locationOf(range) })),
  };
}

function linesOfPath(snapshot: Snapshot, path: string): LineIndex | undefined {
  const file = snapshot.files.get(path)?.file;
  return file === undefined ? undefined : linesOf(file);
}

function distinct(ranges: readonly FileRange[]): readonly FileRange[] {
  return [...new Map(ranges.map((range) => [`${range.path} ${range.start.line}:${range.start.character}`, range])).values()];
}

function callerOf({ at, ...caller }: Caller): FileCaller {
  return { ...caller, at: locationOf(at) };
}

function callOf({ with: caller, ranges }: Call): FileCall {
  return { with: callerOf(caller), ranges: ranges.map(rangeOf) };
}

function rangeOf({ start, end }: FileRange): Range {
  return { start, end };
}

function entryOf({ range, selection, children, ...named }: Outlined): OutlineEntry {
  return { ...named, range: rangeOf(range), selection: rangeOf(selection), children: children.map(entryOf) };
}
