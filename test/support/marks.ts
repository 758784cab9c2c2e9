import assert from 'node:assert/strict';
import { LineIndex } from '../../src/base/text.ts';
import { english, message } from '../../src/base/message.ts';
import { checkCodes } from '../../src/checks/all.ts';
import { judgeCluster, judgeDocument, judgeSuppressions } from '../../src/checks/run.ts';
import { Controls, type AnySuppression, type Severities } from '../../src/checks/findings/controls.ts';
import { textEditOf } from '../../src/checks/findings/fixes.ts';
import { resourceAt } from '../../src/checks/findings/resourceAt.ts';
import { suppressionsOf } from '../../src/manifests/suppressions.ts';
import type { Finding, Fix } from '../../src/checks/findings/finding.ts';
import { allocate } from '../../src/engine/allocate.ts';
import type { Cluster } from '../../src/manifests/cluster.ts';
import { splitDocuments, type ManifestFile } from '../../src/manifests/documents.ts';
import { locate } from '../../src/manifests/locate.ts';
import type { Place } from '../../src/manifests/place.ts';
import { readDocument } from '../../src/manifests/read.ts';
import type { Unknown } from '../../src/manifests/unknown.ts';
import type { ProfileName } from '../../src/manifests/resources/edgeNetwork.ts';

export interface CheckOptions {
  readonly profile?: ProfileName;
  readonly severities?: Severities;
  readonly rule?: Cluster['rule'];
  /** Names of what may make or change anything. */
  readonly unrendered?: readonly string[];
  readonly unknowns?: readonly Unknown[];
  /** Whether what the reader reports counts too. Default: it does. */
  readonly reading?: boolean;
}

/** A text without its marks, and what the marks expect. Lines and columns from 0, `end` exclusive. */
export interface Marked {
  readonly files: ReadonlyMap<string, string>;
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly severity: string;
  readonly code: string;
  /** The whole message; one that ends with `…` only its beginning; empty: any. */
  readonly message: string;
}

/**
 * Reads marks: comments beneath a line that point at a place in it, and are taken out of the text.
 *
 *     app: wbe
 *     #    ^^^ warning selector/no-match: No pod has …
 *
 * `#<---` marks the first columns, where a caret cannot stand: the place begins at column 0 and ends with the dashes. A line `# file: path` begins another file.
 */
