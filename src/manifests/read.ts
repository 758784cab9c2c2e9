import { message, type Message } from '../base/message.ts';
import { baseName } from '../base/path.ts';
import { codePointName, refusedCharacter } from './characters.ts';
import type { ManifestDocument } from './document.ts';
import { Fields, ReadContext } from './fields.ts';
import { headingOf } from './heading.ts';
import { limits } from './limits.ts';
import { mayHoldManifest, wasToBeManifest } from './manifestFiles.ts';
import { nameOf } from './metadata.ts';
import { parseManifest } from './parseManifest.ts';
import { formatPath, type Place } from './place.ts';
import { holdsPlaceholder, placeholderPattern } from './placeholder.ts';
import type { ReadProblem } from './problems.ts';
import type { Reach } from './reach.ts';
import { repetition } from './repeatedKeys.ts';
import type { Resource } from './resource.ts';
import { readResources } from './resources/readResources.ts';
import type { SyntaxNode, SyntaxProblem } from './syntax.ts';
import type { Unknown } from './unknown.ts';
import { isIndefinite } from './unknownFields.ts';
import { unreadHead } from './unreadHead.ts';

/** What one document says. Kept for every document of the workspace, so it holds values, never syntax. */
export interface DocumentFacts {
  readonly document: ManifestDocument;
  /** Of a `List`, one for each item. */
  readonly resources: readonly Resource[];
  readonly problems: readonly ReadProblem[];
  /** Templating, placeholders or broken text hide what the document says: what depends on it is unknown rather than wrong. */
  readonly unreadable: boolean;
  /** What is left out, or known in part alone, each as far as it is known what it is; absent: nothing is. */
  readonly unknowns?: readonly Unknown[] | undefined;
}

