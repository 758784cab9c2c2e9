import { message, type Message } from '../base/message.ts';
import { codePointName, refusedCharacter } from './characters.ts';
import type { ManifestDocument } from './document.ts';
import { Fields, ReadContext } from './fields.ts';
import { headingOf } from './heading.ts';
import { limits } from './limits.ts';
import { mayHoldManifest } from './manifestFiles.ts';
import { nameOf } from './metadata.ts';
import { parseYaml } from './parseYaml.ts';
import type { Place } from './place.ts';
import type { ReadProblem } from './problems.ts';
import { repetition } from './repeatedKeys.ts';
import type { Resource } from './resource.ts';
import { readResources } from './resources/readResources.ts';

/** What one document says. Kept for every document of the workspace, so it holds values, never syntax. */
export interface DocumentFacts {
  readonly document: ManifestDocument;
  /** Of a `List`, one for each item. */
  readonly resources: readonly Resource[];
  readonly problems: readonly ReadProblem[];
  /** Templating, placeholders or broken text hide what the document says: what depends on it is unknown rather than wrong. */
  readonly unreadable: boolean;
}

/** Reads one document. Never throws on any text: it returns what it understood and the problems. */
export function readDocument(document: ManifestDocument): DocumentFacts {
  const { text } = document;
  const nothing = (problem: ReadProblem | undefined): DocumentFacts => ({
    document,
    resources: [],
    problems: problem === undefined ? [] : [problem],
    unreadable: problem !== undefined,
  });

  if (!mayHoldManifest(document.file, text)) return nothing(undefined);
  if (text.length > limits.document) {
    const what =
      text.length > limits.file
        ? message('This file is larger than {0} MiB; it is not read.', limits.file / 1024 / 1024)
        : message('This document is larger than {0} KiB; it is not read.', limits.document / 1024);
    return nothing({ code: 'yaml/limit', message: what, place: { document, path: undefined, start: 0, end: firstLine(text) } });
  }
  const marker = conflictMarker(text);
  if (marker !== undefined) {
    return nothing({
      code: 'yaml/syntax',
      message: message('Git conflict markers: resolve the conflict so that this manifest can be read.'),
      place: { document, path: undefined, ...marker },
    });
  }
  const refused = refusedText(document);
  // As of UTF-16 taken for another encoding: every second character is none.
  if (refused !== undefined && text.includes('\0')) return nothing(refused);
  const facts = readHeadingOrAll(document);
  const isSetAside = facts.problems.some(({ code }) => code === 'yaml/unreadable');
  return refused === undefined || isSetAside ? facts : { ...facts, problems: [refused], unreadable: true };
}

/** Whether keys stand twice in a document, so that it says more than what counts of it. A document in which that changes is another one. */
export function repeatsKeys(document: ManifestDocument): boolean {
  return repeating.has(document);
}

const repeating = new WeakSet<ManifestDocument>();

function readHeadingOrAll(document: ManifestDocument): DocumentFacts {
  const heading = headingOf(document.text);
  const facts = heading === undefined ? undefined : readText(document, heading);
  // Offsets in a heading are not those of the document: what is wrong there is found by reading all of it.
  return facts?.problems.length === 0 ? facts : readText(document, document.text);
}