export function readMarks(text: string): Marked {
  const files = new Map<string, string[]>();
  const marks: Mark[] = [];
  let file = 'test.yaml';
  for (const line of text.replace(/^\n/, '').split('\n')) {
    const header = /^# file: (\S+)$/.exec(line);
    if (header?.[1] !== undefined) {
      file = header[1];
      continue;
    }
    let lines = files.get(file);
    if (lines === undefined) files.set(file, (lines = []));
    const mark = /^(\s*#\s*)(\^+|(?<=#)<-+) +(error|warning|information|hint) ([^\s:]+)(?:: ?(.*))?$/.exec(line);
    if (mark === null) {
      lines.push(line);
      continue;
    }
    const [, before = '', arrow = '', severity = '', code = '', message = ''] = mark;
    const left = arrow.startsWith('<');
    marks.push({
      file,
      line: lines.length - 1,
      start: left ? 0 : before.length,
      end: before.length + arrow.length,
      severity,
      code,
      message,
    });
  }
  return { files: new Map([...files].map(([path, lines]) => [path, lines.join('\n')])), marks };
}

/** Checks a marked text as one cluster: every finding must be marked, every mark must be found. */
export function check(text: string, options: CheckOptions = {}): readonly Finding[] {
  const marked = readMarks(text);
  const { findings, files } = findingsOf(marked.files, options);
  const missing = [...marked.marks];
  const unexpected: string[] = [];
  for (const finding of findings) {
    const { file, line, start, end } = positionOf(finding.place, files);
    const message = english.say(finding.message);
    const index = missing.findIndex(
      (mark) =>
        mark.file === file &&
        mark.line === line &&
        mark.start === start &&
        mark.end === end &&
        mark.severity === finding.severity &&
        mark.code === finding.code &&
        says(mark, message),
    );
    if (index >= 0) missing.splice(index, 1);
    else unexpected.push(`${file}:${line + 1}: columns ${start}-${end} ${finding.severity} ${finding.code}: ${message}`);
  }
  assert.deepEqual(
    {
      unexpected,
      missing: missing.map(
        ({ file, line, start, end, severity, code, message }) =>
          `${file}:${line + 1}: columns ${start}-${end} ${severity} ${code}: ${message}`,
      ),
    },
    { unexpected: [], missing: [] },
  );
  return findings;
}

/** The findings of texts that make one cluster. */
export function findingsOf(
  texts: ReadonlyMap<string, string>,
  { profile, severities = {}, rule, unrendered = [], unknowns = [], reading = true }: CheckOptions = {},
): { readonly findings: readonly Finding[]; readonly files: ReadonlyMap<string, ManifestFile> } {
  const files = new Map([...texts].map(([path, text]) => [path, splitDocuments(path, text)]));
  const facts = [...files.values()].flatMap(({ documents }) => documents.map(readDocument));
  const cluster: Cluster = {
    name: 'test',
    root: '',
    ...(rule === undefined ? {} : { rule }),
    resources: facts.flatMap(({ resources }) => resources),
    unknowns: [...facts.flatMap((document) => document.unknowns ?? []), ...unrendered.map(anything), ...unknowns],
  };
  const controls = new Controls(severities);
  const ofText = reading ? facts.flatMap((document) => judgeDocument(document, controls)) : [];
  const written = new Map(
    [...files.values()].map(({ path, documents }) => [
      path,
      facts.filter(({ document }) => documents.includes(document)).flatMap(suppressionsOf),
    ]),
  );
  const used = new Set<AnySuppression>();
  const all = [...ofText, ...judgeCluster(allocate(cluster, profile), controls)];
  const kept = controls.kept(
    all,
    (path) => written.get(path) ?? [],
    ({ place }) => resourceAt(cluster, place),
    used,
  );
  const unused = [...written].flatMap(([path, suppressions]) =>
    judgeSuppressions(
      {
        written: suppressions,
        isUsed: (suppression) => used.has(suppression),
        isOff: (code) => controls.severityOf(code, path) === 'off',
        codes: checkCodes,
      },
      controls,
    ),
  );
  return { findings: [...kept, ...unused], files };
}

/** Something that may make or change anything. */
export function anything(what: string): Unknown {
  return { sentence: message('What {0} brings or changes is not known here.', what), reach: { changes: 'anything' } };
}

/** Places that a finding points at besides its own, as `file:line text`. */
export function relatedTo(finding: Finding | undefined): readonly string[] {
  return (finding?.related ?? []).map(({ place, message }) => {
    const { start, end } = locate(place);
    return `${place.document.text.slice(start, end)} | ${english.say(message)}`;
  });
}

/** The texts (marks taken out) after a fix of the only finding: the first one, or the one with this title. Other files are left out. */
export function fixed(text: string, title?: string, options: CheckOptions = {}): string {
  const { findings, files } = findingsOf(readMarks(text).files, options);
  const fixes = findings.flatMap((finding) => finding.fixes);
  const fix = title === undefined ? fixes[0] : fixes.find((candidate) => english.say(candidate.title) === title);
  assert.ok(fix, `no such fix; there are: ${fixes.map((candidate) => english.say(candidate.title)).join(' | ')}`);
  return [...textsAfter(fix, files).values()].join('\n');
}

/** Titles of all fixes, with a star where preferred. */
export function fixTitles(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ fixes }) => fixes.map(({ title, preferred }) => `${preferred ? '* ' : ''}${english.say(title)}`));
}

/** The texts of the files that a fix changes, by path, as it leaves them. */
export function textsAfter(fix: Fix, files: ReadonlyMap<string, ManifestFile>): ReadonlyMap<string, string> {
  const texts = fix.edits.map(textEditOf).filter((edit) => edit !== undefined);
  assert.equal(texts.length, fix.edits.length, 'an edit of the fix cannot be made');
  const after = new Map<string, string>();
  for (const file of files.values()) {
    const edits = texts.filter(({ document }) => file.documents.includes(document));
    const absolute = edits.map((edit) => ({ offset: file.offsets[file.documents.indexOf(edit.document)]!, edit }));
    let { text } = file;
    for (const { offset, edit } of absolute.sort((one, other) => other.offset + other.edit.start - one.offset - one.edit.start)) {
      text = text.slice(0, offset + edit.start) + edit.text + text.slice(offset + edit.end);
    }
    if (edits.length > 0) after.set(file.path, text);
  }
  return after;
}

function positionOf(
  place: Place,
  files: ReadonlyMap<string, ManifestFile>,
): { readonly file: string; readonly line: number; readonly start: number; readonly end: number } {
  const file = files.get(place.document.file)!;
  const offset = file.offsets[file.documents.indexOf(place.document)]!;
  const range = locate(place);
  const lines = new LineIndex(file.text);
  const start = lines.positionAt(offset + range.start);
  const end = lines.positionAt(offset + range.end);
  return { file: file.path, line: start.line, start: start.character, end: end.line === start.line ? end.character : Infinity };
}

function says(mark: Mark, message: string): boolean {
  return mark.message === '' || (mark.message.endsWith('…') ? message.startsWith(mark.message.slice(0, -1)) : message === mark.message);
}
