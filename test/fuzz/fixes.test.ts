import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { globSync } from 'glob';
import { isMap, isScalar, parseAllDocuments, visit, type Document } from 'yaml';
import { english } from '../../src/base/message.ts';
import { pageOf } from '../../src/checks/pages.ts';
import { rules } from '../../src/checks/all.ts';
import { textEditOf } from '../../src/checks/findings/fixes.ts';
import type { Finding, Fix } from '../../src/checks/findings/finding.ts';
import { locate } from '../../src/manifests/locate.ts';
import { findingsOf, textsAfter } from '../support/marks.ts';
import { pick, randomOf } from '../support/randomWorkspace.ts';
import { rounds, seed } from '../support/rounds.ts';
import { changes } from '../support/textChanges.ts';

/** Ways to write the same manifests. */
const styles: Readonly<Record<string, (text: string) => string>> = {
  'as it stands': (text) => text,
  'in blocks': (text) => written(text, { flow: false }),
  'in blocks of four': (text) => written(text, { flow: false, indent: 4 }),
  'with lists at the depth of their keys': (text) => written(text, { flow: false, indentSeq: false }),
  'in flow': (text) => written(text, { flow: true }),
  'in double quotes': (text) => written(text, { flow: false, quotes: 'QUOTE_DOUBLE' }),
  'in single quotes': (text) => written(text, { flow: false, quotes: 'QUOTE_SINGLE' }),
  'with quoted keys': (text) => written(text, { flow: false, keys: 'QUOTE_DOUBLE' }),
  'as JSON': (text) =>
    parsed(text)
      .map((document) => JSON.stringify(document.toJS(), undefined, 2))
      .join('\n---\n'),
  'in JSON of one line': (text) =>
    parsed(text)
      .map((document) => JSON.stringify(document.toJS()))
      .join('\n---\n'),
  'with comments behind every line': (text) => commented(written(text, { flow: false })),
  'with comments above every line': (text) => remarked(written(text, { flow: false })),
  'with blank lines between': (text) => written(text, { flow: false }).replaceAll('\n', '\n\n'),
  'with Windows line ends': (text) => written(text, { flow: false }).replaceAll('\n', '\r\n'),
  'with blanks at the ends of lines': (text) => written(text, { flow: false }).replaceAll('\n', '  \n'),
  'without a line end': (text) => written(text, { flow: false }).trimEnd(),
  'behind a mark': (text) => `---\n${written(text, { flow: false })}`,
  'behind a mark and a comment': (text) => `# all of it\n---\n${commented(written(text, { flow: false }))}`,
  'as a List': (text) =>
    `apiVersion: v1\nkind: List\nitems:\n${parsed(text)
      .map((document) => `- ${JSON.stringify(document.toJS())}`)
      .join('\n')}\n`,
  'with an end': (text) => `${written(text, { flow: false })}...\n`,
};

describe('a fix that is offered', () => {
  const wrong = rules
    .map(({ code }) => ({ code, text: pageOf(code).wrong }))
    // Of several files, and of text that is no YAML, there is but one way to write them.
    .filter(
      ({ code, text }) =>
        !text.includes('# file: ') && !code.startsWith('yaml/') && parsed(text).every(({ errors }) => errors.length === 0),
    );
  for (const [style, write] of Object.entries(styles))
    it(`leaves manifests that can be read, without the finding, without another error, and with their comments: ${style}`, () => {
      let tried = 0;
      for (const { code, text } of wrong) tried += tryAll(code, write(text));
      assert.ok(tried > 20, String(tried));
    });
});

describe('a fix that is offered on a text in which somebody has typed', () => {
  const examples = globSync('examples/store-42-faulty/**/*.yaml', { posix: true })
    .sort()
    .map((file) => readFileSync(file, 'utf8'));
  it('leaves it readable, and without the finding', () => {
    const random = randomOf(seed);
    let tried = 0;
    for (let round = 0; round < 12 * rounds; round++) {
      const [first = '', ...others] = examples;
      let text = [first, ...others].join('---\n');
      for (let times = Math.floor(random() * 3); times >= 0; times--) text = pick(random, Object.values(changes))(random, text);
      if (!findingsOf(new Map([['a.yaml', text]])).findings.some(({ code }) => code === 'yaml/syntax'))
        tried += tryAll(`round ${round}`, text, { isTyped: true });
    }
    assert.ok(tried > 10, String(tried));
  }).timeout(180_000 * rounds);
});