/** Reads one document. Never throws on any text: it returns what it understood and the problems. */
export function readDocument(document: ManifestDocument): DocumentFacts {
  const { text } = document;
  const nothing = (problem: ReadProblem | undefined): DocumentFacts => ({
    document,
    resources: [],
    problems: problem === undefined ? [] : [problem],
    unreadable: problem !== undefined,
    ...(problem === undefined ? {} : { unknowns: [unreadText(document)] }),
  });

  if (!mayHoldManifest(document.file, text)) return nothing(undefined);
  if (text.length > limits.document) {
    const heading = text.length > limits.file ? undefined : headingOf(text, { large: true });
    if (heading !== undefined && heading.length <= limits.document) return readText(document, heading);
    const what =
      text.length > limits.file
        ? message('This file is larger than {0} MiB; it is not read.', limits.file / 1024 / 1024)
        : message('This document is larger than {0} KiB; it is not read.', limits.document / 1024);
    return nothing({ code: 'yaml/limit', message: what, place: { document, path: undefined, start: 0, end: firstLine(text) } });
  }
  const marker = conflictMarker(text);
  if (marker !== undefined) {
    if (!wasToBeManifest(document.file, text)) return nothing(undefined);
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
  const isHarmless = refusedCharacter(text)?.kind === 'byte-order-mark' && !facts.problems.some(isSyntax);
  return refused === undefined || isSetAside || isHarmless
    ? facts
    : {
        ...facts,
        problems: [refused],
        unreadable: true,
        unknowns: facts.resources.length === 0 ? [unreadText(document)] : facts.resources.map(readInPart),
      };
}

/** Reads a manifest that a tool has made, by its tree; its syntax can have no problem. */
export function readMade(document: ManifestDocument, root: SyntaxNode): DocumentFacts {
  const context = new ReadContext(document);
  return factsOf(readResources(new Fields(root, context)), context, { broken: false, templateAt: undefined });
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
  const { root, problems: syntaxProblems, templated } = parseManifest(text);
  const context = new ReadContext(document);
  const repeated: ReadProblem[] = [];
  for (const { code, start, end, text: what, repeated: entries } of syntaxProblems) {
    const place: Place = { document, path: undefined, start, end };
    if (code === 'yaml/limit')
      context.problems.push({ code, message: message('This document is {0}; what lies beyond is not read.', what), place });
    if (code === 'yaml/duplicate-key') repeated.push({ code, place, ...repetition(document, what, entries) });
  }
  context.problems.push(...repeated);
  if (repeated.length > 0) repeating.add(document);
  const read = root === undefined ? [] : readResources(new Fields(root, context));
  // What follows a place that cannot be read mostly cannot be read for that reason.
  const [broke] = [...faultyMark(text), ...syntaxProblems.filter(({ code }) => code === 'yaml/syntax')].sort(
    (one, other) => one.start - other.start,
  );
  if (broke !== undefined) {
    if (read.length === 0 && !wasToBeManifest(document.file, text)) return { document, resources: [], problems: [], unreadable: false };
    const { start, end, text: what } = broke;
    context.problems.push({ code: 'yaml/syntax', message: unreadMessage(what, read), place: { document, path: undefined, start, end } });
  }
  const broken = context.problems.some(isSyntax);
  if (templated?.reach === 'structure' || (templated !== undefined && read.length === 0)) {
    const resources = withUnknowns(read, context, broken);
    return setAside(document, { document, path: undefined, ...stretch(templated.at, 2) }, [], resources.map(asAHead));
  }
  return factsOf(read, context, {
    broken,
    templateAt: templated === undefined ? undefined : { document, path: undefined, ...stretch(templated.at, 2) },
  });
}

/** What was read, without what is known too little of to be counted in. */
function factsOf(
  read: readonly Resource[],
  context: ReadContext,
  { broken, templateAt }: { readonly broken: boolean; readonly templateAt: Place | undefined },
): DocumentFacts {
  const { document } = context;
  const resources = withUnknowns(read, context, broken);
  const kept = resources.filter((resource) => isNamed(resource) && !isIndefinite(resource));
  const [placeholder] = context.placeholders;
  if (kept.length < resources.length || (placeholder !== undefined && kept.length === 0)) {
    const place = placeholder?.place ?? { document, path: undefined, start: 0, end: firstLine(document.text) };
    return setAside(
      document,
      templateAt ?? place,
      kept,
      resources.filter((resource) => !kept.includes(resource)),
    );
  }
  if (placeholder !== undefined) context.report(filledInLater(placeholder));
  // One cause, one finding: a text that is broken, or no manifest at all, is not also judged field by field.
  return {
    document,
    resources,
    problems: broken || resources.length === 0 ? context.problems.filter(isSyntax) : context.problems,
    unreadable: broken,
    ...(broken ? { unknowns: resources.length === 0 ? [unreadText(document)] : resources.map(readInPart) } : {}),
  };
}

/** Each with what is not known of it: where placeholders stand; of a text that is broken, anything may be missing. */
function withUnknowns(resources: readonly Resource[], { placeholders }: ReadContext, broken: boolean): readonly Resource[] {
  if (!broken && placeholders.length === 0) return resources;
  const paths = placeholders.map(({ path }) => path);
  return resources.map((resource) => {
    const { length } = resource.root;
    const own = paths.filter((path) => resource.root.every((step, index) => step === path[index])).map((path) => path.slice(length));
    const unknownFields = broken ? [...own, []] : own;
    return unknownFields.length === 0 ? resource : { ...resource, unknownFields };
  });
}

/** Whether a resource says what it is. */
function isNamed({ kind, apiVersion }: Resource): boolean {
  return !holdsPlaceholder(kind) && !holdsPlaceholder(apiVersion);
}

function filledInLater({ path, place }: Fields): ReadProblem {
  return {
    code: 'yaml/unreadable',
    message: message(
      '{0} is filled in later (a template or a placeholder), so it is not known; what depends on it is not judged.',
      formatPath(path),
    ),
    place,
  };
}

/** kubectl wants nothing but a comment behind the mark of a document. apimachinery pkg/util/yaml/decoder.go (splitYAMLDocument) */
function faultyMark(text: string): readonly SyntaxProblem[] {
  const mark = /^---[ \t]*(?=[^\s#])/.exec(text);
  if (mark === null) return [];
  const start = mark[0].length;
  return [{ code: 'yaml/syntax', start, end: start + 1, text: 'text behind "---", where kubectl takes nothing but a comment' }];
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

/** A document of which another program will fill in what decides: said once, quietly. `left`: what was read of that which is left out. */
function setAside(document: ManifestDocument, place: Place, resources: readonly Resource[], left: readonly Resource[]): DocumentFacts {
  const problem: ReadProblem = {
    code: 'yaml/unreadable',
    message: message(
      'This manifest has values that are filled in later (a template or a placeholder), so it is left out; what depends on it is not judged.',
    ),
    place,
  };
  return {
    document,
    resources,
    problems: [problem],
    unreadable: true,
    unknowns: left.length === 0 && resources.length === 0 ? [unreadText(document)] : left.map(filledIn),
  };
}

/** A document of which nothing is read. */
function unreadText({ file, text }: ManifestDocument): Unknown {
  // What is too large to be read is too large to be looked through.
  const { kinds, names, namespace } = unreadHead(text.length > limits.document ? '' : text);
  const [kind, otherKind] = kinds ?? [];
  const [name, otherName] = names ?? [];
  const one = otherKind === undefined ? kind : undefined;
  return {
    reach: { kinds, names, namespace, changes: 'nothing' },
    sentence:
      one === undefined
        ? message('A manifest in {0} could not be read.', baseName(file))
        : name === undefined || otherName !== undefined
          ? message('A {0} in {1} could not be read.', one, baseName(file))
          : message('{0} could not be read.', nameOf({ kind: one, metadata: { name, namespace } })),
  };
}

/** A resource that stands in the cluster, of which something may be missing. */
function readInPart(resource: Resource): Unknown {
  const { document, root, metadata } = resource;
  // Of a list, whole items may be.
  if (root.length > 0) return unreadText({ file: document.file, text: '' });
  if (metadata.name === '') return unreadText(document);
  return { reach: reachOf(resource), sentence: message('{0} could not be read in full.', nameOf(resource)) };
}

function namesOf(text: string): readonly string[] | undefined {
  const pattern = placeholderPattern(text);
  return pattern === '*' ? undefined : [pattern];
}

/** A resource of which lines are made by a template, so that nothing but what it is shows. */
function asAHead(resource: Resource): Resource {
  return { ...resource, unknownFields: [...(resource.unknownFields ?? []), []] };
}

/** A resource that is left out because another program will fill in what decides. */
function filledIn(resource: Resource): Unknown {
  const reach = reachOf(resource);
  const file = baseName(resource.document.file);
  if (reach.kinds === undefined) return { reach, sentence: message('What a manifest in {0} is, is filled in later.', file) };
  const sentence =
    holdsPlaceholder(resource.metadata.name) || resource.metadata.name === ''
      ? message('Part of a {0} in {1} is filled in later.', resource.kind, file)
      : message('Part of {0} is filled in later.', nameOf(resource));
  return { reach, sentence, resource };
}

function reachOf(resource: Resource): Reach {
  const { kind, metadata } = resource;
  const isKnown = (text: string | undefined) => text !== undefined && text !== '' && !holdsPlaceholder(text);
  return {
    kinds: isNamed(resource) && kind !== '' ? [kind] : undefined,
    names: metadata.name === '' ? undefined : isKnown(metadata.name) ? [metadata.name] : namesOf(metadata.name),
    namespace: isKnown(metadata.namespace) ? metadata.namespace : undefined,
    changes: 'nothing',
  };
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
