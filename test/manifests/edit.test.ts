import assert from 'node:assert/strict';
import { splitDocuments } from '../../src/manifests/documents.ts';
import { editOf } from '../../src/manifests/edit.ts';
import type { FieldPath, FieldPlace } from '../../src/manifests/place.ts';

function edited(yaml: string, path: FieldPath, text: string, place: Partial<FieldPlace> = {}, replaces = 'old'): string | undefined {
  const document = splitDocuments('a.yaml', yaml).documents[0]!;
  const edit = editOf({ place: { document, path, part: 'value', span: undefined, ...place }, replaces, text });
  return edit === undefined ? undefined : yaml.slice(0, edit.start) + edit.text + yaml.slice(edit.end);
}

describe('an edit', () => {
  const cases: readonly [what: string, yaml: string, text: string, result: string | undefined][] = [
    ['replaces a plain text and leaves its comment', 'a: old # why\n', 'new', 'a: new # why\n'],
    ['keeps single quotes, and doubles one inside', "a: 'old'\n", "it's", "a: 'it''s'\n"],
    ['keeps double quotes, and escapes one inside', 'a: "old"\n', 'say "x"', 'a: "say \\"x\\""\n'],
    ['keeps a text a text', 'a: old\n', 'yes', 'a: "yes"\n'],
    ['leaves a number a number', 'a: 80\n', '8080', 'a: 8080\n'],
    ['writes no quotes around an address', 'a: 10.0.0.9\n', 'fd00::1/64', 'a: fd00::1/64\n'],
    ['does not touch block scalars', 'a: |\n  old\n', 'new', undefined],
    ['leaves alone what is not what it replaces', 'a: other\n', 'new', undefined],
    ['needs a text to replace', 'a: { b: c }\n', 'new', undefined],
    ['needs a field that is written', 'b: c\n', 'new', undefined],
  ];
  for (const [what, yaml, text, result] of cases)
    it(what, () => assert.equal(edited(yaml, ['a'], text, {}, /80|10.0.0.9/.exec(yaml)?.[0] ?? 'old'), result));

  it('quotes what a flow collection would take apart', () => assert.equal(edited('a: [old]\n', ['a', 0], 'x, y'), 'a: ["x, y"]\n'));

  it('replaces a part of a text', () => {
    assert.equal(edited('a: "one,two"\n', ['a'], 'three', { span: { start: 4, end: 7 } }, 'two'), 'a: "one,three"\n');
    assert.equal(edited('a: "o\\u006ee,two"\n', ['a'], 'three', { span: { start: 4, end: 7 } }, 'two'), 'a: "o\\u006ee,three"\n');
    assert.equal(edited('a: "one,\\u0074wo"\n', ['a'], 'three', { span: { start: 4, end: 7 } }, 'two'), undefined);
  });

  it('renames a key', () => {
    assert.equal(edited('a: { old: 1 }\n', ['a', 'old'], 'new', { part: 'key' }), 'a: { new: 1 }\n');
    assert.equal(edited('a: { "old": 1 }\n', ['a', 'old'], 'new', { part: 'key' }), 'a: { "new": 1 }\n');
  });

  it('works inside the YAML text of a ConfigMap', () => {
    assert.equal(
      edited('data:\n  config: |\n    a:\n    - old # why\n', ['data', 'config', 'a', 0], 'new'),
      'data:\n  config: |\n    a:\n    - new # why\n',
    );
  });
});