/** `isTyped`: what else is wrong may show only then, and comments may be anything. */
function tryAll(code: string, text: string, { isTyped = false } = {}): number {
  const { findings, files } = findingsOf(new Map([['a.yaml', text]]));
  let tried = 0;
  for (const finding of findings)
    for (const fix of finding.fixes) {
      // A host offers none that cannot be made.
      if (fix.edits.some((edit) => textEditOf(edit) === undefined)) continue;
      tried++;
      const after = textsAfter(fix, files).get('a.yaml') ?? '';
      const then = findingsOf(new Map([['a.yaml', after]])).findings;
      const what = `${code}: ${english.say(finding.message)}\n  ${titleOf(fix)}\n${text}\n=====\n${after}`;
      assert.ok(!then.some((each) => each.code === 'yaml/syntax'), `broken: ${what}`);
      assert.ok(countOf(then, finding) < countOf(findings, finding), `still there: ${what}`);
      if (isTyped) continue;
      const errors = then.filter(({ severity }) => severity === 'error').map(keyOf);
      const before = new Set(findings.filter(({ severity }) => severity === 'error').map(keyOf));
      assert.deepEqual(
        errors.filter((each) => !before.has(each)),
        [],
        `new errors: ${what}`,
      );
      // A field that goes takes the comment behind it along.
      if (fix.edits.some(({ kind }) => kind === 'delete')) continue;
      for (const comment of text.match(/# (note|remark) \d+/g) ?? []) assert.ok(after.includes(comment), `${comment} is lost: ${what}`);
    }
  return tried;
}

function titleOf({ title }: Fix): string {
  return english.say(title);
}

function keyOf({ code, message }: Finding): string {
  return `${code} ${english.say(message)}`;
}

/** Findings of the rule that say the same of the same words. */
function countOf(findings: readonly Finding[], { code, place, message }: Finding): number {
  const wordsOf = (each: Finding['place']) => {
    const { start, end } = locate(each);
    return each.document.text.slice(start, end);
  };
  return findings.filter(
    (each) => each.code === code && english.say(each.message) === english.say(message) && wordsOf(each.place) === wordsOf(place),
  ).length;
}

function parsed(text: string): readonly Document[] {
  const documents = parseAllDocuments(text);
  return 'empty' in documents ? [] : documents.filter(({ contents }) => isMap(contents));
}

interface Writing {
  readonly flow: boolean;
  readonly indent?: number;
  readonly indentSeq?: boolean;
  readonly quotes?: 'QUOTE_DOUBLE' | 'QUOTE_SINGLE';
  readonly keys?: 'QUOTE_DOUBLE';
}

function written(text: string, { flow, indent = 2, indentSeq = true, quotes, keys }: Writing): string {
  return parsed(text)
    .map((document) => {
      visit(document, {
        Collection: (_, node) => {
          node.flow = flow;
          delete node.comment;
          delete node.commentBefore;
        },
        Scalar: (key, node) => {
          const isKey = key === 'key';
          if (isKey && keys !== undefined) node.type = keys;
          if (!isKey && quotes !== undefined && typeof node.value === 'string' && isScalar(node) && !node.value.includes('\n'))
            node.type = quotes;
          delete node.comment;
          delete node.commentBefore;
        },
      });
      return document.toString({ indent, indentSeq, lineWidth: 0, directives: false });
    })
    .join('---\n');
}

function commented(text: string): string {
  let count = 0;
  return inLines(text, (line) => `${line} # note ${++count}`);
}

function remarked(text: string): string {
  let count = 0;
  return inLines(text, (line) => `${/^ */.exec(line)?.[0] ?? ''}# remark ${++count}\n${line}`);
}

/** Changes every line but those of block scalars and marks. */
function inLines(text: string, change: (line: string) => string): string {
  let block = -1;
  return text
    .split('\n')
    .map((line) => {
      const depth = line.length - line.trimStart().length;
      if (block >= 0 && (line.trim() === '' || depth > block)) return line;
      block = /[|>][+-]?$/.test(line) ? depth : -1;
      return line.trim() === '' || line.startsWith('---') || block >= 0 ? line : change(line);
    })
    .join('\n');
}
