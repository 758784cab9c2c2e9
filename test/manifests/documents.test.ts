import assert from 'node:assert/strict';
import { splitDocuments } from '../../src/manifests/documents.ts';
import { problemsOf } from '../support/reading.ts';

function pieces(text: string): readonly string[] {
  const { documents, offsets } = splitDocuments('a.yaml', text);
  assert.equal(documents.map((document) => document.text).join(''), text);
  assert.deepEqual(
    offsets.map((offset, index) => text.slice(offset, offset + (documents[index]?.text.length ?? 0))),
    documents.map((document) => document.text),
  );
  return documents.map((document) => document.text);
}

describe('a file is split into documents', () => {
  const cases: readonly (readonly [what: string, expected: readonly string[]])[] = [
    ['at its marks', ['a: 1\n', '--- # b\nb: 1\n', '---\nc: 1\n']],
    ['at marks with a value behind them', ['--- a\n', '--- {b: 1}\n', '---\t\n']],
    ['not at what only begins like a mark', ['a: 1\n---b\n ---\n----\n']],
    ['not before the mark that a directive speaks of', ['%YAML 1.2\n---\na: 1\n', '---\nb: 1\n']],
    ['not before it where comments and blank lines stand between', ['# a\n\n%YAML 1.2\n%TAG ! !a\n# b\n\n---\na: 1\n', '---\nb: 1\n']],
    ['not before it behind a byte-order mark', ['\uFEFF%YAML 1.2\n---\na: 1\n']],
    [
      'at the directives of a later document, which stand behind the end of the one before',
      ['---\na: 1\n...\n', '%YAML 1.2\n---\nb: 1\n', '---\nc: 1\n'],
    ],
    ['at a mark below a percent sign that is no directive', ['a: 1\n%x\n', '---\nb: 1\n', '---\nc: 1\n']],
    ['at a mark below a percent sign that is not at the left edge', [' %x\n', '---\nb: 1\n']],
    ['at a mark behind the end of a document', ['a: 1\n...\n# b\n', '---\nb: 1\n']],
    ['with the line ends of Windows', ['%YAML 1.2\r\n---\r\na: 1\r\n...\r\n', '%YAML 1.2\r\n---\r\nb: 1\r\n', '---\r\nc: 1']],
    ['at a mark below nothing but line ends', ['\n', '---\na: 1\n', '---\nb: 1\n']],
    ['at a mark below the line ends of Windows', ['\r\n\r\n', '---\r\na: 1\r\n']],
    ['where one JSON object follows another', ['{"a":{"b":"}{"}}\n', '{"a":2}', '{"a":3}\n']],
    ['where YAML follows a JSON object', ['{"a":1}\n', 'b: 2\n', '---\nc: 3\n']],
    ['at marks between JSON objects', ['{"a":1}\n', '---\n{"a":2}\n']],
    ['not behind what only looks like JSON', ['{a: 1}\n{a: 2}\n', '---\nb: 1\n']],
    ['where nothing stands but marks', ['---\n', '---\n', '---']],
  ];
  for (const [what, expected] of cases) it(what, () => assert.deepEqual(pieces(expected.join('')), expected));

  it('and each is read with the directives that are its own', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n';
    assert.deepEqual(
      problemsOf(`%YAML 1.1\n---\n${service}...\n%TAG ! tag:example.com,2000:\n---\n${service}...\n---\n${service}...\n`),
      [],
    );
  });
});