/** Reads a document by its text, or by as much of it as matters. */
function readText(document: ManifestDocument, text: string): DocumentFacts {
  const template = /^[ \t]*(\{\{.*)$/m.exec(text);
  if (template !== null)
    return setAside(document, { document, path: undefined, ...stretch(template.index + template[0].indexOf('{{'), 2) });

  const { root, problems: syntaxProblems } = parseYaml(text);
  const context = new ReadContext(document);
  if (text.includes('{{') && syntaxProblems.some(({ code }) => code === 'yaml/syntax'))
    return setAside(document, { document, path: undefined, ...stretch(text.indexOf('{{'), 2) });
  const repeated: ReadProblem[] = [];
  for (const { code, start, end, text: what, repeated: entries } of syntaxProblems) {
    const place: Place = { document, path: undefined, start, end };
    if (code === 'yaml/limit')
      context.problems.push({ code, message: message('This document is {0}; what lies beyond is not read.', what), place });
    if (code === 'yaml/duplicate-key') repeated.push({ code, place, ...repetition(document, what, entries) });
  }
  context.problems.push(...repeated);
  if (repeated.length > 0) repeating.add(document);
  const resources = root === undefined ? [] : readResources(new Fields(root, context));
  if (context.placeholder !== undefined) return setAside(document, context.placeholder.place);
  // What follows a place that cannot be read mostly cannot be read for that reason.
  const [broke] = syntaxProblems.filter(({ code }) => code === 'yaml/syntax').sort((one, other) => one.start - other.start);
  if (broke !== undefined) {
    const { start, end, text: what } = broke;
    context.problems.push({
      code: 'yaml/syntax',
      message: unreadMessage(what, resources),
      place: { document, path: undefined, start, end },
    });
  }
  const broken = context.problems.some(isSyntax);
  // One cause, one finding: a text that is broken, or no manifest at all, is not also judged field by field.
  return {
    document,
    resources,
    problems: broken || resources.length === 0 ? context.problems.filter(isSyntax) : context.problems,
    unreadable: broken,
  };
}

const isSyntax = ({ code }: ReadProblem) => code === 'yaml/syntax' || code === 'yaml/limit';

/** Why it is broken, and what is lost by it. */
function unreadMessage(what: string, resources: readonly Resource[]): Message {
  const names = resources.filter(({ kind, metadata }) => kind !== '' && metadata.name !== '').map(nameOf);
  if (names.length === 0)
    return message('This cannot be read as YAML: {0}. The manifest is left out, and what depends on it is not judged.', what);
  return message(
    'This cannot be read as YAML: {0}. Of {1} only a part is read, and what depends on the rest is not judged.',
    what,
    names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', '),
  );
}

/** A document that another program will fill in: said once, quietly. */
function setAside(document: ManifestDocument, place: Place): DocumentFacts {
  const problem: ReadProblem = {
    code: 'yaml/unreadable',
    message: message(
      'This manifest has values that are filled in later (a template or a placeholder), so it is left out; what depends on it is not judged.',
    ),
    place,
  };
  return { document, resources: [], problems: [problem], unreadable: true };
}

function firstLine(text: string): number {
  const end = text.indexOf('\n');
  return Math.min(end < 0 ? text.length : end, 200);
}

function stretch(start: number, length: number): { readonly start: number; readonly end: number } {
  return { start, end: start + length };
}

/** A character for which kubectl reads nothing of the document. */
function refusedText(document: ManifestDocument): ReadProblem | undefined {
  const { text } = document;
  const refused = refusedCharacter(text);
  if (refused === undefined) return undefined;
  const { at, kind } = refused;
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const place: Place = { document, path: undefined, ...stretch(at, character.length) };
  const corrections = [{ title: message('Remove this character'), place, replaces: character, text: '' }];
  switch (kind) {
    case 'undecoded':
      return {
        code: 'yaml/syntax',
        message: message('This is not UTF-8, so kubectl refuses the whole document. Save the file as UTF-8.'),
        place,
      };
    case 'byte-order-mark':
      return {
        code: 'yaml/syntax',
        message: message(
          'A byte-order mark stands inside this document, as where two files were put together; kubectl refuses the whole document for it.',
        ),
        place,
        corrections,
      };
    case 'control':
      return character === '\0'
        ? {
            code: 'yaml/syntax',
            message: message(
              'This text holds zero bytes, as UTF-16 without a byte-order mark does; kubectl refuses the whole document. Save the file as UTF-8.',
            ),
            place,
          }
        : {
            code: 'yaml/syntax',
            message: message('The control character {0} stands here; kubectl refuses the whole document for it.', codePointName(text, at)),
            place,
            corrections,
          };
  }
}

/** The first line of a Git conflict: `<<<<<<< ours`. */
function conflictMarker(text: string): { readonly start: number; readonly end: number } | undefined {
  if (!text.includes('<<<<<<<') && !text.includes('>>>>>>>')) return undefined;
  const match = /^(<{7}|>{7})( .*)?$/m.exec(text);
  return match === null ? undefined : stretch(match.index, match[0].trimEnd().length);
}
