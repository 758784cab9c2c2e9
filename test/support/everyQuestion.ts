import assert from 'node:assert/strict';
import { callersAt, callsFrom, callsTo } from '../../src/analysis/calls/calls.ts';
import { completionsAt } from '../../src/analysis/completion/completions.ts';
import { hintKinds, hintsIn } from '../../src/analysis/hints/hints.ts';
import { hoverAt } from '../../src/analysis/hover/hover.ts';
import { lensesOf, lensKinds } from '../../src/analysis/lenses/lenses.ts';
import { linksIn } from '../../src/analysis/navigation/links.ts';
import { outlineOf } from '../../src/analysis/navigation/outline.ts';
import { symbolsFor } from '../../src/analysis/navigation/symbols.ts';
import { definitionsAt, usesAt } from '../../src/analysis/references/references.ts';
import { renameableAt, renamingAt } from '../../src/analysis/rename/renaming.ts';
import type { FileRange } from '../../src/analysis/resolve.ts';
import type { Snapshot } from '../../src/analysis/snapshot.ts';
import { english } from '../../src/base/message.ts';
import type { TextRange } from '../../src/base/text.ts';

/** Asks everything that somebody may ask who edits a file at an offset of it. Throws where an answer is no place in a text. Returns how many questions had one. */
export function askEverythingAt(snapshot: Snapshot, path: string, text: string, offset: number): number {
  let answers = 0;
  const within = ({ start, end }: TextRange): void =>
    assert.ok(0 <= start && start <= end && end <= text.length, `${start}-${end} of ${text.length}`);
  const places = (ranges: readonly FileRange[]): void => {
    if (ranges.length > 0) answers++;
    for (const { start, end, path: file } of ranges) {
      assert.ok(snapshot.files.get(file) !== undefined, file);
      assert.ok(start.line < end.line || (start.line === end.line && start.character <= end.character), file);
    }
  };
  places(definitionsAt(snapshot, path, offset));
  places(usesAt(snapshot, path, offset));
  places(callersAt(snapshot, path, offset).map(({ at }) => at));
  for (const calls of [callsTo(snapshot, path, offset), callsFrom(snapshot, path, offset)])
    places(calls.flatMap(({ with: { at }, ranges }) => [at, ...ranges]));
  const hover = hoverAt(snapshot, path, offset);
  if (hover !== undefined) answers++;
  const completions = completionsAt(snapshot, path, text, offset, () => undefined);
  if (completions !== undefined) {
    answers++;
    within(completions.word);
    assert.ok(completions.word.start <= offset && offset <= completions.word.end);
    for (const { detail, documentation } of completions.candidates) english.say(detail ?? documentation ?? '');
  }
  const renameable = renameableAt(snapshot, path, offset);
  if (renameable !== undefined) {
    answers++;
    if ('range' in renameable) {
      within(renameable.range);
      assert.equal(text.slice(renameable.range.start, renameable.range.end), renameable.text);
    }
    const renaming = renamingAt(snapshot, path, offset, 'another-name');
    if (renaming !== undefined && 'edits' in renaming) places(renaming.edits.map(({ range }) => range));
  }
  return answers;
}

/** Asks everything about a file as a whole. */
export function askEverythingOf(snapshot: Snapshot, path: string, text: string): void {
  outlineOf(snapshot, path);
  linksIn(snapshot, { kindOf: () => undefined }, path);
  for (const { offset, text: hint } of hintsIn(snapshot, path, { start: 0, end: text.length }, new Set(hintKinds))) {
    assert.ok(0 <= offset && offset <= text.length);
    english.say(hint);
  }
  for (const { offset, text: said } of lensesOf(snapshot, path, new Set(lensKinds))) {
    assert.ok(0 <= offset && offset <= text.length);
    english.say(said);
  }
  symbolsFor(snapshot, text.slice(20, 24), english);
}

/** All that somebody who edits a file is told at an offset of it, to be compared. */
export function answersAt(snapshot: Snapshot, path: string, text: string, offset: number): Readonly<Record<string, unknown>> {
  return {
    definitions: definitionsAt(snapshot, path, offset),
    uses: usesAt(snapshot, path, offset),
    callers: callersAt(snapshot, path, offset),
    callsTo: callsTo(snapshot, path, offset),
    callsFrom: callsFrom(snapshot, path, offset),
    hover: hoverAt(snapshot, path, offset),
    completions: completionsAt(snapshot, path, text, offset, () => undefined),
    renameable: renameableAt(snapshot, path, offset),
    renaming: renamingAt(snapshot, path, offset, 'another-name'),
  };
}

/** The same of a file as a whole. */
export function answersOf(snapshot: Snapshot, path: string, text: string): Readonly<Record<string, unknown>> {
  return {
    outline: outlineOf(snapshot, path),
    hints: hintsIn(snapshot, path, { start: 0, end: text.length }, new Set(hintKinds)),
    lenses: lensesOf(snapshot, path, new Set(lensKinds)),
    symbols: symbolsFor(snapshot, text.slice(20, 23), english),
  };
}
